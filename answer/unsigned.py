"""Which treaty or memorandum a claim says was signed: another one of the same parties is no evidence for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.reading import Reading
from answer.sources import cover
from answer.unit import Unit

__all__ = ["unsigned"]

_SIGNED = re.compile(
    r"签[署订](?:了|过)?(?:一[份项个])?([\u4e00-\u9fff]{2,14}?)(?:的)?(?:条约|协议|协定|备忘录|公约|合同|声明|文件|计划)"
)
_LEAST = 0.5  # how far what the paper is about must be said


def unsigned(reading: Reading, unit: Unit) -> Iterator[str]:
    """The words for what a signed paper is about that the clause and its sentence lack."""
    found = _SIGNED.search(reading.text) if unit.cell is None else None
    if found is None:
        return
    about = [f for f in reading.features if f.kind == "word" and len(f.text) > 1 and f.text in found[1]]
    if about and all(not f.keys & (unit.keys | unit.around) and cover(f, unit) < _LEAST for f in about):
        yield from (f.text for f in about)
