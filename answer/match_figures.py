"""Dates and figures of a claim against those of a clause: agreeing, other, or none there."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from functools import lru_cache

from answer.actions import action_spans
from answer.compare import Hedge, amounts_agree, comparable, dates_agree, hedge_of, same_direction, within
from answer.course import is_change
from answer.keys import blanked, keys_of, terms_of
from answer.ordinals import ranks_in
from answer.reading import Reading
from answer.records import Difference
from answer.synonyms import groups_of
from answer.unit import Unit
from answer.units import clause_spans
from ingest.dates import date_spans
from ingest.numerals import parse_number
from ingest.sentences import split_sentences
from records import Amount, DateMention

__all__ = [
    "bare_counts",
    "belongs_elsewhere",
    "compare_amount",
    "compare_count",
    "compare_date",
    "count_text",
    "has_topic",
    "is_finer",
    "is_label",
    "told_elsewhere",
]

_HEDGES = {Hedge.UNDER: "不到", Hedge.NEARLY: "近", Hedge.OVER: "超过"}
_BOTH = re.compile(r"双方|两国|双边")
_BARE_COUNT = re.compile(
    r"(?<![第\d.,一二三四五六七八九十百千])(\d[\d,]*|[二两三四五六七八九十百]+)\s?"
    r"([个项名家次场台条份座期种国册辆艘架户套栋枚处口支例宗件所株班列笔轮批趟棵])(?!月|世纪|别|长|理|方)"
)

_LABEL = re.compile(r"((?:19|20)\d\d)\s?年(?:度)?的?[^，。；\d]{0,12}?(年度报告|年报|报告|公报|展望|年鉴)")


def compare_date(mention: DateMention, unit: Unit) -> str | None:
    """Nothing where the unit agrees with a date, its own dates where they exclude it, ``None`` where it has none."""
    if any(dates_agree(mention, other) for other in unit.dates):
        return ""
    if not unit.dates and any(dates_agree(mention, other) for other in unit.period):
        return ""  # a report on a year speaks of that year where it names no other
    dates = [d for d in unit.dates if dates_agree(mention, d) is not None]
    if dates:
        return None if _told_beside(mention, unit) else "、".join(d.text for d in dates)
    return "" if "".join(mention.text.split()) in "".join(unit.sentence.split()) else None


def _told_beside(mention: DateMention, unit: Unit) -> bool:
    """Whether the next clause gives what this one tells for the date too: 2021年通过认证的5家，2023年为8家."""
    if unit.cell is not None:
        return False
    text, after = unit.passage.text, [s for s in _clause_spans(unit.passage.text, *unit.sentence_at) if s > unit.at]
    return (
        any(after[0][0] <= d.at[0] and d.at[1] <= after[0][1] and dates_agree(mention, d) for d in unit.passage.dates)
        if after and not has_topic(text[slice(*after[0])])
        else False
    )


def is_label(mention: DateMention, reading: Reading, unit: Unit) -> bool:
    """Whether a year only says which report it is (2020年的年度报告), and the sentence names that year."""
    found = _LABEL.match(reading.text, mention.at[0])
    return found is not None and re.search(rf"{found[1]}\s?年?[^，。；\d]{{0,12}}{found[2]}", unit.sentence) is not None


def is_finer(mention: DateMention, unit: Unit) -> bool:
    """Whether every date of the unit that agrees is longer than the claim's."""
    if mention.start is None or mention.end is None:
        return False
    length = mention.end - mention.start
    agreeing = [d for d in unit.dates or unit.period if dates_agree(mention, d)]
    return bool(agreeing) and all(d.start and d.end and d.end - d.start > length for d in agreeing)


