"""Why two statements that a learned score takes for one fact are of two: a row of another thing, a goal and a result.

What the scores count is left as it is; these look at what they list.
"""

from __future__ import annotations

import re

from answer.actions import stage
from answer.compare import amounts_agree, comparable
from answer.unit import Unit
from ingest.numerals import parse_number
from records import Amount

__all__ = ["figures_of_two", "of_other_label", "of_other_work", "one_left_out", "told_again"]

_HAN = re.compile(r"[\u4e00-\u9fff]{2,}")
_NO_LABEL = re.compile(r"[（(].*?[)）]|[\d一二三四五六七八九十]+[.、]|年份?|单位|合计|总计|小计|平均|全[国省市县区部]")
_LEAST_SAID = 0.4  # of the pairs of characters of a label that a text which tells of its row has
_GOAL = re.compile(r"目标|计划(?!单列)|规划|预期|力争|拟|预算|远期")
# what may be told of what is to come, however it is put
_AHEAD = re.compile(
    rf"{_GOAL.pattern}|预计|将|承诺|争取|确保|应[当该]|须|要(?!求)|[到至]20\d\d|\d年[底末]?前|以[上内下]|左右|不低于|不超过|不少于"
)
_SAID_GOAL = re.compile(r"目标|预期|承诺[^，。；]{0,14}(?:达到|[提增降减]|不低于|不超过)|力争")
_IF = re.compile(r"若(?!干)|如果|假如|假设|倘|一旦|情景|敏感性")
_OTHER_WORK = re.compile(r"续建|扩建|改建|迁建|拆除|报废|停用")  # 续建2座: not what has been built
_NTH = re.compile(r"第\s?(?P<n>[二三四五六七八九十]{1,2}|\d{1,2})\s?[个名位人家座项份所辆艘户]")
_SHORT = re.compile(r"\d[\d.,]*\s?[万亿千百]*[\u4e00-\u9fff%％]")  # of 12项问题 the figure and its measure
_HALF, _FIFTY = re.compile(r"过半|一半以上|超过一半|半数以上|大半"), 50
_GREW_BY = re.compile(r"(?:增量|净增|增幅|减量|增加额|差额)[^，。；]{0,4}[，,]?[^，。；]{0,4}$")  # 增量最大，为36万
_REMARK = re.compile(r"已(?P<done>[\u4e00-\u9fff]{2})(?:了)?\s?\d")


def figures_of_two(a: Unit, b: Unit, values: tuple[str, str]) -> bool:
    """Whether two figures are of two things or times, or one sentence or row has both.

    :param values: both as they are printed.
    """
    if told_again(a, b, values) or _of_scenario(a, b) or _of_scenario(b, a):
        return True
    if any(_more_than_half(x, values[i], values[1 - i]) for i, x in enumerate((a, b))):
        return True
    if of_other_work(a, b, values) or one_left_out(a, b, (_amount(a, values[0]), _amount(b, values[1]))):
        return True
    return any(
        x.cell is None
        and y.cell is not None
        and (_of_other_row(x, y) or _is_goal(x, y) or _of_remark(x, y) or _of_growth(x, y, printed))
        for x, y, printed in ((a, b, values[0]), (b, a, values[1]))
    )


def _more_than_half(text: Unit, printed: str, other: str) -> bool:
    """Whether one says 过半 where the other has more than fifty of a hundred."""
    value = parse_number(other.strip(" %％"))
    return _HALF.search(printed) is not None and value is not None and value > _FIFTY


def of_other_work(a: Unit, b: Unit, values: tuple[str, str]) -> bool:
    """Whether one tells of what is done to things that are there already: 续建2座, 建成3座."""
    leads = [
        re.split("[，,；;。]", unit.text.partition(value)[0])[-1] for unit, value in zip((a, b), values, strict=True)
    ]
    return (_OTHER_WORK.search(leads[0]) is None) != (_OTHER_WORK.search(leads[1]) is None)


def one_left_out(a: Unit, b: Unit, amounts: tuple[Amount | None, Amount | None]) -> bool:
    """Whether the sentence of the smaller number goes on to the last ones: 三个通过认证，第四个未通过."""
    told = [(unit, x.value) for unit, x in zip((a, b), amounts, strict=True) if x and not isinstance(x.value, tuple)]
    if len(told) < 2:
        return False
    (fewer, _), (_, most) = sorted(told, key=lambda one: one[1])
    return any(parse_number(match["n"]) == most for match in _NTH.finditer(fewer.sentence))


