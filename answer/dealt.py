"""A clause that tells several things at once, dealt out: 分别, lists of names with figures, changes from … to …."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from answer.course import find_course
from answer.keys import keys_of
from answer.unit import Unit
from records import Amount, DateMention, EntityMention

__all__ = ["dealt_out"]

_RESPECTIVELY = re.compile(r"分别")
_JOINT = re.compile(r"\s?(?:、|和|与|及|以及|and)\s?")
_LISTED = ("country", "organisation", "place")
_NEAR = 4  # characters between a name of a list and its figure


def dealt_out(unit: Unit) -> Iterator[Unit]:
    """The statements of a clause; a change (从639亿元增加到1923亿元) is what was before, what is now, and both."""
    course = find_course(unit.passage.text, unit.at, unit.amounts, unit.dates)
    if course is None:
        yield from _distributed(unit)
        return
    (old, before), (new, after) = course
    rest = [d for d in unit.dates if d not in (before, after)]
    yield replace(unit, joint=True, course=(old, new), dates=unit.dates if after is not None else tuple(rest))
    gone = [old.at, *([before.at] if before else [])]
    now = replace(_without(unit, gone, new), amounts=(new,), dates=tuple([after] if after else rest))
    yield replace(now, inherited=unit.inherited and after is None)
    # what was before did not yet change
    past = replace(_without(unit, [(old.at[1], new.at[1])], old), amounts=(old,), inherited=False, before=True)
    yield replace(past, dates=(before,) if before is not None else ())


def _distributed(unit: Unit) -> Iterator[Unit]:
    """2021年3月和11月，甲和乙分别加入 is two statements: each thing with its own value."""
    match = _RESPECTIVELY.search(unit.text)
    if match is None:
        yield from _listed(unit)
        return
    offset = unit.passage.text.find(unit.text, unit.at[0])
    middle = offset + match.start()
    things = _joint_run([e for e in unit.entities if e.at[1] <= middle], unit.passage.text, middle)
    if not things and (named := _named_before(unit)):
        yield from _dealt_to(unit, named, middle)
        return
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


def _named_before(unit: Unit) -> list[EntityMention]:
    """The things that end the clause before, in its sentence: 甲、乙和丙，2024年分别为….

    Nothing where the clause names something itself.
    """
    if unit.entities or unit.cell is not None:
        return []
    start, end = unit.sentence_at[0], unit.at[0]
    before = [e for e in unit.passage.entities if e.kind in _LISTED and start <= e.at[0] and e.at[1] <= end]
    return _joint_run(before, unit.passage.text, end)


def _dealt_to(unit: Unit, things: Sequence[EntityMention], middle: int) -> Iterator[Unit]:
    """What a clause gives each of the things that stand before it."""
    values = _values(unit, middle, len(things))
    if len(values) < 2 or len(values) != len(things):
        yield replace(unit, joint=max(len(unit.dates), len(unit.amounts)) > 1)
        return
    for thing, value in zip(things, values, strict=True):
        gone = {f"e:{other.name}" for other in things if other is not thing}
        others = [other.at for other in values if other is not value]
        one = _without(unit, others, value)
        kept = tuple(a for a in unit.amounts if a.at not in others)
        keys, around = one.keys | {f"e:{thing.name}"}, one.around - gone
        yield replace(one, amounts=kept, entities=(thing,), keys=keys, around=around)
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
