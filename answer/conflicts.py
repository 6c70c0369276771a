"""Statements of the knowledge base that disagree with each other, each pair once, the surest and gravest first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from answer.conflict_annexed import annexed_conflicts
from answer.conflict_arithmetic import arithmetic_conflicts
from answer.conflict_asof import asof_conflicts
from answer.conflict_attributes import attribute_conflicts
from answer.conflict_calendar import calendar_conflicts
from answer.conflict_captions import caption_conflicts
from answer.conflict_changes import change_conflicts
from answer.conflict_columns import column_conflicts
from answer.conflict_counted import counted_conflicts
from answer.conflict_counts import list_count_conflicts
from answer.conflict_courses import course_conflicts
from answer.conflict_day import day_conflicts
from answer.conflict_decided import decided_conflicts
from answer.conflict_doers import doer_conflicts
from answer.conflict_early import early_conflicts
from answer.conflict_events import event_conflicts
from answer.conflict_exceptions import exception_conflicts
from answer.conflict_figures import amount_conflicts
from answer.conflict_forecasts import forecast_conflicts
from answer.conflict_grants import grant_conflicts
from answer.conflict_headers import header_conflicts
from answer.conflict_housed import housed_conflicts
from answer.conflict_instruments import instrument_conflicts
from answer.conflict_labelled import labelled_conflicts
from answer.conflict_labels import label_conflicts, leader_conflicts
from answer.conflict_late import (
    late_row_conflicts,
    stated_period_conflicts,
)
from answer.conflict_listed import listed_conflicts
from answer.conflict_lists import list_conflicts, plan_conflicts
from answer.conflict_measured import measured_conflicts
from answer.conflict_meetings import meeting_conflicts
from answer.conflict_members import member_conflicts
from answer.conflict_names import title_conflicts
from answer.conflict_numbering import numbering_conflicts
from answer.conflict_occasions import occasion_conflicts
from answer.conflict_offices import office_conflicts
from answer.conflict_opened import opened_conflicts
from answer.conflict_opposed import opposed_conflicts
from answer.conflict_origins import origin_conflicts
from answer.conflict_outcomes import outcome_conflicts
from answer.conflict_overall import overall_conflicts
from answer.conflict_pairs import distinct, pair_conflicts
from answer.conflict_parts import part_conflicts
from answer.conflict_paths import path_conflicts
from answer.conflict_planned import planned_conflicts
from answer.conflict_portions import portion_conflicts
from answer.conflict_ranks import rank_conflicts
from answer.conflict_read import likely
from answer.conflict_readings import reading_conflicts
from answer.conflict_references import reference_conflicts
from answer.conflict_related import Matters
from answer.conflict_reordered import reordered_conflicts
from answer.conflict_roles import role_conflicts
from answer.conflict_rules import count_conflicts, name_conflicts, table_conflicts
from answer.conflict_sametotal import sametotal_conflicts
from answer.conflict_scored import scored_conflicts
from answer.conflict_sections import section_conflicts
from answer.conflict_sessions import session_conflicts
from answer.conflict_shares import share_conflicts
from answer.conflict_stages import stage_conflicts
from answer.conflict_standing import standing_conflicts
from answer.conflict_sums import sum_conflicts
from answer.conflict_swapped import swapped_conflicts
from answer.conflict_tables import figure_conflicts
from answer.conflict_tense import lasting_conflicts, period_conflicts, plan_of_past_conflicts, tense_conflicts
from answer.conflict_terms import term_conflicts
from answer.conflict_throughout import throughout_conflicts
from answer.conflict_totals import total_conflicts
from answer.conflict_trends import trend_conflicts
from answer.conflict_twice import twice_conflicts
from answer.conflict_weighed import weighed_conflicts
from answer.conflict_widths import as_printed, widened, widened_units
from answer.conflict_works import work_conflicts
from answer.records import Conflict
from answer.sources import Sources, sources_of
from answer.units import Unit
from index.store import KnowledgeBase
from records import Filters, Passage

__all__ = ["find_conflicts"]


def find_conflicts(kb: KnowledgeBase, filters: Filters | None = None) -> tuple[Conflict, ...]:
    """Compare everything in the knowledge base with itself.

    A later document that reports progress does not contradict an earlier one that planned it.

    :param filters: only conflicts with a side among the passages that these select.
    :raises errors.UsageError: an unknown name in a filter.
    """
    if filters is None or not filters.to_dict():
        return _conflicts_of(kb)
    wanted = {passage.id for passage in kb.select(filters)}
    return tuple(c for c in _conflicts_of(kb) if c.a.passage in wanted or c.b.passage in wanted)


@lru_cache(maxsize=4)
def _conflicts_of(kb: KnowledgeBase) -> tuple[Conflict, ...]:
    """All conflicts of an open knowledge base: seconds of work, and a snapshot does not change."""
    sources, printed = sources_of(kb), list(kb.passages())
    passages = widened(printed)
    units = widened_units((unit for unit in sources.all_units() if not unit.derived), passages)
    matters = Matters(printed)
    rules = (
        *pair_conflicts(sources, units),
        *count_conflicts(units, passages),
        *_of_tense(sources, units, passages),
        *_of_figures(passages),
        *_told_again(units, passages),
        *likely(_told_in_figures(units), passages, {document.id: document for document in sources.documents}),
        *_of_what_is_named(units, passages),
        *_of_other_documents(passages, matters),
        *title_conflicts(passages, kb.terms()),
        *term_conflicts(passages, kb.terms()),
    )
    by_rules = list(as_printed(rules, printed))
    told = {frozenset((conflict.a.passage, conflict.b.passage)) for conflict in by_rules}
    less_sure = weighed_conflicts(list(sources.all_units()), sources.documents, matters)
    return tuple(distinct([*by_rules, *(c for c in less_sure if frozenset((c.a.passage, c.b.passage)) not in told)]))


def _of_other_documents(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """One thing told in two ways, in one document or in two on the same matter."""
    for found in (
        attribute_conflicts,
        instrument_conflicts,
        path_conflicts,
        swapped_conflicts,
        doer_conflicts,
        exception_conflicts,
        origin_conflicts,
        asof_conflicts,
        housed_conflicts,
        opened_conflicts,
        standing_conflicts,
        listed_conflicts,
        occasion_conflicts,
        sametotal_conflicts,
        grant_conflicts,
    ):
        yield from found(passages, matters)
    yield from decided_conflicts(passages, matters)


def _of_tense(sources: Sources, units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """What is past or to come against the date of its document."""
    issued = {document.id: document.date for document in sources.documents}
    covers = {p.document: p.id for p in reversed(passages) if p.form == "cover"}
    yield from tense_conflicts(units, issued, covers, passages)
    yield from lasting_conflicts(passages, issued, covers)
    yield from early_conflicts(passages, issued)
    yield from planned_conflicts(units, passages, issued)
    yield from plan_of_past_conflicts(passages, issued, covers)
    yield from period_conflicts(passages, sources.documents, covers)
    yield from late_row_conflicts(passages, issued, covers)
    yield from stated_period_conflicts(passages, sources.documents, covers)


def _of_figures(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Days, counts and sums that can be worked out."""
    for found in (
        calendar_conflicts,
        list_count_conflicts,
        sum_conflicts,
        total_conflicts,
        amount_conflicts,
        work_conflicts,
        arithmetic_conflicts,
        column_conflicts,
        caption_conflicts,
        forecast_conflicts,
        header_conflicts,
        reading_conflicts,
        trend_conflicts,
        annexed_conflicts,
        portion_conflicts,
        overall_conflicts,
        throughout_conflicts,
        rank_conflicts,
        outcome_conflicts,
    ):
        yield from found(passages)


