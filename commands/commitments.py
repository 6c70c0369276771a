"""The register of commitments and its review sheets: ``commitments``."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING

from commands.options import Add, edge, positive, print_json, write
from settings import Settings

if TYPE_CHECKING:
    from index.store import KnowledgeBase

__all__ = ["register"]


def register(add: Add) -> None:
    _commitment_options(add("commitments", _commitments, "The register of commitments. Exit code 1: none found."))


def _commitment_options(command: argparse.ArgumentParser) -> None:
    from answer.commitment_records import COMMITMENT_KINDS, COMMITMENT_STATUSES

    command.add_argument("-n", "--limit", type=positive, metavar="N", help="at most N results")
    command.add_argument("--document", action="append", default=[], metavar="ID")
    command.add_argument("--country", action="append", default=[], metavar="NAME", help="in Chinese or English")
    command.add_argument("--entity", action="append", default=[], metavar="NAME", help="who acts, or what it is about")
    command.add_argument("--sector", action="append", default=[], metavar="NAME", help="as `yiju documents` gives it")
    kinds, statuses = ", ".join(COMMITMENT_KINDS), ", ".join(COMMITMENT_STATUSES)
    command.add_argument("--kind", action="append", choices=COMMITMENT_KINDS, default=[], metavar="KIND", help=kinds)
    command.add_argument(
        "--status", action="append", choices=COMMITMENT_STATUSES, default=[], metavar="STATUS", help=statuses
    )
    command.add_argument("--due-since", metavar="DATE", help="due on or after: 2022, 2022-12, 2022年第三季度")
    command.add_argument("--due-until", metavar="DATE", help="due on or before")
    command.add_argument("--overdue-at", metavar="DATE", help="due before that day and not reported as done")
    command.add_argument("--csv", metavar="FILE", help="write all rows as CSV (UTF-8 with BOM)")
    command.add_argument("--xlsx", metavar="FILE", help="write all rows as a workbook")
    command.add_argument("--timeline", metavar="FILE", help="draw all rows that have a due date (.svg)")
    command.add_argument("--review-out", metavar="FILE", help="write a review sheet (.csv, .xlsx) to fill in")
    command.add_argument("--review-in", metavar="FILE", help="store a review sheet that was filled in")
    command.add_argument("--scale", choices=("ogp", "g20"), default="ogp", help="of the review sheet")


def _commitments(options: argparse.Namespace, settings: Settings) -> int:
    from answer.commitment_records import CommitmentFilter
    from answer.commitments import register
    from answer.export_commitments import commitment_block, register_csv, register_xlsx
    from answer.timeline_svg import timeline_svg
    from index.store import KnowledgeBase

    wanted = CommitmentFilter(
        documents=tuple(options.document),
        countries=tuple(options.country),
        entities=tuple(options.entity),
        sectors=tuple(options.sector),
        kinds=tuple(options.kind),
        statuses=tuple(options.status),
        due_since=edge(options.due_since, "start"),
        due_until=edge(options.due_until, "end"),
        overdue_at=edge(options.overdue_at, "start"),
    )
    with KnowledgeBase.open(settings=settings) as kb:
        if options.review_in:
            return _take_reviews(kb, options)
        items = register(kb, wanted)
        if options.review_out:
            from answer.export_reviews import review_sheet
            from answer.reviews import load_reviews

            reviews = load_reviews(kb.layout.root)
            write(options.review_out, review_sheet(kb, items, reviews, options.review_out, options.scale))
    drawn = partial(timeline_svg, day=wanted.overdue_at)
    for name, written in ((options.csv, register_csv), (options.xlsx, register_xlsx), (options.timeline, drawn)):
        if name:
            write(name, written(items))
    items = items[: options.limit] if options.limit else items
    if options.json:
        print_json({"commitments": [item.to_dict() for item in items]})
    elif not (options.csv or options.xlsx or options.timeline or options.review_out):
        print("\n\n".join(commitment_block(item) for item in items) or "没有符合条件的承诺。No commitment found.")
    return 0 if items else 1


def _take_reviews(kb: KnowledgeBase, options: argparse.Namespace) -> int:
    from answer.export_reviews import read_sheet
    from answer.reviews import store_reviews

    taken = read_sheet(kb, options.review_in)
    store_reviews(kb.layout.root, taken)
    if options.json:
        print_json({"reviews": len(taken)})
    elif not options.quiet:
        print(f"{len(taken)} reviews stored in {kb.layout.root / 'reviews.json'}")
    return 0