def compare_amount(amount: Amount, reading: Reading, unit: Unit) -> Difference | bool:
    """``True`` where the unit has the figure, the difference where it has another one, ``False`` where it has none."""
    hedge = hedge_of(reading.text, amount)
    others = [other for other in unit.amounts if comparable(amount, other) or _counts_alike(amount, other)]
    for other in others:
        if amounts_agree(amount, other) or within(amount, other, hedge):
            return _hedged_otherwise(amount, hedge, other, unit) or _direction(amount, other, unit)
    if is_change(amount, reading, unit):
        return True
    if not others and amount.unit.startswith("count:") and _as_many(amount, unit):
        return True
    # another currency is another sum, but not where the claim tells that sum too (3200万元和21亿坚戈)
    told = [mine for mine in reading.amounts if mine is not amount]
    others = others or [
        other
        for other in unit.amounts
        if _is_money(amount) and _is_money(other) and not any(_equal(mine, other) for mine in told)
    ]
    if others:
        return Difference("number", amount.text, "、".join(_shown(other) for other in others))
    return hedge is Hedge.NONE and _printed(amount, unit)


def _equal(one: Amount, other: Amount) -> bool:
    return comparable(one, other) and amounts_agree(one, other)


def _hedged_otherwise(amount: Amount, hedge: Hedge, other: Amount, unit: Unit) -> Difference | None:
    """The difference where one says less than a figure and the other more than the same figure (不到60%, 超过60%)."""
    if unit.cell is not None or not amounts_agree(amount, other):
        return None
    theirs = hedge_of(unit.passage.text, other)
    below = {Hedge.UNDER, Hedge.NEARLY}
    if (hedge in below and theirs is Hedge.OVER) or (hedge is Hedge.OVER and theirs in below):
        return Difference("number", f"{_HEDGES[hedge]}{amount.text}", f"{_HEDGES[theirs]}{other.text}")
    return None


def _counts_alike(amount: Amount, other: Amount) -> bool:
    """Whether two counts are of things that reports call by either name: 年轻人 and 青年."""
    if not (amount.unit.startswith("count:") and other.unit.startswith("count:")):
        return False
    mine, theirs = set(groups_of(amount.unit[6:])), set(groups_of(other.unit[6:]))
    return not mine.isdisjoint(theirs)


def _as_many(amount: Amount, unit: Unit) -> bool:
    """Whether a clause counts as many with the same measure word, of a noun that stands elsewhere (七项关于…的研究)."""
    mine = bare_counts(amount.text, [])
    return bool(mine) and any(mine[0] in bare_counts(other.text, []) for other in unit.amounts)


def _direction(amount: Amount, other: Amount, unit: Unit) -> Difference | bool:
    falls = isinstance(other.value, tuple) or other.value < 0
    wrong_way = unit.cell is not None and amount.direction == "down" and not falls
    if same_direction(amount, other) and not wrong_way:
        return True
    return Difference("direction", amount.text, _shown(other))


def compare_count(number: tuple[float, str], unit: Unit) -> Difference | bool:
    """The same for a number with a measure word alone."""
    stated = bare_counts(unit.text, [])
    if number == (2.0, "国") and _BOTH.search(unit.sentence):
        return True
    rivals = [other for other in stated if other[1] == number[1]]
    if number in stated or not rivals:
        return number in stated
    return Difference("number", count_text(number), "、".join(map(count_text, rivals)))


def bare_counts(text: str, covered: Sequence[tuple[int, int]]) -> list[tuple[float, str]]:
    """Numbers with a measure word whose noun is not in the table of counted things: 八个…国家."""
    found = []
    for number in _BARE_COUNT.finditer(text):
        value = parse_number(number[1].replace(",", ""))
        if value is not None and not any(a <= number.start() < b for a, b in covered):
            found.append((value, number[2]))
    return found


def count_text(number: tuple[float, str]) -> str:
    return f"{number[0]:g}{number[1]}"


def _is_money(amount: Amount) -> bool:
    return len(amount.unit) == 3 and amount.unit.isupper()


