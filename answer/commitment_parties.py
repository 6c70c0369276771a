"""Who promises, and which countries a promise concerns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.commitment_spans import Span
from records import EntityMention

__all__ = ["actors_of", "countries_of", "names_of"]

_ACTING = ("country", "organisation", "programme")
_ROLE = re.compile(
    r"(?:咨询公司|顾问团队|技术援助团队|[\u3400-\u9fff]{0,6}(?:技术工作组|工作组|秘书处|协调委员会|委员会|理事会|"
    r"管理层|执行机构)|"
    r"两国政府|各国政府|三国政府|政府|各成员国|成员国|各国|各方|双方|我们|部长们|高官会|"
    r"(?i:\bthe (?:executing agency|government|secretariat|management|bank))\b)"
)
_PREDICATE = re.compile(
    r"将|计划(?=[于与在到])|拟|定于|承诺|决定|同意|认同|商定|继续|应|请求|提请|即将|预计|\b(?:will|shall|plans?|"
    r"agree|commit)",
    re.IGNORECASE,
)
_BEFORE_SUBJECT = re.compile(
    r"(?:看到|注意到|欢迎|赞赏|通报，)|在[^。；]{0,40}?(?:会议|论坛|峰会|大会)(?:期间|上)[，,]?"
)
_SUBJECT_ENDS = re.compile(r"(?:与|同|和|为|对|向|由|在|的支持下)\s*$")
_BACK = re.compile(r"^\W*(?:该|这|此|其|上述|两项|以上)")


def actors_of(text: str, span: Span, entities: Sequence[EntityMention]) -> tuple[str, ...]:
    """Who is said to act: the bodies and roles named before the predicate, outside titles.

    Bodies go by canonical name; a role with a name before it (CAREC 成员国) is given as printed.
    """
    predicate = _PREDICATE.search(text, span[0], span[1])
    if not predicate:
        return ()
    start = _subject_start(text, span[0], predicate.start())
    before = text[start : predicate.start()]
    named = [m for m in entities if m.kind in _ACTING and start <= m.at[0] and m.at[1] <= predicate.start()]
    found = {m.at[0] - start: (m.at[1] - start, m.name) for m in named if _is_subject(before, m.at[0] - start)}
    for role in _ROLE.finditer(before):
        if not _is_subject(before, role.start()):
            continue
        at = next(
            (a for a, (end, _) in found.items() if a <= role.start() and not before[end : role.start()].strip()), -1
        )
        at = role.start() if at < 0 else at
        found[at] = (role.end(), before[at : role.end()])
    return tuple(dict.fromkeys(found[at][1].strip() for at in sorted(found)))


def _subject_start(text: str, start: int, predicate: int) -> int:
    """Where the subject of a predicate can begin: after 我们看到, after 在…会议上, in the last clause that has one."""
    for match in _BEFORE_SUBJECT.finditer(text, start, predicate):
        start = match.end()
    comma = max(text.rfind(mark, start, predicate) for mark in "，,；：")
    return comma + 1 if comma >= 0 and len(text[comma + 1 : predicate].strip(" 也还都")) > 1 else start


def countries_of(
    text: str, span: Span, entities: Sequence[EntityMention], around: Sequence[EntityMention]
) -> tuple[str, ...]:
    """The countries named in a promise; where it only points back (该项目…), its passage's, else its lead-in's."""
    own = [m for m in entities if m.kind == "country" and span[0] <= m.at[0] < span[1]]
    if not own and _BACK.match(text[span[0] : span[1]]):
        own = [m for m in entities if m.kind == "country"] or [m for m in around if m.kind == "country"]
    return tuple(dict.fromkeys(m.name for m in own))


def names_of(span: Span, entities: Sequence[EntityMention]) -> tuple[str, ...]:
    """The canonical names of everything named in a promise."""
    return tuple(dict.fromkeys(m.name for m in entities if span[0] <= m.at[0] < span[1]))


def _is_subject(before: str, at: int) -> bool:
    """Whether what begins at ``at`` is not inside a title and not the object of a preposition."""
    head = before[:at]
    return head.count("《") == head.count("》") and not _SUBJECT_ENDS.search(head)
