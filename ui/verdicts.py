"""Checked claims as HTML: the verdict in a word and a sign, what differs, and the evidence with its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape

from answer.records import ClaimCheck, Evidence, Verdict
from index.store import KnowledgeBase
from records import Passage
from ui.cards import basket_button, copy_button, read_link
from ui.marks import Mark, marked
from ui.strings import Language, translate

__all__ = ["SIGNS", "claim_html", "counts_html", "marked_values", "source_line"]

#: The sign of each verdict; it says the same as the colour.
SIGNS: dict[Verdict, str] = {"supported": "✓", "partially_supported": "◐", "contradicted": "✗", "not_found": "?"}


def counts_html(claims: Sequence[ClaimCheck], language: Language) -> str:
    """How many claims there are of each verdict."""
    counts = Counter(claim.verdict for claim in claims)
    badges = "".join(
        f"<li>{_badge(verdict, language)} <b>{counts[verdict]}</b></li>" for verdict in SIGNS if counts[verdict]
    )
    total = escape(translate("check.count", language, n=len(claims)))
    return f'<div class="yj-bar"><h2>{total}</h2><ul class="yj-counts">{badges}</ul></div>'


def claim_html(kb: KnowledgeBase, claim: ClaimCheck, number: int, language: Language) -> str:
    """One claim: its verdict, its text with what differs marked, why, and the evidence beside it."""
    label = f"{number}. {translate(f'verdict.{claim.verdict}', language)}"
    text = marked_values(claim.claim, [d.claim for d in claim.differences])
    evidence = "".join(_evidence(kb, item, claim, language) for item in claim.evidence)
    title = escape(translate("check.evidence", language))
    return (
        f'<article class="yj-claim yj-v-{claim.verdict}" aria-label="{escape(label)}"><div class="yj-claim-said">'
        f'<p class="yj-head"><span class="yj-rank">{number}</span>{_badge(claim.verdict, language)}</p>'
        f'<p class="yj-claim-text">{text}</p>{_differences(claim, language)}'
        f'<p class="yj-why">{escape(_why(claim, language))}</p></div>'
        f'<div class="yj-evidence" role="group" aria-label="{title}">{evidence}</div></article>'
    )


def _badge(verdict: Verdict, language: Language) -> str:
    word = escape(translate(f"verdict.{verdict}", language))
    return f'<span class="yj-badge yj-v-{verdict}"><span aria-hidden="true">{SIGNS[verdict]}</span> {word}</span>'


def _why(claim: ClaimCheck, language: Language) -> str:
    if language == "zh":
        return claim.explanation
    lacking = ", ".join(claim.lacking)
    more = f"; {translate('reason.lacking', language, what=lacking)}" if lacking else ""
    return f"{translate(f'reason.{claim.reason}', language)}{more}"


def _differences(claim: ClaimCheck, language: Language) -> str:
    here, there = (escape(translate(f"check.{side}", language)) for side in ("here", "there"))
    lines = "".join(
        f"<li><b>{escape(translate(f'slot.{d.slot}', language))}</b> "
        f'{here} <del lang="zh">{escape(d.claim)}</del> {there} <ins lang="zh">{escape(d.source or "—")}</ins></li>'
        for d in claim.differences
    )
    return f'<ul class="yj-diff">{lines}</ul>' if lines else ""


def _evidence(kb: KnowledgeBase, item: Evidence, claim: ClaimCheck, language: Language) -> str:
    passage = kb.passage(item.passage)
    values = [part for d in claim.differences for part in (d.source or "").split("、")]
    stance = escape(translate(f"stance.{item.stance}", language))
    return (
        f'<div class="yj-item"><p class="yj-label"><b class="yj-s-{item.stance}">{stance}</b></p>'
        f'<blockquote class="yj-said" lang="zh">{marked_values(item.sentence.strip(), values)}</blockquote>'
        f"{source_line(passage, language)}</div>"
    )


def source_line(passage: Passage, language: Language) -> str:
    """Where a sentence stands, a link to it in the reader, and what can be done with it."""
    return (
        f'<p class="yj-source" lang="zh">— {escape(passage.citation.text)}</p><p class="yj-doing">'
        f"{copy_button(passage.citation.text, language)}{basket_button(passage.id, language)}"
        f"{read_link(passage.document, passage.id, language)}</p>"
    )


def marked_values(text: str, values: Sequence[str]) -> str:
    """A text with values marked in it, where they stand there in these words."""
    found = [(text.find(value), len(value)) for value in values if value]
    return marked(text, [Mark("hit", at, at + length) for at, length in found if at >= 0])
