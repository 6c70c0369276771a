"""Which treaty or memorandum a claim says was signed or joined: another of the same parties is no evidence for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from answer.reading import Reading
from answer.sources import cover, points_back
from answer.unit import Unit

__all__ = ["unsigned"]

_PAPERS = r"条约|协议|协定|备忘录|公约|议定书"
_SIGNED = re.compile(
    r"签[署订](?:了|过)?(?:一[份项个])?(?P<about>[\u4e00-\u9fff]{2,14}?)(?:的)?"
    rf"(?:{_PAPERS}|合同|声明|文件|计划)"
    r"|(?:加入|批准|通过|缔结|达成|参加|接受|核准|退出)(?:了|过)?(?:一[份项个])?"
    rf"(?P<of>[\u4e00-\u9fff]{{2,14}}?)(?:的)?(?:{_PAPERS})"
)
_ANY_PAPER = re.compile(
    rf"{_PAPERS}|合同|声明|文件|文本|示范法|计划|[签缔]约|\b(?:treaty|convention|agreement|protocol|memorandum|mou)\b",
    re.IGNORECASE,
)
_TITLE = re.compile(r"《([^《》]+)》")
# 加入该协定还在走议会程序: what is pending is told without the word for joining
_PENDING = re.compile(r"还在|正在|仍在|尚未|还没|未能|有待|待|拟|将|计划|准备|申请")
_LEAST = 0.5  # how far what the paper is about must be said


def unsigned(reading: Reading, unit: Unit) -> Iterator[str]:
    """The words for what a signed or joined paper is about that the clause and its sentence lack.

    Where these speak of no paper at all, the paper itself: 电子商务门户网站 is no 电子商务协定.
    """
    found = _SIGNED.search(reading.text) if unit.cell is None else None
    if found is None or (found["of"] and _PENDING.search(reading.text)):
        return
    subject = found["about"] or found["of"]
    about = [f for f in reading.features if f.kind == "word" and len(f.text) > 1 and f.text in subject]
    named = [title for title in _TITLE.findall(unit.sentence) if _ANY_PAPER.search(title)]
    if named and about and not any(_has(title, f.text) for title in named for f in about):
        yield from (f.text for f in about)  # whatever the sentences beside it tell of
    elif about and all(not f.keys & (unit.keys | unit.around) and cover(f, unit) < _LEAST for f in about):
        yield from (f.text for f in about)
    elif about and not _ANY_PAPER.search(unit.sentence) and not points_back(unit):
        yield found.group()


def _has(title: str, word: str) -> bool:
    """Whether a title has a word, or a shorter form of it: 环保 of 环境保护."""
    return word in title or all(char in title for char in word)
