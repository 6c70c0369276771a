"""English date forms: 28 June 2022, June 28, 2022, June 2022, Q3 2021, the second half of 2021, end-2023."""

from __future__ import annotations

import re

from ingest.dates.atoms import Atom, Fixed, Rolling
from ingest.dates.calendar import Point, plan_period

__all__ = ["read_english", "read_english_relative", "read_english_year"]

_NAMES = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_MONTHS = {name: number for number, name in enumerate(_NAMES, 1)} | {
    name[:3]: number for number, name in enumerate(_NAMES, 1)
}
_MONTHS["Sept"] = 9
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?:1[89]|20)\d\d"
_TO = r"\s?(?:-{1,2}|to|until|through|and|,)\s?"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4}
_ORDINAL = "|".join(_ORDINALS)

_POINT = re.compile(
    rf"""(?<![A-Za-z\d_./])(?:
      (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<m1>{_MONTH}),?\s?(?P<y1>{_YEAR})?
      |(?P<m2>{_MONTH})\s(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.%-])(?:,?\s(?P<y2>{_YEAR}))?
      |(?P<m3>{_MONTH}),?\s(?P<y3>{_YEAR})
      |(?P<m4>{_MONTH})(?={_TO}{_MONTH},?\s(?:\d{{1,2}},?\s)?{_YEAR})
      |(?P<d5>\d{{1,2}})(?:st|nd|rd|th)?(?=\s?(?:-|to|and)\s?\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH})
      |(?:the\s)?(?P<ord>{_ORDINAL})\s(?P<unit>quarter|half)(?:\s(?:of\s)?(?P<y6>{_YEAR}))?
      |Q(?P<q7>[1-4])[\s,/-]?\s?(?P<y7>{_YEAR})|(?P<q8>[1-4])Q\s?(?P<y8>{_YEAR})|H(?P<h9>[12])\s?(?P<y9>{_YEAR})
      |(?P<edge>(?:[Ee]arly|[Mm]id|(?:[Tt]he\s)?[Ee]nd)(?:[\s-]of)?[\s-])(?P<m10>{_MONTH}\s)?(?P<y10>{_YEAR})
    )(?![A-Za-z\d_%])""",
    re.VERBOSE,
)
_WORDS = {word: count for count, word in enumerate(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
)}  # fmt: skip
_RELATIVE = re.compile(
    rf"""(?<![A-Za-z\d_-])(?:
      (?P<year>[Tt]his|[Ll]ast|[Nn]ext)\syear(?!['’s-])
      |[Tt]he\s(?P<plan>\d\d?)(?:st|nd|rd|th)\sFive-Year\sPlan(?:\s[Pp]eriod)?
      |[Tt]he\s(?P<window>past|last|next|coming)\s(?P<count>\d{{1,3}}|{"|".join(_WORDS)})\s(?P<unit>years?|months?|weeks?|days?)\b
    )""",
    re.VERBOSE,
)
_ANCHORS = {"this": "今年", "last": "去年", "next": "明年"}
_UNITS = {"y": "年", "m": "月", "w": "周", "d": "日"}
_PREPOSITION = re.compile(
    r"(?<![A-Za-z\d_-])(?:[Ii]n|[Ss]ince|[Bb]y|[Ff]rom|[Uu]ntil|[Dd]uring|[Tt]hrough|[Oo]f|[Ff]or|[Tt]o|[Bb]efore"
    r"|[Aa]fter|[Aa]nd|[Yy]ear)\s$"
)
_FREE_YEAR = re.compile(rf"{_YEAR}(?![A-Za-z\d_%]|[-/.,]\d|\s(?:[a-z]+s\b(?<!was\b)(?<!is\b)(?<!has\b)))")


def read_english(text: str, start: int) -> Atom | None:
    """The English date at ``start``; its value is ``None`` if it cannot be."""
    match = _POINT.match(text, start)
    return Atom(start, match.end(), _point(match)) if match else None


def read_english_relative(text: str, start: int) -> Atom | None:
    """Last year, the past two years, the 14th Five-Year Plan."""
    match = _RELATIVE.match(text, start)
    if match is None:
        return None
    if match["year"]:
        return Atom(start, match.end(), Point(reference=_ANCHORS[match["year"].lower()], english=True))
    if match["plan"]:
        period = plan_period(int(match["plan"]))
        return Atom(start, match.end(), Fixed(period, carries_year=False)) if period else None
    count = int(match["count"]) if match["count"].isdecimal() else _WORDS[match["count"]]
    sign = 1 if match["window"] in ("next", "coming") else -1
    return Atom(start, match.end(), Rolling(sign, count, _UNITS[match["unit"][0]]))


def read_english_year(text: str, start: int) -> Atom | None:
    """The 2016 of in 2016, since 2016."""
    match = _FREE_YEAR.match(text, start)
    if match is None or not _PREPOSITION.search(text, max(0, start - 8), start):
        return None
    return Atom(start, match.end(), Point(year=int(match[0]), english=True))


def _point(match: re.Match[str]) -> Point | None:
    group = {name: value for name, value in match.groupdict().items() if value is not None}

    def pick(*names: str) -> str | None:
        return next((group[name] for name in names if name in group), None)

    year, day = pick("y1", "y2", "y3", "y6", "y7", "y8", "y9", "y10"), pick("d1", "d2", "d5")
    month = pick("m1", "m2", "m3", "m4", "m10")
    if day is not None and not 1 <= int(day) <= 31:
        return None
    quarter, half = pick("q7", "q8"), pick("h9")
    if "ord" in group:
        number = str(_ORDINALS[group["ord"]])
        quarter, half = (number, None) if group["unit"] == "quarter" else (None, number)
        if half is not None and int(half) > 2:
            return None
    edge = group.get("edge", "").lower()
    return Point(
        year=int(year) if year else None,
        month=_MONTHS[month.strip().rstrip(".")] if month else None,
        day=int(day) if day else None,
        quarter=int(quarter) if quarter else None,
        half=int(half) if half else None,
        edge=("初" if edge.startswith("early") else "中" if edge.startswith("mid") else "底") if edge else None,
        english=True,
    )
