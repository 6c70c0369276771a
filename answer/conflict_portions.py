"""A share that the text tells against the figures of a table: 获批5.24亿美元，占批准额的38.5%, 能源吸收了一半以上."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.compare import amounts_agree
from answer.conflict_tools import clause_span, exact, printed_range, sentences, side
from answer.grid import Figure, Grid, coverage, covered, reading_of
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Amount, Passage

__all__ = ["portion_conflicts"]

_TOTAL = re.compile(r"合计|总计|共计|总额|总数|[Tt]otal|^[一二三四五六七八九十\d]+国$")
_SHARE = re.compile(r"占比|比重|份额|所占|比例|share", re.IGNORECASE)
_TAKES = re.compile(r"占(?:到|了|据|比)?(?:为|达|约)?[^，。；\d]{0,20}$|(?:比重|占比|份额)(?:为|达到?|是)?\s?$")
_LESS = ("一半以下", "半数以下", "不到一半", "不足一半", "不足半数")
_HALF = re.compile(rf"(?:过半|一半以上|半数以上|超过(?:了)?[^，。；]{{0,8}}?(?:一半|半数)|{'|'.join(_LESS)})")
_TENTHS = re.compile(
    r"(?P<near>不足|不到|近|约|将近|逾|超过|超|接近)?(?P<n>[一二两三四五六七八九])成(?P<half>半)?(?P<more>多|以上)?(?![立为果本员交效])|(?P<part>(?P<whole>[三四五])分之(?P<of>[一二三四]))(?P<over>以上|强)?|(?P<almost>将近|接近|近)一半"
)
_AMONG = re.compile(r"(?P<whole>[\u4e00-\u9fff]{2,10})[中里](?:，|,)?(?P<part>[\u4e00-\u9fff]{2,8}?)(?:已|共|约)?占")
_UNSURE = re.compile(r"预计|预期|目标|计划|约|近|将|力争|应|不低于|不少于|至少|以上(?!归)|其中")
_UNSURE_HALF = re.compile(r"预计|预期|目标|计划|力争|应|不低于|不少于|至少|女")
_UNSURE_PART = re.compile(r"不少于|不低于|至少|预计|目标|女|增|减|升|降")
_TAKES_ALONE = re.compile(r"(?:占|份额|比重|占比)[^，。；\d]{0,8}$")
_OTHER_SHARE = re.compile(r"其中|女|男|增|减|升|降|目标|计划|预计|比例|率|适应|减缓")
_ROUNDED = 1.0
_MOSTLY, _CAPTION, _CAPTION_OF_FEW, _NAMED = 0.6, 0.3, 0.15, 0.5
_SCORE = 0.6


def portion_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Shares of the rows of a table that are told otherwise than its figures have them."""
    for passage, grids, cited in reading_of(passages):
        for span in sentences(passage) if grids else ():
            for amount in passage.amounts:
                if span[0] <= amount.at[0] < span[1] and amount.unit == "percent" and exact(passage.text, amount):
                    found = (
                        _of_part(passage, span, amount, cited or grids)
                        or _among(passage, span, amount, grids)
                        or _of_cell(passage, span, amount, cited or grids)
                    )
                    if found is not None:
                        yield found
            found = _half(passage, span, cited or grids) or _tenths(passage, span, cited or grids)
            if found is not None:
                yield found


def _of_part(passage: Passage, span: tuple[int, int], share: Amount, grids: Sequence[Grid]) -> Conflict | None:
    """A figure of a row with its share of what the row of the total has in that column."""
    before = [a for a in passage.amounts if span[0] <= a.at[0] and a.at[1] <= share.at[0] and a.unit != "percent"]
    between = passage.text[before[-1].at[1] : share.at[0]] if before else ""
    if not _TAKES.search(between) or re.search(r"[；。]|占[^占]*占", between):
        return None
    part = before[-1]
    lead = passage.text[span[0] : part.at[0]]
    if not exact(passage.text, part) or isinstance(part.value, tuple) or isinstance(share.value, tuple):
        return None
    for grid in grids:
        for own in grid.figures:
            if own.cell.unit != part.unit or not own.names or _TOTAL.search(own.names[0]):
                continue
            if not amounts_agree(part, Amount(own.cell.text, own.value, part.unit, (0, 0))):
                continue
            total = _total(grid, own)
            if total is None or covered(own.names[0], lead, passage, own.row) < _MOSTLY or total.value <= 0:
                continue
            if _far_off(share, own, total):
                meant = 100 * own.value / total.value
                text = f"正文说占“{share.text}”，表中“{own.cell.text}”占“{total.cell.text}”的 {meant:.3g}%"
                a = side(passage, passage.text[slice(*span)], share.text)
                return Conflict("number", a, side(total.row, total.row.text, total.cell.text), text, _SCORE)
            return None
    return None


