"""Yes or no: a question turned into the statement that it asks about, and checked like any claim."""

from __future__ import annotations

import re
from collections.abc import Sequence

from answer.actions import is_negated, stage
from answer.check import check_passages
from answer.fitting import Fits
from answer.questions import read_question
from answer.records import Answer, ClaimCheck, Evidence
from answer.sources import Sources
from answer.whether_read import EDGES, hardly_answers, read_sentence, whether_read
from records import Passage

__all__ = ["answer_whether", "statement_of"]

_ENGLISH = re.compile(
    r"^\s*(?P<verb>did|is|are|was|were|has|have|does|do|will|can)\s+(?P<rest>.+?)[?？]?\s*$", re.IGNORECASE
)
_LEAST = 0.3  # of the words of a question that a sentence says which settles it
_SHORT = 80  # characters of a sentence that is told whole
# a clause about what stands before it
_GOES_ON = re.compile(r"[^，。；]{0,2}(?:尚|仍|还|现|目前|正|已|未|没有|待|但|并|暂|预计|拟|将|因)")
_ENDINGS = re.compile(r"(?:了没有|没有|了没|了吗|吗|了么|么|呢|对吗|对不对|是吗)?\s*[？?。]?\s*$")
_MARKS = (
    ("是不是", "是"),
    ("有没有", ""),
    ("是否", ""),
    ("能否", "能"),
    ("可否", "可"),
    ("会不会", "会"),
    ("有无", "有"),
)
# 超过一百万了吗
_OF_FIGURES = re.compile(r"\d|[一二两三四五六七八九十百千万亿]|[高低多少大小快慢超增减升降](?!.*(?:目标|预期))")
_NUMBERED_OR_TITLE = re.compile(r"第\s*[\d一二三四五六七八九十百]+|《[^》]+》$")
_EITHER = re.compile(r"([\u4e00-\u9fff])([不没])\1")  # 能不能, 签没签


def statement_of(question: str) -> str:
    """What a question asks to be confirmed: 阿塞拜疆已加入世贸组织 of 阿塞拜疆是否已加入世贸组织？

    Only its last clause that asks counts; what stands before (部长们…是什么态度) is another question.
    """
    english = _ENGLISH.match(question)
    if english:
        return f"{english['rest']}." if english["verb"].lower() in ("do", "does", "did") else _declared(english)
    clauses = [clause for clause in re.split(r"(?<=[，；])", question) if clause.strip()]
    done = (
        re.search(r"了(?:没有|没|吗|么)\s*[？?]?\s*$|(?<![有还])没有?\s*[？?]?\s*$|([^是有要能])没\1", question)
        is not None
    )
    text = "".join(clauses)
    for mark, instead in _MARKS:
        text = text.replace(mark, instead)
    text = _EITHER.sub(r"\1", text)
    text = _ENDINGS.sub("", text)
    return f"{text}了" if done and not text.endswith("了") else text


def _declared(english: re.Match[str]) -> str:
    """The verb after its subject again: the portal has been developed."""
    words = english["rest"].split()
    place = next((i for i, word in enumerate(words) if i and re.fullmatch(r"\w+(?:ed|en|ing)|still|not|open", word)), 1)
    return f"{' '.join(words[:place])} {english['verb'].lower()} {' '.join(words[place:])}."


def answer_whether(sources: Sources, question: str, passages: Sequence[Passage]) -> tuple[Answer, ...]:
    """是 or 否 with the clause that settles it (否：尚未签署), both where the sources disagree.

    Where a source says only a part, its sentence is the answer; where none does, there is none. A clause that surely
    answers when it is read together with the question goes before what the rules take, and what hardly answers is
    left out.
    """
    statement = statement_of(question)
    by_rules = _by_rules(sources, question, statement, passages)
    if len(by_rules) > 1:
        return by_rules
    read = read_sentence(sources, question, passages)
    if read is None:
        return () if by_rules and hardly_answers(sources, question, by_rules[0]) else by_rules
    if by_rules and read[1].text.strip(EDGES) in by_rules[0].text:
        return by_rules
    first = whether_read(statement, _is_done(statement), *read)
    return (first, *(other for other in by_rules if other.value in (first.value, None)))


