"""By whom a thing is done, where it is a common noun: 由市交通部门编制 is not what the 口岸服务部门 does."""

from __future__ import annotations

import re
from functools import lru_cache

from answer.reading import Reading
from answer.sources import squeezed
from answer.unit import Unit

__all__ = ["another_doer"]

_DOES = (
    r"(?:共同|联合|牵头|分别|统一|自行)?(?:会同|负责|组织|牵头|承担|编制|制定|批准|实施|主持|审批|提供|承办|管理|出资"
    r"|支付|负担|审议|发布|公布|确定|决定|任命|签署|执行|监督|承建|运营|担任|办理|验收|提名|核查|起草|主办)"
)
_BY = re.compile(rf"由([\u4e00-\u9fff]{{2,14}}?)(?={_DOES})")
_BODY = r"(?:部门|机构|委员会|理事会|秘书处|政府|大会|公司|中心|银行|基金会?|协会|学院|大学|法院|院|局|厅|署|处|部|办)"
_SUBJECT = re.compile(rf"^[^，。；]{{0,2}}?([\u4e00-\u9fff]{{1,12}}?{_BODY})(?=应当|应|可以?|须|将|已|{_DOES})")
_HEAD = 2  # characters of the kind of a body
_MOST = 2  # characters by which a longer name of the same body may begin


def another_doer(reading: Reading, unit: Unit) -> tuple[str, str] | None:
    """Who does it by the claim, and who by the clause ("" where it does not say), if the sentence lacks the former.

    Names of countries and bodies that are known as such are compared elsewhere.
    """
    if unit.cell is not None:
        return None
    doer = _doer(reading.text)
    if not doer or any(doer in e.text or e.text in doer for e in reading.entities if e.kind != "place"):
        return None
    near = squeezed(unit.said or unit.sentence)
    if doer in near or any(doer[cut:] in near for cut in range(1, _MOST + 1) if len(doer) - cut > _HEAD + 1):
        return None
    other = _doer(unit.text) or _subject(unit.text)
    return doer, other if other and not (doer.endswith(other) or other.endswith(doer)) else ""


@lru_cache(maxsize=20_000)
def _doer(text: str) -> str:
    found = _BY.search(text)
    return found[1] if found else ""


@lru_cache(maxsize=20_000)
def _subject(text: str) -> str:
    found = _SUBJECT.match(text)
    return found[1] if found else ""
