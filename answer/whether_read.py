"""Yes or no by what the network reads: the sentence that settles a question, where the rules take another or none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.actions import is_negated, stage
from answer.comprehended import ReadPassage, as_seen, read_for_answer
from answer.records import Answer
from answer.sources import Sources
from answer.unit import Unit
from index.encoders.comprehension import load_comprehension
from records import Passage

__all__ = ["EDGES", "hardly_answers", "read_sentence", "whether_read"]

EDGES = " ，,；;。"  #: of a clause, that do not belong to what is told
_READ = 6  # passages that are read together with the question
_SURELY = 0.6  # how likely a passage must answer, and so, to be believed against the rules
_HARDLY, _CITED = 0.2, 2  # below it a passage hardly answers; of so many that are cited
_TOLD = 0.5  # how likely a verdict on the statement must be to say yes or no
_FOR, _AGAINST = 0, 1
_DENIES = re.compile(r"[不未无没]")  # 暂不列入: more than what surely denies


def read_sentence(sources: Sources, question: str, passages: Sequence[Passage]) -> tuple[ReadPassage, Unit] | None:
    """The passage that most likely answers, and its clause in which the answer stands; nothing: none does surely.

    Rows of tables are left to the rules.
    """
    read = read_for_answer(sources, question, [p for p in passages[:_READ] if p.form != "row"])
    best = max(read.values(), key=lambda one: one.likely, default=None)
    if best is None or best.likely < _SURELY or best.seen.start is None:
        return None
    place = best.seen.start + best.at
    units = sources.units([best.seen.passage])
    clause = next((unit for unit in units if not unit.derived and unit.at[0] <= place < unit.at[1]), None)
    return None if clause is None else (best, clause)


def hardly_answers(sources: Sources, question: str, answer: Answer) -> bool:
    """Whether no passage that an answer cites is likely to answer, read together with the question."""
    reader = load_comprehension()
    cited = [as_seen(sources, question, sources.kb.passage(one)).whole for one in answer.citations[:_CITED]]
    return all(reader.spans(question, text).answered < _HARDLY for text in cited)


def whether_read(statement: str, done: bool, read: ReadPassage, clause: Unit) -> Answer:
    """是 or 否 with the clause, or its sentence alone where what is read and what is counted do not agree.

    :param done: whether the statement tells something as done: 签了吗 is denied by 仍在磋商.
    """
    cited, yes = (clause.passage.id,), _is_so(statement, done, read, clause.text)
    if yes is None:
        return Answer(clause.sentence, "text", None, clause.sentence, cited, 1.0)
    told = f"{'是' if yes else '否'}：{clause.text.strip(EDGES)}"
    return Answer(told, "whether", {"yes": yes}, clause.sentence, cited, 1.0)


def _is_so(statement: str, done: bool, read: ReadPassage, clause: str) -> bool | None:
    at = stage(clause)
    if is_negated(clause) != is_negated(statement) or (done and at in ("planned", "under_way")):
        return False
    (chances,) = load_comprehension().verdicts(statement, [read.seen.whole])
    denies = _DENIES.search(clause) is not None and _DENIES.search(statement) is None
    if chances[_FOR] > _TOLD and not denies:
        return True
    return False if chances[_AGAINST] > _TOLD and denies else None
