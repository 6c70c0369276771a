"""Ranked passages: ``search``."""

from __future__ import annotations

import argparse
import sys

from commands.options import Add, batch_lines, filter_options, filters, print_json
from errors import UsageError
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    search = add("search", _search, "Rank the passages that a query is about. Exit code 1: nothing found.")
    search.add_argument("query", nargs="*", metavar="QUERY")
    search.add_argument("--batch", metavar="FILE", help="one query a line in, one JSON object a line out; - is stdin")
    filter_options(search)


def _search(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import search_text
    from index.store import KnowledgeBase

    wanted = filters(options)
    limit = options.limit or 10
    with KnowledgeBase.open(settings=settings) as kb:
        if options.batch:
            for line in batch_lines(options.batch):
                print_json(kb.search(line, wanted, limit).to_dict())
            return 0
        if not options.query:
            raise UsageError("nothing to search for; give a query, or --batch FILE with one query a line")
        response = kb.search(" ".join(options.query), wanted, limit)
    if options.json:
        print_json(response.to_dict())
    else:
        print(search_text(response, colour=sys.stdout.isatty()))
    return 0 if response.results else 1
