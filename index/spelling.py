"""Names of the knowledge base that are mistyped by one character, found as the names that they are.

Only names are candidates, and only where what was typed stands nowhere in the knowledge base. A word that the
dictionary knows is taken for what somebody meant (非洲开发银行 is no slip of 亚洲开发银行), unless it sounds alike;
numbers and directions are never changed, for they tell one thing from another.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from index.concepts import concepts
from index.engines import Lexical
from index.lexical import TermWeight
from index.slips import Halves, Slip
from index.tokens import Token, analyse, ascii_texts, fold, fold_name, is_stop

__all__ = ["Speller"]

_HAN_NAME = re.compile(r"[\u3400-\u9fff]{3,24}")
_LATIN_NAME = re.compile(r"[a-z]+(?:[ '-][a-z]+)*")
_QUOTED = re.compile(r"[\"“「『][^\"“”「」『』]*[\"”」』]")
_SHORTEST_WORD = 5  # letters: shorter Latin words are one letter away from too many others
_FIXED = frozenset("〇零一二三四五六七八九十百千万亿两双单第东南西北中上下前后左右内外大小新老年月日0123456789")
_LONGEST_NAME = 8
_LOOKED_AT = 20  # passages that are most like what was typed


class Speller:
    """Looks for slips in queries.

    :param lexical: the words of a snapshot.
    :param load: gives the folded forms of all its names; called once, when a query first has a word that is unknown.
    """

    def __init__(self, lexical: Lexical, load: Callable[[sqlite3.Connection], Iterable[str]]) -> None:
        self._lexical, self._load = lexical, load
        self._names: _Names | None = None

    def read(self, db: sqlite3.Connection, text: str) -> tuple[str, tuple[Slip, ...]]:
        """A query with its slips mended, and the slips. What is quoted is left as it is."""
        folded = fold(text)
        quoted = [match.span() for match in _QUOTED.finditer(text)]
        words = [token for token in analyse(folded) if not token.bigram]
        if all(map(self._plain, words)):
            return text, ()
        if self._names is None:
            self._names = _Names(self._load(db))
        found = [
            s for s in self._slips(self._names, folded, words) if not any(a < s.end and s.start < b for a, b in quoted)
        ]
        found = sorted((slip for slip in found if not self._stands_somewhere(db, slip)), key=_preference)
        chosen: list[Slip] = []
        for slip in found:
            rivals = [s for s in found if s.name != slip.name and _overlap(s, slip)]
            if any(_preference(r)[:2] == _preference(slip)[:2] for r in rivals):
                continue  # it may be either
            if not any(_overlap(slip, other) for other in chosen):
                chosen.append(slip)
        chosen.sort(key=lambda s: s.start)
        for slip in reversed(chosen):
            text = f"{text[: slip.start]}{slip.name}{text[slip.end :]}"
        return text, tuple(chosen)

    def _slips(self, names: _Names, folded: str, words: Sequence[Token]) -> Iterator[Slip]:
        for run in re.finditer(r"[\u3400-\u9fff]{2,}", folded):
            for slip in names.han.near(run.group(), run.start()):
                if self._is_han_slip(names, slip, folded, words):
                    yield slip
        for run in re.finditer(r"[a-z][a-z '-]*[a-z]", folded):
            for slip in names.latin.near(run.group(), run.start()):
                if self._is_latin_slip(names, slip, folded):
                    yield slip

    def _stands_somewhere(self, db: sqlite3.Connection, slip: Slip) -> bool:
        """Whether a passage has what was typed, looked for in those that share most pairs of characters with it."""
        pairs = {token.text for token in analyse(slip.typed) if len(token.text) == 2 or token.text.isascii()}
        if not all(map(self._lexical.known, pairs)):
            return False
        rows = [row for row, _ in self._lexical.search([TermWeight(pair) for pair in sorted(pairs)], _LOOKED_AT)]
        marks = ",".join("?" * len(rows))
        found = db.execute(f"SELECT record ->> 'text', context FROM passages WHERE row IN ({marks})", rows)
        return any(slip.typed in re.sub(r"\s", "", fold(part)) for texts in found for part in texts)

    def _plain(self, token: Token) -> bool:
        return is_stop(token.text) or (len(token.text) > 1 and self._lexical.known(token.text))

    # -- Chinese ------------------------------------------------------------------------------------------------

    def _is_han_slip(self, names: _Names, slip: Slip, folded: str, words: Sequence[Token]) -> bool:
        inside = [t for t in words if t.start < slip.end and slip.start < t.end]
        if any(t.start < slip.start or t.end > slip.end for t in inside):
            return False  # part of it belongs to a word of its own
        if _FIXED & slip.differing:
            return False
        if not slip.alike and not self._unreadable(slip, inside):
            return False
        return not self._edge_of_a_word(names, slip) and not names.around(slip, folded)

    def _unreadable(self, slip: Slip, inside: Sequence[Token]) -> bool:
        """Whether the dictionary makes nothing of what is wrong; of a short name, of nothing in it."""
        start, end = slip.wrong
        for token in inside:
            touched = token.start < end and start < token.end  # with start == end: around the gap
            if touched and (len(token.text) > 1 or is_stop(token.text)):
                return False
        return len(slip.name) > 3 or all(len(token.text) == 1 for token in inside)

    def _edge_of_a_word(self, names: _Names, slip: Slip) -> bool:
        """Whether the first or last character is wrong and the rest is a word: 蒙古段 is not 蒙古国."""
        start, end = slip.wrong
        if slip.start < start and end < slip.end:
            return False
        rest = slip.typed[end - slip.start :] if start == slip.start else slip.typed[: start - slip.start]
        is_word = [token.text for token in analyse(rest) if not token.bigram] == [rest] and self._lexical.known(rest)
        return is_word or names.has(rest)

    # -- Latin --------------------------------------------------------------------------------------------------

    def _is_latin_slip(self, names: _Names, slip: Slip, folded: str) -> bool:
        if _in_word(folded, slip.start - 1) or _in_word(folded, slip.end):
            return False
        typed, meant = slip.typed.split(), slip.name.split()
        if len(typed) != len(meant) or names.has(slip.typed):
            return False
        (pair,) = [(a, b) for a, b in zip(typed, meant, strict=True) if a != b]
        if min(map(len, pair)) < _SHORTEST_WORD or pair[0][0] != pair[1][0]:
            return False
        words = {token.text for token in analyse(pair[0])}
        return not words & names.words and not words & _english() and not any(map(self._lexical.known, words))


class _Names:
    """The names of a snapshot, to be looked up as a whole and by their halves; ``words`` are their Latin words."""

    def __init__(self, forms: Iterable[str]) -> None:
        self._forms = frozenset(forms)
        self.han = Halves(form for form in self._forms if _HAN_NAME.fullmatch(form))
        self.latin = Halves(form for form in self._forms if _LATIN_NAME.fullmatch(form))
        self.words = frozenset(
            word for form in self._forms if not _HAN_NAME.fullmatch(form) for word in ascii_texts(form)
        )

    def has(self, text: str) -> bool:
        """Whether a text is a name or a concept, here or anywhere."""
        return text in self._forms or text in concepts() or text in _countries()

    def around(self, slip: Slip, folded: str) -> bool:
        """Whether what is wrong is part of a name or concept that is right as it stands."""
        start, end = slip.wrong
        return any(
            self.has(folded[i:j])
            for i in range(max(start - _LONGEST_NAME, 0), start + 1)
            for j in range(max(end, i + 2), min(i + _LONGEST_NAME, len(folded)) + 1)
        )


def _preference(slip: Slip) -> tuple[int, bool, int, int, str]:
    return -len(slip.name), not slip.alike, slip.start - slip.end, slip.start, slip.name


def _overlap(one: Slip, other: Slip) -> bool:
    return one.start < other.end and other.start < one.end


def _in_word(text: str, place: int) -> bool:
    return 0 <= place < len(text) and text[place].isascii() and text[place].isalnum()


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    """The countries of the world (CLDR), of which no one is a slip of another. Read only once a slip is suspected."""
    from babel import Locale

    names = (Locale(language).territories for language in ("zh", "en"))
    return frozenset(fold_name(name) for territories in names for name in territories.values())


@lru_cache(maxsize=1)
def _english() -> frozenset[str]:
    """The English words of the glossary: they are what they are, whether the knowledge base has them or not."""
    return frozenset(word for form in concepts() for word in ascii_texts(form))