def _of_cell(passage: Passage, span: tuple[int, int], share: Amount, grids: Sequence[Grid]) -> Conflict | None:
    """能源所占份额为28% against the cell of that row in a column of shares; of several tables none has it."""
    text = passage.text
    start = clause_span(text, *share.at)[0]
    lead = text[start : share.at[0]]
    if isinstance(share.value, tuple) or not _TAKES_ALONE.search(lead) or _OTHER_SHARE.search(lead):
        return None
    found = [
        figure
        for grid in grids
        for figure in grid.figures
        if figure.cell.unit == "percent" and _SHARE.search(" ".join(figure.cell.column)) and figure.names
        and not _TOTAL.search(figure.names[0])
        and covered(figure.names[0], lead, passage, figure.row) == 1.0
        and coverage(f"{grid.caption}{''.join(figure.names[1:])}", text[slice(*span)]) >= _CAPTION
    ]  # fmt: skip
    names = {f.names[0] for f in found}
    if len(names) != 1 or any(amounts_agree(share, Amount(f.cell.text, f.value, "percent", (0, 0))) for f in found):
        return None
    if any(abs(f.value - float(share.value)) <= _ROUNDED for f in found):
        return None
    figure = found[0]
    told = f"正文说“{figure.names[0]}”占“{share.text}”，表中占的却是“{figure.cell.text}”"
    a = side(passage, text[slice(*span)], share.text)
    return Conflict("number", a, side(figure.row, figure.row.text, figure.cell.text), told, _SCORE)


def _total(grid: Grid, own: Figure) -> Figure | None:
    found = [f for f in grid.figures if f.cell.column == own.cell.column and f.names and _TOTAL.search(f.names[0])]
    return found[0] if len(found) == 1 and found[0].cell.unit == own.cell.unit else None


def _far_off(share: Amount, own: Figure, total: Figure) -> bool:
    a, b = (printed_range(f.value, f.cell.text) for f in (own, total))
    low, high = printed_range(float(share.value) if not isinstance(share.value, tuple) else 0.0, share.text)
    slack = high - low
    return 100 * a[1] / b[0] < low - slack or 100 * a[0] / b[1] > high + slack


def _among(passage: Passage, span: tuple[int, int], share: Amount, grids: Sequence[Grid]) -> Conflict | None:
    """借款人中，女性占41% where the rows 女性借款人 and 合计 make it 36%; of several years none does."""
    said = None
    for match in _AMONG.finditer(passage.text, span[0], min(span[1], share.at[0] + 1)):
        said = match
    if said is None or share.at[0] - said.end() > 2 or isinstance(share.value, tuple):
        return None
    for grid in grids:
        own = [
            f for f in grid.figures if f.names and _both(f.names[0], said) and f.cell.unit != "percent" and f.measured
        ]
        pairs = [(f, total) for f in own if (total := _total(grid, f)) is not None and total.value > 0]
        if pairs and all(_far_off(share, *pair) for pair in pairs):
            part, total = max(pairs, key=lambda pair: pair[0].year or 0)
            meant = 100 * part.value / total.value
            text = f"正文说占“{share.text}”，表中“{part.cell.text}”占“{total.cell.text}”的 {meant:.3g}%"
            a = side(passage, passage.text[slice(*span)], share.text)
            return Conflict("number", a, side(part.row, part.row.text, part.cell.text), text, _SCORE)
    return None


