"""Votes for the type of a sentence: words and dates that speak for a report, a promise, a problem or a description.

The words are data: ``data/type_cues.tsv``, each with its weight and what it says.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Literal, get_args

from records import PASSAGE_TYPES, DateMention, PassageType

__all__ = ["ILLUSTRATED", "Vote", "heading_votes", "lead_votes", "lists_tasks", "sentence_votes", "title_votes"]

Where = Literal["text", "figure", "effect", "start", "section", "lead", "title"]

_CUES = Path(__file__).resolve().parent / "data" / "type_cues.tsv"
# 尽管面对挑战，但仍…: what is conceded is not what is said. 应对挑战, 防范风险: a problem named as what one acts on.
_CONCESSION = re.compile(r"(?:尽管|虽然|虽|即使)[^。；，]*，(?=[^。]*(?:但|仍|却|依然|还是))")
_ACTED_ON = re.compile(
    r"面对[^。；，]*，|(?:应对|克服|化解|防范|消除|战胜|抵御|缓解|防控|补齐?|破解|降低|遏制|不是)[^，。；]{0,14}|(?:回顾|概述|介绍)[^。；]{0,30}"
)
_NARROW = re.compile(r"(?<=[\u3400-\u9fff）)%])[,;:](?!\d{3})")  # Chinese text typed with Latin marks
_WIDE = {",": "，", ";": "；", ":": "："}
_CONCEDED = 0.3  # what remains of a cue inside a concession, or of a report inside a promise (计划于2023年获得批准)
_AGAIN = 0.25  # what each further match of one cue in a sentence adds, at most twice
_ENOUGH = 20  # matches of one cue that are looked at: a sentence has fewer
_TASKS_AT_LEAST = 3  # so many sentences make a list of tasks
_MOST, _PART = 0.6, 0.4  # of the sentences
_TOLD = re.compile(
    r"[\u3400-\u9fff]了|已经?|去年|全年|(?:增长|下降|上升|减少|增加)了?\d[\d.]*[%％]|[一二三四五六七八九十\d]年[来间]|以来"
)
_CLAIMED, ILLUSTRATED = 0.6, 0.3  # beside a claim so strong, so much of what a statistic says remains
_PAST, _FUTURE = 0.7, 1.1  # dates wholly before, wholly after the day of the document


@dataclass(frozen=True, slots=True)
class Vote:
    """What one cue says: a type, how strongly, and why, in words for people. ``figure``: it is only a statistic."""

    type: PassageType
    weight: float
    reason: str
    figure: bool = False


@dataclass(frozen=True, slots=True)
class _Cue:
    where: Where
    type: PassageType
    weight: float
    pattern: re.Pattern[str]
    says: str


def heading_votes(heading: str) -> list[Vote]:
    """What a heading above says about the passages under it."""
    matches = [(cue, match) for cue in _cues()["section"] if (match := cue.pattern.search(heading))]
    return [Vote(cue.type, cue.weight, f"标题“{match.group()}”属{cue.says}") for cue, match in matches]


def title_votes(title: str) -> list[Vote]:
    """What the title of the document says about its passages."""
    matches = [(cue, match) for cue in _cues()["title"] if (match := cue.pattern.search(title))]
    return [Vote(cue.type, cue.weight, f"文件名“{match.group()}”：{cue.says}") for cue, match in matches]


def lead_votes(lead_in: str) -> list[Vote]:
    """What the paragraph that leads into a list says about its items."""
    matches = [(cue, match) for cue in _cues()["lead"] if (match := cue.pattern.search(lead_in))]
    return [Vote(cue.type, cue.weight, f"{cue.says}（“{match.group()[:12]}”）") for cue, match in matches]


def sentence_votes(sentence: str, dates: Sequence[DateMention], day: date | None, tasks: float) -> list[Vote]:
    """The votes of one sentence; ``tasks`` is what a bare verb at the beginning (推进…) counts as one more task."""
    squeezed = re.sub(r"(?<=[^A-Za-z])[ \u3000]+|[ \u3000]+(?=[^A-Za-z])", "", sentence)
    squeezed = _NARROW.sub(lambda m: _WIDE[m[0]], squeezed)
    votes = _text_votes(squeezed)
    for cue in _cues()["start"]:
        if tasks and (match := cue.pattern.match(squeezed)):
            votes.append(Vote(cue.type, cue.weight * tasks, f"以“{match.group()}”开头，{cue.says}"))
    votes += _figure_votes(squeezed, votes)
    return votes + _date_votes(dates, day, votes)


def _figure_votes(squeezed: str, said: Sequence[Vote]) -> list[Vote]:
    """Statistics describe; beside a report or a promise they only illustrate it (改善明显，人均收入比上年增长5%)."""
    claimed = any(sum(v.weight for v in said if v.type == kind) >= _CLAIMED for kind in ("achievement", "commitment"))
    share = ILLUSTRATED if claimed else 1.0
    found = [(cue, match) for cue in _cues()["figure"] if (match := cue.pattern.search(squeezed))]
    return [Vote(cue.type, cue.weight * share, f"句中“{m.group()[:12]}”{cue.says}", figure=True) for cue, m in found]


def _text_votes(squeezed: str) -> list[Vote]:
    """The votes of words anywhere in a sentence from which stray spaces are gone."""
    conceded = [match.span() for match in _CONCESSION.finditer(squeezed)]
    acted_on = [*conceded, *(match.span() for match in _ACTED_ON.finditer(squeezed))]
    found = [(cue, list(islice(cue.pattern.finditer(squeezed), _ENOUGH))) for cue in _cues()["text"]]
    promised = [
        (match.start(), _clause_end(squeezed, match.end()))
        for cue, matches in found
        if cue.type == "commitment"
        for match in matches
    ]
    effects = [
        (cue, match.start(), _clause_end(squeezed, match.end()))
        for cue in _cues()["effect"]
        for match in islice(cue.pattern.finditer(squeezed), _ENOUGH)
    ]
    apart = {
        "challenge": acted_on,
        "achievement": [*conceded, *promised],
        "commitment": [*conceded, *((start, end) for _, start, end in effects)],
    }
    votes = [Vote(cue.type, cue.weight, f"句中“{squeezed[a:b][:12]}”{cue.says}") for cue, a, b in effects[:1]]
    for cue, matches in found:
        if not matches:
            continue
        spans = apart.get(cue.type, conceded)
        meant = [m for m in matches if not _within(m, spans)]
        said = (meant or matches)[0]
        weight = cue.weight * (min(1 + _AGAIN * (len(meant) - 1), 1 + 2 * _AGAIN) if meant else _CONCEDED)
        votes.append(Vote(cue.type, weight, f"句中“{said.group()[:12]}”{cue.says}"))
    return votes


def _date_votes(dates: Sequence[DateMention], day: date | None, said: Sequence[Vote]) -> list[Vote]:
    """A future date speaks for a promise; a past one for a report, but only where the words do so too.

    Without them 建交于1992年 would be an achievement, and so would the year of a statistic.
    """
    if day is None:
        return []
    later = next((d for d in dates if d.start is not None and d.start > day), None)
    if later:
        return [Vote("commitment", _FUTURE, f"“{later.text}”在文件日期之后")]
    earlier = next((d for d in dates if d.end is not None and d.end <= day), None)
    weight = {kind: sum(v.weight for v in said if v.type == kind) for kind in ("achievement", "context")}
    if earlier and weight["achievement"] > weight["context"]:
        return [Vote("achievement", _PAST, f"“{earlier.text}”在文件日期之前")]
    return []


def lists_tasks(sentences: Sequence[str]) -> bool:
    """Whether sentences begin with a bare verb, as the tasks of a plan do, and none tells what was done.

    Most must, or a good part where another one says plainly what is to be done (今年赤字率拟按4%安排).
    """
    if len(sentences) < _TASKS_AT_LEAST or any(_TOLD.search(s) for s in sentences):
        return False
    bare = sum(any(cue.pattern.match(s.lstrip()) for cue in _cues()["start"]) for s in sentences)
    if bare >= _MOST * len(sentences):
        return True
    plain = (cue.pattern for cue in _cues()["text"] if cue.type == "commitment" and cue.weight >= 1)
    return bare >= _PART * len(sentences) and any(pattern.search(s) for pattern in plain for s in sentences)


def _clause_end(sentence: str, start: int) -> int:
    match = re.compile(r"[，；。]").search(sentence, start)
    return match.start() if match else len(sentence)


def _within(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in spans)


@lru_cache(maxsize=1)
def _cues() -> Mapping[Where, tuple[_Cue, ...]]:
    cues: dict[Where, list[_Cue]] = {where: [] for where in get_args(Where)}
    for number, line in enumerate(_CUES.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        where, kind, weight, pattern, says = line.split("\t")
        if where not in cues or kind not in PASSAGE_TYPES:
            raise ValueError(f"{_CUES.name}, line {number}: unknown place {where!r} or type {kind!r}")
        cues[where].append(_Cue(where, kind, float(weight), re.compile(pattern), says))
    return {place: tuple(group) for place, group in cues.items()}