def _amount(unit: Unit, printed: str) -> Amount | None:
    cell = unit.cell
    if cell is not None:
        return Amount(cell.text, cell.value, cell.unit or "number", (0, 0)) if cell.value is not None else None
    return next((x for x in unit.amounts if printed.strip().startswith(x.text.strip())), None)


def told_again(a: Unit, b: Unit, values: tuple[str, str]) -> bool:
    """Whether the sentence, or row, of one has the figure of the other too: 17项问题已完成12项, 已完成的12项问题."""
    return _has(a, b, values) or _has(b, a, values[::-1])


def _has(a: Unit, b: Unit, values: tuple[str, str]) -> bool:
    own, printed = values
    short = _SHORT.match(printed.strip())
    if a.cell is None and short is not None and re.search(rf"(?<![\d.,]){re.escape(short.group())}", a.sentence):
        return True
    told = _amount(b, printed)
    if told is None:
        return False
    if a.cell is not None:
        if b.cell is not None:
            return False
        cells = [c for c in a.passage.cells if c.value is not None and c is not a.cell and c.row == a.cell.row]
        beside = [Amount(c.text, c.value or 0.0, c.unit or "number", (0, 0)) for c in cells if c.unit == a.cell.unit]
    else:
        start, end = a.sentence_at
        beside = [x for x in a.passage.amounts if start <= x.at[0] < end and not own.strip().startswith(x.text.strip())]
    bare = told.unit == "number" and b.cell is not None
    return any(
        (comparable(x, told) and amounts_agree(x, told)) or _same_count(x, told) or (bare and x.value == told.value)
        for x in beside
    )


def _same_count(a: Amount, b: Amount) -> bool:
    """12项 and 12项问题: one says less of what it counts."""
    return a.value == b.value and (a.text.startswith(b.text) or b.text.startswith(a.text))


def _of_scenario(a: Unit, b: Unit) -> bool:
    """Whether one is what would be (若投资超支20%) and the other what is."""
    return _IF.search(a.sentence) is not None and _IF.search(b.sentence) is None


def _of_other_row(text: Unit, cell: Unit) -> bool:
    """Whether a text that tells what a column measures says nothing of what the row is: 全市结案率, 某县法院."""
    if cell.cell is None or not cell.cell.row:
        return False
    measures = [word for head in cell.cell.column for word in _words(head)]
    label = "".join(_words(cell.cell.row[-1]))
    said = f"{text.sentence}{''.join(text.passage.section)}"
    if not measures or not label or not all(_share(word, text.sentence) >= _LEAST_SAID for word in measures):
        return False
    listed = f"、{label}" in said or f"{label}、" in said  # of all that are listed
    return listed or _share(label, said) < _LEAST_SAID


def of_other_label(text: Unit, cell: Unit) -> bool:
    """Whether a text hardly says what the row of a cell is about: the date of 旗舰报告, four 政策报告."""
    if text.cell is not None or cell.cell is None or not cell.cell.row:
        return False
    label = "".join(_words(cell.cell.row[-1]))
    return len(label) > 1 and _share(label, f"{text.sentence}{''.join(text.passage.section)}") < _LEAST_SAID


def _words(head: str) -> list[str]:
    return _HAN.findall(_NO_LABEL.sub(" ", head))


def _share(word: str, text: str) -> float:
    pairs = [word[i : i + 2] for i in range(len(word) - 1)]
    return sum(pair in text for pair in pairs) / len(pairs)


def _is_goal(text: Unit, cell: Unit) -> bool:
    """Whether a cell is a goal and the text tells what came about, or the other way round."""
    if cell.cell is None:
        return False
    heads = " ".join((*cell.cell.row, *cell.cell.column))
    issued = text.passage.citation.date
    later = bool(cell.cell.year and issued and cell.cell.year > issued.year)
    if _GOAL.search(heads) or later:
        return _AHEAD.search(text.sentence) is None and stage(text.text) != "planned"
    past = cell.cell.year is not None and (not issued or cell.cell.year <= issued.year)
    return _SAID_GOAL.search(text.text) is not None and (past or "承诺" in text.text)


def _of_growth(text: Unit, cell: Unit, printed: str) -> bool:
    """Whether a text tells by how much something grew, and no header of the cell does."""
    heads = " ".join((*cell.cell.row, *cell.cell.column)) if cell.cell else ""
    lead = text.sentence.partition(printed.strip())[0]
    return _GREW_BY.search(lead) is not None and "增" not in heads and "减" not in heads


def _of_remark(text: Unit, cell: Unit) -> bool:
    """Whether a cell says how many of them have been dealt with (已收回14套), of which the text tells nothing."""
    told = _REMARK.search(cell.cell.text) if cell.cell is not None else None
    return told is not None and told["done"] not in text.sentence
