"""Questions, drafts and disagreements: ``ask``, ``check``, ``conflicts``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from commands.options import Add, batch_lines, filter_options, filters, model_of, print_json
from errors import UsageError
from settings import Settings

if TYPE_CHECKING:
    from answer.dismissals import Sorted
    from answer.language_model import LanguageModel
    from answer.records import AskResponse, Conflict
    from index.store import KnowledgeBase

__all__ = ["register"]


def register(add: Add) -> None:
    ask = add("ask", _ask, "Answer a question with the passage that says so. Exit code 1: not found.")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--batch", metavar="FILE", help="one question a line in, one JSON object a line out; - is stdin")
    ask.add_argument("--rephrase", action="store_true", help="where nothing is found, let YIJU_LLM_URL reword it")
    filter_options(ask)
    check = add("check", _check, "Check a text or a draft claim by claim. Exit code 1: not all of it is supported.")
    check.add_argument("text", nargs="*", metavar="TEXT")
    check.add_argument("--file", metavar="DRAFT", help="a draft to check: .txt, .md or .docx")
    check.add_argument("--batch", metavar="FILE", help="one text a line in, one JSON object a line out; - is stdin")
    filter_options(check)
    conflicts = add("conflicts", _conflicts, "List statements that disagree. Exit code 1: there are some.")
    conflicts.add_argument("--dismiss", metavar="ID", help="set a conflict aside; see --reason")
    conflicts.add_argument("--reason", metavar="TEXT", default="", help="why the two do not disagree")
    conflicts.add_argument("--by", metavar="NAME", default="", help="who says so")
    conflicts.add_argument("--restore", metavar="ID", help="list a conflict again that was set aside")
    conflicts.add_argument("--dismissed", action="store_true", help="list what was set aside instead")
    filter_options(conflicts)


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain_answers import answer_text
    from index.store import KnowledgeBase

    model = model_of(settings) if options.rephrase else None
    with KnowledgeBase.open(settings=settings) as kb:
        if options.batch:
            for line in batch_lines(options.batch):
                print_json(_answered(kb, line, model, options).to_dict())
            return 0
        if not options.question:
            raise UsageError("nothing is asked; give a question, or --batch FILE with one question a line")
        response = _answered(kb, " ".join(options.question), model, options)
        if options.json:
            print_json(response.to_dict())
        else:
            cited = {id_ for answer in response.answers for id_ in answer.citations}
            print(answer_text(response, {id_: kb.passage(id_).citation for id_ in cited}))
    return 0 if response.answered else 1


def _answered(
    kb: KnowledgeBase, question: str, model: LanguageModel | None, options: argparse.Namespace
) -> AskResponse:
    from answer.ask import ask
    from answer.rephrase import ask_in_other_words

    wanted, limit = filters(options), options.limit or 3
    if model is None:
        return ask(kb, question, wanted, limit)
    return ask_in_other_words(kb, question, model, wanted, limit)


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
    from answer.dismissals import restore, sort_dismissed
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        if options.restore:
            restore(kb, options.restore)
        found = find_conflicts(kb, filters(options))
        if options.dismiss:
            _dismiss(options, kb, found)
        sorted_ = sort_dismissed(kb, found)
        listed = tuple(conflict for conflict, _ in sorted_.dismissed) if options.dismissed else sorted_.open
        listed = listed[: options.limit] if options.limit else listed
        if options.json:
            print_json({"conflicts": [conflict.to_dict() for conflict in listed]})
        else:
            _print_conflicts(options, kb, listed, sorted_)
    return 1 if listed else 0


def _dismiss(options: argparse.Namespace, kb: KnowledgeBase, found: Sequence[Conflict]) -> None:
    from answer.dismissals import dismiss

    conflict = next((c for c in found if c.id == options.dismiss), None)
    if conflict is None:
        raise UsageError(f"no conflict {options.dismiss!r}; `yiju conflicts` shows the ids")
    dismiss(kb, conflict, options.reason, options.by, date.today().isoformat())


def _print_conflicts(
    options: argparse.Namespace, kb: KnowledgeBase, listed: Sequence[Conflict], sorted_: Sorted
) -> None:
    from answer.plain_answers import conflict_text

    said = dict(sorted_.reopened) | {conflict.id: dismissal for conflict, dismissal in sorted_.dismissed}
    for conflict in listed:
        citations = {side.passage: kb.passage(side.passage).citation for side in (conflict.a, conflict.b)}
        reopened = conflict.id in sorted_.reopened
        print(conflict_text(conflict, citations, said.get(conflict.id), reopened=reopened), end="\n\n")
    if not listed:
        print("没有发现互相矛盾的说法。No conflict found.")
    if sorted_.dismissed and not options.dismissed and not options.quiet:
        print(f"另有 {len(sorted_.dismissed)} 处已搁置（--dismissed 列出）。")
