"""What a document says of a time that does not go with its own date or with the period that it reports on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from answer.actions import stage
from answer.conflict_tools import PROSE, clause_span, sentence_around, sentences, side
from answer.records import Conflict, ConflictSide
from answer.units import Unit
from records import DateMention, Document, Passage

__all__ = ["lasting_conflicts", "period_conflicts", "plan_of_past_conflicts", "tense_conflicts"]

_TOLD_AS_DONE = re.compile(
    r"(?:加入|举行|举办|启动|完成|签署|发布|出版|召开|通过|批准|成立|上线|实施|生效|审议|商定|听取|核准|确认|开幕|闭幕)了|已(?:经|于|在)?|举办的|召开的|举行的[^，。；]{2,20}上"
)
_CLOSED = re.compile(r"(?:[在于][^，。；将拟]{1,12})?(?:正式|顺利|圆满)?(?:闭幕|落幕|结束)(?=[，。；])")
_FOUNDED = re.compile(r"[^，。；]{0,24}?(?:宣告)?成立")
_AT_WHICH = re.compile(
    r"(?:[在于][^，。；]{1,10})?(?:举行|召开|举办|落幕|闭幕|结束)的[^，。；将拟]{2,24}(?:上|期间)?，?[^，。；将拟建议应]{0,16}(?:(?:通过|批准|审议|商定|确认|签署|决定|同意|宣布|核准)了|达成[^，。；]{2,12}(?=\\d|[一二三四五六七八九十]))"
)
_UNTIL_NOW = re.compile(r"[^，。；]{0,14}?以来")
_HELD = re.compile(
    r"(?:举办|举行|召开|开展|组织|主办|合办)(?:了|的)|已(?:经)?(?:举办|举行|召开|完成|结束)|(?:完成|结束)了"
)
_RANGED = re.compile(r"至|到|-|—|–|~|－")
_PLAN_NAME = re.compile(r"\s?(?:的|年)?\s?[^，。；]{0,6}(?:计划|规划|战略|方案|预算|框架|目标|任务|周期|协议|贷款)")
_YEAR_OF_PLAN = re.compile(
    r"^\d{4}\s?年(?:度)?[^，。；\d月季]{0,6}(?:计划|规划|方案|预算|目标)"
)  # 制定了2024年配套资金计划
_PLAN_REACH = 10
_PLANS = re.compile(r"(?:将|拟|预定)(?:于|在)\s?$|计划于\s?$|(?<![稳固规确决制协])定于\s?$")
# After what ends so 计划 is a verb; after other nouns it may belong to a name.
_DOER = re.compile(
    r"(?:^|[，。；：:、\s也还并又均都原现将]|项目|会议?|研讨会|培训班?|工程|中心|系统|平台|网站|方|国|部|署|局|行|组|司|院|报告|走廊|活动|工作)$"
)
_PLANS_AFTER = re.compile(
    r"\s?[，,]?\s?(?:将|拟|计划)(?:举行|召开|举办|启动|完成|发布|出版|签署|提交|部署|成立|建成|开展)"
)
_ONCE = re.compile(
    r"原(?:定|计划|拟)|曾|此前|本应|本该|未能|推迟|延期|取消|当时|实际|按(?:照)?计划|会议(?:决定|商定|同意)|[”’]"
)
_NAMED_PLAN = re.compile(r"计划|规划|时期|十[一二三四五六]五|目标")
_PERIOD = re.compile(r"报告期内?|本报告期|报告所述期间|本报告(?:涵盖|包括|介绍|反映|总结)")
_COVERS = re.compile(r"本报告(?:涵盖|包括|反映|总结)")
_LEAD = re.compile(r"报告期内?[^。]{0,30}(?:如下|包括|有|为)?\s?[：:]\s?$")
_SINCE = re.compile(r"自|以来|起|与|比|较|相比|同期|上年|去年|基线|同比")
_DONE = re.compile(r"举行|举办|召开|完成|发布|出版|签署|启动|成立|上线|部署|批准|通过|组织|加入")
_SAYING = (*PROSE, "note", "footnote")  # what a note of a table says was planned is as stale as in the text
_REACH = 60  # characters after a period in which its verb stands
_DEADLINE = re.compile(
    r"(?:延长|延期|延续|顺延|展期|推迟|推延|延后|提前|宽限|保留|维持|有效期?|有效|期限|执行|暂停|冻结)[^，。；]{0,4}(?:至|到)\s?$|(?:延|缓)(?:至|到)\s?$"
)
# 已同意自2023年7月起共用一套格式: what was agreed has happened, not what it is about
_AGREED = re.compile(r"(?:同意|商定|约定|议定|决定|承诺|允诺|确定|宣布|批准|核准|安排)[^，。；]{0,12}$")
# 除另有说明外，数据截至2024年3月31日; 本报告所载信息截至…
_UP_TO = re.compile(
    r"(?:除[另非][^，。；]{0,8}[外者]?[，,]?[^，。；]{0,16}|本(?:报告|文件|回顾|纪要)[^，。；]{0,12}|所[载列][^，。；]{0,8})截[至止]\s?到?\s?"
)
# 预计2025年结束; 原定2023年12月结束; 推进剂可支持到2026年年底: expected, or how long something lasts
_AHEAD = re.compile(
    r"(?:预计|预[期测定](?!目标|成果|任务|结果|时间|用途)|力争|争取|有望|原定|原计划|原拟|本应)(?![^，。；]*已)"
    r"|(?:可以?|能够?|支持|维持|使用|运行|服务)[^，。；]{0,4}[至到]\s?$"
)
_A_YEAR = re.compile(r"(?:19|20)\d{2}")
_UP_TO_AGAIN, _UP_TO_REACH = re.compile(r"截[至止]\s?到?\s?$"), 3
_MOST_AHEAD = 150  # days by which a day without a printed year may be ahead; beyond them it is last year's
_MOST_LASTING = 14  # days of a meeting whose first day is the date of its report
_LEAST_AFTER = 3  # days by which what is told as done must outlast the report


def tense_conflicts(
    units: Sequence[Unit],
    issued: Mapping[str, date | None],
    covers: Mapping[str, str],
    passages: Sequence[Passage] = (),
) -> Iterator[Conflict]:
    """What a document tells as done on a day after its own date.

    :param passages: all of the documents: they tell whether the date of one is the first of several days.
    """
    last, told_by = _last_days(passages, issued), _as_of(passages)
    for unit in units:
        day = issued.get(unit.passage.document)
        if day is None or unit.cell is not None or unit.inherited or unit.joint:
            continue
        until = last.get(unit.passage.document, day)
        later = [d for d in unit.dates if d.start and d.start > until and not _NAMED_PLAN.search(d.text)]
        later = [d for d in later if not _of_title(unit.passage, d, day) and not _AHEAD.search(_lead(unit, d))]
        later = [d for d in later if not _guessed(d, day) and not _DEADLINE.search(unit.passage.text[: d.at[0]])]
        later = [d for d in later if not _AGREED.search(unit.passage.text[unit.sentence_at[0] : d.at[0]])]
        later = [d for d in later if not _YEAR_OF_PLAN.search(unit.passage.text[d.at[0] : d.at[1] + _PLAN_REACH])]
        since = any(_UNTIL_NOW.match(unit.passage.text, d.at[1]) for d in later)  # 自2025年9月上线以来
        told_done = _TOLD_AS_DONE.search(unit.text) and stage(unit.text) == "done"
        if later and (told_done or since or _held_before(unit, later[0])):
            told = f"却把“{later[0].text}”的事说成已经发生"
            as_of = told_by.get(unit.passage.document)
            yield _tense(unit.passage, unit.sentence, covers, later[0].text, day, told, 0.85, as_of)


def _last_days(passages: Sequence[Passage], issued: Mapping[str, date | None]) -> dict[str, date]:
    """The last day of what a document is dated by, where it says 10月4日至6日."""
    found: dict[str, date] = {}
    for passage in passages:
        day = issued.get(passage.document)
        for mention in passage.dates if day is not None else ():
            if mention.start == day and mention.end and day and 0 < (mention.end - day).days <= _MOST_LASTING:
                found[passage.document] = max(mention.end, found.get(passage.document, day))
    return found


def _held_before(unit: Unit, mention: DateMention) -> bool:
    """2025年5月在某市召开的大会上，部长通过了…: what the sentence goes on to tell was done there."""
    rest = unit.passage.text[mention.at[1] : unit.sentence_at[1]]
    return _AT_WHICH.match(rest) is not None or _CLOSED.match(rest) is not None


def _as_of(passages: Sequence[Passage]) -> dict[str, ConflictSide]:
    """The sentence of each document that says up to which day it tells, where there is one."""
    found: dict[str, ConflictSide] = {}
    for passage in passages:
        told = _UP_TO.search(passage.text) if passage.form in (*_SAYING, "cover") else None
        dates = [d for d in passage.dates if told is not None and told.end() <= d.at[0] and d.start]
        if told is not None and dates and dates[0].at[0] - told.end() < _UP_TO_REACH:
            last = [d for d in dates if _UP_TO_AGAIN.search(passage.text[: d.at[0]])] or dates
            sentence = sentence_around(passage.text, told.start())
            found.setdefault(passage.document, side(passage, sentence, last[-1].text))
    return found


def _guessed(mention: DateMention, day: date) -> bool:
    """Whether a day has its year from elsewhere and most likely belongs to an earlier one: 12月25日 in a January."""
    if mention.basis == "printed" or mention.start is None:
        return False
    return mention.start.year > day.year or (mention.start - day).days > _MOST_AHEAD


def _of_title(passage: Passage, mention: DateMention, day: date) -> bool:
    """Whether a month without a year is one of the year that a report is called after, which has ended."""
    years = [int(year) for year in _A_YEAR.findall(passage.citation.title)]
    return mention.basis == "inherited" and bool(years) and max(years) < day.year


def _lead(unit: Unit, mention: DateMention) -> str:
    """What stands before a date in its own clause."""
    text = unit.passage.text
    return text[clause_span(text, *mention.at, "。；，,")[0] : mention.at[0]]


def lasting_conflicts(
    passages: Sequence[Passage], issued: Mapping[str, date | None], covers: Mapping[str, str]
) -> Iterator[Conflict]:
    """从3月到7月…举办的系列培训 in a document of June: told as held over a time that outlasts it."""
    for passage in passages:
        day = issued.get(passage.document)
        for mention in passage.dates if day is not None and passage.form in PROSE else ():
            stop = passage.text.find("。", mention.at[1])
            rest = passage.text[mention.at[1] : stop if stop >= 0 else len(passage.text)]
            held = _HELD.search(rest[:_REACH])
            if day is None or held is None or not _outlasts(passage.text, mention, day):
                continue
            if _ONCE.search(passage.text[max(0, mention.at[0] - 12) : mention.at[0]]):
                continue
            if stage(rest[: held.end()]) in ("done", None) and "；" not in rest[: held.start()]:
                sentence = sentence_around(passage.text, mention.at[0])
                told = f"却把持续到以后的“{mention.text}”说成已经办完"
                yield _tense(passage, sentence, covers, mention.text, day, told, 0.42)


def _tense(
    passage: Passage,
    sentence: str,
    covers: Mapping[str, str],
    value: str,
    day: date,
    told: str,
    score: float,
    as_of: ConflictSide | None = None,
) -> Conflict:
    """:param as_of: where the document says up to which day it tells, if it does."""
    here = side(passage, sentence, value)
    cover = covers.get(passage.document, passage.id)
    if as_of is not None:
        return Conflict("tense", here, as_of, f"文件所载截至 {as_of.value}，{told}", score)
    there = ConflictSide(cover, f"文件日期 {day.isoformat()}", day.isoformat())
    return Conflict("tense", here, there, f"文件日期是 {day.isoformat()}，{told}", score)


def _outlasts(text: str, mention: DateMention, day: date) -> bool:
    ranged = mention.basis == "printed" and _RANGED.search(mention.text) and not _SINCE.search(mention.text)
    if not ranged or mention.start is None or mention.end is None or _PLAN_NAME.match(text, mention.at[1]):
        return False
    return mention.start <= day and (mention.end - day).days > _LEAST_AFTER and "月" in mention.text


def plan_of_past_conflicts(
    passages: Sequence[Passage], issued: Mapping[str, date | None], covers: Mapping[str, str]
) -> Iterator[Conflict]:
    """将于2022年1月举行 in a document of June 2022: planned for a time that was over."""
    for passage in passages:
        day = issued.get(passage.document)
        if day is None or passage.form not in _SAYING:
            continue
        for mention in passage.dates:
            if mention.end is None or mention.end >= day or mention.basis == "relative" or not mention.start:
                continue
            text = passage.text
            planned = _planned(passage, mention) or _PLANS_AFTER.match(text, mention.at[1])
            start, _ = clause_span(text, *mention.at)
            sentence = sentence_around(text, mention.at[0])
            if planned and not _ONCE.search(sentence) and not text[start : mention.at[0]].startswith("在"):
                told = f"却说“{mention.text}”的事将要发生"
                yield _tense(passage, sentence, covers, mention.text, day, told, 0.6)


def _planned(passage: Passage, mention: DateMention) -> bool:
    """Whether a date is planned for: after 将于, or 计划于 where 计划 is no noun (跨境实习计划于2023年3月启动)."""
    before = passage.text[: mention.at[0]]
    found = _PLANS.search(before)
    if found is None or not found.group().startswith("计划"):
        return found is not None
    if _FOUNDED.match(passage.text, mention.at[1]):
        return False  # 计划于2019年10月成立: the programme is called so
    named = any(e.at[1] == found.start() and e.kind in ("country", "organisation") for e in passage.entities)
    return named or _DOER.search(before, 0, found.start()) is not None


def period_conflicts(
    passages: Sequence[Passage], documents: Sequence[Document], covers: Mapping[str, str]
) -> Iterator[Conflict]:
    """What a report says of its period, and a time outside of it."""
    periods = {d.id: d.period for d in documents if d.period}
    leads = {p.id for p in passages if p.form in PROSE and _LEAD.search(p.text)}
    for passage in passages:
        period = periods.get(passage.document)
        if period is None or passage.form not in PROSE:
            continue
        for start, end in sentences(passage):
            sentence = passage.text[start:end]
            told = _PERIOD.search(sentence) if not _LEAD.search(sentence) else None
            if told is None and passage.parent not in leads:
                continue
            for mention in passage.dates:
                after = told is None or mention.at[0] >= start + told.start()
                inside = start <= mention.at[0] < end and after and mention.basis != "relative"
                if inside and _outside(mention, period.start, period.end) and _an_event(passage.text, mention, end):
                    printed = f"{period.start.isoformat()} 至 {period.end.isoformat()}"
                    a = side(passage, sentence, mention.text)
                    b = ConflictSide(_where(passage, covers), f"报告期 {printed}", printed)
                    yield Conflict("date", a, b, f"报告期是 {printed}，“{mention.text}”却在报告期之外", 0.34)


def _outside(mention: DateMention, start: date, end: date) -> bool:
    if mention.start is None or mention.end is None or "月" not in mention.text:
        return False
    return mention.end < start or mention.start > end


def _an_event(text: str, mention: DateMention, end: int) -> bool:
    """Whether a date is when something was done, not what something is compared with or planned for."""
    _, stop = clause_span(text, *mention.at)
    before = text[max(0, mention.at[0] - 4) : mention.at[0]]
    clause = text[mention.at[0] : min(stop, end)]
    return (
        bool(_DONE.search(clause)) and not _SINCE.search(before + mention.text) and stage(before + clause) != "planned"
    )


def _where(passage: Passage, covers: Mapping[str, str]) -> str:
    """The passage that gives the period: this one where it does, else the cover."""
    here = _COVERS.search(passage.text) and any(_RANGED.search(d.text) for d in passage.dates)
    return passage.id if here else covers.get(passage.document, passage.id)