def _by_rules(sources: Sources, question: str, statement: str, passages: Sequence[Passage]) -> tuple[Answer, ...]:
    found = check_passages(sources, statement, passages)
    fits = Fits(read_question(question), sources.reader.read(statement, soft=True))
    yes = _answer("是", found, "supports", sources, fits)
    no = _answer("否", found, "contradicts", sources, fits)
    if found.verdict == "supported":
        return yes
    if found.verdict == "contradicted":
        return no
    if found.reason == "disagree":
        return (*yes, *no)
    nearest = found.evidence[0] if found.verdict == "partially_supported" and found.evidence else None
    return (Answer(nearest.sentence, "text", None, nearest.sentence, (nearest.passage,), 1.0),) if nearest else ()


def _is_done(statement: str) -> bool:
    """Whether a statement tells something as done, and not as not done."""
    return statement.endswith("了") and not is_negated(statement)


def _answer(text: str, found: ClaimCheck, stance: str, sources: Sources, fits: Fits) -> tuple[Answer, ...]:
    statement = found.claim
    evidence = [item for item in found.evidence if item.stance == stance]
    if stance == "contradicts" and _of_another(found):
        return ()
    if not evidence or _speaks_of(sources, evidence[0], fits) < _LEAST or _is_mere_figure(sources, evidence[0], fits):
        return ()
    cited = tuple(dict.fromkeys(item.passage for item in evidence))
    best, clause = _clause(sources, evidence[0], fits)
    if text == "是" and _is_done(statement) and (stage(best) in ("planned", "under_way") or is_negated(best)):
        text = "否"  # 签了吗: 仍在磋商
    if text == "否" and _is_done(statement) and _is_done_by(clause, found):
        return (Answer(evidence[0].sentence, "text", None, evidence[0].sentence, cited, 1.0),)
    told = f"{text}：{clause}"
    return (Answer(told, "whether", {"yes": text == "是"}, evidence[0].sentence, cited, 1.0),)


def _is_done_by(clause: str, found: ClaimCheck) -> bool:
    """Whether a clause tells something as done, and all that differs from what is asked is how it is worded: 要回来了吗
    is not denied by 已全部追回.
    """
    worded = all(d.slot in ("object", "action") for d in found.differences)
    return worded and stage(clause) == "done" and not is_negated(clause)


def _of_another(found: ClaimCheck) -> bool:
    """Whether all that differs is what is spoken of: that the 20th meeting was held says nothing of the 21st."""
    return all(_NUMBERED_OR_TITLE.match(d.claim) for d in found.differences)


def _is_mere_figure(sources: Sources, evidence: Evidence, fits: Fits) -> bool:
    """Whether a figure of a table is all that is told, where nothing is asked about figures (已经动工了吗)."""
    passage = sources.kb.passage(evidence.passage)
    if passage.form != "row" or _OF_FIGURES.search(fits.reading.text):
        return False
    best = max(sources.units([passage]), key=fits.share, default=None)
    return best is not None and best.cell is not None and best.cell.value is not None


def _speaks_of(sources: Sources, evidence: Evidence, fits: Fits) -> float:
    """How far (0..1) a sentence, or a row, says the words of the question."""
    units = sources.units([sources.kb.passage(evidence.passage)])
    own = [unit for unit in units if unit.sentence == evidence.sentence] or units
    named = [f for f in fits.reading.features if f.kind == "country"]
    if any(not f.keys & (unit.around | unit.keys | unit.near) for f in named for unit in own[:1]):
        return 0.0
    return max(map(fits.share, own), default=1.0)


def _clause(sources: Sources, evidence: Evidence, fits: Fits) -> tuple[str, str]:
    """The clause of a sentence that settles it, and what is told of it: a short sentence whole, of a long one this
    clause to the end of what goes on about it (，尚待批复).
    """
    sentence = evidence.sentence.strip()
    units = [u for u in sources.units([sources.kb.passage(evidence.passage)]) if u.sentence == evidence.sentence]
    if not units:
        return sentence, sentence.rstrip("。；")
    best = max(units, key=lambda unit: (fits.share(unit), -unit.at[0]))
    if len(sentence) <= _SHORT:
        return best.text, sentence.rstrip("。；")
    if best.cell is not None:
        return best.text, best.text
    behind = next((u for u in units if u.at[0] >= best.at[1]), None)
    end = behind.at[1] if behind is not None and _GOES_ON.match(behind.text) else best.at[1]
    return best.text, best.passage.text[best.at[0] : end].strip(EDGES)
