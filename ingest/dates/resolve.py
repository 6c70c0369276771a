"""Atoms and context to date mentions: ranges and lists are put together, missing years found, words resolved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from ingest.dates import patterns
from ingest.dates.anchors import Antecedent, antecedent_year, document_year, named_year, passed_over, plans
from ingest.dates.atoms import Atom, Fixed, Reference, Rolling
from ingest.dates.calendar import Point, interval, months, move, years
from ingest.dates.context import DateContext
from ingest.dates.meanings import Meaning, backwards, own_year, range_of, rolling, unit_start, within_month
from ingest.dates.scan import scan
from records import DateBasis, DateMention

__all__ = ["find_dates"]

_SINCE_BEFORE = re.compile(r"(?:自从|自|从)\s?$")
_SINCE_AFTER = re.compile(r"\s?(?:以来|至今|迄今|来(?![自到临华源访说回]))")
_FROM_AFTER = re.compile(r"\s?起(?!草|步|点|源|飞|诉|算|码|重|到)|\s?开始")
_SINCE_LATER = re.compile(r"[^,，。;:、()]{1,15}?以来")
_OPENS = re.compile(r"\s?\(\s?(?:即|指)?")
_CLOSES = re.compile(r"\s?\)")
_COMPARED = re.compile(r"[比较]\s?$")
_YEARLY = re.compile(r"[每逐历]年[^。；;\n]*$")
_AND = re.compile(r"\s?[与和及同]\s?")
_BETWEEN = re.compile(r"\s?之间")
_SINCE_ENGLISH = re.compile(r"\b[Ss]ince\s(?:early\s|mid-|late\s)?$")


def find_dates(text: str, context: DateContext = DateContext()) -> tuple[DateMention, ...]:  # noqa: B008 (frozen)
    """The dates printed in ``text``, sorted, non-overlapping, each with the interval of days that it means.

    :param text: one passage; years are inherited within it only.
    :param context: the document's date and period and an inherited year, as far as known.
    :return: mentions with ``text[at[0]:at[1]] == mention.text``. A month or day whose year nothing tells has neither
        start nor end; 自X起 without a document date has no end. A word that only a document date could resolve
        (去年, 未来12个月) is left out where there is none, and so is a date that does not exist (2月30日).
    """
    folded, atoms = scan(text)
    if not atoms:
        return ()
    return _Reading(text, folded, atoms, context).mentions()


@dataclass(slots=True)
class _Reading:
    """One pass over one text, from left to right."""

    text: str
    folded: str
    atoms: Sequence[Atom]
    context: DateContext
    before: list[Antecedent] = field(default_factory=list)

    def mentions(self) -> tuple[DateMention, ...]:
        found: list[DateMention] = []
        index = 0
        while index < len(self.atoms):
            meaning, end, used = self._read(index)
            found += self._mention(self.atoms[index].start, end, meaning)
            index += used
        return tuple(found)

    def _read(self, index: int) -> tuple[Meaning | None, int, int]:
        """What the atom means, alone or as the start of a range; where that ends; how many atoms it takes."""
        atom = self.atoms[index]
        following = self.atoms[index + 1] if index + 1 < len(self.atoms) else None
        left = self._explained(index) or self._meaning(atom, self._linked(index), following)
        between = following is not None and self._between(atom, following)
        if following is None or not (between or self._gap(patterns.RANGE, atom, following)):
            return left, atom.end, 1
        right = self._meaning(following, (atom, left) if left else None, None)
        whole = range_of(left, right)
        if whole is not None:
            return whole, following.end, 2
        # 2021年11月至3月: of which year is not said.
        return left, atom.end, 2 if backwards(left, right) and not own_year(following) else 1

    def _between(self, left: Atom, right: Atom) -> bool:
        """2007年与2009年之间."""
        return _BETWEEN.match(self.folded, right.end) is not None and self._gap(_AND, left, right)

    def _explained(self, index: int) -> Meaning | None:
        """What a bracket right after a date says that it means: 报告期（2020年6月至2021年6月）."""
        atom = self.atoms[index]
        if index + 1 == len(self.atoms) or not self._gap(_OPENS, atom, self.atoms[index + 1]):
            return None
        value = atom.value
        if isinstance(value, Reference):
            basis: DateBasis = "relative"
        elif isinstance(value, Point) and not value.dated and not value.day_only:
            basis = "inherited"
        elif isinstance(value, Fixed) and value.approximate:
            basis = "printed"
        else:
            return None
        inside, end, _ = self._read(index + 1)
        if inside is None or inside.period is None or not _CLOSES.match(self.folded, end):
            return None
        if isinstance(value, Point):
            known = interval(value, inside.period.start.year)
            same = known is not None and inside.period.start <= known[0].start and known[0].end <= inside.period.end
            return Meaning(known[0], basis, known[1]) if known and same else None
        return Meaning(inside.period, basis, carries_year=False)

    def _gap(self, pattern: re.Pattern[str], left: Atom, right: Atom) -> bool:
        return pattern.fullmatch(self.folded, left.end, right.start) is not None

    def _linked(self, index: int) -> tuple[Atom, Meaning] | None:
        """The atom before, if this one continues its list (2021年3月和11月)."""
        if index == 0:
            return None
        before, here = self.atoms[index - 1], self.atoms[index]
        gap = self.folded[before.end : here.start]
        if not (patterns.LINK.fullmatch(gap) or patterns.LIST.fullmatch(gap) or not gap.strip()):
            return None
        last = self.before[-1] if self.before else None
        if last is None or last.end < before.end or not last.carries_year:
            return None
        return before, Meaning(last.period)

    def _meaning(self, atom: Atom, left: tuple[Atom, Meaning] | None, right: Atom | None) -> Meaning | None:
        value = atom.value
        if isinstance(value, Point):
            return self._point(value, atom, left, right)
        if isinstance(value, Fixed):
            return Meaning(value.period, "printed", value.approximate, value.carries_year)
        if isinstance(value, Rolling):
            return rolling(value, self.context.issued)
        if isinstance(value, Reference):
            return self._reference(value, atom)
        return None

    def _point(self, point: Point, atom: Atom, left: tuple[Atom, Meaning] | None, right: Atom | None) -> Meaning | None:
        basis: DateBasis = "printed"
        year = point.year
        linked = left[1].period if left else None
        if point.day_only and point.english:
            return self._day_of(point, atom, right)
        if point.day_only:
            if linked is None or (linked.end - linked.start).days > 31:
                return None
            point = replace(point, month=linked.end.month)
        if point.reference is not None:
            before = linked.end.year if linked is not None else self._antecedent(point, atom)
            if point.reference.startswith("上") and _YEARLY.search(self.folded, max(0, atom.start - 40), atom.start):
                return None  # 每年3月底前报送上一年度的统计
            ahead = plans(self.folded, atom.start)
            year, basis = named_year(point.reference, before, ahead, self.context), "relative"
            if year is None:
                return None
        elif year is None:
            year = self._borrowed(point, atom, right)
            if year is None:
                basis = "inherited"
                year = linked.end.year if linked is not None else self._antecedent(point, atom) or self.context.year
            if year is None:
                return self._guided(point, atom)
        known = interval(point, year)
        return Meaning(known[0], basis, known[1]) if known else None

    def _day_of(self, point: Point, atom: Atom, right: Atom | None) -> Meaning | None:
        """The 28 of 28-30 June 2022, which takes its month from the right."""
        if right is None or not isinstance(right.value, Point) or right.value.month is None:
            return None
        return self._point(replace(point, month=right.value.month), atom, None, right)

    def _borrowed(self, point: Point, atom: Atom, right: Atom | None) -> int | None:
        """The year that an English date takes from its right: 28 June to 3 July 2022."""
        if not point.english or right is None or not isinstance(right.value, Point):
            return None
        return right.value.year if self._gap(patterns.RANGE, atom, right) else None

    def _guided(self, point: Point, atom: Atom) -> Meaning | None:
        """A date whose year only the document tells, or nothing. It lends that year to no other date."""
        year = document_year(point, self.folded, atom.start, atom.end, self.context)
        others = passed_over(self.folded, atom.start, self.before)
        if year is not None and any(abs(year - other) in (1, 2) for other in others):
            year = None  # （2021年6月版）于上半年获批: of that year or of the year of the document
        if year is None:  # 2000 is a leap year: any date that can exist does in it
            return Meaning(None, "inherited", carries_year=False) if interval(point, 2000) else None
        known = interval(point, year)
        return Meaning(known[0], "inherited", known[1], carries_year=False) if known else None

    def _antecedent(self, point: Point, atom: Atom) -> int | None:
        return antecedent_year(point, self.folded, atom.start, self.before, self.context)

    def _reference(self, value: Reference, atom: Atom) -> Meaning | None:
        kind, word = value.word.split(":", 1)
        issued = self.context.issued
        if kind == "period":
            return Meaning(self.context.period, "relative", carries_year=False) if self.context.period else None
        last = self.before[-1].period if self.before else None
        if word == "同日":
            same = last is not None and last.start == last.end
            return Meaning(last, "relative") if same else None
        if word == "同月":
            if last is None or (last.start.year, last.start.month) != (last.end.year, last.end.month):
                return None
            return within_month(value.part, last.start.year, last.start.month)
        if word.startswith("上") and _COMPARED.search(self.folded, max(0, atom.start - 2), atom.start):
            issued = unit_start(last, 1 if kind == "month" else 3)  # the one before the one told about
        if issued is None:
            return None
        if kind == "years":
            return Meaning(years(issued.year - (word[0] == "去"), issued.year + (word[0] == "今")), "relative")
        step = -1 if word.startswith("上") else 1 if word.startswith("下") else 0
        if kind == "month":
            day = move(issued, step)
            return within_month(value.part, day.year, day.month)
        day = move(issued, 3 * step)
        first = (day.month - 1) // 3 * 3 + 1
        return Meaning(months(day.year, first, first + 2), "relative")

    def _mention(self, start: int, end: int, meaning: Meaning | None) -> list[DateMention]:
        if meaning is None:
            return []
        period = meaning.period
        if period is not None:
            self.before.append(Antecedent(start, end, period, meaning.carries_year))
        first, last, basis = (period.start, period.end, meaning.basis) if period else (None, None, meaning.basis)
        since = self._since(start, end)
        if since is not None and first is not None:
            start, end = since
            issued = self.context.issued
            # Rules that take effect after the document's date stay open.
            last = issued if issued is not None and issued >= first else None
        return [DateMention(self.text[start:end], first, last, (start, end), basis, meaning.approximate)]

    def _since(self, start: int, end: int) -> tuple[int, int] | None:
        """The span of 自X以来, X以来, 自X起, since X, with its marks; ``None`` for any other X."""
        before = _SINCE_BEFORE.search(self.folded, max(0, start - 3), start)
        first = before.start() if before else start
        after = _SINCE_AFTER.match(self.folded, end)
        if after:
            return first, after.end()
        after = _FROM_AFTER.match(self.folded, end)
        if after and (before or after[0].strip() == "起"):
            return first, after.end()
        if before and before[0].startswith("自") and _SINCE_LATER.match(self.folded, end):
            return first, end
        english = _SINCE_ENGLISH.search(self.folded, max(0, start - 12), start)
        return (english.start(), end) if english else None
