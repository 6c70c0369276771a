"""The type of a passage: what it does (reports, promises, warns, describes), sentence by sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from ingest.cues import ILLUSTRATED, Vote, heading_votes, lead_votes, lists_tasks, sentence_votes, title_votes
from ingest.endings import is_signature
from ingest.sentences import split_sentences
from records import DateMention, PassageForm, PassageType, Period, TypedSpan

__all__ = ["KindContext", "TypeDecision", "decide_type"]

Scores = dict[PassageType, float]

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
_CONTEXT_PRIOR = 0.5  # a sentence without any cue describes
_UNTOLD = 0.6  # what a bare verb at the beginning counts where no heading tells tasks from results
_TASK_LIST = 1.2  # what a list of bare verbs without a heading says for tasks
_INNER_HEADING = (1.0, 0.4, 0.2)  # headings that say something, from the innermost outwards
_SENTENCE_SHARE = 0.5  # how much of the heading's and the lead-in's say a single sentence feels
_SENTENCE_CAP = 2.5  # one sentence with many cues does not outvote the others
_MARGIN = 0.5  # by how much a sentence must prefer its own type to be marked
_STRONG = 2.6  # a promise or problem so plain is marked even beside a report: 又采购了50台，计划于7月部署
_CLAIM, _CLAIMING = 0.6, 0.3  # a sentence that so clearly reports or promises; so much of a text must
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
    if is_signature(text):
        return TypeDecision("other", (), ("落款或日期",))
    around = _around(context)
    spans = split_sentences(text) or ((0, len(text)),)
    if not around and lists_tasks([text[start:end] for start, end in spans]):
        around = [Vote("commitment", _TASK_LIST, "多数句子以动词起头，是任务")]
    tasks = _tasks(around)
    votes = [
        sentence_votes(text[start:end], _dates_within(dates, start, end), context.issued, tasks) for start, end in spans
    ]
    votes = _illustrated(spans, votes)
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


def _illustrated(spans: Sequence[tuple[int, int]], votes: Sequence[Sequence[Vote]]) -> list[list[Vote]]:
    """The votes, statistics counting less where other sentences tell what they illustrate."""
    length = sum(end - start for start, end in spans)
    claiming = sum(
        end - start
        for (start, end), cast_votes in zip(spans, votes, strict=True)
        if sum(v.weight for v in cast_votes if v.type in ("achievement", "commitment")) >= _CLAIM
    )
    if claiming < _CLAIMING * length:
        return [list(cast_votes) for cast_votes in votes]
    return [[replace(v, weight=v.weight * ILLUSTRATED) if v.figure else v for v in group] for group in votes]


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


def _around(context: KindContext) -> list[Vote]:
    """Votes of the headings and of the lead-in, for the passage as a whole."""
    votes: list[Vote] = []
    shares = iter(_INNER_HEADING)
    for heading in reversed(context.section):
        said = heading_votes(heading)
        share = next(shares, 0.0) if said else 0.0
        votes += [replace(vote, weight=vote.weight * share) for vote in said]
    votes += title_votes(context.document_title)
    if context.lead_in:
        votes += lead_votes(context.lead_in)
    return votes


def _tasks(around: Sequence[Vote]) -> float:
    """Whether bare verbs are tasks: they are under 工作计划, not under 主要进展; where nothing tells, by half."""
    if any(vote.type == "commitment" for vote in around):
        return 1.0
    return 0.0 if around else _UNTOLD


def _own_type(votes: Sequence[Vote], around: Sequence[Vote], dominant: PassageType) -> PassageType | None:
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


def _sum(votes: Sequence[Vote]) -> Scores:
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


def _reasons(dominant: PassageType, votes: Sequence[Vote]) -> tuple[str, ...]:
    """The three strongest reasons for the type, and the strongest against it."""
    ranked = sorted(votes, key=lambda v: -v.weight)
    pro = list(dict.fromkeys(v.reason for v in ranked if v.type == dominant))[:3]
    con = next((v for v in ranked if v.type != dominant and v.weight >= 1.0), None)
    if not pro:
        pro = ["没有表示进展、承诺、挑战或可交付成果的词语"]
    return (*pro, *((f"另有{_LABELS[con.type]}的迹象：{con.reason}",) if con else ()))


def _dates_within(dates: Sequence[DateMention], start: int, end: int) -> list[DateMention]:
    return [d for d in dates if start <= d.at[0] < end]
