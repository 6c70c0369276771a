"""One thing that two passages of a document date differently, in other words each time: 自2022年1月起在全国推行 and
自2022年7月起启用.

The clauses are compared by all that they say besides their dates, weighed by how rare it is; no phrase need be the
same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from answer.actions import is_negated, stage
from answer.compare import dates_agree
from answer.conflict_clauses import (
    Weights,
    by_document,
    in_two_series,
    keys_but_dates,
    labelled_apart,
    listed_apart,
    named_apart,
    one_sentence,
)
from answer.conflict_guards import counted_until, within_deadline
from answer.conflict_tools import of_two_sessions, sharing, side
from answer.records import Conflict
from answer.sources import points_back
from answer.units import Unit
from records import DateMention

__all__ = ["twice_conflicts"]

# How much of the shorter clause the longer says, the other way round, and how much that is in all (sums of log(N/n)).
# Set on planted conflicts of four texts and on 90 texts without any.
_SAME, _LEAST_SAME, _LEAST_SHARED = 0.6, 0.42, 50.0
_LONG_SAME, _LONG = 0.5, 60.0  # long clauses may part in more
_WHOLLY, _SHORT = 0.75, 26.0  # of a short clause nearly all must be said
_MOST_SHARING = 25  # a key that more dated clauses of a document have brings none of them together
_SCORE = 0.56
_YEAR, _HALF, _MONTH = 366, 200, 27  # days
# what happens to a thing once
_ONCE = frozenset(f"a:{act}" for act in ("join", "sign", "effect", "approve", "launch", "publish", "establish", "hold"))
_PERIOD = re.compile(r"\d\s?[年月日]?\s?(?:至|到|[-—–~－]+)\s?\d")
_FROM = re.compile(r"^(?:自|从)|(?:起|以来)$")
_YEAR_SAID = re.compile(r"[自从]?(?:明年|后年|今年|去年|前年)(?:起|内|开始)?")
_ACTOR = re.compile(r"(?:[部局厅署处]|银行|政府|委员会|公司|秘书处|办公室)$")
_DATES_WHAT = re.compile(
    r"(?:^|[，。；：、])\s?(?![该本此上])([\u4e00-\u9fffA-Za-z ]{4,14}?)(?:将|拟|计划|预计|定)?(?:于|在)\s?$"
)
_WHAT_ENDS = r"(?=$|[，。；、]|将|拟|计划|预计|定于|于|和|与|及)"
_SPACES = re.compile(r"\s")
_NAMED_SHARED = 10.0  # where one clause dates by name what the other tells of
_MOVED = re.compile(r"[从由][^，。；]{0,4}$")
_MOVED_TO = re.compile(r"(?:延|推迟|提前|推后|顺延|改|移)(?:后|期)?(?:至|到|为|在)\s?$")
_OF_MEETING = re.compile(r"\s?(?:在[^，。；]{1,8})?(?:举行|召开|举办)的")
_MEETING = re.compile(r"[^，。；]{0,14}?(?:会议|论坛|大会|峰会|高官会|部长会)")
_A_MEETING, _KIND = re.compile(r"[\u4e00-\u9fff]{0,4}(?:会议|论坛|大会|峰会|高官会|部长会)"), 4
_BRACKETED = re.compile(r"^[（(].*[）)]$")


@dataclass(frozen=True, slots=True)
class _Dated:
    unit: Unit
    when: DateMention
    keys: frozenset[str]


def twice_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of clauses of one document that say nearly the same of two times."""
    for prose in by_document(units):
        weights = Weights(prose)
        dated = [_Dated(u, when, keys_but_dates(u)) for u in prose for when in (_when(u),) if when is not None]
        for a, b in sharing(dated, [d.keys for d in dated], _MOST_SHARING, least=3):
            if not one_sentence(a.unit, b.unit) and _apart(a.when, b.when) and _one_thing(a, b, weights):
                told = f"同一件事的日期不同：{a.unit.passage.citation.address}为“{a.when.text}”，"
                told += f"{b.unit.passage.citation.address}为“{b.when.text}”"
                one, two = (side(x.unit.passage, x.unit.sentence, x.when.text) for x in (a, b))
                yield Conflict("date", one, two, told, _SCORE)


def _when(unit: Unit) -> DateMention | None:
    """The one date of a clause; of a time that is moved (由2025年1月延至8月) the new one."""
    text = unit.passage.text
    own = [d for d in unit.dates if unit.sentence_at[0] <= d.at[0]]
    dates = [d for d in own if d.start and (d.basis != "relative" or _YEAR_SAID.fullmatch(d.text))]
    short = [d for d in dates if d.start and (_FROM.search(d.text) or (d.end and (d.end - d.start).days <= _YEAR))]
    short = [d for d in short if not _BRACKETED.search(text[d.at[0] - 1 : d.at[1] + 1])]  # 调查（2021年）: which one
    if len(short) > 1:
        # 9月举行的会议听取了10月成为缔约国的经验: the date of the meeting is not that of what it heard
        short = [d for d in short if not _OF_MEETING.match(text, d.at[1])] or short
    if len(short) == 2 and _MOVED.search(text[: short[0].at[0]]) and _MOVED_TO.search(text[: short[1].at[0]]):
        return short[1]
    told = not unit.joint and (not is_negated(unit.text) or "不再" in unit.text) and "周年" not in unit.text
    return short[0] if len(short) == 1 and told else None


