"""A thing that one passage calls done and another, of the same day or a later one, still under way or to come."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from answer.actions import is_negated, stage
from answer.conflict_again import comes_again, elsewhere, of_one_edition
from answer.conflict_events import things_of
from answer.conflict_names import alike, squeezed
from answer.conflict_tools import PROSE, candidates, side
from answer.records import Conflict
from answer.units import Unit
from index.tokens import fold_name
from records import Passage

__all__ = ["stage_conflicts"]

_GROUPS = {
    "build": r"竣工|完工|建成|投产|通车|施工|在建|动工|建设|安装|装修|调试",
    "publish": r"发布|出版(?!物|社)|印发|公布",
    "launch": r"上线|开通|启用|投入(?:运行|运营|商用|使用)|启动",
    "end": r"取消|撤销|终止(?!日)|实施|执行(?!董事|局|机构|委员|主任|办)|推进",
    "sign": r"签署|签订",
    "found": r"成立|揭牌|设立",
}
_VERBS = {name: re.compile(pattern) for name, pattern in _GROUPS.items()}
_MADE = "竣工(?!验收)|完工|建成|投产|通车"
_OUT = "|".join(_VERBS[name].pattern for name in ("publish", "launch", "sign", "found")) + "|取消|撤销|终止(?!日)"
_FINISHED = re.compile(rf"{_MADE}|已(?:经|于)?[^，。；]{{0,20}}(?:{_OUT})|(?:{_OUT})了")
_NOT_YET = re.compile(
    r"仍(?:然)?(?:在|处于)|正在(?:安装|装修|调试|施工|建设|筹建|编写|谈判|筹备)|在建(?!设)|尚未|还没有|有待|待(?:签署|发布|批准)|将于|拟于|计划于"
    r"|(?:正在?|仍在?)(?:按[^，。；]{1,4})?(?:实施|执行|推进)"
    rf"|预计[^，。；]{{0,12}}(?:{_MADE}|{_OUT})"
)
_AS_OF = re.compile(r"截[至止]\s?到?\s?$")
_STILL = re.compile(r"(?:(?:仍然?|还)(?:在|处于)?|正?在?按[^，。；]{0,4})$")
_RULE = re.compile(r"应当|必须|不得|可以|须|应在")
_LEAST_SAME, _SHORTEST, _HEAD = 0.92, 6, 2
_PART = re.compile(r"[一二三四五六七八九十\d]+")


@dataclass(frozen=True, slots=True)
class _Stated:
    """:ivar when: the last day of the time when it was finished, or the day on which it was not yet; ``None`` where
    nothing says it.
    """

    passage: Passage
    thing: str
    group: str
    done: bool
    sentence: str
    shown: str
    clause: str
    when: date | None


def stage_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of clauses about one thing, one finished and one not yet, though it was finished by then.

    Without a day for that, documents of two days do not contradict each other: the later one reports progress.
    """
    told = [one for unit in units for one in _stated(unit)]
    for i, j in candidates([squeezed(one.thing) for one in told]):
        a, b = told[i], told[j]
        if a.group != b.group or a.done == b.done or a.passage.id == b.passage.id:
            continue
        first, second = (a, b) if a.done else (b, a)
        if _at_one_time(first, second) and _one_thing(first, second):
            text = f"“{first.thing}”的进展状态不同：“{first.shown}”与“{second.shown}”"
            one, two = (
                side(first.passage, first.sentence, first.shown),
                side(second.passage, second.sentence, second.shown),
            )
            yield Conflict("status", one, two, text, 0.58)


def _at_one_time(done: _Stated, due: _Stated) -> bool:
    if done.when is not None and due.when is not None:
        return done.when <= due.when
    return done.passage.citation.date == due.passage.citation.date


def _stated(unit: Unit) -> Iterator[_Stated]:
    if unit.cell is not None or unit.joint or unit.passage.form not in PROSE:
        return
    text = unit.passage.text[slice(*unit.at)]
    finished, not_yet = _FINISHED.search(text), _NOT_YET.search(text)
    if (finished is None) == (not_yet is None) or (finished and is_negated(text)) or _RULE.search(text):
        return
    done = not_yet is None and stage(text) != "planned"
    for group, pattern in _VERBS.items():
        verb = pattern.search(text)
        if verb is None or (done and finished and not pattern.search(finished.group())):
            continue
        dates = [d.at for d in unit.dates if unit.at[0] <= d.at[0] < unit.at[1]]
        when = (dates[0][0] - unit.at[0], dates[0][1] - unit.at[0]) if dates else (0, 0)
        shown = (finished or not_yet or verb).group()
        day = _finished_by(unit) if done else _not_yet_on(unit)
        places = [verb.span()] if done or not_yet is None else [verb.span(), not_yet.span()]
        for thing in dict.fromkeys(thing for place in places for thing in things_of(text, when, place)):
            yield _Stated(unit.passage, _STILL.sub("", thing), group, done, unit.sentence, shown, text, day)


def _finished_by(unit: Unit) -> date | None:
    own = [d for d in unit.dates if unit.at[0] <= d.at[0] < unit.at[1]]
    return own[0].end if len(own) == 1 and own[0].basis == "printed" else None


def _not_yet_on(unit: Unit) -> date | None:
    """The day as of which a sentence tells, else that of its document."""
    text, start = unit.passage.text, unit.sentence_at[0]
    told = [d for d in unit.passage.dates if start <= d.at[0] <= unit.at[1] and _AS_OF.search(text[start : d.at[0]])]
    return told[0].end if told else unit.passage.citation.date


def _one_thing(done: _Stated, due: _Stated) -> bool:
    if comes_again(done.thing) or not of_one_edition(due.clause, done.clause):
        return False
    if elsewhere((done.passage, done.sentence), (due.passage, due.sentence)):
        return False
    one, two = fold_name(done.thing), fold_name(due.thing)
    shorter, longer = sorted((len(one), len(two)))
    if shorter < _SHORTEST or 2 * shorter < longer or sorted(_PART.findall(one)) != sorted(_PART.findall(two)):
        return False
    # 协定 and 协定实施细则: a name that goes on behind the end of the other is of another thing
    return alike(one, two) >= _LEAST_SAME and one[-_HEAD:] == two[-_HEAD:]
