"""Names and abbreviations: ``entities``, ``terms``."""

from __future__ import annotations

import argparse

from commands.options import Add, positive, print_json
from records import ENTITY_KINDS
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    entities = add(
        "entities", _entities, "List countries, organisations, programmes and other names with their aliases."
    )
    entities.add_argument("--kind", choices=ENTITY_KINDS, metavar="KIND", help=", ".join(ENTITY_KINDS))
    entities.add_argument("-n", "--limit", type=positive, metavar="N", help="at most N results")
    terms = add("terms", _terms, "List abbreviations with their Chinese and English expansions.")
    terms.add_argument("-n", "--limit", type=positive, metavar="N", help="at most N results")


def _entities(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import entity_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        entities = kb.entities(options.kind)
    entities = entities[: options.limit] if options.limit else entities
    if options.json:
        print_json({"entities": [entity.to_dict() for entity in entities]})
    else:
        for entity in entities:
            print(entity_line(entity))
    return 0


def _terms(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import term_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        terms = kb.terms()
    terms = terms[: options.limit] if options.limit else terms
    if options.json:
        print_json({"terms": [term.to_dict() for term in terms]})
    else:
        for term in terms:
            print(term_line(term))
    return 0
