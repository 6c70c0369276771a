"""Answers, checks and conflicts as plain text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from answer.dismissals import Dismissal
from answer.prose import Prose
from answer.records import AskResponse, CheckResponse, ClaimCheck, Conflict, Stance, Verdict
from records import Citation

__all__ = ["VERDICT_NAMES", "answer_text", "check_text", "conflict_text", "prose_text"]

#: What the verdicts are called in Chinese; screen and terminal use the same words.
VERDICT_NAMES: dict[Verdict, str] = {
    "supported": "有依据",
    "partially_supported": "部分有依据",
    "contradicted": "与来源不符",
    "not_found": "未找到依据",
}
_STANCES: dict[Stance, str] = {"supports": "支持", "contradicts": "不符", "related": "相关"}


def answer_text(response: AskResponse, citations: Mapping[str, Citation]) -> str:
    """Answers with their sentences and citations; without any, what was searched and what came nearest."""
    lines: list[str] = []
    for number, answer in enumerate(response.answers, start=1):
        lines += [f"{number}. {answer.text}", f"   “{answer.sentence.strip()}”"]
        lines += [f"   — {citations[id_]}  [{id_}]" for id_ in answer.citations]
    for conflict in response.conflicts:
        lines.append(f"! 来源不一致：{conflict.explanation}（{conflict.a.passage}；{conflict.b.passage}）")
    if lines and response.rephrased:
        lines.insert(0, f"（语言模型换了说法：{response.rephrased}）")
    if lines:
        return "\n".join(lines)
    searched = f"未找到答案（查了 {response.documents} 份文件的 {response.searched} 个段落）。No answer found."
    nearest = [f"   {passage.citation}  [{passage.id}]" for passage in response.passages]
    return "\n".join([searched, *(["以下段落最相近，但不是答案：", *nearest] if nearest else [])])


def check_text(response: CheckResponse, citations: Mapping[str, Citation]) -> str:
    """Each claim with its verdict, why, and the evidence."""
    return "\n\n".join(_claim(claim, citations) for claim in response.claims)


def _claim(claim: ClaimCheck, citations: Mapping[str, Citation]) -> str:
    lines = [f"[{VERDICT_NAMES[claim.verdict]}] {claim.claim}", f"   {claim.explanation}"]
    for item in claim.evidence:
        lines.append(f"   {_STANCES[item.stance]}：“{item.sentence.strip()}”")
        lines.append(f"   — {citations[item.passage]}  [{item.passage}]")
    return "\n".join(lines)


def prose_text(prose: Prose, citations: Mapping[str, Citation]) -> str:
    """What a language model wrote, sentence by sentence; what the sources do not support is marked and explained."""
    numbers = {passage.id: number for number, passage in enumerate(prose.passages, start=1)}
    lines = ["以下文字由语言模型撰写，逐句核对；带 ⚠ 的没有依据，不可引用。", ""]
    for sentence in prose.sentences:
        marks = "".join(f"[{numbers[id_]}]" for id_ in sentence.cited)
        lines.append(f"{'✓' if sentence.vouched else '⚠'} {sentence.text}{marks}")
        if not sentence.vouched:
            told = [claim for claim in sentence.claims if claim.verdict != "supported"]
            lines += [f"   {line}" for claim in told for line in _claim(claim, citations).splitlines()]
            if not told:
                lines.append("   句中所注的段落没有这样说" if sentence.claims else "   没有可核对的陈述")
    lines += ["", *(f"[{number}] {citations[id_]}  [{id_}]" for id_, number in numbers.items())]
    return "\n".join(lines)


def conflict_text(
    conflict: Conflict, citations: Mapping[str, Citation], said: Dismissal | None = None, *, reopened: bool = False
) -> str:
    """A conflict with both sides; ``said`` is what a person said when setting it aside.

    :param reopened: a source has changed since.
    """
    lines = [f"[{conflict.score:.2f}] {conflict.explanation}  ({conflict.id})"]
    if said is not None:
        lines.append(f"   {'来源已改，曾搁置' if reopened else '已搁置'} {said.day} {said.by}：{said.reason}")
    for side in (conflict.a, conflict.b):
        lines += [f"   “{side.text.strip()}”", f"   — {citations[side.passage]}  [{side.passage}]"]
    return "\n".join(lines)
