"""Styles of a Word document: what a paragraph or run looks like once its styles are followed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.word.package import Element, attribute, child, local, on

__all__ = ["Look", "Styles"]

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)$", re.IGNORECASE)
_LIST = re.compile(r"(?:list (?:bullet|number)|列表项目符号|列表编号)\s*([2-5])$", re.IGNORECASE)
# Chinese typography has no bold: headings are set in Hei.
_HEI = re.compile(r"黑体|simhei|heiti|小标宋", re.IGNORECASE)
_DEPTH = 20  # styles based on styles


@dataclass(frozen=True, slots=True)
class Look:
    """Formatting of a run or style; ``None`` where it says nothing."""

    bold: bool | None = None
    size: float | None = None
    raised: bool | None = None
    hidden: bool | None = None
    font: str | None = None

    def over(self, under: Look) -> Look:
        """The look, with what it leaves open taken from ``under``."""
        return Look(
            under.bold if self.bold is None else self.bold,
            under.size if self.size is None else self.size,
            under.raised if self.raised is None else self.raised,
            under.hidden if self.hidden is None else self.hidden,
            under.font if self.font is None else self.font,
        )

    @property
    def strong(self) -> bool:
        return bool(self.bold) or bool(self.font and _HEI.search(self.font))


class Styles:
    """The styles part; an absent one gives plain text."""

    def __init__(self, root: Element | None) -> None:
        self._styles: dict[str, Element] = {}
        self._looks: dict[str, Look] = {}
        self.default_paragraph: str | None = None
        base = Look()
        for item in root if root is not None else ():
            if local(item) == "docDefaults":
                base = look_of(child(item, "rPrDefault", "rPr"))
            identifier = attribute(item, "styleId")
            if local(item) == "style" and identifier:
                self._styles[identifier] = item
                if attribute(item, "type") == "paragraph" and attribute(item, "default") in ("1", "true", "on"):
                    self.default_paragraph = identifier
        self.base = base

    def chain(self, identifier: str | None) -> list[Element]:
        """A style and the styles that it is based on, nearest first."""
        found: list[Element] = []
        while identifier in self._styles and len(found) < _DEPTH:
            style = self._styles[identifier]
            if style in found:
                break
            found.append(style)
            identifier = attribute(child(style, "basedOn"), "val") or ""
        return found

    def look(self, identifier: str | None) -> Look:
        key = identifier or ""
        if key not in self._looks:
            look = Look()
            for style in self.chain(identifier):
                look = look.over(look_of(child(style, "rPr")))
            self._looks[key] = look
        return self._looks[key]

    def names(self, identifier: str | None) -> list[str]:
        return [attribute(child(style, "name"), "val") or "" for style in self.chain(identifier)]

    def heading_level(self, paragraph: Element) -> int | None:
        """1 is the top; ``None`` for text."""
        properties = child(paragraph, "pPr")
        level = attribute(child(properties, "outlineLvl"), "val")
        if level is not None:
            return int(level) + 1 if level.isdecimal() and int(level) < 9 else None
        identifier = self.style_of(paragraph)
        for style in self.chain(identifier):
            name = attribute(child(style, "name"), "val") or ""
            match = _HEADING.match(name.strip())
            if match:
                return int(match.group(1))
            if name.strip().lower() in ("title", "subtitle"):
                return 1 if name.strip().lower() == "title" else 2
            level = attribute(child(style, "pPr", "outlineLvl"), "val")
            if level is not None:
                return int(level) + 1 if level.isdecimal() and int(level) < 9 else None
        return None

    def list_depth(self, paragraph: Element) -> int:
        """Depth of a list by the name of its style (List Bullet 2 is 1); 0 where the name tells nothing."""
        for name in self.names(self.style_of(paragraph)):
            match = _LIST.match(name.strip())
            if match:
                return int(match.group(1)) - 1
        return 0

    def style_of(self, paragraph: Element) -> str | None:
        return attribute(child(paragraph, "pPr", "pStyle"), "val") or self.default_paragraph

    def property(self, paragraph: Element, name: str) -> Element | None:
        """A paragraph property, from the paragraph or its styles."""
        own = child(paragraph, "pPr", name)
        if own is not None:
            return own
        for style in self.chain(self.style_of(paragraph)):
            found = child(style, "pPr", name)
            if found is not None:
                return found
        return None

    def numbered_style(self, paragraph: Element) -> str | None:
        """The style in the chain that gives the paragraph its number: the level may be told by its name."""
        for style in self.chain(self.style_of(paragraph)):
            if child(style, "pPr", "numPr") is not None:
                return attribute(style, "styleId")
        return None


def look_of(properties: Element | None) -> Look:
    """The look that ``rPr`` sets."""
    if properties is None:
        return Look()
    size = attribute(child(properties, "sz"), "val")
    align = attribute(child(properties, "vertAlign"), "val")
    fonts = child(properties, "rFonts")
    hidden = on(child(properties, "vanish"))
    return Look(
        bold=on(child(properties, "b")),
        size=float(size) / 2 if size and size.replace(".", "", 1).isdecimal() else None,
        raised=None if align is None else align == "superscript",
        hidden=hidden,
        font=attribute(fonts, "eastAsia"),
    )
