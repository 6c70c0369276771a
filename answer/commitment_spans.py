"""Promises as spans: one for each, cut out of sentences, bullets and lists, never reworded."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

from answer.commitment_cues import DELIVERABLES_ARE, DONE, JOINED_ACT, PLANNED, TASK, Cue, CueKind, clear_task, find_cue
from ingest.sentences import split_sentences

__all__ = ["Promise", "Span", "at_semicolons", "promises_in", "trim"]

Span = tuple[int, int]

_OPENING, _CLOSING = "（(《“「[", "）)》”」]"
_ENUMERATOR = re.compile(
    r"[（(](?:[ivx]{1,4}|\d{1,2}|[一二三四五六七八九十])[)）]|(?<![\d\w])\d{1,2}[)）、]|[①-⑳]|"
    r"[一二三四五六七八九十]是"
)
_LEADS_IN = re.compile(r"[:：]\s*$|(?:见下表|如下表|如下|见表\s*\d+|下表(?:所示)?)[。；]?\s*$")
# 完成研究并举办研讨会: two events without a comma between them. Verbs of events only: 审议并核准 is one act.
_INNER = re.compile(
    r"(?<=[\u3400-\u9fff\w》”])并(?=(?:举办|举行|召开|启动|发布|出版|提交|移交|开展|签署|组织|制定|"
    r"部署)[^，。；]{2})"
)
_RUN_IN_HEAD = re.compile(r"[^，。；：\d]{2,12}。")  # 2.扩大有效投资。 is the head of what follows
# a clause with its own subject that promises: ，中方将在未来三年…; ，力争到2030年…
_OWN_SUBJECT = re.compile(
    r"[\u3400-\u9fffA-Z]{2,10}?将(?=[在于与向为对])|力争(?=(?:到|在|于)(?![^，。；]{0,12}前?(?:完成|实现|达成|签署)[。；]?$))"
)
_CONNECTIVE = re.compile(r"\s*(?:并且?(?!非|列|轨)|同时[，,]?|以及|且)")
_COUNTED = re.compile(r"\d[\d,.]*[万亿]?[多余]?[\u3400-\u9fff%％]")
# 启动谈判，力争在2024年底前完成: the end of the same act
_ONLY_DONE = re.compile(
    r"(?:并|力争|争取|确保|预计|计划)*(?:在|于|到)?[^，。；]{0,14}?(?:完成|达成|报送|上报|提交|反馈)[。；;]?$"
)
_LEADING = re.compile(r"^[\s—–-]+")
_SHORTEST_ACT = 5  # characters before 并 that can name an act with its object
_SHORTEST = 3  # characters; 以及 alone is no promise
_TAIL = re.compile(r"(?:[；;，,、]\s*(?:以及|和|及|and)?|以及)\s*$", re.IGNORECASE)
_DEFINES = re.compile(
    r"^(?:这|其|该[^，。；]{0,12})(?:是|旨在|为|属于|介绍|描述|概述)|是指|仍然?具有|旨在(?![^。]{0,30}\d{4})"
)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise at ``span`` of a text; ``head`` is where the sentence that it shares with others begins."""

    span: Span
    kind: CueKind
    cue: str
    head: int


def promises_in(
    text: str, *, task: bool, listed: bool = False, planned: bool = False, names: Collection[str] = ()
) -> tuple[Promise, ...]:
    """The promises of a text, in order, without overlap.

    :param text: a paragraph, bullet, note or cell.
    :param task: whether it stands in a plan, where a bare verb promises (完成详细设计).
    :param names: names of countries and bodies in the text.
    :param planned: whether the text by itself tells of nothing but plans, figures to be reached among them.
    :param listed: whether it is an item of a list of tasks, where every statement that is no report promises.
    """
    found: list[Promise] = []
    for start, end in split_sentences(text):
        sentence = text[start:end]
        outputs = _outputs(sentence)
        if outputs:
            said = sentence[: outputs[0][0]][-12:]
            found += [Promise((start + a, start + b), "promise", said, start) for a, b in outputs]
            continue
        heads = start == 0 and end < len(text.rstrip()) and _RUN_IN_HEAD.fullmatch(sentence)
        if _LEADS_IN.search(sentence) or (heads and not find_cue(sentence, "", names)):
            continue
        for a, b in _segments(sentence):
            found += _promises(text, (start + a, start + b), start, _Reading(task, listed, planned, names))
    return tuple(found)


def trim(text: str, span: Span) -> Span:
    """A span without the spaces, joining words and semicolons at its edges."""
    start, end = span
    while start < end and text[start] in " \t\u3000\n，,；;、|":
        start += 1
    while True:
        match = _TAIL.search(text[start:end])
        piece = text[start:end].rstrip()
        if match and match.start() > 0:
            end = start + match.start()
        elif len(piece) < end - start:
            end = start + len(piece)
        else:
            return start, end


@dataclass(frozen=True, slots=True)
class _Reading:
    """How the clauses of a passage are read."""

    task: bool
    listed: bool
    planned: bool
    names: Collection[str]


