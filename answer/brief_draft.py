"""A draft as paragraphs: Markdown, plain text or Word; and its copy with what does not hold marked in it."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from errors import UsageError

__all__ = ["Paragraph", "marked_copy", "read_draft"]

_TEXT = (".md", ".markdown", ".txt", ".text")
_NOT_CHECKED = re.compile(r"^\s*(?:\[\^[^\]]+\]:|\*\*(?:范围|快照)\*\*|#{1,6}\s|\|[\s:|-]+\|$|```)")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+!|<>~&.-])")
_CALL = re.compile(r"\[\^[^\]]+\]")
_SOURCES = re.compile(r"^#*\s*(?:资料来源|参考文献|注释|References|Sources)\s*$", re.IGNORECASE)
_META_STYLES = frozenset({"Title", "Yiju Meta", "Footnote Text"})


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or table row (a cell a line) of a draft, without markup.

    ``checked`` is false for headings, notes and sources.
    """

    number: int
    text: str
    checked: bool = True


def read_draft(name: str) -> tuple[Paragraph, ...]:
    """Read a draft.

    :raises UsageError: it cannot be read, or is no .md, .txt or .docx.
    """
    path = Path(name)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"{name}: cannot be read ({error.strerror or error})") from error
    if path.suffix.lower() == ".docx":
        return tuple(_word(name, data))
    if path.suffix.lower() not in _TEXT:
        raise UsageError(f"{name}: a draft is .md, .txt or .docx")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{name}: not UTF-8 ({error.reason} at byte {error.start}); save it as UTF-8") from error
    return tuple(_plain(text))


def marked_copy(name: str, output: str, notes: Mapping[int, Sequence[str]]) -> bytes:
    """The draft with a mark after each paragraph in which something does not hold.

    :param notes: by number of the paragraph, what to write after it.
    :raises UsageError: the copy is to be of another kind than the draft.
    """
    word = Path(name).suffix.lower() == ".docx"
    if word != (Path(output).suffix.lower() == ".docx"):
        raise UsageError(f"{output}: the marked copy of {name} has the same kind of file")
    data = Path(name).read_bytes()
    if word:
        return _marked_word(data, notes)
    lines = data.decode("utf-8-sig").splitlines()
    marked = [
        f"{line} {' '.join(f'【✗ {note}】' for note in notes[n])}" if n in notes else line
        for n, line in enumerate(lines)
    ]
    return ("\n".join(marked) + "\n").encode()


def _plain(text: str) -> list[Paragraph]:
    paragraphs, sources = [], False
    for number, line in enumerate(text.splitlines()):
        sources = sources or bool(_SOURCES.match(line))
        plain = _ESCAPE.sub(r"\1", _CALL.sub("", line)).replace("**", "").lstrip("#>-* ")
        plain = plain.strip(" |").replace(" | ", "\n") if line.lstrip().startswith("|") else plain
        if plain.strip():
            paragraphs.append(Paragraph(number, plain, not (sources or _NOT_CHECKED.match(line))))
    return paragraphs


def _word(name: str, data: bytes) -> list[Paragraph]:
    import docx
    from docx.opc.exceptions import PackageNotFoundError

    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise UsageError(f"{name}: no Word document that can be opened ({error})") from error
    paragraphs, sources = [], False
    for number, (text, style) in enumerate(_blocks(document)):
        sources = sources or bool(_SOURCES.match(text))
        heading = style in _META_STYLES or style.startswith("Heading")
        if text.strip():
            paragraphs.append(Paragraph(number, text, not (sources or heading)))
    return paragraphs


def _blocks(document: object) -> list[tuple[str, str]]:
    """Text and style of every paragraph, and of every table row as one line, in reading order."""
    blocks = []
    for block in document.iter_inner_content():  # type: ignore[attr-defined]
        if hasattr(block, "rows"):
            blocks += [("\n".join(cell.text for cell in row.cells), "Table") for row in block.rows]
        else:
            blocks.append((block.text, block.style.name if block.style is not None else ""))
    return blocks


def _marked_word(data: bytes, notes: Mapping[int, Sequence[str]]) -> bytes:
    import docx
    from docx.enum.text import WD_COLOR_INDEX
    from docx.shared import RGBColor

    document = docx.Document(io.BytesIO(data))
    number = 0
    for block in document.iter_inner_content():
        places = [row.cells[-1].paragraphs[-1] for row in block.rows] if hasattr(block, "rows") else [block]
        for paragraph in places:
            for note in notes.get(number, ()):
                run = paragraph.add_run(f"【✗ {note}】")
                run.font.color.rgb = RGBColor(0xB0, 0x00, 0x20)
                run.font.highlight_color = WD_COLOR_INDEX.YELLOW
            number += 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()
