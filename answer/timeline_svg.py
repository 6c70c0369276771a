"""The register as a picture: when each promise falls due, and what came of it.

SVG: text stays text and takes the fonts of whoever looks at it; the same rows give the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from answer.commitment_records import Commitment, CommitmentStatus, Due
from answer.export_commitments import STATUS_NAMES

__all__ = ["SIGNS", "timeline_svg"]

#: A sign for each status, so that colour is never the only one.
SIGNS: Mapping[CommitmentStatus, str] = {
    "reported_done": "✓",
    "in_progress": "◐",
    "rescheduled": "⇄",
    "repeated": "↻",
    "no_evidence": "○",
}
_COLOURS: Mapping[CommitmentStatus, str] = {
    "reported_done": "#2f7d4c",
    "in_progress": "#2f78b0",
    "rescheduled": "#b98a2a",
    "repeated": "#7d58a8",
    "no_evidence": "#8b95a1",
}
_NAMES, _PLOT, _MARGIN, _ROW, _HEAD = 380, 620, 16, 24, 64  # pixels
_LETTERS = 25  # Chinese characters of a name that fit before its bar
_FONT = "'Songti SC','Noto Serif CJK SC','Source Han Serif SC',SimSun,serif"
_BACK = ("该", "这", "此", "其", "上述")
_NARROW = 5.0  # pixels of the shortest bar


def timeline_svg(
    items: Sequence[Commitment], day: date | None = None, statuses: Mapping[CommitmentStatus, str] = STATUS_NAMES
) -> bytes:
    """A bar for each promise that has a due interval, the first due first; another time stated for it is hollow.

    :param day: a line is drawn here, as on the day for which somebody asks what is overdue.
    :param statuses: the words of the legend.
    """
    dated = [(item, item.due) for item in items if item.due and item.due.end]
    dated.sort(key=lambda pair: (pair[1].end or date.min, pair[1].start or date.min, pair[0].id))
    scale = _Scale([due for _, due in dated] + [e.due for item, _ in dated for e in item.other_dues if e.due])
    height = _HEAD + _ROW * len(dated) + 40
    width = _NAMES + _PLOT + 2 * _MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="{_FONT}" font-size="13" fill="#1b2328">',
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        _legend(statuses),
        *scale.grid(height - 34),
    ]
    for number, (item, due) in enumerate(dated):
        parts += _row(item, due, _HEAD + _ROW * number, scale)
    if day and dated and scale.first <= day <= scale.last:
        parts.append(_line(scale.x(day), _HEAD - 8, height - 34, "#8a2c1d", dash=True))
        parts.append(_text(scale.x(day) + 4, height - 20, day.isoformat(), colour="#8a2c1d"))
    return "\n".join([*parts, "</svg>", ""]).encode()


class _Scale:
    """Days to pixels, over whole years or, where all is within 18 months, whole quarters."""

    def __init__(self, dues: Sequence[Due]) -> None:
        ends = [d for due in dues for d in (due.start, due.end) if d] or [date(2000, 1, 1)]
        first, last = min(ends), max(ends)
        self.quarters = (last - first).days <= 1100
        step = 3 if self.quarters else 12
        self.ticks = [date(first.year, (first.month - 1) // step * step + 1, 1)]
        while self.ticks[-1] <= last:
            months = self.ticks[-1].year * 12 + self.ticks[-1].month - 1 + step
            self.ticks.append(date(months // 12, months % 12 + 1, 1))
        self.first, self.last = self.ticks[0], self.ticks[-1]

    def x(self, day: date) -> float:
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return round(_MARGIN + _NAMES + _PLOT * min(max(share, 0.0), 1.0), 1)

    def grid(self, bottom: float) -> list[str]:
        lines = [_line(self.x(tick), _HEAD - 8, bottom, "#d9d6cd") for tick in self.ticks]
        every = max(1, len(self.ticks) // 9)
        labels = [
            _text(self.x(tick) + 2, _HEAD - 14, self._label(tick), colour="#57606a", size=12)
            for tick in self.ticks[:-1:every]
        ]
        return lines + labels

    def _label(self, tick: date) -> str:
        """The year, and after its first quarter the quarter alone: there is no room for more."""
        quarter = (tick.month + 2) // 3
        if not self.quarters or quarter == 1:
            return str(tick.year)
        return f"{tick.year} Q{quarter}" if tick == self.ticks[0] else f"Q{quarter}"


def _row(item: Commitment, due: Due, y: float, scale: _Scale) -> list[str]:
    middle = y + _ROW / 2
    # 该项目计划于… says nothing by itself: its place does
    name = f"{item.citation.address}：{item.text}" if item.text.startswith(_BACK) else item.text
    name = f"{SIGNS[item.status]} {name}"
    who = "、".join(item.actors)
    whole = f"{item.text}（{who or '—'}；{due.text}）{item.citation}"
    parts = [f"<g><title>{_clean(whole)}</title>", _text(_MARGIN, middle + 4, _short(name))]
    parts += [_bar(e.due, middle, scale, _COLOURS[item.status], hollow=True) for e in item.other_dues if e.due]
    return [*parts, _bar(due, middle, scale, _COLOURS[item.status]), "</g>"]


def _bar(due: Due, middle: float, scale: _Scale, colour: str, *, hollow: bool = False) -> str:
    start = scale.x(due.start or due.end or scale.first)
    width = max(round(scale.x(due.end or scale.last) - start, 1), _NARROW)
    fill = f'fill="#fff" stroke="{colour}" stroke-dasharray="3 2"' if hollow else f'fill="{colour}"'
    return f'<rect x="{start}" y="{middle - 6}" width="{width}" height="12" rx="2" {fill}/>'


def _legend(statuses: Mapping[CommitmentStatus, str]) -> str:
    x, parts = float(_MARGIN), []
    for status, sign in SIGNS.items():
        parts.append(f'<rect x="{x}" y="12" width="12" height="12" rx="2" fill="{_COLOURS[status]}"/>')
        parts.append(_text(x + 17, 23, f"{sign} {statuses[status]}"))
        x += 42 + 13.5 * sum(1.0 if ord(c) > 0x2E7F else 0.55 for c in statuses[status])
    return "".join(parts)


def _text(x: float, y: float, text: str, colour: str = "#1b2328", size: int = 13) -> str:
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{colour}">{_clean(text)}</text>'


def _line(x: float, top: float, bottom: float, colour: str, *, dash: bool = False) -> str:
    style = ' stroke-dasharray="4 3"' if dash else ""
    return f'<line x1="{x}" x2="{x}" y1="{top}" y2="{bottom}" stroke="{colour}"{style}/>'


def _short(text: str) -> str:
    """As much of a text as fits before its bar; Latin letters are about half as wide."""
    room, kept = float(_LETTERS), list[str]()
    for char in " ".join(text.split()):
        room -= 1.0 if ord(char) > 0x2E7F else 0.55
        if room < 1.0:
            return f"{''.join(kept)}…"
        kept.append(char)
    return "".join(kept)


def _clean(text: str) -> str:
    return escape("".join(c for c in text if c >= " "))
