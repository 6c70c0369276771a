"""Footnotes and endnotes of a Word document, numbered as Word prints them."""

from __future__ import annotations

from ingest.word.numbering import formatted
from ingest.word.package import Element, Package, attribute, child, children, local

__all__ = ["Notes"]


class Notes:
    """Notes by kind and id; each gets its number when it is first called."""

    def __init__(self, package: Package) -> None:
        self._content: dict[tuple[str, str], Element] = {}
        self._labels: dict[tuple[str, str], str] = {}
        self._forms = {"footnote": "decimal", "endnote": "lowerRoman"}
        for kind in ("footnote", "endnote"):
            for _, root in package.related(f"{kind}s"):
                for note in children(root, kind):
                    if attribute(note, "type") in (None, "normal"):
                        self._content[kind, attribute(note, "id") or ""] = note
        self._read_forms(package)

    def _read_forms(self, package: Package) -> None:
        """Number formats: of the sections, else of the settings."""
        roots = [root for _, root in package.related("settings")]
        roots += [item for item in package.document().iter() if local(item) == "sectPr"]
        for root in roots:
            for kind in self._forms:
                form = attribute(child(root, f"{kind}Pr", "numFmt"), "val")
                if form:
                    self._forms[kind] = form

    def call(self, kind: str, identifier: str) -> tuple[str, Element | None]:
        """The label of a note, and its content when it is called for the first time."""
        key = (kind, identifier)
        if key in self._labels:
            return self._labels[key], None
        count = sum(1 for known, _ in self._labels if known == kind) + 1
        self._labels[key] = formatted(count, self._forms[kind])
        return self._labels[key], self._content.get(key)
