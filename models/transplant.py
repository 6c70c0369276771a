"""Gives a pretrained English sentence transformer a new Chinese-English vocabulary (the idea of WECHSEL, Minixhofer
et al. 2022), so that training starts from a model that already understands something.

An English piece gets the mean of the teacher's word-piece vectors; a Chinese piece a mean of the vectors of the
English words that are nearest to it in the aligned static table.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from transformers import BertConfig, BertModel

from models.vocabulary import SPECIAL

__all__ = ["KEPT_LAYERS", "transplant"]

Floats = NDArray[np.float32]

KEPT_LAYERS = (0, 2, 4, 5)
"""Layers of the teacher that the student keeps: of all sets of four, the one whose untrained vectors stay nearest to
the teacher's (mean cosine .86 on 160 sentences; without the last layer it falls under .4)."""

_MAX_POSITIONS = 256
_NEIGHBOURS = 10
_SHARPNESS = 12.0


def _unit(rows: Floats) -> Floats:
    unit: Floats = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-8)
    return unit


def _english_vectors(pieces: Sequence[str], tokenizer: Tokenizer, table: Floats) -> Floats:
    """The mean of the teacher's vectors for each piece."""
    rows = [tokenizer.encode(piece, add_special_tokens=False).ids for piece in pieces]
    return np.stack([table[ids].mean(axis=0) for ids in rows])


def _borrowed_vectors(chinese: Floats, english: Floats, vectors: Floats) -> Floats:
    """Softmax-weighted means of the vectors of the nearest English words, as long as those are on average."""
    chinese, english = _unit(chinese), _unit(english)
    lengths = np.linalg.norm(vectors, axis=1)
    borrowed = np.empty((len(chinese), vectors.shape[1]), dtype=np.float32)
    for row, scores in enumerate(chinese @ english.T):
        near = np.argpartition(-scores, _NEIGHBOURS)[:_NEIGHBOURS]
        weights = np.exp(_SHARPNESS * (scores[near] - scores[near].max()))
        weights /= weights.sum()
        mean = weights @ vectors[near]
        # A mean is shorter than its terms; the layer norm expects words of the usual length.
        borrowed[row] = mean * (weights @ lengths[near]) / (np.linalg.norm(mean) + 1e-8)
    return borrowed


def _new_embeddings(
    tokenizer: Tokenizer, static_table: Floats, teacher_tokenizer: Tokenizer, teacher_table: Floats
) -> Floats:
    vocabulary = tokenizer.get_vocab()
    pieces = sorted(vocabulary, key=vocabulary.__getitem__)
    embeddings = np.zeros((len(pieces), teacher_table.shape[1]), dtype=np.float32)
    for token in SPECIAL:
        embeddings[vocabulary[token]] = teacher_table[teacher_tokenizer.token_to_id(token)]
    own = [i for i, piece in enumerate(pieces) if piece not in SPECIAL and not "一" <= piece[0] <= "鿿"]
    embeddings[own] = _english_vectors([pieces[i] for i in own], teacher_tokenizer, teacher_table)
    # Bridge over whole words only: a fragment's place in the static table says little.
    words = [i for i in own if len(pieces[i]) >= 3 and pieces[i].isalpha()]
    words = [i for i in words if teacher_tokenizer.token_to_id(pieces[i]) is not None]
    han = [i for i, piece in enumerate(pieces) if "一" <= piece[0] <= "鿿"]
    embeddings[han] = _borrowed_vectors(static_table[han], static_table[words], embeddings[words])
    return embeddings


def transplant(teacher: Path, tokenizer: Tokenizer, static_table: Floats) -> BertModel:
    """Build the untrained student.

    :param teacher: folder of a BERT-like sentence-transformers model with ``tokenizer.json``.
    :param static_table: aligned vectors of the pieces of ``tokenizer``, shape ``(pieces, any)``.
    """
    source = BertModel.from_pretrained(str(teacher), add_pooling_layer=False)
    teacher_tokenizer = Tokenizer.from_file(str(teacher / "tokenizer.json"))
    teacher_tokenizer.no_padding()
    config = BertConfig.from_pretrained(str(teacher))
    config.vocab_size = tokenizer.get_vocab_size()
    config.num_hidden_layers = len(KEPT_LAYERS)
    config.max_position_embeddings = _MAX_POSITIONS
    config.pad_token_id = 0
    student = BertModel(config, add_pooling_layer=False)
    with torch.no_grad():
        weights = source.embeddings.word_embeddings.weight.numpy()
        new = _new_embeddings(tokenizer, static_table, teacher_tokenizer, weights)
        student.embeddings.word_embeddings.weight.copy_(torch.from_numpy(new))
        positions = source.embeddings.position_embeddings.weight[:_MAX_POSITIONS]
        student.embeddings.position_embeddings.weight.copy_(positions)
        student.embeddings.token_type_embeddings.load_state_dict(source.embeddings.token_type_embeddings.state_dict())
        student.embeddings.LayerNorm.load_state_dict(source.embeddings.LayerNorm.state_dict())
        for layer, kept in zip(student.encoder.layer, KEPT_LAYERS, strict=True):
            layer.load_state_dict(source.encoder.layer[kept].state_dict())
    return student
