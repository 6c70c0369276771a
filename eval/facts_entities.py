"""How many names are found, under the right name and kind, and which are merged; how many abbreviations are explained.

``python -m eval.facts_entities`` prints recall and precision of mentions by kind, alias pairs merged and pairs of
different things merged wrongly, and terms, for each set and half. A mention is found if it overlaps a labelled one
and has its name and kind. The sample reports and the passages of other genres are never added up.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.entities import find_entities
from ingest.folding import fold
from ingest.gazetteer import Gazetteer
from ingest.terms import find_terms
from records import EntityKind, EntityMention

__all__ = ["LabelledText", "MentionScore", "labelled_texts", "score_mentions", "score_pairs", "score_terms"]

LABELS = Path(__file__).resolve().parent / "labels"
SETS = ("entities_corpus", "entities_other", "entities_held_out")


@dataclass(frozen=True, slots=True)
class LabelledText:
    """A passage with its mentions; ``document`` groups passages that share their abbreviations."""

    id: str
    document: str
    half: str
    text: str
    mentions: tuple[EntityMention, ...]


@dataclass(frozen=True, slots=True)
class MentionScore:
    """Labelled and found mentions by kind, mentions found without a label, and the faults in words."""

    labelled: Counter[EntityKind]
    found: Counter[EntityKind]
    extra: Counter[EntityKind]
    faults: tuple[str, ...]

    def line(self) -> str:
        parts = [
            f"{kind} {self.found[kind]}/{self.labelled[kind]}{f' +{self.extra[kind]}' if self.extra[kind] else ''}"
            for kind in sorted(self.labelled | self.extra)
        ]
        recall = sum(self.found.values()) / max(1, sum(self.labelled.values()))
        precision = sum(self.found.values()) / max(1, sum(self.found.values()) + sum(self.extra.values()))
        return f"recall {recall:.3f} precision {precision:.3f}   {', '.join(parts)}"


def labelled_texts(path: Path) -> Iterator[LabelledText]:
    """Read a file of labelled texts, one JSON object a line."""
    for line in path.read_text(encoding="utf-8").splitlines():
        data: dict[str, Any] = json.loads(line)
        mentions = tuple(EntityMention.from_dict({"name_en": None, **m}) for m in data["entities"])
        yield LabelledText(data["id"], data.get("document", data["id"]), data["half"], data["text"], mentions)


def grown_gazetteers(texts: Sequence[LabelledText]) -> dict[str, Gazetteer]:
    """For each document the gazetteer that has read all of its labelled passages and its abbreviation tables."""
    by_document: dict[str, list[LabelledText]] = {}
    for text in texts:
        by_document.setdefault(text.document, []).append(text)
    base = Gazetteer.base()
    return {
        document: base.grown([t.text for t in group], [row for t in group for row in _rows(t.text)])
        for document, group in by_document.items()
    }


def _rows(text: str) -> Iterator[tuple[str, str]]:
    for line in text.split("\n"):
        cells = line.split(" | ")
        if len(cells) == 2 and cells[0].isascii() and len(cells[0]) <= 12:
            yield cells[0], cells[1]


def score_mentions(texts: Sequence[LabelledText], gazetteers: dict[str, Gazetteer]) -> MentionScore:
    """Find the mentions of each text and compare name and kind; names are compared folded."""
    labelled: Counter[EntityKind] = Counter()
    found: Counter[EntityKind] = Counter()
    extra: Counter[EntityKind] = Counter()
    faults: list[str] = []
    for text in texts:
        mentions = find_entities(text.text, gazetteers[text.document])
        labelled.update(m.kind for m in text.mentions)
        matched: set[EntityMention] = set()
        for label in text.mentions:
            hit = next((m for m in mentions if m not in matched and _agrees(m, label)), None)
            if hit:
                matched.add(hit)
                found[label.kind] += 1
            else:
                got = [f"{m.text}={m.name} ({m.kind})" for m in mentions if _overlap(m, label)]
                faults.append(f"{text.id}: missed {label.text}={label.name} ({label.kind}), found {got or 'nothing'}")
        for mention in mentions:
            if mention not in matched:
                extra[mention.kind] += 1
                faults.append(f"{text.id}: extra {mention.text}={mention.name} ({mention.kind})")
    return MentionScore(labelled, found, extra, tuple(faults))


def _agrees(found: EntityMention, label: EntityMention) -> bool:
    return found.kind == label.kind and fold(found.name).text == fold(label.name).text and _overlap(found, label)


def _overlap(a: EntityMention, b: EntityMention) -> bool:
    return a.at[0] < b.at[1] and b.at[0] < a.at[1]


def score_pairs(path: Path, gazetteers: dict[str, Gazetteer]) -> tuple[int, int, int, int, list[str]]:
    """Pairs of surface forms: same labelled, same merged, different labelled, different merged wrongly, faults."""
    same = merged = different = wrong = 0
    faults: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        pair: dict[str, Any] = json.loads(line)
        gazetteer = gazetteers[pair["document"]]
        names = [{m.name for m in find_entities(form, gazetteer)} for form in (pair["a"], pair["b"])]
        together = bool(names[0]) and names[0] == names[1]
        same += pair["same"]
        different += not pair["same"]
        merged += pair["same"] and together
        wrong += not pair["same"] and together
        if together != pair["same"]:
            faults.append(f"{pair['document']}: {pair['a']} {'=' if together else '≠'} {pair['b']}: {names}")
    return same, merged, different, wrong, faults


def score_terms(path: Path) -> tuple[int, int, int, list[str]]:
    """Labelled abbreviations, those explained right (Chinese and English), those found without a label, faults."""
    labelled = right = extra = 0
    faults: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        data: dict[str, Any] = json.loads(line)
        terms = find_terms(
            [(p["id"], p["text"]) for p in data["passages"]],
            [(g[0], g[1], g[2]) for g in data["glossaries"]],
        )
        known = {(t["abbreviation"], z, t.get("en")) for t in data["terms"] for z in t["zh"] or [None]}
        got = {(t.abbreviation, t.zh, t.en) for t in terms}
        for term in data["terms"]:
            hit = any((term["abbreviation"], z, term.get("en")) in got for z in term["zh"] or [None])
            labelled += 1
            right += hit
            if not hit:
                faults.append(f"{data['id']}: {term} not in {[t for t in got if t[0] == term['abbreviation']]}")
        more = {t for t in got if t not in known}
        extra += len(more)
        faults += [f"{data['id']}: extra {t}" for t in sorted(more, key=str)]
    return labelled, right, extra, faults


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the scores, and the errors of one half if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--errors", choices=("work", "report"), help="list what is wrong in this half")
    options = parser.parse_args(arguments)
    lines: list[str] = []
    for name in SETS:
        texts = list(labelled_texts(LABELS / f"{name}.jsonl"))
        gazetteers = grown_gazetteers(texts)
        for half in sorted({t.half for t in texts}, reverse=True):
            score = score_mentions([t for t in texts if t.half == half], gazetteers)
            lines.append(f"{name:15} {half:7} {score.line()}")
            lines += [f"  {fault}" for fault in score.faults if options.errors == half]
        pairs = LABELS / f"{name}_pairs.jsonl"
        if pairs.exists():
            same, merged, different, wrong, faults = score_pairs(pairs, gazetteers)
            lines.append(f"{name:15} alias pairs merged {merged}/{same}, different things merged {wrong}/{different}")
            lines += [f"  {fault}" for fault in faults if options.errors]
    for name in ("terms_corpus", "terms_other", "terms_held_out"):
        labelled, right, extra, faults = score_terms(LABELS / f"{name}.jsonl")
        lines.append(f"{name:15} {right}/{labelled} = {right / max(1, labelled):.3f}, without a label {extra}")
        lines += [f"  {fault}" for fault in faults if options.errors]
    print("\n".join(lines))  # noqa: T201


if __name__ == "__main__":
    main()
