"""Where a text is one character away from a name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = ["Halves", "Slip"]

_NEAR_SOUND = 10  # places apart in the order by sound


@dataclass(frozen=True, slots=True)
class Slip:
    """``typed`` at ``start:end`` of a query is the name ``name`` with one character wrong, missing, extra or swapped.

    ``wrong`` are the characters of the query, half-open, that differ; empty where one is missing. ``alike`` slips are
    believed even where they give a word.
    """

    start: int
    end: int
    typed: str
    name: str
    wrong: tuple[int, int]
    alike: bool

    @property
    def note(self) -> str:
        return f"按“{self.name}”搜索：知识库中没有“{self.typed}”"

    @property
    def differing(self) -> set[str]:
        """The characters that were typed and those that were meant where the two differ."""
        start, end = (place - self.start for place in self.wrong)
        return {*self.typed[start:end], *self.name[start : end + len(self.name) - len(self.typed)]}


class Halves:
    """Names by their beginnings and ends: where one character of a name differs, one of the two is still whole."""

    def __init__(self, names: Iterable[str]) -> None:
        self._heads: dict[str, list[str]] = {}
        self._tails: dict[str, list[str]] = {}
        for name in sorted(names):
            half = len(name) // 2
            spare = 1 if len(name) > 4 else 0  # two that are swapped may lie on both sides of the middle
            self._heads.setdefault(name[: half - spare], []).append(name)
            self._tails.setdefault(name[half + spare :], []).append(name)
        self._head_lengths, self._tail_lengths = _lengths(self._heads), _lengths(self._tails)

    def near(self, run: str, offset: int) -> Iterator[Slip]:
        """The stretches of a run that are one character from a name.

        :param offset: where the run begins in the query.
        """
        seen, size = set(), len(run)
        for window in self._windows(run):
            start, end, name = window
            if start < 0 or start >= end or end > size or window in seen:
                continue
            seen.add(window)
            # where the last or the first character is wrong all others but its neighbour are right: most are not
            rest = end - start - 2
            if rest > 0 and run[end - 1] != name[-1] and run[start : start + rest] != name[:rest]:
                continue
            if rest > 0 and run[start] != name[0] and run[end - rest : end] != name[-rest:]:
                continue
            typed = run[start:end]
            wrong = _one_edit(typed, name)
            if wrong is not None:
                a, b = (offset + start + place for place in wrong)
                yield Slip(offset + start, offset + end, typed, name, (a, b), _alike(typed, name))

    def _windows(self, run: str) -> Iterator[tuple[int, int, str]]:
        for place, first in enumerate(run):
            left = len(run) - place
            for length in self._head_lengths.get(first, ()):
                if length > left:
                    break
                for name in self._heads.get(run[place : place + length], ()):
                    end = place + len(name)
                    yield from ((place, end - 1, name), (place, end, name), (place, end + 1, name))
            for length in self._tail_lengths.get(first, ()):
                if length > left:
                    break
                for name in self._tails.get(run[place : place + length], ()):
                    end, start = place + length, place + length - len(name)
                    yield from ((start + 1, end, name), (start, end, name), (start - 1, end, name))


def _lengths(pieces: Iterable[str]) -> dict[str, list[int]]:
    """How long the pieces are that begin with each character, the shortest first."""
    found: dict[str, set[int]] = {}
    for piece in filter(None, pieces):
        found.setdefault(piece[0], set()).add(len(piece))
    return {first: sorted(lengths) for first, lengths in found.items()}


def _one_edit(typed: str, name: str) -> tuple[int, int] | None:
    """Where ``typed`` differs from a name by one character or two swapped ones; ``None`` where it differs otherwise."""
    start = 0
    for one, other in zip(typed, name, strict=False):
        if one != other:
            break
        start += 1
    if len(typed) == len(name):
        if start < len(name) and typed[start + 1 :] == name[start + 1 :]:
            return start, start + 1
        swapped = typed[start : start + 2] == name[start : start + 2][::-1]
        return (start, start + 2) if swapped and typed[start + 2 :] == name[start + 2 :] and start < len(name) else None
    if len(typed) < len(name):
        return (start, start) if typed[start:] == name[start + 1 :] else None
    return (start, start + 1) if typed[start + 1 :] == name[start:] else None


def _alike(typed: str, name: str) -> bool:
    """Whether a character was taken for one that sounds alike, or two were swapped.

    The 3755 common characters of GB 2312 are ordered by their sound, so that neighbours mostly share it.
    """
    if len(typed) != len(name):
        return False
    pairs = [(a, b) for a, b in zip(typed, name, strict=True) if a != b]
    if len(pairs) == 2:
        return True
    one, other = map(_place, pairs[0])
    return one is not None and other is not None and abs(one - other) <= _NEAR_SOUND


def _place(char: str) -> int | None:
    """The place of a character among the common ones of GB 2312."""
    try:
        row, cell = char.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return None
    return (row - 0xB0) * 94 + cell - 0xA1 if 0xB0 <= row <= 0xD7 else None
