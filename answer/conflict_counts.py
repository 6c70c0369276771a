"""A number of things against the list of them: in one sentence, in the bullets below it, in its footnote."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from answer.conflict_tools import PROSE, Items, clause_span, exact, items_of, items_open, sentence_around, side
from answer.records import Conflict
from ingest.amounts.units import words
from ingest.numerals import parse_number
from records import Amount, EntityMention, Passage

__all__ = ["list_count_conflicts"]

_MOST = 20  # a longer list is not written out in a sentence
_CLOSED = re.compile(r"[^，。；：:（）()、—]{0,12}?(?:——|--|—|[：:]|，?\s?(?:即|分别是|分别为|它们是)[：:]?)\s?")
# 共推出五项知识产品。这些出版物是：《甲》……
_NEXT_LIST = re.compile(
    r"[^，。；：:（）()、—]{0,12}?。\s?(?:这些|上述|它们|具体)[^，。；：:、]{0,10}?(?:是|为|分别[是为]|如下)[：:]\s?"
)
_BRACKET = re.compile(r"[^，。；：:（）()、]{0,12}?[（(]([^（）()]*)[)）]")
_TO_STOP = re.compile(r"[^。\n]*")
_KINDS_OF_UNIT = frozenset(
    words("省 市 区 县 旗 盟 州 自治区 直辖市 自治州 地区 地级市 计划单列市 团 师 国 乡 镇 街道 村 兵团")
)
_FIGURES = re.compile(r"\s?\d[\d,.]*\s?[个项名人件次家座份%％]?\s?[、，和及与]")  # 三个支柱的项目数分别为9个、7个和7个
_RANK = re.compile(r"(?:前|最[\u4e00-\u9fff]的?|首|第|头|另|其余|其他|其它|以上|各|每)\s?$")
_NOT_A_LIST = re.compile(r"\d|访问|见[附表图]|下同|以下|简称|占|约|截至|[，。]")
_LEAD_COUNT = re.compile(
    r"(?:以下|下列|如下|下述)?\s?(?P<n>\d{1,2}|[一二两三四五六七八九十]{1,2})\s?(?:大|个(?!月|季度|星期|小时|工作日|年)|项|点|条|方面|类|种|份|步)"
    r"[^，。；：:、]{0,10}[：:]\s*$"
)
_POINTS = re.compile(
    r"(?P<n>\d{1,2}|[二两三四五六七八九十]{1,2})\s?(?:点|条|个|项|大)[^，。；：:、]{0,8}[：:，。]\s?(?=一是|第一[，,、是])"
)
_ORDINALS = re.compile(r"(?<![\u4e00-\u9fff])(?:第)?([一二三四五六七八九十]{1,2})(?:是|[，,、])")
_STATES = re.compile(r"(?P<n>[两三四五六七八九]|十[一二三]?)国(?![家民务际内有防庆])")
_TITLES = re.compile(r"(?:[《“][^》”]*[》”][、，,和及与以\s]*)+")
_NAMED = 0.8  # share of a bracket that names fill
_CLASS = re.compile(r"(?<![A-Za-z])([A-Z])\s?类")
_COUNTRIES = re.compile(r"(?:国家|成员国|国|缔约国|参与国|经济体)$")


def list_count_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Counts that the list after them, the bullets below or the footnote do not bear out."""
    bullets: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.form == "bullet" and passage.parent:
            bullets[passage.parent].append(passage)
    notes = {p.id: p for p in passages if p.form == "footnote"}
    for passage in passages:
        if passage.form not in PROSE:
            continue
        for amount in passage.amounts:
            if amount.unit.startswith("count:") and exact(passage.text, amount):
                yield from _sentence(passage, amount)
        yield from _states(passage)
        yield from _points(passage)
        yield from _below(passage, bullets.get(passage.id, []))
        for note in passage.footnotes:
            if note in notes:
                yield from _noted(passage, notes[note])


