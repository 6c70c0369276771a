"""Terms that cannot both be meant: one abbreviation of two names, one name in two wordings, a slip of a character."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from answer.conflict_names import alike, squeezed
from answer.conflict_tools import PROSE, sentence_around, side
from answer.records import Conflict
from index.tokens import fold_name
from records import Amount, Passage, Term

__all__ = ["name_runs", "term_conflicts"]

_HEADS = "项目|系统|框架|计划|方案|工程|平台|数据库|门户|机制|战略|规划|报告|路线图|基金|中心|倡议|指南"

_EDGE = re.compile(r"[，。；：、（）()《》“”\s]|纳入|应当|关于")
_LEAST_SHARED = 9  # characters, without filling, that two phrases share at their ends
_UNRELATED, _LEAST_NAME, _TERM = 0.34, 4, 4
_OFFICE = re.compile(
    r"(?P<office>[\u4e00-\u9fff]{2,12}(?:部长|主席|总理|总统|首相|秘书长|行长|局长|司长|主任|院长|会长|理事长|署长|大使|市长|省长|县长))"
    r"(?P<name>[\u4e00-\u9fff]{2,3})(?=[，。；、出主签率会讲致表介强指宣代与和在于对]|$)"
)
_BEFORE = re.compile(r"(?:前|原|时任|新任|候任)\s?$")
_MARKS = re.compile(r"[\W_的和与及年了]")
_LATIN = re.compile(r"[A-Za-z][A-Za-z0-9&/\- ]*")


def term_conflicts(passages: Sequence[Passage], terms: Sequence[Term]) -> Iterator[Conflict]:
    """Abbreviations, long names without marks, and counted nouns that a table has otherwise."""
    yield from _clashes(passages, terms)
    yield from _phrases(passages)
    yield from _slips(passages)
    yield from _people(passages)


# -- abbreviations ----------------------------------------------------------------------------------------------------


def _clashes(passages: Sequence[Passage], terms: Sequence[Term]) -> Iterator[Conflict]:
    """甲（ABC） and 乙（ABC）, 甲（ABC） and 甲（ACB）."""
    known = [(t.zh, t.abbreviation) for t in terms if t.zh and t.abbreviation and _LATIN.fullmatch(t.abbreviation)]
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for zh, short in sorted(set(known)):
        for key in sorted({short, zh}):
            groups[key].append((zh, short))
    for (zh, short), (other, second) in (pair for same in groups.values() for pair in combinations(same, 2)):
        named = min(len(fold_name(zh)), len(fold_name(other))) >= _LEAST_NAME
        twice = short == second and named and alike(zh, other) < _UNRELATED
        swapped = zh == other and short != second and sorted(short) == sorted(second)
        if not twice and not swapped:
            continue
        a, b = _where(passages, zh, short), _where(passages, other, second)
        if a is not None and b is not None:
            told = (
                f"缩写“{short}”用于两个名称：“{zh}”与“{other}”" if twice else f"“{zh}”的缩写不同：“{short}”与“{second}”"
            )
            values = (zh, other) if twice else (short, second)
            yield Conflict("name", side(a, a.text, values[0]), side(b, b.text, values[1]), told, 0.42)


def _where(passages: Sequence[Passage], name: str, short: str) -> Passage | None:
    """The first passage that gives an abbreviation right after a name."""
    pattern = re.compile(rf"{re.escape(name[-_LEAST_NAME:])}[》”]?\s?[（(]\s?{re.escape(short)}\s?[）)]")
    return next((p for p in passages if p.form != "table" and short in p.text and pattern.search(p.text)), None)


# -- long names without marks -----------------------------------------------------------------------------------------


def _phrases(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """伊塞克湖环境管理和可持续旅游项目 and 伊塞克湖环境管理可持续旅游发展项目: one name in two wordings."""
    by_end: dict[tuple[str, str], list[tuple[Passage, str]]] = defaultdict(list)
    for passage in passages:
        if passage.form not in (*PROSE, "row", "heading"):
            continue
        for phrase in dict.fromkeys(name_runs(passage.text)):
            end = squeezed(phrase)[-_LEAST_SHARED:]
            if len(end) == _LEAST_SHARED:
                by_end[passage.document, end].append((passage, phrase))
    found = [
        (shown, a, b)
        for same in by_end.values()
        for (a, one), (b, two) in combinations(same, 2)
        if a.id != b.id and (shown := _shared(one, two)) is not None
    ]
    seen: list[tuple[str, str]] = []
    # a shorter pair that only repeats the end of a longer one says nothing new
    for shown, a, b in sorted(found, key=lambda pair: -len(pair[0][0])):
        bare = sorted(map(_bare, shown))
        if any(long[0].endswith(bare[0]) and long[1].endswith(bare[1]) for long in seen):
            continue
        seen.append((bare[0], bare[1]))
        told = f"同一名称的写法不同：“{shown[0]}”与“{shown[1]}”"
        first = side(a, sentence_around(a.text, a.text.find(shown[0])), shown[0])
        second = side(b, sentence_around(b.text, b.text.find(shown[1])), shown[1])
        yield Conflict("name", first, second, told, 0.36)


def name_runs(text: str) -> Iterator[str]:
    """What ends in the head of a name, back to the mark before it."""
    for match in re.finditer(_HEADS, text):
        left = max(0, match.start() - 30)
        cuts = [m.end() for m in _EDGE.finditer(text, left, match.start())]
        run = text[cuts[-1] if cuts else left : match.end()]
        if len(run) > _LEAST_SHARED:
            yield run


def _bare(text: str) -> str:
    return _MARKS.sub("", fold_name(text))


def _shared(a: str, b: str) -> tuple[str, str] | None:
    """The longest ends of two runs that say the same in other words; ``None`` where the words are the same."""
    best: tuple[str, str] | None = None
    ends_a = {squeezed(a[i:]): a[i:] for i in range(len(a) - 1, -1, -1)}
    for i in range(len(b)):
        other = ends_a.get(squeezed(b[i:]))
        if other is not None and len(squeezed(other)) >= _LEAST_SHARED:
            best = (other, b[i:])
            break
    if best is None:
        return None
    one, two = _trimmed(best[0]), _trimmed(best[1])
    a_bare, b_bare = _bare(one), _bare(two)
    return None if a_bare in b_bare or b_bare in a_bare else (one, two)


def _trimmed(text: str) -> str:
    """The text without filling at its front."""
    whole = squeezed(text)
    return next(text[cut:] for cut in range(len(text) - 1, -1, -1) if squeezed(text[cut:]) == whole)


# -- slips ------------------------------------------------------------------------------------------------------------


def _slips(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """5个知识产品 in the text and 5 in a row of 知识产权: one character off, over the same figure."""
    rows: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        if passage.form == "row":
            rows[passage.document].append(passage)
    for passage in passages:
        if passage.form not in PROSE:
            continue
        for amount in passage.amounts:
            noun = amount.unit[6:] if amount.unit.startswith("count:") else ""
            if len(noun) >= _TERM:
                yield from _slip(passage, amount, noun, rows[passage.document])


def _slip(passage: Passage, amount: Amount, noun: str, rows: Sequence[Passage]) -> Iterator[Conflict]:
    for row in rows:
        for cell in row.cells:
            header = "".join((*cell.row, *cell.column))
            if cell.value is None or cell.value != amount.value or noun in header:
                continue
            near = next((h for h in _windows(header, len(noun)) if _off_by_one(h, noun)), None)
            if near is not None:
                told = f"同样是“{cell.text}”，正文说的是“{noun}”，表中却是“{near}”"
                a = side(passage, sentence_around(passage.text, amount.at[0]), noun)
                yield Conflict("name", a, side(row, row.text, near), told, 0.44)
                return


def _windows(text: str, size: int) -> Iterator[str]:
    yield from (text[i : i + size] for i in range(len(text) - size + 1))


def _off_by_one(a: str, b: str) -> bool:
    """Whether two words differ in one character that is no figure."""
    different = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
    return len(different) == 1 and not any(c.isdigit() or c in "一二三四五六七八九十" for c in different[0])


# -- people -----------------------------------------------------------------------------------------------------------


def _people(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """农业部部长张海涛 and 农业部部长张海波: one office, two names that are off by a character."""
    found: dict[tuple[str, str], dict[str, Passage]] = defaultdict(dict)
    for passage in passages:
        if passage.form in PROSE:
            for match in _OFFICE.finditer(passage.text):
                if not _BEFORE.search(passage.text[: match.start()]):
                    found[passage.document, match["office"]].setdefault(match["name"], passage)
    for (_, office), names in found.items():
        for one, two in combinations(names, 2):
            if len(one) == len(two) and one[0] == two[0] and _off_by_one(one, two) and names[one].id != names[two].id:
                told = f"“{office}”的姓名不同：“{one}”与“{two}”"
                a = side(names[one], sentence_around(names[one].text, names[one].text.find(one)), one)
                b = side(names[two], sentence_around(names[two].text, names[two].text.find(two)), two)
                yield Conflict("name", a, b, told, 0.46)
