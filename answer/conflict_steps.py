"""Why two statements that differ in a date or in how far a thing has come may both be right.

A deadline and what was done before it, one step that is told as reached and the next as still to come, the minutes of
a meeting and the meeting, a day until which something is counted.
"""

from __future__ import annotations

import re

from answer.actions import find_actions
from answer.conflict_apart import figures_of_two, of_other_label
from answer.conflict_row_stages import stages_of
from answer.conflict_sorts import Difference
from answer.conflict_statements import Statement
from answer.conflict_tools import of_two_sessions
from answer.pair_words import words_with_tags
from answer.unit import Unit

__all__ = ["both_hold"]

_STEPS = ("stage", "scale", "opposite")
_NOT_YET = re.compile(
    r"未|不|没|将|待|拟|须|需|方可|才|前提|条件|一旦|如果|若|请|建议|要求|推迟|计划|预计|应|规定|届时|满\s?\d"
)
_LACKS = re.compile(r"未|缺|没|待|无|不")
_ASKS = re.compile(r"^\s?(?:提?请|建议|要求|希望|敦促)")
_DUE_HEAD = re.compile(r"期限|时限|截止|计划|目标|拟|预计|应")
_DUE = re.compile(r"不[晚迟]于|最[晚迟]|截止")
_DUE_AFTER = re.compile(r"底?之?前|以前")
_AHEAD = re.compile(r"计划|拟|预计|将|期限|时限|应[当该于在]|须|力争|争取|推迟|延[至到期后迟]|待|原定|改[为到至期]")
_AS_OF = re.compile(r"截[至止]|到\s?$")
_MEETING = re.compile(r"第\s?[一二三四五六七八九十\d]{1,3}\s?[次届](?:[\u4e00-\u9fff]{0,12}?(?:会议?|论坛|大会|峰会))")
_PAPER = re.compile(r"的?(?:会议)?(?:纪要|记录|报告|简报|公报|文件|成果|决定|决议|议程|通知|摘要|材料)")
_PREPARED = re.compile(r"可行性研究|可研|立项|选址|勘察|初步设计|环评|招标|征求意见|起草|论证")
_COUNTS = re.compile(r"各[一二两三四五六七八九十\d]|[两二三四五六七八九十\d][笔项个家次份]")
_SEVERAL = re.compile(r"[两三四五六七八九十\d]\s?(?:国|方|家|个)")
_OF_KIND = re.compile(r"(?:成员|观察员)国?(?:的)?(?:代表|与会者|官员)")
_TITLE = re.compile(r"《([^《》]{3,})》")
_DATED_FIRST = re.compile(r"^\s?(?:(?:19|20)\d\d\s?年)?\s?\d{1,2}\s?月\s?\d{1,2}\s?日")
_JOINS = re.compile(r"加入|退出")
_LEFT_OUT = re.compile(
    r"(?:^|[，。；\s])除了?(?P<who>[^，。；]{2,16}?)(?:以外|之外|外)[，,、]?(?![^，。；]{0,6}[也还又])"
)
_OF_ALL = ("direction", "quantity", "polarity", "opposite", "stage")
_PERIOD = re.compile(r"\d{4}\s?年[^，。；]{0,6}(?:至|到|[-—–~－]+)\s?\d{4}\s?年")


def both_hold(a: Statement, b: Statement, difference: Difference) -> bool:
    """Whether two statements do not exclude each other, though they differ."""
    one, two = a.unit, b.unit
    if _of_two_titles(one, two) or _paper_of_meeting(one, two):
        return True
    if _of_two_bodies(one, two, difference) or _left_out(one, two, difference):
        return True
    if difference.sort == "number":
        return figures_of_two(one, two, (difference.a, difference.b))
    if difference.sort in _STEPS:
        if _only_prepared(one, two, difference):
            return True
        return _next_step(one, two, difference) or _of_header(one, difference.a) or _of_header(two, difference.b)
    if difference.sort == "ordinal":
        return _of_two_series(one, two, difference)
    if difference.sort in ("who", "place") and _of_two_names(one, two, difference):
        return True
    if difference.sort == "count":
        return one.passage.id == two.passage.id and _COUNTS.search(difference.b + difference.a) is not None
    if difference.sort == "scale" and all(_OF_KIND.search(unit.text) for unit in (one, two)):
        return True  # 成员国代表 and 观察员国代表, two groups
    if difference.sort == "polarity":
        return any(unit.cell is not None and unit.cell.value is not None for unit in (one, two))  # a bare figure
    if difference.sort == "date":
        return _of_two_times(a, b, difference)
    return False


