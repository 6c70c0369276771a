"""The inside of a Word paragraph: visible text with bold stretches, note marks, and what is anchored in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ingest.inlines import Composer, Inline
from ingest.word.package import Element, attribute, child, local
from ingest.word.styles import Styles, look_of

__all__ = ["Fields", "RunReader"]

_INSIDE = frozenset({"ins", "moveTo", "hyperlink", "smartTag", "fldSimple", "customXml", "bdo", "dir", "sdtContent"})
_SYMBOL = re.compile(r"[0-9A-Fa-f]{4}")


class Fields:
    """Complex fields, which may begin in one paragraph and end in another."""

    def __init__(self) -> None:
        self._stack: list[list[str]] = []  # kind of each open field, and "result" once its code is over

    def change(self, kind: str | None) -> None:
        if kind == "begin":
            self._stack.append([""])
        elif kind == "separate" and self._stack:
            self._stack[-1].append("result")
        elif kind == "end" and self._stack:
            self._stack.pop()

    def code(self, text: str) -> None:
        if self._stack and len(self._stack[-1]) == 1:
            self._stack[-1][0] += text

    @property
    def in_code(self) -> bool:
        return any(len(item) == 1 for item in self._stack)

    def within(self, name: str) -> bool:
        return any(item[0].split()[:1] == [name] for item in self._stack)


class RunReader:
    """Reads the runs of paragraphs.

    :param call: gives the printed label and the content of a note, by kind (``footnote``, ``endnote``) and id.
    """

    def __init__(
        self, composer: Composer, styles: Styles, fields: Fields, call: Callable[[str, str], tuple[str, Element | None]]
    ) -> None:
        self.composer, self.styles, self.fields, self.call = composer, styles, fields, call

    def read(self, paragraph: Element) -> Inline:
        inline = Inline(self.composer.length)
        base = self.styles.look(self.styles.style_of(paragraph))
        sizes: dict[float, int] = {}
        for run in self._runs(paragraph):
            own = look_of(child(run, "rPr"))
            character = attribute(child(run, "rPr", "rStyle"), "val")
            look = own.over(self.styles.look(character)).over(base).over(self.styles.base)
            if look.hidden:
                continue
            before = inline.end
            self._run(run, inline)
            written = inline.text[before - inline.start :]
            if not written:
                continue
            if look.raised and inline.take_mark(before):
                continue
            if look.strong and written.strip():
                inline.bold.append((before, inline.end))
            if look.size:
                sizes[look.size] = sizes.get(look.size, 0) + len(written.strip())
        inline.size = max(sizes, key=lambda s: sizes[s]) if sizes else (base.over(self.styles.base).size or 10.0)
        return inline

    def _runs(self, element: Element) -> Iterator[Element]:
        for item in element:
            name = local(item)
            if name == "r":
                yield item
            elif name in _INSIDE:
                yield from self._runs(item)
            elif name == "sdt":
                content = child(item, "sdtContent")
                if content is not None:
                    yield from self._runs(content)
            elif name in ("oMath", "oMathPara"):
                yield item

    def _run(self, run: Element, inline: Inline) -> None:
        formula = local(run) in ("oMath", "oMathPara")
        for item in run.iter() if formula else run:
            name = local(item)
            if name == "fldChar":
                self.fields.change(attribute(item, "fldCharType"))
            elif name == "instrText":
                self.fields.code(item.text or "")
            elif self.fields.in_code:
                continue
            elif name in _TEXTS:
                self._write(_TEXTS[name](item), inline)
            elif name in ("footnoteReference", "endnoteReference"):
                self._note(item, name.removesuffix("Reference"), inline)
            elif name == "ruby":
                for inner in [] if (base := child(item, "rubyBase")) is None else self._runs(base):
                    self._run(inner, inline)
            elif name in ("drawing", "pict", "object", "AlternateContent"):
                inline.boxes += _text_boxes(item)

    def _write(self, text: str, inline: Inline) -> None:
        self.composer.write(text)
        inline.text += text

    def _note(self, item: Element, kind: str, inline: Inline) -> None:
        label, content = self.call(kind, attribute(item, "id") or "")
        if attribute(item, "customMarkFollows") in ("1", "true", "on"):
            following = item.getnext()  # the mark as typed, which the raised run then shows
            label = (following.text or "").strip() if following is not None and local(following) == "t" else label
        else:
            inline.calls.append((inline.end, label))
        if content is not None:
            inline.notes.append((label, content))


def _symbol(item: Element) -> str:
    """``w:sym``: a character by its code; symbol fonts keep theirs in the private use area."""
    code = attribute(item, "char") or ""
    return chr(int(code, 16)) if _SYMBOL.fullmatch(code) and not code.upper().startswith("D") else ""


_TEXTS: dict[str, Callable[[Element], str]] = {
    "t": lambda item: item.text or "",
    "tab": lambda item: "\t",
    "ptab": lambda item: "\t",
    "br": lambda item: "\n",
    "cr": lambda item: "\n",
    "noBreakHyphen": lambda item: "-",
    "sym": _symbol,
}


def _text_boxes(element: Element) -> list[Element]:
    """Contents of text boxes; of the two variants that Word writes of each, only the first."""
    if local(element) == "AlternateContent":
        for variant in ("Choice", "Fallback"):
            part = child(element, variant)
            found: list[Element] = _text_boxes(part) if part is not None else []
            if found:
                return found
        return []
    return [element] if local(element) == "txbxContent" else [box for item in element for box in _text_boxes(item)]
