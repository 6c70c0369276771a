"""Claims on what a sentence deals out to several things (分别, 依次, 各): ``python -m eval.in_turn [--faults]``.

116 sentences as reports have them (``labels/in_turn.jsonl.gz``), each a report of its own, with claims that follow from
it and claims that do not, by a reader who was asked to find true ones that are told as contradicted. All of them were
looked at while the rules were mended (``answer/in_turn.py``): the figures show what is left, not what to expect.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from answer.check import check, verdict_of
from answer.records import Verdict
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

__all__ = ["main", "verdicts"]

_LABELS = Path(__file__).resolve().parent / "labels" / "in_turn.jsonl.gz"


def verdicts(folder: Path) -> Iterator[tuple[bool, Verdict, str, str]]:
    """Of each claim whether it is true, its verdict, the claim and the sentence.

    :param folder: empty; a knowledge base of each sentence is made in it.
    """
    lines = gzip.decompress(_LABELS.read_bytes()).decode("utf-8").splitlines()
    for number, line in enumerate(map(json.loads, lines)):
        text = folder / f"{number}.md"
        text.write_text(f"# 年度报告\n\n{line['sentence']}\n", encoding="utf-8")
        settings = Settings(kb=folder / f"kb-{number}", model="fast")
        ingest([text], settings)
        with KnowledgeBase.open(settings.kb, settings) as kb:
            for true in (True, False):
                for claim in line["true" if true else "false"]:
                    yield true, verdict_of(check(kb, claim)), claim, line["sentence"]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--faults", action="store_true", help="show true claims contradicted and false ones supported")
    options = parser.parse_args(arguments)
    counts: Counter[tuple[bool, Verdict]] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for true, verdict, claim, sentence in verdicts(Path(folder)):
            counts[true, verdict] += 1
            if options.faults and verdict == ("contradicted" if true else "supported"):
                sys.stdout.write(f"{verdict}: {claim} | {sentence}\n")
    for true in (True, False):
        told = ", ".join(f"{verdict} {count}" for (of, verdict), count in sorted(counts.items()) if of == true)
        sys.stdout.write(f"{'true' if true else 'false'} claims: {told}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
