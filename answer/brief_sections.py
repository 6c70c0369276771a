"""The parts of a briefing note: what is quoted under which heading, not yet numbered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from answer.brief_disagree import conflicts_in, conflicts_table
from answer.brief_fit import fitted
from answer.brief_known import Known
from answer.brief_quotes import best_sentence, dated_clause, quotable
from answer.brief_records import BriefTable, Quote, Section, SectionKind, TableCell
from answer.brief_scope import BASKET, Scope
from answer.brief_tables import commitments_in, commitments_table, plain_tables, series_table
from answer.commitment_records import Commitment
from index.store import KnowledgeBase
from records import DateMention

__all__ = ["sections_of"]

_KEY, _ACHIEVED, _CHALLENGES, _DATES, _PROMISED, _DISAGREE = 4, 5, 4, 4, 6, 2  # what two pages hold
_ON_TOPIC = 0.34  # relevance that the words around a date need
_NONE = "所选范围内没有这一类的段落。"
_NOT_YET = "知识库中互相矛盾的说法还没有查完，此处暂缺。"
_NUMERALS = "一二三四五六七八"
_NAMES: dict[SectionKind, str] = {
    "key": "核心信息",
    "achieved": "进展与成果",
    "challenges": "问题与挑战",
    "promised": "承诺与可交付成果",
    "background": "背景与其他",
    "dates": "重要日期",
    "figures": "数据",
    "disagree": "来源说法不一",
}


def sections_of(kb: KnowledgeBase, scope: Scope, known: Known) -> tuple[Section, ...]:
    """The sections of a note on a topic, or on passages that a person chose."""
    made = _of_basket(kb, scope, known) if scope.kind == BASKET else _of_topic(kb, scope, known)
    dates = _dates(scope, None if scope.kind == BASKET else _DATES)
    sections = _headed([*made, dates, *_figures(kb, scope), *_disagree(kb, scope, known)])
    return tuple(sections) if scope.kind == BASKET else fitted(sections)


def _headed(sections: Sequence[Section]) -> list[Section]:
    return [replace(s, heading=f"{_NUMERALS[n]}、{_NAMES[s.kind]}") for n, s in enumerate(sections)]


def _section(
    kind: SectionKind,
    quotes: Sequence[Quote] = (),
    table: BriefTable | None = None,
    empty: str = _NONE,
    more: str = "",
    left: int = 0,
) -> Section:
    return Section(kind, "", tuple(quotes), (table,) if table else (), empty, more, left)


def _of_topic(kb: KnowledgeBase, scope: Scope, known: Known) -> list[Section]:
    achieved = [q for _, q in quotable(scope, "achievement")]
    challenges = [q for _, q in quotable(scope, "challenge")]
    background = [q for _, q in quotable(scope, "context")]
    promised = commitments_in(scope, known.commitments)
    # a single problem stands under its own heading
    key = _key_messages(achieved, challenges if len(challenges) > 1 else [], background)
    taken = {q.place for q in key}
    rest = [q for q in achieved if q.place not in taken][:_ACHIEVED]
    problems = [q for q in challenges if q.place not in taken][:_CHALLENGES]
    return [
        _section("key", key),
        _section("achieved", rest, empty="见核心信息。" if achieved else _NONE),
        _section("challenges", problems, empty="见核心信息。" if challenges else _NONE),
        _promised(kb, promised, _PROMISED),
    ]


def _key_messages(achieved: Sequence[Quote], challenges: Sequence[Quote], background: Sequence[Quote]) -> list[Quote]:
    """The most relevant sentences: two results, one problem, and background where there is room."""
    chosen = [*achieved[:2], *challenges[:1]]
    chosen += [q for q in background if q.passage.id not in {c.passage.id for c in chosen}][: _KEY - len(chosen)]
    return chosen


def _of_basket(kb: KnowledgeBase, scope: Scope, known: Known) -> list[Section]:
    """Every passage that was chosen, whole and in the order of the choice, under the heading of its type."""
    prose = [p for p in scope.passages if p.form not in ("row", "table")]
    promised = [item for item in commitments_in(scope, known.commitments)]
    listed = {item.passage for item in promised}

    def whole(*types: str) -> list[Quote]:
        return [Quote(p.text, p, (0, len(p.text))) for p in prose if p.type in types and p.id not in listed]

    key = [q for p in prose if (q := best_sentence(p)) and len(q.text) < len(p.text)][:_KEY]
    table = _promised(kb, promised, None)
    promises = Section("promised", "", tuple(whole("commitment", "deliverable")), table.tables, table.empty)
    made = [
        _section("key", key),
        _section("achieved", whole("achievement")),
        _section("challenges", whole("challenge")),
        promises,
        _section("background", whole("context", "footnote", "other", "table")),
    ]
    return [s for s in made if s.quotes or s.tables]


def _promised(kb: KnowledgeBase, promised: Sequence[Commitment], most: int | None) -> Section:
    table = commitments_table(kb, promised[:most])
    left = len(promised) - len(promised[:most])
    return _section("promised", table=table, more="另有{n}项，见承诺登记。", left=left)


def _figures(kb: KnowledgeBase, scope: Scope) -> list[Section]:
    found = series_table(kb, scope)
    tables = [found] if found else []
    if scope.kind == BASKET:
        tables += plain_tables(kb, scope, found)
    return [Section("figures", "", (), tuple(tables))] if tables else []


def _disagree(kb: KnowledgeBase, scope: Scope, known: Known) -> list[Section]:
    if known.conflicts is None:
        return [_section("disagree", empty=_NOT_YET)]
    found = conflicts_in(scope, known.conflicts)
    table = conflicts_table(kb, found[:_DISAGREE])
    more, left = "另有{n}处，见矛盾清单。", max(len(found) - _DISAGREE, 0)
    return [_section("disagree", table=table, more=more, left=left)] if table else []


def _dates(scope: Scope, most: int | None) -> Section:
    """What the text dates to a month or a day, in the order of time, one entry a date."""
    found: dict[tuple[date, date], tuple[float, Quote, DateMention]] = {}
    for rank, passage in enumerate(scope.passages):
        for mention in passage.dates if passage.form in ("paragraph", "bullet") else ():
            start, end = dated_clause(passage, mention)
            worth = scope.relevance(passage, start, end) - 0.01 * rank - 0.003 * max(end - start - 60, 0)
            if mention.start is None or mention.end is None or not _exact(mention):
                continue
            key = (mention.start, mention.end)
            on_topic = scope.relevance(passage, start, end) > _ON_TOPIC
            if on_topic and (key not in found or worth > found[key][0]):
                found[key] = (worth, Quote(passage.text[start:end], passage, (start, end)), mention)
    best = sorted(found.values(), key=lambda f: (-f[0], f[1].passage.id))
    once = {quote.place: (quote, mention) for _, quote, mention in reversed(best)}
    kept = [once[place] for place in dict.fromkeys(quote.place for _, quote, _ in best)][:most]
    rows = [
        (TableCell(mention.text), TableCell(_cut(quote), quote))
        for quote, mention in sorted(kept, key=lambda k: (k[1].start or date.min, k[1].end or date.min))
    ]
    table = BriefTable("", ("日期", "事项（原文）"), tuple(rows), (0.2, 0.8)) if rows else None
    return _section("dates", table=table)


def _cut(quote: Quote) -> str:
    """The words of a quotation, with an ellipsis where its sentence goes on."""
    whole = quote.passage.text.rstrip()
    ends = quote.text.rstrip().endswith(("。", "！", "？", "；", ".")) or quote.at[1] >= len(whole)
    return quote.text if ends else f"{quote.text}……"


def _exact(mention: DateMention) -> bool:
    if mention.start is None or mention.end is None or mention.basis == "relative":
        return False
    return (mention.end - mention.start).days <= 31  # a month; years and quarters date nothing to remember
