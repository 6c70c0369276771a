"""Units of measure as reports print them: 百万美元, 亿元, %, 公里/小时, US$ million.

A unit has a code and a scale: a number printed under 百万美元 counts 1,000,000 USD each.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from ingest.amounts.units import CURRENCIES, MEASURES, PREFIXES, words

__all__ = ["RATES", "Unit", "find_units", "names_rate", "read_unit"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: ``code`` (ISO 4217 currency, ``percent``, ``km``, ``count:人``) and how many of it one printed unit is.

    ``code`` is ``None`` where only a scale is printed (千, in millions).
    """

    code: str | None
    scale: float = 1.0

    @property
    def is_rate(self) -> bool:
        return self.code in RATES


#: Units that say how large one thing is beside another.
RATES = frozenset({"percent", "permille", "percentage_points", "basis_points"})

#: Words for units that stand in headers and hardly ever in sentences, beside those of :mod:`ingest.amounts.units`.
_HEADER_UNITS: dict[str, tuple[str, float]] = {
    "per-cent": ("percent", 1), "pct": ("percent", 1), "百分比": ("percent", 1), "千分比": ("permille", 1),
    "percentage-points": ("percentage_points", 1), "percentage-point": ("percentage_points", 1),
    "pp": ("percentage_points", 1), "us-dollars": ("USD", 1), "us-dollar": ("USD", 1), "dollar": ("USD", 1),
    "人民币元": ("CNY", 1), "圆": ("CNY", 1), "新台币元": ("TWD", 1), "sdr": ("XDR", 1), "sdrs": ("XDR", 1),
    "千瓦小时": ("kWh", 1), "兆瓦小时": ("kWh", 1e3), "公里/时": ("km/h", 1), "kph": ("km/h", 1), "kmh": ("km/h", 1),
    "公吨": ("tonnes", 1), "ton": ("tonnes", 1), "tonne": ("tonnes", 1), "t": ("tonnes", 1), "bbl": ("barrels", 1),
    "sq-km": ("km2", 1), "sq-m": ("m2", 1), "hectare": ("hectares", 1), "metres": ("m", 1), "meters": ("m", 1),
    "day": ("days", 1), "month": ("months", 1), "year": ("years", 1), "minute": ("minutes", 1), "岁": ("years", 1),
    "°c": ("celsius", 1), "people": ("count:人", 1), "persons": ("count:人", 1),
    "吨标煤": ("tonnes_coal_equivalent", 1),
}  # fmt: skip

#: Counting words that head a column as its unit: 企业数（家）.
_COUNTERS = words(
    "人 人/次 户 家 个 项 份 次 件 台 辆 艘 架 列 座 所 处 套 种 只 头 株 条 名 位 张 册 篇 期 场 宗 笔 "
    "艘次 架次 辆次 标段"
)

_SCALES_ZH = (
    ("万亿", 1e12), ("千亿", 1e11), ("百亿", 1e10), ("十亿", 1e9), ("千万", 1e7), ("百万", 1e6), ("十万", 1e5),
    ("亿", 1e8), ("万", 1e4), ("千", 1e3), ("百", 1e2), ("十", 1e1),
)  # fmt: skip  # longest first: 百万 is not 百 + 万
_SCALES_EN = {
    "thousand": 1e3, "thousands": 1e3, "'000": 1e3, "000s": 1e3, "000": 1e3, "million": 1e6, "millions": 1e6,
    "mn": 1e6, "mln": 1e6, "mil": 1e6, "billion": 1e9, "billions": 1e9, "bn": 1e9, "bln": 1e9, "trillion": 1e12,
    "trillions": 1e12, "tn": 1e12,
}  # fmt: skip


def _bases() -> dict[str, Unit]:
    """Printed unit, lower case and words joined by hyphens, to its unit."""
    table = {name: Unit(f"count:{name}") for name in _COUNTERS}
    table |= {name: Unit(code) for name, code in (PREFIXES | CURRENCIES).items()}
    table |= {name: Unit(code, scale) for name, (code, scale) in (MEASURES | _HEADER_UNITS).items()}
    return {unicodedata.normalize("NFKC", name).lower().replace(" ", "-"): unit for name, unit in table.items()}


_BASES = _bases()

# Prices and conventions that stand before or after a unit and do not change it.
_TRIMMINGS = re.compile(
    r"^(?:单位|units?)\s*[:：]?\s*|^(?:按?(?:现价|当年价格?|不变价格?|可比价)|current|constant(?:\s+\d{4})?|in|of)\s*|^以|计$"
)
_RATE_WORDS = re.compile(
    r"增长率|变化率|变动率|变动幅度|增速|增幅|涨幅|跌幅|降幅|同比|环比|比上年|较上年|占比|比重|份额|所占比例|占.{1,14}比例"
    r"|百分比|占(?:GDP|国内生产总值)|失业率|通胀率|通货膨胀率|利率|覆盖率|完成率|执行率|到位率|普及率|达标率|城镇化率"
    r"|渗透率|贫困率|识字率|入学率|落实率|合格率|\bgrowth\b|\bshare\b|% of|\bpercentage\b|rate of change"
    r"|year[- ]on[- ]year|\by[/-]y\b|\byoy\b|\binflation\b|unemployment rate",
    re.IGNORECASE,
)
_NOT_A_RATE = re.compile(r"(?:(?<!份)额|量|数|值)$")
_PARENTHESES = re.compile(r"[(\[【〔]([^()\[\]【】〔〕]{1,40})[)\]】〕]")
_UNIT_LINE = re.compile(r"(?:单位|\bunits?)\s*[:：]\s*([^)\]】;；。]{1,40})", re.IGNORECASE)
_NEXT_KEY = re.compile(r"\s+\S{1,6}[:：].*$")
_CURRENCY_KEY = re.compile(r"(?:币种|\bcurrency)\s*[:：]\s*([^\s)\]】;；。,，]{1,20})", re.IGNORECASE)
_PIECES = re.compile(r"[,，;；、]|\s或\s|\band\b|和")
_BARE_PERCENT = re.compile(r"(?<![\d.])\s*%")
_TAIL = re.compile(r"[\s,，:：;；]+")