def _both(name: str, said: re.Match[str]) -> bool:
    """Whether a row is of the part of the whole: 女性借款人 of 女性 and 借款人."""
    return said["part"] in name and any(
        said["whole"].endswith(name.replace(said["part"], "", 1)[-n:]) for n in (3, 2) if len(name) > n
    )


def _half(passage: Passage, span: tuple[int, int], grids: Sequence[Grid]) -> Conflict | None:
    """More than half of what a column of shares gives less than half of."""
    text = passage.text
    said = _HALF.search(text, *span)
    if said is None:
        return None
    start = max(clause_span(text, said.start(), said.end())[0], span[0])
    lead = text[span[0] : said.end()]
    if _UNSURE_HALF.search(text[start : said.start()]):
        return None
    found: list[Figure] = []
    for grid in grids:
        for figure in grid.figures:
            shares = figure.cell.unit == "percent" and _SHARE.search(" ".join(figure.cell.column))
            if not shares or not figure.names or _TOTAL.search(figure.names[0]):
                continue
            words = f"{grid.caption} {' '.join(figure.names[1:])}"
            if covered(figure.names[0], lead, passage, figure.row) == 1.0 and _shares(words, text[slice(*span)]):
                found.append(figure)
    less = said.group() in _LESS
    if len({f.names[0] for f in found}) != 1 or any((f.value < 50) == less for f in found):
        return None
    figure = found[0]
    told = f"正文说“{figure.names[0]}”{said.group()}，表中占的却是“{figure.cell.text}”"
    a = side(passage, text[slice(*span)], said.group())
    return Conflict("number", a, side(figure.row, figure.row.text, figure.cell.text), told, _SCORE)


def _tenths(passage: Passage, span: tuple[int, int], grids: Sequence[Grid]) -> Conflict | None:
    """近四成 of what a column of shares has at 30.2."""
    text = passage.text
    said = _TENTHS.search(text, *span)
    if said is None or _UNSURE_PART.search(text[span[0] : said.start()]):
        return None
    if said["almost"]:
        value = 50.0
    elif said["part"]:
        value = 100 * float(parse_number(said["of"]) or 0) / float(parse_number(said["whole"]) or 1)
    else:
        value = 10 * float(parse_number(said["n"]) or 0) + (5 if said["half"] else 0)
    below = said["near"] in ("近", "将近", "接近") or bool(said["almost"])
    if said["near"] in ("不足", "不到") and not said["part"]:
        below, value = True, value - 1.1  # so that a share of just as much is none
    low, high = (
        (value - 7, value)
        if below
        else (
            value - (0 if said["over"] or said["more"] else 3),
            value + (8 if said["near"] or said["more"] or said["over"] else 4),
        )
    )
    stop = clause_span(text, *said.span())[1]
    lead = text[clause_span(text, *said.span())[0] : stop]  # 其余四分之一由成员国政府自筹
    if not any(figure.names and figure.names[0] in lead for grid in grids for figure in grid.figures):
        lead = text[span[0] : said.start()]
    found = [
        figure
        for grid in grids
        for figure in grid.figures
        if figure.cell.unit == "percent"
        and _SHARE.search(" ".join(figure.cell.column))
        and figure.names
        and not _TOTAL.search(figure.names[0])
        and covered(figure.names[0], lead, passage, figure.row) >= _NAMED
        and coverage(f"{grid.caption}{''.join(figure.names[1:])}", text[slice(*span)]) >= _CAPTION_OF_FEW
    ]
    best = max((covered(f.names[0], lead, passage, f.row) for f in found), default=0.0)
    found = [f for f in found if covered(f.names[0], lead, passage, f.row) == best]
    if len({f.names[0] for f in found}) != 1 or any(low - 1 <= f.value <= high + 1 for f in found):
        return None
    figure = found[0]
    told = f"正文说“{figure.names[0]}”占“{said.group()}”，表中占的却是“{figure.cell.text}”"
    a = side(passage, text[slice(*span)], said.group())
    return Conflict("number", a, side(figure.row, figure.row.text, figure.cell.text), told, _SCORE)


def _shares(words: str, text: str) -> bool:
    return coverage(words.replace("占", "").replace("比重", ""), text) >= _CAPTION
