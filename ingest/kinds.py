"""The type of a passage: what it does (reports, promises, warns, describes), sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal, cast

from ingest.sentences import split_sentences
from records import PASSAGE_TYPES, DateMention, PassageForm, PassageType, Period, TypedSpan

__all__ = ["KindContext", "TypeDecision", "decide_type"]

Where = Literal["text", "start", "section", "lead", "title"]
Scores = dict[PassageType, float]

_CUES = Path(__file__).resolve().parent / "data" / "type_cues.tsv"
_FUNCTIONS: tuple[PassageType, ...] = ("achievement", "challenge", "deliverable", "commitment", "context")
_CLAIMS: tuple[PassageType, ...] = _FUNCTIONS[:4]
_BY_FORM: Mapping[PassageForm, PassageType] = {
    "footnote": "footnote",
    "table": "table",
    "row": "table",
    "note": "table",
    "heading": "other",
    "glossary": "other",
    "cover": "other",
}
_PROMISES = re.compile(
    r"可交付|交付成果|交付物|行动计划|工作计划|承诺|任务分工|重点任务|(?i:deliverables?|action plan|commitments?)"
)
_LABELS: Mapping[PassageType, str] = {
    "achievement": "进展",
    "challenge": "挑战",
    "deliverable": "可交付成果",
    "commitment": "承诺",
    "context": "背景",
}
# 尽管面对挑战，但仍…: what is conceded is not what is said. 应对挑战, 防范风险: a problem named as what one acts on.
_CONCESSION = re.compile(r"(?:尽管|虽然|虽|即使)[^。；，]*，(?=[^。]*(?:但|仍|却|依然|还是))")
_ACTED_ON = re.compile(
    r"面对[^。；，]*，|(?:应对|克服|化解|防范|消除|战胜|抵御|缓解|防控|补齐?|破解|降低|遏制|不是)[^，。；]{0,14}"
)
_CONTEXT_PRIOR = 0.5  # a sentence without any cue describes
_CONCEDED = 0.3  # what remains of a cue inside a concession
_UNTOLD = 0.6  # what a bare verb at the beginning counts where no heading tells tasks from results
_TASK_LIST, _TASKS_AT_LEAST = 1.2, 3  # most of so many sentences begin so: a list of tasks without a heading
_INNER_HEADING = (1.0, 0.4, 0.2)  # headings that say something, from the innermost outwards
_SENTENCE_SHARE = 0.5  # how much of the heading's and the lead-in's say a single sentence feels
_PAST, _FUTURE = 0.7, 1.1  # dates wholly before, wholly after the day of the document
_SENTENCE_CAP = 2.5  # one sentence with many cues does not outvote the others
_MARGIN = 0.5  # by how much a sentence must prefer its own type to be marked
_STRONG = 2.6  # a promise or problem so plain is marked even beside a report: 又采购了50台，计划于7月部署
_CONTEXT_SHARE = 0.75  # description around a claim does not drown it


@dataclass(frozen=True, slots=True)
class KindContext:
    """What surrounds a passage: its form, headings (outermost first), what leads into it, and its document."""

    form: PassageForm
    section: tuple[str, ...]
    lead_in: str = ""
    document_title: str = ""
    issued: date | None = None
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class TypeDecision:
    """The dominant type, the sentences of another type, and why, in plain words."""

    type: PassageType
    also: tuple[TypedSpan, ...]
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Cue:
    where: Where
    type: PassageType
    weight: float
    pattern: re.Pattern[str]
    says: str


@dataclass(frozen=True, slots=True)
class _Vote:
    type: PassageType
    weight: float
    reason: str


def decide_type(text: str, context: KindContext, dates: Sequence[DateMention] = ()) -> TypeDecision:
    """The type of a passage by its function, with the sentences inside that do something else.

    Tables, notes, headings and covers go by their form; a row of a table of deliverables is a deliverable. Paragraphs
    and bullets are read sentence by sentence: tense, aspect and set expressions vote, dates vote by whether they lie
    before or after the day of the document, headings and the lead-in of a list vote for the passage as a whole.

    :param text: the passage.
    :param context: what surrounds it.
    :param dates: the dates in ``text``, if known.
    """
    form = context.form
    if form in _BY_FORM:
        return _by_form(text, context)
    around = _around(context)
    spans = split_sentences(text) or ((0, len(text)),)
    if not around and _lists_tasks([text[start:end] for start, end in spans]):
        around = [_Vote("commitment", _TASK_LIST, "多数句子以动词起头，是任务")]
    tasks = _tasks(around)
    votes = [
        _sentence_votes(text[start:end], _dates_within(dates, start, end), context.issued, tasks)
        for start, end in spans
    ]
    total = _sum(around)
    for index, ((start, end), cast_votes) in enumerate(zip(spans, votes, strict=True)):
        share = _share(index, start, end, len(text))
        for kind, score in _sum(cast_votes).items():
            total[kind] += share * min(score, _SENTENCE_CAP)
    total["context"] *= _CONTEXT_SHARE
    dominant = _best(total)
    also = tuple(
        TypedSpan(own, start, end)
        for (start, end), cast_votes in zip(spans, votes, strict=True)
        if len(spans) > 1 and (own := _own_type(cast_votes, around, dominant)) is not None
    )
    return TypeDecision(dominant, also, _reasons(dominant, [*around, *(v for group in votes for v in group)]))


def _by_form(text: str, context: KindContext) -> TypeDecision:
    kind = _BY_FORM[context.form]
    if context.form == "row":
        said = next((s for s in (context.lead_in, *reversed(context.section)) if _PROMISES.search(s)), None)
        if said:
            word = cast(re.Match[str], _PROMISES.search(said)).group()
            return TypeDecision("deliverable", (), (f"所在表格列出“{word}”",))
    return TypeDecision(kind, (), (f"形式为{_FORM_NAMES[context.form]}",))


_FORM_NAMES: Mapping[PassageForm, str] = {
    "footnote": "脚注",
    "table": "表格",
    "row": "表格的一行",
    "note": "表注",
    "heading": "标题",
    "glossary": "缩略语表",
    "cover": "封面",
}


def _around(context: KindContext) -> list[_Vote]:
    """Votes of the headings and of the lead-in, for the passage as a whole."""
    votes: list[_Vote] = []
    shares = iter(_INNER_HEADING)
    for heading in reversed(context.section):
        found = [(cue, match) for cue in _cues()["section"] if (match := cue.pattern.search(heading))]
        share = next(shares, 0.0) if found else 0.0
        votes += [_Vote(cue.type, cue.weight * share, f"标题“{m.group()}”属{cue.says}") for cue, m in found]
    for cue in _cues()["title"]:
        if match := cue.pattern.search(context.document_title):
            votes.append(_Vote(cue.type, cue.weight, f"文件名“{match.group()}”：{cue.says}"))
    for cue in _cues()["lead"]:
        if context.lead_in and (match := cue.pattern.search(context.lead_in)):
            votes.append(_Vote(cue.type, cue.weight, f"{cue.says}（“{match.group()[:12]}”）"))
    return votes


def _sentence_votes(sentence: str, dates: Sequence[DateMention], day: date | None, tasks: float) -> list[_Vote]:
    """The votes of one sentence; ``tasks`` is what a bare verb at the beginning (推进…) counts as one more task."""
    squeezed = re.sub(r"(?<=[^A-Za-z])[ \u3000]+|[ \u3000]+(?=[^A-Za-z])", "", sentence)
    conceded = [match.span() for match in _CONCESSION.finditer(squeezed)]
    acted_on = [*conceded, *(match.span() for match in _ACTED_ON.finditer(squeezed))]
    votes: list[_Vote] = []
    for cue in _cues()["text"]:
        matches = list(cue.pattern.finditer(squeezed))
        if not matches:
            continue
        spans = acted_on if cue.type == "challenge" else conceded
        said = next((m for m in matches if not _within(m, spans)), matches[0])
        weight = cue.weight * (_CONCEDED if _within(said, spans) else 1.0)
        votes.append(_Vote(cue.type, weight, f"句中“{said.group()[:12]}”{cue.says}"))
    for cue in _cues()["start"]:
        if tasks and (match := cue.pattern.match(squeezed)):
            votes.append(_Vote(cue.type, cue.weight * tasks, f"以“{match.group()}”开头，{cue.says}"))
    statistics = any(vote.type == "context" for vote in votes)
    return votes + _date_votes(dates, day, statistics)


def _lists_tasks(sentences: Sequence[str]) -> bool:
    """Whether most sentences begin with a bare verb, as the tasks of a plan do, and none tells what was done."""
    bare = [s for s in sentences if any(cue.pattern.match(s.lstrip()) for cue in _cues()["start"])]
    told = any(re.search(r"[\u3400-\u9fff]了|已经?|\d[%％]|。?五年来|以来", s) for s in bare)
    return len(sentences) >= _TASKS_AT_LEAST and len(bare) >= 0.6 * len(sentences) and not told


def _tasks(around: Sequence[_Vote]) -> float:
    """Whether bare verbs are tasks: they are under 工作计划, not under 主要进展; where nothing tells, by half."""
    if any(vote.type == "commitment" for vote in around):
        return 1.0
    return 0.0 if around else _UNTOLD


def _date_votes(dates: Sequence[DateMention], day: date | None, statistics: bool) -> list[_Vote]:
    """A future date speaks for a promise, a past one for a report, unless it is the year of a statistic."""
    if day is None:
        return []
    later = next((d for d in dates if d.start is not None and d.start > day), None)
    if later:
        return [_Vote("commitment", _FUTURE, f"“{later.text}”在文件日期之后")]
    earlier = next((d for d in dates if d.end is not None and d.end <= day), None)
    if earlier and not statistics:
        return [_Vote("achievement", _PAST, f"“{earlier.text}”在文件日期之前")]
    return []


def _own_type(votes: Sequence[_Vote], around: Sequence[_Vote], dominant: PassageType) -> PassageType | None:
    """The claim that a sentence makes, if it is another one than the passage's and clearly so."""
    alone = _sum(votes)
    scores = dict(alone)
    for vote in around:
        scores[vote.type] += vote.weight * _SENTENCE_SHARE
    own = _best(scores)
    if own != dominant and own in _CLAIMS and scores[own] >= scores[dominant] + _MARGIN:
        return own
    plain = max(_CLAIMS[1:], key=lambda kind: alone[kind])
    return plain if plain != dominant and alone[plain] >= _STRONG else None


