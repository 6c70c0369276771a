"""Queries as they are typed and pasted: spaces inside words, a name run into its year, English ordinals."""

from __future__ import annotations

import re
from collections.abc import Callable

from index.tokens import analyse

__all__ = ["without_noise"]

_HAN = "\u3400-\u9fff"
_GAP = rf"(?<=[{_HAN}])[ \u3000]+(?=[{_HAN}])"  # compiled when it is needed: sets of many characters take milliseconds
_LATIN_YEAR = re.compile(r"(?<![A-Za-z\d])([A-Za-z]{2,})(\d{2,})(?![A-Za-z\d])")
_ORDINAL = re.compile(r"(?<![\w.])(\d{1,3})(?:st|nd|rd|th)\b", re.IGNORECASE)


def without_noise(text: str, known: Callable[[str], bool]) -> str:
    """A query without what keeps its words from being found.

    :param known: whether any passage has a token; nothing is changed that would give no known word.
    """
    text = _LATIN_YEAR.sub(lambda match: _parted(match, known), text)
    text = _ORDINAL.sub(lambda match: f"第{int(match[1])}次" if known(f"第{int(match[1])}") else match[0], text)
    spaced = " " in text or "\u3000" in text
    return _closed(text, known) if spaced and re.search(_GAP, text) else text


def _parted(match: re.Match[str], known: Callable[[str], bool]) -> str:
    """CAREC2030 as CAREC 2030, where it is known so only."""
    whole, name, number = match[0].lower(), match[1].lower(), match[2]
    return f"{match[1]} {number}" if known(name) and known(number) and not known(whole) else match[0]


def _closed(text: str, known: Callable[[str], bool]) -> str:
    """Without the spaces inside words: those between typed pieces that make up a known word together.

    研究 生活 stays, although 研究生 is a word: it would cut 生活.
    """
    gaps = [match.span() for match in re.finditer(_GAP, text)]

    def place(offset: int) -> int:
        """Where a character is once all gaps are closed."""
        return offset - sum(end - start for start, end in gaps if end <= offset)

    typed = [token for token in analyse(text) if not token.bigram]
    starts, ends = {place(token.start) for token in typed}, {place(token.end) for token in typed}
    words = [token for token in analyse(re.sub(_GAP, "", text)) if not token.bigram and known(token.text)]
    inside = {
        offset
        for token in words
        if token.start in starts and token.end in ends
        for offset in range(token.start + 1, token.end)
    }
    for start, end in reversed(gaps):
        if place(start) in inside:
            text = text[:start] + text[end:]
    return text