def _sentence(passage: Passage, amount: Amount) -> Iterator[Conflict]:
    """三个项目——甲、乙; 五份报告（《甲》、《乙》）: a closed list right after the count."""
    text, count = passage.text, _whole(amount)
    if count is None or _RANK.search(text[: amount.at[0]]):
        return
    bracket, closed = _BRACKET.match(text, amount.at[1]), _CLOSED.match(text, amount.at[1])
    items: Items | None = None
    if bracket is not None and _names(passage, bracket):
        items, shown = items_of(bracket[1]), bracket[1]
    elif (closed := closed or _NEXT_LIST.match(text, amount.at[1])) is not None:
        shown = _until_stop(text, closed.end())
        items = items_of(shown)
    if items is None or _FIGURES.match(shown) or items.allows(count) or _more_than_list(items, count):
        return
    here = sentence_around(text, amount.at[0])
    told = f"说是“{amount.text}”，后面却列了 {_told(items)} 项"
    yield Conflict("count", side(passage, here, amount.text), side(passage, here, shown), told, 0.74)


def _until_stop(text: str, start: int) -> str:
    """A list from where it begins to the end of its sentence; its items may be parted by semicolons."""
    found = _TO_STOP.match(text, start)
    piece = found.group() if found else ""
    # 五个产品——甲、乙和丙，并……: without marks of items, what follows a comma is another clause
    return piece if re.search(r"[（(][ivx\d]{1,3}[)）]|一是|；", piece) else re.split(r"[，；]|,(?!\d{3})|——", piece)[0]


def _more_than_list(items: Items, count: int) -> bool:
    """Whether a list is so short beside its count that it cannot be meant as the whole of it."""
    return count > 2 * items.most + 1


def _names(passage: Passage, bracket: re.Match[str]) -> bool:
    """Whether what stands in a bracket is names only: countries, places, bodies, titles, or short words."""
    start, end = bracket.span(1)
    pieces = [piece.strip() for piece in re.split(r"[、，,]|和|以及|及|与", bracket[1]) if piece.strip()]
    if any(piece in _KINDS_OF_UNIT for piece in pieces):
        return False
    inside = [e for e in passage.entities if start <= e.at[0] and e.at[1] <= end]
    if any(e.kind == "country" for e in inside):
        return False  # countries are counted by name elsewhere
    named = {position for e in inside for position in range(*e.at)}
    bare = re.sub(r"[、，,和及与以\s]", "", bracket[1])
    if len(named) >= _NAMED * len(bare) or _TITLES.fullmatch(bracket[1].strip()):
        return True
    return not _NOT_A_LIST.search(bracket[1]) and len(pieces) > 2 and all(2 <= len(p) <= 8 for p in pieces)


def _states(passage: Passage) -> Iterator[Conflict]:
    """中亚五国（甲、乙、丙和丁）; 甲、乙和丙四国: a number of states with their names."""
    text = passage.text
    states = [e for e in passage.entities if e.kind == "country"]
    for told in _STATES.finditer(text):
        count, bracket = parse_number(told["n"]), _BRACKET.match(text, told.end())
        if bracket is not None and not items_open(bracket[1]):
            start, end = bracket.span(1)
        else:
            run = _run_before(text, states, told.start("n"))
            start, end = run if run else (0, 0)
        names = {e.name for e in states if start <= e.at[0] and e.at[1] <= end}
        bare = re.sub(r"[、，,和及与以\s]", "", text[start:end])
        filled = sum(e.at[1] - e.at[0] for e in states if start <= e.at[0] and e.at[1] <= end)
        if len(names) > 1 and filled >= len(bare) and len(names) != count:
            here = sentence_around(text, told.start())
            a, b = side(passage, here, told.group()), side(passage, here, text[start:end])
            yield Conflict("count", a, b, f"说是“{told.group()}”，列了 {len(names)} 个", 0.8)


