"""Figures of a claim against all figures of one sentence: told, reckoned from several of them, other ones, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from ingest.amounts.coordinated import figures_before
from ingest.dates import date_spans
from ingest.numerals import parse_number

__all__ = ["Figure", "Told", "figures_in", "told_figures"]

_HAN = "零一二两三四五六七八九十百千"
_NUMBER = re.compile(
    rf"(?<![\w.第])(?:(?P<parts>[{_HAN}\d]{{1,3}})分之(?P<part>[{_HAN}\d]{{1,3}})"
    r"|(?P<tenths>[一二两三四五六七八九])成(?P<rest>[一二三四五六七八九])?(?![立员为果本交功效长熟就都套品分语型])"
    r"|(?P<half>(?<![多大])(?:一半|半数|过半))(?!径|年|天|月)"
    rf"|每(?P<every>[{_HAN}\d]{{1,3}})[个名户家件人](?=[^，。；]{{0,14}}?(?:有|就|便|才)?一)"
    rf"|(?P<digits>\d{{1,3}}(?:[,，]\d{{3}})+(?!\d)|\d+(?:\.\d+)?|[{_HAN}]+(?:点[{_HAN}]+)?)\s?(?P<scale>万亿|千万|百万|万|亿)?"
    r"(?P<more>个?[多余几])?(?P<scale2>[万亿])?\s?(?P<unit>%|％|个?百分点|‰|美元|欧元|英镑|日元|元|[\u4e00-\u9fff]{0,2}))",
    re.ASCII,
)
_LATIN = re.compile(r"[A-Za-z_.]$")
_SCALES = {"万": 1e4, "亿": 1e8, "万亿": 1e12, "千万": 1e7, "百万": 1e6}
_PERCENT = frozenset(("%", "％", "‰"))
_MEASURES = "个项名家次场台份座期种国册辆艘架户套栋枚处口支例宗件所株班列笔轮批趟棵人位条只头艘米吨天年月日周时分"
# What a Chinese number may be part of that is no number: 一些, 统一, 十分
_NO_NUMBER = re.compile(r"^[一两十百千万零]+$")
_UNDER = re.compile(
    r"(?:不足|不到|不满|未满|未到|低于|少于|不及|小于|短于|未达到?)(?:其|的)?$|(?:将近|接近|差不多|近|快到?|逼近|几乎)(?:有|达|一)?$"
)
_OVER = re.compile(r"(?:超过?|超出|逾|高于|多于|大于|突破|长于|过)了?$")
_ABOUT = re.compile(r"(?:大约|大概|约|左右|上下|差不多|大体|大致)(?:有|为|是|占)?$")
_NEAR = re.compile(r"(?:将近|接近|差不多|近|快到?|逼近|几乎)(?:有|达|一)?$")
_LEEWAY = {"under": (0.8, 1.0), "near": (0.88, 1.0), "about": (0.93, 1.07), "over": (1.0, 1.35), "none": (1.0, 1.0)}
_OF_PERCENT = re.compile(r"[(（][%％][)）]\s?[：:]\s?[-－−]?$")  # a cell under such a header
_TERMS = 8  # figures of a sentence that are reckoned with


@dataclass(frozen=True, slots=True)
class Figure:
    """``kind`` is ``percent``, ``points``, a currency, a measure word, or "" of a bare number."""

    text: str
    value: float
    kind: str
    hedge: str
    step: float
    at: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Told:
    """A figure of a claim with how a sentence tells it: ``same``, ``reckoned``, ``other`` or ``unsaid``."""

    figure: Figure
    how: str
    sources: tuple[Figure, ...]


@lru_cache(maxsize=20_000)
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures of a text in order, without those of its dates and ordinals."""
    spans = date_spans(text)
    found = [f for f in _figures(text) if not any(a < f.at[1] and f.at[0] < b for a, b in spans)]
    return tuple(_with_shared_unit(text, found))


