"""Spans of a clause that could answer a question of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from answer.asked_amounts import amount_bonus
from answer.asked_bodies import asks_for_person, bodies_called, body_asked, is_person
from answer.asked_dates import date_bonus
from answer.both import both_told
from answer.compare import amounts_agree, comparable, dates_agree
from answer.in_full import DATE_LIMITS, LIMITS, in_full
from answer.keys import keys_of
from answer.localities import localities
from answer.named import is_part, runs_of
from answer.pair_in_turn import is_of_another
from answer.persons import PERSON_ASKED, persons
from answer.placed import doers, of_level, places, preposition_asked, stands_after
from answer.questions import MEASURE, Question
from answer.reading import Reading
from answer.records import AnswerKind
from answer.row_candidates import cell_bonus, row_labels, whole_cell
from answer.units import Unit
from ingest.numerals import parse_number
from records import Amount, DateMention, EntityMention

__all__ = ["Candidate", "candidates", "interval"]

_NUMBER = r"\d[\d,]*(?:\.\d+)?\s?[万亿]?|[一二两三四五六七八九十百千]+[万亿]?"
_LARGE = r"\d[\d,]*(?:\.\d+)?\s?[万亿]"
_HOW_LONG = re.compile(r"几个?[天日年月周]|多少[天日年月周]|多久|多长|\bhow (?:long|much)\b", re.IGNORECASE)
_MEASURE_ASKED = re.compile(rf"(?:多少|几)\s?([{MEASURE}])")
_HOW_OFTEN = re.compile(r"(?:多久|多长时间|几年|几个月|多少年).{0,8}[一1]\s?次|\bhow often\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"每(?:隔)?(?:[一两三四五六七八九十半\d]+\s?个?)?(?:年|月|周|季度|星期|日|天)[^，。；]{0,8}?[一二两三四\d]\s?[次届轮]?"
)
_TITLED = re.compile(r"^([\u4e00-\u9fff·]{2,12}?)(?:同志|先生|女士)?(?:当选|担任|出任|兼任)")
# who is asked for by what they are: another body is no answer
_KIND_ASKED = (
    (
        re.compile(r"哪家?[^，。？]{0,6}(?:公司|企业)|\b(?:compan(?:y|ies)|firms?)\b", re.IGNORECASE),
        re.compile(r"公司|企业|集团"),
    ),
)
_CITY_ASKED = re.compile(
    r"哪一?[个座](?:城市|市|大?([县镇省州洲港]|口岸|机场|车站|码头))|\b(?:what|which) (?:city|town|province)\b",
    re.IGNORECASE,
)
_LIES = re.compile(
    r"[在于](?:哪(?:里|儿|[个座][\u4e00-\u9fff]{1,3})?|什么地方|何处)\s*[？?]?\s*$"
    r"|\b[Ww]here (?:is|are) (?:the )?(?:[^?]* )?(?:located|based|situated|[A-Z]\w+)\s*\??$"
)
_WHO_COLUMN = re.compile(
    r"责任|负责|牵头|单位|机构|部门|主办|承办|伙伴|供应商|承包|业主|出资|资助|捐[方助]|经理|联系人|[施设助理营]方"
    r"|responsible|lead|agency|supplier|contractor|donor|owner",
    re.IGNORECASE,
)
_WHERE_COLUMN = re.compile(
    r"地点|地址|位置|所在地|[举承主]办地|会址|目的地|转往|\b(?:place|location|venue)\b", re.IGNORECASE
)
# a country is no such body
_BODY = re.compile(
    r"[哪几什][个些家么]?\w{0,4}(?:机构|组织|部门|单位|公司|企业|银行|基金)"
    r"|\b(?:which|what) (?:\w+ ){0,2}(?:organi[sz]ation|agenc(?:y|ies)|institution|compan(?:y|ies)|firm|bank)s?\b",
    re.IGNORECASE,
)
# 中亚五国: which countries, told together
_GROUP = re.compile(r"(?:[A-Z]{3,}\s?|[\u4e00-\u9fff]{2})[二两三四五六七八九十]国(?![际内家])")


_SHARED_OUT = re.compile(r"各[出占承分负]|分别(?:出|承担|负担|占)|怎么(?:分|摊)|如何分[担摊配]|什么比例|比例")
_RATIO = re.compile(r"\d+(?:\.\d+)?(?:\s?[:：∶比]\s?\d+(?:\.\d+)?)+")


_DEED = re.compile(r"(?:负责|共同|联合|所)?([\u4e00-\u9fff]{2})")
_DOES_SO = 0.06


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible answer. ``bonus`` says how much better than others of its kind it fits, apart from its clause."""

    text: str
    kind: AnswerKind
    value: dict[str, Any] | None
    bonus: float = 0.0
    fact: DateMention | Amount | None = None

    def agrees(self, other: Candidate) -> bool:
        """Whether two candidates are one answer: nested dates, equal amounts, the same names."""
        if isinstance(self.fact, DateMention) and isinstance(other.fact, DateMention):
            return self.text == other.text or dates_agree(self.fact, other.fact) is True
        if isinstance(self.fact, Amount) and isinstance(other.fact, Amount):
            signs = [str(f.value).startswith("-") for f in (self.fact, other.fact)]
            return comparable(self.fact, other.fact) and amounts_agree(self.fact, other.fact) and signs[0] == signs[1]
        if self.value and other.value and "names" in self.value and "names" in other.value:
            return bool(self.value["names"] == other.value["names"])
        return self.text == other.text


