"""The parts of a DOCX package as XML trees."""

from __future__ import annotations

import lzma
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from lxml import etree
from lxml.etree import _Element as Element

from errors import UnreadableSource, UnsupportedSource

__all__ = ["Element", "Package", "attribute", "child", "children", "integer", "local", "on"]

_LARGEST = 400 * 2**20  # bytes of XML in one part, unpacked
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_USUAL = ("styles", "numbering", "footnotes", "endnotes", "settings")
_NAMES: dict[str, str] = {}


def local(element: Element) -> str:
    """The tag without its namespace: the strict and the transitional variant of the format differ only there."""
    tag = element.tag
    if not isinstance(tag, str):  # comments and processing instructions
        return ""
    name = _NAMES.get(tag)
    if name is None:
        name = _NAMES[tag] = tag.rpartition("}")[2]
    return name


def children(element: Element, name: str) -> Iterator[Element]:
    return (item for item in element if local(item) == name)


def child(element: Element | None, *path: str) -> Element | None:
    """The first element at a path of local names."""
    for name in path:
        if element is None:
            return None
        element = next(children(element, name), None)
    return element


def attribute(element: Element | None, name: str) -> str | None:
    """An attribute by its local name."""
    if element is None:
        return None
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def integer(text: str | None, default: int) -> int:
    """A number of the XML, which may hold anything."""
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else default


def on(element: Element | None) -> bool | None:
    """The value of a toggle such as ``<w:b/>``; ``None`` where it is not set."""
    if element is None:
        return None
    return attribute(element, "val") not in ("0", "false", "off", "none")


class Package:
    """An opened DOCX file.

    :raises UnreadableSource: damaged, encrypted, or too large when unpacked.
    :raises UnsupportedSource: not a DOCX file.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        with path.open("rb") as stream:
            start = stream.read(8)
        if start == _OLE:
            raise UnsupportedSource(self.name, _describe_ole(path))
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, RuntimeError, ValueError) as error:
            raise UnreadableSource(self.name, f"the Word file is damaged or not a .docx ({error})") from error
        self.names = set(self._zip.namelist())
        self.damaged: list[str] = []  # parts that could not be read, or only as far as they are XML
        self.main = self._main_part()
        self.relations = self._relations(self.main)

    def __enter__(self) -> Package:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def document(self) -> Element:
        root = self.part(self.main, needed=True)
        if root is None or local(root) != "document":
            raise UnsupportedSource(self.name, "is not a Word document")
        return root

    def related(self, kind: str) -> list[tuple[str, Element]]:
        """Parts that the document refers to by a relation (``styles``, ``footnotes``), with their ids."""
        found: list[tuple[str, Element]] = []
        for identifier, (relation, target) in self.relations.items():
            if relation == kind and (root := self.part(target)) is not None:
                found.append((identifier, root))
        return found

    def part(self, name: str, *, needed: bool = False) -> Element | None:
        """A part by its name; ``None`` where it is absent, or damaged and not needed for the text.

        :raises UnreadableSource: for a needed part that is damaged.
        """
        if name not in self.names:
            return None
        try:
            info = self._zip.getinfo(name)
            if info.file_size > _LARGEST:
                raise UnreadableSource(self.name, f"{name} unpacks to {info.file_size >> 20} MB: too large to read")
            data = self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, RuntimeError, ValueError) as error:
            if needed:
                raise UnreadableSource(self.name, f"the Word file is damaged: {name} cannot be unpacked") from error
            self.damaged.append(name)
            return None
        try:
            return etree.fromstring(data, _parser())
        except etree.XMLSyntaxError:
            self.damaged.append(name)
            return etree.fromstring(data, _parser(recover=True))

    def _items(self, name: str) -> list[Element]:
        root = self.part(name)
        return [] if root is None else list(root)

    def _main_part(self) -> str:
        for relation in self._items("_rels/.rels"):
            if (attribute(relation, "Type") or "").endswith("/officeDocument"):
                return (attribute(relation, "Target") or "").lstrip("/")
        if "word/document.xml" in self.names:
            return "word/document.xml"
        raise UnsupportedSource(self.name, "is a zip file, but not a Word document")

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, _, file = part.rpartition("/")
        found: dict[str, tuple[str, str]] = {}
        items = self._items(f"{folder}/_rels/{file}.rels".lstrip("/"))
        for relation in items:
            identifier, target = attribute(relation, "Id"), attribute(relation, "Target")
            if not identifier or not target or attribute(relation, "TargetMode") == "External":
                continue
            kind = (attribute(relation, "Type") or "").rpartition("/")[2]
            absolute = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
            found[identifier] = (kind, absolute)
        if not items:  # the parts by the names that every program gives them
            found = {kind: (kind, f"{folder}/{kind}.xml") for kind in _USUAL}
        return found


def _parser(*, recover: bool = False) -> etree.XMLParser:
    # Nothing outside the file is fetched, and entities that grow without end are not expanded.
    return etree.XMLParser(
        resolve_entities=False, no_network=True, recover=recover, remove_comments=True, huge_tree=True
    )


def _describe_ole(path: Path) -> str:
    data = path.read_bytes()
    if "EncryptedPackage".encode("utf-16-le") in data:
        return "the Word file is locked with a password: save a copy without one"
    return "is an old Word file (.doc): save it as .docx"
