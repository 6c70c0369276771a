"""Statements of the knowledge base that disagree with each other, each pair once, the surest and gravest first."""

from __future__ import annotations

from answer.conflict_calendar import calendar_conflicts
from answer.conflict_captions import caption_conflicts
from answer.conflict_changes import change_conflicts
from answer.conflict_columns import column_conflicts
from answer.conflict_counted import counted_conflicts
from answer.conflict_counts import list_count_conflicts
from answer.conflict_courses import course_conflicts
from answer.conflict_events import event_conflicts
from answer.conflict_figures import amount_conflicts
from answer.conflict_labelled import labelled_conflicts
from answer.conflict_labels import label_conflicts, leader_conflicts
from answer.conflict_lists import list_conflicts, plan_conflicts
from answer.conflict_measured import measured_conflicts
from answer.conflict_meetings import meeting_conflicts
from answer.conflict_names import title_conflicts
from answer.conflict_offices import office_conflicts
from answer.conflict_opposed import opposed_conflicts
from answer.conflict_pairs import distinct, pair_conflicts
from answer.conflict_parts import part_conflicts
from answer.conflict_readings import reading_conflicts
from answer.conflict_references import reference_conflicts
from answer.conflict_roles import role_conflicts
from answer.conflict_rules import count_conflicts, name_conflicts, table_conflicts
from answer.conflict_shares import share_conflicts
from answer.conflict_stages import stage_conflicts
from answer.conflict_sums import sum_conflicts
from answer.conflict_tables import figure_conflicts
from answer.conflict_tense import lasting_conflicts, period_conflicts, plan_of_past_conflicts, tense_conflicts
from answer.conflict_terms import term_conflicts
from answer.conflict_twice import twice_conflicts
from answer.conflict_works import work_conflicts
from answer.records import Conflict
from answer.sources import sources_of
from index.store import KnowledgeBase
from records import Filters

__all__ = ["find_conflicts"]


def find_conflicts(kb: KnowledgeBase, filters: Filters | None = None) -> tuple[Conflict, ...]:
    """Compare everything in the knowledge base with itself.

    A later document that reports progress does not contradict an earlier one that planned it.

    :param filters: only conflicts with a side among the passages that these select.
    :raises errors.UsageError: an unknown name in a filter.
    """
    sources = sources_of(kb)
    passages = list(kb.passages())
    units = [unit for unit in sources.all_units() if not unit.derived]
    issued = {document.id: document.date for document in sources.documents}
    covers = {p.document: p.id for p in reversed(passages) if p.form == "cover"}
    found = distinct(
        [
            *pair_conflicts(sources, units),
            *count_conflicts(units, passages),
            *tense_conflicts(units, issued, covers),
            *lasting_conflicts(passages, issued, covers),
            *plan_of_past_conflicts(passages, issued, covers),
            *period_conflicts(passages, sources.documents, covers),
            *calendar_conflicts(passages),
            *list_count_conflicts(passages),
            *sum_conflicts(passages),
            *amount_conflicts(passages),
            *work_conflicts(passages),
            *column_conflicts(passages),
            *caption_conflicts(passages),
            *reading_conflicts(passages),
            *stage_conflicts(units),
            *twice_conflicts(units),
            *counted_conflicts(units),
            *labelled_conflicts(units),
            *measured_conflicts(units),
            *change_conflicts(units),
            *share_conflicts(passages),
            *role_conflicts(units),
            *opposed_conflicts(units),
            *part_conflicts(passages),
            *course_conflicts(passages),
            *event_conflicts(units, passages),
            *meeting_conflicts(passages),
            *reference_conflicts(passages),
            *table_conflicts(units, passages),
            *figure_conflicts(passages),
            *label_conflicts(units),
            *leader_conflicts(passages),
            *office_conflicts(passages),
            *list_conflicts(passages),
            *plan_conflicts(passages),
            *name_conflicts(passages),
            *title_conflicts(passages, kb.terms()),
            *term_conflicts(passages, kb.terms()),
        ]
    )
    if filters is not None and filters.to_dict():
        wanted = {passage.id for passage in kb.select(filters)}
        found = [c for c in found if c.a.passage in wanted or c.b.passage in wanted]
    return tuple(found)
