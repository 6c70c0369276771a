"""Names in the language of the visitor, and questions that a knowledge base can answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from index.facets import FacetIndex, NamedCount
from records import EntityKind, Filters, PassageType
from ui.strings import Language

__all__ = ["example_questions", "most_named", "shown"]

# The types a reader asks about, with the question; what a question asks for is counted before it is offered.
_QUESTIONS: dict[PassageType, tuple[str, str]] = {
    "achievement": ("{zh}取得了哪些进展？", "What progress has {en} made?"),
    "challenge": ("{zh}面临哪些困难和风险？", "What problems does {en} face?"),
    "commitment": ("{zh}下一步有哪些计划？", "What is {en} planning to do next?"),
    "deliverable": ("{zh}有哪些可交付成果？", "What deliverables are listed for {en}?"),
}
_SMALL = 2  # a name that fewer passages mention is no good example
_ASKABLE: tuple[EntityKind, ...] = ("country", "corridor", "organisation")


def shown(named: NamedCount, language: Language) -> str:
    """The name in a language; Chinese where there is no English one."""
    return named.name_en if language == "en" and named.name_en else named.name


def most_named(index: FacetIndex) -> dict[PassageType, tuple[NamedCount, ...]]:
    """What passages of each type that people ask about name, the most mentioned first."""
    return {type_: _ranked(index.count(Filters(types=(type_,))).named(*_ASKABLE)) for type_ in _QUESTIONS}


def _ranked(named: Sequence[NamedCount]) -> tuple[NamedCount, ...]:
    return tuple(sorted(named, key=lambda n: (-n.passages, n.name)))


def example_questions(named: Mapping[PassageType, Sequence[NamedCount]]) -> tuple[tuple[str, str], ...]:
    """Questions about the names that most passages of a type mention, each name and each type once.

    Made from this knowledge base alone, so that each has an answer in it.

    :param named: by type, the most mentioned first.
    :returns: pairs of (Chinese, English).
    """
    found: list[tuple[str, str]] = []
    used: set[str] = set()
    for type_, (zh, en) in _QUESTIONS.items():
        best = next((n for n in named.get(type_, ()) if n.name not in used and n.passages >= _SMALL), None)
        if best is not None:
            used.add(best.name)
            found.append((zh.format(zh=best.name), en.format(en=best.name_en or best.name)))
    return tuple(found)
