"""What the text says that all rows of a table did since another year, against the row that did not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.conflict_cited import CitedTable, cited_tables, subject_of, years_of
from answer.conflict_tools import clause_span, sentences, side
from answer.records import Conflict
from records import Cell, Passage

__all__ = ["trend_conflicts"]

_UP = ("上升", "增长", "增加", "提高", "上涨", "升高", "回升", "扩大")
_DOWN = ("下降", "减少", "降低", "下滑", "下跌", "回落", "走低", "缩小", "缩短")
_BETTER, _WORSE = ("改善", "好转", "向好", "变好"), ("变差", "恶化", "变坏", "转差")
_ALL = re.compile(
    r"(?P<whole>所有的?|全部|全体|各|每一?[个项]?|其余|其他|其它|一切)(?P<what>[\u4e00-\u9fff\s]{0,16}?)"
    rf"(?:均|都|全部|全面|无一例外地?)(?P<gap>[^，。；]{{0,6}}?)(?P<way>{'|'.join((*_UP, *_DOWN, *_BETTER, *_WORSE))})"
)
_REST = ("其余", "其他", "其它")
_EXCEPT = re.compile(
    r"除了?(?P<what>[^，。；]{2,40}?)(?:以外|之外|外)|(?:仅有?|只有?)(?P<only>[^，。；]{2,30}?)(?=[，；])"
)
_COMPARED = re.compile(r"相比|比|较|对比")
_LAST_YEAR = re.compile(r"上一?年|去年|前一年|上期|同比")
_UNSURE = re.compile(
    r"预计|预期|预测|可能|力争|应当?(?=[，在]|各|均|都)|目标是|希望|几乎|大多|多数|基本上?|并非|并不是|不是|未必|上述|以上各"
)
_DENIED = re.compile(r"未|没|不(?!同|断)")
_GENERIC = re.compile(r"[\s的]|数据|指标|数字|项目|国家|地区|方面|领域|主要|成员|项|类|国|省|市|县|区|个")
_GROWTH = re.compile(r"增长率|增速|增幅|变化率|变动率|涨幅|growth|change", re.IGNORECASE)
_TARGET, _BASE = re.compile(r"目标|target", re.IGNORECASE), re.compile(r"基线|基准|baseline", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d{2}\s?年?度?")
_LIST = re.compile(r"[、和及与]")
_UNDERSTOOD = 0.3  # of the pieces of what is left out that a row must share to be meant


@dataclass(frozen=True, slots=True)
class _Course:
    """Two years of a row, with what the same row has to reach."""

    row: Passage
    first: Cell
    last: Cell
    target: Cell | None
    base: Cell | None

    @property
    def change(self) -> float:
        return (self.last.value or 0.0) - (self.first.value or 0.0)

    def goes(self, way: str) -> bool | None:
        """Whether the row goes a way; ``None`` where nothing says which one is better."""
        if way in _UP:
            return self.change > 0
        if way in _DOWN:
            return self.change < 0
        nearer = self._nearer()
        return None if nearer is None else nearer == (way in _BETTER)

    def _nearer(self) -> bool | None:
        """Whether the target has come nearer, on the side of it from which the row set out."""
        if self.change == 0:
            return None
        if self.target is None or self.target.value is None or self.first.value is None or self.last.value is None:
            return None
        left = self.target.value - self.first.value
        meant = left if self.base is None or self.base.value is None else self.target.value - self.base.value
        nearer = abs(self.target.value - self.last.value) < abs(left)
        # beyond the target, or against the way from the base, nobody can say what is better
        return nearer if left * meant > 0 and nearer == (self.change * meant > 0) else None


def trend_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """与2019年相比，所有数据都变差了: a row whose two years are equal, and one that goes the other way."""
    for passage, span, cited in cited_tables(passages):
        text = passage.text[slice(*span)]
        told = _ALL.search(text)
        if told is None or not _COMPARED.search(text) or _UNSURE.search(text) or _DENIED.search(told["gap"]):
            continue
        # a rate that falls is still growth
        if _GROWTH.search(cited.title) and not _GROWTH.search(text):
            continue
        years = _years(passage, span, cited)
        if years is not None:
            yield from _against(passage, text, told, _courses(cited, _clause(text, told), told["what"], years))


def _years(passage: Passage, span: tuple[int, int], cited: CitedTable) -> tuple[int, int] | None:
    """The two years that a sentence compares; the sentence before may name one, 上年 those of a table of two."""
    before = [one for one in sentences(passage) if one[1] <= span[0]]
    wide = (before[-1][0], span[1]) if before else span
    for named in (years_of(passage, span), years_of(passage, wide)):
        if len(named) == 2:
            return min(named), max(named)
    printed = {c.year for row in cited.rows for c in row.cells if c.year and not _TARGET.search(" ".join(c.column))}
    if len(printed) == 2 and _LAST_YEAR.search(passage.text[slice(*span)]) and max(printed) == min(printed) + 1:
        return min(printed), max(printed)
    return None


def _against(passage: Passage, text: str, told: re.Match[str], courses: Sequence[_Course]) -> Iterator[Conflict]:
    left_out = _left_out(text, told, courses)
    if left_out is None:
        return
    courses = [one for one in courses if one.row.id not in left_out]
    other = next((c for c in courses if c.change != 0 and c.goes(told["way"]) is False), None)
    same = next((c for c in courses if c.change == 0), None)
    for one in (other, same):
        if one is not None:
            change = f"由“{one.first.text}”到“{one.last.text}”"
            if one.target is not None and told["way"] in (*_BETTER, *_WORSE) and one.change:
                change += f"，离目标“{one.target.text}”{'更近' if told['way'] in _WORSE else '更远'}"
            said = f"正文说都“{told['way']}”，表中“{subject_of(one.row)}”却{change}"
            b = side(one.row, one.row.text, f"{one.first.text} → {one.last.text}")
            yield Conflict("number", side(passage, text, told.group()), b, said, 0.45)


# -- the cells that are meant -----------------------------------------------------------------------------------------


def _courses(cited: CitedTable, clause: str, what: str, years: tuple[int, int]) -> list[_Course]:
    """What the rows that a clause speaks of did between two years, in the columns that it speaks of."""
    what = _GENERIC.sub("", what)
    if _pieces(what) and not _shares(what, f"{cited.title} {cited.table.text}"):
        return []  # of something else than this table
    rows = [row for row in cited.rows if _shares(what, _words(row))]
    found = [course for row in (rows or cited.rows) for course in _of_row(row, years)]
    groups = {_group(course.first) for course in found}
    for text in (what, clause) if len(groups) > 1 else ():
        named = {group: sum(piece in text for piece in _pieces(group)) for group in groups}
        if most := max(named.values()):
            return [course for course in found if named[_group(course.first)] == most]
    return [] if len(groups) > 1 and what else found


def _clause(text: str, told: re.Match[str]) -> str:
    return text[slice(*clause_span(text, *told.span()))]


def _of_row(row: Passage, years: tuple[int, int]) -> Iterator[_Course]:
    valued = [cell for cell in row.cells if cell.value is not None]
    aims = [cell for cell in valued if _TARGET.search(" ".join(cell.column))]
    bases = [cell for cell in valued if _BASE.search(" ".join(cell.column))]
    groups: dict[str, dict[int, Cell]] = defaultdict(dict)
    told = [cell for cell in valued if cell not in aims and cell.year]
    single = len({cell.year for cell in told}) == len(told)
    for cell in told:
        groups["" if single else _group(cell)].setdefault(cell.year or 0, cell)
    for by_year in groups.values():
        first, last = by_year.get(years[0]), by_year.get(years[1])
        if first is not None and last is not None and first.unit == last.unit:
            one = single and len(aims) == 1
            yield _Course(row, first, last, aims[0] if one else None, bases[0] if one and bases else None)


def _group(cell: Cell) -> str:
    """The header of a cell but for its year."""
    return re.sub(r"[（(].*?[)）]", "", _YEAR.sub("", " ".join(cell.column))).strip()


def _words(row: Passage) -> str:
    return "".join(row.cells[0].row) if row.cells else ""


def _pieces(text: str) -> list[str]:
    bare = re.sub(r"[\s的]", "", text)
    return [bare[i : i + 2] for i in range(len(bare) - 1)]


def _shares(text: str, words: str) -> bool:
    return any(piece in words for piece in _pieces(text))


# -- what is left out -------------------------------------------------------------------------------------------------


def _left_out(text: str, told: re.Match[str], courses: Sequence[_Course]) -> set[str] | None:
    """The rows that a sentence leaves out; ``None`` where it leaves out something that no row is."""
    stated = next((m for m in _EXCEPT.finditer(text) if m.start() < told.start("way")), None)
    if stated is None:
        return None if told["whole"] in _REST else set()
    what = stated["what"] or stated["only"]
    best = _best(what, courses)
    if not best:
        return None
    parts = [part for part in _LIST.split(what) if len(_pieces(part)) > 0]
    return best.union(*(_best(part, courses) for part in parts))


def _best(what: str, courses: Sequence[_Course]) -> set[str]:
    """The rows that share most with what is left out, if they share enough."""
    pieces = _pieces(what)
    shared = {c.row.id: sum(piece in _words(c.row) for piece in pieces) for c in courses}
    most = max(shared.values(), default=0)
    if not pieces or most < _UNDERSTOOD * len(pieces):
        return set()
    # the best ones, and any of which nearly all is said
    return {row for row, count in shared.items() if count == most or count >= 2 * _UNDERSTOOD * len(pieces)}