def _promises(text: str, span: Span, head: int, reading: _Reading) -> list[Promise]:
    """The promises of one segment: it may join several by 并, 同时 or counted tasks."""
    start, end = span
    segment = text[start:end]
    whole = _judged(segment, text[head:start], reading)
    if whole is None:
        return []
    found: list[Promise] = []
    for a, b in _parts(segment, text[head:start], reading):
        cue = _judged(segment[a:b], segment[:a], reading) or whole
        said = segment[a:b][cue.start : cue.end] or "任务"
        found.append(Promise(trim(text, (start + a, start + b)), cue.kind, said, head))
    return found


def _judged(clause: str, before: str, reading: _Reading) -> Cue | None:
    cue = find_cue(clause, before, reading.names)
    if cue:
        return cue
    bare = re.sub(r"^[^，。；：:]{1,24}[：:]", "", clause)
    reports = DONE.search(bare) or _DEFINES.search(bare)
    bare = _LEADING.sub("", bare)
    in_plan = reading.planned and PLANNED.match(bare) is not None
    if reading.task and not reports and (reading.listed or in_plan or clear_task(bare) or _after_adverbial(bare)):
        return Cue("promise", 0, 0)
    return None


def _after_adverbial(clause: str) -> bool:
    """Whether a task's verb follows a phrase of time, purpose or means: 为实施总规划，开展…; 2024年底前编制…."""
    match = re.match(
        r"(?:为|通过|在|到|至|围绕|根据|按照|力争|对|年内)[^。；]{1,60}?[，,前]|[^，。；]{0,12}(?:年|月|日|"
        r"季度)(?:底|末|初)?[前内]?[，,]?",
        clause,
    )
    return bool(match and TASK.match(clause[match.end() :]))


def _outputs(sentence: str) -> list[Span]:
    """The enumerated items of a sentence that lists promised outputs: 主要成果包括：(i) …；(ii) …."""
    said = DELIVERABLES_ARE.search(sentence)
    if not said or DONE.search(sentence[: said.end()]):
        return []
    marks = [m.start() for m in _ENUMERATOR.finditer(sentence, said.end())]
    if len(marks) < 2:
        return []
    edges = [*marks, len(sentence)]
    return [trim(sentence, (a, b)) for a, b in pairwise(edges)]


def at_semicolons(sentence: str) -> list[Span]:
    """A sentence cut at the semicolons outside brackets and titles."""
    cuts = [0, *(i + 1 for i in _outside(sentence, "；;")), len(sentence)]
    return [(a, b) for a, b in pairwise(cuts) if sentence[a:b].strip()]


def _segments(sentence: str) -> list[Span]:
    """A sentence at its semicolons, and at enumerators whose items are tasks of their own."""
    segments = at_semicolons(sentence)
    marks = [m.start() for m in _ENUMERATOR.finditer(sentence)]
    if len(marks) >= 2:
        items = list(zip(marks, [*marks[1:], len(sentence)], strict=True))
        own = [TASK.match(_ENUMERATOR.sub("", sentence[a:b], count=1).lstrip()) for a, b in items]
        if all(own) and not TASK.match(sentence[: marks[0]]) and "以下" not in sentence[: marks[0]]:
            segments = items if not sentence[: marks[0]].strip() else [(0, items[0][1]), *items[1:]]
        else:
            # items of one act (完成以下两项研究：（i）…；（ii）…) stay with it
            head = max(a for a, _ in segments if a <= marks[0])
            segments = [s for s in segments if s[1] <= head] + [(head, len(sentence))]
    return [s for s in (trim(sentence, s) for s in segments) if s[1] - s[0] > _SHORTEST]


def _parts(segment: str, before: str, reading: _Reading) -> list[Span]:
    """A segment where a second promise begins: ，并为…开展…; 研究并举办…; ，新增…1万张; ，中方将….

    What stands before must be a promise itself: 正在制定法律，预计年内提交 is one.
    """
    cuts, counted = [0], False
    for comma in _outside(segment, "，,"):
        rest = segment[comma + 1 :].lstrip()
        if _ONLY_DONE.match(rest):
            continue
        if JOINED_ACT.match(rest) or _OWN_SUBJECT.match(rest):
            if _judged(segment[cuts[-1] : comma], before, reading):
                cuts.append(comma + 1)
        elif (
            TASK.match(rest)
            and TASK.match(segment[cuts[-1] :].lstrip("，, "))
            and (counted or (_COUNTED.search(rest.split("，")[0]) and _COUNTED.search(segment[cuts[-1] : comma])))
        ):
            cuts.append(comma + 1)
            counted = True  # a list of counted tasks goes on where one of them has no figure
    free = _outside_set(segment)
    for match in _INNER.finditer(segment):
        at = match.start()
        begin = max(c for c in cuts if c <= at)
        if at - begin >= _SHORTEST_ACT and at in free and "，" not in segment[begin:at]:
            cuts.append(at)
    edges = [*sorted(set(cuts)), len(segment)]
    parts = pairwise(edges)
    return [(_after_connective(segment, a) if a else a, b) for a, b in parts]


def _after_connective(segment: str, start: int) -> int:
    match = _CONNECTIVE.match(segment, start)
    return match.end() if match else start


def _outside(text: str, marks: str) -> list[int]:
    """Where a mark stands outside brackets, quotes and titles."""
    free = _outside_set(text)
    return [i for i, char in enumerate(text) if char in marks and i in free]


def _outside_set(text: str) -> frozenset[int]:
    depth, free = 0, []
    for i, char in enumerate(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(depth - 1, 0)
        elif not depth:
            free.append(i)
    return frozenset(free)
