"""Makes pairs of claims and passages out of public texts: sentences of a passage as they stand, in other words and in
English support each other, changed ones do not, and those of another place are not found in it.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from models.data import Pair, read_pairs, read_rows
from models.reading_changes import NUMBER, Change, Changer, other_number, turned_english
from models.reading_pairs import CONTRADICTED, NOT_FOUND, SUPPORTED, Row
from models.select import HeldOut

__all__ = ["USED", "PublicTexts", "read_made", "swapped_pairs", "write_made"]

_ABSTRACTS, _REPORTS, _LAWS = "fewclue_csl.jsonl.gz", "gwr_zh_history.jsonl.gz", "laws.jsonl.gz"
_ENCYCLOPEDIA = ("drcd_test.jsonl.gz", "cmrc_trial.jsonl.gz")
_TRANSLATED, _OFFICIAL, _SYNONYMS = "jiyu_zh_en.tsv.gz", "gwr_zh_en.jsonl.gz", "cow.jsonl.gz"
USED = (_ABSTRACTS, *_ENCYCLOPEDIA, _REPORTS, _LAWS, _TRANSLATED, _OFFICIAL, _SYNONYMS)
"""The files of :data:`models.data.SOURCES` that pairs are made of."""

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_CLAUSE = re.compile(r"(?<=[，；：])")
_FULL_STOP = re.compile(r"\.(?!\d)")
_WORD = re.compile(r"[\u4e00-\u9fff]{2,4}")
_ENGLISH = re.compile(r"[a-z]{3} [a-z]")
_ENDS, _PAUSES = "。！？；", "，；："
_TIMES = {"abstracts": 2, "encyclopedia": 2, "reports": 2, "laws": 1}  # how often each kind is drawn

_CHINESE = 0.68  # share of pairs within Chinese; the others are of two languages
_OFFICIAL_SHARE = 0.15  # of the pairs of two languages
_PASSAGE, _CLAIM, _SAID = (25, 320), (8, 70), 6  # characters
_SHORT = 14  # characters: sentences that are translated have more
_MOST, _MOST_ENGLISH = 90, 300  # characters of a claim
_SENTENCES, _CLAUSES = (1, 2, 3, 4), (1, 1, 1, 2, 2, 3)  # of a passage, of a claim
_REWORDED = (0.0, 0.0, 0.3, 0.6, 0.9)  # shares of words
_SYNONYM_SETS = 6  # a word with more synonyms has too many meanings
_ARTICLES = 3  # of a law that stand together


@dataclass(frozen=True, slots=True)
class PublicTexts:
    """What pairs are made of.

    :ivar texts: by kind, each text as its sentences in order.
    :ivar translated: sentences in Chinese and English; ``official``: of work reports.
    """

    texts: dict[str, list[list[str]]]
    translated: list[Pair]
    official: list[Pair]
    synonyms: dict[str, list[str]]

    @classmethod
    def read(cls, folder: Path, held_out: HeldOut) -> PublicTexts:
        """From the data files, without the texts that quote held-out ones."""
        kinds = {
            "abstracts": [_punctuated(row.get("abst") or "") for row in read_rows(folder, _ABSTRACTS)],
            "encyclopedia": list({row["p"]: None for file in _ENCYCLOPEDIA for row in read_rows(folder, file)}),
            "reports": [row["text"] for row in read_rows(folder, _REPORTS)],
            "laws": _laws(folder),
        }
        free = {
            kind: [_sentences(text) for text in texts if not held_out.quoted_in(text)] for kind, texts in kinds.items()
        }
        translated = [pair for pair in read_pairs(folder) if len(pair[0]) > _SHORT and not held_out.quoted_in(pair[0])]
        official = [(row["zh"], row["en"]) for row in read_rows(folder, _OFFICIAL) if len(row["zh"]) > _SHORT]
        return cls(
            {kind: [text for text in texts if len(text) >= 2] for kind, texts in free.items()},
            translated,
            [pair for pair in official if not held_out.quoted_in(pair[0])],
            _synonyms(folder),
        )


def _punctuated(text: str) -> str:
    """An abstract with Chinese marks; some have Western ones only."""
    return text if "。" in text else _FULL_STOP.sub("。", text.replace(",", "，"))


def _sentences(text: str) -> list[str]:
    return [sentence.strip() for sentence in _SENTENCE.findall(text) if len(sentence.strip()) > _SAID]


def _laws(folder: Path) -> list[str]:
    laws: dict[str, list[str]] = {}
    for row in read_rows(folder, _LAWS):
        if len(row["text"]) > 40:
            laws.setdefault(row["title"], []).append(row["text"])
    return ["\n".join(law[at : at + _ARTICLES]) for law in laws.values() for at in range(0, len(law), _ARTICLES)]


def _synonyms(folder: Path) -> dict[str, list[str]]:
    found: dict[str, set[str]] = {}
    for row in read_rows(folder, _SYNONYMS):
        words = {word for word in row["words"] if _WORD.fullmatch(word)}
        if 2 <= len(words) <= _SYNONYM_SETS:
            for word in words:
                found.setdefault(word, set()).update(words - {word})
    return {word: sorted(others) for word, others in found.items() if len(others) <= _SYNONYM_SETS}


def swapped_pairs(public: PublicTexts, seed: int) -> Iterator[Row]:
    """Claims with passages, without end; the same for the same seed."""
    rng = random.Random(seed)
    texts = [text for some in public.texts.values() for text in some]
    changer = Changer(rng, public.synonyms, lambda: rng.choice(rng.choice(texts)))
    kinds = [kind for kind, times in _TIMES.items() if public.texts.get(kind) for _ in range(times)]
    while True:
        if rng.random() < _CHINESE:
            row = _within(rng.choice(public.texts[rng.choice(kinds)]), changer, rng)
        else:
            row = _across(public, rng)
        if row is not None and _SAID <= len(row.first) <= (_MOST_ENGLISH if _ENGLISH.search(row.first) else _MOST):
            yield row


def _within(sentences: list[str], changer: Changer, rng: random.Random) -> Row | None:
    """A part of a passage, or of what stands before and after it, as it is or changed."""
    count = rng.choice(_SENTENCES)
    at = rng.randrange(max(1, len(sentences) - count + 1))
    chosen, rest = sentences[at : at + count], sentences[:at] + sentences[at + count :]
    passage, share, drawn = "".join(chosen), rng.choice(_REWORDED), rng.random()
    elsewhere = drawn >= 0.84
    if not _PASSAGE[0] <= len(passage) <= _PASSAGE[1] or (elsewhere and not rest):
        return None
    claim = _part(rest if elsewhere else chosen, rng)
    if claim is None or (elsewhere and claim in passage):
        return None
    if elsewhere:
        return Row(changer.reworded(claim, share), passage, NOT_FOUND)
    if drawn < 0.42:
        return Row(changer.reworded(claim, share), passage, SUPPORTED)
    change = changer.falsified(claim, passage)
    return _changed(change, passage, claim, changer, share * (rng.random() < 0.5)) if change else None


def _changed(change: Change, passage: str, claim: str, changer: Changer, share: float) -> Row | None:
    """A claim made false, in other words but for the change, so that they do not undo it."""
    said = changer.reworded(change.before, share) + change.new + changer.reworded(change.after, share)
    return Row(said, passage, change.verdict) if said != claim and said not in passage else None


def _part(sentences: list[str], rng: random.Random) -> str | None:
    """Some clauses of one of the sentences."""
    clauses = _CLAUSE.split(rng.choice(sentences).rstrip(_ENDS))
    count = rng.choice(_CLAUSES)
    at = rng.randrange(max(1, len(clauses) - count + 1))
    claim = "".join(clauses[at : at + count]).rstrip(_PAUSES)
    return claim if _CLAIM[0] <= len(claim) <= _CLAIM[1] else None


def _across(public: PublicTexts, rng: random.Random) -> Row | None:
    """A sentence in one language, its translation alone or beside another sentence as the passage."""
    zh, en = rng.choice(public.official if public.official and rng.random() < _OFFICIAL_SHARE else public.translated)
    beside = [zh]
    if rng.random() < 0.5:
        beside.insert(rng.randrange(2), rng.choice(public.translated)[0])
    passage = "".join(text if text[-1] in "。！？" else f"{text}。" for text in beside)
    drawn = rng.random()
    if drawn < 0.45:
        return Row(en, passage, SUPPORTED)
    if drawn < 0.7:
        said = turned_english(en, rng)
        return Row(said, passage, CONTRADICTED) if said is not None else None
    if drawn < 0.85:
        other = rng.choice(public.translated)
        return Row(other[1], passage, NOT_FOUND) if other[0] not in beside else None
    return _of_english(zh, en, rng)


def _of_english(zh: str, en: str, rng: random.Random) -> Row | None:
    """The other way round: an English passage."""
    if rng.random() < 0.5:
        return Row(zh, en, SUPPORTED)
    if not (numbers := [*NUMBER.finditer(zh)]):
        return None
    match = rng.choice(numbers)
    return Row(zh[: match.start()] + other_number(match[0], rng) + zh[match.end() :], en, CONTRADICTED)


def write_made(rows: Iterator[Row], count: int, path: Path) -> None:
    """So many pairs as JSON lines of ``[claim, passage, verdict]``."""
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        for _ in range(count):
            row = next(rows)
            stream.write(json.dumps([row.first, row.text, row.verdict], ensure_ascii=False) + "\n")


def read_made(path: Path) -> list[Row]:
    """What :func:`write_made` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [Row(*json.loads(line)) for line in stream]
