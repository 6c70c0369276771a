"""How claims fare over terse prose: ``python -m eval.terse [--split dev|report] [--limit N]``.

1,954 invented passages of reports of all kinds, many facts in few words, each with three claims by the same writer, who
had seen neither the program nor a sample report: one that the passage supports, in clearly other words; one that it
contradicts in one thing, mostly in its own words; one that it does not tell. It is the hardest that ``check`` is
measured by: the contradicted ones have all their words in the source, only not of the same thing.
"""

from __future__ import annotations

import argparse
import gzip
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from answer.check import check, verdict_of
from answer.records import Verdict
from eval.retrieval import Split
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["KINDS", "TERSE", "Terse", "ingested", "main", "read_terse", "verdicts"]

TERSE = Path(__file__).resolve().parent / "labels" / "terse_claims.tsv.gz"
#: what the three claims of a passage are
KINDS: tuple[Verdict, ...] = ("supported", "contradicted", "not_found")


@dataclass(frozen=True, slots=True)
class Terse:
    """A passage with the claims that it supports, contradicts and does not tell, in this order."""

    split: str
    document: str
    passage: str
    claims: tuple[str, str, str]


def read_terse(path: Path = TERSE) -> list[Terse]:
    """All passages, of both parts.

    :raises ValueError: a line without six columns.
    """
    found = []
    for number, line in enumerate(gzip.decompress(path.read_bytes()).decode("utf-8").splitlines(), start=1):
        columns = line.split("\t")
        if len(columns) != 6:
            raise ValueError(f"{path.name}, line {number}: expected six columns, got {len(columns)}")
        split, document, passage, supported, contradicted, untold = columns
        found.append(Terse(split, document, passage, (supported, contradicted, untold)))
    return found


def verdicts(kb: KnowledgeBase, cases: list[Terse]) -> Iterator[tuple[Verdict, Verdict]]:
    """What each claim is and what it is called."""
    for case in cases:
        for expected, claim in zip(KINDS, case.claims, strict=True):
            yield expected, verdict_of(check(kb, claim))


def ingested(folder: Path, cases: list[Terse]) -> Settings:
    """The settings of a knowledge base of all passages, written into an empty folder."""
    documents: dict[str, list[str]] = {}
    for case in cases:
        documents.setdefault(case.document, []).append(case.passage)
    texts = folder / "texts"
    texts.mkdir()
    for name, passages in documents.items():
        text = "\n\n".join([f"# 工作情况汇编 {name}", "2026年1月15日", *passages])
        (texts / f"{name}.md").write_text(text + "\n", encoding="utf-8")
    settings = Settings(kb=folder / "kb")
    ingest([texts], settings)
    return settings


def main() -> int:
    parser = argparse.ArgumentParser(description="claims over terse prose")
    parser.add_argument("--split", choices=get_args(Split), default="dev", help="nobody tunes on report")
    parser.add_argument("--limit", type=int, default=300, help="passages that are asked about; all are in the way")
    options = parser.parse_args()
    cases = read_terse()
    asked = [case for case in cases if case.split == options.split][:: max(1, len(cases) // (2 * options.limit))]
    asked = asked[: options.limit]
    with (
        tempfile.TemporaryDirectory(prefix="yiju-terse-") as folder,
        KnowledgeBase.open(settings=ingested(Path(folder), cases)) as kb,
    ):
        counts = Counter(verdicts(kb, asked))
    lines = [f"{options.split}: {len(asked)} passages"]
    for expected in KINDS:
        told = ", ".join(f"{verdict} {counts[expected, verdict]}" for verdict in get_args(Verdict))
        lines.append(f"{expected:13}-> {told}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
