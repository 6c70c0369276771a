"""分别为6.2亿、12.8亿和4.9亿美元: a unit that is printed once, behind the last of several figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.numerals import ARABIC, MULTIPLIER, parse_multiplier, parse_number
from records import Amount

__all__ = ["Coordinated", "coordinated", "figures_before", "shared_scale"]

_S = r"[^\S\t\n]{0,2}"
_NUMBER = rf"(?<![\d.,第\-—～~/A-Za-z])(?:{ARABIC})(?:{_S}(?:{MULTIPLIER}))?"
_ONE = re.compile(rf"(?P<number>{ARABIC})(?:{_S}(?P<scale>{MULTIPLIER}))?")
# Each figure is of another thing: without these words 3、5 may be numbers of chapters, and so with what numbers them.
_LIST = re.compile(
    rf"(?:分别|依次|各(?=\d|有|占|为|捐|奖|投|设|派|需))(?:(?![附图表章条号第款项]|议程|文件)[^\d，。；：A-Za-z/—-]){{0,6}}"
    rf"(?P<figures>{_NUMBER}(?:{_S}、{_S}{_NUMBER})*){_S}(?:、|和|与|及|以及){_S}$"
)
_LONGEST = 80  # characters of such a list
_ONE_SCALE = 100  # 30、40和50万元 share 万, 5000和3万元 do not
_YEARS = (1900, 2099)


@dataclass(frozen=True, slots=True)
class Coordinated:
    """A figure that takes its unit from the last one of its list; ``value`` in ones."""

    at: tuple[int, int]
    value: float


def coordinated(text: str, folded: str, amount: Amount) -> Iterator[Amount]:
    """The figures before an amount that share its unit, in order; a scale (万) too, where they have none.

    :param folded: the text in which the amount was found, of the same length, with dates blanked out.
    """
    last = _ONE.match(folded, amount.at[0])
    if isinstance(amount.value, tuple) or last is None:
        return
    worth = _value(last)
    for figure in figures_before(folded, amount.at[0]):
        value = float(f"{figure.value * amount.value / worth:.12g}") if worth else 0.0
        yield Amount(text[slice(*figure.at)], value, amount.unit, figure.at)


def figures_before(text: str, at: int) -> list[Coordinated]:
    """The figures of a list that is dealt out, without its last one, which begins at a place; none where there is no
    such list.
    """
    last = _ONE.match(text, at)
    found = _LIST.search(text, max(0, at - _LONGEST), at) if last is not None else None
    if last is None or found is None:
        return []
    figures = [*_ONE.finditer(text, *found.span("figures"))]
    raw = [parse_number(figure["number"]) or 0.0 for figure in (*figures, last)]
    if any(_YEARS[0] <= number <= _YEARS[1] for number in raw[:-1]) and raw[-1] < _YEARS[0]:
        return []
    scale = shared_scale([(number, figure["scale"]) for number, figure in zip(raw, (*figures, last), strict=True)])
    if scale is None:
        return []
    return [Coordinated(f.span(), _value(f) if f["scale"] else _value(f) * scale) for f in figures]


def shared_scale(figures: list[tuple[float, str | None]]) -> float | None:
    """What figures without a scale are multiplied by, for the scale (万) that only the last of a list prints; nothing
    where that cannot be told.

    :param figures: each number with the scale that it prints itself.
    """
    *before, (last, printed) = figures
    if not printed or any(scale for _, scale in before):
        return 1.0
    if all(last and 1 / _ONE_SCALE <= number / last <= _ONE_SCALE for number, _ in before):
        return parse_multiplier(printed)
    return 1.0 if all(number >= 10 * _ONE_SCALE for number, _ in before) else None


def _value(figure: re.Match[str]) -> float:
    return (parse_number(figure["number"]) or 0.0) * parse_multiplier(figure["scale"] or "")
