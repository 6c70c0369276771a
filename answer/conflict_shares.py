"""What a sentence makes a whole by a part and its share, against the whole as another passage gives it:
收到3,460万元，完成筹资计划的57.7% and 筹资计划6,500万元.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.conflict_tools import PROSE, exact, printed_range, sentence_around, side
from answer.records import Conflict
from records import Amount, Passage

__all__ = ["share_conflicts"]

# from the part to its share: …，完成全年筹资计划的
_TO_SHARE = re.compile(
    r"[，,]?\s?(?:[\u4e00-\u9fff]{0,4}?)?(?:完成|占|为|达到?|相当于|是)了?(?P<what>[\u4e00-\u9fff]{4,14})的\s?$"
)
_WHOLE = re.compile(r"(?P<what>[\u4e00-\u9fff]{4,18}?)(?:总额|总数|合计|总计)?(?:为|是|达到?|共|定为)?\s?$")
_OWN_YEAR = re.compile(r"上年|去年|上一年")
_SLACK = 0.01  # of the whole: what rounding elsewhere may add
_SCORE = 0.6


def share_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Wholes that follow from a part and its share, and are given otherwise under the same name in the document."""
    wholes: dict[str, list[tuple[Passage, Amount, str]]] = defaultdict(list)
    for passage in passages:
        for amount in passage.amounts if passage.form in PROSE else ():
            named = _WHOLE.search(passage.text[max(0, amount.at[0] - 24) : amount.at[0]])
            if named is not None and exact(passage.text, amount):
                wholes[passage.document].append((passage, amount, named["what"]))
    for passage in passages:
        for part, share, what in _shares(passage) if passage.form in PROSE and wholes[passage.document] else ():
            for other, whole, name in wholes[passage.document]:
                if other.id != passage.id and whole.unit == part.unit and name.endswith(what):
                    yield from _against(passage, part, share, other, whole)


def _shares(passage: Passage) -> Iterator[tuple[Amount, Amount, str]]:
    """Parts with their share and the name of what it is a share of."""
    for part, share in zip(passage.amounts, passage.amounts[1:], strict=False):
        found = _TO_SHARE.match(passage.text[part.at[1] : share.at[0]])
        plain = not isinstance(part.value, tuple) and not isinstance(share.value, tuple) and part.unit != "percent"
        if found and plain and share.unit == "percent" and exact(passage.text, part) and exact(passage.text, share):
            yield part, share, found["what"]


def _against(passage: Passage, part: Amount, share: Amount, other: Passage, whole: Amount) -> Iterator[Conflict]:
    if isinstance(part.value, tuple) or isinstance(share.value, tuple) or isinstance(whole.value, tuple):
        return
    low, high = printed_range(part.value, part.text)
    least, most = printed_range(share.value, share.text)
    if least <= 0 or low <= 0:
        return
    from_, to = 100 * low / most * (1 - _SLACK), 100 * high / least * (1 + _SLACK)
    told = [sentence_around(p.text, a.at[0]) for p, a in ((passage, part), (other, whole))]
    if not from_ <= whole.value <= to and not any(_OWN_YEAR.search(text) for text in told):
        text = f"“{part.text}”是“{share.text}”，总数就不是“{whole.text}”"
        yield Conflict("number", side(passage, told[0], share.text), side(other, told[1], whole.text), text, _SCORE)
