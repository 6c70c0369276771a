"""Which thing of a table comes first, second or last, as the text tells it, against the column that it speaks of:
澳大利亚始终是承诺最多的伙伴, 居前三位的依次为加纳、科特迪瓦和塞内加尔, 铁路的支付率位居第二.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from answer.conflict_cited import years_of
from answer.conflict_tools import sentences, side
from answer.grid import Figure, Grid, coverage, covered, growth_columns, reading_of
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Passage

__all__ = ["rank_conflicts"]

_NUMBER = r"[\d一二两三四五六七八九十]{1,3}"
_MOST = re.compile(
    r"最(?:为)?(?P<way>[高大多快长强久低小少慢短])(?!法院|人民|级|层|领导|限|额|不|可能|工资|程度|值|的[^，。；]{1,8}[是为])"
    r"|(?P<first>居首位?|位居榜首|(?:位居|排名|名列|位列|排在|居|列)(?:第一|首位|榜首)|独占鳌头|领跑|(?:稳居|位居|居)[^，。；]{0,8}?之首|(?:稳居|位居|高居|居)[^，。；]{2,8}首位)|(?P<last>垫底|(?:位居|排在|居|列)末位)"
)
_PLACE = re.compile(rf"(?:位居|排名|名列|位列|排在|居|列)第(?P<place>{_NUMBER})位?|第(?P<size>[二三四五六])大")
_FIRST_FEW = re.compile(
    rf"(?:前(?P<few>{_NUMBER})(?:位|名|大|个)?|最(?P<way>[高大多快长低小少慢短])的(?P<count>{_NUMBER})(?:个|家|国|项|大|类|位|种))"
    r"[^，。；、]{0,14}?(?P<order>依次|分别)?(?:为|是)[：:]?(?P<names>[^。；]+)"
)
_LOW, _FAST = frozenset("低小少慢短"), frozenset("快慢")
_ALWAYS = re.compile(r"始终|一直|历年|每年|各年|年年|连续[^，。；]{1,4}年|[两三四五六]年(?:来|间)")
_HOW_LONG = re.compile(r"最(?:为)?[长短](?!期)")
_A_LENGTH = re.compile(r"长|里程|公里|千米|米|时|期|天|日|月|年限|龄|length|km|hours|days|months", re.IGNORECASE)
_TIME = frozenset({"hours", "days", "minutes", "months", "weeks"})
_UNSURE = re.compile(r"预计|预期|预测|可能|力争|目标|之一|除[^，。；]{1,20}外|仅次于|并非|不是|其中|以外|争取|希望|曾")
_MOVES = re.compile(r"增长|增幅|增速|增加|升幅|涨幅|上升|提高|改善|下降|降幅|跌幅|减少|缩短|回落|下滑|降低")
_RATE = re.compile(r"增速|增长率|增长速度|增幅|涨幅|升幅|同比增长|增长")
_DOWN = re.compile(r"下降|降幅|跌幅|减少|缩短|回落|下滑|降低")
_OTHER_MEASURE = re.compile(
    r"增速|增长率|增幅|降幅|升幅|涨幅|跌幅|比重|占比|份额|比例|人均|平均|累计|年均|率|女|男|青年|新增"
)
_FILLING = re.compile(
    r"始终|一直|历年|每年|各年|连续|[两三四五六]年(?:来|间)|[虽也仍均都则为是的而又却]|其中|目前|仍然|依然|首都|国家|成员国|部门|领域"
)
_SHARES = re.compile(r"增速|增长率|增幅|降幅|比重|占比|份额|比例")
_LEAST_ROWS, _SHORT = 3, 2
_ALONE = 0.3  # of the caption of the only table that has what is ranked
_NAMED, _CAPTION, _CITED_CAPTION = 0.5, 0.5, 0.25  # of a column, or of the caption where it names none
_SCORE = 0.6

Column = tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """A clause that ranks, with the things of the document's tables that it names."""

    passage: Passage
    span: tuple[int, int]
    clause: str
    sentence: str


