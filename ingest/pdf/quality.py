"""Whether the text layer of a page can be trusted."""

from __future__ import annotations

import functools
import re
import unicodedata
from itertools import pairwise

import rjieba

from ingest.pdf.runs import Layout

__all__ = ["fault"]

_HAN = re.compile("[\u3400-\u9fff]+")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_HANGUL = re.compile("[\uac00-\ud7a3]+")
_KANA = re.compile("[\u3041-\u30ff]")
_MARKED = re.compile("[\u00a1-\u02ff]")
_LATIN = re.compile("[A-Za-z]{2,}")
# The pairs of letters that are most frequent in English; they make 45 % and more of what other languages write.
_USUAL_PAIRS = (
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic "
    "ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un "
    "lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev "
    "ld ry"
)
_USUAL = frozenset(_USUAL_PAIRS.split())
_FEW = 80  # Han on a page: fewer say nothing about their distribution
_RARE = 0.15  # share of Han in neither GB2312 nor Big5: broken files have at least half, 1,100 clean pages at most 1 %
_MANY = 200  # Han or pairs of letters: so many tell how likely their neighbours are
_WORDS = 0.13  # share of Han in words of two and more: mixed-up ones .06 to .16, names and ancient texts .16 and more
_DISTINCT = 0.6  # share of different ones among the Han: of lists of rare characters more
_PAIRS = 0.28  # share of usual pairs of letters: letters mixed up have less in 95 of 100, honest languages .37 and more
_UNMAPPED = 0.3
_UNDECODED = 0.2


def fault(layout: Layout) -> str | None:
    """Why the text of the page cannot be used, or ``None``: no text over an image, or gibberish."""
    text = "".join(run.text for run in layout.runs)
    visible = len("".join(text.split()))
    if visible == 0:
        return "has no text layer (a scanned image)" if layout.images else None
    if layout.unmapped > _UNMAPPED * visible and visible >= 20:
        return "has a garbled text layer (fonts without character tables)"
    if visible >= 20 and len(_NO_TEXT.findall(text)) > _UNDECODED * visible:
        return "has a garbled text layer (characters cannot be decoded)"
    han = "".join(_HAN.findall(unicodedata.normalize("NFKC", text)))
    if len(han) >= _FEW and len(han.translate(_everyday_table())) > _RARE * len(han):
        return "has a garbled text layer (rare characters only)"
    mixed = _is_foreign(text, visible) or _is_mixed_up(text, han) or _is_letter_soup(text, visible)
    return "has a garbled text layer (characters that make no words)" if mixed else None


def _is_foreign(text: str, visible: int) -> bool:
    """Letters with marks all over, or syllables that Korean does not use: codes of glyphs, read as characters."""
    marked = len(_MARKED.findall(text))
    syllables = "".join(_HANGUL.findall(text))
    unused = sum(len(c.encode("euc_kr", "ignore")) != 2 for c in syllables)
    return (marked >= _FEW and marked > 0.5 * visible) or (len(syllables) >= _FEW and unused > _RARE * len(syllables))


def _is_mixed_up(text: str, han: str) -> bool:
    """Common characters of which hardly two are neighbours in any word: a table that gives each glyph another's."""
    if len(han) < _MANY or len(set(han)) > _DISTINCT * len(han) or _KANA.search(text):
        return False
    words = (word for run in _HAN.findall(unicodedata.normalize("NFKC", text)) for word in rjieba.cut(run, False))
    return sum(len(word) for word in words if len(word) > 1) < _WORDS * len(han)


def _is_letter_soup(text: str, visible: int) -> bool:
    """Latin letters of which hardly two follow each other as in any language written with them."""
    words = _LATIN.findall(text)
    pairs = [a + b for word in words for a, b in pairwise(word.lower())]
    if len(pairs) < _MANY or sum(map(len, words)) < 0.4 * visible:
        return False
    return sum(pair in _USUAL for pair in pairs) < _PAIRS * len(pairs)


@functools.cache
def everyday_han() -> frozenset[str]:
    """The 6,763 Han of GB2312 and the 13,053 of Big5."""
    found = set()
    for encoding, leads in (("gb2312", range(0xB0, 0xF8)), ("big5", range(0xA4, 0xFA))):
        for lead in leads:
            for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF)):
                found.add(bytes((lead, trail)).decode(encoding, "ignore"))
    return frozenset(c for c in found if len(c) == 1 and "\u3400" <= c <= "\u9fff")


@functools.cache
def _everyday_table() -> dict[int, None]:
    return dict.fromkeys(map(ord, everyday_han()))
