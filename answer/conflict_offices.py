"""Where a body has its seat, who holds an office, how many states a programme has: told two ways in one document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from answer.conflict_tools import PROSE, sentence_around, side
from answer.records import Conflict, ConflictKind
from ingest.numerals import parse_number
from records import Passage

__all__ = ["office_conflicts"]

_PLACE = r"[\u4e00-\u9fff·]{2,8}?"
_SEAT = r"(?:常设)?(?:秘书处|总部|理事会办公室|项目办公室|执行办公室|协调办公室)"
_SEATED = re.compile(rf"(?P<what>{_SEAT})(?:现)?(?:设在|设于|位于|坐落于|驻)(?P<value>{_PLACE})(?=[，。；、（(]|市|$)")
_OF_SEAT = re.compile(rf"(?:设在|设于|位于|驻)(?P<value>{_PLACE})(?:市)?的(?P<what>{_SEAT})")
# one of its kind by its long name: 区域参考实验室设于恩德培, 位于内罗毕的区域参考实验室
_HOUSE = r"(?P<what>[\u4e00-\u9fff]{4,12}?(?:中心|实验室|基地|总站|办事处))"
_HOUSED = re.compile(rf"{_HOUSE}(?:现|仍)?(?:设在|设于|位于|坐落于)(?P<value>{_PLACE})(?=[，。；、（(]|市|$)")
_OF_HOUSE = re.compile(rf"(?:设在|设于|位于|坐落于)(?P<value>{_PLACE})(?:市)?的{_HOUSE}")
_HOUSE_NAME = 6  # characters that the name ends with
_BODY = r"(?P<what>[\u4e00-\u9fff]{2,10}?(?:工作组|委员会|小组|专班|课题组|中心|秘书处))"
_NAME = r"(?P<value>[\u4e00-\u9fff]{2,4}?)(?:理事|先生|女士|同志|教授|博士|部长|主任|局长|司长)?"
_OFFICE = r"(?:组长|主席|主任|秘书长|召集人|负责人|总干事)"
_HELD = re.compile(rf"{_BODY}[，]?[^。；]{{0,8}}?由{_NAME}(?:担任|出任|任)(?:其)?(?P<office>{_OFFICE})")
_NAMED = re.compile(rf"{_BODY}[^，。；（(|]{{0,6}}[（(](?P<office>{_OFFICE})[：:为]?\s?{_NAME}[)）]")
_FOUNDING = re.compile(r"^.*(?:成立|设立|建立|组建|启动|决定|同意|的|了|提交|由)")
_STATES = r"(?P<n>\d{1,2}|十?[一二三四五六七八九两]|十)"
_WHOLE = re.compile(
    rf"(?:覆盖|涵盖|由|遍及|涉及)(?:[\u4e00-\u9fff（）()]{{2,14}}、)+[\u4e00-\u9fff]{{2,8}}(?:和|及|与)[\u4e00-\u9fff]{{2,8}}?(?:等)?{_STATES}国"
)
_ALL = re.compile(
    rf"(?:项目|计划|方案|机制|协定|联盟)(?:所在|覆盖|涵盖|参与|的)的?{_STATES}\s?个?(?:成员国|参与国|国家|国)(?![\u4e00-\u9fff]{{0,2}}中)"
)
_MORE = re.compile(rf"(?<![其余他中第]){_STATES}\s?个?(?:成员国|参与国|缔约国|项目国)(?![\u4e00-\u9fff]{{0,2}}中)")
_BEGUN = re.compile(
    r"\s?(?:共同|联合)?(?:发起|创立|创建|倡议|创始|成立|组成|签署|参加|出席|派)|，?[^，。；]{0,4}(?:加入|创始)"
)
_SCORE = 0.56


def office_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Two seats of one secretariat, two heads of one working group, two numbers of states of one programme."""
    told: dict[tuple[str, str], list[tuple[Passage, str, int]]] = defaultdict(list)
    for passage in passages:
        if passage.form in (*PROSE, "row"):
            for pattern in (_SEATED, _OF_SEAT, _HELD, _NAMED):
                for match in pattern.finditer(passage.text):
                    what = _FOUNDING.sub("", match["what"])
                    topic = f"{what}{match.groupdict().get('office', '')}"
                    told[passage.document, topic].append((passage, match["value"], match.start()))
    for (_, topic), said in told.items():
        yield from _different(topic, said, "name")
    yield from _houses(passages)
    yield from _states(passages)


def _houses(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Centres and laboratories of one long name in two places."""
    told: dict[tuple[str, str], list[tuple[Passage, str, int]]] = defaultdict(list)
    for passage in passages:
        for pattern in (_HOUSED, _OF_HOUSE) if passage.form in PROSE else ():
            for match in pattern.finditer(passage.text):
                what = _FOUNDING.sub("", match["what"])
                if len(what) >= _HOUSE_NAME:
                    told[passage.document, what[-_HOUSE_NAME:]].append((passage, match["value"], match.start()))
    for (_, what), said in told.items():
        if len({value for _, value, _ in said}) == 2:
            yield from _different(what, said, "name")


def _states(passages: Sequence[Passage]) -> Iterator[Conflict]:
    wholes: dict[str, list[tuple[Passage, str, int]]] = defaultdict(list)
    told: dict[str, list[tuple[Passage, str, int]]] = defaultdict(list)
    more: dict[str, list[tuple[Passage, str, int]]] = defaultdict(list)
    for passage in passages:
        if passage.form in PROSE:
            wholes[passage.document] += [
                (passage, m["n"], m.start())
                for m in _WHOLE.finditer(passage.text)
                if not _BEGUN.match(passage.text, m.end())
            ]
            told[passage.document] += [(passage, m["n"], m.start()) for m in _ALL.finditer(passage.text)]
            more[passage.document] += [(passage, m["n"], m.start()) for m in _MORE.finditer(passage.text)]
    for document, whole in wholes.items():
        count = (parse_number(whole[0][1]) or 0) if whole else 0
        if len({parse_number(n) for _, n, _ in whole}) == 1:
            wrong = [other for other in told[document] if parse_number(other[1]) != count]
            # fewer may be some of them, more cannot be
            wrong += [other for other in more[document] if (parse_number(other[1]) or 0) > count]
            for other in wrong:
                yield from _different("国家数", [whole[0], other], "count")


def _different(topic: str, said: Sequence[tuple[Passage, str, int]], kind: ConflictKind) -> Iterator[Conflict]:
    for (a, one, x), (b, two, y) in combinations(said, 2):
        if a.id != b.id and one not in two and two not in one:
            text = f"“{topic}”说法不同：{a.citation.address}为“{one}”，{b.citation.address}为“{two}”"
            first, second = side(a, sentence_around(a.text, x), one), side(b, sentence_around(b.text, y), two)
            yield Conflict(kind, first, second, text, _SCORE)