def rank_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Sentences that rank rows of a table otherwise than all columns that they may speak of."""
    for passage, grids, cited in reading_of(passages):
        for span in sentences(passage):
            sentence = passage.text[slice(*span)]
            for start, end in _clauses(sentence):
                told = _Told(passage, span, sentence[start:end], sentence)
                if not _UNSURE.search(told.clause):
                    yield from _against(told, cited or grids, bool(cited), sentence[start:])


def _clauses(sentence: str) -> Iterator[tuple[int, int]]:
    start = 0
    for mark in re.finditer(r"[，；。：（）()]|$", sentence):
        if mark.start() > start:
            yield start, mark.start()
        start = mark.end()


def _against(told: _Told, grids: Sequence[Grid], cited: bool, rest: str) -> Iterator[Conflict]:
    if (few := _FIRST_FEW.match(rest) or _FIRST_FEW.search(told.clause)) is not None:
        found = _of_list(told, few, grids, cited)
    elif (most := _MOST.search(told.clause)) is not None:
        found = _of_one(told, grids, cited, partial(_not_first, lowest=_lowest(most)), most.group())
    elif (place := _PLACE.search(told.clause)) is not None:
        number = parse_number(place["place"] or place["size"])
        found = _of_one(told, grids, cited, partial(_not_at, place=int(number or 1)), place.group())
    else:
        found = None
    if found is not None:
        yield found


def _lowest(most: re.Match[str]) -> Callable[[str | None], bool]:
    """Whether the least figure is meant, by the unit: the fastest takes the fewest hours."""

    def of(unit: str | None) -> bool:
        way = most["way"] or ("高" if most["first"] else "低")
        return (way in _LOW) != (way in _FAST and unit in _TIME)

    return of


# -- one thing --------------------------------------------------------------------------------------------------------


def _of_one(
    told: _Told,
    grids: Sequence[Grid],
    cited: bool,
    wrong: Callable[[Column, Figure], Figure | None],
    said: str,
) -> Conflict | None:
    """The figure that comes before that of the one thing named, in whichever column may be meant."""
    first: tuple[str, Figure, Figure] | None = None
    for column in _columns(told, grids, cited):
        named = _named(told.clause, told.passage, column)
        if len(named) != 1:
            continue
        before = wrong(column, named[0])
        if before is None:
            return None
        first = first or (_subject(named[0]), named[0], before)
    if first is None:
        return None
    subject, own, other = first
    text = f"正文说“{subject}”{said}，表中为“{own.cell.text}”，“{_subject(other)}”却是“{other.cell.text}”"
    b = side(other.row, other.row.text, other.cell.text)
    return Conflict("number", side(told.passage, told.sentence, told.clause), b, text, _SCORE)


def _not_first(column: Column, own: Figure, *, lowest: Callable[[str | None], bool]) -> Figure | None:
    least = lowest(own.cell.unit)
    best = (min if least else max)(column, key=lambda f: f.value)
    return best if best.value != own.value else None


def _not_at(column: Column, own: Figure, *, place: int) -> Figure | None:
    ahead = sorted((f for f in column if f.value > own.value), key=lambda f: -f.value)
    equal = sum(f.value == own.value for f in column)
    if len(ahead) + 1 <= place <= len(ahead) + equal:
        return None
    behind = sorted((f for f in column if f.value < own.value), key=lambda f: -f.value)
    return ahead[-1] if len(ahead) >= place else behind[0] if behind else None


# -- the first few ----------------------------------------------------------------------------------------------------


def _of_list(told: _Told, few: re.Match[str], grids: Sequence[Grid], cited: bool) -> Conflict | None:
    names = few["names"].split("，")[0]
    count = parse_number(few["few"] or few["count"])
    first: tuple[Figure, Figure] | None = None
    for column in _columns(told, grids, cited):
        listed = sorted(_named(names, told.passage, column), key=lambda f: _at(names, f))
        if count is None or len(listed) != int(count) or len(column) <= len(listed):
            continue
        least = (few["way"] or "高") in _LOW
        ordered = sorted(column, key=lambda f: f.value if least else -f.value)
        off = [f for f, best in zip(listed, ordered, strict=False) if f.value != best.value]
        out = [f for f in listed if f.value not in {best.value for best in ordered[: len(listed)]}]
        wrong = (off if few["order"] == "依次" else out)[:1]
        if not wrong:
            return None
        first = first or (wrong[0], ordered[listed.index(wrong[0])])
    if first is None:
        return None
    wrong_one, right_one = first
    text = f"正文说“{few.group().split('，')[0]}”，表中“{_subject(wrong_one)}”为“{wrong_one.cell.text}”，"
    text += f"“{_subject(right_one)}”为“{right_one.cell.text}”"
    b = side(right_one.row, right_one.row.text, right_one.cell.text)
    return Conflict("number", side(told.passage, told.sentence, few.group().split("，")[0]), b, text, _SCORE)


def _at(names: str, figure: Figure) -> int:
    place = names.find(_subject(figure))
    return place if place >= 0 else min((names.find(e.text) for e in figure.row.entities if e.text in names), default=0)


# -- which column -----------------------------------------------------------------------------------------------------


def _columns(told: _Told, grids: Sequence[Grid], cited: bool) -> list[Column]:
    """The columns that a clause may speak of: of the years that it names, else of the last one."""
    part = next((p for p in told.sentence.split("；") if told.clause in p), told.sentence)
    having = sum(any(_named(told.clause, told.passage, c) for c in grid.columns) for grid in grids)
    for text in (told.clause, part):
        found: list[Column] = []
        for grid in grids:
            of_name: dict[tuple[str, ...], list[Column]] = defaultdict(list)
            for column in grid.columns:
                if len(column) >= _LEAST_ROWS and _measures(told, text, grid, column, cited, having == 1):
                    of_name[column[0].names[1:]].append(column)
            for same in of_name.values():
                found += _of_time(told, same)
            if not of_name and _RATE.search(told.clause) and coverage(grid.caption, text) >= _need(cited):
                found += [c for c in growth_columns(grid, _year(told, grid)) if len(c) >= _LEAST_ROWS]
        if found:
            return found
    return []


def _of_time(told: _Told, columns: Sequence[Column]) -> list[Column]:
    dated = [column for column in columns if column[0].year is not None]
    years = years_of(told.passage, told.span)
    if not dated:
        return list(columns)
    if _ALWAYS.search(told.sentence):
        return [_worst(told, dated)]
    if years:
        return [column for column in dated if column[0].year in years]
    return [max(dated, key=lambda column: column[0].year or 0)]


def _worst(told: _Told, columns: Sequence[Column]) -> Column:
    """Of several years in all of which a thing is said to be first, the one in which it is furthest from it."""

    def behind(column: Column) -> float:
        named = _named(told.clause, told.passage, column)
        return max((f.value for f in column), default=0.0) - (named[0].value if named else 0.0)

    return max(columns, key=behind)


def _measures(told: _Told, text: str, grid: Grid, column: Column, cited: bool, alone: bool) -> bool:
    """Whether a text names what a column measures, and the clause nothing else."""
    names = _plain(f"{' '.join(column[0].names[1:])} {grid.caption}")
    text = _plain(text)
    until = text[: text.find(_plain(told.clause)) + len(_plain(told.clause))]
    if any(m.group() not in names for m in _OTHER_MEASURE.finditer(_plain(told.clause))):
        return False
    if any(m.group() not in names for m in _SHARES.finditer(until)):
        return False
    if any(way.search(until) and not way.search(names) for way in (_MOVES, _DOWN)):
        return False
    if _HOW_LONG.search(told.clause) and not _A_LENGTH.search(" ".join((*column[0].cell.column, grid.caption))):
        return False
    if not _nothing_else(_plain(told.clause), names, column):
        return False
    if column[0].names[1:]:
        return all(coverage(_plain(name), text) >= _NAMED for name in column[0].names[1:])
    need = _need(cited)
    return coverage(grid.caption, text) >= (need if need < _CAPTION or not alone else _ALONE)


def _need(cited: bool) -> float:
    return _CITED_CAPTION if cited else _CAPTION


def _year(told: _Told, grid: Grid) -> int:
    """The year that a sentence names last, else the last of a table."""
    named = years_of(told.passage, told.span)
    return max(named) if named else max((f.year for f in grid.figures if f.year and f.measured), default=0)


def _plain(text: str) -> str:
    """A text with one word for how much something grew."""
    return _RATE.sub("增长", text)


def _nothing_else(clause: str, names: str, column: Column) -> bool:
    """Whether what stands before 最 is of the column: not in 南线虽造价最低 beside a column of lengths."""
    said = _MOST.search(clause) or _FIRST_FEW.search(clause)
    if said is None or (said.re is _MOST and not said["way"]):
        return True  # 马铃薯在各类作物中居第一位
    lead = clause[: said.start()]
    for form in sorted({f for figure in column for f in _forms(figure)}, key=lambda form: (-len(form), form)):
        lead = lead.replace(form, "，")
    rest = [piece for piece in re.split(r"[^\u4e00-\u9fff]", _FILLING.sub("，", lead)) if len(piece) > 1]
    return not rest or any(piece[i : i + 2] in names for piece in rest for i in range(len(piece) - 1))


def _forms(figure: Figure) -> Iterator[str]:
    yield _subject(figure)
    yield from (e.text for e in figure.row.entities)


def _named(text: str, passage: Passage, column: Column) -> list[Figure]:
    """The figures of the rows that a text names; of names that lie in each other the longest."""
    found = [f for f in column if len(_subject(f)) > 1 and covered(_subject(f), text, passage, f.row) == 1.0]
    found = [f for f in found if _stands_alone(_subject(f), text) or any(e.text in text for e in f.row.entities)]
    return [f for f in found if not any(_subject(f) in _subject(g) and f is not g for g in found)]


def _stands_alone(name: str, text: str) -> bool:
    """Whether a short name is not the end of a longer one: 工程 of 联检楼工程."""
    return name in text and (
        len(name) > _SHORT
        or re.search(rf"(?<![\u4e00-\u9fff]){re.escape(name)}|[的是为以，]{re.escape(name)}", text) is not None
    )


def _subject(figure: Figure) -> str:
    return figure.names[0] if figure.names else ""
