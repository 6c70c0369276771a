"""Numbers with a unit. Dates, ordinals, labels, links and numbers in names are no amounts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.amounts.coordinated import coordinated
from ingest.amounts.direction import with_directions
from ingest.amounts.nouns import counted_noun, counted_people, noun_before
from ingest.amounts.units import CLASSIFIERS, CURRENCIES, MEASURES, NOT_AFTER, PREFIXES, SHARED, alternatives
from ingest.dates.atoms import Atom
from ingest.dates.scan import scan
from ingest.numerals import ARABIC, CHINESE, MULTIPLIER, parse_multiplier, parse_number
from records import Amount

__all__ = ["find_amounts"]

_S = r"[^\S\t\n]{0,2}"
_ENGLISH = {"thousand": 1e3, "million": 1e6, "mn": 1e6, "billion": 1e9, "bn": 1e9, "trillion": 1e12}

_NUMBER = re.compile(
    rf"(?P<sign>(?<![\d%‰A-Za-z)\]元万亿\0])-(?=\d)|负)?"
    rf"(?P<number>(?<![\d.])(?<!\d,)(?:{ARABIC})|(?<![一二两三四五六七八九十廿卅零〇百千万亿点几数\d])(?:{CHINESE}))"
    rf"(?:{_S}[多余])?(?:{_S}(?P<scale>{MULTIPLIER}))?(?:{_S}[多余](?![边元样]))?"
    rf"(?:\s?(?P<english>thousand|million|billion|trillion|mn|bn)\b)?"
)
_FROM = re.compile(r"(?:[从由自]|[Ff]rom)\s?$")
_TO = re.compile(rf"{_S}(?:-|~|至|到|\bto\b){_S}")
_LIST = re.compile(rf"{_S}(?:-|~|至|到|、|和|及){_S}")
_PREFIX = re.compile(rf"(?<![A-Za-z])(?P<unit>{alternatives(PREFIXES)}){_S}$")
_WHEN_BEFORE = re.compile(r"(?:(?<!提)前|[这那该后头上下]|过去|未来|今后|最近|历史|关键性)的?\s?$|(?:^|[。；\n])\s?$")
_WHEN_AFTER = re.compile(r"\s?(?:以?来|间(?!隔)|中(?![央国])|内|前|后|历史|累计|安排|总?(?:目标|规划|计划|行动))")
_DECIMAL = re.compile(r"(?<=\d)·(?=\d{1,3}\s?[%万亿])")  # 14·1%, as reports of the nineties print it
_PER_CENT = re.compile(r"(?P<base>[百千])分之\s?$")
_ERA = re.compile(r"(?:民国|昭和|平成|令和|明治|大正|光绪|宣统)\s?$")
_QUOTES = tuple('“‘「『"')
_SHORT_SCALE = re.compile(r"\s?(?P<scale>[kmb])(?![A-Za-z0-9/])")
_GROUP = re.compile(r"(?<=\d，)\d{3}(?!\d)")
_GLUED = re.compile(r"[A-Za-z_]-?$|\d/$")
_UNIT = re.compile(
    rf"{_S}(?:(?P<shared>{alternatives(SHARED)})|(?P<money>{alternatives(CURRENCIES)})"
    rf"|(?P<measure>{alternatives(MEASURES)}))"
)
_CLASSIFIER = re.compile(
    rf"{_S}(?:" + "|".join(f"(?P<c{index}>{word}{follow})" for index, (word, follow) in enumerate(CLASSIFIERS)) + ")"
)
_TENTHS = re.compile(r"成(?P<half>半)?(?=[,，。;、)）以左的至到多上]|$)")
_PLURAL = re.compile(
    r"\s(?:[a-z-]+\s){0,2}?(?P<noun>people|participants|experts|countries|projects|workshops|webinars|seminars|trainings"
    r"|companies|officials|agencies|institutions|studies|reports|jobs|households|passengers|vehicles|meetings|members)\b"
)


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as printed: ``start`` covers its sign, ``end`` its 万 or million."""

    start: int
    end: int
    raw: float
    factor: float
    han: bool
    ordinal: bool

    @property
    def value(self) -> float:
        return _clean(self.raw * self.factor)


