"""Whether the text layer of a page can be trusted."""

from __future__ import annotations

import functools
import re
import unicodedata

from ingest.pdf.runs import Layout

__all__ = ["fault"]

_HAN = re.compile("[\u3400-\u9fff]+")
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd\U000f0000-\U0010ffff]")
_FEW = 80  # Han on a page: fewer say nothing about their distribution
_RARE = 0.15  # share of Han in neither GB2312 nor Big5: broken files have at least half, 1,100 clean pages at most 1 %
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
    return None


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
