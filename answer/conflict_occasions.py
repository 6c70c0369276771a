"""When an event of a quoted or numbered name was held, or a work came out, told by two passages with two dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from answer.compare import dates_agree
from answer.conflict_related import Matters
from answer.conflict_row_stages import stages_of
from answer.conflict_tools import PROSE, sentences, side
from answer.records import Conflict
from records import DateMention, Passage

__all__ = ["occasion_conflicts"]

_NAME = re.compile(r"[“《](?P<name>[^”》“《]{3,40})[”》]")
_STAGES = ("hold", "sign", "effect", "open", "publish", "approve")
_OPEN = re.compile(
    r"定于|拟(?=[于在])|将(?=[于在会])|预计|计划(?=于|在)|推迟|提前|改期|原定|期限|截至|之前|以前|前(?=[，。；提完])|目标"
)
_SCORE = 0.58


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    sentence: str
    name: str
    stages: frozenset[str]
    when: DateMention


def occasion_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of sentences with one name in quotation marks, one deed and one date each."""
    told: dict[str, list[_Told]] = defaultdict(list)
    for passage in passages:
        for one in _told(passage) if passage.form in (*PROSE, "footnote", "row") else ():
            told[one.name].append(one)
    for name, same in told.items():
        for a, b in combinations(same, 2):
            if a.passage.id == b.passage.id or not a.stages & b.stages:
                continue
            if dates_agree(a.when, b.when) is not False or dates_agree(b.when, a.when) is not False:
                continue
            if matters.related(a.passage.document, b.passage.document, surely=True):
                text = f"“{name}”的日期说法不同：一处为“{a.when.text}”，另一处为“{b.when.text}”"
                first, second = (side(x.passage, x.sentence, x.when.text) for x in (a, b))
                yield Conflict("date", first, second, text, _SCORE)


def _told(passage: Passage) -> Iterator[_Told]:
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        names = {m["name"] for m in _NAME.finditer(sentence)}
        dates = [d for d in passage.dates if start <= d.at[0] < end and d.start and d.end]
        if len(dates) > 1 and len(names) == 1:  # that of the clause with the name
            (name,) = names
            clause = next((part for part in re.split("[，；。]", sentence) if name in part), sentence)
            at = start + sentence.find(clause)
            dates = [d for d in dates if at <= d.at[0] < at + len(clause)]
        if len(names) != 1 or len(dates) != 1 or _OPEN.search(sentence) or dates[0].basis == "relative":
            continue
        name = names.pop()
        parts = re.split("[，；。]", sentence)
        at = next((i for i, part in enumerate(parts) if dates[0].text in part), 0)
        clauses = [parts[at], *(parts[at + 1 : at + 2] if parts[at].strip() == dates[0].text else ())]
        stages = frozenset(
            stage for clause in clauses for stage in stages_of(clause.replace(name, "")) if stage in _STAGES
        )
        if len(stages) == 1:
            yield _Told(passage, sentence, name, stages, dates[0])
