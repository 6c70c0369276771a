"""A briefing note of two pages from what the knowledge base says about a topic: quotations, each with its source.

Nothing in it is written by the program but headings and labels; same snapshot, same note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from answer.brief_edit import Edits, apply_edits
from answer.brief_known import Known, know
from answer.brief_quotes import source_notes
from answer.brief_records import Brief, Quote, Reference, Section
from answer.brief_scope import BASKET, Scope, of_basket, resolve
from answer.brief_sections import sections_of
from errors import NotFound, UsageError
from index.store import KnowledgeBase
from records import Document, Filters

__all__ = ["make_brief"]


def make_brief(
    kb: KnowledgeBase,
    topic: str,
    filters: Filters | None = None,
    *,
    basket: Sequence[str] = (),
    edits: Edits | None = None,
    known: Known | None = None,
) -> Brief:
    """A briefing note on words, a country or another name, a sector, or a period, or on chosen passages.

    :param filters: what the note is limited to; a basket is not.
    :param basket: ids of passages, in the order in which they are to stand; the topic is then only the title.
    :param edits: what a person left out, moved, or remarked.
    :param known: the register and the conflicts of this snapshot, where they are at hand.
    :raises UsageError: no topic and no basket, or a name in the filters that the knowledge base does not know.
    :raises NotFound: no passage is about the topic, or a passage of the basket is not there.
    """
    topic, limits, edits = topic.strip(), filters or Filters(), edits or Edits()
    if not topic and not basket:
        raise UsageError("what should the note be about? give words, a country, a sector, a period, or passages")
    scope = of_basket(kb, basket, topic or BASKET) if basket else resolve(kb, topic, limits)
    if not scope.passages:
        raise NotFound(f"no passage is about {topic!r}; `yiju entities` and `yiju documents` list what there is")
    documents = {d.id: d for d in kb.documents()}
    chosen = apply_edits(sections_of(kb, scope, known or know(kb)), edits)
    sections, references = _numbered(kb, chosen, documents)
    cited = tuple(dict.fromkeys(r.document.id for r in references))
    return Brief(
        topic=topic or BASKET,
        title=edits.title.strip() or f"{scope.label}：要点简报",
        scope=_scope_line(scope, limits, documents),
        snapshot=kb.snapshot,
        built=date.fromisoformat(kb.manifest.built[:10]),
        sections=sections,
        references=references,
        documents=tuple(documents[id_] for id_ in cited),
        searched=(len(documents), kb.manifest.passages),
    )


def _numbered(
    kb: KnowledgeBase, sections: Sequence[Section], documents: dict[str, Document]
) -> tuple[tuple[Section, ...], tuple[Reference, ...]]:
    """The sections with their quotations numbered in reading order, and the sources under those numbers.

    A place that is cited again keeps its number, unless the source has a note there that has not travelled yet.
    """
    references: list[Reference] = []
    last: dict[str, int] = {}
    travelled: set[tuple[str, str]] = set()

    def number(quote: Quote) -> Quote:
        passage = quote.passage
        document = documents[passage.document]
        notes = tuple(n for n in source_notes(kb, document, quote) if (passage.id, n) not in travelled)
        travelled.update((passage.id, note) for note in notes)
        if passage.id not in last or notes:
            references.append(Reference(len(references) + 1, passage.citation, document, notes, last.get(passage.id)))
            last[passage.id] = len(references)
        return replace(quote, number=last[passage.id])

    done = []
    for section in sections:
        quotes = tuple(number(q) for q in section.quotes)
        tables = []
        for table in section.tables:
            whole = number(table.quote) if table.quote else None
            rows = tuple(
                tuple(replace(cell, quote=number(cell.quote)) if cell.quote else cell for cell in row)
                for row in table.rows
            )
            tables.append(replace(table, rows=rows, quote=whole))
        done.append(replace(section, quotes=quotes, tables=tuple(tables)))
    return tuple(done), tuple(references)


def _scope_line(scope: Scope, filters: Filters, documents: dict[str, Document]) -> str:
    inside = dict.fromkeys(p.document for p in scope.passages)
    titles = "".join(f"《{documents[id_].title}》" for id_ in sorted(inside))
    where = f"{len(scope.passages)}个段落，出自{titles}"
    if scope.kind == BASKET:
        return f"人工选定的{where}"
    limits = "；".join(f"{name}={value}" for name, value in filters.to_dict().items())
    return f"{scope.kind}“{scope.label}”{f'（{limits}）' if limits else ''}，{where}"
