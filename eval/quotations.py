"""Whether sentences of the sources are supported by them: ``python -m eval.quotations [--kb DIR] [--limit N]``.

Every one is to be called supported, or said to be disputed by another passage.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from answer.check import check
from index.store import KnowledgeBase
from ingest.sentences import split_sentences
from settings import Settings

__all__ = ["main", "sentences_of"]

_LENGTHS = range(10, 121)  # characters
_SEED = 4


def sentences_of(kb: KnowledgeBase) -> list[str]:
    """The sentences of paragraphs and bullets, in reading order."""
    texts = [passage.text for passage in kb.passages() if passage.form in ("paragraph", "bullet")]
    found = [text[start:end] for text in texts for start, end in split_sentences(text)]
    return [sentence for sentence in found if len(sentence) in _LENGTHS]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--kb", type=Path)
    parser.add_argument("--limit", type=int, default=250, help="sentences that are drawn, always the same ones")
    options = parser.parse_args(arguments)
    with KnowledgeBase.open(options.kb, Settings.from_environment()) as kb:
        sentences = sentences_of(kb)
        drawn = random.Random(_SEED).sample(sentences, min(options.limit, len(sentences)))
        counts = Counter(f"{c.verdict} ({c.reason})" for each in drawn for c in check(kb, each).claims)
    lines = [f"{len(drawn)} sentences", *(f"{count:5} {verdict}" for verdict, count in counts.most_common())]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
