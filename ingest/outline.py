"""The heading tree: which headings a passage stands under.

Levels come from the scheme of the printed label (I., A., 一、…), not from font or Markdown depth, which converters get
wrong. Headings without a label fall back to their depth.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from ingest.labels import Label, follow_on, is_standing_heading, read_label, starts_with_bullet

__all__ = ["RANKS", "Heading", "Outline"]

#: Schemes by level where reports use several: a lower number stands above. Labels of parts (1.1) rank by their depth.
RANKS = {
    "part": 0,
    "chapter": 1,
    "section": 2,
    "han": 3,
    "roman": 3,
    "han_paren": 4,
    "letter": 4,
    "number": 5,
    "number_paren": 6,
    "roman_paren": 7,
    "letter_paren": 7,
    "letter_small": 7,
    "roman_small": 7,
    "circled": 7,
}
_PARTS = 3  # ranks of what divides a whole report: these stand above all finer labels, whichever came first
_APPENDIX_WORDS = ("附录", "附件", "附表", "appendi", "annex")
_APPENDIX_SCHEMES = frozenset({"named:附录", "named:附件", "named:Annex", "named:Appendix"})


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on the path.

    :ivar scheme: of its label; ``None``: unlabelled.
    :ivar counted: its number goes on from that of the paragraph before it: they are counted together.
    :ivar front: 前言, 缩略语: it stands beside the parts of the report, which are not under it.
    """

    text: str
    scheme: str | None
    label: str | None
    depth: int | None
    appendix: bool = False
    ordinal: int | None = None
    counted: bool = False
    front: bool = False

    @property
    def rank(self) -> int | None:
        return RANKS.get(self.scheme or "")


class Outline:
    """The path of headings at the current place of a document.

    :param top: the rank of the highest labels that the document has, where it has any.
    :param holds: whether the first of them stand under the heading of the front (the parts of a summary).
    """

    def __init__(self, top: int | None = None, *, holds: bool = False) -> None:
        self._path: list[Heading] = []
        self._top, self._holds = top, holds

    @property
    def section(self) -> tuple[str, ...]:
        return tuple(heading.text for heading in self._path)

    @property
    def label(self) -> str | None:
        """The address of the innermost labelled heading: ``III``, ``appendix 1c``."""
        for heading in reversed(self._path):
            if heading.label:
                return f"appendix {heading.label}" if self._in_appendix() else heading.label
        return "appendix" if self._in_appendix() else None

    @property
    def schemes(self) -> tuple[str | None, ...]:
        """The schemes of the labels on the path."""
        return tuple(heading.scheme for heading in self._path)

    def _in_appendix(self) -> bool:
        return any(heading.appendix for heading in self._path)

    def enter(
        self,
        text: str,
        depth: int | None = None,
        label: Label | None = None,
        *,
        bullet: bool = False,
        counted: bool = False,
    ) -> Heading:
        """Go to the heading ``text``: up to the level of its scheme, then down into it.

        :param label: where it is known; else it is read from the text.
        """
        if bullet or starts_with_bullet(text):
            label = Label("bullet", "", 0)
        label = label or read_label(text, named=True)
        if label is not None:
            label = follow_on(label, [(above.scheme, above.label) for above in self._path])
        standing = is_standing_heading(text) or (label is not None and label.scheme in _APPENDIX_SCHEMES)
        attached = standing and text.lstrip().casefold().startswith(_APPENDIX_WORDS)
        heading = Heading(
            text=text,
            scheme=_level(label),
            label=(label.text or None) if label else None,
            depth=depth,
            appendix=attached,
            ordinal=label.ordinal if label else None,
            counted=counted,
            front=standing and not attached,
        )
        if standing and not self._same_scheme(heading):
            self._path.clear()
        elif heading.scheme is not None:
            self._leave_to_scheme(heading)
        else:
            self._leave_to_depth(depth, text)
        self._path.append(heading)
        return heading

    def rename(self, text: str) -> None:
        """The innermost heading goes on in another line."""
        self._path[-1] = replace(self._path[-1], text=text)

    def leave(self, label: Label, *, goes_on: bool) -> None:
        """Leave the heading of the same scheme: a paragraph numbered like a heading stands beside it, not under it.

        It stands under it where its number begins a list, or goes on from the paragraphs before that heading and not
        from it: paragraph 3, heading 1. Dikes, paragraph 4.

        :param goes_on: the number is the next after that of the last numbered paragraph.
        """
        scheme = _level(label)
        for i, above in enumerate(self._path):
            if above.scheme == scheme:
                if above.ordinal is None or not (label.ordinal == 1 or (goes_on and not above.counted)):
                    del self._path[i:]
                return
        if label.scheme != "number":
            self._leave_front(label, None)

    def _same_scheme(self, heading: Heading) -> bool:
        return heading.scheme is not None and any(h.scheme == heading.scheme for h in self._path)

    def _leave_to_scheme(self, heading: Heading) -> None:
        for i, above in enumerate(self._path):
            if above.scheme == heading.scheme:
                again = heading.ordinal == 1 and heading.rank == self._top and self._path[0].front
                del self._path[0 if again else i :]
                return
        self._leave_front(heading, heading.depth)
        for i, above in enumerate(self._path):
            if heading.rank is not None and heading.rank <= _PARTS and (above.rank or 0) > heading.rank:
                del self._path[i:]
                break
        # a first label of its kind goes below the headings it follows, except unlabelled ones as deep as itself
        while self._path and self._path[-1].scheme is None and self._not_above(self._path[-1], heading.depth):
            if self._path[-1].appendix:
                return
            self._path.pop()

    def _leave_front(self, part: Label | Heading, depth: int | None) -> None:
        """Leave 前言, or what else stands without a number before the first part of the report."""
        if not self._path or RANKS.get(part.scheme or "") != self._top or self._holds:
            return
        first = self._path[0]
        plain = first.scheme is None and first.depth is None and not first.appendix
        beside = first.front or (plain and (self._top or 0) <= _PARTS)
        if beside and not _deeper(depth, first.depth):
            self._path.clear()

    @staticmethod
    def _not_above(above: Heading, depth: int | None) -> bool:
        return above.depth is not None and depth is not None and above.depth >= depth

    def _leave_to_depth(self, depth: int | None, text: str) -> None:
        if depth is None:
            capitals = [above.scheme is None and above.text.isupper() for above in self._path]
            if text.isupper() and any(capitals):  # headings in capitals are of one level
                del self._path[capitals.index(True) :]
            while self._path and self._path[-1].scheme is None and self._path[-1].depth is None:
                if self._path[-1].appendix:
                    return
                self._path.pop()
            return
        while self._path and self._path[-1].depth is not None and self._not_above(self._path[-1], depth):
            if self._path[-1].appendix and self._path[-1].depth == depth:
                self._path.pop()
                return
            self._path.pop()


def _deeper(depth: int | None, than: int | None) -> bool:
    return depth is not None and than is not None and depth > than


def _level(label: Label | None) -> str | None:
    """Labels of one level: 1.1 and 1.2, but not 1.1.1."""
    if label is None:
        return None
    return f"decimal{label.text.count('.')}" if label.scheme == "decimal" else label.scheme