def belongs_elsewhere(keys: Set[str], amounts: Sequence[Amount], unit: Unit) -> bool:
    """Whether a word that the clause lacks goes with another figure of its sentence (农村23400元 beside 城镇48900元).

    :param keys: of the word.
    :param amounts: figures of the claim; those comparable with one of them count.
    What stands before 其中 is about everything that is listed after it.
    """
    if unit.cell is not None or not amounts or keys & (unit.keys if unit.alone is None else unit.alone):
        return False
    start, end = unit.sentence_at
    text = unit.passage.text
    listed = text.find("其中", start, end)
    elsewhere, before = False, ""
    if not has_topic(text[slice(*unit.at)]):
        clauses = [text[a:b] for a, b in _clause_spans(text, start, end) if b <= unit.at[0] and has_topic(text[a:b])]
        before = clauses[-1] if clauses else ""  # 全年上涨0.3%: what the clause before it is about
    if before and keys & _keys_in(before):
        return False
    found = [a for a in unit.passage.amounts if start <= a.at[0] < end and any(comparable(b, a) for b in amounts)]
    for left, right in _clause_spans(text, start, end):
        if not keys & _keys_in(text[left:right]):
            continue
        general = 0 <= left < listed <= unit.at[0]
        following = next((a for a in found if a.at[0] >= left), None)
        if general or following is None or unit.at[0] <= following.at[0] < unit.at[1]:
            return False
        elsewhere = True
    return elsewhere


def told_elsewhere(keys: Set[str], reading: Reading, unit: Unit) -> bool:
    """Whether a word goes with a place in an order of another sentence, and the clause with one is of something else.

    固定资产投资增长6%，居全国第四。… 税收收入增速居全国第二: the second place is not that of 投资.
    """
    if unit.cell is not None or keys & unit.around or not ranks_in(reading.text):
        return False
    text = unit.passage.text
    ranked = [span for span in _sentences(text) if span != unit.sentence_at and ranks_in(text[slice(*span)])]
    return _of_another_topic(reading, unit) and any(
        keys & _keys_in(text[left:right]) and ranks_in(text[left:end])
        for start, end in ranked
        for left, right in _clause_spans(text, start, end)
    )


def _of_another_topic(reading: Reading, unit: Unit) -> bool:
    """Whether a clause names something that a claim does not."""
    clause = unit.passage.text[slice(*unit.at)]
    return any(len(word) > 1 and not word[0].isdigit() and word not in reading.text for word in _topics(clause))


@lru_cache(maxsize=50_000)
def _topics(clause: str) -> tuple[str, ...]:
    return tuple(terms_of(blanked(clause, [*action_spans(clause), *date_spans(clause)])))


@lru_cache(maxsize=5_000)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(split_sentences(text))


@lru_cache(maxsize=20_000)
def _clause_spans(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    return tuple(clause_spans(text, start, end))


@lru_cache(maxsize=50_000)
def _keys_in(text: str) -> frozenset[str]:
    return keys_of(text, ())


@lru_cache(maxsize=50_000)
def has_topic(clause: str) -> bool:
    """Whether a clause names what it is about, besides verbs, figures and dates."""
    return any(not word[0].isdigit() for word in _topics(clause))


def _printed(amount: Amount, unit: Unit) -> bool:
    """Whether a unit has the digits where no amount was read; a lone digit says nothing."""
    number = re.search(r"\d[\d,.]+", amount.text)
    if number is None:
        return False
    left = unit.passage.text[unit.at[0] : unit.at[1]] if unit.cell is None else unit.text
    counts = amount.unit.startswith("count:")
    others = [other for other in unit.amounts if not (counts and other.unit.startswith("count:"))]
    for other in others if unit.cell is None else ():
        start, end = other.at[0] - unit.at[0], other.at[1] - unit.at[0]
        left = f"{left[:start]}{' ' * (end - start)}{left[end:]}"
    return re.search(rf"(?<![\d.]){re.escape(number[0])}(?![\d.])", left) is not None


def _shown(amount: Amount) -> str:
    return f"下降{amount.text}" if amount.direction == "down" else amount.text
