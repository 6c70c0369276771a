"""Units of measure as reports print them: 百万美元, 亿元, %, 公里/小时, US$ million.

A unit has a code and a scale: a number printed under 百万美元 counts 1,000,000 USD each.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

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
RATES = frozenset({"percent", "permille", "percentage_point"})

_CURRENCIES = {
    "CNY": "元 人民币 人民币元 圆 rmb cny yuan renminbi ¥ 元人民币",
    "USD": "美元 美金 usd us$ us-dollar us-dollars usdollar usdollars $ dollar dollars",
    "EUR": "欧元 eur euro euros €",
    "GBP": "英镑 gbp £",
    "JPY": "日元 日圆 jpy yen",
    "HKD": "港元 港币 hkd hk$",
    "MOP": "澳门元 mop",
    "TWD": "新台币 新台币元 twd nt$",
    "AUD": "澳元 澳大利亚元 aud a$",
    "CAD": "加元 加拿大元 cad",
    "NZD": "新西兰元 nzd",
    "SGD": "新元 新加坡元 sgd s$",
    "CHF": "瑞士法郎 瑞郎 chf",
    "KRW": "韩元 韩圆 krw won",
    "RUB": "卢布 俄罗斯卢布 rub rouble roubles",
    "KZT": "坚戈 哈萨克斯坦坚戈 kzt tenge",
    "KGS": "吉尔吉斯斯坦索姆 kgs",
    "UZS": "苏姆 乌兹别克斯坦苏姆 乌兹别克斯坦索姆 uzs",
    "TJS": "索莫尼 塔吉克斯坦索莫尼 tjs somoni",
    "AZN": "阿塞拜疆马纳特 azn",
    "TMT": "土库曼斯坦马纳特 tmt",
    "GEL": "拉里 格鲁吉亚拉里 gel lari",
    "MNT": "图格里克 蒙古图格里克 mnt tugrik togrog",
    "PKR": "巴基斯坦卢比 pkr",
    "INR": "印度卢比 inr",
    "AFN": "阿富汗尼 afn",
    "THB": "泰铢 thb baht",
    "VND": "越南盾 vnd",
    "IDR": "印尼盾 印度尼西亚卢比 idr",
    "MYR": "林吉特 马来西亚林吉特 myr",
    "PHP": "菲律宾比索 php",
    "BRL": "雷亚尔 巴西雷亚尔 brl",
    "ZAR": "兰特 南非兰特 zar",
    "TRY": "土耳其里拉",
    "XDR": "特别提款权 sdr sdrs xdr",
}

_MEASURES = {
    "percent": (1, "% percent per-cent pct 百分比"),
    "permille": (1, "‰ 千分比 permille"),
    "percentage_point": (1, "百分点 个百分点 percentage-point percentage-points pp ppt"),
    "km": (1, "公里 千米 km kilometre kilometres kilometer kilometers"),
    "m": (1, "米 m metre metres"),
    "nautical_mile": (1, "海里"),
    "km/h": (1, "公里/小时 公里/时 千米/小时 公里每小时 km/h kph kmh"),
    "km2": (1, "平方公里 平方千米 km2 sq-km"),
    "m2": (1, "平方米 m2 sq-m"),
    "ha": (1, "公顷 ha hectare hectares"),
    "mu": (1, "亩"),
    "m3": (1, "立方米 m3"),
    "tonnes": (1, "吨 t ton tons tonne tonnes 公吨 吨标准煤"),
    "kg": (1, "千克 公斤 kg"),
    "tkm": (1, "吨公里"),
    "pkm": (1, "人公里"),
    "TEU": (1, "标准箱 teu teus 标箱"),
    "barrels": (1, "桶 barrel barrels bbl"),
    "kW": (1, "千瓦 kw"),
    "MW": (1, "兆瓦 mw"),
    "GW": (1, "吉瓦 gw"),
    "kWh": (1, "千瓦时 千瓦小时 kwh 度电"),
    "MWh": (1, "兆瓦时 兆瓦小时 mwh"),
    "GWh": (1, "吉瓦时 gwh"),
    "kV": (1, "千伏 kv"),
    "hours": (1, "小时 hour hours h hrs"),
    "minutes": (1, "分钟 minute minutes min"),
    "days": (1, "天 日 工作日 day days"),
    "months": (1, "个月 month months"),
    "years": (1, "岁 year years"),
    "°C": (1, "℃ °c 摄氏度"),
    "mm": (1, "毫米 mm"),
}

_COUNTERS = (
    "人 人次 人/次 户 家 个 项 份 次 件 台 辆 艘 架 列 座 所 处 套 种 只 头 株 条 名 位 张 册 篇 期 场 宗 笔 "
    "艘次 架次 辆次 标段"
)
_PEOPLE = "people persons person"

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
    table = {name: Unit(code) for code, names in _CURRENCIES.items() for name in names.split()}
    table |= {name: Unit(code, scale) for code, (scale, names) in _MEASURES.items() for name in names.split()}
    table |= {name: Unit(f"count:{name}") for name in _COUNTERS.split()}
    return table | {name: Unit("count:人") for name in _PEOPLE.split()}


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
_PIECES = re.compile(r"[,，;；、]|\s或\s|\band\b|和")
_BARE_PERCENT = re.compile(r"(?<![\d.])\s*%")
_TAIL = re.compile(r"[\s,，:：;；]+")


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
            return tuple(found)
    if _BARE_PERCENT.search(folded):
        return (Unit("percent"),)
    words = _TAIL.split(_PARENTHESES.sub("", folded).strip())
    for count in (3, 2, 1):
        if len(words) > count and (unit := _tail_unit(words[-count:])):
            return (unit,)
    return ()


def _listed(text: str) -> list[Unit]:
    """The units in a list such as 亿元，%."""
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


def names_rate(text: str) -> bool:
    """Whether a header says that its numbers are shares or rates of change (占比, 增速): per cent by custom."""
    return bool(_RATE_WORDS.search(text)) and not _NOT_A_RATE.search(text.strip())