@lru_cache(maxsize=4096)
def read_unit(text: str) -> Unit | None:
    """The unit that the whole of ``text`` is, or ``None``.

    >>> read_unit("百万美元")
    Unit(code='USD', scale=1000000.0)
    >>> read_unit("国家") is None
    True
    """
    folded = unicodedata.normalize("NFKC", text).strip().strip("()[]").strip().lower()
    if folded.startswith("人民币"):
        folded = folded.removeprefix("人民币").strip() or "元"
    for _ in range(3):
        folded = _TRIMMINGS.sub("", folded).strip()
    if not folded or len(folded) > 40:
        return None
    return _simple(folded) or _ratio(folded) or _english(folded)


def _simple(folded: str) -> Unit | None:
    """A base unit with at most one Chinese scale word before it."""
    folded = folded.replace(" ", "-")
    if folded in _BASES:
        return _BASES[folded]
    for word, scale in _SCALES_ZH:
        if folded.startswith(word):
            rest = folded[len(word) :].strip()
            if not rest:
                return Unit(None, scale)
            base = _BASES.get(rest)
            return Unit(base.code, base.scale * scale) if base else None
    return None


def _ratio(folded: str) -> Unit | None:
    """元/吨, 人/平方公里: a unit over another."""
    above, slash, below = folded.partition("/")
    if not slash:
        return None
    numerator, denominator = _simple(above.strip()), _simple(below.strip())
    if not numerator or not denominator or not numerator.code or not denominator.code:
        return None
    return Unit(f"{numerator.code}/{denominator.code}", numerator.scale / denominator.scale)


def _english(folded: str) -> Unit | None:
    """US$ million, millions of US dollars, RMB'000, thousand tonnes."""
    spaced = re.sub(r"(us\$|hk\$|[$€£¥]|'000)", r" \1 ", folded)
    tokens = [t for t in re.split(r"[\s.]+", spaced) if t and t not in {"of", "in", "s"}]
    scales = [_SCALES_EN[t] for t in tokens if t in _SCALES_EN]
    rest = "-".join(t for t in tokens if t not in _SCALES_EN)
    if len(scales) > 1:
        return None
    scale = scales[0] if scales else 1.0
    if not rest:
        return Unit(None, scale) if scales else None
    base = _BASES.get(rest)
    return Unit(base.code, base.scale * scale) if base else None


@lru_cache(maxsize=4096)
def find_units(text: str) -> tuple[Unit, ...]:
    """The units that a header, caption or unit line names, in order; empty where it names none.

    A unit is read only where units stand: the whole text, in parentheses, after 单位：, as the last words, or a
    percent sign that follows no number. 元 inside 多元化 is none.

    >>> find_units("货物贸易 (百万美元)")
    (Unit(code='USD', scale=1000000.0),)
    """
    folded = unicodedata.normalize("NFKC", text).strip()
    whole = read_unit(folded) if folded else None
    if whole:
        return (whole,)
    for pattern in (_UNIT_LINE, _PARENTHESES):
        found = [unit for match in pattern.finditer(folded) for unit in _listed(match[1])]
        if found:
            return tuple(_in_currency(folded, unit) for unit in found)
    if _BARE_PERCENT.search(folded):
        return (Unit("percent"),)
    words = _TAIL.split(_PARENTHESES.sub("", folded).strip())
    for count in (3, 2, 1):
        if len(words) > count and (unit := _tail_unit(words[-count:])):
            return (unit,)
    return ()


def _in_currency(text: str, unit: Unit) -> Unit:
    """单位：万元 币种：美元 counts in ten thousand US dollars: 元 is there the unit of any currency."""
    key = _CURRENCY_KEY.search(text)
    currency = read_unit(key[1]) if key and unit.code == "CNY" else None
    return Unit(currency.code, unit.scale) if currency else unit


def _listed(text: str) -> list[Unit]:
    """The units in a list such as 亿元，%; what follows under another key (币种：人民币) is none of them."""
    text = _NEXT_KEY.sub("", text).strip()
    whole = read_unit(text)
    if whole:
        return [whole]
    return [unit for piece in _PIECES.split(text) if piece.strip() and (unit := read_unit(piece))]


def _tail_unit(words: list[str]) -> Unit | None:
    """The last words of a header as a unit; single letters and counting words there are names, not units."""
    unit = read_unit(" ".join(words))
    if not unit or unit.code is None or unit.code.startswith("count:") or len("".join(words)) < 2:
        return None
    return unit


@lru_cache(maxsize=4096)
def names_rate(text: str) -> bool:
    """Whether a header says that its numbers are shares or rates of change (占比, 增速): per cent by custom."""
    return bool(_RATE_WORDS.search(text)) and not _NOT_A_RATE.search(text.strip())
