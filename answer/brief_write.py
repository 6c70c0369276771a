"""A briefing note in the form that a file name asks for."""

from __future__ import annotations

from pathlib import Path

from answer.brief_markdown import brief_markdown
from answer.brief_records import Brief, CitationStyle
from errors import UsageError

__all__ = ["brief_bytes", "write_file"]


def brief_bytes(brief: Brief, name: str, style: CitationStyle = "address") -> bytes:
    """The note as Word (``.docx``) or Markdown (``.md``), by the end of ``name``.

    :raises UsageError: another kind of file.
    """
    kind = Path(name).suffix.lower()
    if kind == ".docx":
        from answer.brief_docx import brief_docx  # python-docx takes 0.2 s to load

        return brief_docx(brief, style)
    if kind in (".md", ".markdown"):
        return brief_markdown(brief, style).encode()
    raise UsageError(f"{name}: a note is written as .docx or .md")


def write_file(name: str, data: bytes) -> None:
    """Write a file that the user named.

    :raises UsageError: it cannot be written.
    """
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise UsageError(f"{name}: cannot be written ({error.strerror or error})") from error
