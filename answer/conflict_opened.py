"""A thing that one passage calls open or finished since a day, and another, later than that day, not yet:
马累渔业冷库已于2022年5月竣工 and 马累渔业冷库的土建工程完成约六成，预计2024年第一季度才能启用.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from answer.conflict_related import Matters
from answer.conflict_things import Things, pairs_between
from answer.conflict_tools import TELLING, sentences, side
from answer.records import Conflict
from records import DateMention, Passage

__all__ = ["opened_conflicts"]

_VERB = (
    r"(?:竣工|完工|建成|落成|投入使用|投入运行|投入运营|启用|开通|开放|开业|揭牌|上线|投产|通车|受理|交付使用|运行|正式运营"
    r"|发射升空|结业|开班|付清|到账|联通|接通|开展|举行|举办|完成(?!约|了?[\d一二三四五六七八九近过]|过半))"
)
_DONE = re.compile(
    rf"(?:已(?:经|于|在)?|(?:自|从)[^，。；]{{0,14}}?(?:起|以来|开始)|[日月年]|如期|正式|顺利|均已)[^，。；未不没]{{0,12}}?(?P<verb>{_VERB})(?!前|的(?:条件|准备))"
)
_NOT_YET = re.compile(
    rf"尚在(?:施工|建设|安装|调试|编制)|仍在(?:施工|建设|安装|调试|编制)|(?:尚未|仍未|还未|未能|还没有?|没有)[^，。；的]{{0,8}}?(?:{_VERB}|动工|开工|实地|发放|支付|拨付|到位)"
    rf"|(?:要到|须到|直到|等到)[^，。；]{{0,12}}?才[^，。；]{{0,6}}?(?:{_VERB}|起步|启动|能)|预计[^，。；]{{0,14}}?(?:才能?)?[^，。；]{{0,4}}?{_VERB}"
    rf"|推迟(?:到|至)|延期(?:到|至)|停工|(?:土建|主体|施工|工程)[^，。；]{{0,8}}?完成(?:约|了)?[\d一二三四五六七八九]"
)
_PLANNED = re.compile(rf"(?:计划|拟|定)[于在][^，。；]{{0,14}}?{_VERB}")
_UNSURE = re.compile(r"如果|若|建议|应当|要求|一旦|目标|原定|原计划|力争|二期|三期|扩建|改造后")
_OTHERS = re.compile(r"其余|其他|另[一两外]|第[二三四]")
_AS_OF = re.compile(r"截[至止]\s?到?\s?$")
_BODIES = ("organisation", "country", "place", "programme")
_REACH = 48  # characters between a thing and its verb
_SCORE = 0.6


@dataclass(frozen=True, slots=True)
class _Told:
    """:ivar day: the last day of when it was done, or the day on which it was not yet."""

    passage: Passage
    sentence: str
    shown: str
    day: date


def opened_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of sentences on one thing: done by a day, and not yet in a document of that day or later."""
    done: list[_Told] = []
    due: list[_Told] = []
    for passage in passages:
        if passage.form in TELLING:
            for one, is_done in _told(passage):
                (done if is_done else due).append(one)
    things = Things(passages)
    for i, j in pairs_between([one.sentence for one in done], [one.sentence for one in due]):
        a, b = done[i], due[j]
        if a.passage.id == b.passage.id or b.day < a.day:
            continue
        thing = things.shared(a.sentence, b.sentence)
        if (
            thing
            and all(_beside(x, thing) for x in (a, b))
            and matters.related(a.passage.document, b.passage.document, surely=True)
        ):
            text = f"“{thing}”一处说“{a.shown}”，另一处却说“{b.shown}”"
            first, second = (side(x.passage, x.sentence, x.shown) for x in (a, b))
            yield Conflict("status", first, second, text, _SCORE)


def _beside(told: _Told, thing: str) -> bool:
    """Whether a sentence tells of the thing itself: no body or place, and no ； between it and the verb."""
    if any(e.text == thing and e.kind in _BODIES for e in told.passage.entities):
        return False
    if f"在{thing}" in told.sentence or f"至{thing}" in told.sentence:
        return False  # where something else was
    at, verb = told.sentence.find(thing), told.sentence.find(told.shown)
    between = told.sentence[min(at, verb) : max(at, verb)]
    return at >= 0 and "；" not in between and len(between) <= _REACH


def _told(passage: Passage) -> Iterator[tuple[_Told, bool]]:
    issued = passage.citation.date
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        if issued is None or _UNSURE.search(sentence) or _OTHERS.search(sentence):
            continue
        not_yet = _NOT_YET.search(sentence) or _PLANNED.search(sentence)
        if not_yet is not None:
            as_of = [d for d in passage.dates if start <= d.at[0] < end and _AS_OF.search(passage.text[: d.at[0]])]
            day = as_of[0].end if as_of and as_of[0].end is not None else issued
            yield _Told(passage, sentence, not_yet.group(), day), False
            continue
        told = _DONE.search(sentence)
        if told is not None:
            dates = [d for d in passage.dates if start <= d.at[0] < start + told.end("verb") and _known(d)]
            day = dates[-1].end if dates and dates[-1].end else issued
            if day <= issued:
                yield _Told(passage, sentence, told.group(), day), True


def _known(mention: DateMention) -> bool:
    return mention.start is not None and mention.end is not None
