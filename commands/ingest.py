"""Documents come in and go out: ``ingest``, ``remove``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from commands.options import Add, Progress, positive, print_json
from errors import UsageError
from settings import Settings

if TYPE_CHECKING:
    from index.build import Shard
    from ingest.report import FileReport

__all__ = ["register"]

_STATUSES = ("added", "replaced", "unchanged", "duplicate", "failed")


def register(add: Add) -> None:
    ingest = add("ingest", _ingest, "Read files or folders into the knowledge base (default: the shipped corpus).")
    ingest.add_argument("paths", nargs="*", metavar="PATH")
    ingest.add_argument("--password", metavar="TEXT", help="for encrypted PDF files")
    ingest.add_argument("--ocr", action="store_true", help="recognise pages without text (needs tesseract)")
    ingest.add_argument("--seconds", type=positive, metavar="N", help="what reading one file may take (default: 60)")
    ingest.add_argument(
        "--shard",
        type=_shard,
        metavar="I/N",
        help="read only the share of machine I of N; put together by `yiju import`",
    )
    remove = add("remove", _remove, "Take documents out of the knowledge base, everywhere.")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT")


def _ingest(options: argparse.Namespace, settings: Settings) -> int:
    from index.build import ingest

    seconds = options.seconds or settings.read_seconds
    settings = replace(settings, password=options.password, ocr=options.ocr, read_seconds=seconds)
    paths = [Path(path) for path in options.paths] or [settings.corpus]
    with Progress(options) as progress:
        result = ingest(paths, settings, progress, shard=options.shard)
    if options.json:
        print_json({"files": [report.to_dict() for report in result.reports]})
    elif not options.quiet:
        for report in result.reports:
            print(report.line, file=sys.stderr if report.error else sys.stdout)
            for line in report.details:
                print(f"  {line}")
        _total(result.reports)
        if not result.reports and options.shard is None:
            print("no files to read: only .txt, .md and the other known kinds are taken from folders")
    if options.json or options.quiet:
        for report in result.reports:
            if report.error:
                print(f"yiju: {report.error}", file=sys.stderr)
    nothing = not result.reports and options.shard is None  # a share may be empty
    return 1 if result.failures or nothing else 0


def _total(reports: Sequence[FileReport]) -> None:
    """One line on all files, where there are several, and what would help with pages that could not be read."""
    counts = Counter(report.status for report in reports)
    if len(reports) > 2:
        passages = sum(report.passages for report in reports if report.status in ("added", "replaced", "unchanged"))
        parts = ", ".join(f"{counts[status]} {status}" for status in _STATUSES if counts[status])
        print(f"{len(reports)} files: {parts}; {passages} passages")
    if any("text layer" in warning for report in reports for warning in report.warnings):
        print("pages without a usable text layer: try --ocr, or put a corrected .txt of the same name beside the PDF")
    if any("too long" in warning for report in reports for warning in report.warnings):
        print("pages left out for want of time: give more with --seconds")


def _shard(text: str) -> Shard:
    from index.build import Shard

    number, _, of = text.partition("/")
    try:
        return Shard(int(number), int(of))
    except (ValueError, UsageError) as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no share; write 1/4 for the first of four machines") from error


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    from index.build import remove

    remove(options.documents, settings)
    if options.json:
        print_json({"removed": options.documents})
    elif not options.quiet:
        print(f"removed: {', '.join(options.documents)}")
    return 0