def find_amounts(text: str) -> tuple[Amount, ...]:
    """Money, percentages, quantities and counts in ``text``, sorted, non-overlapping, never overlapping a date.

    :return: amounts with ``text[at[0]:at[1]] == amount.text``, values in base units (72.5万美元 is 725000 USD). The
        span runs from the currency sign to the unit, or to the counted noun; 约 and 超过 before it stay outside. 30多万
        has the value 300000. A count without a countable noun, 一个 as an article, and a currency name that several
        states share without a state in the text are left out.
    """
    folded, atoms = scan(text)
    folded = _DECIMAL.sub(".", _without_dates(folded, atoms))
    numbers = _numbers(folded)
    if not numbers:
        return ()
    found: list[Amount] = []
    index = 0
    while index < len(numbers):
        used = 1
        amount = None
        following = numbers[index + 1] if index + 1 < len(numbers) else None
        if following and _TO.fullmatch(folded, numbers[index].end, following.start):
            amount, used = _range(text, folded, numbers[index], following), 2
        if amount is None:
            amount, used = _single(text, folded, numbers[index]), 1
        if amount is not None and (not found or amount.at[0] >= found[-1].at[1]):
            last = found[-1].at[1] if found else 0
            found += [other for other in coordinated(text, folded, amount) if other.at[0] >= last]
            found.append(amount)
        index += used
        while amount is not None and index < len(numbers) and numbers[index].start < amount.at[1]:
            index += 1
    return with_directions(folded, _merged(text, folded, found))


def _without_dates(folded: str, atoms: Sequence[Atom]) -> str:
    """The text with its dates blanked out, of the same length."""
    pieces, end = [], 0
    for atom in atoms:
        pieces += [folded[end : atom.start], "\0" * (atom.end - atom.start)]
        end = atom.end
    return "".join([*pieces, folded[end:]])


def _numbers(folded: str) -> list[_Number]:
    numbers: list[_Number] = []
    for match in _NUMBER.finditer(folded):
        value = parse_number(match["number"])
        if value is None:
            continue
        factor = parse_multiplier(match["scale"] or "") * _ENGLISH.get(match["english"] or "", 1)
        sign = -1 if match["sign"] else 1
        ordinal = folded[max(0, match.start() - 2) : match.start()].rstrip().endswith("第")
        if numbers and numbers[-1].ordinal and _LIST.fullmatch(folded, numbers[-1].end, match.start()):
            ordinal = True  # 第4-5次
        numbers.append(
            _Number(match.start(), match.end(), sign * value, factor, not match["number"][0].isdigit(), ordinal)
        )
    return numbers


def _blocked(folded: str, number: _Number) -> bool:
    """Whether the number is an ordinal or part of a name, a fraction, a code."""
    before = folded[max(0, number.start - 4) : number.start]
    fraction = before.endswith("分之") or folded.startswith("分之", number.end)
    # 5，905万: a thousands separator or two numbers of a list
    grouped = before.endswith("，") and _GROUP.match(folded, number.start)
    return number.ordinal or fraction or bool(grouped or _GLUED.search(before))


def _single(text: str, folded: str, number: _Number) -> Amount | None:
    percent = _PER_CENT.search(folded, max(0, number.start - 5), number.start)
    if percent and not number.ordinal:
        unit = "percent" if percent["base"] == "百" else "permille"
        return _amount(text, percent.start(), number.end, number.value, unit)
    prefix = _PREFIX.search(folded, max(0, number.start - 6), number.start)
    if number.ordinal or (prefix is None and _blocked(folded, number)):
        return None
    found = _unit(folded, number)
    start = number.start
    if prefix is not None and (found is None or found[0].isupper()):  # ISO codes are upper case, other units are not
        start = prefix.start()
        found = found or _sign_only(folded, number, PREFIXES[prefix["unit"]])
    if found is None:
        return None
    unit, factor, end = found
    return _amount(text, start, end, _clean(number.value * factor), unit)


def _sign_only(folded: str, number: _Number, unit: str) -> tuple[str, float, int]:
    """$20m, US$ 1.5 billion: the sign before the number is its only unit."""
    short = _SHORT_SCALE.match(folded, number.end)
    if short and number.factor == 1:
        return unit, {"k": 1e3, "m": 1e6, "b": 1e9}[short["scale"]], short.end()
    return unit, 1.0, number.end


def _range(text: str, folded: str, left: _Number, right: _Number) -> Amount | None:
    """40-50 名, 100-200万美元, $1-2 million, 3至5%: one unit for both ends."""
    if left.ordinal or right.ordinal or _FROM.search(folded, max(0, left.start - 5), left.start):
        return None
    prefix = _PREFIX.search(folded, max(0, left.start - 6), left.start)
    if prefix is None and _blocked(folded, left):
        return None
    high = _single(text, folded, right)
    if high is None and prefix is not None:
        high = _amount(text, right.start, right.end, right.value, PREFIXES[prefix["unit"]])
    if high is None or isinstance(high.value, tuple):
        return None
    scale = high.value / right.raw if right.raw else 1.0
    low = _clean(left.raw * scale) if left.factor == 1 else _clean(left.value * scale / right.factor)
    if low >= high.value:
        low = _clean(left.value * scale / right.factor)
    if low >= high.value:
        return None
    start = prefix.start() if prefix is not None else left.start
    return _amount(text, start, high.at[1], (low, high.value), high.unit)