def _sum(votes: Sequence[_Vote]) -> Scores:
    scores: Scores = dict.fromkeys(_FUNCTIONS, 0.0)
    scores["context"] = _CONTEXT_PRIOR
    for vote in votes:
        scores[vote.type] += vote.weight
    return scores


def _share(index: int, start: int, end: int, length: int) -> float:
    """The say of a sentence: its share of the text, the first one's enlarged (it states what the others spell out)."""
    return (end - start) / max(length, 1) + (0.25 if index == 0 else 0.0)


def _best(scores: Scores) -> PassageType:
    return max(_FUNCTIONS, key=lambda kind: (scores[kind], -_FUNCTIONS.index(kind)))


def _reasons(dominant: PassageType, votes: Sequence[_Vote]) -> tuple[str, ...]:
    """The three strongest reasons for the type, and the strongest against it."""
    ranked = sorted(votes, key=lambda v: -v.weight)
    pro = list(dict.fromkeys(v.reason for v in ranked if v.type == dominant))[:3]
    con = next((v for v in ranked if v.type != dominant and v.weight >= 1.0), None)
    if not pro:
        pro = ["没有表示进展、承诺、挑战或可交付成果的词语"]
    return (*pro, *((f"另有{_LABELS[con.type]}的迹象：{con.reason}",) if con else ()))


def _dates_within(dates: Sequence[DateMention], start: int, end: int) -> list[DateMention]:
    return [d for d in dates if start <= d.at[0] < end]


def _within(match: re.Match[str], spans: Sequence[tuple[int, int]]) -> bool:
    return any(start <= match.start() and match.end() <= end for start, end in spans)


@lru_cache(maxsize=1)
def _cues() -> Mapping[Where, tuple[_Cue, ...]]:
    cues: dict[Where, list[_Cue]] = {"text": [], "start": [], "section": [], "lead": [], "title": []}
    for number, line in enumerate(_CUES.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        where, kind, weight, pattern, says = line.split("\t")
        if where not in cues or kind not in PASSAGE_TYPES:
            raise ValueError(f"{_CUES.name}, line {number}: unknown place {where!r} or type {kind!r}")
        cues[where].append(_Cue(where, kind, float(weight), re.compile(pattern), says))
    return {place: tuple(group) for place, group in cues.items()}