def _of_two_times(a: Statement, b: Statement, difference: Difference) -> bool:
    """Whether two dates may both be right."""
    one, two = a.unit, b.unit
    told_by = ((one, difference.a), (two, difference.b))
    if of_other_label(one, two) or of_other_label(two, one) or _of_two_acts(one, two):
        return True
    if len({_PERIOD.search(told) is not None for told in (difference.a, difference.b)}) > 1:
        return True  # what a time is reported on, and when something happened
    if all(_AS_OF.search(unit.text.partition(told)[0][-3:]) for unit, told in told_by):
        return True  # two reports, each as of its day
    if _of_two_stages(one, two, difference):
        return True
    return _before_due(a, b, difference) or _before_due(b, a, _turned(difference)) or _two_days(one, two)


def _left_out(a: Unit, b: Unit, difference: Difference) -> bool:
    """Whether one leaves out the row that the other is of: 除小麦外均提高, and the row of wheat."""
    for told, other in ((a, b), (b, a)):
        if difference.sort not in _OF_ALL or other.cell is None:
            continue
        row = " ".join(other.cell.row)
        if any(match["who"].strip() in row for match in _LEFT_OUT.finditer(told.text)):
            return True
    return False


def _of_two_names(a: Unit, b: Unit, difference: Difference) -> bool:
    """Whether two names are of two sessions, who is named is one of several, or the other tells of both."""
    if of_two_sessions(a.text, b.text):
        return True
    if difference.sort != "who":
        return False
    told = ((a, difference.a), (b, difference.b))
    return (
        _follows(b, difference.a, difference.b)
        or _follows(a, difference.b, difference.a)
        or any(_of_several(unit, who) for unit, who in told)
    )


def _follows(unit: Unit, first: str, other: str) -> bool:
    """Whether a sentence tells of one and in a later clause of another: 甲国已加入，乙国紧随其后."""
    before, found, _ = unit.sentence.partition(other)
    return bool(first and other and found) and "，" in before.partition(first)[2] and first in before


def _of_two_bodies(a: Unit, b: Unit, difference: Difference) -> bool:
    """Whether each names what is joined, and they are two: 加入《京都公约》, 申请加入世贸组织."""
    joined = []
    for unit in (a, b):
        found = _JOINS.search(unit.text)
        places = {
            unit.text.find(e.text, found.end()): e.name
            for e in unit.entities
            if found and e.kind in ("agreement", "organisation")
        }
        places.pop(-1, None)
        joined.append(places[min(places)] if places else "")
    one, two = joined
    return difference.sort == "scale" and bool(one and two) and one not in two and two not in one


def _of_two_acts(a: Unit, b: Unit) -> bool:
    """Whether two sentences tell of two acts on one thing, each on its day: a standard is passed, and taken over."""
    if a.cell is not None or b.cell is not None:
        return False
    acts = [set(find_actions(unit.text)) for unit in (a, b)]
    told = [_TITLE.sub("", unit.text) for unit in (a, b)]
    verbs = [{word for word, tag in words_with_tags(text) if tag == "v" and len(word) > 1} for text in told]
    told_of = any(acts) and all(own or words for own, words in zip(acts, verbs, strict=True))
    return told_of and acts[0].isdisjoint(acts[1]) and verbs[0].isdisjoint(verbs[1])


def _of_several(unit: Unit, who: str) -> bool:
    """Whether a body is the last of several that are named, or stands for them: 甲、乙和丙五国教育部."""
    lead = unit.text.partition(who)[0]
    return bool(who) and (lead.endswith(("、", "和", "与", "及")) or _SEVERAL.search(who) is not None)


def _of_two_series(a: Unit, b: Unit, difference: Difference) -> bool:
    """Whether two ordinals count two things: 第七次部长级会议 and 第十五次高官会议."""
    series = [
        match[1] if (match := re.search(rf"{re.escape(told)}([\u4e00-\u9fff]{{2,12}}?会)", unit.text)) else ""
        for unit, told in ((a, difference.a), (b, difference.b))
    ]
    return all(series) and series[0] not in series[1] and series[1] not in series[0]


