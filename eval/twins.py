"""How claims in pairs fare: ``python -m eval.twins [--split dev|report]``.

1,380 invented passages of documents of many kinds (``labels/twins.jsonl.gz``), each with six pairs of claims, one true
and one false, as alike in wording as they can be, two claims that it does not tell, and three questions. Measured are
those in pairs that are nearly in the words of their passage: of a false one nearly all words stand there, only not so.
Some 60 passages are a knowledge base; two of these, and nothing else, are ``report``.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from answer.check import check, verdict_of
from answer.records import Verdict
from answer.sources import pairs_of
from eval.retrieval import Split
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["TWINS", "Passages", "main", "plain_claims", "read_twins"]

TWINS = Path(__file__).resolve().parent / "labels" / "twins.jsonl.gz"
_REPORTED = frozenset({"20", "24"})
_PLAIN = 0.62  # the share of its pairs of characters that a claim in the words of its passage has at least
_PUNCTUATION = re.compile(r"[^\w]")


@dataclass(frozen=True, slots=True)
class Passages:
    """The lines of one knowledge base: ``headings`` (title and heading), ``text``, ``twins`` (true claim, false claim,
    what differs), ``not_found``, ``questions`` (with the answer, or nothing).
    """

    name: str
    split: Split
    lines: tuple[dict[str, Any], ...]


def read_twins(path: Path = TWINS) -> list[Passages]:
    lines = [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()]
    found = []
    for name in sorted({line["base"] for line in lines}):
        own = tuple(line for line in lines if line["base"] == name)
        found.append(Passages(name, "report" if name in _REPORTED else "dev", own))
    return found


def plain_claims(line: dict[str, Any]) -> Iterator[tuple[str, Verdict]]:
    """The claims on a passage that are nearly in its words, in pairs as they stand there."""
    said = pairs_of(_PUNCTUATION.sub("", line["headings"] + line["text"]))
    for true, false, _ in line["twins"]:
        if _share(true, said) >= _PLAIN:
            yield true, "supported"
        if _share(false, said) >= _PLAIN:
            yield false, "contradicted"


def _share(claim: str, said: frozenset[str]) -> float:
    pairs = pairs_of(_PUNCTUATION.sub("", claim))
    return len(pairs & said) / len(pairs) if pairs else 0.0


def _opened(folder: Path, passages: Passages) -> KnowledgeBase:
    """A knowledge base of them, one document each, in a new folder."""
    texts = folder / f"texts-{passages.name}"
    texts.mkdir()
    for number, line in enumerate(passages.lines):
        title, _, heading = line["headings"].rstrip("：:").partition("。")
        text = f"# {title or f'资料{number}'}\n\n" + (f"## {heading}\n\n" if heading else "") + f"{line['text']}\n"
        (texts / f"d{number:02}.md").write_text(text, encoding="utf-8")
    settings = Settings(kb=folder / passages.name)
    ingest([texts], settings)
    return KnowledgeBase.open(settings=settings)


def main() -> int:
    parser = argparse.ArgumentParser(description="claims in pairs, nearly in the words of their sources")
    parser.add_argument("--split", choices=get_args(Split), default="dev", help="nobody tunes on report")
    options = parser.parse_args()
    counts: Counter[tuple[Verdict, Verdict]] = Counter()
    with tempfile.TemporaryDirectory(prefix="yiju-twins-") as folder:
        for passages in read_twins():
            if passages.split == options.split:
                with _opened(Path(folder), passages) as kb:
                    claims = [claim for line in passages.lines for claim in plain_claims(line)]
                    counts.update((expected, verdict_of(check(kb, claim))) for claim, expected in claims)
    for expected in ("supported", "contradicted"):
        told = ", ".join(f"{verdict} {counts[expected, verdict]}" for verdict in get_args(Verdict))
        sys.stdout.write(f"{options.split}: {expected:13}-> {told}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