def _with_shared_unit(text: str, figures: Sequence[Figure]) -> Iterator[Figure]:
    """分别为6.2亿、12.8亿和4.9亿美元: what is printed once behind the last is the unit, and the scale, of all."""
    shared: dict[int, tuple[str, float]] = {}
    for figure in figures:
        if figure.kind:
            shared |= {one.at[0]: (figure.kind, one.value) for one in figures_before(text, figure.at[0])}
    for figure in figures:
        kind, value = shared.get(figure.at[0], ("", 0.0))
        if figure.kind or not kind:
            yield figure
        else:
            yield replace(
                figure, kind=kind, value=value, step=figure.step * value / figure.value if figure.value else 0
            )


def _figures(text: str) -> Iterator[Figure]:
    for match in _NUMBER.finditer(text):
        figure = _share(match) or _plain(match)
        if figure is not None:
            hedge = _hedge(text, match)
            value, kind, step = figure
            if not kind and _OF_PERCENT.search(text[: match.start()]):
                kind = "percent"
            yield Figure(match.group(), value, kind, hedge, step, match.span())


def _share(match: re.Match[str]) -> tuple[float, str, float] | None:
    if match["parts"]:
        whole, part = parse_number(match["parts"]), parse_number(match["part"])
        return (100.0 * part / whole, "percent", 2.0) if whole and part else None
    if match["tenths"]:
        tenths, rest = parse_number(match["tenths"].replace("两", "二")), parse_number(match["rest"] or "零")
        return 10.0 * (tenths or 0) + (rest or 0), "percent", 1.0 if match["rest"] else 6.0
    if match["half"]:
        return 50.0, "percent", 4.0
    if match["every"]:
        every = parse_number(match["every"])
        return (100.0 / every, "percent", 2.0) if every and every > 1 else None
    return None


def _plain(match: re.Match[str]) -> tuple[float, str, float] | None:
    digits = match["digits"]
    if digits is None:
        return None
    plain = digits.replace(",", "").replace("，", "")
    han = not plain[0].isdigit()
    unit = match["unit"] or ""
    scale = _SCALES.get(match["scale"] or "", 1.0) * _SCALES.get(match["scale2"] or "", 1.0)
    if han and scale == 1.0 and unit[:1] not in _MEASURES and unit not in ("%", "百分点", "元", "星期"):
        return None
    if han and plain in ("一", "零") and scale == 1.0:
        return None
    counted = unit[:1] in _MEASURES or unit == "百分点"
    if han and _NO_NUMBER.match(plain) and len(plain) == 1 and scale == 1.0 and not counted:
        return None
    value = float(plain) if not han else parse_number(plain)
    if value is None:
        return None
    decimals = len(plain.partition(".")[2]) if not han else 0
    step = scale * 10.0**-decimals
    if han or (not decimals and value and value % 10 == 0):
        step = scale * 10.0 ** _zeros(value)
    return value * scale, _kind(unit), step


def _zeros(value: float) -> int:
    count = 0
    while value and value % 10 == 0 and count < 6:
        value, count = value / 10, count + 1
    return count


def _kind(unit: str) -> str:
    if unit in _PERCENT:
        return "percent"
    if unit.startswith(("星期", "个星")):
        return "周"
    if "百分点" in unit:
        return "points"
    if unit in ("美元", "欧元", "英镑", "日元", "元"):
        return unit
    if unit.startswith("元"):
        return "元"
    for currency in ("美元", "欧元", "英镑", "日元"):
        if unit.startswith(currency):
            return currency
    if unit[:2] in ("小时", "分钟", "公里", "公顷", "公斤", "千米", "平方", "立方", "个月", "年间"):
        return unit[:2] if unit[:2] != "个月" else "月"
    return unit[:1] if unit[:1] and unit[0] in _MEASURES else ""


