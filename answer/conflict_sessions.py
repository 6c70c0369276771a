"""A numbered meeting that is planned for a later time, or a result of a later meeting, and was held before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from answer.conflict_meetings import BODY_NTH, NTH
from answer.conflict_tools import PROSE, clause_span, sentence_around, side
from answer.records import Conflict
from index.tokens import fold_name
from ingest.numerals import parse_number
from records import DateMention, Passage

__all__ = ["session_conflicts"]

_Key = tuple[str, int]  # whose meeting, and which

_LIST = re.compile(
    r"(?P<what>可?交付成果|成果|产出|计划|安排|议程|日程|任务|活动)[^，。；：:]{0,6}?(?:主要)?(?:包括|包含|有|为|如下|是)?\s?(?:[：:]|(?<=包括)|(?<=包含)|(?<=有))"
)
_HEADED = re.compile(r"可?交付成果|计划|安排|日程|下一步|今后|展望")
_SO_FAR = re.compile(r"截[至止]|以来|迄今|至今|累计|回顾|总结|上[一次届]|落实|执行情况|完成情况")
_ITEM_ENDS = re.compile(r"[；;、，,。\n]|以及|\s(?=[（(][ivx\d]{1,4}[)）])")
_MARKED = re.compile(
    r"^\s?(?:[（(][ivxa-z\d一二三四五六七八九十]{1,4}[)）]|[①-⑩]|\d{1,2}[.．)）])?\s?(?:和|及|并)?(?:如期|按期|筹备|筹办|组织|召开|举行|举办)*\s?"
)
_AFTER_ITEM = re.compile(r"(?:的?(?:筹备|召开|举行|举办)(?:工作)?)?\s?[。.]?$")
_HELD = re.compile(r"\s?(?:在[^，。；、]{2,10})?(?:举行|召开|举办|开幕)(?:的|了)?")
_HELD_AFTER = re.compile(r"\s?(?:已经?)?(?:[于在]\s?)?$")
_TO_COME = re.compile(r"将|拟|计划|定于|预定|原定|预计|即将")
_MEETING = re.compile(r"(?:\s?[（(][A-Za-z]+[)）])?\s?(?P<rest>会议)|(?<=会)(?P<end>议)")
_BRACKET = re.compile(r"[（(][^（）()]*[)）]")
_SHORT = re.compile(r"[（(]([A-Z][A-Za-z]{1,7})[)）]")
_LEADING = re.compile(
    r"^.*(?:[的了过]|举行|召开|举办|参加|出席|包括|涵盖|筹备)|^(?:[在于由为和与及]|以及|本|该)+(?=[\u4e00-\u9fffA-Z]{4})"
)
_LATIN = re.compile(r"^[A-Za-z0-9\-]+(?=[\u4e00-\u9fff]{4})")
_LEAST_BODY, _LEAST_ELSEWHERE = 4, 7  # characters of a body; of one that means the same in another document
_A_YEAR, _MOST_PAIRS = 365, 3


@dataclass(frozen=True, slots=True)
class _Mention:
    """A numbered meeting in a passage, with its time; ``direct``: it is what its clause is about."""

    passage: Passage
    key: _Key
    at: tuple[int, int]
    text: str
    when: DateMention | None
    held: bool
    direct: bool


@dataclass(frozen=True, slots=True)
class _Planned:
    """A meeting that is to come at, or by, a time; ``by`` is what it is planned for, as printed."""

    mention: _Mention
    when: DateMention
    by: str
    of: _Key | None  # the later meeting of which it is a result


def session_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """第20次会议 among what the meeting of 2022 is to bring, when it was held in 2021."""
    mentions = [
        m for passage in passages if passage.form not in ("cover", "heading", "table") for m in _mentions(passage)
    ]
    titles = [m for passage in passages if passage.form in ("cover", "heading") for m in _mentions(passage)]
    mentions = _whole_names(mentions)
    dated: dict[_Key, list[_Mention]] = defaultdict(list)
    for mention in (*mentions, *titles):
        if mention.when is not None:
            dated[mention.key].append(mention)
    of_passage: dict[str, list[_Mention]] = defaultdict(list)
    for mention in mentions:
        of_passage[mention.passage.id].append(mention)
    for same in of_passage.values():
        for planned in chain(_listed(same, dated), _headed(same)):
            yield from _held_before(planned, dated)


def _held_before(planned: _Planned, dated: Mapping[_Key, Sequence[_Mention]]) -> Iterator[Conflict]:
    mine, when = planned.mention, planned.when
    told = [m for m in dated.get(mine.key, ()) if m.held and m.passage.id != mine.passage.id and _one_body(m, mine)]
    told = [m for m in told if m.passage.document == mine.passage.document] or told
    found = [m for m in told if m.when is not None and _earlier(m.when, planned, dated)]
    if len(found) < len(told):  # somebody tells it at that time too
        return
    found.sort(key=lambda m: (not m.direct, m.passage.document, m.passage.position))
    for rank, other in enumerate(found[:_MOST_PAIRS]):
        if other.when is not None:
            text = f"“{mine.text}”列在“{planned.by}”（{when.text}）之下，"
            text += f"{other.passage.citation.address}却说在“{other.when.text}”举行"
            here = side(mine.passage, sentence_around(mine.passage.text, mine.at[0]), planned.by)
            there = side(other.passage, sentence_around(other.passage.text, other.at[0]), other.when.text)
            yield Conflict("date", here, there, text, 0.64 - 0.02 * rank)


def _one_body(a: _Mention, b: _Mention) -> bool:
    return a.passage.document == b.passage.document or len(a.key[0]) >= _LEAST_ELSEWHERE


def _earlier(held: DateMention, planned: _Planned, dated: Mapping[_Key, Sequence[_Mention]]) -> bool:
    """Whether a meeting was over when it is planned: before the one before the later meeting, at least."""
    if held.end is None or planned.when.start is None or planned.when.end is None or held.end >= planned.when.start:
        return False
    if planned.of is None:
        return True
    before = [m.when for m in dated.get((planned.of[0], planned.of[1] - 1), ()) if m.when is not None]
    if any(last.end is not None and held.start is not None and held.start > last.end for last in before):
        return False  # between both: a result that is there already
    return (planned.when.end - held.end).days > _A_YEAR


# -- what is planned --------------------------------------------------------------------------------------------------


def _listed(mentions: Sequence[_Mention], dated: Mapping[_Key, Sequence[_Mention]]) -> Iterator[_Planned]:
    """第21届会议的成果包括：…；第20次会议, and 2022年计划包括…."""
    passage = mentions[0].passage
    for cue in _LIST.finditer(passage.text) if passage.form in PROSE else ():
        start, _ = clause_span(passage.text, cue.start(), cue.end(), "。；\n")
        lead = passage.text[start : cue.start()]
        if _SO_FAR.search(lead):
            continue
        end = passage.text.find("。", cue.end())
        end = len(passage.text) if end < 0 else end
        items = [m for m in mentions if cue.end() <= m.at[0] and m.at[1] <= end and _is_item(m, cue.end())]
        later = [m for m in mentions if start <= m.at[0] and m.at[1] <= cue.start()]
        days = [d for d in passage.dates if start <= d.at[0] and d.at[1] <= cue.start() and _known(d)]
        for item in items:
            if later:
                when = days[-1] if len(days) == 1 else _when(later[-1], dated)
                if when is not None and later[-1].key[0] != item.key[0]:
                    yield _Planned(item, when, f"{later[-1].text}的{cue['what']}", later[-1].key)
            elif len(days) == 1:
                by = passage.text[days[0].at[0] : cue.end("what")]
                yield _Planned(item, days[0], by, None)


def _when(meeting: _Mention, dated: Mapping[_Key, Sequence[_Mention]]) -> DateMention | None:
    """When a meeting is, as its document tells, else another."""
    told = sorted(dated.get(meeting.key, ()), key=lambda m: m.passage.document != meeting.passage.document)
    return told[0].when if told and _one_body(told[0], meeting) else None


def _headed(mentions: Sequence[_Mention]) -> Iterator[_Planned]:
    """A row or an item under 2022年工作计划."""
    passage = mentions[0].passage
    heading = passage.section[-1] if passage.section else ""
    year = re.search(r"((?:19|20)\d{2})\s?年(?:度)?", heading)
    first = mentions[0]
    if year is None or not _HEADED.search(heading, year.end()) or _SO_FAR.search(heading) or passage.form == "footnote":
        return
    if len(mentions) == 1 and first.when is None and _is_item(first, 0):
        start, end = date(int(year[1]), 1, 1), date(int(year[1]), 12, 31)
        yield _Planned(first, DateMention(year.group(), start, end, year.span()), heading, None)


def _is_item(mention: _Mention, start: int) -> bool:
    """Whether a meeting is a whole item of a list or a whole cell, not what something in it is about."""
    text = mention.passage.text
    cut = max((m.end() for m in _ITEM_ENDS.finditer(text, start, mention.at[0])), default=start)
    stop = _ITEM_ENDS.search(text, mention.at[1])
    before, after = text[cut : mention.at[0]], text[mention.at[1] : stop.start() if stop else len(text)]
    if mention.passage.form == "row":
        before, after = before.rsplit("|", 1)[-1], after.split("|", 1)[0]
    return _MARKED.sub("", before, count=1).strip() == "" and _AFTER_ITEM.fullmatch(after.strip()) is not None


# -- meetings ---------------------------------------------------------------------------------------------------------


def _mentions(passage: Passage) -> Iterator[_Mention]:
    text = passage.text
    for match in (*NTH.finditer(text), *BODY_NTH.finditer(text)):
        number, body, start, end = parse_number(match["n"]), match["body"], *match.span()
        if match.re is BODY_NTH:
            lead = _LEADING.match(body)
            start, body = (match.start() + lead.end(), body[lead.end() :]) if lead else (start, body)
            body += match["end"]
        elif more := _MEETING.match(text, end):  # 第三次理事会（XC）会议, 第三届部长会议
            body, end = f"{body}{more['rest'] or more['end']}", more.end()
        body = _LATIN.sub("", re.sub(r"\s", "", _BRACKET.sub("", body)))
        if number is not None and len(body) >= _LEAST_BODY:
            yield _mention(passage, (fold_name(body), int(number)), (start, end))


def _mention(passage: Passage, key: _Key, at: tuple[int, int]) -> _Mention:
    """With the time right before it or that it was held at (2021年9月举行的甲会议、乙会议), after it or in brackets."""
    text = passage.text
    start, stop = clause_span(text, at[0] + 1, at[1], "。；，\n")
    clause_dates = [d for d in passage.dates if start <= d.at[0] and d.at[1] <= stop and _known(d)]
    before = [d for d in clause_dates if d.at[1] <= at[0]]
    after = [d for d in clause_dates if d.at[0] >= at[1]]
    shown = text[slice(*at)].strip()
    when, held, direct = None, False, False
    if before:
        between = text[before[-1].at[1] : at[0]]
        verb = _HELD.match(between)
        direct = not between[verb.end() if verb else 0 :].strip(" 的")
        when, held = (before[-1], verb is not None) if verb or direct else (None, False)
    elif len(after) == 1:
        between, rest = text[at[1] : after[0].at[0]], text[after[0].at[1] : stop]
        held = between.strip() in ("（", "(") or (_HELD_AFTER.fullmatch(between) and _HELD.match(rest)) is not None
        when, direct = (after[0], True) if held else (None, False)
    held = held and _TO_COME.search(text[start:stop]) is None
    direct = direct and not text.startswith("上", at[1])
    return _Mention(passage, key, at, shown, when, held, direct)


def _known(date: DateMention) -> bool:
    return date.basis != "relative" and date.start is not None and date.end is not None


def _whole_names(mentions: Sequence[_Mention]) -> list[_Mention]:
    """CCC会议 as 海关合作委员会会议, where 海关合作委员会（CCC）第20次会议 says what CCC is."""
    whole: dict[str, str] = {}
    for mention in mentions:
        for short in _SHORT.findall(mention.text):
            whole.setdefault(f"{short.lower()}会议", mention.key[0])
    return [replace(m, key=(whole.get(m.key[0], m.key[0]), m.key[1])) for m in mentions]
