"""One thing or work that two passages date differently."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.actions import is_negated, stage
from answer.compare import dates_agree
from answer.conflict_guards import counted_until
from answer.conflict_names import alike, squeezed
from answer.conflict_tools import PROSE, candidates, sentence_around, side
from answer.records import Conflict
from answer.units import Unit
from index.tokens import fold_name
from records import DateMention, Passage

__all__ = ["event_conflicts", "things_of"]

_GROUPS: dict[str, str] = {
    "launch": r"启动|上线|开通|启用|开播|投入使用|投入运行|正式运行|通车|投产|首发",
    "publish": r"发布|出版(?!物|社)|首发|发表|公布",
    "hold": r"举行|举办|召开|开幕",
    "found": r"成立|设立|揭牌|创立|建立",
    "sign": r"签署|签订",
    "effect": r"生效",
    "approve": r"批准|通过|获批",
}
_VERB = {name: re.compile(pattern) for name, pattern in _GROUPS.items()}
_TITLE = re.compile(r"《([^《》\n]{4,60})》|“([^“”\n]{5,40})”")
_ISSUED = re.compile(r"\s?[（(]\s?$")
_TRIM = re.compile(
    r"^(?:[，,、\s]|并|于|在|由|已|已经|也|还|又|正式|成功|首次|正在|共同|联合(?!国)|其中|此外|同时|目前|以及|和|及|与|该|此|为|将|了|的|"
    r"[A-Z]{2,}\s?机制|报告期内)+|(?:[，,、\s]|于|在|由|已|已经|也|正式|成功|共同|联合|将|计划|即将|预计|首次|先后|正在|尚未|有待|上|了|的)+$"
)
_PART = re.compile(r"[一二三四五六七八九十\d]{1,3}(?:期|批|阶段|轮|次|届|号线|标段)")
_JOINED = re.compile(r"、|以及|及|和|与")
_WHOLE = "\x01"  # stands for each character of a title, in which no mark counts
_LEAST, _MOST = 6, 40  # characters of a thing
_HEAD = 2  # characters of a thing's head noun
_SAME, _LEAST_SHARE = 0.92, 0.5
_JUST = re.compile(r"新(?:近)?$")  # 采用新发布的指南: when that is used, not when it came out
_DUE = re.compile(r"底?末?(?:以|之)?前(?!期)")
_GENERIC = re.compile(r"^(?:会议|研讨会|培训|论坛|项目|协议|报告|系统|平台|网站|活动|工作|计划|网络研讨会)+$")


@dataclass(frozen=True, slots=True)
class _Told:
    """A thing, what happened to it and when, in one passage."""

    passage: Passage
    thing: str
    group: str
    when: DateMention
    sentence: str
    planned: bool
    listed: bool = False


def event_conflicts(units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Two dates of one launch, publication, signing, founding."""
    told = [one for unit in units for one in _tellings(unit)]
    told += [one for passage in passages for one in _titled(passage)]
    for i, j in candidates([squeezed(one.thing) for one in told]):
        a, b = told[i], told[j]
        if a.group == b.group and a.passage.id != b.passage.id and _differ(a, b):
            text = f"“{_short(a.thing)}”的日期不同：{a.passage.citation.address}为“{a.when.text}”，"
            text += f"{b.passage.citation.address}为“{b.when.text}”"
            one, two = side(a.passage, a.sentence, a.when.text), side(b.passage, b.sentence, b.when.text)
            sure = alike(a.thing, b.thing) >= _SAME and not (a.listed or b.listed)
            yield Conflict("date", one, two, text, 0.62 if sure else 0.42)


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


# -- things -----------------------------------------------------------------------------------------------------------


