"""Cited notes, and drafts checked against their sources: ``brief``."""

from __future__ import annotations

import argparse

from commands.options import Add, batch_lines, filter_options, filters, print_json, write
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    brief = add("brief", _brief, "A cited briefing note on a topic. With --verify, exit code 1: a draft does not hold.")
    brief.add_argument("topic", nargs="*", metavar="TOPIC", help="words, a country, a sector, or a period")
    brief.add_argument(
        "--passage", action="append", default=[], metavar="ID", help="these passages, in this order; TOPIC is the title"
    )
    brief.add_argument("--passages", metavar="FILE", help="the same from a file, one id a line; - reads stdin")
    brief.add_argument("--output", metavar="FILE", help="write .docx or .md; with --verify, the marked-up copy")
    brief.add_argument("--style", choices=("address", "gbt7714", "bibtex"), default="address", help="of citations")
    brief.add_argument("--verify", metavar="FILE", help="check the quotations, numbers, dates and names of a draft")
    filter_options(brief)


def _brief(options: argparse.Namespace, settings: Settings) -> int:
    from answer.brief import make_brief
    from answer.brief_markdown import brief_markdown
    from answer.brief_write import brief_bytes
    from index.store import KnowledgeBase

    if options.verify:
        return _verify(options, settings)
    listed = batch_lines(options.passages) if options.passages else []
    chosen = [*options.passage, *(line.split()[0] for line in listed)]
    with KnowledgeBase.open(settings=settings) as kb:
        brief = make_brief(kb, " ".join(options.topic), filters(options), basket=chosen)
    if options.output:
        write(options.output, brief_bytes(brief, options.output, options.style))
    if options.json:
        print_json(brief.to_dict())
    elif not options.output:
        print(brief_markdown(brief, options.style), end="")
    return 0


def _verify(options: argparse.Namespace, settings: Settings) -> int:
    from answer.brief_draft import marked_copy, read_draft
    from answer.brief_report import marks, report_text
    from answer.brief_verify import verify
    from index.store import KnowledgeBase

    draft = read_draft(options.verify)
    with KnowledgeBase.open(settings=settings) as kb:
        result = verify(kb, draft)
    if options.output:
        write(options.output, marked_copy(options.verify, options.output, marks(result)))
    if options.json:
        print_json(result.to_dict())
    else:
        print(report_text(result))
    return 1 if result.faults else 0
