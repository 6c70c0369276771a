"""What several commands share: options, how they are read, and how results are printed."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errors import UsageError
from records import PASSAGE_TYPES, Filters
from settings import Settings

if TYPE_CHECKING:
    from answer.language_model import LanguageModel

__all__ = [
    "Add",
    "Progress",
    "batch_lines",
    "edge",
    "filter_options",
    "filters",
    "model_of",
    "positive",
    "print_json",
    "quantity",
    "write",
]

Add = Callable[[str, Callable[[argparse.Namespace, Settings], int], str], argparse.ArgumentParser]
"""Adds a command: its name, the function that runs it and returns the exit code, and its help."""


def filter_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("-n", "--limit", type=positive, metavar="N", help="at most N results")
    command.add_argument("--type", action="append", choices=PASSAGE_TYPES, default=[], metavar="TYPE")
    command.add_argument("--document", action="append", default=[], metavar="ID")
    command.add_argument("--country", action="append", default=[], metavar="NAME", help="in Chinese or English")
    command.add_argument("--entity", action="append", default=[], metavar="NAME")
    command.add_argument("--term", action="append", default=[], metavar="TERM", help="an abbreviation or what it means")
    command.add_argument("--unit", action="append", default=[], metavar="UNIT", help="USD, percent, km, count …")
    command.add_argument("--amount-from", type=quantity, metavar="N", help="an amount of at least N: 2000000, 200万")
    command.add_argument("--amount-to", type=quantity, metavar="N", help="an amount of at most N")
    command.add_argument("--since", metavar="DATE", help="a date in the text on or after: 2021, 2021-09, 2021年9月")
    command.add_argument("--until", metavar="DATE", help="a date in the text on or before")
    command.add_argument("--issued-since", metavar="DATE", help="date of the document on or after")
    command.add_argument("--issued-until", metavar="DATE", help="date of the document on or before")


def filters(options: argparse.Namespace) -> Filters:
    return Filters(
        documents=tuple(options.document),
        types=tuple(options.type),
        countries=tuple(options.country),
        entities=tuple(options.entity),
        since=edge(options.since, "start"),
        until=edge(options.until, "end"),
        issued_since=edge(options.issued_since, "start"),
        issued_until=edge(options.issued_until, "end"),
        terms=tuple(options.term),
        units=tuple(options.unit),
        amount_from=options.amount_from,
        amount_to=options.amount_to,
    )


def model_of(settings: Settings) -> LanguageModel:
    """The language model that is set.

    :raises UsageError: none is.
    """
    from answer.language_model import LanguageModel

    model = LanguageModel.from_settings(settings)
    if model is None:
        text = "no language model is set; name an OpenAI-compatible endpoint, as YIJU_LLM_URL=http://localhost:8000/v1"
        raise UsageError(f"{text} (nothing else needs one)")
    return model


def edge(text: str | None, side: str) -> date | None:
    """The first or last day of a date as a user types it."""
    if text is None:
        return None
    from ingest.dates import parse_date_argument

    try:
        period = parse_date_argument(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date; write 2021, 2021-09, 2021-09-30 or 2021年9月") from error
    return period.start if side == "start" else period.end


def quantity(text: str) -> float:
    """A bound as people type it: 2000000, 2,000,000, 200万, 1.5亿, 12.5."""
    from ingest.numerals import parse_multiplier, parse_number

    plain = text.strip()
    scale = re.search(r"[十百千万亿兆]+$", plain)
    number = parse_number(plain[: scale.start()] if scale else plain)
    if number is None:
        raise argparse.ArgumentTypeError(f"{text} is not a number; write 2000000, 200万 or 1.5亿")
    return float(number * parse_multiplier(scale.group() if scale else ""))


def positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return value


def batch_lines(name: str) -> list[str]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{name}: cannot be read ({error}); --batch wants a UTF-8 file with one query a line"
        ) from error
    return [line for line in text.splitlines() if line.strip()]


def write(name: str, data: bytes) -> None:
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise UsageError(f"{name}: cannot be written ({error.strerror or error})") from error


def print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False))


class Progress:
    """A progress bar on a terminal, silence elsewhere."""

    def __init__(self, options: argparse.Namespace) -> None:
        self.shown = sys.stderr.isatty() and not options.quiet
        self.bar: Any = None
        self.stage = ""

    def __enter__(self) -> Callable[[str, int, int, str], None]:
        return self.tell

    def __exit__(self, *rest: object) -> None:
        if self.bar is not None:
            self.bar.close()

    def tell(self, stage: str, done: int, total: int, name: str) -> None:
        if not self.shown:
            return
        if stage != self.stage:
            from tqdm import tqdm

            if self.bar is not None:
                self.bar.close()
            self.bar, self.stage = (
                tqdm(total=total, desc={"read": "读取", "embed": "建立索引"}[stage], leave=False),
                stage,
            )
        self.bar.set_postfix_str(name)
        self.bar.update(done - self.bar.n)