def _hedge(text: str, match: re.Match[str]) -> str:
    before, after = text[max(0, match.start() - 6) : match.start()], text[match.end() : match.end() + 4]
    if re.search(r"不(?:超过|高于|多于|大于|得超过|能超过|应超过)$", before):
        return "none"
    if _NEAR.search(before):
        return "near"
    if _UNDER.search(before):
        return "under"
    if _OVER.search(before) or (match["digits"] and match["more"]):
        return "over"
    if re.match(r"[\u4e00-\u9fff]{0,2}(?:以上|有余|[多余]|还多|出头)", after) or (match["half"] == "过半"):
        return "over"
    if re.match(r"[\u4e00-\u9fff]{0,2}(?:不到|以下)", after):
        return "under"
    if _ABOUT.search(before) or re.match(r"[\u4e00-\u9fff]{0,2}(?:左右|上下)", after):
        return "about"
    return "none"


# -- a claim against a sentence ---------------------------------------------------------------------------------------


def told_figures(claim: str, sentence: str, *, denied: bool = False) -> tuple[Told, ...]:
    """Each figure of a claim with how the sentence tells it.

    :param denied: whether one of the two denies what the other does not: a share may be that of the rest.
    """
    stated = figures_in(sentence)
    return tuple(_told(figure, stated, denied=denied) for figure in figures_in(claim))


def _told(figure: Figure, stated: Sequence[Figure], *, denied: bool) -> Told:
    rivals = tuple(other for other in stated if _alike(figure, other))
    same = tuple(other for other in rivals if _agrees(figure, other.value, max(figure.step, other.step), other))
    if same:
        return Told(figure, "same", same)
    for value, sources in _reckoned(figure, stated, denied=denied):
        if _agrees(figure, value, figure.step, None):
            return Told(figure, "reckoned", sources)
    return Told(figure, "other" if rivals else "unsaid", rivals)


def _alike(a: Figure, b: Figure) -> bool:
    if a.kind == b.kind:
        return True
    if {a.kind, b.kind} == {"percent", "points"}:
        return True
    counts = [kind == "" or kind in _MEASURES for kind in (a.kind, b.kind)]
    times = [kind in ("天", "年", "月", "日", "周", "时", "分", "小时", "分钟") for kind in (a.kind, b.kind)]
    return (
        all(counts)
        and not any(times)
        and ("" in (a.kind, b.kind) or {a.kind, b.kind} <= set("个名人位家所件户项座处条起套"))
    )


def _agrees(figure: Figure, value: float, step: float, other: Figure | None) -> bool:
    if abs(figure.value - value) <= 1e-9 * max(abs(value), 1.0):
        return True
    if figure.hedge != "none":
        low, high = (figure.value * share for share in _LEEWAY[figure.hedge])
        slack = step / 2 if figure.hedge == "about" else 0.0
        return low - slack <= value <= high + slack
    if other is not None and figure.step <= other.step and other.hedge == "none":
        return False
    if figure.kind == "percent" and figure.step > 1:
        return abs(figure.value - value) <= figure.step / 2
    return figure.step > (other.step if other else 0) and abs(figure.value - value) <= figure.step / 2 * 1.0001


def _reckoned(figure: Figure, stated: Sequence[Figure], *, denied: bool) -> Iterator[tuple[float, tuple[Figure, ...]]]:
    some = stated[:_TERMS]
    if figure.kind in ("percent", "points"):
        for a, b in combinations(some, 2):
            if a.kind != "percent" and (_alike(a, b)) and a.value > 0 and b.value > 0:
                low, high = sorted((a.value, b.value))
                yield 100.0 * low / high, (a, b)
                yield 100.0 * (high - low) / high, (a, b)
                yield 100.0 * (high - low) / low, (a, b)
            elif a.kind == b.kind == "percent":
                yield abs(a.value - b.value), (a, b)
        if denied:
            for a in some:
                if a.kind == "percent":
                    yield 100.0 - a.value, (a,)
        return
    own = [other for other in some if _alike(figure, other)]
    for a, b in combinations(own, 2):
        yield abs(a.value - b.value), (a, b)
        yield a.value + b.value, (a, b)
    for size in range(3, len(own) + 1):
        for start in range(len(own) - size + 1):
            run = own[start : start + size]
            yield sum(one.value for one in run), tuple(run)
    if own and len(own) > 2:
        yield own[0].value - sum(one.value for one in own[1:]), tuple(own)
