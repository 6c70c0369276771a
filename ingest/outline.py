"""The heading tree: which headings a passage stands under.

Levels come from the scheme of the printed label (I., A., 一、…), not from font or Markdown depth, which converters get
wrong. Headings without a label fall back to their depth.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.labels import Label, is_standing_heading, read_label, starts_with_bullet

__all__ = ["Heading", "Outline"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading on the path: its whole text, its label and the scheme of that label (``None``: unlabelled)."""

    text: str
    scheme: str | None
    label: str | None
    depth: int | None
    appendix: bool = False


class Outline:
    """The path of headings at the current place of a document."""

    def __init__(self) -> None:
        self._path: list[Heading] = []

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

    def _in_appendix(self) -> bool:
        return any(heading.appendix for heading in self._path)

    def enter(self, text: str, depth: int | None = None, *, bullet: bool = False) -> Heading:
        """Go to the heading ``text``: up to the level of its scheme, then down into it."""
        label = Label("bullet", "", 0) if bullet or starts_with_bullet(text) else read_label(text, named=True)
        standing = is_standing_heading(text) or (label is not None and label.scheme in _APPENDIX_SCHEMES)
        heading = Heading(
            text=text,
            scheme=label.scheme if label else None,
            label=(label.text or None) if label else None,
            depth=depth,
            appendix=standing and text.lstrip().startswith(_APPENDIX_WORDS),
        )
        if standing and not self._same_scheme(heading):
            self._path.clear()
        elif heading.scheme is not None:
            self._leave_to_scheme(heading)
        else:
            self._leave_to_depth(depth)
        self._path.append(heading)
        return heading

    def leave(self, scheme: str) -> None:
        """Leave the heading of ``scheme``: a paragraph numbered like a heading stands beside it, not under it."""
        for i, above in enumerate(self._path):
            if above.scheme == scheme:
                del self._path[i:]
                return

    def _same_scheme(self, heading: Heading) -> bool:
        return heading.scheme is not None and any(h.scheme == heading.scheme for h in self._path)

    def _leave_to_scheme(self, heading: Heading) -> None:
        for i, above in enumerate(self._path):
            if above.scheme == heading.scheme:
                del self._path[i:]
                return
        # a first label of its kind goes below the headings it follows, except unlabelled ones as deep as itself
        while self._path and self._path[-1].scheme is None and self._not_above(self._path[-1], heading.depth):
            if self._path[-1].appendix:
                return
            self._path.pop()

    @staticmethod
    def _not_above(above: Heading, depth: int | None) -> bool:
        return above.depth is not None and depth is not None and above.depth >= depth

    def _leave_to_depth(self, depth: int | None) -> None:
        if depth is None:
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


_APPENDIX_WORDS = ("附录", "附件", "附表", "Appendi", "Annex", "APPENDI", "ANNEX")
_APPENDIX_SCHEMES = frozenset({"named:附录", "named:附件", "named:Annex", "named:Appendix"})
