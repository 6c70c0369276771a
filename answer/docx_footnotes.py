"""Real footnotes for documents made with python-docx, which has none of its own.

The part and its two separator notes follow ECMA-376, part 1, 17.11 (footnotes and endnotes).
"""

from __future__ import annotations

from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from lxml import etree

from answer.docx_styles import add_field

__all__ = ["Footnotes"]

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


class Footnotes:
    """The footnotes of one document: :meth:`add` sets the mark, :meth:`close` writes the part."""

    def __init__(self, document: WordDocument) -> None:
        self.document = document
        self.marked: set[int] = set()
        self.root = etree.Element(f"{{{_W}}}footnotes", nsmap={"w": _W})
        for id_, kind in _SEPARATORS:
            note = self._note(id_, kind)
            run = etree.SubElement(self._paragraph(note), f"{{{_W}}}r")
            etree.SubElement(run, f"{{{_W}}}{kind}")

    def add(self, paragraph: Paragraph, number: int, text: str) -> None:
        """Set the mark of footnote ``number`` at the end of a paragraph, with its text at the foot of the page.

        Where the note was called before, the mark only refers to it.
        """
        if number in self.marked:
            self._again(paragraph, number)
            return
        self.marked.add(number)
        run = paragraph.add_run()
        run.style = self.document.styles["Footnote Reference"]
        mark = OxmlElement("w:footnoteReference")
        mark.set(qn("w:id"), str(number))
        run._r.append(mark)
        self._bookmark(run._r, number)
        note = self._note(str(number), None)
        body = self._paragraph(note)
        own = etree.SubElement(body, f"{{{_W}}}r")
        _style(own, "rStyle", "FootnoteReference", "rPr")
        etree.SubElement(own, f"{{{_W}}}footnoteRef")
        words = etree.SubElement(etree.SubElement(body, f"{{{_W}}}r"), f"{{{_W}}}t")
        words.text = f" {text}"
        words.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")

    def close(self) -> None:
        """Add the part to the document; nothing can be added after."""
        blob = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        package = self.document.part.package
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        self.document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
        settings = self.document.settings.element
        properties = OxmlElement("w:footnotePr")
        for id_, _ in _SEPARATORS:
            separator = OxmlElement("w:footnote")
            separator.set(qn("w:id"), id_)
            properties.append(separator)
        before = settings.find(qn("w:compat"))  # the schema fixes the order of settings
        if before is not None:
            before.addprevious(properties)
        else:
            settings.append(properties)

    def _bookmark(self, run: etree._Element, number: int) -> None:
        """A name around the mark, so that later marks can refer to it."""
        start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
        for element in (start, end):
            element.set(qn("w:id"), str(number))
        start.set(qn("w:name"), f"_Ref{number:04}")
        run.addprevious(start)
        run.addnext(end)

    def _again(self, paragraph: Paragraph, number: int) -> None:
        """The same mark once more: a field that follows the number of the first one."""
        add_field(
            paragraph, f"NOTEREF _Ref{number:04} \\f \\h", str(number), self.document.styles["Footnote Reference"]
        )

    def _note(self, id_: str, kind: str | None) -> etree._Element:
        note = etree.SubElement(self.root, f"{{{_W}}}footnote")
        if kind:
            note.set(f"{{{_W}}}type", kind)
        note.set(f"{{{_W}}}id", id_)
        return note

    def _paragraph(self, note: etree._Element) -> etree._Element:
        paragraph = etree.SubElement(note, f"{{{_W}}}p")
        _style(paragraph, "pStyle", "FootnoteText", "pPr")
        return paragraph


def _style(parent: etree._Element, name: str, value: str, properties: str) -> None:
    holder = etree.SubElement(parent, f"{{{_W}}}{properties}")
    etree.SubElement(holder, f"{{{_W}}}{name}").set(f"{{{_W}}}val", value)
