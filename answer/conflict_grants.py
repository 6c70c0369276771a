"""How much one body gave for one thing, told in two ways: 批准1,800万美元的赠款 and 赠款为1,200万美元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from answer.compare import amounts_agree
from answer.conflict_related import Matters
from answer.conflict_things import pairs_within
from answer.conflict_tools import TELLING, exact, sentences, side
from answer.records import Conflict
from records import Amount, EntityMention, Passage

__all__ = ["grant_conflicts"]

_KINDS = {"loan": r"贷款|借款|本金", "grant": r"赠款|捐款|捐赠|出资|无偿"}
_CURRENCY = re.compile(r"[A-Z]{3}")
_PART = re.compile(
    r"累计|支付|已付|拨付|其中|追加|另|首[批期笔]|第[一二三四]|合计|共计|总额|总投资|配套|年度|平均|每|约|近|超过"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_EMPTY = re.compile(r"美元|欧元|人民币|万元|亿元|赠款|贷款|项目|提供|批准|用于|银行|基金|开发")
_REACH, _LEAST = 40, 3
_MOST_TIMES = 3.0
_SCORE = 0.56


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    sentence: str
    who: EntityMention
    kind: str
    amount: Amount


def grant_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of sentences on what one body gave, that share a name and differ in the sum."""
    told = [one for p in passages if p.form in TELLING for one in _told(p)]
    for i, j in pairs_within([one.sentence for one in told]):
        a, b = told[i], told[j]
        if a.passage.id == b.passage.id or a.who.name != b.who.name or a.kind != b.kind:
            continue
        if a.amount.unit != b.amount.unit or amounts_agree(a.amount, b.amount) or not _near(a.amount, b.amount):
            continue
        thing = _thing(a, b)
        if thing and matters.related(a.passage.document, b.passage.document, surely=True):
            text = f"“{thing}”所得的数额说法不同：一处为“{a.amount.text}”，另一处为“{b.amount.text}”"
            one, two = (side(x.passage, x.sentence, x.amount.text) for x in (a, b))
            yield Conflict("number", one, two, text, _SCORE)


def _told(passage: Passage) -> Iterator[_Told]:
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        money = [a for a in passage.amounts if start <= a.at[0] < end and _CURRENCY.fullmatch(a.unit)]
        bodies = [e for e in passage.entities if start <= e.at[0] < end and e.kind == "organisation"]
        if len(money) != 1 or not bodies or not exact(passage.text, money[0]) or _PART.search(sentence):
            continue
        before = [e for e in bodies if 0 <= money[0].at[0] - e.at[1] <= _REACH]
        for kind, words in _KINDS.items():
            if before and re.search(words, sentence):
                yield _Told(passage, sentence, before[-1], kind, money[0])


def _near(a: Amount, b: Amount) -> bool:
    if isinstance(a.value, tuple) or isinstance(b.value, tuple):
        return False
    return 0 < max(a.value, b.value) <= _MOST_TIMES * min(a.value, b.value)


def _thing(a: _Told, b: _Told) -> str:
    """What both sentences name besides the body and the money."""
    texts = [x.sentence.replace(x.amount.text, "，").replace(x.who.text, "，") for x in (a, b)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    for block in sorted(matcher.get_matching_blocks(), key=lambda m: -m.size):
        phrase = texts[0][block.a : block.a + block.size].strip("的，。、“”为由")
        if len(_HAN.findall(_EMPTY.sub("", phrase))) >= _LEAST:
            return phrase
    return ""
