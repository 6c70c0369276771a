"""Dates, amounts and names of a labelled passage against its labels."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from eval.blind_cases import BlindScores, Case, Row, places, split_of
from eval.facts_dates import amount_kind
from ingest.folding import fold_name
from records import Passage

__all__ = ["AMOUNTS", "DATES", "ENTITIES", "MentionKind", "score_mentions"]

_INTERSECTION = 0.5  # of the union: 中国 is no finding of 中国海关总署


class _Mention(Protocol):
    @property
    def text(self) -> str: ...
    @property
    def at(self) -> tuple[int, int]: ...


@dataclass(frozen=True, slots=True)
class MentionKind:
    """How mentions of one kind are compared: the group that they are shown in, whether they agree, fully and so far."""

    name: str
    mentions: Callable[[Passage], Sequence[Any]]
    group: Callable[[Any], str]
    group_of_row: Callable[[Row], str]
    agree: Callable[[Any, Row], bool]
    exact: Callable[[Any, Row], bool]
    near: Callable[[tuple[int, int], tuple[int, int]], bool]


def _amount_value(value: Any) -> tuple[float, ...]:
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def _same_unit(found: str, labelled: str) -> bool:
    return found == labelled or (found.startswith("count:") and labelled.startswith("count:"))


def _overlap(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Enough where the values must agree too."""
    return a[0] < b[1] and b[0] < a[1]


def _same(a: tuple[int, int], b: tuple[int, int]) -> bool:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return shared >= _INTERSECTION * (max(a[1], b[1]) - min(a[0], b[0]))


DATES = MentionKind(
    "dates",
    lambda p: [d for d in p.dates if d.start is not None],
    lambda d: d.basis,
    lambda row: str(row["basis"]),
    lambda d, row: (d.start.isoformat(), d.end and d.end.isoformat()) == (row["start"], row["end"]),
    lambda d, row: d.basis == row["basis"],
    _overlap,
)
AMOUNTS = MentionKind(
    "amounts",
    lambda p: p.amounts,
    lambda a: amount_kind(a.unit),
    lambda row: amount_kind(row["unit"]),
    lambda a, row: _amount_value(a.value) == _amount_value(row["value"]) and _same_unit(a.unit, row["unit"]),
    lambda a, row: a.unit == row["unit"],
    _overlap,
)
ENTITIES = MentionKind(
    "entities",
    lambda p: p.entities,
    lambda e: e.kind,
    lambda row: str(row["kind"]),
    lambda e, row: e.kind in row.get("kind_ok", [row["kind"]]),
    lambda e, row: fold_name(e.name) == fold_name(row["name"]),
    _same,
)


def score_mentions(result: BlindScores, part: str, case: Case, kind: MentionKind) -> None:
    labels = case.labels[kind.name]
    found = [(p, m) for p in case.passages for m in kind.mentions(p) if _inside(m.at, case.windows.get(p.id))]
    spots = [[(p, at) for p in case.passages for at in places(p.text, row["text"])] for row in labels]
    used: set[int] = set()
    for row, where in zip(labels, spots, strict=True):
        near = [(i, m) for i, (p, m) in enumerate(found) if any(p is q and kind.near(m.at, at) for q, at in where)]
        right = [(i, m) for i, m in near if kind.agree(m, row)]
        used |= {i for i, _ in right}
        if not row.get("clear", True):
            used |= {i for i, m in _found_over(found, where)}
            continue
        if row["split"] != result.split:
            used |= {i for i, _ in near if not right}  # the other split's fault
            continue
        exact = any(kind.exact(m, row) for _, m in right)
        for name in (kind.name, f"{kind.name}: {kind.group_of_row(row)}"):
            score = result.of(part, name)
            score.labelled += 1
            score.right += bool(right)
            score.exact += exact
            score.found += bool(right)
        if not right:
            got = [_shown(m) for _, m in near]
            result.faults.append(f"{part} {kind.name} {case.key}: missed {_label(row)}, found {got}")
        elif not exact:
            result.faults.append(f"{part} {kind.name} {case.key}: not exact {_label(row)}, found {_shown(right[0][1])}")
    if kind.name in case.exhaustive:
        _false(result, part, case, kind, [item for i, item in enumerate(found) if i not in used], spots, labels)


def _found_over(
    found: Sequence[tuple[Passage, _Mention]], where: Sequence[tuple[Passage, tuple[int, int]]]
) -> Iterator[tuple[int, _Mention]]:
    """Findings that overlap one of the places at all."""
    for i, (passage, mention) in enumerate(found):
        if any(passage is p and mention.at[0] < at[1] and at[0] < mention.at[1] for p, at in where):
            yield i, mention


def _false(
    result: BlindScores,
    part: str,
    case: Case,
    kind: MentionKind,
    left: Sequence[tuple[Passage, Any]],
    spots: Sequence[Sequence[tuple[Passage, tuple[int, int]]]],
    labels: Sequence[Row],
) -> None:
    """Count what is found without a label, each distinct form once; near a label it counts in the label's split."""
    seen: set[str] = set()
    optional = [(p, at) for p in case.passages for text in case.optional[kind.name] for at in places(p.text, text)]
    free = {i for i, _ in _found_over(left, optional)}
    for i, (passage, mention) in enumerate(left):
        key = fold_name(mention.text)
        if i in free or key in seen:
            continue
        seen.add(key)
        near = [row for row, where in zip(labels, spots, strict=True) if any(_found_over([(passage, mention)], where))]
        split = near[0]["split"] if near else split_of(case.key)
        if split == result.split:
            for name in (kind.name, f"{kind.name}: {kind.group(mention)}"):
                result.of(part, name).found += 1
            result.faults.append(f"{part} {kind.name} {case.key}: false {_shown(mention)}")


def _inside(at: tuple[int, int], window: tuple[int, int] | None) -> bool:
    return window is None or (window[0] <= at[0] and at[1] <= window[1])


def _label(row: Row) -> str:
    return " ".join(str(row[k]) for k in ("text", "start", "end", "value", "unit", "name", "kind", "basis") if k in row)


def _shown(mention: Any) -> str:
    data = mention.to_dict()
    return " ".join(
        str(data[k]) for k in ("text", "start", "end", "value", "unit", "name", "kind", "basis") if k in data
    )
