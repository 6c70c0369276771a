r"""Inline Markdown and stray HTML of one line: visible text, footnote marks, bold spans.

PDF converters write a mixture: ``**bold**``, ``<sup>3</sup>``, ``[title](#)``, ``<https://…>``, ``news\_e``,
``<b>``, ``<p>``. Everything that is not visible text goes into the ledger by name.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

from ingest.aligned import Aligned
from ingest.blocks import NoteMark
from ingest.glyphs import DEAD_LINK, plain_glyph
from ingest.ledger import Ledger

__all__ = ["Brackets", "Inline", "read_inline"]

_TOKEN = re.compile(
    r"(?P<sup><sup>\s*(?P<sup_label>[^<>]{1,8}?)\s*</sup>)"
    r"|(?P<math>\$\s*\^\{?\s*(?P<math_label>\d{1,3}|[a-z*])\s*\}?\s*\$)"
    r"|(?P<caret>\[\^(?P<caret_label>[^\]\s]{1,12})\])"
    r"|(?P<named>!?\[(?P<named_text>[^\[\]]{0,500})\]\[(?P<name>[^\[\]]{0,80})\])"
    r"|(?P<bracket>[\[［〔](?P<bracket_label>\d{1,3})[\]］〕](?!\())"
    rf"|(?P<dead>{DEAD_LINK})"
    r"|(?P<image>!\[[^\]]{0,500}\]\([^)\s]*(?:\s+\"[^\"]*\")?\)|<img\b[^>]*>)"
    r"|(?P<autolink><(?P<url>https?://[^<>\s]+|mailto:[^<>\s]+)>)"
    r"|(?P<link>\[(?P<link_text>[^\[\]]+)\]\((?P<target>[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+\"[^\"]*\")?\))"
    r"|(?P<bold>\*\*|__(?=\S)|(?<=\S)__|</?(?:b|strong)>)"
    r"|(?P<break><br\s*/?>)"
    r"|(?P<tag></?(?:p|i|em|u|s|span|div|font|center|sub|sup|a|small|big|tt|code|mark|ins|del|strike|section|article|main|header|footer|"
    r"details|summary|figure|figcaption|blockquote|ul|ol|li|dl|dt|dd|h[1-6])\b[^<>]*>)"
    r"|(?P<comment><!--.{0,2000}?-->)"
    r"|(?P<twice>\\\\(?=[_*#]))"  # escaped twice: the second converter took the backslash for text
    r"|(?P<tail>\\\s*(?=[\r\n]|\Z))"  # a line break in Markdown
    r"|(?P<code>`{1,2})"
    r"|(?P<escape>\\(?P<escaped>[!-/:-@\[-`{-~]))"
    r"|(?P<entity>&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<italic>(?<![\w*])\*(?=[^\s*])|(?<=[^\s*])\*(?![\w*]))"
    r"|(?P<compat>[\u2011\u2012\u2015⋯\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06])"
    r"|(?P<control>[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u200b-\u200d\u2060\ufeff\ufffe\uffff])"
)


@dataclass(frozen=True, slots=True)
class Brackets:
    """What brackets mean in a file: the numbers that are notes as ``[1]``, the links that are defined below by name."""

    notes: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Inline:
    """Visible text of a stretch of source, with what was in its markup."""

    text: Aligned
    marks: tuple[NoteMark, ...] = ()
    bold: tuple[tuple[int, int], ...] = ()


def read_inline(source: str, start: int, end: int, ledger: Ledger, brackets: Brackets | None = None) -> Inline:
    """Read ``source[start:end]``; markup, note marks, images and dead links are claimed in ``ledger``."""
    return _Reader(source, ledger, brackets or Brackets()).read(start, end)


class _Reader:
    def __init__(self, source: str, ledger: Ledger, brackets: Brackets) -> None:
        self.source, self.ledger, self.brackets = source, ledger, brackets
        self.parts: list[Aligned] = []
        self.length = 0
        self.marks: list[NoteMark] = []
        self.bold: list[tuple[int, int]] = []
        self.bold_from: int | None = None

    def read(self, start: int, end: int) -> Inline:
        self._walk(start, end)
        if self.bold_from is not None:  # an opening mark that is never closed emboldens the rest of the line
            self._close_bold()
        joined = Aligned.join(self.parts)
        left = len(joined.text) - len(joined.text.lstrip())
        text = joined.strip()
        self.ledger.claim_all(joined.slice(0, left).sources(), "whitespace")
        self.ledger.claim_all(joined.slice(left + len(text)).sources(), "whitespace")
        marks = tuple(NoteMark(m.label, min(max(m.at - left, 0), len(text))) for m in self.marks)
        bold = tuple(
            (max(a - left, 0), min(b - left, len(text)))
            for a, b in self.bold
            if max(a - left, 0) < min(b - left, len(text))
        )
        return Inline(text, marks, bold)

    def _walk(self, start: int, end: int) -> None:
        position = start
        for match in _TOKEN.finditer(self.source, start, end):
            if match.start() < position:
                continue
            self._keep(position, match.start())
            self._token(match)
            position = match.end()
        self._keep(position, end)

    def _keep(self, start: int, end: int) -> None:
        part = Aligned.verbatim(self.source, start, end)
        self.parts.append(part)
        self.length += len(part)

    def _put(self, text: str, start: int, end: int) -> None:
        part = Aligned.replaced(text, start, end)
        self.parts.append(part)
        self.length += len(part)

    def _token(self, match: re.Match[str]) -> None:
        kind, (start, end) = match.lastgroup or "", match.span()
        # lastgroup is the outermost named group that closed last, so nested groups do not hide it
        if kind == "bracket" and match["bracket_label"] not in self.brackets.notes:
            self._keep(start, end)
        elif kind in ("sup", "math", "caret", "bracket"):
            self.marks.append(NoteMark(match.group(f"{kind}_label"), self.length))
            self.ledger.claim(start, end, "note_mark")
        elif kind == "named":
            self._named(match)
        elif kind == "dead":
            self.ledger.claim(start, end, "dead_link")
        elif kind == "image":
            self.ledger.claim(start, end, "image")
        elif kind == "control":
            self.ledger.claim(start, end, "control")
        elif kind in ("autolink", "link"):
            inner = match.span("url" if kind == "autolink" else "link_text")
            self.ledger.claim(start, inner[0], "markup")
            self._walk(*inner)
            self.ledger.claim(inner[1], end, "markup")
        elif kind == "escape":
            self.ledger.claim(start, start + 1, "markup")
            self._keep(start + 1, end)
        elif kind in ("entity", "compat"):
            self._put(_plain_glyph(match.group()), start, end)
        elif kind == "break":
            self.ledger.claim(start, end, "markup")
            self.parts.append(Aligned(" "))
            self.length += 1
        else:
            self.ledger.claim(start, end, "markup")
            if kind == "bold":
                self._toggle_bold(match.group())

    def _named(self, match: re.Match[str]) -> None:
        """``[text][name]`` or ``![alt][name]``, where the file defines the name; else these are brackets."""
        start, end = match.span()
        if (match["name"] or match["named_text"]).casefold() not in self.brackets.links:
            self._keep(start, start + 1)
            self._walk(start + 1, end)
        elif match.group().startswith("!"):
            self.ledger.claim(start, end, "image")
        else:
            inner = match.span("named_text")
            self.ledger.claim(start, inner[0], "markup")
            self._walk(*inner)
            self.ledger.claim(inner[1], end, "markup")

    def _toggle_bold(self, mark: str) -> None:
        if self.bold_from is None and not mark.startswith("</"):
            self.bold_from = self.length
        elif self.bold_from is not None:
            self._close_bold()

    def _close_bold(self) -> None:
        if self.bold_from is not None and self.length > self.bold_from:
            self.bold.append((self.bold_from, self.length))
        self.bold_from = None


def _plain_glyph(text: str) -> str:
    """An HTML entity or a compatibility glyph as the character that it stands for."""
    if text.startswith("&"):
        plain = html.unescape(text)
        return " " if plain == "\xa0" else plain
    return plain_glyph(text)
