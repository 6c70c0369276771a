"""The mean vectors of queries and of passages, which the ``default`` model takes off its vectors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer

from models.data import read_pairs, read_rows
from models.network import Network
from models.select import HeldOut

__all__ = ["PROMPTS", "centre_of", "centre_texts"]

PROMPTS: tuple[str, str] = ("query: ", "passage: ")
"""What multilingual-e5 was trained to see before a text: queries, passages."""
_PASSAGE = 120  # characters: about a window of the index
_QUERY = 60


def centre_texts(folder: Path, held_out: HeldOut, seed: int) -> tuple[list[str], list[str]]:
    """Queries and passages of many kinds: work reports, laws, example sentences in both languages; questions.

    :param held_out: texts that none of them may quote.
    """
    rng = random.Random(seed)
    pairs = rng.sample(read_pairs(folder), 260)
    reports = [row["text"] for row in read_rows(folder, "gwr_zh_history.jsonl.gz") if len(row["text"]) >= 40]
    laws = [row["text"] for row in read_rows(folder, "laws.jsonl.gz") if len(row["text"]) >= 40]
    asked = [row["q"] for f in ("drcd_test.jsonl.gz", "cmrc_trial.jsonl.gz") for row in read_rows(folder, f)]
    passages = rng.sample(reports, 200) + rng.sample(laws, 80) + [zh for zh, _ in pairs[:80]]
    queries = rng.sample(asked, 160) + [zh for zh, _ in pairs[80:120]] + [en for _, en in pairs[120:160]]
    return (
        [text[:_QUERY] for text in queries if not held_out.quoted_in(text)],
        [text[:_PASSAGE] for text in passages if not held_out.quoted_in(text)],
    )


@torch.no_grad()
def centre_of(network: Network, tokenizer: Tokenizer, texts: Sequence[Sequence[str]]) -> torch.Tensor:
    """The mean of unit vectors for each role, shape (2, hidden).

    :param network: one whose own centre is zero.
    :param texts: queries, passages.
    """
    means = []
    for number, (prompt, some) in enumerate(zip(PROMPTS, texts, strict=True)):
        role = torch.tensor([number])
        rows = [network(torch.tensor([tokenizer.encode(prompt + text).ids]), role)[0] for text in some]
        means.append(torch.stack(rows).mean(dim=0))
    return torch.stack(means)
