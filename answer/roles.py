"""Who does it and to whom: the parts that names play in a clause, where its words show them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.actions import spans_by_action
from answer.match_names import nation_of
from answer.reading import Reading
from answer.records import Difference
from answer.unit import Unit
from records import EntityMention

__all__ = ["roles_exchanged"]

_TO = re.compile(r"(?:向|对|给|(?<![成作认称])为)\s?$")
_BY = re.compile(r"(?:由|被|经|受|获得?|得到)\s?$")
_NOT_SUBJECT = re.compile(r"(?:向|对|给|为|与|同|跟|在|从|于|至|到|用|将|把|自)\s?$")
_AND = re.compile(
    r"(?:[\u4e00-\u9fff]{1,2}(?:、|和|与|及|以及))?\s?(?:、|和|与|及|以及|，|（[^）]*）|\([^)]*\)|[（(）)]|\s)*\s?"
)
_STOPS = "，；。;：\n"
_Names = frozenset[str]


def roles_exchanged(reading: Reading, unit: Unit) -> Iterator[Difference]:
    """Names that a claim and a clause both have in exchanged parts: giver and receiver, or who does an action."""
    if unit.cell is not None:
        return
    start = unit.at[0]
    text = unit.passage.text[slice(*unit.at)]
    own = [e for e in unit.entities if unit.at[0] <= e.at[0] and e.at[1] <= unit.at[1]]
    mine, theirs = _Parts(reading.text, reading.entities, 0), _Parts(text, own, start)
    wrong = (mine.receivers & theirs.givers) | (mine.givers & theirs.receivers)
    if wrong and theirs.receivers and mine.receivers:
        yield Difference("actor", _told(mine), _told(theirs))
        return
    for action, agents in mine.agents.items():
        others = theirs.agents.get(action, frozenset())
        if agents and others and agents.isdisjoint(others) and agents <= theirs.names:
            yield Difference("actor", "、".join(sorted(agents)), "、".join(sorted(others)))


def _told(parts: _Parts) -> str:
    return f"{'、'.join(sorted(parts.givers))}→{'、'.join(sorted(parts.receivers))}"


class _Parts:
    """The parts of the countries and bodies that a text names."""

    def __init__(self, text: str, entities: Sequence[EntityMention], offset: int) -> None:
        self._text = text
        named = [e for e in entities if e.kind in ("country", "organisation")]
        self._spans = [(e.at[0] - offset, e.at[1] - offset, _called(e)) for e in named]
        self.names: _Names = frozenset(name for _, _, names in self._spans for name in names)
        runs = list(self._runs())
        self.receivers: _Names = frozenset(n for start, _, names in runs if _TO.search(text[:start]) for n in names)
        first = next((start for start, _, _ in runs if _TO.search(text[:start])), None)
        before = [names for start, _, names in runs if first is not None and start < first]
        self.givers: _Names = frozenset(n for names in before[-1:] for n in names) - self.receivers
        self.agents = {action: self._agents(at) for action, at in spans_by_action(text).items()}

    def _runs(self) -> Iterator[tuple[int, int, _Names]]:
        run: tuple[int, int, _Names] | None = None
        for start, end, names in self._spans:
            if run is not None and _AND.fullmatch(self._text, run[1], start):
                run = (run[0], end, run[2] | names)
                continue
            if run is not None:
                yield run
            run = (start, end, names)
        if run is not None:
            yield run

    def _agents(self, verb: tuple[int, int]) -> _Names:
        """Who does what a verb says: after 由, else the first name of its clause that no preposition takes."""
        left = max(self._text.rfind(stop, 0, verb[0]) for stop in _STOPS) + 1
        runs = [run for run in self._runs() if left <= run[0] and run[1] <= verb[0]]
        passive = [run for run in runs if _BY.search(self._text[: run[0]])]
        if passive:
            return passive[-1][2]
        # 英国资助的项目已完成: who stands before 的 is not who completes
        free = [run for run in runs if "的" not in self._text[run[1] : verb[0]]]
        plain = [run for run in free if not _NOT_SUBJECT.search(self._text[: run[0]])]
        return plain[0][2] if plain else frozenset()


def _called(mention: EntityMention) -> _Names:
    nation = nation_of(mention.name) if mention.kind == "organisation" else None
    return frozenset({mention.name} if nation is None else {mention.name, nation})