def candidates(asked: Question, reading: Reading, unit: Unit) -> Iterator[Candidate]:
    """Candidates for the kind of a question in one clause or cell; none that is dealt to another thing (分别)."""
    yield from (c for c in _of_its_kind(asked, reading, unit) if not is_of_another(asked.text, c.text, unit))


def _of_its_kind(asked: Question, reading: Reading, unit: Unit) -> Iterator[Candidate]:
    kind = asked.kind
    yield from (Candidate(text, "text", None, bonus) for text, bonus in both_told(asked, unit))
    if _HOW_OFTEN.search(asked.text):
        yield from (Candidate(found.group(), "text", None, 0.1) for found in _OFTEN.finditer(unit.text))
    elif kind == "date":
        yield from _dates(asked, reading, unit)
    elif kind in ("count", "money", "percent", "figure"):
        yield from _amounts(asked, unit)
    elif kind == "countries":
        yield from _names(asked, reading, unit, ("country",), "country")
        yield from _groups(asked, unit)
    elif kind == "who":
        called = body_asked(asked.text)
        yield from (c for c in _responsible(unit) if called is None or called.search(c.text))
        wanted = called or next((of for pattern, of in _KIND_ASKED if pattern.search(asked.text)), None)
        person = asks_for_person(asked.text)
        told = [] if unit.cell else [*_placed(reading, unit, _doers(unit.text, asked.text), "entity")]
        kinds = ("organisation", "programme") if _BODY.search(asked.text) else ("organisation", "country", "programme")
        if called is not None and not unit.cell:
            told += [*_placed(reading, unit, bodies_called(called, unit.text), "entity")]
        told = [c for c in told if not person or is_person(c.text)]
        told += [] if person else _names(asked, reading, unit, kinds, "entity")
        # 咨询公司 is no answer to 哪家咨询公司
        yield from (c for c in told if (wanted is None or wanted.search(c.text)) and c.text not in asked.text)
    elif kind == "place":
        yield from _where(asked, reading, unit)
    else:
        text = unit.cell.text if unit.cell else unit.sentence
        yield Candidate(text, "text", None, cell_bonus(asked, unit) - 0.05 if unit.cell else 0.0)
        yield from (Candidate(label, "text", None, 0.0) for label in row_labels(asked, reading, unit))


