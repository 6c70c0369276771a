"""Sources in pieces that can be compared with a claim: clauses and table cells, with what they inherit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from answer.actions import find_actions
from answer.cell_units import cell_units
from answer.dealt import dealt_out
from answer.keys import keys_of
from answer.row_units import row_trend
from answer.shares import shares_in
from answer.unit import Unit
from ingest.sentences import split_sentences
from records import Amount, DateMention, EntityMention, Passage

__all__ = ["Unit", "clause_spans", "units_of"]

_Fact = TypeVar("_Fact", DateMention, EntityMention, Amount)

_BREAK = re.compile(
    r"；|(?<!\d)，|，(?!\d{3}(?!\d))|[;：](?=[^\d]|\d{4}\s?年|\d{1,2}\s?月)|(?<=[\u4e00-\u9fff%)）]),(?=\S)"
    # 贷款62%、拨款23%、赠款15%: each thing with its figure
    r"|(?<=[%％元人吨个家名户件艘架套座辆起例张])、"
    r"(?=[^、，。；\d]{2,20}\d[\d.,]*\s?(?:%|％|[万亿]?(?:美元|欧元|元|人|吨)|[个家名户件艘架套座辆起例张])[、，,。；;）\n])"
    r"|(?<=[a-z]), (?=(?:and|while|but) )|、并|，并"
)
_LEAD = re.compile(
    r"^\s*(?:\d|[“(（]|截至|自|从|在|到|为了?|据|根据|与此同时|随着|由于|通过|作为|其中|此外|同时|因此|例如|比如|尽管|虽然|除了?|总体而言|预计|目前|然而|但)"
)
_FIGURE = re.compile(
    r"\d[\d.,]*\s?(?:%|％|个?百分点|[万亿]?(?:美元|欧元|英镑|元|人|吨|公里|千瓦|小时|[个家名座台所份种项艘架辆起件户例宗张](?!月)))|[一二三四五六七八九]成"
)
_WHOLE_YEAR = re.compile(r"全年|年末|年底")
_PLAN = re.compile(r"的?[\u4e00-\u9fff]{0,3}(?:目标|计划|规划|战略|方案|预算)")
_OPENS = 6  # characters before a date that opens a sentence (截至, 刚刚过去的)
_OPENING, _CLOSING, _YEAR = "（(", "）)", 366
_SHORT = 12  # a piece this short with nothing in it but a date belongs to what follows


def units_of(
    passage: Passage,
    lead: str = "",
    lead_keys: frozenset[str] = frozenset(),
    period: tuple[DateMention, ...] = (),
    caption: str = "",
) -> tuple[Unit, ...]:
    """The clauses of a passage, or the cells of a row.

    :param lead: the text that leads into it: the paragraph above a bullet, the title of a table.
    :param lead_keys: those of that text and of the headings.
    :param period: what the document reports on.
    :param caption: the title of the table of a row.
    """
    context = lead_keys
    if passage.form not in ("row", "table"):
        context |= keys_of(passage.text, passage.entities)
    if passage.form in ("row", "table") and passage.cells:
        told = cell_units(passage, lead, context, caption) if passage.form == "row" else ()
        cells = tuple(replace(unit, period=period) for unit in told)
        trend = row_trend(passage, cells, caption)
        return (*cells, trend) if trend is not None else cells
    sentences = [list(_sentence_units(passage, span, context)) for span in split_sentences(passage.text)]
    spoken = [units[0].around if units else frozenset[str]() for units in sentences]
    found: list[Unit] = []
    opening: tuple[DateMention, ...] = ()
    for number, units in enumerate(sentences):
        near = frozenset().union(*spoken[max(number - 1, 0) : number], *spoken[number + 1 : number + 2])
        opening = _opening_dates(units) or opening
        found += (replace(unit, period=() if unit.before else (*opening, *period), near=near) for unit in units)
    return tuple(found)


def _opening_dates(units: Sequence[Unit]) -> tuple[DateMention, ...]:
    """The date that a sentence begins with (2021年，四国…): the next ones without a date speak of it too."""
    first = units[0] if units else None
    if first is None or first.inherited:
        return ()
    near = (d for d in first.dates if d.at[0] <= first.at[0] + _OPENS)
    # 五年来 is not the time of one of its years
    return tuple(d for d in near if d.start and d.end and (d.end - d.start).days <= _YEAR)


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Clauses of the sentence ``text[start:end]``; a date or an adverbial before a comma stays with what follows."""
    cuts = [start]
    for match in _BREAK.finditer(text, start, end):
        if _outside_brackets(text, start, match.start()):
            cuts.append(match.start() if match.group() == "、并" else match.end())
    cuts.append(end)
    spans: list[tuple[int, int]] = []
    pending = start
    for left, right in pairwise(cuts):
        piece = text[left:right]
        short = len(piece) <= _SHORT and not find_actions(piece)
        adverbial = bool(_LEAD.match(piece)) and not find_actions(piece) and len(piece) <= 2 * _SHORT
        leading = (short or adverbial) and _FIGURE.search(piece) is None
        if leading and right < end and (text[right - 1] in "，,：" or left == right):
            continue
        spans.append((pending, right))
        pending = right
    if pending < end:
        spans.append((pending, end))
    return [span for span in spans if text[span[0] : span[1]].strip()]


