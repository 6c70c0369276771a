"""What of a question an answer may not change: its names, years, numbers, and what it says to happen."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from answer.actions import is_negated
from answer.aimed import asked_state, told_state
from answer.asked_of import is_told
from answer.compare import amounts_agree, comparable, dates_agree
from answer.match import has_name
from answer.match_words import worded_differently
from answer.measured import measures
from answer.ordinals import ordinals_in
from answer.part_of import of_another_part
from answer.questions import FIGURES, Question
from answer.reading import Feature, Reading, is_code
from answer.sources import cover
from answer.spelled import is_spelled, spelled_in
from answer.subjects import is_of_subject
from answer.units import Unit
from answer.whereabouts import is_of_place
from ingest.dates import DateContext, find_dates
from records import Amount, DateMention

__all__ = ["has_exact", "lacking"]

_NAMES = ("organisation", "programme", "agreement", "place", "corridor", "publication", "event", "country")


# 亚行，2019 年，《…》，马尼拉: a reference says when something was published without a verb
_REFERENCES = (
    ("publish", re.compile(r"^[^，。,《]{2,30}[，。,]\s?(?:19|20)\d\d\s?年?[，。,]\s?[《“]?[\u4e00-\u9fffA-Z]")),
    # 《…公约》（纽约，2005年）
    ("sign", re.compile(r"》\s?[（(][^（）()]{0,12}(?:19|20)\d\d\s?年?\s?[）)]")),
)
_BROUGHT_OUT = frozenset({"a:launch", "a:publish"})
_WORLD = re.compile(
    r"全球|世界(?!银行|贸易|卫生|海关|知识|动物|气象|旅游)"
    r"|\b(?:world|global)\b(?! (?:bank|trade organi|health|customs))",
    re.IGNORECASE,
)


_STAGE = re.compile(r"(?<![第\d十])(?:第)?([二三四五六])期(?![间限货刊待望权])")
_FIRST = re.compile(r"首[次届轮期批]")
_BEFORE = 60  # characters of the sentences before that may say which stage it is


def has_exact(asked: Question, reading: Reading, unit: Unit) -> bool:
    """Names, years and numbers of a question may not be answered with others."""
    return all(check(asked, reading, unit) for check in _CHECKS)


def lacking(asked: Question, reading: Reading, unit: Unit) -> tuple[bool, ...]:
    """What a unit lacks of that: what is asked, the names, the number in a series, what happens, what a cell measures,
    the dates, the amounts.
    """
    return tuple(not check(asked, reading, unit) for check in _CHECKS)


def _has_names(asked: Question, reading: Reading, unit: Unit) -> bool:
    if any(is_code(f, reading.text) and not cover(f, unit) for f in reading.features):
        return False
    if not is_of_place(asked.text, unit):
        return False
    if asked.kind in FIGURES and (_of_another_body(reading, unit) or of_another_part(asked.text, reading, unit)):
        return False
    return all(
        f.kind not in _NAMES or f.weight <= 1 or _is_about(f, unit) or is_of_subject(f, reading, unit)
        for f in reading.features
    )


def _of_another_body(reading: Reading, unit: Unit) -> bool:
    """Whether a clause gives the figure of another body than the one that the question names and the sentence too."""
    bodies = [f for f in reading.features if f.kind == "organisation"]
    others = [e for e in unit.entities if e.kind == "organisation"] if unit.cell is None else []
    return len(bodies) == 1 and bool(others) and not bodies[0].keys & (unit.keys | {f"e:{e.name}" for e in others})


def _in_series(asked: Question, reading: Reading, unit: Unit) -> bool:
    return _of_its_series(reading, unit) and not any(worded_differently(reading, unit, set()))


def _tells_it(asked: Question, reading: Reading, unit: Unit) -> bool:
    """谁还没有加入 is not answered by who joined."""
    if asked.kind not in ("date", "countries", "who", "place") or unit.cell is not None:
        return True
    return _happens(asked, reading, unit) and is_negated(asked.text) == is_negated(unit.text)


def _measures_it(asked: Question, reading: Reading, unit: Unit) -> bool:
    if unit.cell is None:
        return True
    return measures(unit, reading) and not _of_another(asked, reading, unit) and not _in_other_state(asked, unit)


def _in_other_state(asked: Question, unit: Unit) -> bool:
    """Whether a figure of a column of targets is asked to be what was reached, or the other way round."""
    wanted = asked_state(asked.text)
    head = " ".join(unit.cell.column) if unit.cell is not None and unit.cell.value is not None else ""
    return wanted is not None and told_state(head) not in (None, wanted)


def _has_dates(asked: Question, reading: Reading, unit: Unit) -> bool:
    return all(
        any(_touch(mention, other) for other in unit.dates or _reported(unit)) or _spoken(mention.text, unit)
        for mention in reading.dates
    )


def _has_amounts(asked: Question, reading: Reading, unit: Unit) -> bool:
    fixed = [a for a in reading.amounts if asked.text[: asked.text.find(a.text)][-1:] != "哪"]  # 哪两条
    return all(any(_equal(a, b) for b in unit.amounts) or _spoken(a.text, unit) for a in fixed)


def _of_another(asked: Question, reading: Reading, unit: Unit) -> bool:
    """Whether a cell gives the figure of a country where the question is about none."""
    if asked.kind in ("countries", "who", "list", "place") or any(e.kind == "country" for e in reading.entities):
        return False
    row = "".join(unit.cell.row) if unit.cell is not None else ""
    return any(e.kind == "country" and e.text in row for e in unit.entities) and (
        _WORLD.search(asked.text) is not None or any(e.kind == "programme" for e in reading.entities)
    )


def _of_its_series(reading: Reading, unit: Unit) -> bool:
    """Whether a unit, or what it stands in, speaks of the 第22次 that a question asks about."""
    around = " ".join((unit.sentence, unit.passage.text, *unit.passage.section))
    stages = {*_STAGE.findall(reading.text)} - {*_STAGE.findall(_nearby(unit))}
    if stages:  # 二期项目 is not the one before it
        return False
    numbers = {ordinal.number for ordinal in ordinals_in(around)} | ({1.0} if _FIRST.search(around) else set())
    return all(ordinal.number in numbers for ordinal in ordinals_in(reading.text))


def _nearby(unit: Unit) -> str:
    """A sentence with what stands right before it, and its headings."""
    start = max(unit.sentence_at[0] - _BEFORE, 0)
    return " ".join((unit.passage.text[start : unit.sentence_at[1]], unit.sentence, *unit.passage.section))


def _is_about(feature: Feature, unit: Unit) -> bool:
    """Whether a clause names a thing, or for other than countries what leads into it does (the title of a document)."""
    if feature.kind == "country" and _WORLD.search(unit.sentence) and not feature.keys & unit.around:
        return False
    if has_name(feature, unit):
        return True
    if feature.kind == "country" and f"{feature.text[0]}方" in unit.sentence:  # 塔方 of 塔吉克斯坦
        return True
    if feature.kind == "event" and is_spelled(feature.text) and _is_spelled_here(feature.text, unit):
        return True
    if feature.kind == "organisation" and _joins_another(feature, unit):
        return False
    return feature.kind != "country" and cover(feature, unit) > 0


def _is_spelled_here(name: str, unit: Unit) -> bool:
    """Whether a Chinese name that English spells stands around, or is that of the place that the document is about."""
    about = "，".join(key[2:] for key in unit.context if key[:2] == "p:")
    return any(spelled_in(name, text) for text in (about, unit.sentence, *unit.passage.section, unit.passage.text))


def _joins_another(feature: Feature, unit: Unit) -> bool:
    """Whether a sentence tells who joined something else: 加入了世界海关组织的公约 says nothing of 世贸组织."""
    joined = "a:join" in unit.around and not feature.keys & unit.around
    return joined and any(
        e.kind in ("organisation", "agreement") and e.text in unit.sentence for e in unit.passage.entities
    )


def _happens(asked: Question, reading: Reading, unit: Unit) -> bool:
    """Whether what is asked about is told to happen: where a date is asked for, in the clause of the date itself."""
    wanted = {f"a:{action}" for action in reading.actions if action != "attend"}  # officials 来自 where they attend
    own = {key for key in unit.keys if key.startswith("a:")}
    if wanted & _BROUGHT_OUT:  # of a journal that is launched is said that it was published
        wanted |= _BROUGHT_OUT
    if asked.kind == "date" and any(
        action in reading.actions and pattern.search(unit.sentence) for action, pattern in _REFERENCES
    ):
        return True
    if asked.kind == "date" and own:
        return not wanted or bool(wanted & own)
    # a date has to stand in the sentence that tells it
    return not wanted or bool(wanted & (unit.around if asked.kind == "date" else unit.around | unit.context))


def _reported(unit: Unit) -> Sequence[DateMention]:
    """The time that a clause without a date speaks of: what its document reports on, else the year of the document."""
    issued = unit.passage.citation.date
    if unit.period or issued is None:
        return unit.period
    return (DateMention(str(issued.year), date(issued.year, 1, 1), date(issued.year, 12, 31), (0, 0), "inherited"),)


def _spoken(text: str, unit: Unit) -> bool:
    squeezed = "".join(text.split())
    return squeezed in "".join(unit.sentence.split()) or squeezed in "".join(" ".join(unit.passage.section).split())


def _touch(asked: DateMention, told: DateMention) -> bool:
    if asked.start is None and told.start is not None:  # 6月底 of a question is that of any year
        asked = next(iter(find_dates(asked.text, DateContext(year=told.start.year))), asked)
    if told.end is None and told.start and asked.end and asked.end < told.start:
        return False  # 2022年起 says nothing of the years before
    return dates_agree(asked, told) is True


def _equal(a: Amount, b: Amount) -> bool:
    return comparable(a, b) and amounts_agree(a, b)


_CHECKS = (is_told, _has_names, _in_series, _tells_it, _measures_it, _has_dates, _has_amounts)
