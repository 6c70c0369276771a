"""A briefing note of two pages from what the knowledge base says about a topic: quotations, each with its source.

Nothing in it is written by the program but headings and labels; same snapshot, same note.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from answer.brief_quotes import dated_clause, quotable, source_notes
from answer.brief_records import Brief, BriefTable, Quote, Reference, Section, TableCell
from answer.brief_scope import Scope, resolve
from answer.brief_tables import commitments_in, commitments_table, series_table
from errors import NotFound, UsageError
from index.store import KnowledgeBase
from records import DateMention, Document, Filters

__all__ = ["make_brief"]

_KEY, _ACHIEVED, _CHALLENGES, _DATES = 4, 6, 4, 5  # what two pages hold
_ON_TOPIC = 0.34  # relevance that the words around a date need
_NONE = "所选范围内没有这一类的段落。"


def make_brief(kb: KnowledgeBase, topic: str, filters: Filters | None = None) -> Brief:
    """A briefing note on words, a country or another name, a sector, or a period.

    :param filters: what the note is limited to.
    :raises UsageError: no topic, or a name in the filters that the knowledge base does not know.
    :raises NotFound: no passage is about the topic.
    """
    if not topic.strip():
        raise UsageError("what should the note be about? give words, a country, a sector or a period")
    scope = resolve(kb, topic.strip(), filters or Filters())
    if not scope.passages:
        raise NotFound(f"no passage is about {topic!r}; `yiju entities` and `yiju documents` list what there is")
    documents = {d.id: d for d in kb.documents()}
    sections, references = _numbered(kb, _sections(kb, scope), documents)
    cited = tuple(dict.fromkeys(r.document.id for r in references))
    return Brief(
        topic=topic.strip(),
        title=f"{scope.label}：要点简报",
        scope=_scope_line(scope, filters or Filters(), documents),
        snapshot=kb.snapshot,
        built=date.fromisoformat(kb.manifest.built[:10]),
        sections=sections,
        references=references,
        documents=tuple(documents[id_] for id_ in cited),
        searched=(len(documents), kb.manifest.passages),
    )


def _sections(kb: KnowledgeBase, scope: Scope) -> list[Section]:
    achieved = [q for _, q in quotable(scope, "achievement")]
    challenges = [q for _, q in quotable(scope, "challenge")]
    background = [q for _, q in quotable(scope, "context")]
    promised = commitments_in(kb, scope)
    # a single problem stands under its own heading
    key = _key_messages(achieved, challenges if len(challenges) > 1 else [], background)
    taken = {(q.passage.id, q.at) for q in key}
    rest = [q for q in achieved if (q.passage.id, q.at) not in taken][:_ACHIEVED]
    problems = [q for q in challenges if (q.passage.id, q.at) not in taken][:_CHALLENGES]
    table = commitments_table(kb, promised)
    left = len(promised) - len(table.rows if table else ())
    more = f"另有{left}项，见承诺登记（命令 yiju commitments）。" if left > 0 else ""
    none_left = "见核心信息。" if challenges else _NONE
    sections = [
        Section("一、核心信息", tuple(key), empty=_NONE),
        Section("二、进展与成果", tuple(rest), empty="见核心信息。" if achieved else _NONE),
        Section("三、问题与挑战", tuple(problems), empty=none_left),
        Section("四、承诺与可交付成果", table=table, empty=_NONE, more=more),
        Section("五、重要日期", table=_dates(scope), empty=_NONE),
    ]
    figures = series_table(kb, scope)
    return [*sections, Section("六、数据", table=figures)] if figures else sections


def _key_messages(achieved: Sequence[Quote], challenges: Sequence[Quote], background: Sequence[Quote]) -> list[Quote]:
    """The most relevant sentences: two results, one problem, and background where there is room."""
    chosen = [*achieved[:2], *challenges[:1]]
    chosen += [q for q in background if q.passage.id not in {c.passage.id for c in chosen}][: _KEY - len(chosen)]
    return chosen


def _dates(scope: Scope) -> BriefTable | None:
    """What the text dates to a month or a day, in the order of time, one entry a date."""
    found: dict[tuple[date, date], tuple[float, Quote, DateMention]] = {}
    for rank, passage in enumerate(scope.passages):
        if passage.form not in ("paragraph", "bullet"):
            continue
        for mention in passage.dates:
            if not _exact(mention) or mention.start is None or mention.end is None:
                continue
            start, end = dated_clause(passage, mention)
            score = scope.relevance(passage, start, end) - 0.01 * rank - 0.003 * max(end - start - 60, 0)
            quote = Quote(passage.text[start:end], passage, (start, end))
            key = (mention.start, mention.end)
            if scope.relevance(passage, start, end) > _ON_TOPIC and (key not in found or score > found[key][0]):
                found[key] = (score, quote, mention)
    best = sorted(found.values(), key=lambda f: (-f[0], f[1].passage.id))
    seen: set[tuple[str, tuple[int, int]]] = set()
    kept: list[tuple[Quote, DateMention]] = []
    for _, quote, mention in best:
        if (quote.passage.id, quote.at) not in seen and len(kept) < _DATES:
            seen.add((quote.passage.id, quote.at))
            kept.append((quote, mention))
    if not kept:
        return None
    rows = [
        (TableCell(mention.text), TableCell(_cut(quote), quote))
        for quote, mention in sorted(kept, key=lambda k: (k[1].start or date.min, k[1].end or date.min))
    ]
    return BriefTable("", ("日期", "事项（原文）"), tuple(rows), (0.2, 0.8))


def _cut(quote: Quote) -> str:
    """The words of a quotation, with an ellipsis where its sentence goes on."""
    ends = quote.text.rstrip().endswith(("。", "！", "？", "；", ".")) or quote.at[1] >= len(
        quote.passage.text.rstrip()
    )
    return quote.text if ends else f"{quote.text}……"


def _exact(mention: DateMention) -> bool:
    if mention.start is None or mention.end is None or mention.basis == "relative":
        return False
    return (mention.end - mention.start).days <= 31  # a month; years and quarters date nothing to remember


def _numbered(
    kb: KnowledgeBase, sections: Sequence[Section], documents: dict[str, Document]
) -> tuple[tuple[Section, ...], tuple[Reference, ...]]:
    """The sections with their quotations numbered in reading order, and the sources under those numbers."""
    references: list[Reference] = []
    first: dict[str, int] = {}

    def number(quote: Quote) -> Quote:
        document = documents[quote.passage.document]
        notes = source_notes(kb, document, quote)
        n = len(references) + 1
        again = first.get(quote.passage.id)
        first.setdefault(quote.passage.id, n)
        references.append(Reference(n, quote.passage.citation, document, notes, again))
        return replace(quote, number=n)

    done = []
    for section in sections:
        quotes = tuple(number(q) for q in section.quotes)
        table = section.table
        if table is not None:
            whole = number(table.quote) if table.quote else None
            rows = tuple(
                tuple(replace(cell, quote=number(cell.quote)) if cell.quote else cell for cell in row)
                for row in table.rows
            )
            table = replace(table, rows=rows, quote=whole)
        done.append(replace(section, quotes=quotes, table=table))
    return tuple(done), tuple(references)


def _scope_line(scope: Scope, filters: Filters, documents: dict[str, Document]) -> str:
    limits = "；".join(f"{name}={value}" for name, value in filters.to_dict().items())
    inside = dict.fromkeys(p.document for p in scope.passages)
    titles = "".join(f"《{documents[id_].title}》" for id_ in sorted(inside))
    return f"{scope.kind}“{scope.label}”{f'（{limits}）' if limits else ''}，{len(scope.passages)}个段落，出自{titles}"
