"""Many names looked for in a query at once: at each place only lengths are tried that a name which begins so has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

__all__ = ["Forms", "longest_first", "query_pieces"]

_LONGEST_NAME = 24
_WITHIN = re.compile(r"[a-zA-Z\d](?=[a-zA-Z\d])", re.ASCII)  # inside a Latin word or a number
_WORD = re.compile(r"[^\s,.;:!?()（），。；：！？“”\"]+")


class Forms:
    """Folded forms of names, to be looked up as a whole and inside a text."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = frozenset(forms)
        lengths: dict[str, set[int]] = {}
        for form in self._forms:
            if 2 <= len(form) <= _LONGEST_NAME:
                lengths.setdefault(form[:2], set()).add(len(form))
        self._lengths = {start: tuple(sorted(found)) for start, found in lengths.items()}

    def __contains__(self, form: str) -> bool:
        return form in self._forms

    def places(self, text: str) -> Iterator[tuple[int, str]]:
        """Where forms of two characters and more begin in a folded text; a form can be inside another."""
        for start in range(len(text) - 1):
            for length in self._lengths.get(text[start : start + 2], ()):
                form = text[start : start + length]
                if form in self._forms:
                    yield start, form

    def whole(self, text: str) -> set[str]:
        """Those of :func:`query_pieces` of a text that are forms."""
        found = {
            form for start, form in self.places(text) if not _cuts(text, start) and not _cuts(text, start + len(form))
        }
        return found.union(self._forms.intersection(_word_pieces(text)))


def query_pieces(folded: str) -> set[str]:
    """Every stretch of a folded query that could be a name."""
    return _han_pieces(folded) | _word_pieces(folded)


def longest_first(pieces: Iterable[str]) -> list[str]:
    return sorted(pieces, key=lambda piece: (-len(piece), piece))


def _cuts(text: str, place: int) -> bool:
    """Whether a place is inside a Latin word or a number."""
    return 0 < place < len(text) and _WITHIN.match(text, place - 1) is not None


def _han_pieces(text: str) -> set[str]:
    """Every stretch that does not cut into a Latin word or a number."""
    inside = [match.start() + 1 for match in _WITHIN.finditer(text)]
    cuts = set(range(len(text) + 1)).difference(inside)
    starts = [i for i in cuts if not text[i : i + 1].isspace()]
    ends = {j for j in cuts if not text[max(j - 1, 0) : j].isspace()}
    longest = len(text) + 1
    return {text[i:j] for i in starts for j in range(i + 2, min(i + _LONGEST_NAME + 1, longest)) if j in ends}


def _word_pieces(text: str) -> set[str]:
    words = _WORD.findall(text)
    return {" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + 8, len(words)) + 1)}
