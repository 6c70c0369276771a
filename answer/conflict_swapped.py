"""A figure that stands elsewhere with two of its digits exchanged: 14.62亿 and 14.26亿, 1,260人次 and a total of 1,206.

Two figures of one unit rarely have the same digits by chance, so little else need be alike: a word of what is
measured, and no other year.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.conflict_counted import tagged
from answer.conflict_related import Matters
from answer.conflict_tools import TELLING, clause_span, exact, sentence_around, side
from answer.grid import coverage
from answer.records import Conflict
from records import Amount, Cell, Passage

__all__ = ["swapped_conflicts"]

_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?")
_LEAST_DIGITS, _MOST_RATIO = 3, 1.5
_TOTAL = re.compile(r"合计|总计|共计|总额|总数|[Tt]otal")
_SUMMED = re.compile(r"共|合计|累计|总|先后|一共|全部")
_NOT_MEASURED = re.compile(r"目标|计划|预计|基线|上一?(?:年度|期|版)|追溯|口径|修订|更正|其中")
_NOUN = re.compile(r"n|vn|an|j|l|i|v$")
_COMMON = 0.12  # of all passages: a word that more have tells nothing
_LEAST_WORDS = 2
_BEFORE = 60  # characters before a sentence that may say what it counts
_LEAST_SHARE = 0.5  # of the label of a row that a sentence must have
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_SCORE = 0.62


@dataclass(frozen=True, slots=True)
class _Figure:
    """:ivar words: what its sentence, or row, says; :ivar near: its clause, or the headers of its cell;
    :ivar years: those that are said with it; :ivar total: whether it sums up.
    """

    passage: Passage
    printed: str
    sentence: str
    value: float
    unit: str
    words: frozenset[str]
    near: frozenset[str]
    years: frozenset[int]
    total: bool
    label: str = ""  # of the row of a cell

    @property
    def cell(self) -> bool:
        return bool(self.label)


def swapped_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of figures of one unit whose digits differ in two neighbours that have changed places."""
    captions = {p.id: p.text.split("\n")[0] for p in passages if p.form == "table" and "|" not in p.text.split("\n")[0]}
    figures = [f for passage in passages for f in _figures(passage, captions.get(passage.parent or "", ""))]
    seen = Counter(word for f in figures for word in f.words)
    common = {word for word, count in seen.items() if count > max(_COMMON * len(figures), 8)}
    told = Counter((f.passage.document, f.unit, f.value) for f in figures)
    by_digits: dict[tuple[str, str], list[_Figure]] = defaultdict(list)
    for figure in figures:
        by_digits[figure.unit, "".join(sorted(_digits(figure.value).replace("0", "")))].append(figure)
    for same in by_digits.values():
        found = [
            (a, b)
            for a, b in combinations(same, 2)
            if a.passage.id != b.passage.id
            and not (a.cell and b.cell)
            and _exchanged(a, b)
            and _one_fact(a, b, common)
            and matters.related(a.passage.document, b.passage.document, surely=True)
        ]
        # of a figure that is told in several places each pair is the same slip: the rarer one is wrong
        slips: set[frozenset[float]] = set()
        for a, b in sorted(found, key=lambda pair: sum(told[f.passage.document, f.unit, f.value] for f in pair)):
            if frozenset((a.value, b.value)) in slips:
                continue
            slips.add(frozenset((a.value, b.value)))
            text = f"两处的数字只是调换了位置：一处为“{a.printed}”，另一处为“{b.printed}”"
            one, two = (side(f.passage, f.sentence, f.printed) for f in (a, b))
            yield Conflict("number", one, two, text, _SCORE)


def _digits(value: float) -> str:
    """The digits of a figure without zeros at its ends."""
    return f"{abs(value):.6f}".replace(".", "").strip("0")


def _figures(passage: Passage, caption: str) -> Iterator[_Figure]:
    if passage.form in TELLING:
        for amount in passage.amounts:
            yield from _of_prose(passage, amount)
    elif passage.form == "row":
        for cell in passage.cells:
            yield from _of_cell(passage, cell, caption)