def _where(asked: Question, reading: Reading, unit: Unit) -> Iterator[Candidate]:
    """Places; where a city or a province is asked for, no countries, and only what is called so."""
    wanted = _CITY_ASKED.search(asked.text)
    if unit.cell is not None and any(_WHERE_COLUMN.search(part) for part in unit.cell.column):
        yield Candidate(unit.cell.text, "place", None, 0.05)
    suffix = wanted[1] if wanted is not None else None
    countries = [e.text for e in unit.passage.entities if e.kind == "country"]
    # 欧洲 in the name of a body is where nothing is
    level = dict.fromkeys(of_level(suffix, unit.text, countries)) if suffix and suffix != "洲" else {}
    told = [Candidate(name, "place", None, 0.05) for name in level if name not in asked.text]
    if unit.cell is None:
        found = (*places(unit.text), *localities(unit.text, countries))
        told += _placed(reading, unit, iter(found), "place")
    told += _names(asked, reading, unit, ("place",) if wanted else ("place", "country", "corridor"), "place")
    told = [c for c in told if suffix is None or suffix in c.text]
    # where something is, is said behind 在 or 于; where it takes place also by whom it is held
    yield from (c for c in told if unit.cell or c.bonus > 0 or _LIES.search(asked.text) is None)


def _groups(asked: Question, unit: Unit) -> Iterator[Candidate]:
    """Countries told together (中亚五国); 乌兹别克斯坦四国 ends a list of names."""
    for found in () if unit.cell else _GROUP.finditer(unit.passage.text, *unit.at):
        inside = any(e.at[0] < found.start() < e.at[1] for e in unit.passage.entities)
        if not inside and found.group() not in asked.text:
            yield Candidate(found.group(), "country", None, -0.02)


def _responsible(unit: Unit) -> Iterator[Candidate]:
    """The cell of a column that says who: 责任人, 牵头单位."""
    if unit.cell is not None and unit.cell.value is None and any(_WHO_COLUMN.search(part) for part in unit.cell.column):
        yield Candidate(unit.cell.text, "entity", None, 0.05)


def _placed(reading: Reading, unit: Unit, found: Iterator[tuple[str, float]], kind: AnswerKind) -> Iterator[Candidate]:
    """What is said by where it stands, known or not: 由李敏理事担任组长, 在维多利亚举行."""
    known = [e.text for e in (*unit.entities, *reading.entities) if e.kind not in ("event", "publication")]
    for name, bonus in dict(found).items():
        if not any(name in text for text in known) and name not in reading.text:
            yield Candidate(name, kind, None, bonus)


def _doers(text: str, question: str) -> Iterator[tuple[str, float]]:
    yield from ((found[1], 0.05) for found in _TITLED.finditer(text))
    yield from ((name, bonus + _deed_bonus(question, text, name)) for name, bonus in doers(text, question))
    if PERSON_ASKED.search(question):
        yield from persons(text)


def _deed_bonus(question: str, text: str, name: str) -> float:
    """What somebody is said to do, where it is told behind the name: 获省科技厅批准 for 哪个部门批的."""
    verb = _DEED.match(text, text.find(name) + len(name))
    return _DOES_SO if verb is not None and set(verb[1]) & set(question) else 0.0


def _dates(asked: Question, reading: Reading, unit: Unit) -> Iterator[Candidate]:
    for mention in unit.dates:
        bonus = date_bonus(asked, reading, mention, unit)
        if bonus is not None:
            plain = unit.cell is not None or unit.inherited
            text = mention.text if plain else in_full(unit, mention.at, mention.text, DATE_LIMITS)
            yield Candidate(text, "date", interval(mention), bonus, mention)


def interval(mention: DateMention) -> dict[str, Any]:
    """A date as the value of an answer."""
    return {
        "start": mention.start.isoformat() if mention.start else None,
        "end": mention.end.isoformat() if mention.end else None,
    }


def _amounts(asked: Question, unit: Unit) -> Iterator[Candidate]:
    yield from _counted(asked, unit)
    if unit.cell is None and _SHARED_OUT.search(asked.text):
        yield from (Candidate(found.group(), "text", None, 0.12) for found in _RATIO.finditer(unit.text))
    for amount in unit.amounts:
        bonus = amount_bonus(asked, amount, unit)
        if bonus is None:
            continue
        value = amount.to_dict()
        kind: AnswerKind = "percent" if amount.unit == "percent" else "amount"
        if amount.unit.startswith("count:") or amount.unit == "number":
            kind = "count"
        text = whole_cell(unit, amount.text) if unit.cell else in_full(unit, amount.at, amount.text, LIMITS)
        yield Candidate(text, kind, {"value": value["value"], "unit": amount.unit}, bonus, amount)


