"""Two statements that disagree, side by side, as HTML. Neither is called right."""

from __future__ import annotations

from html import escape

from answer.dismissals import Dismissal
from answer.records import Conflict, ConflictSide
from index.store import KnowledgeBase
from ui.strings import Language, translate
from ui.verdicts import marked_values, source_line

__all__ = ["pair_html"]


def pair_html(
    kb: KnowledgeBase, conflict: Conflict, number: int, language: Language, said: Dismissal | None, *, reopened: bool
) -> str:
    """One pair: its kind, in one line what differs, both sides with their place.

    :param said: what a person said when setting it aside.
    :param reopened: a source has changed since.
    """
    kind = escape(translate(f"conflictkind.{conflict.kind}", language))
    line = translate(f"conflictline.{conflict.kind}", language, a=conflict.a.value, b=conflict.b.value)
    sides = "".join(
        _side(kb, side, translate(f"conflicts.{name}", language), language)
        for side, name in ((conflict.a, "one"), (conflict.b, "other"))
    )
    return (
        f'<article class="yj-pair" aria-label="{number}. {escape(line)}"><p class="yj-head">'
        f'<span class="yj-rank">{number}</span><span class="yj-badge yj-is-challenge">≠ {kind}</span></p>'
        f'<h2 class="yj-cite" lang="zh">{escape(conflict.explanation if language == "zh" else line)}</h2>'
        f'{_said(said, language, reopened=reopened)}<div class="yj-sides">{sides}</div></article>'
    )


def _side(kb: KnowledgeBase, side: ConflictSide, name: str, language: Language) -> str:
    passage = kb.passage(side.passage)
    return (
        f'<div role="group" aria-label="{escape(name)}"><p class="yj-value" lang="zh">{escape(side.value)}</p>'
        f'<blockquote class="yj-said" lang="zh">{marked_values(side.text.strip(), side.value.split("、"))}</blockquote>'
        f"{source_line(passage, language)}</div>"
    )


def _said(said: Dismissal | None, language: Language, *, reopened: bool) -> str:
    if said is None:
        return ""
    words = translate("conflicts.said", language, day=said.day, by=said.by, reason=said.reason)
    flag = f'<span class="yj-overdue">{escape(translate("conflicts.reopened", language))}</span> ' if reopened else ""
    return f'<p class="yj-why">{flag}{escape(words)}</p>'
