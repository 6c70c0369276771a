"""Cuts a vocabulary of a hundred languages down to the pieces that Chinese and English texts use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertModel

from models.data import read_pairs, read_rows
from models.origin import Origin

__all__ = ["build_tokenizer", "counted_texts", "kept_pieces", "pruned"]

START, END, UNKNOWN = "<s>", "</s>", "<unk>"
SPECIAL = (START, "<pad>", END, UNKNOWN)
_SINGLE = re.compile(r"▁?[\u3400-\u9fff\x21-\x7e。，、；：？！“”‘’（）《》—…·]?")
_LEAST = 3
"""A piece must occur this often; single characters and punctuation are kept in any case, so nothing becomes unknown."""
_BATCH = 20_000
_COUNTED = (
    "laws.jsonl.gz",
    "gwr_zh_history.jsonl.gz",
    "gwr_zh_en.jsonl.gz",
    "cedict.jsonl.gz",
    "drcd_test.jsonl.gz",
    "fewclue_csl.jsonl.gz",
    "countries.jsonl.gz",
    "sdg_zh_en.jsonl.gz",
)


def counted_texts(folder: Path) -> Iterator[str]:
    """The texts whose pieces decide which part of the vocabulary is kept: every second example sentence in both
    languages, and the sources of the domain.
    """
    for zh, en in read_pairs(folder)[::2]:
        yield zh
        yield en
    for file in _COUNTED:
        for row in read_rows(folder, file):
            for value in row.values():
                yield from (part for part in (value if isinstance(value, list) else [value]) if isinstance(part, str))


def build_tokenizer(pieces: Sequence[str], scores: Sequence[float]) -> Tokenizer:
    """A unigram tokenizer (NFKC, lower case, spaces as ▁) that puts the start and end marks around a text."""
    tokenizer = Tokenizer(models.Unigram(list(zip(pieces, map(float, scores), strict=True)), unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Lowercase(), normalizers.Replace(Regex(r"\s+"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.add_special_tokens(list(SPECIAL))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{START} $A {END}", special_tokens=[(START, 0), (END, 2)]
    )
    return tokenizer


def kept_pieces(origin: Origin, texts: Iterable[str], terms: Iterable[str]) -> NDArray[np.int64]:
    """Ids of the pieces to keep, in order.

    :param texts: what the pieces are counted in.
    :param terms: words whose pieces are kept however seldom they are.
    """
    tokenizer = build_tokenizer(origin.pieces, origin.scores.tolist())
    counts = np.zeros(len(origin.pieces), np.int64)
    left = iter(texts)
    while batch := list(islice(left, _BATCH)):
        for encoding in tokenizer.encode_batch_fast(batch, add_special_tokens=False):
            np.add.at(counts, encoding.ids, 1)
    for encoding in tokenizer.encode_batch_fast(list(terms), add_special_tokens=False):
        np.add.at(counts, encoding.ids, _LEAST)
    single = [len(piece.lstrip("▁")) <= 1 and bool(_SINGLE.fullmatch(piece)) for piece in origin.pieces]
    keep = (counts >= _LEAST) | np.array(single)
    keep[: len(SPECIAL)] = True
    return np.flatnonzero(keep)


def pruned(origin: Origin, keep: NDArray[np.int64]) -> tuple[Tokenizer, BertModel]:
    """The tokenizer and the model with the rows of the kept pieces only."""
    tokenizer = build_tokenizer([origin.pieces[i] for i in keep], origin.scores[keep].tolist())
    state = origin.model.state_dict()
    rows = "embeddings.word_embeddings.weight"
    state[rows] = state[rows][keep.tolist()]
    config = type(origin.model.config).from_dict({**origin.model.config.to_dict(), "vocab_size": len(keep)})
    model = BertModel(config, add_pooling_layer=False)
    model.load_state_dict(state)
    return tokenizer, model.train(False)
