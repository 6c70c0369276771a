"""A checked draft as a file: every claim with its verdict in words, what differs, and its evidence in notes."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from answer.plain_answers import VERDICT_NAMES
from answer.records import SLOT_NAMES, ClaimCheck, Evidence
from records import Citation

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

__all__ = ["checked_docx", "checked_markdown"]

_SIGNS = {"supported": "✓", "partially_supported": "◐", "contradicted": "✗", "not_found": "?"}
_SHADES = {"supported": "E6F2E9", "partially_supported": "F8EFD9", "contradicted": "FBEAE5", "not_found": "ECEEF1"}
_STANCES = {"supports": "支持", "contradicts": "不符", "related": "相关"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&:])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # what XML does not allow
_TITLE = "核查稿"


def checked_markdown(claims: Sequence[ClaimCheck], citations: Mapping[str, Citation]) -> bytes:
    """The claims in order; text of drafts and documents is escaped, so that nothing in it comes alive.

    :param citations: of all passages in the evidence.
    """
    lines = [f"# {_TITLE}", "", _summary(claims), ""]
    for number, claim in enumerate(claims, start=1):
        verdict = f"{_SIGNS[claim.verdict]} {VERDICT_NAMES[claim.verdict]}"
        lines += [f"{number}\\. **{verdict}**　{_plain(claim.claim)}", "", f"    {_plain(claim.explanation)}", ""]
        for item in claim.evidence:
            told = f"{_STANCES[item.stance]}：“{_plain(item.sentence.strip())}”"
            lines += [f"    - {told} — {_plain(citations[item.passage].text)}"]
        lines.append("")
    return "\n".join(lines).encode()


def checked_docx(claims: Sequence[ClaimCheck], citations: Mapping[str, Citation], day: date) -> bytes:
    """The same as a Word document with the evidence in footnotes; the same claims, the same bytes.

    :param day: when the knowledge base was built.
    """
    import docx

    from answer.docx_styles import apply_styles, rule_below
    from answer.export_cells import same_bytes_zip

    document = docx.Document()
    apply_styles(document)
    document.add_paragraph(_TITLE, style="Title")
    rule_below(document.add_paragraph(_summary(claims), style="Yiju Meta"))
    _write_claims(document, claims, citations)
    properties = document.core_properties
    properties.title, properties.author, properties.language = _TITLE, "Yiju", "zh-CN"
    properties.created = properties.modified = datetime.combine(day, time())
    out = io.BytesIO()
    document.save(out)
    return same_bytes_zip(out.getvalue())


def _write_claims(document: WordDocument, claims: Sequence[ClaimCheck], citations: Mapping[str, Citation]) -> None:
    from answer.docx_footnotes import Footnotes

    notes, count = Footnotes(document), 0
    for number, claim in enumerate(claims, start=1):
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{number}. ")
        verdict = paragraph.add_run(f"［{_SIGNS[claim.verdict]} {VERDICT_NAMES[claim.verdict]}］")
        verdict.bold = True
        _shade(verdict, _SHADES[claim.verdict])
        _write_text(paragraph, claim)
        for item in claim.evidence:
            count += 1
            notes.add(paragraph, count, _clean(_note(item, citations)))
        document.add_paragraph(_clean(claim.explanation), style="Yiju Meta")
    notes.close()


def _write_text(paragraph: object, claim: ClaimCheck) -> None:
    """The claim with what differs struck out, and what the source has underlined after it."""
    rest = claim.claim
    for difference in claim.differences:
        before, found, after = rest.partition(difference.claim)
        if found:
            paragraph.add_run(_clean(before))  # type: ignore[attr-defined]
            paragraph.add_run(_clean(found)).font.strike = True  # type: ignore[attr-defined]
            rest = after
        source = f"（来源的{SLOT_NAMES[difference.slot]}：{difference.source or '未提到'}）"
        paragraph.add_run(_clean(source)).font.underline = True  # type: ignore[attr-defined]
    paragraph.add_run(_clean(rest))  # type: ignore[attr-defined]


def _shade(run: object, colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    shading = OxmlElement("w:shd")
    for key, value in (("w:val", "clear"), ("w:color", "auto"), ("w:fill", colour)):
        shading.set(qn(key), value)
    run._r.get_or_add_rPr().append(shading)  # type: ignore[attr-defined]


def _note(item: Evidence, citations: Mapping[str, Citation]) -> str:
    return f"{_STANCES[item.stance]}：“{item.sentence.strip()}”——{citations[item.passage].text}"


def _summary(claims: Sequence[ClaimCheck]) -> str:
    counts = {verdict: sum(claim.verdict == verdict for claim in claims) for verdict in VERDICT_NAMES}
    parts = [f"{_SIGNS[verdict]} {VERDICT_NAMES[verdict]} {n} 条" for verdict, n in counts.items() if n]
    return f"共 {len(claims)} 条：{'，'.join(parts)}"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", " ".join(text.split()))


def _clean(text: str) -> str:
    return _CONTROL.sub("", " ".join(text.split("\n")))
