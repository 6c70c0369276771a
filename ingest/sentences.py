"""Sentences of Chinese and English text, as spans."""

from __future__ import annotations

import re

__all__ = ["split_sentences"]

# A Chinese stop ends a sentence wherever it stands, with the quotes and brackets that close after it. A Latin stop
# does so only before a space and a capital or a Chinese character, and not after an abbreviation or an initial.
_END = re.compile(
    r"[。！？!?]+[”’」』）)》\]]*"
    r"|\n+"
    r"|(?<![A-Z])(?<!\b(?:No|Nr|vs|cf|Mr|Dr|Ms|St|pp|Co))(?<!\b(?:Inc|Ltd|etc|Mrs|Vol|Fig|Art))(?<!\b\d)(?<!\b\d\d)"
    r"\.[”’\")\]]*(?=\s+[A-Z\u3400-\u9fff(“\"]|\s*$)"
)
_SPACE = " \t\u3000\u00a0\r\n"


def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences of ``text``, in order, without the spaces around them.

    The spans do not overlap, none is empty, and everything between them is white space. A stop inside quotes or
    brackets that are still open does not end the sentence around them.

    :param text: Chinese, English, or both.
    :return: half-open character spans.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match.group()[0] != "\n" and _inside(text, start, match.start(), match.end()):
            continue
        _add(spans, text, start, match.end())
        start = match.end()
    _add(spans, text, start, len(text))
    return tuple(spans)


def _inside(text: str, start: int, stop: int, end: int) -> bool:
    """Whether a bracket or quote that opens after ``start`` is closed only after ``end`` (within the paragraph)."""
    for opening, closing in ("（）", "()", "“”", "《》", "「」"):
        piece = text[start:end]
        open_now = piece.count(opening) - piece.count(closing)
        if open_now > 0:
            newline = text.find("\n", end)
            rest = text[end : newline if newline >= 0 else len(text)]
            # Bounded: an unbalanced bracket must not swallow the rest of a long paragraph.
            if closing in rest[:80]:
                return True
    return False


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start] in _SPACE:
        start += 1
    while end > start and text[end - 1] in _SPACE:
        end -= 1
    if start < end:
        spans.append((start, end))
