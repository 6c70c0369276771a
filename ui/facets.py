"""What there is to filter by, counted over a whole snapshot; and questions that it can answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records import PASSAGE_TYPES, Document, EntityKind, Passage, PassageType
from ui.strings import Language

__all__ = ["Facets", "NamedCount", "count_facets", "example_questions"]

# The types a reader asks about, with the question; what a question asks for is counted before it is offered.
_QUESTIONS: dict[PassageType, tuple[str, str]] = {
    "achievement": ("{zh}取得了哪些进展？", "What progress has {en} made?"),
    "challenge": ("{zh}面临哪些困难和风险？", "What problems does {en} face?"),
    "commitment": ("{zh}下一步有哪些计划？", "What is {en} planning to do next?"),
    "deliverable": ("{zh}有哪些可交付成果？", "What deliverables are listed for {en}?"),
}
_SMALL = 2  # a name that fewer passages mention is no good example


@dataclass(frozen=True, slots=True)
class NamedCount:
    """A name with the number of passages that mention it."""

    name: str
    name_en: str | None
    kind: EntityKind
    passages: int

    def shown(self, language: Language) -> str:
        """The name in a language; Chinese where there is no English one."""
        return self.name_en if language == "en" and self.name_en else self.name


@dataclass(frozen=True, slots=True)
class Facets:
    """Counts of passages; headings are not counted, as a search does not return them.

    ``by_document`` is (document, type, passages); ``questions`` pairs of (Chinese, English).
    """

    passages: int
    types: tuple[tuple[PassageType, int], ...]
    documents: tuple[tuple[str, int], ...]
    by_document: tuple[tuple[str, PassageType, int], ...]
    names: tuple[NamedCount, ...]
    questions: tuple[tuple[str, str], ...]

    def named(self, *kinds: EntityKind) -> tuple[NamedCount, ...]:
        """Names of these kinds, most mentioned first."""
        return tuple(n for n in self.names if n.kind in kinds)


def count_facets(documents: Sequence[Document], passages: Iterable[Passage]) -> Facets:
    """Count types, documents and names; a passage counts once for each name that it mentions."""
    body = [p for p in passages if p.form != "heading"]
    by_document = Counter((p.document, p.type) for p in body)
    names: Counter[tuple[str, EntityKind]] = Counter()
    english: dict[tuple[str, EntityKind], str | None] = {}
    for passage in body:
        for mention in {(e.name, e.kind): e for e in passage.entities}.values():
            names[mention.name, mention.kind] += 1
            english[mention.name, mention.kind] = mention.name_en
    ranked = sorted(names.items(), key=lambda item: (-item[1], item[0]))
    types = Counter(p.type for p in body)
    per_document = Counter(p.document for p in body)
    return Facets(
        passages=len(body),
        types=tuple((t, types[t]) for t in PASSAGE_TYPES if types[t]),
        documents=tuple((d.id, per_document[d.id]) for d in documents),
        by_document=tuple(
            (d.id, t, by_document[d.id, t]) for d in documents for t in PASSAGE_TYPES if by_document[d.id, t]
        ),
        names=tuple(NamedCount(name, english[name, kind], kind, n) for (name, kind), n in ranked),
        questions=example_questions(body),
    )


def example_questions(passages: Sequence[Passage]) -> tuple[tuple[str, str], ...]:
    """Questions about the names that most passages of a type mention, each name and each type once.

    Made from this knowledge base alone, so that each has an answer in it.

    :returns: pairs of (Chinese, English).
    """
    found: list[tuple[str, str]] = []
    used: set[str] = set()
    for type_, (zh, en) in _QUESTIONS.items():
        counts: Counter[tuple[str, str]] = Counter()
        for passage in passages:
            if passage.type == type_:
                counts.update({(e.name, e.name_en or e.name) for e in passage.entities if _askable(e.kind)})
        ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        best = next((name for name, n in ranked if name[0] not in used and n >= _SMALL), None)
        if best is not None:
            used.add(best[0])
            found.append((zh.format(zh=best[0]), en.format(en=best[1])))
    return tuple(found)


def _askable(kind: EntityKind) -> bool:
    return kind in ("country", "corridor", "organisation")
