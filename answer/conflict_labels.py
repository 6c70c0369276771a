"""One thing with two figures, or two leaders: what stands before a figure, or after 由, in the same words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from answer.compare import amounts_agree, dates_agree
from answer.conflict_tools import PROSE, exact, sentences, side
from answer.records import Conflict
from answer.unit import Unit
from ingest.folding import fold
from records import Amount, Passage

__all__ = ["label_conflicts", "leader_conflicts"]

_COPULA = re.compile(r"(?:[为是达到至有约共计仅近超过了，,：:\s]|金额|合计|总计|大约)+$")
# What makes a phrase one of a kind: its own years, or a number in a series.
_YEARS = re.compile(r"\d{4}\s?[—–\-~至]\s?\d{4}")
_ANCHOR = re.compile(rf"第\s?[\d一二三四五六七八九十]+\s?[期批阶段轮次届]|{_YEARS.pattern}|首期|首批")
_LEAST = 8  # characters of what stands before a figure that say what it is of
_MOST_SHARED = 12  # a beginning that more figures have says nothing of one thing
_BATCH = re.compile(r"(首批|首期|第\s?[\d一二三四五六七八九十]{1,3}\s?[批期轮])[^，。；\d]{0,4}$")
_LEAST_THING = 4
_LED = re.compile(
    r"(?P<what>[\u4e00-\u9fff]{2,10}(?:工作组|委员会|小组|中心|平台|机制|联盟|论坛|项目|研究|评估))"
    r"[^。；]{0,12}?由(?P<who>[^，。；、由]{2,20}?)(?P<verb>牵头|主持|领导|负责|承办|主办|担任组长)"
)
_LEADING = re.compile(r"^.{0,12}(?:成立|设立|建立|组建|启动|决定|同意|的|了)")
_FIGURES, _LEADERS = 0.8, 0.6


def label_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """第二阶段（2021—2025年）总预算为3650万美元 and 第二阶段（2021—2025年）总预算3560万美元, of different passages."""
    found: dict[tuple[str, str], list[tuple[Unit, Amount]]] = defaultdict(list)
    for unit in units:
        if unit.cell is None and not unit.joint and not unit.before and unit.passage.form in PROSE:
            for amount in unit.amounts[:1]:
                label = _label(unit, amount)
                if label and exact(unit.passage.text, amount):
                    found[label, amount.unit].append((unit, amount))
    pairs = [
        (a, x, b, y, label)
        for (label, _), told in found.items()
        for (a, x), (b, y) in (combinations(told, 2) if len(told) <= _MOST_SHARED else ())
    ]
    for a, x, b, y, label in (*pairs, *_batches(units)):
        if a.passage.id != b.passage.id and not amounts_agree(x, y) and _one_time(a, b, label):
            first, second = side(a.passage, a.sentence, x.text), side(b.passage, b.sentence, y.text)
            text = f"“{label}”的数字不同：一处为“{x.text}”，另一处为“{y.text}”"
            yield Conflict("number", first, second, text, _FIGURES)


def _label(unit: Unit, amount: Amount) -> str:
    """What stands before a figure in its clause, without copulas; "" where that names nothing of its own."""
    text = unit.passage.text
    before = fold(text[unit.at[0] : amount.at[0]]).text
    label = "".join(_COPULA.sub("", re.split(r"[，,；;。：:]", before)[-1]).split())
    return label if len(label) >= _LEAST and _ANCHOR.search(label) else ""


def _batches(units: Sequence[Unit]) -> Iterator[tuple[Unit, Amount, Unit, Amount, str]]:
    """首批186名学生 and 首批168名学生 of sentences that name the same thing before it (跨境实习计划)."""
    found: dict[tuple[str, str], list[tuple[Unit, Amount, str]]] = defaultdict(list)
    for unit in units:
        for amount in unit.amounts if unit.cell is None and unit.passage.form in PROSE else ():
            before = unit.passage.text[unit.sentence_at[0] : amount.at[0]]
            batch = _BATCH.search(before)
            if batch and amount.unit.startswith("count:"):
                found[batch[1], amount.unit].append((unit, amount, before[: batch.start()]))
    for (batch_name, _), told in found.items():
        for (a, x, one), (b, y, two) in combinations(told, 2) if len(told) <= _MOST_SHARED else ():
            block = SequenceMatcher(None, one, two, autojunk=False).find_longest_match()
            thing = one[block.a : block.a + block.size].strip(" ，、：；")
            if len(thing) >= _LEAST_THING:
                yield a, x, b, y, f"{thing}{batch_name}"


def _one_time(a: Unit, b: Unit, label: str) -> bool:
    """Whether two clauses speak of one time: they say so, or what they speak of has its own years."""
    if a.dates and b.dates and not (a.inherited or b.inherited):
        return any(dates_agree(x, y) for x in a.dates for y in b.dates)
    issued = (a.passage.citation.date, b.passage.citation.date)
    same = issued[0] is not None and issued[1] is not None and issued[0].year == issued[1].year
    return same or _YEARS.search(label) is not None


def leader_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """学分互认工作组由泰国高等教育部牵头 and …由越南教育与培训部牵头."""
    found: dict[tuple[str, str], list[tuple[Passage, str, str]]] = defaultdict(list)
    for passage in passages:
        for start, end in sentences(passage) if passage.form in PROSE else ():
            for match in _LED.finditer(passage.text, start, end):
                what = _LEADING.sub("", match["what"])
                if len(what) >= _LEAST - 2:
                    found[what, match["verb"]].append((passage, passage.text[start:end], match["who"].strip()))
    for (what, verb), told in found.items():
        for (a, one, x), (b, two, y) in combinations(told, 2) if len(told) <= _MOST_SHARED else ():
            if a.id != b.id and x not in y and y not in x and a.document != b.document:
                text = f"“{what}”由谁{verb}说法不同：一处为“{x}”，另一处为“{y}”"
                yield Conflict("name", side(a, one, x), side(b, two, y), text, _LEADERS)
