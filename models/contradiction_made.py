"""Pairs made out of those that were written: one statement again with another figure, or two with the same one.

What is written in other words teaches that what is told in the same words is never a contradiction; these teach the
figure.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.conflict_read import Told

__all__ = ["agreeing", "another_figure", "told_again"]

_FIGURE = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.,]*\d)")
_CLAUSE = re.compile(r"[^，；。：,;]+[，；。：,;]?")
_TRIES = 8
_SWAPPED, _FIRST = 0.35, 0.8  # chances: two digits change places; else one of the first two is another
_LAST_OF = {"月": 12, "日": 28}  # what a figure before these words may be
_SHORTER, _LEAST = 0.5, 14  # share of what is told again with some clauses only; characters that it has
_TWO_REPORTS = 0.4
_YEAR = re.compile(r"(?:19|20)\d\d")


def told_again(told: Told, other: Told, chance: random.Random) -> Told | None:
    """A statement with another figure where it is compared, sometimes shorter, or under the title of the other one."""
    value = _value(told)
    changed = another_figure(value, chance)
    if changed is None or told.compared is None or told.text.count(value) != 1:
        return None
    start, end = told.compared
    text = told.text[:start] + changed + told.text[end:]
    if chance.random() < _SHORTER:
        text = _shorter(text, changed, chance)
    if text.count(changed) != 1:
        return None
    start = text.index(changed)
    again = replace(told, text=text, compared=(start, start + len(changed)))
    if chance.random() < _TWO_REPORTS:
        again = replace(again, title=other.title, issued=other.issued)
    return again


def agreeing(a: Told, b: Told) -> Told | None:
    """The second statement with the figure of the first one, where each has just one."""
    one, two = _value(a), _value(b)
    mine, other = _FIGURE.findall(one), _FIGURE.findall(two)
    if len(mine) != 1 or len(other) != 1 or b.compared is None or "月" in one + two:
        return None
    frames = {value.replace(figure, "", 1).strip() for value, figure in ((one, mine[0]), (two, other[0]))}
    if len(frames - {""}) > 1:
        return None  # in other units
    same = two.replace(other[0], mine[0])
    start, end = b.compared
    return replace(b, text=b.text[:start] + same + b.text[end:], compared=(start, start + len(same)))


def another_figure(value: str, chance: random.Random) -> str | None:
    """What is compared, with another figure of the same shape; nothing if it has none, or the year of a month only."""
    figures = [m for m in _FIGURE.finditer(value) if not ("月" in value and _YEAR.fullmatch(m[0]))]
    if not figures:
        return None
    figure = chance.choice(figures)
    last = _LAST_OF.get(value[figure.end() : figure.end() + 1])
    for new in _others(figure[0], chance):
        if last is None or 1 <= int(new.replace(",", "").partition(".")[0]) <= last:
            return value[: figure.start()] + new + value[figure.end() :]
    return None


def _others(figure: str, chance: random.Random) -> Iterator[str]:
    places = [place for place, character in enumerate(figure) if character.isdigit()]
    for _ in range(_TRIES):
        digits, how = list(figure), chance.random()
        if how < _SWAPPED and len(places) > 1:
            at = chance.randrange(len(places) - 1)
            one, two = places[at], places[at + 1]
            digits[one], digits[two] = digits[two], digits[one]
        else:
            digits[chance.choice(places[:2] if how < _FIRST else places)] = str(chance.randrange(10))
        new = "".join(digits)
        if new != figure and not re.match(r"0[\d,]", new):
            yield new


def _shorter(text: str, value: str, chance: random.Random) -> str:
    clauses: Sequence[str] = _CLAUSE.findall(text)
    at = next((number for number, clause in enumerate(clauses) if value in clause), None)
    if at is None or len(clauses) < 2 or "：" in text:
        return text
    first = at if chance.random() < 0.5 else max(0, at - 1)
    short = "".join(clauses[first : at + 1 + (chance.random() < 0.5)]).strip("，；。：,;") + "。"
    return short if len(short) > _LEAST and short.count(value) == 1 else text


def _value(told: Told) -> str:
    return told.text[slice(*told.compared)] if told.compared else ""