def _tellings(unit: Unit) -> Iterator[_Told]:
    """What a clause of one date and one verb is about: the words that are left."""
    dates = [d for d in unit.dates if d.start and d.end]
    own = [d for d in dates if unit.at[0] <= d.at[0] < unit.at[1]]
    inherited = not own and len(dates) == 1  # 在3月15日举行的会议上，发布了《甲》
    own = dates if inherited else own
    if unit.cell is not None or unit.joint or len(own) != 1 or unit.passage.form not in PROSE:
        return
    text = unit.passage.text[slice(*unit.at)]
    if is_negated(unit.text) or "周年" in text or counted_until(unit, own[0]):
        return
    for group, pattern in _VERB.items():
        verbs = list(pattern.finditer(text))
        if len(verbs) != 1 or _JUST.search(text[: verbs[0].start()]) or _DUE.match(unit.passage.text, own[0].at[1]):
            continue
        when = (0, 0) if inherited else (own[0].at[0] - unit.at[0], own[0].at[1] - unit.at[0])
        for thing in things_of(text, when, verbs[0].span()):
            if inherited and f"《{thing}》" not in text:
                continue
            planned = stage(unit.text) == "planned"
            yield _Told(unit.passage, thing, group, own[0], unit.sentence, planned)


def things_of(text: str, when: tuple[int, int], verb: tuple[int, int]) -> Iterator[str]:
    """The phrases right before the verb (or the date before it), and right after it; what stands in marks is one."""
    flat = _TITLE.sub(lambda match: _WHOLE * len(match.group()), text)
    (a, b), (c, d) = sorted((when, verb))
    for start, end in (_last_phrase(flat, 0, a), _last_phrase(flat, b, c), _first_phrase(flat, d, len(flat))):
        left = start
        for piece in [*_JOINED.finditer(flat, start, end), None]:
            right = piece.start() if piece else end
            phrase = text[left:right]
            marked = _TITLE.search(phrase)
            thing = (marked[1] or marked[2]) if marked else _TRIM.sub("", phrase.strip(" ，,"))
            if _LEAST <= len(fold_name(thing)) <= _MOST and not _GENERIC.match(thing) and "行的" not in thing[:3]:
                yield thing
            left = piece.end() if piece else end


def _last_phrase(flat: str, start: int, end: int) -> tuple[int, int]:
    cut = max(flat.rfind(mark, start, end) for mark in "，,。；：:（(")
    return (max(cut + 1, start), end)


def _first_phrase(flat: str, start: int, end: int) -> tuple[int, int]:
    return (
        start,
        min((at for at in (flat.find(mark, start, end) for mark in "，,。；：:（(") if at >= 0), default=end),
    )


def _titled(passage: Passage) -> Iterator[_Told]:
    """《甲》（2021年12月） in a list of what has been published."""
    if passage.form not in PROSE or not _VERB["publish"].search(passage.text):
        return
    for match in _TITLE.finditer(passage.text):
        when = next((d for d in passage.dates if d.at[0] >= match.end()), None)
        if when and match[1] and _ISSUED.fullmatch(passage.text[match.end() : when.at[0]]) and when.start and when.end:
            here = sentence_around(passage.text, match.start())
            yield _Told(passage, match[1], "publish", when, here, False, listed=True)


def _differ(a: _Told, b: _Told) -> bool:
    """Whether two tellings are of one thing at two times, and none is a plan that the other, later one overtakes."""
    first, second = fold_name(a.thing), fold_name(b.thing)
    if dates_agree(a.when, b.when) is not False or (
        a.planned != b.planned and a.passage.document != b.passage.document
    ):
        return False
    if a.planned and b.planned and a.passage.citation.date != b.passage.citation.date:
        return False
    if _PART.findall(first) != _PART.findall(second):
        return False
    if sorted(re.findall(r"\d+", first)) != sorted(re.findall(r"\d+", second)):
        return False
    shorter, longer = sorted((len(first), len(second)))
    if first[-_HEAD:] != second[-_HEAD:] and (first in second or second in first):
        return False  # 协定, 协定实施细则: a name that goes on behind the end of the other is of another thing
    same = alike(first, second)
    return shorter >= _LEAST_SHARE * longer and (same >= _SAME or _one_work(a, b, same))


def _one_work(a: _Told, b: _Told, same: float) -> bool:
    """Whether two long titles in marks say the same in two translations."""
    quoted = all(f"《{one.thing}》" in one.passage.text for one in (a, b))
    return quoted and min(len(a.thing), len(b.thing)) >= 12 and same >= 0.7
