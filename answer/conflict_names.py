"""Names that are one name, apart from how they were translated or shortened."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations

from answer.conflict_tools import clause_span
from answer.records import Conflict, ConflictSide
from index.tokens import fold_name
from records import Passage, Term

__all__ = ["DIRECTED", "alike", "squeezed", "title_conflicts", "two_directions"]

#: What translators choose between, and what a title has or lacks without naming another thing.
_SAME_WORDS = (
    (r"协议", "协定"),
    (r"亚洲(?:及|和|与)太平洋", "亚太"),
    (r"衡量", "测量"),
    (r"视角|视野", "展望"),
    (r"观点|见解", "视点"),
    (r"开发", "发展"),
    (r"工作组", "组"),
    (r"运营|操作", "业务"),
    (r"以外|其他", "其他"),
    (r"年年度", "年度"),
    (r"多样化", "多元化"),
    (r"联合(?![国体会])", "统一"),
    (r"服务部门", "服务业"),
)
#: With these it matters what stands first: 甲对乙出口报告 and 乙对甲出口报告.
DIRECTED = re.compile(r"对(?![话外接口])|(?<![方导面])向|(?<!自)由|[至到赴给驻从→]|优于|高于|低于")
_FILLING = re.compile(r"[的和与及暨了]|机制|地区|年度|计划|组织|发展|[\s,，:：·.\-–—“”'\"()（）]")
_TITLE = re.compile(r"《([^《》\n]{6,60})》")
_BRACKETED = re.compile(r"([\u4e00-\u9fff]{4,20})[》”]?\s?[（(]([^（()）]+)[)）]")
_LEAST = 5  # characters of a title without its filling
_MOST_SEEN = 12  # passages of one form that are compared
_RUN = 2  # characters that two texts share in one piece


def alike(a: str, b: str) -> float:
    """The share (0..1) of the shorter text, without filling, that the other has in pieces of two characters or more."""
    first, second = sorted((squeezed(a), squeezed(b)), key=len)
    if not first:
        return 0.0
    blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size >= _RUN) / len(first)


def two_directions(a: str, b: str) -> bool:
    """Whether two names have the same characters and tell who does it to whom the other way round."""
    return sorted(a) == sorted(b) and DIRECTED.search(a) is not None and DIRECTED.search(b) is not None


def squeezed(text: str) -> str:
    return _FILLING.sub("", _chosen(fold_name(text)))


def _chosen(text: str) -> str:
    """A text with one word for each that translators choose between."""
    for pattern, word in _SAME_WORDS:
        text = re.sub(pattern, word, text)
    return text


def _plain(text: str, expansions: Sequence[tuple[str, str]]) -> tuple[str, tuple[str, ...]]:
    """What a title says: its words without filling and figures, abbreviations for names, and its figures."""
    folded = _chosen(fold_name(text))
    for long, short in expansions:
        folded = folded.replace(long, short)
    bare = squeezed(folded)
    return re.sub(r"\d+年?", "", bare), tuple(sorted(re.findall(r"\d+", bare)))


def title_conflicts(passages: Sequence[Passage], terms: Sequence[Term]) -> Iterator[Conflict]:
    """Titles of works and treaties, and expansions of one abbreviation, that differ only as translations do."""
    expansions = sorted(
        (
            (_chosen(fold_name(term.zh)), fold_name(term.abbreviation))
            for term in terms
            if term.zh and term.abbreviation
        ),
        key=lambda pair: (-len(pair[0]), pair),
    )
    where: dict[str, Passage] = {}
    same: dict[tuple[str, tuple[str, ...]], list[str]] = defaultdict(list)
    for passage in passages:
        for title in _TITLE.findall(passage.text) if passage.form != "row" else ():
            where.setdefault(title, passage)
    for title in where:
        same[_plain(title, expansions)].append(title)
    for one, two in (
        pair for (words, _), titles in same.items() if len(words) >= _LEAST for pair in combinations(titles, 2)
    ):
        if not _only_spaces(one, two) and not two_directions(one, two):
            first, second = ConflictSide(where[one].id, one, one), ConflictSide(where[two].id, two, two)
            yield Conflict("name", first, second, f"同一名称的写法不同：“{one}”与“{two}”", 0.38)
    yield from _long_forms(passages, terms)


def _only_spaces(a: str, b: str) -> bool:
    """Whether two titles differ in nothing but spaces, marks and joining words."""
    marks = r"[\W_的和与及]"
    return re.sub(marks, "", fold_name(a)) == re.sub(marks, "", fold_name(b))


def _long_forms(passages: Sequence[Passage], terms: Sequence[Term]) -> Iterator[Conflict]:
    """区域贸易组（RTG） and 区域贸易工作组（RTG）: the words before one abbreviation in brackets."""
    known: dict[str, list[str]] = defaultdict(list)
    for term in terms:
        if term.abbreviation.isascii() and term.abbreviation and term.zh:
            known[term.abbreviation].append(fold_name(term.zh))
    seen: dict[str, dict[str, dict[str, Passage]]] = {abbreviation: {} for abbreviation in sorted(known)}
    for passage in passages:
        for found in _BRACKETED.finditer(passage.text):
            for form in known.get(found[2], ()):
                shown = _ending(found[1], form)
                if shown is not None:
                    seen[found[2]].setdefault(shown, {}).setdefault(passage.id, passage)
    for abbreviation, forms in seen.items():
        for one, two in combinations(forms, 2):
            if not _only_spaces(one, two) and squeezed(one) == squeezed(two) and len(squeezed(one)) >= _LEAST - 1:
                a, b = _nearest(one, list(forms[one].values()), two, list(forms[two].values()))
                first, second = ConflictSide(a.id, one, one), ConflictSide(b.id, two, two)
                text = f"“{abbreviation}”的写法不同：“{one}”与“{two}”"
                yield Conflict("name", first, second, text, 0.38)


def _nearest(one: str, first: Sequence[Passage], two: str, second: Sequence[Passage]) -> tuple[Passage, Passage]:
    """The two passages whose sentences around a name share most: dates, names, ordinals; else the first ones."""
    marks = [[_marks(p, name) for p in group[:_MOST_SEEN]] for name, group in ((one, first), (two, second))]
    pairs = [(len(x & y), -i, -j) for i, x in enumerate(marks[0]) for j, y in enumerate(marks[1])]
    _, i, j = max(pairs)
    return first[-i], second[-j]


def _marks(passage: Passage, name: str) -> set[str]:
    """What tells of which event a sentence speaks."""
    at = max(passage.text.find(name), 0)
    start, end = clause_span(passage.text, at, at, "。")
    dates = {f"{d.start}{d.end}" for d in passage.dates if start <= d.at[0] < end}
    names = {e.name for e in passage.entities if start <= e.at[0] < end and e.kind != "programme"}
    ordinals = set(re.findall(r"第\s?[\d一二三四五六七八九十]+\s?[次届轮]", passage.text[start:end]))
    return dates | names | ordinals


def _ending(text: str, form: str) -> str | None:
    """The end of a text that says a known long form, as it is or in words that say the same."""
    for size in range(max(4, len(form) - 3), min(len(text), len(form) + 4) + 1):
        piece = text[-size:]
        if piece[:1] == form[:1] and squeezed(piece) == squeezed(form):
            return piece
    return None
