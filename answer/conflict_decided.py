"""How many things a meeting decided: in its own document and as another one tells it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.conflict_related import Matters
from answer.conflict_tools import PROSE, sentence_around, side
from answer.records import Conflict
from ingest.numerals import parse_number
from records import Passage

__all__ = ["decided_conflicts"]

_NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3})"
_THINGS = (
    r"(?P<what>优先(?:事项|领域|行动)|事项|任务|工作|(?:可)?交付成果|成果|措施|行动|建议|承诺|议题|目标|项目|线路|倡议)"
)
_DECIDES = r"(?:确定|商定|议定|批准|通过|核准|核可|明确|提出|选定|交办|部署|同意|部长们)"
_OWN = re.compile(
    rf"(?:{_DECIDES}|列出|载有|所列的?|附有)[^。；]{{0,24}}?{_NUMBER}\s?[项个条件类](?P<between>[^，。；、]{{0,6}}?){_THINGS}"
)
_NTH = r"第\s?(?P<nth>\d{1,3}|[一二三四五六七八九十]{1,3})\s?[次届]\s?(?P<kind>[\u4e00-\u9fff]{2,10}?会议?)"
_TOLD = re.compile(
    rf"{_NTH}(?:上|附件)?(?:所)?(?:{_DECIDES}|列出|所[载列])(?:了|的)?{_NUMBER}\s?[项个条件类](?P<between>[^，。；、]{{0,6}}?){_THINGS}"
)
_OF_CITY = re.compile(
    rf"(?P<city>[\u4e00-\u9fff]{{2,6}})会议(?:上|附件)?(?:所)?(?:{_DECIDES}|列出|载)(?:了|的)?{_NUMBER}\s?[项个条件类](?P<between>[^，。；、]{{0,6}}?){_THINGS}"
)
_OF_PAPER = re.compile(
    rf"《(?P<paper>[^《》]{{4,30}})》[^。；]{{0,16}}?{_NUMBER}\s?[项个条件类](?P<between>[^，。；、]{{0,6}}?){_THINGS}"
)
_TITLE = re.compile(_NTH)
_ANY = frozenset({"事项", "任务", "工作"})  # may be any of them
_SET_UP = re.compile(
    rf"(?:设立|成立|组建|下设|建立)(?:了)?{_NUMBER}\s?个(?P<what>[\u4e00-\u9fff]{{4,10}}?)(?=[，。；、（(和与]|$|由|负责|分别)"
)
_MOST_TOLD = 12  # passages that set up the same things: more speak of many bodies
_DONE_OF = re.compile(
    r"[^，。；]{0,8}(?:完成|落实|办结|实现|推迟|延后|滞后|到期|第[一二三四五六七八九十\d])|其中|下的|项下"
)
_SCORE = 0.55


@dataclass(frozen=True, slots=True)
class _Said:
    passage: Passage
    number: int
    what: str
    shown: str
    at: int


def decided_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """七项优先事项 of a meeting whose own document has six."""
    own: dict[str, list[_Said]] = defaultdict(list)
    titles: dict[str, set[tuple[int, str]]] = defaultdict(set)
    places: dict[str, str] = defaultdict(str)
    for passage in passages:
        if passage.form in ("cover", "heading") or passage.position <= 1:
            for match in _TITLE.finditer(passage.text[:120]) if not titles[passage.document] else ():
                titles[passage.document].add((int(parse_number(match["nth"]) or 0), match["kind"][-3:]))
        if passage.form == "cover" or passage.position <= 1:
            places[passage.document] += passage.text
        for match in _OWN.finditer(passage.text) if passage.form in PROSE else ():
            own[passage.document].append(_said(passage, match))
    for passage in passages:
        for told, document in _told(passage, titles, places) if passage.form in PROSE else ():
            mine = [one for one in own[document] if _same(one, told)]
            if mine and all(one.number != told.number for one in mine):
                text = f"会议自己的文件说“{mine[0].shown}”，{passage.citation.address}却说“{told.shown}”"
                a = side(mine[0].passage, sentence_around(mine[0].passage.text, mine[0].at), mine[0].shown)
                yield Conflict(
                    "count", a, side(passage, sentence_around(passage.text, told.at), told.shown), text, _SCORE
                )
    yield from _papers(passages)
    yield from _set_up(passages, matters)


def _set_up(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """三个常设工作组 that were set up, and four as another passage tells."""
    told: dict[str, list[tuple[Passage, re.Match[str], int]]] = defaultdict(list)
    for passage in passages:
        for match in _SET_UP.finditer(passage.text) if passage.form in PROSE else ():
            told[match["what"]].append((passage, match, int(parse_number(match["n"]) or 0)))
    pairs = (pair for same in told.values() if len(same) <= _MOST_TOLD for pair in combinations(same, 2))
    for (a, x, one), (b, y, two) in pairs:
        if a.id != b.id and one != two and matters.related(a.document, b.document, surely=True):
            text = f"所设“{x['what']}”的数目说法不同：一处为“{x['n']}”，另一处为“{y['n']}”"
            first, second = (side(p, sentence_around(p.text, m.start()), m.group()) for p, m in ((a, x), (b, y)))
            yield Conflict("count", first, second, text, _SCORE)


def _papers(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """《2023—2025年工作计划》 with twelve results in one passage and fourteen in another."""
    told: dict[str, list[_Said]] = defaultdict(list)
    for passage in passages:
        for match in _OF_PAPER.finditer(passage.text) if passage.form in PROSE else ():
            if not _DONE_OF.search(match.group()) and not _DONE_OF.match(passage.text, match.end()):
                told[match["paper"]].append(_said(passage, match))
    for paper, said in told.items():
        for a, b in combinations(said, 2):
            if a.passage.id != b.passage.id and a.number != b.number and _same(a, b):
                text = f"《{paper}》所含的数目说法不同：一处为“{a.shown}”，另一处为“{b.shown}”"
                one, two = (side(x.passage, sentence_around(x.passage.text, x.at), x.shown) for x in (a, b))
                yield Conflict("count", one, two, text, _SCORE)


def _said(passage: Passage, match: re.Match[str]) -> _Said:
    number = int(parse_number(match["n"]) or 0)
    return _Said(
        passage,
        number,
        match["what"],
        f"{match['n']}{match.group()[match.start('n') - match.start() + len(match['n']) :]}",
        match.start("n"),
    )


def _told(
    passage: Passage, titles: dict[str, set[tuple[int, str]]], places: dict[str, str]
) -> Iterator[tuple[_Said, str]]:
    for match in _TOLD.finditer(passage.text):
        key = (int(parse_number(match["nth"]) or 0), match["kind"][-3:])
        for document, known in titles.items():
            if document != passage.document and known == {key}:
                yield _said(passage, match), document
    for match in _OF_CITY.finditer(passage.text):
        found = [d for d, text in places.items() if d != passage.document and match["city"] in text and titles[d]]
        if len(found) == 1:
            yield _said(passage, match), found[0]


def _same(own: _Said, told: _Said) -> bool:
    if own.what in told.what or told.what in own.what or told.what[-2:] == own.what[-2:]:
        return True
    return told.what in _ANY and own.what.endswith(("成果", "事项", "行动"))
