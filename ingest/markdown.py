"""What a Markdown file as a whole says about its lines: front matter, link definitions, quotes, bare tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.lines import Line

__all__ = ["bare_rows", "claims", "front_matter", "link_names", "underlined", "unquoted"]

_FIELD = r"[A-Za-z][\w -]*:.*\r?\n|[ \t]+\S.*\r?\n|- .*\r?\n"
_FRONT = re.compile(rf"\ufeff?---[ \t]*\r?\n(?P<fields>(?:{_FIELD})+)(?:---|\.\.\.)[ \t]*(?:\r?\n|$)")
_TITLE = re.compile(r"^title:[ \t]*[\"']?(?P<title>[^\r\n]*?)[\"']?[ \t]*$", re.MULTILINE)
_DEFINITION = re.compile(
    r"^[ ]{0,3}\[(?P<name>[^\[\]^\n]{1,80})\]:[ \t]*(?P<target><[^<>\n]*>|(?:https?://|mailto:|data:|#|\.{0,2}/|[\w./-]+\.\w{2,5})\S*)"
    r"(?:[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*'|\([^()\n]*\)))?[ \t]*$",
    re.MULTILINE,
)
_FENCE = re.compile(r"^[ ]{0,3}(?:`{3,}|~{3,})[ \t]*[\w+-]*[ \t]*$", re.MULTILINE)
_QUOTE = re.compile(r"[ ]{0,3}(?:>(?:[ \t]|(?=>)|$))+(?!\s*\d)", re.MULTILINE)
_ENDS = re.compile(r"[。！？；，,;]$")
_LONGEST_TITLE = 60
_DELIMITER = re.compile(r"\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)+$")


def front_matter(text: str) -> tuple[int, str | None]:
    """Length of the YAML fields at the start of a file, and the title among them."""
    match = _FRONT.match(text)
    if match is None:
        return 0, None
    title = _TITLE.search(match["fields"])
    return match.end(), (title["title"] or None) if title else None


def link_names(text: str) -> frozenset[str]:
    """The names of links and images that the file defines (``[1]: https://…``), in lower case."""
    return frozenset(match["name"].casefold() for match in _DEFINITION.finditer(text))


def claims(text: str) -> Iterator[tuple[int, int, str]]:
    """Lines that are no text, each with its remainder: link definitions, fences of code, empty lines of quotes."""
    for match in _DEFINITION.finditer(text):
        yield *match.span(), "image" if match["target"].lstrip("<").startswith("data:") else "markup"
    for match in _FENCE.finditer(text):
        yield *match.span(), "markup"


def unquoted(text: str, lines: Sequence[Line]) -> tuple[list[Line], list[tuple[int, int]]]:
    """The lines without the marks of quotations (``> ``), and where these marks stand."""
    out: list[Line] = []
    marks: list[tuple[int, int]] = []
    inside = apart = False
    for line in lines:
        match = _QUOTE.match(text, line.start, line.end)
        length = match.end() - line.start if match else 0
        gap = line.gap or apart or (inside != (length > 0) and bool(out))
        inside, apart = length > 0, False
        if length:
            marks.append((line.start, line.start + length))
        if text[line.start + length : line.end].strip():
            out.append(replace(line, start=line.start + length, gap=gap))
        else:
            apart = True
    return out, marks


def underlined(text: str, lines: Sequence[Line]) -> dict[int, int]:
    """Level of the headings that are underlined with ``===`` or ``---``, by where they begin."""
    found: dict[int, int] = {}
    for line, rule in pairwise(lines):
        under = text[rule.start : rule.end].strip()
        title = text[line.start : line.end].strip()
        if rule.gap or not line.gap or len(under) < 3 or set(under) not in ({"="}, {"-"}):
            continue
        if len(title) <= _LONGEST_TITLE and not _ENDS.search(title) and not set(title) <= set("=-*_|+ "):
            found[line.start] = 1 if under[0] == "=" else 2
    return found


def bare_rows(text: str, lines: Sequence[Line]) -> frozenset[int]:
    """Where the rows of tables without outer pipes begin: the lines round one that only rules (``--- | ---``)."""
    found: set[int] = set()
    for index, line in enumerate(lines):
        raw = text[line.start : line.end]
        if index == 0 or "|" not in raw or not _DELIMITER.match(raw):
            continue
        columns = raw.count("|")
        head = lines[index - 1]
        if line.gap or text.count("|", head.start, head.end) != columns:
            continue
        found.add(head.start)
        for row in lines[index + 1 :]:
            if row.gap or "|" not in text[row.start : row.end]:
                break
            found.add(row.start)
    return frozenset(found)
