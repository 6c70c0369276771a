"""Sources in pieces that can be compared with a claim: clauses and table cells, with what they inherit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeVar

from answer.actions import find_actions
from answer.cell_units import cell_units
from answer.keys import keys_of
from answer.unit import Unit
from ingest.sentences import split_sentences
from records import Amount, DateMention, EntityMention, Passage

__all__ = ["Unit", "clause_spans", "units_of"]

_Fact = TypeVar("_Fact", DateMention, EntityMention, Amount)

_BREAK = re.compile(r"[，；;：](?=[^\d]|\d{4}\s?年|\d{1,2}\s?月)|(?<=[a-z]), (?=(?:and|while|but) )|、并|，并")
_LEAD = re.compile(
    r"^\s*(?:\d|[“(（]|截至|自|从|在|到|为了?|据|根据|与此同时|随着|由于|通过|作为|其中|此外|同时|因此|例如|比如|尽管|虽然|除了?|总体而言|预计|目前|然而|但)"
)
_FIGURE = re.compile(r"\d[\d.,]*\s?(?:%|％|个?百分点|[万亿]?(?:美元|欧元|英镑|元|人|吨|公里|千瓦|小时))")
_WHOLE_YEAR = re.compile(r"全年|年末|年底")
_RESPECTIVELY = re.compile(r"分别")
_JOINT = re.compile(r"\s?(?:、|和|与|及|以及|and)\s?")
_LISTED = ("country", "organisation", "place")
_NEAR = 4  # characters between a name of a list and its figure
_SHORT = 12  # a piece this short with nothing in it but a date belongs to what follows


def units_of(
    passage: Passage, lead: str = "", lead_keys: frozenset[str] = frozenset(), period: tuple[DateMention, ...] = ()
) -> tuple[Unit, ...]:
    """The clauses of a passage, or the cells of a row.

    :param lead: the text that leads into it: the paragraph above a bullet, the title of a table.
    :param lead_keys: those of that text and of the headings.
    :param period: what the document reports on.
    """
    context = lead_keys
    if passage.form not in ("row", "table"):
        context |= keys_of(passage.text, passage.entities)
    if passage.form in ("row", "table") and passage.cells:
        return tuple(cell_units(passage, lead, context)) if passage.form == "row" else ()
    sentences = [list(_sentence_units(passage, span, context)) for span in split_sentences(passage.text)]
    spoken = [units[0].around if units else frozenset[str]() for units in sentences]
    found: list[Unit] = []
    for number, units in enumerate(sentences):
        near = frozenset().union(*spoken[max(number - 1, 0) : number], *spoken[number + 1 : number + 2])
        found += (replace(unit, period=period, near=near) for unit in units)
    return tuple(found)


def clause_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Clauses of the sentence ``text[start:end]``; a date or an adverbial before a comma stays with what follows."""
    cuts = [start]
    for match in _BREAK.finditer(text, start, end):
        if _outside_brackets(text, start, match.start()):
            cuts.append(match.end() if match.group()[0] not in "、" else match.start())
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
            amounts=_within(passage.amounts, at),
            entities=_within(passage.entities, at),
        )
        before = dates
        yield from _distributed(unit)


def _named(passage: Passage, mention: DateMention) -> bool:
    """Whether a date is part of a title (《2022年亚洲发展展望》)."""
    return any(e.at[0] <= mention.at[0] and mention.at[1] <= e.at[1] for e in passage.entities)


def _compared(text: str, mention: DateMention) -> bool:
    """Whether a date is only what something is compared with (比上年增长)."""
    return (re.search(r"[比较同]\s?$|与\s?$", text[: mention.at[0]]) is not None and "上" in mention.text) or (
        re.search(r"比\s?$", text[: mention.at[0]]) is not None
    )


def _distributed(unit: Unit) -> Iterator[Unit]:
    """2021年3月和11月，甲和乙分别加入 is two statements: each thing with its own value."""
    match = _RESPECTIVELY.search(unit.text)
    if match is None:
        yield from _listed(unit)
        return
    offset = unit.passage.text.find(unit.text, unit.at[0])
    middle = offset + match.start()
    things = _joint_run([e for e in unit.entities if e.at[1] <= middle], unit.passage.text, middle)
    values = _values(unit, middle, len(things))
    spans = [thing.at for thing in things]
    if len(values) != len(things):
        spans = _joint_words(unit.passage.text, unit.at[0], middle, len(values))
    if len(values) != len(spans):
        spans = _joint_phrases(unit.passage.text, unit.at[0], middle, len(values))
    if len(values) < 2 or len(values) != len(spans):
        yield replace(unit, joint=max(len(unit.dates), len(unit.amounts)) > 1)
        return
    for index, value in enumerate(values):
        others = [span for i, span in enumerate(spans) if i != index]
        others += [other.at for i, other in enumerate(values) if i != index]
        yield replace(_without(unit, others, value), amounts=tuple(a for a in unit.amounts if a.at not in others))
    yield replace(unit, joint=True)


