"""Each thing of a sentence with what is said of it alone: which way it went, in which country it lies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from answer.actions import find_actions
from answer.pair_nearest import Nearest
from answer.pair_words import clauses_of
from answer.reading import Reading
from answer.records import Slot

__all__ = ["told_of_each"]

_LIES = re.compile(r"(?:位于|地处|坐落[于在])")
_LEAST = 3  # characters of a thing that lies somewhere
_WAYS = frozenset({"up", "down"})


def told_of_each(reading: Reading, best: Nearest) -> Iterator[tuple[Slot, str, str]]:
    """The slot, what the claim says of one thing, and what the sentence says of the same one."""
    yield from (("direction", *pair) for pair in _gone_the_other_way(reading, best))
    yield from (("place", *pair) for pair in _lying_elsewhere(reading, best))


def _gone_the_other_way(reading: Reading, best: Nearest) -> Iterator[tuple[str, str]]:
    """成本也跟着下降, where by the sentence only time fell and 成本 rose."""
    words = {f.text for f in reading.features if f.kind == "word" and len(f.text) > 1}
    mine = [reading.text[a:b] for a, b in clauses_of(reading.text)]
    theirs = [best.text[a:b] for a, b in clauses_of(best.text)]
    for clause in mine if len(mine) > 1 else ():
        own = {word for word in words if _only_in(clause, word, mine)}
        for other in theirs:
            ways, told = _ways(clause), _ways(other)
            of_one_thing = any(_only_in(other, word, theirs) for word in own)
            if of_one_thing and len(ways) == len(told) == 1 and ways.keys() != told.keys():
                yield next(iter(ways.values())), next(iter(told.values()))


def _only_in(clause: str, word: str, clauses: Sequence[str]) -> bool:
    return word in clause and sum(word in one for one in clauses) == 1


def _ways(text: str) -> dict[str, str]:
    """The directions of a clause with the words that tell them."""
    return {way: text[a:b] for way, (a, b) in find_actions(text).items() if way in _WAYS}


def _lying_elsewhere(reading: Reading, best: Nearest) -> Iterator[tuple[str, str]]:
    """甲地滑雪场位于乙国, where the sentence tells of 丙国的甲地滑雪场."""
    lies = _LIES.search(reading.text)
    countries = [e for e in reading.entities if e.kind == "country"]
    if lies is None or len(countries) != 1 or countries[0].at[0] != lies.end():
        return
    claimed, before = countries[0], reading.text[: lies.start()]
    # the longest end of what stands before that the sentence has too
    thing = next((end for end in (before[i:] for i in range(len(before))) if end in best.text), "")
    if len(thing) < _LEAST:
        return
    ahead = [best.text[: found.start()].removesuffix("的") for found in re.finditer(re.escape(thing), best.text)]
    named = {e.text: e.name for e in best.units[0].passage.entities if e.kind == "country"}
    told = [text for text in named for part in ahead if part.endswith(text)]
    if len(told) == len(ahead) and all(named[text] != claimed.name for text in told):
        yield claimed.text, told[0]
