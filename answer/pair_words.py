"""Words of a claim against those of one sentence: said, said in another form, replaced by another, or not said."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import pairwise

import rjieba

from answer.likeness import likeness
from answer.reading import Feature

__all__ = [
    "clauses_of",
    "exchanged_roles",
    "near_misses",
    "replaced",
    "roles_in",
    "said",
    "same_roles",
    "unlike_roles",
    "words_with_tags",
]

_SPLIT = re.compile(r"[，；;。：:、！？!?（）()|]|(?<!\d),|,(?!\d)")
_DOES = (
    r"牵头|主办|承办|负责|参与|协办|承担|出资|资助|支付|负担|实施|建设|承建|编制|起草|制定|审批|批准|审议|提供|管理|运营|监督|主持|组织|执行|签署|提出|评估|审计|验收"
    r"|发布|收购|委托|受托|配合|协助|会同|指导|主管|担任|任命|举报|处罚|拨付|接收|移交|授予|申请|反对|支持|同意|否决"
)
_BY = re.compile(rf"由([^，。；、:：]{{2,16}}?)(?:共同|联合|分别|统一|自行|会同)*({_DOES})")
_SUBJECT = re.compile(
    rf"(?:^|[，。；、:：和与及])([^，。；、:：由的]{{2,14}}?)(?:共同|联合|分别|负责|将|已|也|则)*({_DOES})"
)
_IS = re.compile(
    rf"({_DOES})[^，。；、]{{0,12}}?(?:的?(?:是|单位|机构|方|部门|者|人|国)+(?:是|为|：|:)?)([^，。；、:：]{{2,16}})"
)


def clauses_of(text: str) -> list[tuple[int, int]]:
    """The spans between the stops of a text."""
    edges = [0]
    for match in _SPLIT.finditer(text):
        edges += [match.start(), match.end()]
    edges.append(len(text))
    return [(a, b) for a, b in zip(edges[::2], edges[1::2], strict=True) if text[a:b].strip()]


def said(feature: Feature, keys: frozenset[str], text: str) -> float:
    """How far (0..1) a text says a feature."""
    if feature.keys & keys or feature.text in text:
        return 1.0
    return likeness(feature.text, text) if feature.soft else 0.0


@lru_cache(maxsize=2_000)
def words_with_tags(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((str(word), str(tag)) for word, tag in rjieba.tag(text))


def near_misses(missing: Sequence[str], sentence: str, claim: str) -> Iterator[tuple[str, str]]:
    """Words of a claim that a sentence lacks, with what it has that is as long and differs by one character."""
    for word in missing:
        size = len(word)
        if size < 2 or not "\u4e00" <= word[0] <= "\u9fff":
            continue
        for start in range(len(sentence) - size + 1):
            other = sentence[start : start + size]
            if other in claim or not all("\u4e00" <= char <= "\u9fff" for char in other):
                continue
            same = sum(a == b for a, b in zip(word, other, strict=True))
            if same == size - 1 and (size > 2 or word[-1] == other[-1]):
                yield word, other
                break


def replaced(claim: str, sentence: str) -> list[tuple[str, str, int, int]]:
    """What stands in a claim in place of something else, with the lengths of what is the same before and after."""
    blocks = SequenceMatcher(None, claim, sentence, autojunk=False).get_matching_blocks()
    found = []
    for left, right in pairwise(blocks):
        mine, theirs = claim[left.a + left.size : right.a], sentence[left.b + left.size : right.b]
        if mine or theirs:
            found.append((mine, theirs, left.size, right.size))
    return found


def roles_in(text: str) -> dict[str, str]:
    """Who does what, by the words 由, 是 and by the order of words."""
    found: dict[str, str] = {}
    for who, deed in _BY.findall(text):
        found.setdefault(deed, who)
    for deed, who in _IS.findall(text):
        found.setdefault(deed, who)
    for who, deed in _SUBJECT.findall(text):
        found.setdefault(deed, who)
    return found


def unlike_roles(claim: str, sentence: str) -> list[tuple[str, str]]:
    """Those who do something by the claim, and by the sentence somebody else."""
    mine, theirs = roles_in(claim), roles_in(sentence)
    return [(who, theirs[deed]) for deed, who in mine.items() if deed in theirs and _apart(who, theirs[deed])]


def exchanged_roles(claim: str, sentence: str) -> list[tuple[str, str]]:
    """Those who do something by the claim, where by the sentence another does it and they do something else."""
    theirs = roles_in(sentence)
    found = []
    for deed, who in roles_in(claim).items():
        other = theirs.get(deed)
        if other is not None and _apart(who, other):
            rest = (doer for what, doer in theirs.items() if what != deed)
            found += [(who, other)] if any(not _apart(who, doer) for doer in rest) else []
    return found


def same_roles(claim: str, sentence: str) -> bool:
    """Whether the claim tells who does something and the sentence tells of all of it that the same do it."""
    theirs = roles_in(sentence)
    mine = roles_in(claim)
    return bool(mine) and all(deed in theirs and not _apart(who, theirs[deed]) for deed, who in mine.items())


def _apart(a: str, b: str) -> bool:
    pairs = {a[i : i + 2] for i in range(len(a) - 1)}
    shared = sum(pair in b for pair in pairs)
    return not (shared * 3 >= len(pairs) or a in b or b in a)
