"""Text that remembers where each of its characters came from.

Every reader builds its text out of slices of the source, so that a passage leads back to the exact characters of
the file, and so that the ingest report can account for every one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from records import Segment

__all__ = ["Aligned"]


@dataclass(frozen=True, slots=True)
class Aligned:
    """A string with segments that map it to its source.

    Segments are in the order of ``text`` and do not overlap there. Where a segment is as long in the text as in the
    source, characters map one to one (the glyph may differ: ⼀ read as 一); otherwise it maps as a whole (ﬁ as fi).
    Characters of ``text`` outside all segments were inserted (a space between joined lines).
    """

    text: str
    segments: tuple[Segment, ...] = ()

    @classmethod
    def verbatim(cls, source: str, start: int = 0, end: int | None = None) -> Aligned:
        """``source[start:end]``, mapped one to one."""
        end = len(source) if end is None else end
        if start >= end:
            return cls("")
        return cls(source[start:end], (Segment(0, end - start, start, end),))

    @classmethod
    def replaced(cls, text: str, start: int, end: int) -> Aligned:
        """``text`` standing for characters ``start:end`` of the source (an HTML entity, a ligature)."""
        return cls(text, (Segment(0, len(text), start, end),) if text else ())

    @classmethod
    def join(cls, parts: Iterable[Aligned], separator: str = "") -> Aligned:
        """Concatenate; ``separator`` has no place in the source."""
        pieces: list[str] = []
        segments: list[Segment] = []
        offset = 0
        for number, part in enumerate(parts):
            if number and separator:
                pieces.append(separator)
                offset += len(separator)
            for s in part.segments:
                _append(segments, Segment(s.start + offset, s.end + offset, s.source_start, s.source_end))
            pieces.append(part.text)
            offset += len(part.text)
        return cls("".join(pieces), tuple(segments))

    def __len__(self) -> int:
        return len(self.text)

    def slice(self, start: int, end: int | None = None) -> Aligned:
        """``text[start:end]`` with its mapping (non-negative offsets)."""
        end = len(self.text) if end is None else min(end, len(self.text))
        if start >= end:
            return Aligned("")
        kept: list[Segment] = []
        for s in self.segments:
            low, high = max(s.start, start), min(s.end, end)
            if low >= high:
                continue
            if s.end - s.start == s.source_end - s.source_start:
                source_low = s.source_start + low - s.start
                kept.append(Segment(low - start, high - start, source_low, source_low + high - low))
            else:
                kept.append(Segment(low - start, high - start, s.source_start, s.source_end))
        return Aligned(self.text[start:end], tuple(kept))

    def strip(self) -> Aligned:
        """Without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.slice(left, len(self.text.rstrip()))

    def without(self, spans: Iterable[tuple[int, int]]) -> Aligned:
        """The text with the given spans (sorted, not overlapping) cut out."""
        edges = [0]
        for start, end in spans:
            edges += [start, end]
        edges.append(len(self.text))
        return Aligned.join(self.slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True))

    def split(self, pattern: re.Pattern[str]) -> list[Aligned]:
        """The pieces between matches of ``pattern``, like ``re.split`` without groups."""
        cuts = [m.span() for m in pattern.finditer(self.text)]
        edges = [0, *(edge for cut in cuts for edge in cut), len(self.text)]
        return [self.slice(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True)]

    def sources(self) -> Iterable[tuple[int, int]]:
        """The source intervals that this text stands for."""
        return ((s.source_start, s.source_end) for s in self.segments)


def _append(segments: list[Segment], new: Segment) -> None:
    """Add a segment, merging it with the one before where both text and source go on."""
    if segments:
        last = segments[-1]
        one_to_one = (
            last.end - last.start == last.source_end - last.source_start
            and new.end - new.start == new.source_end - new.source_start
        )
        if one_to_one and last.end == new.start and last.source_end == new.source_start:
            segments[-1] = Segment(last.start, new.end, last.source_start, new.source_end)
            return
    segments.append(new)