def _told_again(units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """One thing told twice, mostly in other words."""
    yield from stage_conflicts(units)
    yield from twice_conflicts(units)
    yield from labelled_conflicts(units)
    yield from change_conflicts(units)
    yield from share_conflicts(passages)
    yield from day_conflicts(units)
    yield from role_conflicts(units)
    yield from opposed_conflicts(units)
    yield from part_conflicts(passages)
    yield from course_conflicts(passages)


def _told_in_figures(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Two figures that resemble each other, often of two things."""
    for found in (counted_conflicts, measured_conflicts, scored_conflicts):
        yield from found(units)


def _of_what_is_named(units: Sequence[Unit], passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Meetings, references, tables, lists and names against what they are of."""
    yield from event_conflicts(units, passages)
    yield from meeting_conflicts(passages)
    yield from session_conflicts(passages)
    yield from reference_conflicts(passages)
    yield from section_conflicts(passages)
    yield from numbering_conflicts(passages)
    yield from table_conflicts(units, passages)
    yield from figure_conflicts(passages)
    yield from member_conflicts(passages)
    yield from label_conflicts(units)
    yield from leader_conflicts(passages)
    yield from office_conflicts(passages)
    yield from list_conflicts(passages)
    yield from plan_conflicts(passages)
    yield from name_conflicts(passages)
    yield from reordered_conflicts(passages)
