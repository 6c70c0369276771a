"""Questions, drafts and disagreements: ``ask``, ``check``, ``conflicts``."""

from __future__ import annotations

import argparse
from pathlib import Path

from commands.options import Add, batch_lines, filter_options, filters, print_json
from errors import UsageError
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    ask = add("ask", _ask, "Answer a question with the passage that says so. Exit code 1: not found.")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--batch", metavar="FILE", help="one question a line in, one JSON object a line out; - is stdin")
    filter_options(ask)
    check = add("check", _check, "Check a text or a draft claim by claim. Exit code 1: not all of it is supported.")
    check.add_argument("text", nargs="*", metavar="TEXT")
    check.add_argument("--file", metavar="DRAFT", help="a draft to check: .txt, .md or .docx")
    check.add_argument("--batch", metavar="FILE", help="one text a line in, one JSON object a line out; - is stdin")
    filter_options(check)
    filter_options(add("conflicts", _conflicts, "List statements that disagree. Exit code 1: there are some."))


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from answer.ask import ask
    from answer.plain_answers import answer_text
    from index.store import KnowledgeBase

    wanted = filters(options)
    with KnowledgeBase.open(settings=settings) as kb:
        if options.batch:
            for line in batch_lines(options.batch):
                print_json(ask(kb, line, wanted, options.limit or 3).to_dict())
            return 0
        if not options.question:
            raise UsageError("nothing is asked; give a question, or --batch FILE with one question a line")
        response = ask(kb, " ".join(options.question), wanted, options.limit or 3)
        if options.json:
            print_json(response.to_dict())
        else:
            cited = {id_ for answer in response.answers for id_ in answer.citations}
            print(answer_text(response, {id_: kb.passage(id_).citation for id_ in cited}))
    return 0 if response.answered else 1


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from answer.check import check
    from answer.drafts import read_draft
    from answer.plain_answers import check_text
    from index.store import KnowledgeBase

    wanted = filters(options)
    with KnowledgeBase.open(settings=settings) as kb:
        if options.batch:
            for line in batch_lines(options.batch):
                print_json(check(kb, line, wanted).to_dict())
            return 0
        if not options.text and not options.file:
            raise UsageError("nothing to check; give a text, --file DRAFT, or --batch FILE with one text a line")
        response = check(kb, read_draft(Path(options.file)) if options.file else " ".join(options.text), wanted)
        if options.json:
            print_json(response.to_dict())
        else:
            cited = {item.passage for claim in response.claims for item in claim.evidence}
            print(check_text(response, {id_: kb.passage(id_).citation for id_ in cited}))
    return 0 if all(claim.verdict == "supported" for claim in response.claims) else 1


def _conflicts(options: argparse.Namespace, settings: Settings) -> int:
    from answer.conflicts import find_conflicts
    from answer.plain_answers import conflict_text
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        found = find_conflicts(kb, filters(options))
        found = found[: options.limit] if options.limit else found
        if options.json:
            print_json({"conflicts": [conflict.to_dict() for conflict in found]})
        else:
            cited = {side.passage for conflict in found for side in (conflict.a, conflict.b)}
            citations = {id_: kb.passage(id_).citation for id_ in cited}
            shown = "\n\n".join(conflict_text(conflict, citations) for conflict in found)
            print(shown or "没有发现互相矛盾的说法。No conflict found.")
    return 1 if found else 0
