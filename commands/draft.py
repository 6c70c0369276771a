"""Prose that a language model writes, each sentence checked: ``draft``."""

from __future__ import annotations

import argparse

from commands.options import Add, filter_options, filters, model_of, print_json
from errors import UsageError
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    draft = add(
        "draft",
        _draft,
        "Let the language model at YIJU_LLM_URL write about a topic from cited passages, and check every sentence. "
        "Exit code 1: not all of it is supported.",
    )
    draft.add_argument("topic", nargs="*", metavar="TOPIC")
    filter_options(draft)


def _draft(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain_answers import prose_text
    from answer.prose import write_prose
    from index.store import KnowledgeBase

    if not options.topic:
        raise UsageError("nothing to write about; give a topic")
    model = model_of(settings)
    with KnowledgeBase.open(settings=settings) as kb:
        more = {"limit": options.limit} if options.limit else {}
        prose = write_prose(kb, " ".join(options.topic), model, filters(options), **more)
        if options.json:
            print_json(prose.to_dict())
        else:
            shown = {passage.id for passage in prose.passages}
            shown |= {e.passage for s in prose.sentences for c in s.claims for e in c.evidence}
            print(prose_text(prose, {id_: kb.passage(id_).citation for id_ in sorted(shown)}))
    return 0 if prose.vouched else 1
