"""More or less than another: what is 高于 one thing is not 低于 it, and who 超过 another is not exceeded by it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from answer.reading import Feature, Reading
from answer.records import Difference
from answer.unit import Unit

__all__ = ["compared_against", "compared_otherwise", "unsaid_extremes"]

_END = r"(?=[，。；：、）)]|$)"
_FIGURE = r"(?:[\d.,]+[^，。；：\d的]{0,6}的)?(?!\s?(?:[\d近约]|[一二两三四五六七八九十百千万]+[成倍个家人万亿分]))"
_UP, _DOWN = r"高|多|大|快|长|强|好|贵|重", r"低|少|小|慢|短|弱|差|便宜|轻"
_THAN = re.compile(
    rf"(?P<up>[高多大快长强优好]于|超过|超出|领先于?){_FIGURE}(?P<above>[^，。；：]{{2,24}}?)(?:的?水平)?{_END}"
    rf"|(?P<down>[低少小慢短弱劣差]于|不及|落后于){_FIGURE}(?P<below>[^，。；：]{{2,24}}?)(?:的?水平)?{_END}"
    rf"|比(?P<other>[^，。；：\d]{{2,24}}?)(?:的?水平)?(?:更|还|要|略|稍|明显|显著)*"
    rf"(?:(?P<more>{_UP})|(?P<less>{_DOWN}))(?:一些|一点|得多|很多|了)*{_END}"
    r"|\b(?P<higher>(?:higher|larger|greater|faster|longer|better|more) than|exceed\w*)(?! \d)"
    r"|\b(?P<lower>(?:lower|smaller|slower|shorter|worse|less|fewer) than)(?! \d)"
)
_EXTREME = re.compile(
    r"最(?:主要|重要|严重|[多大高少小低快慢长短重轻早晚好差强弱])(?![^，。；]{0,3}[\d一二两三四五六七八九十百千])(?!限度|终)"
    r"|\b(?:largest|biggest|smallest|highest|lowest|fastest|slowest|longest|shortest|earliest|latest|worst)\b"
)
_SET_ABOVE = re.compile(
    r"最|首位|第[一1]|居[^，。；]{0,4}首|榜首|之首|为首|[新历]高|新低|纪录|首[次个家要]|头号|唯一|冠|\b(?:most|first|record)\b|\w+est\b"
)
_NAMED_ALIKE = 0.3
_ALIKE = 0.5  # the share of the character pairs that two names of what is compared with must have in common


@dataclass(frozen=True, slots=True)
class _Than:
    """``subject`` is what stands before in the clause, ``other`` what is compared with, ``sign`` 1 for more."""

    subject: str
    words: str
    other: str
    sign: int


def compared_otherwise(reading: Reading, unit: Unit, implicated: set[Feature]) -> Iterator[Difference]:
    """The difference where a clause says more and the claim less than the same, or the two exchanged."""
    mine = _than(reading.text)
    theirs = _than(unit.text) if mine is not None and unit.cell is None else None
    if mine is None or theirs is None:
        return
    same = not mine.other or _shared(mine.other, theirs.other) >= _ALIKE
    exchanged = _shared(theirs.other, mine.subject) >= _ALIKE and _shared(mine.other, _before(unit)) >= _ALIKE
    if same and not exchanged and mine.sign != theirs.sign:
        yield Difference("direction", mine.words, theirs.words)
    elif not same and exchanged and mine.sign == theirs.sign:
        yield Difference("object", f"{mine.words}{mine.other}", f"{theirs.words}{theirs.other}")
    else:
        return
    implicated |= {f for f in reading.features if f.text in mine.words or f.text in f"{mine.words}比"}


def compared_against(claim: str, clause: str) -> bool:
    """Whether a clause says more and a claim less, or the reverse, than what is named alike or not named."""
    mine = _than(claim)
    theirs = _than(clause) if mine is not None else None
    if mine is None or theirs is None or mine.sign == theirs.sign:
        return False
    return not mine.other or not theirs.other or _shared(mine.other, clause) >= _NAMED_ALIKE


def _before(unit: Unit) -> str:
    """The sentence up to the clause, with what the clause says before it compares."""
    than = _than(unit.text)
    return unit.passage.text[unit.sentence_at[0] : unit.at[0]] + (than.subject if than is not None else "")


@lru_cache(maxsize=20_000)
def _than(text: str) -> _Than | None:
    """What a text compares; nothing where it compares twice."""
    found = list(_THAN.finditer(text))
    if len(found) != 1:
        return None
    match = found[0]
    up, down = (match[k] for k in ("up", "down"))
    words = up or down or match["more"] or match["less"] or match["higher"] or match["lower"]
    other = match["above"] or match["below"] or match["other"] or ""
    return _Than(text[: match.start()], words, other, 1 if up or match["more"] or match["higher"] else -1)


def _shared(name: str, text: str) -> float:
    """The share (0..1) of the character pairs of a name that a text has."""
    pairs = {name[i : i + 2] for i in range(len(name) - 1)}
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def unsaid_extremes(reading: Reading, unit: Unit) -> list[str]:
    """What a claim sets above all others (下降最多) where the sentence sets nothing so."""
    found = _EXTREME.search(reading.text)
    return [found.group()] if found and unit.cell is None and not _SET_ABOVE.search(unit.sentence) else []