def _run_before(text: str, states: Sequence[EntityMention], end: int) -> tuple[int, int] | None:
    """The names that 、 and 和 join right before a place in the text."""
    start = end
    for state in reversed([e for e in states if e.at[1] <= end]):
        if not re.fullmatch(r"\s?(?:、|和|与|及|以及)?\s?", text[state.at[1] : start]):
            break
        start = state.at[0]
    return (start, end) if start < end else None


def _whole(amount: Amount) -> int | None:
    """A count as a whole number from two to what a sentence can list."""
    value = amount.value
    if isinstance(value, tuple) or value != int(value) or not 2 <= value <= _MOST:
        return None
    return int(value)


def _told(items: Items) -> str:
    return str(items.least) if items.least == items.most else f"{items.least} 至 {items.most}"


def _points(passage: Passage) -> Iterator[Conflict]:
    """三点建议：一是…二是…三是…四是…: the number of points told, and the last that is numbered."""
    for told in _POINTS.finditer(passage.text):
        count = parse_number(told["n"])
        numbers = [parse_number(n) for n in _ORDINALS.findall(passage.text, told.end())]
        run = 0
        for number in numbers:
            if number != run + 1:
                break
            run += 1
        if count is not None and run > 1 and run != count:
            here = side(passage, sentence_around(passage.text, told.start()), told.group())
            there = side(passage, passage.text[told.end() :], f"{run} 点")
            yield Conflict("count", here, there, f"说是“{told.group().strip(' ：:，。')}”，后面却列了 {run} 点", 0.74)


def _below(passage: Passage, bullets: Sequence[Passage]) -> Iterator[Conflict]:
    """以下四项： with five bullets below."""
    lead = _LEAD_COUNT.search(passage.text)
    count = parse_number(lead["n"]) if lead else None
    if lead is None or count is None or count < 2 or len(bullets) < 2 or len(bullets) == count:
        return
    if _RANK.search(passage.text[: lead.start("n")]):
        return
    a = side(passage, sentence_around(passage.text, lead.start("n")), lead.group().strip())
    b = side(bullets[-1], bullets[-1].text, f"{len(bullets)} 项")
    yield Conflict("count", a, b, f"说是“{a.value.rstrip('：:')}”，下面却列了 {len(bullets)} 项", 0.74)


def _noted(passage: Passage, note: Passage) -> Iterator[Conflict]:
    """A passage and its footnote that count countries of one class (B 类), or count and list them."""
    told = [a for a in passage.amounts if _COUNTRIES.search(a.unit) and _whole(a) is not None]
    by_class = {_class_at(passage.text, a): a for a in told}
    for amount in note.amounts:
        label = _class_at(note.text, amount)
        mine = by_class.get(label)
        if label is None or mine is None or not _COUNTRIES.search(amount.unit) or mine.value == amount.value:
            continue
        a = side(passage, sentence_around(passage.text, mine.at[0]), mine.text)
        b = side(note, note.text, amount.text)
        yield Conflict("count", a, b, f"{label} 类：正文说“{mine.text}”，脚注却是“{amount.text}”", 0.66)
    listed = {e.name for e in note.entities if e.kind == "country"}
    names = sum(e.at[1] - e.at[0] for e in note.entities if e.kind == "country")
    bare = re.sub(r"[、，,。和及与以\s]|^(?:包括|即|为|分别为|这些国家是)", "", note.text)
    if len(told) == 1 and len(listed) > 1 and names >= len(bare) and len(listed) != told[0].value:
        a = side(passage, sentence_around(passage.text, told[0].at[0]), told[0].text)
        b = side(note, note.text, f"{len(listed)} 个")
        yield Conflict("count", a, b, f"正文说“{told[0].text}”，脚注却列了 {len(listed)} 个", 0.8)


def _class_at(text: str, amount: Amount) -> str | None:
    """The class (A 类) of which a count is told: the one in its clause; in a bracket, the one before it."""
    found = set(_CLASS.findall(text[slice(*clause_span(text, *amount.at))]))
    return found.pop() if len(found) == 1 else None