def _values(unit: Unit, middle: int, things: int) -> Sequence[DateMention | Amount]:
    """The values that 分别 deals out: those after it, or else before it, one for each thing where any are as many."""
    after: list[Sequence[DateMention | Amount]] = [
        [v for v in values if v.at[0] >= middle] for values in (unit.dates, unit.amounts)
    ]
    found = [*after, unit.dates, unit.amounts]
    if things > 1 and (right := [values for values in found if len(values) == things]):
        return right[0]
    return next((values for values in found if len(values) > 1), unit.amounts)


def _listed(unit: Unit) -> Iterator[Unit]:
    """甲17台、乙12台 is two statements: a list of names each with its own figure behind it."""
    names = [e for e in unit.entities if e.kind in _LISTED]
    pairs = []
    for entity, following in pairwise([*names, None]):
        end = following.at[0] if following is not None else unit.at[1]
        own = [a for a in unit.amounts if entity is not None and entity.at[1] <= a.at[0] <= entity.at[1] + _NEAR]
        if entity is None or not own or own[0].at[1] > end:
            continue
        pairs.append((entity, own[0]))
    if len(pairs) < 2 or len({amount.unit for _, amount in pairs}) > 1:
        yield unit
        return
    for entity, value in pairs:
        others = [span for e, a in pairs if e is not entity for span in (e.at, a.at)]
        yield replace(_without(unit, others, value), amounts=tuple(a for a in unit.amounts if a.at not in others))


def _joint_run(entities: Sequence[EntityMention], text: str, middle: int) -> list[EntityMention]:
    """The last entities before 分别 that 和 and 、 join."""
    run: list[EntityMention] = []
    for entity in reversed(entities):
        if run and not _JOINT.fullmatch(text, entity.at[1], run[0].at[0]):
            break
        run.insert(0, entity)
    return run if run and middle - run[-1].at[1] <= 4 else []


def _joint_words(text: str, start: int, middle: int, count: int) -> list[tuple[int, int]]:
    """出口和进口 of 出口和进口分别: as many short words as there are values."""
    if count < 2:
        return []
    word = r"[\u4e00-\u9fff]{2,4}"
    match = re.search(rf"(?:{word}[、和与及]){{{count - 1}}}{word}$", text[start:middle])
    if match is None:
        return []
    spans, left = [], start + match.start()
    for word in re.split(r"[、和与及]", match.group()):
        spans.append((left, left + len(word)))
        left += len(word) + 1
    # the first word may drag along what stands before it: keep as many characters as the last one has
    size = spans[-1][1] - spans[-1][0]
    spans[0] = (max(spans[0][0], spans[0][1] - size), spans[0][1])
    return spans


def _joint_phrases(text: str, start: int, middle: int, count: int) -> list[tuple[int, int]]:
    """德国大众公司和法国空中客车公司 of …分别: as many phrases as there are values."""
    left = max(start, *(text.rfind(stop, start, middle) + 1 for stop in "，；："))
    edges = [left, *(left + m.end() for m in re.finditer(r"[、和与及]", text[left:middle])), middle + 1]
    return [(a, b - 1) for a, b in pairwise(edges)] if len(edges) == count + 1 else []


def _without(unit: Unit, others: Sequence[tuple[int, int]], value: DateMention | Amount) -> Unit:
    text = unit.passage.text
    piece = text[slice(*unit.at)]
    for start, end in others:
        if unit.at[0] <= start and end <= unit.at[1]:
            left, right = start - unit.at[0], end - unit.at[0]
            piece = piece[:left] + "\0" * (right - left) + piece[right:]
    entities = tuple(e for e in unit.entities if not any(a <= e.at[0] and e.at[1] <= b for a, b in others))
    dropped = {e.name for e in unit.entities} - {e.name for e in entities}
    around = frozenset(key for key in unit.around if key not in {f"e:{name}" for name in dropped})
    words = keys_of(piece, entities)
    gone = keys_of(text[slice(*unit.at)], ()) - words
    return Unit(
        passage=unit.passage, text=unit.text, sentence=unit.sentence, at=unit.at, sentence_at=unit.sentence_at,
        keys=words, around=around - gone, context=unit.context,
        dates=(value,) if isinstance(value, DateMention) else unit.dates, inherited=unit.inherited,
        amounts=unit.amounts, entities=entities, cell=None, said=piece,
    )  # fmt: skip


def _within(items: Sequence[_Fact], span: tuple[int, int]) -> tuple[_Fact, ...]:
    return tuple(item for item in items if span[0] <= item.at[0] and item.at[1] <= span[1])