def _outside_brackets(text: str, start: int, position: int) -> bool:
    piece = text[start:position]
    return all(piece.count(a) <= piece.count(b) for a, b in ("（）", "()", "《》", "“”"))


def _sentence_units(passage: Passage, span: tuple[int, int], context: frozenset[str]) -> Iterator[Unit]:
    text = passage.text
    sentence = text[slice(*span)]
    around = keys_of(sentence, _within(passage.entities, span))
    before: tuple[DateMention, ...] = ()
    for at in clause_spans(text, *span):
        dates = tuple(d for d in _within(passage.dates, at) if not _named(passage, d) and not _compared(text, d))
        own = bool(dates) or _WHOLE_YEAR.search(text, *at) is not None
        dates = dates or (() if own else before)
        unit = Unit(
            passage=passage,
            text=text[slice(*at)].strip(" ，,；;"),
            sentence=sentence,
            at=at,
            sentence_at=span,
            keys=keys_of(text[slice(*at)], _within(passage.entities, at)),
            around=around,
            context=context,
            dates=dates,
            inherited=not own,
            amounts=_within((*passage.amounts, *shares_in(text)), at),
            entities=_within(passage.entities, at),
        )
        before = dates
        yield from dealt_out(unit)


def _named(passage: Passage, mention: DateMention) -> bool:
    """Whether a date is part of a title (《2022年亚洲发展展望》), or the years of a plan (第二阶段（2021—2025年）)."""
    before, after = passage.text[: mention.at[0]][-1:], passage.text[mention.at[1] :][:1]
    years = mention.start and mention.end and (mention.end - mention.start).days > _YEAR
    if years and (
        (before and before in _OPENING and after and after in _CLOSING) or _PLAN.match(passage.text, mention.at[1])
    ):
        return True
    return any(e.at[0] <= mention.at[0] and mention.at[1] <= e.at[1] for e in passage.entities)


def _compared(text: str, mention: DateMention) -> bool:
    """Whether a date is only what something is compared with (比上年增长)."""
    return (re.search(r"[比较同]\s?$|与\s?$", text[: mention.at[0]]) is not None and "上" in mention.text) or (
        re.search(r"比\s?$", text[: mention.at[0]]) is not None
    )


def _within(items: Sequence[_Fact], span: tuple[int, int]) -> tuple[_Fact, ...]:
    return tuple(item for item in items if span[0] <= item.at[0] and item.at[1] <= span[1])
