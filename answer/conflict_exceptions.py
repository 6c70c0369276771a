"""What the text says of every one of some things or of none, against one that another passage names:
五个项目无一例外地附有性别行动计划 and 该项目没有性别行动计划; 没有任何一笔贷款逾期 and 有一笔贷款停止计息.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from answer.conflict_counted import tagged
from answer.conflict_related import Matters
from answer.conflict_things import pairs_between
from answer.conflict_tools import TELLING, sentences, side
from answer.records import Conflict
from records import Passage

__all__ = ["exception_conflicts"]

_MEASURE = "[个项笔家国条座份类处所批起例人名]"
_EVERY = re.compile(
    r"(?:无一例外地?|全部|全都|一律|均已?|都已?)(?P<how>附有|附带|配有|配备|配齐|设有|具备|制定|编制|提交|建立|建成|建起|签订|签署|开展|通过|完成|包含|纳入|取得|获得|拿到|启用|实行|实施|指定|任命|公布|接入)了?"
    r"(?P<what>[^，。；]{4,24})"
)
_ALL_DID = re.compile(
    r"(?:[十一二三四五六七八九\d]{1,3}(?:个(?:成员)?国|国)|全体|全部|所有|各)[^，。；]{0,12}?(?:悉数|均已?|都已?|全部)(?P<what>[^，。；]{4,40})"
)
_ONE_NOT = re.compile(r"(?:仍未|尚未|至今未|迄今未|从未|没有|还没有?|未)(?P<what>[^，。；]{3,40})")
_ATTENDS = re.compile(r"到会|出席|与会|参加会议|赴会")
_STAYED = re.compile(r"未派|缺席|未出席|未能出席|没有派|未与会|未到会|没有出席")
_LACKS = re.compile(
    r"(?:没有(?:能)?(?:拿到|取得|获得|建立|建成|完成|提交|通过|制定|编制)?|缺少|缺乏|无(?=[\u4e00-\u9fff]{4})|(?:尚未|仍未|还未|至今未|未)(?:附|编制|制定|提交|建立|建成|开展|通过|完成|配备|设立|签订|纳入|取得|获得|拿到|启用|实行|指定|任命|公布|接入))(?P<what>[^，。；]{2,24})"
)
_NONE = re.compile(rf"(?:没有(?:任何)?一{_MEASURE}|无一{_MEASURE}?|未有一{_MEASURE})(?P<noun>[\u4e00-\u9fff]{{2,10}})")
_ONE = re.compile(rf"(?<!没)有(?:[一两二三四五\d]+)\s?{_MEASURE}(?P<noun>[^，。；]{{2,24}})")
_WRONG = re.compile(
    r"停止|拖欠|逾期|违约|失败|中断|暂停|退出|取消|超支|延误|滞后|偏离|未|事故|伤亡|泄漏|召回|不良|重组|终止|落空|投诉|违规"
)
_OPEN = re.compile(
    r"预计|计划(?=于|在|将|到|今|明)|将(?=[于在会要])|年?底前|前使|拟(?=[于在])|应(?=[当该在于])|须|要求|目标|如果|若|除[^，。；]{1,20}外|此前|曾|上一?[年期次]"
)
_LEAST_WHAT, _LEAST_NOUN, _LEAST_SHARED, _FEW = 4, 3, 5, 2
_HAN, _EMPTY = re.compile("[\u4e00-\u9fff]"), re.compile(r"国内程序|审批程序|批准程序|可行性研究|年度报告")
_SCORE = 0.56


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    sentence: str
    shown: str
    what: str
    years: frozenset[str]


def exception_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Sentences on all or none, each with the first passage that tells of one that is otherwise."""
    prose = [p for p in passages if p.form in TELLING]
    lacking = [told for p in prose for told in _found(p, _LACKS)]
    not_all = [told for p in prose for told in _found(p, _ONE_NOT) if _of_few(told)]
    wrong = [told for p in prose for told in _found(p, _ONE) if _WRONG.search(told.sentence)]
    for pattern, others, one_thing in (
        (_EVERY, lacking, _same),
        (_ALL_DID, not_all, _left_out),
        (_NONE, wrong, _same_noun),
    ):
        all_of_them = [told for p in prose for told in _found(p, pattern)]
        seen: set[int] = set()
        for x, y in pairs_between([told.sentence for told in all_of_them], [told.sentence for told in others]):
            if x not in seen and one_thing(all_of_them[x], others[y], matters):
                seen.add(x)
                yield _conflict(all_of_them[x], others[y])


def _found(passage: Passage, pattern: re.Pattern[str]) -> Iterator[_Told]:
    for span in sentences(passage):
        sentence = passage.text[slice(*span)]
        for match in pattern.finditer(sentence) if not _OPEN.search(sentence) else ():
            what = match.groupdict().get("what") or match["noun"]
            yield _Told(passage, sentence, match.group(), what, frozenset(re.findall(r"(?:19|20)\d{2}", sentence)))


def _same(every: _Told, lacking: _Told, matters: Matters) -> bool:
    """Whether what one has whole is what is lacking: most of the phrase, or a number in it (15189号标准)."""
    if every.passage.id == lacking.passage.id:
        return False
    a, b = every.what, lacking.what
    codes = set(re.findall(r"(?<!\d)\d{4,6}(?!\d|年)", a)) & set(re.findall(r"(?<!\d)\d{4,6}(?!\d|年)", b))
    match = SequenceMatcher(None, a, b, autojunk=False).find_longest_match()
    phrase = a[match.a : match.a + match.size]
    alike = len(_HAN.findall(phrase)) >= _LEAST_WHAT and not _EMPTY.search(phrase)
    return bool(codes or alike) and matters.related(every.passage.document, lacking.passage.document, surely=True)


def _of_few(told: _Told) -> bool:
    """Whether a sentence names one country, or two."""
    named = {e.name for e in told.passage.entities if e.kind == "country" and e.text in told.sentence}
    return 0 < len(named) <= _FEW


def _left_out(every: _Told, one: _Told, matters: Matters) -> bool:
    """Whether a country has not done what all are said to have."""
    if every.passage.id == one.passage.id or not matters.related(
        every.passage.document, one.passage.document, surely=True
    ):
        return False
    if _ATTENDS.search(every.what):
        same_day = every.passage.citation.date == one.passage.citation.date
        return same_day and _STAYED.search(one.sentence) is not None
    match = SequenceMatcher(None, every.what, one.what, autojunk=False).find_longest_match()
    phrase = every.what[match.a : match.a + match.size]
    return len(_HAN.findall(phrase)) >= _LEAST_SHARED and not _EMPTY.search(phrase)


def _same_noun(none: _Told, one: _Told, matters: Matters) -> bool:
    if none.passage.id == one.passage.id or not none.years & one.years:
        return False
    noun = _noun(none.what)
    return (
        len(noun) >= _LEAST_NOUN
        and noun in one.what
        and matters.related(none.passage.document, one.passage.document, surely=True)
    )


def _noun(text: str) -> str:
    """The noun phrase that a text begins with."""
    found = ""
    for word, tag in tagged(text):
        if not re.match(r"n|vn|an|j|l|i|b|v|a", tag) or word in ("处于", "出现", "发生", "属于", "被", "受到"):
            break
        found += word
    return found


def _conflict(a: _Told, b: _Told) -> Conflict:
    text = f"{a.passage.citation.address}说“{a.shown}”，{b.passage.citation.address}却有一个例外：“{b.shown}”"
    one, two = (side(x.passage, x.sentence, x.shown) for x in (a, b))
    return Conflict("status", one, two, text, _SCORE)