def _of_prose(passage: Passage, amount: Amount) -> Iterator[_Figure]:
    text = passage.text
    if (
        isinstance(amount.value, tuple)
        or (amount.unit == "percent" and amount.direction)
        or not exact(text, amount)
        or not _long_enough(float(amount.value), amount.text)
    ):
        return
    sentence = sentence_around(text, amount.at[0])
    start, end = clause_span(text, *amount.at)
    clause = text[start:end]
    if _NOT_MEASURED.search(clause) or _NOT_MEASURED.search(sentence[:10]):
        return
    before = max(text.rfind(mark, 0, max(start - 1, 0)) for mark in "。；，") + 1  # the clause before too
    words, near = (
        _words(text[max(0, text.find(sentence) - _BEFORE) : text.find(sentence) + len(sentence)]),
        _words(text[before:end]),
    )
    years = frozenset(int(y) for y in _YEAR.findall(clause)) or frozenset(int(y) for y in _YEAR.findall(sentence))
    total = _SUMMED.search(text[start : amount.at[0]]) is not None
    yield _Figure(
        passage, amount.text, sentence, float(amount.value), _unit(amount), words, near, years, total
    )  # fmt: skip


def _of_cell(passage: Passage, cell: Cell, caption: str) -> Iterator[_Figure]:
    heads, label = " ".join((*cell.row, *cell.column)), "".join(cell.row[-1:])
    if cell.value is None or not label or not _long_enough(cell.value, cell.text) or _NOT_MEASURED.search(heads):
        return
    caption = caption or " ".join(passage.section[-1:])
    near = _words(heads)
    words = near | _words(caption)
    years = frozenset({cell.year} if cell.year else ())
    total = bool(cell.row) and _TOTAL.search(cell.row[-1]) is not None
    amount = Amount(cell.text, cell.value, cell.unit or "number", (0, 0))
    yield _Figure(passage, cell.text, passage.text, cell.value, _unit(amount), words, near, years, total, label)


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w, tag in tagged(text) if len(w) > 1 and _NOUN.match(tag))


def _unit(amount: Amount) -> str:
    return "count" if amount.unit.startswith("count:") or amount.unit == "number" else amount.unit


def _long_enough(value: float, printed: str) -> bool:
    return len(_digits(value)) >= _LEAST_DIGITS - 1 and _DIGITS.search(printed) is not None


def _exchanged(a: _Figure, b: _Figure) -> bool:
    """Whether two neighbouring digits have changed places, and nothing else is different."""
    x, y = _digits(a.value), _digits(b.value)
    longer = max(len(x), len(y))
    if longer < _LEAST_DIGITS:
        return False
    x, y = x.ljust(longer, "0"), y.ljust(longer, "0")  # 1,260 and 1,206
    off = [i for i, (p, q) in enumerate(zip(x, y, strict=True)) if p != q]
    near = max(a.value, b.value) <= _MOST_RATIO * min(a.value, b.value) if min(a.value, b.value) > 0 else False
    if near and longer > _LEAST_DIGITS and sorted(x) == sorted(y) and x[0] == y[0] and off:
        return True  # four digits or more in another order: 1,846 and 1,684
    return near and len(off) == 2 and off[1] == off[0] + 1 and x[off[0]] == y[off[1]] and x[off[1]] == y[off[0]]


def _one_fact(a: _Figure, b: _Figure, common: set[str]) -> bool:
    if a.years and b.years and a.years.isdisjoint(b.years):
        return False
    shared, near = (a.words & b.words) - common, (a.near & b.near) - common
    if a.cell or b.cell:
        cell, prose = (a, b) if a.cell else (b, a)
        if cell.total:
            return prose.total and bool(prose.words & cell.words)
        said = coverage(cell.label, prose.sentence) >= _LEAST_SHARE
        return said and bool(prose.near & cell.near - common)
    if a.unit == "percent":
        return len(near) >= _LEAST_WORDS
    if len(_digits(a.value)) > _LEAST_DIGITS or (a.years and a.years == b.years):
        return bool(a.near & b.near) and len(a.words & b.words) >= _LEAST_WORDS
    return bool(near) and len(shared) >= _LEAST_WORDS