def _merged(text: str, folded: str, found: Sequence[Amount]) -> list[Amount]:
    """3%-5% and 100万至200万美元 as one range; 从3%到5% stays a change from one to the other."""
    merged: list[Amount] = []
    for amount in found:
        last = merged[-1] if merged else None
        if last is not None and _TO.fullmatch(folded, last.at[1], amount.at[0]) and last.unit == amount.unit:
            changes = _FROM.search(folded, max(0, last.at[0] - 5), last.at[0])
            low, high = last.value, amount.value
            if not changes and not isinstance(low, tuple) and not isinstance(high, tuple) and low < high:
                merged[-1] = _amount(text, last.at[0], amount.at[1], (low, high), last.unit)
                continue
        merged.append(amount)
    return merged


def _unit(folded: str, number: _Number) -> tuple[str, float, int] | None:
    """The unit after ``number``, its factor, and where it ends."""
    tenths = _TENTHS.match(folded, number.end)
    if tenths and number.factor == 1 and 1 <= number.raw <= 9:
        return "percent", 10 + (5 / number.raw if tenths["half"] else 0), tenths.end()
    match = _UNIT.match(folded, number.end)
    if match:
        return _named_unit(folded, number, match)
    classifier = _CLASSIFIER.match(folded, number.end)
    if classifier:
        return _count(folded, number, classifier)
    people = counted_people(folded, number.end) if number.factor >= 1e4 or (number.han and number.raw >= 1e6) else None
    if people:
        return f"count:{people[0]}", 1.0, people[1]
    plural = _PLURAL.match(folded, number.end)
    return (f"count:{plural['noun']}", 1.0, plural.end()) if plural else None


def _named_unit(folded: str, number: _Number, match: re.Match[str]) -> tuple[str, float, int] | None:
    word = match[str(match.lastgroup)]
    following = folded[match.end() : match.end() + 2]
    if word[-1].isascii() and word[-1].isalnum() and following[:1].isascii() and following[:1].isalnum():
        return None
    if any(following.startswith(no) for no in NOT_AFTER.get(word, ())):
        return None
    if match["shared"]:
        codes = {code for country, code in SHARED[word].items() if country in folded}
        return (codes.pop(), 1.0, match.end()) if len(codes) == 1 else None
    if match["money"]:
        single = number.han and number.value <= 10 and word == "元"  # 二元结构
        return None if single else (CURRENCIES[word], 1.0, match.end())
    unit, factor = MEASURES[word]
    if folded[max(0, number.start - 2) : number.start].rstrip()[-1:] in ("每", "隔"):
        return None  # 每两年
    if number.han and number.value == 1 and unit not in ("times", "percent", "percentage_points"):
        return None  # 一年, 一天
    if unit == "years" and _stretch(folded, number, match.end()):
        return None
    if unit == "years" and (not 0 < number.value <= 100 or _ERA.search(folded, max(0, number.start - 3), number.start)):
        return None
    return unit, factor, match.end()


def _stretch(folded: str, number: _Number, end: int) -> bool:
    """Whether a number of years tells when (这五年, 十年间, 前十年), not how long."""
    return bool(_WHEN_BEFORE.search(folded, max(0, number.start - 4), number.start) or _WHEN_AFTER.match(folded, end))


def _count(folded: str, number: _Number, match: re.Match[str]) -> tuple[str, float, int] | None:
    whole = number.value.is_integer() or number.factor > 1
    if not whole or number.value <= 0 or (number.han and number.value == 1):
        return None  # 一个 is an article
    word = CLASSIFIERS[int(str(match.lastgroup)[1:])][0]
    before = folded[max(0, number.start - 12) : number.start]
    if word == "次" and re.search(r"届[^,，。;、]*$", before):
        return None  # 十三届全国人大三次会议
    if before[-1:] in _QUOTES:
        return None  # “三个代表”: a slogan
    if word == "期" and (number.han or folded.startswith(("工程", "项目", "建设"), match.end())):
        return None  # 二期工程: which phase
    if word == "国" and number.han:
        return None  # 两国政府: which, not how many
    earlier = noun_before(folded, number.start, match.end()) if word not in ("人", "户", "次") else None
    if earlier is not None:
        return f"count:{earlier}", 1.0, match.end()
    noun = counted_noun(folded, match.end(), word)
    return (f"count:{noun[0]}", 1.0, noun[1]) if noun else None


def _amount(text: str, start: int, end: int, value: float | tuple[float, float], unit: str) -> Amount:
    return Amount(text[start:end], value, unit, (start, end))


def _clean(value: float) -> float:
    """Without the noise of binary fractions: 72.5 × 10000 is 725000, 0.3 × 10 is 3."""
    return float(f"{value:.12g}")