def _of_two_stages(a: Unit, b: Unit, difference: Difference) -> bool:
    """Whether the header of a dated cell names one stage (批准日期) and the clause of the other date another (签署)."""
    for cell, text, told in ((a, b, difference.b), (b, a, difference.a)):
        if cell.cell is None or text.cell is not None:
            continue
        listed, said = stages_of(" ".join(cell.cell.column)), stages_of(text.text.partition(told)[2])
        if listed and said and listed.isdisjoint(said):
            return True
    return False


def _turned(difference: Difference) -> Difference:
    return Difference(difference.sort, difference.b, difference.a)


def _of_two_titles(a: Unit, b: Unit) -> bool:
    """Whether two sentences are about two works: 《甲办法》 is open to comment, 《乙规则》 is done."""
    titles = [set(_TITLE.findall(unit.sentence)) for unit in (a, b)]
    return bool(titles[0] and titles[1]) and not any(
        x in y or y in x or x[-4:] == y[-4:] for x in titles[0] for y in titles[1]
    )


def _paper_of_meeting(a: Unit, b: Unit) -> bool:
    """Whether one tells of a meeting and the other of its minutes: 第三次会议纪要 is issued when that has been held."""
    found = [
        [(m, _PAPER.match(unit.text, m.end()) is not None) for m in _MEETING.finditer(unit.text)] for unit in (a, b)
    ]
    papers = [bool(own) and all(paper for _, paper in own) for own in found]
    return all(found) and papers[0] != papers[1]


# -- steps ------------------------------------------------------------------------------------------------------------


def _next_step(a: Unit, b: Unit, difference: Difference) -> bool:
    """Whether what has got further is only told as still to come (已签署, 尚未生效), or told by the other too."""
    if difference.behind == 0:
        return False
    further, less = (b, a) if difference.behind == 1 else (a, b)
    word, step = (difference.b, difference.a) if difference.behind == 1 else (difference.a, difference.b)
    if len(word) < 2 or further.cell is not None:
        return False
    if step and any(_LACKS.search(further.sentence[max(0, at - 12) : at]) for at in _places(further.sentence, step)):
        return False  # 还缺一国批准，因此没有生效: it speaks of the step that the other tells as reached
    if _ASKS.search(further.sentence):
        return True
    before = [further.text[:at] for at in _places(further.text, word)]
    if before and all(_NOT_YET.search(lead[-12:]) for lead in before):
        return True
    own = less.sentence if less.cell is None else ""
    return any(not _NOT_YET.search(own[max(0, at - 12) : at]) for at in _places(own, word))


def _only_prepared(a: Unit, b: Unit, difference: Difference) -> bool:
    """Whether what is done is a step before the other, of which that says nothing: 拟建市场, 可行性研究已完成."""
    further, less = (b, a) if difference.behind == 1 else (a, b)
    told = _PREPARED.search(further.text)
    return difference.behind != 0 and told is not None and told.group() not in less.sentence


def _places(text: str, word: str) -> list[int]:
    return [match.start() for match in re.finditer(re.escape(word), text)]


def _of_header(unit: Unit, word: str) -> bool:
    """Whether only a header of a cell says how far a thing has come (计划完工：2024年6月): what its column holds."""
    cell = unit.cell
    if cell is None or word in cell.text or not word:
        return False
    inside = word in cell.row[-1] if cell.row else False
    return inside or any(word in head for head in cell.column)


# -- dates ------------------------------------------------------------------------------------------------------------


def _before_due(due: Statement, done: Statement, difference: Difference) -> bool:
    """Whether one date is a deadline or the end of a count, and the other of what was not later."""
    if not _is_due(due.unit, difference.a) or _is_due(done.unit, difference.b) or _AHEAD.search(done.unit.text):
        return False
    first = [moment for moment in done.dates if moment.text == difference.b]
    last = [moment for moment in due.dates if moment.text == difference.a]
    return not first or not last or min(m.start for m in first) <= max(m.end for m in last)


def _is_due(unit: Unit, printed: str) -> bool:
    if unit.cell is not None:
        holding = [c for c in unit.passage.cells if printed in c.text] or [unit.cell]
        return any(_DUE_HEAD.search(head) for cell in holding for head in cell.column)
    lead, _, rest = unit.text.partition(printed)
    return bool(_DUE.search(lead[-6:]) or _DUE_AFTER.match(rest) or _AS_OF.search(lead[-3:]))


def _two_days(a: Unit, b: Unit) -> bool:
    """Whether two sentences of one passage each begin with their day: what happened on one and on the other."""
    return a.passage.id == b.passage.id and all(_DATED_FIRST.search(unit.sentence) for unit in (a, b))
