"""What is in the knowledge base: ``documents``, ``passages``, ``show``."""

from __future__ import annotations

import argparse

from commands.options import Add, filter_options, filters, print_json
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    add("documents", _documents, "List what is in the knowledge base.")
    filter_options(add("passages", _passages, "List every passage, in reading order."))
    show = add("show", _show, "Show one passage with its context, footnotes and source.")
    show.add_argument("passage", metavar="PASSAGE")


def _documents(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import document_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        documents = kb.documents()
    if options.json:
        print_json({"documents": [document.to_dict() for document in documents]})
    else:
        for document in documents:
            print(document_line(document))
    return 0


def _passages(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import passage_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        passages = list(kb.select(filters(options)))
    passages = passages[: options.limit] if options.limit else passages
    if options.json:
        print_json({"passages": [passage.to_dict() for passage in passages]})
    else:
        for passage in passages:
            print(passage_line(passage))
    return 0


def _show(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import passage_block
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        passage = kb.passage(options.passage)
        document = kb.document(passage.document)
        context = kb.context(passage)
        notes = [kb.passage(id_) for id_ in (*passage.footnotes, *passage.cited_by)]
    if options.json:
        source = {"file": document.file, "sha256": document.sha256, "page": passage.page}
        around = [near.to_dict() for near in context if near.id != passage.id]
        linked = [note.to_dict() for note in notes]
        print_json({"passage": passage.to_dict(), "context": around, "footnotes": linked, "source": source})
    else:
        print(passage_block(passage, context, notes))
        print(f"来源: {document.file}" + (f" 第{passage.page}页" if passage.page else ""))
    return 0
