"""Texts become the numbers of their pieces.

The library (tokenizers) does it for all but the first questions of a process: reading a vocabulary takes it a tenth of
a second, for which whoever asks one question on the command line would wait. The trainers write each vocabulary also
as a file to look pieces up in, and the first short texts without unusual characters are cut by that, the same to the
last piece: a Unigram model (Kudo 2018), of all ways to cut a text the likeliest.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from index.encoders.folder import VOCABULARY
from index.pieces import Pieces, write_pieces

if TYPE_CHECKING:
    import tokenizers

__all__ = ["PieceCutter", "TextPieces", "write_vocabulary"]

_FIRST = 4  # texts that are cut here before the library is loaded
_LONGEST = 80  # characters
# What both normalise alike without a doubt: ASCII (but <, with which special pieces begin), Han, usual punctuation.
_MARKS = "，。、；：？！（）《》“”‘’…—·％"
_USUAL = frozenset(map(chr, range(ord(" "), ord("~") + 1))) - {"<"} | frozenset(_MARKS)
_HAN = "\u4e00", "\u9fff"  # from, to
_RUNS, _WORDS = 1, 2  # how a text is parted before it is cut
_PARTINGS = {
    ("Unigram", "Split", r"\p{Han}+|\p{Latin}+|[0-9]+|[?%$€¥]", ("NFKC", "Lowercase")): _RUNS,
    ("Unigram", "Metaspace", "▁", ("NFKC", "Lowercase", "Replace")): _WORDS,
}
_RUN = re.compile(rf"[a-z]+|[0-9]+|[?%$€¥]|[^\0-\x7f€¥{_MARKS}]+")  # of usual characters these others are Han
_WORD = re.compile("▁[^▁]*")
_HALF = 1 << 16
_UNLIKELY = 10.0  # how much less likely than the rarest piece a character that is none is (the library's constant)


class PieceCutter:
    """Cuts usual texts by a vocabulary in a file."""

    def __init__(self, path: Path) -> None:
        self._pieces = Pieces(path)
        self._parting, self._unknown, ends = self._pieces.marks
        self._begin, self._end = divmod(ends, _HALF)
        self._unlikely = self._pieces.least - _UNLIKELY

    def cut(self, text: str, most: int | None = None) -> list[int] | None:
        """The numbers of the pieces; ``None`` for a text that is long or has unusual characters.

        :param most: see :class:`TextPieces`.
        """
        if len(text) > _LONGEST or not all(_HAN[0] <= char <= _HAN[1] for char in set(text) - _USUAL):
            return None
        folded = unicodedata.normalize("NFKC", text).lower()
        if self._parting == _RUNS:
            parts = _RUN.findall(folded)
        else:
            spaced = re.sub(" +", "▁", folded)
            parts = _WORD.findall(spaced if spaced.startswith("▁") else f"▁{spaced}") if spaced else []
        numbers = [number for part in parts for number in self._likeliest(part)]
        return numbers if most is None else [self._begin, *numbers[: most - 2], self._end]

    def _likeliest(self, part: str) -> list[int]:
        count = len(part)
        best: list[float | None] = [0.0, *[None] * count]
        came = [(0, 0)] * (count + 1)  # from where, by which piece
        for start, found in enumerate(self._pieces.found(part)):
            so_far = best[start] or 0.0
            if not found or found[0][0] > 1:
                found = [*found, (1, self._unlikely, self._unknown)]
            for length, score, number in found:
                known, likely = best[start + length], score + so_far
                if known is None or likely > known:
                    best[start + length], came[start + length] = likely, (start, number)
        numbers: list[int] = []
        while count:
            count, number = came[count]
            if number != self._unknown or not numbers or numbers[-1] != number:  # unknown ones in a row count as one
                numbers.append(number)
        return numbers[::-1]


class TextPieces:
    """A tokenizer; safe to use from several threads.

    :param path: the file of the library; a vocabulary to look pieces up in may lie beside it.
    :param most: longer texts are cut off after so many pieces; then each has the model's first and last piece too.
    """

    def __init__(self, path: Path, most: int | None = None) -> None:
        self._path, self._most, self._left = path, most, _FIRST
        self._library: tokenizers.Tokenizer | None = None
        self._loading = Lock()
        quick = path.with_name(VOCABULARY)
        self._quick = PieceCutter(quick) if quick.is_file() else None

    def of(self, text: str) -> list[int]:
        """The numbers of the pieces of a text."""
        if self._library is None and self._quick is not None and self._left > 0:
            self._left -= 1
            if (cut := self._quick.cut(text, self._most)) is not None:
                return cut
        numbers: list[int] = self._loaded().encode(text, add_special_tokens=self._most is not None).ids
        return numbers

    def of_all(self, texts: Sequence[str]) -> list[list[int]]:
        """Those of many texts, faster than one by one."""
        if len(texts) == 1:
            return [self.of(texts[0])]
        special = self._most is not None
        return [found.ids for found in self._loaded().encode_batch_fast(list(texts), add_special_tokens=special)]

    def _loaded(self) -> tokenizers.Tokenizer:
        with self._loading:  # once, however many threads ask for it
            if self._library is None:
                from tokenizers import Tokenizer

                # from its text: Tokenizer.from_file gives the same and takes almost twice as long
                library = Tokenizer.from_str(self._path.read_text(encoding="utf-8"))
                if self._most is not None:
                    library.enable_truncation(self._most)
                self._library = library
            return self._library


def write_vocabulary(tokenizer: Path) -> Path:
    """Write the vocabulary of a tokenizer as a file to look pieces up in, beside it.

    :param tokenizer: file of the library.
    :raises ValueError: it cuts texts in another way than the tokenizers of our models.
    """
    data = json.loads(tokenizer.read_text(encoding="utf-8"))
    steps, model = [step["type"] for step in data["normalizer"]["normalizers"]], data["model"]
    before = data["pre_tokenizer"]
    by = before["replacement"] if "replacement" in before else before.get("pattern", {}).get("Regex")
    kind = (model["type"], before["type"], by, tuple(steps))
    if kind not in _PARTINGS:
        raise ValueError(f"{tokenizer}: no vocabulary file for a tokenizer of this kind {kind}; leave it out")
    special = data["post_processor"]["special_tokens"]
    begin, end = (special[step["SpecialToken"]["id"]]["ids"][0] for step in data["post_processor"]["single"][::2])
    path = tokenizer.with_name(VOCABULARY)
    write_pieces(path, map(tuple, model["vocab"]), (_PARTINGS[kind], model["unk_id"], begin * _HALF + end))
    return path
