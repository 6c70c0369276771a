"""The network that reads a claim or a question together with a passage; int8 weights, run by ONNX Runtime.

What it has learned is a cross-encoder for natural-language inference and an extractive reader of SQuAD's kind
(Devlin et al. 2019, "BERT", section 4) in one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from index.encoders.folder import ModelFolder
from index.encoders.transformer import open_network
from settings import PROJECT

if TYPE_CHECKING:
    import tokenizers

__all__ = [
    "COMPREHENSION",
    "CONTRADICTION",
    "Comprehension",
    "Span",
    "Spans",
    "closed_up",
    "load_comprehension",
    "load_contradiction",
]

COMPREHENSION = PROJECT / "models" / "comprehension"  #: the one that comes with Yiju
CONTRADICTION = PROJECT / "models" / "contradiction"  #: the same, taught whether two statements tell one fact otherwise
_BEGIN, _END = 0, 2  # pieces: <s> claim or question </s> passage </s>
_MARKS = 3
_FIRST, _STATEMENT = 90, 125  # pieces of a claim or question, and of the first of two statements, that are read
_VERDICTS = 3  # supported, contradicted, not found; behind them: whether a question is answered
_BEGINNINGS, _LONGEST = 12, 60  # pieces at which an answer is looked for to begin; pieces that it has at most
_KEPT = 4_000  # pairs whose reading stays in memory
_SPACES = re.compile(r"\s+(?=[^\x00-\x7f])|(?<=[^\x00-\x7f])\s+")  # beside a character that is no ASCII


@dataclass(frozen=True, slots=True)
class Span:
    """A part of a passage (characters, from 0) that may answer a question, and how likely it is the answer (0..1)."""

    at: tuple[int, int]
    chance: float


@dataclass(frozen=True, slots=True)
class Spans:
    """What a passage says to a question.

    :ivar answered: how likely it answers the question (0..1).
    :ivar begins: for each piece of the passage the chance that the answer begins with it; ``ends`` likewise.
    :ivar offsets: where each piece stands in the passage, shape (pieces, 2).
    """

    answered: float
    begins: NDArray[np.float32]
    ends: NDArray[np.float32]
    offsets: NDArray[np.int64]

    def best(self) -> Span | None:
        """The likeliest span, if the passage has any text."""
        found: Span | None = None
        for first in np.argsort(-self.begins, kind="stable")[:_BEGINNINGS].tolist():
            last = first + int(np.argmax(self.ends[first : first + _LONGEST]))
            chance = float(self.begins[first] * self.ends[last])
            if found is None or chance > found.chance:
                found = Span((int(self.offsets[first, 0]), int(self.offsets[last, 1])), chance)
        return found

    def within(self, start: int, end: int) -> float:
        """How likely the answer begins and ends between two characters of the passage (0..1)."""
        inside = (self.offsets[:, 0] < end) & (self.offsets[:, 1] > start)
        return float(self.begins[inside].sum() * self.ends[inside].sum())


class Comprehension:
    """Safe to use from several threads; a pair's result does not depend on what else is read.

    :param folder: a model folder of kind ``comprehension``.
    :param threads: of ONNX Runtime within one pair.
    :param first: pieces of the first text of a pair that are read.
    """

    def __init__(self, folder: ModelFolder, threads: int, first: int = _FIRST) -> None:
        self._folder, self._first = folder, first
        self._session = open_network(folder.weights_path, threads)
        self._library: tokenizers.Tokenizer | None = None
        self._loading = Lock()
        self._read = lru_cache(maxsize=_KEPT)(self._outputs)

    def verdicts(self, claim: str, passages: Sequence[str]) -> NDArray[np.float32]:
        """How likely each passage supports a claim, contradicts it, or does neither, shape (passages, 3)."""
        rows = [_chances(self._read(claim, passage)[0][:_VERDICTS]) for passage in passages]
        return np.array(rows, dtype=np.float32).reshape(len(passages), _VERDICTS)

    def spans(self, question: str, passage: str) -> Spans:
        """What a passage says to a question."""
        told, span, offsets = self._read(question, passage)
        begins, ends = _chances(span[:, 0]), _chances(span[:, 1])
        return Spans(float(1 / (1 + np.exp(-told[_VERDICTS]))), begins, ends, offsets)

    def _outputs(self, first: str, passage: str) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
        library = self._tokenizer()
        ids = library.encode(closed_up(first)[0], add_special_tokens=False).ids[: self._first]
        plain, places = closed_up(passage)
        text = library.encode(plain, add_special_tokens=False)
        room = self._folder.max_pieces - _MARKS - len(ids)
        pieces = text.ids[:room]
        offsets = [(places[a], places[b - 1] + 1 if b > a else places[a]) for a, b in text.offsets[:room]]
        pair = [_BEGIN, *ids, _END, *pieces, _END]
        kinds = [0] * (len(ids) + 2) + [1] * (len(pieces) + 1)
        verdict, span = self._session.run(None, {"ids": np.array([pair]), "kinds": np.array([kinds])})
        own = span[0][len(ids) + 2 : len(pair) - 1]
        return verdict[0], own, np.array(offsets, dtype=np.int64).reshape(-1, 2)

    def _tokenizer(self) -> tokenizers.Tokenizer:
        with self._loading:
            if self._library is None:
                from tokenizers import Tokenizer

                self._library = Tokenizer.from_str(self._folder.tokenizer_path.read_text(encoding="utf-8"))
            return self._library


@lru_cache(maxsize=1)
def load_comprehension(path: Path = COMPREHENSION) -> Comprehension:
    """The network that comes with Yiju; kept for the process.

    :raises errors.ModelError: it is missing or damaged.
    """
    return Comprehension(ModelFolder.read(path), threads=2)


@lru_cache(maxsize=1)
def load_contradiction(path: Path = CONTRADICTION) -> Comprehension:
    """The network that reads two statements together; kept for the process. One pair has one thread.

    :raises errors.ModelError: it is missing or damaged.
    """
    return Comprehension(ModelFolder.read(path), threads=1, first=_STATEMENT)


def closed_up(text: str) -> tuple[str, list[int]]:
    """A text without the spaces that only its printing has (2021 年 11 月), and where each character stood."""
    dropped = {place for found in _SPACES.finditer(text) for place in range(*found.span())}
    places = [place for place in range(len(text)) if place not in dropped]
    return "".join(text[place] for place in places), [*places, len(text)]


def _chances(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Softmax."""
    if not len(values):
        return values
    raised = np.exp(values - values.max())
    told: NDArray[np.float32] = raised / raised.sum()
    return told