def _counted(asked: Question, unit: Unit) -> Iterator[Candidate]:
    """Numbers that are no amounts by themselves: right before what is to be counted (23.6万婴幼儿 of 多少婴幼儿), or
    with a measure word (120个 of 先试多少个税号).
    """
    if asked.kind != "count" or unit.cell is not None:
        return
    if asked.noun:
        noun = re.escape(asked.noun)
        yield from _numbers(rf"({_NUMBER})(?:多|余)?\s?[{MEASURE}]?\s?(?:{noun})", unit, f"count:{asked.noun}", 0.1)
    wanted = _MEASURE_ASKED.search(asked.text)
    measure = f"[{wanted[1]}个项]" if wanted is not None and wanted[1] not in "个项种处" else f"[{MEASURE}]"
    if wanted is not None or not (asked.noun or _HOW_LONG.search(asked.text)):
        yield from _numbers(rf"(?<!第)({_NUMBER})(?:多|余)?\s?{measure}(?!月|别|体|人)", unit, "number", -0.02)
    if not _HOW_LONG.search(asked.text):  # 已编码住户92万
        yield from _numbers(rf"(?<![第\d.,])({_LARGE})(?=[，。；、（）()\s]|$)", unit, "number", -0.04)


def _numbers(pattern: str, unit: Unit, of: str, bonus: float) -> Iterator[Candidate]:
    for found in re.finditer(pattern, unit.text):
        value = _value(found[1])
        if value is None or found[1] == "一" or found[0][-1] in "期届":  # 二期 counts nothing
            continue
        if not any(amount.text in found[0] or found[0] in amount.text for amount in unit.amounts):
            yield Candidate(found[0], "count", {"value": value, "unit": of}, bonus)


def _value(number: str) -> float | None:
    scale = {"万": 1e4, "亿": 1e8}.get(number[-1], 1.0)
    value = parse_number(number.rstrip("万亿 ") if scale > 1 and number[0].isdigit() else number)
    return None if value is None else value * (scale if number[0].isdigit() else 1.0)


def _names(
    asked: Question, reading: Reading, unit: Unit, kinds: Sequence[str], kind: AnswerKind
) -> Iterator[Candidate]:
    """The names of a clause that the question does not name itself; a joint list is one answer."""
    given = {e.name for e in reading.entities}
    before = preposition_asked(asked.text, asked.kind) if unit.cell is None else None
    named = [e for e in unit.entities if e.kind in kinds and e.name not in given]
    if unit.cell is None and asked.kind in ("who", "place"):
        named = [e for e in named if not is_part(asked.kind, e, unit)]
    runs = [*runs_of(named, unit)]
    base = unit.passage.text
    by = [run for run in runs if before is None and asked.kind == "who" and _does_it(reading, unit, run)]
    for run in by or runs:  # where a clause says who does it, the others that it names do not
        names = list(dict.fromkeys(e.name for e in run))
        text = base[run[0].at[0] : run[-1].at[1]]
        if re.search(r"[（(][^）)]*$", text) and base[run[-1].at[1] :][:1] in ("）", ")"):
            text = base[run[0].at[0] : run[-1].at[1] + 1]
        value = {"names": names, "names_en": [e.name_en for e in run]}
        first = kinds.index(run[0].kind)
        bonus = 0.02 * min(len(names), 3) - 0.03 * first
        if before is not None:
            bonus += 0.1 if stands_after(before, base, run[0].at[0]) else -0.1
        elif by:
            bonus += 0.1
        yield Candidate(text, kind, value, bonus)


def _does_it(reading: Reading, unit: Unit, run: Sequence[EntityMention]) -> bool:
    """Whether names stand behind 由 and before a word of the question: 亚行已完成由英国资助的项目 tells who 资助."""
    if unit.cell is not None or not stands_after(r"(?:由|被|受|经)\s?$", unit.passage.text, run[0].at[0]):
        return False
    verb = _VERB.match(unit.passage.text, run[-1].at[1])
    return verb is not None and any(keys_of(verb[1], ()) & feature.keys for feature in reading.features)


_VERB = re.compile(r"\s?(?:等\w{0,4}?)?(?:所|共同|联合|负责|牵头)*([\u4e00-\u9fff]{2})")
