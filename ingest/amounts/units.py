"""Units of amounts as data: currencies, percentages, physical units, classifiers.

ISO 4217 codes. A currency name that several states share (卢比, 马纳特) has no code of its own: see ``SHARED``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

__all__ = ["CLASSIFIERS", "CURRENCIES", "MEASURES", "NOT_AFTER", "PREFIXES", "SHARED", "alternatives", "words"]

CURRENCIES: dict[str, str] = {
    "美元": "USD", "美金": "USD", "USD": "USD", "US dollars": "USD", "dollars": "USD",
    "元人民币": "CNY", "元": "CNY", "块钱": "CNY", "人民币": "CNY", "CNY": "CNY", "RMB": "CNY", "yuan": "CNY",
    "Yuan": "CNY",
    "renminbi": "CNY", "欧元": "EUR", "EUR": "EUR", "euros": "EUR", "euro": "EUR", "英镑": "GBP", "GBP": "GBP",
    "pounds": "GBP", "日元": "JPY", "日圆": "JPY", "JPY": "JPY", "yen": "JPY", "俄罗斯卢布": "RUB", "卢布": "RUB",
    "RUB": "RUB", "rubles": "RUB", "roubles": "RUB", "坚戈": "KZT", "KZT": "KZT", "tenge": "KZT",
    "吉尔吉斯斯坦索姆": "KGS", "索姆": "KGS", "KGS": "KGS", "soms": "KGS", "苏姆": "UZS", "UZS": "UZS", "sums": "UZS",
    "图格里克": "MNT", "MNT": "MNT", "togrogs": "MNT", "tugriks": "MNT", "索莫尼": "TJS", "TJS": "TJS",
    "somoni": "TJS",
    "阿塞拜疆马纳特": "AZN", "AZN": "AZN", "土库曼斯坦马纳特": "TMT", "土库曼马纳特": "TMT", "TMT": "TMT",
    "拉里": "GEL", "GEL": "GEL", "lari": "GEL", "巴基斯坦卢比": "PKR", "PKR": "PKR", "印度卢比": "INR", "INR": "INR",
    "尼泊尔卢比": "NPR", "斯里兰卡卢比": "LKR", "阿富汗尼": "AFN", "AFN": "AFN", "港元": "HKD", "港币": "HKD",
    "HKD": "HKD", "澳门元": "MOP", "新台币": "TWD", "韩元": "KRW", "韩圆": "KRW", "KRW": "KRW", "won": "KRW",
    "新加坡元": "SGD", "新元": "SGD", "加元": "CAD", "加拿大元": "CAD", "澳元": "AUD", "澳大利亚元": "AUD",
    "新西兰元": "NZD", "瑞士法郎": "CHF", "CHF": "CHF", "瑞典克朗": "SEK", "挪威克朗": "NOK", "丹麦克朗": "DKK",
    "土耳其里拉": "TRY", "里拉": "TRY", "泰铢": "THB", "越南盾": "VND", "印尼盾": "IDR", "印尼卢比": "IDR",
    "林吉特": "MYR", "菲律宾比索": "PHP", "塔卡": "BDT", "缅元": "MMK", "基普": "LAK", "瑞尔": "KHR",
    "伊朗里亚尔": "IRR", "沙特里亚尔": "SAR", "迪拉姆": "AED", "谢克尔": "ILS", "兰特": "ZAR", "雷亚尔": "BRL",
    "墨西哥比索": "MXN", "格里夫纳": "UAH", "德拉姆": "AMD", "特别提款权": "XDR",
}  # fmt: skip

SHARED: dict[str, dict[str, str]] = {
    "马纳特": {"阿塞拜疆": "AZN", "土库曼": "TMT"},
    "manats": {"Azerbaijan": "AZN", "Turkmen": "TMT"},
    "卢比": {"巴基斯坦": "PKR", "印度": "INR", "尼泊尔": "NPR", "斯里兰卡": "LKR"},
    "rupees": {"Pakistan": "PKR", "India": "INR", "Nepal": "NPR", "Sri Lanka": "LKR"},
}
"""Names that need a country: taken from the passage, left out where it names none or several of them."""

PREFIXES: dict[str, str] = {
    "US$": "USD", "$": "USD", "HK$": "HKD", "A$": "AUD", "C$": "CAD", "S$": "SGD", "NT$": "TWD", "€": "EUR",
    "£": "GBP", "¥": "CNY", "￥": "CNY", "₽": "RUB", "₸": "KZT", "₾": "GEL", "₮": "MNT", "₼": "AZN", "₩": "KRW",
    "人民币": "CNY", "USD": "USD", "EUR": "EUR", "GBP": "GBP", "CNY": "CNY", "RMB": "CNY", "JPY": "JPY", "KZT": "KZT",
}  # fmt: skip

MEASURES: dict[str, tuple[str, float]] = {
    "%": ("percent", 1), "percent": ("percent", 1), "per cent": ("percent", 1), "‰": ("permille", 1),
    "个百分点": ("percentage_points", 1), "百分点": ("percentage_points", 1),
    "percentage points": ("percentage_points", 1), "percentage point": ("percentage_points", 1),
    "个基点": ("basis_points", 1), "基点": ("basis_points", 1), "basis points": ("basis_points", 1),
    "倍": ("times", 1),
    "小时": ("hours", 1), "个小时": ("hours", 1), "hours": ("hours", 1), "hour": ("hours", 1),
    "分钟": ("minutes", 1), "minutes": ("minutes", 1), "秒": ("seconds", 1), "seconds": ("seconds", 1),
    "天": ("days", 1), "days": ("days", 1), "个工作日": ("working_days", 1), "工作日": ("working_days", 1),
    "working days": ("working_days", 1), "日内": ("days", 1),
    "周": ("weeks", 1), "个星期": ("weeks", 1), "weeks": ("weeks", 1), "个月": ("months", 1), "months": ("months", 1),
    "年": ("years", 1), "years": ("years", 1), "个季度": ("quarters", 1),
    "公里": ("km", 1), "千米": ("km", 1), "km": ("km", 1), "kilometers": ("km", 1), "kilometres": ("km", 1),
    "海里": ("nautical_miles", 1), "英里": ("miles", 1), "miles": ("miles", 1), "米": ("m", 1), "厘米": ("m", 0.01),
    "毫米": ("m", 0.001), "公里/小时": ("km/h", 1), "千米/小时": ("km/h", 1), "公里每小时": ("km/h", 1),
    "km/h": ("km/h", 1), "吨公里": ("tonne_km", 1), "人公里": ("passenger_km", 1),
    "平方公里": ("km2", 1), "平方千米": ("km2", 1), "km2": ("km2", 1), "平方米": ("m2", 1), "m2": ("m2", 1),
    "公顷": ("hectares", 1), "hectares": ("hectares", 1), "ha": ("hectares", 1), "亩": ("mu", 1),
    "立方米": ("m3", 1), "m3": ("m3", 1), "升": ("litres", 1),
    "吨": ("tonnes", 1), "tonnes": ("tonnes", 1), "tons": ("tonnes", 1), "公斤": ("kg", 1), "千克": ("kg", 1),
    "kg": ("kg", 1), "吨标准煤": ("tonnes_coal_equivalent", 1), "吨二氧化碳当量": ("tonnes_co2e", 1),
    "吨二氧化碳": ("tonnes_co2", 1), "桶": ("barrels", 1), "barrels": ("barrels", 1), "标准箱": ("TEU", 1),
    "标箱": ("TEU", 1), "TEU": ("TEU", 1), "TEUs": ("TEU", 1),
    "千瓦时": ("kWh", 1), "度电": ("kWh", 1), "kWh": ("kWh", 1), "兆瓦时": ("kWh", 1e3), "MWh": ("kWh", 1e3),
    "吉瓦时": ("kWh", 1e6), "GWh": ("kWh", 1e6), "太瓦时": ("kWh", 1e9), "TWh": ("kWh", 1e9),
    "兆瓦": ("MW", 1), "MW": ("MW", 1), "千瓦": ("MW", 1e-3),
    "kilowatts": ("MW", 1e-3), "megawatts": ("MW", 1), "gigawatts": ("MW", 1e3), "kW": ("MW", 1e-3), "吉瓦": ("MW",
    1e3),
    "GW": ("MW", 1e3), "千伏": ("kV", 1), "kV": ("kV", 1), "摄氏度": ("celsius", 1), "℃": ("celsius", 1),
    "人次": ("count:人次", 1),
}  # fmt: skip
"""Printed unit to its plain name and the factor to it. Power is in MW and energy in kWh, so that 5000万千瓦
is 50 GW."""

CLASSIFIERS: tuple[tuple[str, str], ...] = (
    ("名", "(?![称单字录誉额片目牌胜]|义(?!务))"), ("位", "(?![于置居列移])"), ("个", "(?![人体别性税])"),
    ("家", "(?![庭园长具族乡居畜禽电])"), ("项", "(?!目)"), ("次", "(?![级生要于数日年月序贷方]|产业)"),
    ("场", "(?![所地景馆外])"), ("份", "(?![额子])"), ("台", "(?![湾风北阶账])"), ("套", "(?![利期])"),
    ("座", "(?![谈位次])"), ("条", "(?![件款例约文])"), ("种", "(?![植子族养业])"), ("类", "(?![似别型])"),
    ("批", "(?![准评发复次量示])"), ("笔", "(?![记试])"), ("篇", "(?!幅)"), ("部", "(?![门分长署委级队])"),
    ("艘", ""), ("辆", ""), ("架", "(?![构设次])"), ("所", "(?![有以需在得示述属谓占涉取作做])"),
    ("支", "(?![持柱撑付出援行线部配])"), ("处", "(?![理于置长在罚])"), ("组", "(?![织成建长合])"),
    ("轮", "(?![值流船换])"), ("户", "(?![口籍外主均])"), ("口", "(?=井|油井|气井)"),
    ("款", "(?![项式])"), ("张", "(?![力开])"), ("期", "(?![间限望待货刊内中末初满盼终])"),
    ("例", "(?![如外行会证题数])"), ("班", "(?![长级子主列底组车])"),
    ("件", "(?![事])"), ("剂", "(?![量型])"), ("字", "(?![母节样体面])"), ("颗", ""),
    ("株", ""), ("头", "(?![部条等])"),
    ("只", "(?![有要能是在为需会])"), ("列", "(?![入为出举])"),
    ("人", "(?![类民口员才均工力身大社体权选文帮团组制次])"),
    ("国", "(?![家内际外民有产务企籍语集])"),
)  # fmt: skip
"""Classifiers, each with a regex of what must not follow: 3 项目 is a heading, 3 项 a count."""

NOT_AFTER: dict[str, tuple[str, ...]] = {
    "元": ("素", "旦", "首", "老", "月", "件", "宵", "化", "结构"),
    "年": ("级", "均", "度", "会", "报", "代", "底", "初", "末", "龄", "轻", "规划", "计划", "一遇", "鉴", "检", "薪",
          "版"),
    "天": ("然", "津", "气", "空", "下", "才", "主", "性", "文", "山", "线", "水"),
    "周": ("年", "边", "期", "转", "刊", "末", "一", "二", "三", "四", "五", "六", "日", "报"),
    "升": ("级", "高", "至", "到", "降", "温", "值", "幅", "学", "任"),
    "米": ("兰", "其", "尔", "制", "粉"),
    "秒": ("杀",), "倍": ("增", "数", "率", "速"), "桶": ("装",), "吨": ("位",), "千米": ("尔",), "里拉": (),
}  # fmt: skip
"""What shows that the unit is the first half of another word: 5年级, 3天然气."""


def alternatives(words: Iterable[str]) -> str:
    """A regex that matches the longest of ``words`` first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def words(block: str) -> tuple[str, ...]:
    """The words of a block of text, in order, as tables of words are written here."""
    return tuple(block.split())
