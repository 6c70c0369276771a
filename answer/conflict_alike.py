"""Statements that may tell one fact, wherever they stand: which pairs are looked at, and by what numbers.

Nearness is taken twice, by the words that two statements share and by their vectors, of clauses and of their sentences:
what somebody tells again in other words shares few of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from datetime import date

from answer.actions import find_actions
from answer.conflict_differences import differences, sort_of_text
from answer.conflict_near import Nearness
from answer.conflict_scored import of_longer_name
from answer.conflict_sorts import Difference
from answer.conflict_statements import Statement, Statements
from answer.conflict_values import tells_the_same_figure
from answer.unit import Unit

__all__ = ["FEATURES", "near_pairs", "numbers_of", "progress"]

_NUMBER = re.compile(r"[\d０-９一二三四五六七八九十〇零]+|\s")
_OF_STEPS = ("stage", "scale", "opposite", "polarity", "direction")  # by which the items of a list may well differ
_SCOPES = re.compile(
    r"每|人均|平均|累计|新增|其中|同比|上年|去年|目标|预算|出口|进口|男|女|城镇|农村|一期|二期|上半年|下半年|季度|首批"
)
_KINDS = (
    ("geo", ("country", "place")),
    ("org", ("organisation",)),
    ("obj", ("agreement", "publication", "programme", "corridor", "event")),
)

FEATURES: tuple[str, ...] = (
    "shared", "more", "less", "x_more", "x_less", "s_shared", "s_more", "s_less", "mass", "rare", "s_rare",
    "cosine", "s_cosine", "near", "near_other", "words", "words_other", "pairs", "pairs_all",
    "same_document", "same_passage", "days", "cells", "rows", "length", "many",
    *(f"{name}_{how}" for name, _ in _KINDS for how in ("same", "apart", "one")),
    "times_meet", "times_apart", "years_apart", "acts_same", "acts_apart", "denied", "planned", "scopes", "same_figure",
    "order", "due",
    "v_apart", "v_unit", "v_digits", "v_swapped", "v_length", "v_step", "v_percent",
    "t_gap", "t_year", "t_day", "t_others", "t_longest", "t_ratio", "o_gap",
    "is_number", "is_date", "is_duration", "is_ordinal", "is_count", "is_stage", "is_scale", "is_opposite",
    "is_polarity", "is_direction", "is_quantity", "is_place", "is_who",
)  # fmt: skip

Found = tuple[int, int, dict[str, float], list[Difference]]


def near_pairs(statements: Statements, titles: Mapping[str, str]) -> Iterator[Found]:
    """Pairs of statements that are among the nearest of either and differ, by place, with what is known of both.

    :param titles: of the documents: the reports of two years tell of two years.
    """
    series = {document: _NUMBER.sub("", title) for document, title in titles.items()}
    if len(statements) < 2:
        return
    near = Nearness(statements)
    for i, j in near.pairs:
        a, b = statements.all[i], statements.all[j]
        if _of_one_table(a.unit, b.unit) or _of_one_series(a.unit, b.unit, series):
            continue
        if of_longer_name(a.unit, b.unit):
            continue
        told = [d for d in differences(a, b) if d.sort not in _OF_STEPS or not _of_one_list(a.unit, b.unit)]
        if told:
            yield i, j, near.numbers(i, j), told


def numbers_of(
    statements: Statements, i: int, j: int, near: Mapping[str, float], issued: Mapping[str, date | None]
) -> dict[str, float]:
    """What speaks for two statements being of one fact, whichever way they differ.

    :param near: as :func:`near_pairs` gives it.
    :param issued: dates of the documents.
    """
    a, b = statements.all[i], statements.all[j]
    one, two = a.unit, b.unit
    dates = issued.get(one.passage.document), issued.get(two.passage.document)
    days = abs((dates[0] - dates[1]).days) if dates[0] and dates[1] else 0
    denied, planned = zip(*(sort_of_text(unit.text) for unit in (one, two)), strict=True)
    acts = [set(find_actions(unit.text)) for unit in (one, two)]
    scopes = [set(_SCOPES.findall(unit.text)) for unit in (one, two)]
    return {
        **near, **_shared(statements, a, b), **_names(one, two), **_times(a, b),
        "pairs": len(a.pairs & b.pairs) / max(min(len(a.pairs), len(b.pairs)), 1),
        "pairs_all": len(a.pairs & b.pairs) / max(len(a.pairs | b.pairs), 1),
        "same_document": float(one.passage.document == two.passage.document),
        "same_passage": float(one.passage.id == two.passage.id), "days": math.log1p(days),
        "cells": float((one.cell is not None) + (two.cell is not None)),
        "rows": float((one.passage.form == "row") + (two.passage.form == "row")),
        "length": math.log1p(min(len(one.text), len(two.text))), "many": math.log(len(statements)),
        "acts_same": float(bool(acts[0] & acts[1])),
        "acts_apart": float(bool(acts[0] and acts[1]) and not acts[0] & acts[1]),
        "denied": float(denied[0] != denied[1]), "planned": float(planned[0] != planned[1]),
        "scopes": float(len(scopes[0] ^ scopes[1])), "same_figure": float(tells_the_same_figure(a, b)),
    }  # fmt: skip


def progress(a: Statement, b: Statement, difference: Difference, issued: Mapping[str, date | None]) -> dict[str, float]:
    """Whether what has got less far is told later than what has got further (``order`` 1), or earlier (-1).

    Then it is how things went, or may be where a date is not known, unless the other had happened before it was told.
    ``due``: whether it was still to come when the other was written.
    """
    if not difference.behind:
        return {}
    less, more = (a, b) if difference.behind == 1 else (b, a)
    one, two = issued.get(less.unit.passage.document), issued.get(more.unit.passage.document)
    apart = less.unit.passage.document != more.unit.passage.document
    order = (one > two) - (one < two) if one and two else -int(apart)
    if one and order < 0 and more.dates and all(moment.dated and moment.end < one for moment in more.dates):
        order = 1
    found = {"order": float(order)}
    due = [moment.start for moment in less.dates if moment.dated]
    if two and due:
        found["due"] = 1.0 if max(due) > two else -1.0
    return found


def _shared(statements: Statements, a: Statement, b: Statement) -> dict[str, float]:
    total, weight = statements.sum, statements.weight
    masses, wholes = (total(a.clause), total(b.clause)), (total(a.sentence), total(b.sentence))
    both, around = a.clause & b.clause, a.sentence & b.sentence
    shared, beside = total(both), total(around)
    across = total(a.clause & b.sentence) / max(masses[0], 1.0), total(b.clause & a.sentence) / max(masses[1], 1.0)
    return {
        "shared": math.log1p(shared), "more": shared / max(min(masses), 1.0), "less": shared / max(*masses, 1.0),
        "x_more": max(across), "x_less": min(across),
        "s_shared": math.log1p(beside), "s_more": beside / max(min(wholes), 1.0),
        "s_less": beside / max(*wholes, 1.0), "mass": math.log1p(min(masses)),
        "rare": max(map(weight, both), default=0.0), "s_rare": max(map(weight, around), default=0.0),
    }  # fmt: skip


def _names(a: Unit, b: Unit) -> dict[str, float]:
    found: dict[str, float] = {}
    for name, kinds in _KINDS:
        mine, other = ({e.name for e in unit.entities if e.kind in kinds} for unit in (a, b))
        found[f"{name}_same"] = float(bool(mine & other))
        found[f"{name}_apart"] = float(bool(mine and other) and not mine & other)
        found[f"{name}_one"] = float(bool(mine) != bool(other))
    return found


def _times(a: Statement, b: Statement) -> dict[str, float]:
    meet = any(x[0] <= y[1] and y[0] <= x[1] for x in a.times for y in b.times)
    years = [{day.year for span in s.times for day in span} for s in (a, b)]
    return {
        "times_meet": float(meet),
        "times_apart": float(bool(a.times and b.times) and not meet),
        "years_apart": float(bool(years[0] and years[1]) and not years[0] & years[1]),
    }


def _of_one_table(a: Unit, b: Unit) -> bool:
    return a.cell is not None and b.cell is not None and a.passage.parent == b.passage.parent


def _of_one_list(a: Unit, b: Unit) -> bool:
    """Whether two bullets are items of one list, as the steps of a plan are."""
    one, two = a.passage, b.passage
    return one.id != two.id and one.form == two.form == "bullet" and one.parent == two.parent


def _of_one_series(a: Unit, b: Unit, series: Mapping[str, str]) -> bool:
    """Whether two documents have one title but for its numbers: 2022年年报, 2023年年报."""
    one, two = a.passage.document, b.passage.document
    return one != two and len(series.get(one, "")) > 1 and series.get(one) == series.get(two)
