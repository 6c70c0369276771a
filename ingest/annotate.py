"""Facts of passages: one detector after the other, each behind its own seam."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ingest.amounts import find_amounts
from ingest.dates import DateContext, find_dates
from ingest.entities import find_entities
from ingest.gazetteer import Gazetteer
from ingest.kinds import KindContext, decide_type
from records import Amount, DateMention, Passage, Period

__all__ = ["Annotator", "DocumentFacts", "glossary_rows"]

# An item with a speaker of its own is a statement, whatever the list is of: 双方强调应…, 中方感谢…
_SPEAKS = re.compile(
    r"(?:双方|各方|两国|与会(?:者|各方|代表)|会议|大会|部长们|[\u4e00-\u9fff]{1,4}方)(?:还|再次|一致|共同|高度)?"
    r"(?:强调|认为|感谢|欢迎|重申|祝贺|赞赏|注意到|指出|高度评价|支持(?!建设|推进|实施))"
)
_HEADER_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """What detectors may know about the document around a passage."""

    title: str
    issued: date | None
    period: Period | None


class Annotator:
    """Finds dates, entities, amounts and types in the passages of one document.

    :param passages: all passages of the document, in order, without facts.
    """

    def __init__(self, facts: DocumentFacts, gazetteer: Gazetteer, passages: Sequence[Passage]) -> None:
        self.facts, self.passages = facts, passages
        self.by_id = {p.id: p for p in passages}
        self.gazetteer = gazetteer.grown([p.text for p in passages], [(a, e) for _, a, e in glossary_rows(passages)])

    def annotate(self) -> tuple[Passage, ...]:
        return tuple(self._annotate(p) for p in self.passages)

    def _annotate(self, passage: Passage) -> Passage:
        text = passage.text
        dates = self._dates(passage)
        amounts = tuple(a for a in find_amounts(text) if not _overlaps(a, dates))
        decision = decide_type(
            text,
            KindContext(
                form=passage.form,
                section=passage.section,
                lead_in=self._lead_in(passage),
                document_title=self.facts.title,
                issued=self.facts.issued,
                period=self.facts.period,
            ),
            dates,
        )
        return replace(
            passage,
            dates=dates,
            amounts=amounts,
            entities=find_entities(text, self.gazetteer),
            type=decision.type,
            also=decision.also,
            reasons=decision.reasons,
        )

    def _dates(self, passage: Passage) -> tuple[DateMention, ...]:
        """The dates of a passage; in a table line by line, so that no row passes its year on to the next."""
        context = DateContext(self.facts.issued, self.facts.period, self._year(passage))
        if passage.form != "table":
            return find_dates(passage.text, context)
        found: list[DateMention] = []
        offset = 0
        for line in passage.text.split("\n"):
            found += [replace(d, at=(d.at[0] + offset, d.at[1] + offset)) for d in find_dates(line, context)]
            offset += len(line) + 1
        return tuple(found)

    def _lead_in(self, passage: Passage) -> str:
        """The text that leads into a bullet, or the headers of a row's table."""
        parent = self.by_id.get(passage.parent or "")
        if parent is None or (passage.form == "bullet" and _SPEAKS.match(passage.text)):
            return ""
        if passage.form == "row":
            above = self._lead_in(parent)
            columns = dict.fromkeys(name for cell in passage.cells for name in cell.column)
            return " ".join([above, parent.text.split("\n", 1)[0], *columns]).strip()
        return parent.text

    def _year(self, passage: Passage) -> int | None:
        """The one year that the column headers of a row carry (时间 (2022)): its quarters inherit it."""
        if passage.form not in ("row", "table"):
            return None
        headers = {name for cell in passage.cells for name in cell.column if not name.strip().isdigit()}
        years = {int(y) for name in headers for y in _HEADER_YEAR.findall(name)}
        return years.pop() if len(years) == 1 else None


def glossary_rows(passages: Sequence[Passage]) -> list[tuple[str, str, str]]:
    """(passage id, abbreviation, expansion) of the rows of abbreviation tables."""
    rows = []
    for passage in passages:
        if passage.form == "glossary":
            for line in passage.text.split("\n"):
                parts = [part.strip() for part in line.split(" | ")]
                if len(parts) >= 2:
                    rows.append((passage.id, parts[0], parts[1]))
    return rows


def _overlaps(amount: Amount, dates: Sequence[DateMention]) -> bool:
    return any(amount.at[0] < d.at[1] and d.at[0] < amount.at[1] for d in dates)