def _span(when: DateMention) -> tuple[date, date] | None:
    """What a date covers; of 自1月起 the month in which it begins."""
    if when.start is None or (when.end is None and not _FROM.search(when.text)):
        return None
    if when.end is None or _FROM.search(when.text):
        return when.start, when.start + timedelta(days=_MONTH)
    return when.start, when.end


def _apart(a: DateMention, b: DateMention) -> bool:
    first, second = _span(a), _span(b)
    if first is None or second is None or (dates_agree(a, b) is not False and not _FROM.search(a.text + b.text)):
        return False
    return first[1] < second[0] or second[1] < first[0]


def _one_thing(a: _Dated, b: _Dated, weights: Weights) -> bool:
    stages = {stage(a.unit.text), stage(b.unit.text)}
    if "planned" in stages and len(stages) > 1 and all(_is_long(x.when) for x in (a, b)):
        return False  # of one year what was done, of another what is planned
    if any(counted_until(x.unit, x.when) for x in (a, b)) or within_deadline(a.unit, b.unit):
        return False
    if (a.unit.amounts and b.unit.amounts) or stages == {"planned", "done"}:
        return False
    if all(_is_long(x.when) for x in (a, b)) and not (a.unit.keys & b.unit.keys & _ONCE):
        return False  # what is said of one year after another
    if any(_is_period(x.when) for x in (a, b)) and not all(_is_period(x.when) for x in (a, b)):
        return False  # what a time is reported on, and when something happened
    years = any(_YEAR_SAID.fullmatch(x.when.text) for x in (a, b))
    if years and (a.unit.amounts or b.unit.amounts):
        return False  # what was measured then and now
    if _of_other_meeting(a, b) or _of_other_meeting(b, a):
        return False
    shared = weights.sum(a.keys & b.keys)
    if a.unit.passage.id == b.unit.passage.id and not (years and shared >= _LEAST_SHARED):
        return False  # what a passage tells of one time after another
    if shared >= _NAMED_SHARED and (_names_what(a, b) or _names_what(b, a)):
        if _planned_later(a, b) or _planned_later(b, a):
            return False  # what is to come of a thing that is there
        return not listed_apart(a.unit, b.unit) and not _two_things(a.unit, b.unit, labelled=False)
    if shared < _SHORT or (shared < _LEAST_SHARED and any(points_back(x.unit) for x in (a, b))):
        return False
    less, more = sorted((shared / weights.sum(a.keys), shared / weights.sum(b.keys)))
    least = _LONG_SAME if shared >= _LONG else _SAME if shared >= _LEAST_SHARED else _WHOLLY
    return more >= least and less >= _LEAST_SAME and not _two_things(a.unit, b.unit)


def _names_what(a: _Dated, b: _Dated) -> bool:
    """Whether the phrase that a clause dates (跟进审计将于2026年9月…) ends or opens a phrase of the other."""
    named = _DATES_WHAT.search(a.unit.passage.text[a.unit.at[0] : max(a.when.at[0], a.unit.at[0])])
    said = _SPACES.sub("", b.unit.text)
    if named is None or _ACTOR.search(named[1]) or _is_doer(a.unit, named[1]):
        return False
    return re.search(re.escape(_SPACES.sub("", named[1])) + _WHAT_ENDS, said) is not None


def _of_other_meeting(a: _Dated, b: _Dated) -> bool:
    """Whether a date is that of a meeting (6月20日举行的高级官员会议审议了…) and the other clause speaks of another."""
    text = a.unit.passage.text
    held = _OF_MEETING.match(text, a.when.at[1])
    named = _MEETING.match(text, held.end()) if held else None
    others = [match.group() for match in _A_MEETING.finditer(b.unit.text)]
    if named is not None and of_two_sessions(named.group(), b.unit.text):
        return True
    return named is not None and bool(others) and not any(named.group()[-_KIND:] == other[-_KIND:] for other in others)


def _planned_later(a: _Dated, b: _Dated) -> bool:
    """Whether a clause tells of a plan for a time after that of another, which tells none."""
    first, second = _span(a.when), _span(b.when)
    planned = [stage(x.unit.text) == "planned" for x in (a, b)]
    return planned == [True, False] and first is not None and second is not None and first[0] > second[1]


def _is_doer(unit: Unit, phrase: str) -> bool:
    """Whether a phrase is the name of a country or body, which does many things."""
    return any(e.kind in ("country", "organisation") and e.text == phrase.strip() for e in unit.passage.entities)


def _is_long(when: DateMention) -> bool:
    span = _span(when)
    return span is None or (span[1] - span[0]).days > _HALF


def _is_period(when: DateMention) -> bool:
    """Whether a date is printed as a time of many months, from one month to another."""
    return _is_long(when) and _PERIOD.search(when.text) is not None


def _two_things(a: Unit, b: Unit, *, labelled: bool = True) -> bool:
    """Whether two clauses name two things: items of one list, two in a series, a name in each that the other lacks."""
    if labelled and labelled_apart(a, b):
        return True
    acts = [{key for key in unit.keys if key.startswith("a:")} for unit in (a, b)]
    if acts[0] and acts[1] and acts[0].isdisjoint(acts[1]):
        return True
    return named_apart(a, b) or in_two_series(a, b)
