"""The command ``yiju``: each sub-command calls the function that the app calls, and prints what it returns."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from commands import (
    answers,
    app,
    bench,
    brief,
    commitments,
    documents,
    draft,
    ingest,
    keep,
    measure,
    names,
    search,
    transfer,
)
from errors import YijuError
from settings import VERSION, Settings

__all__ = ["main"]

_FAMILIES = (
    ingest,
    documents,
    search,
    answers,
    names,
    commitments,
    brief,
    draft,
    keep,
    transfer,
    measure,
    bench,
    app,
)  # the order of --help


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    :returns: exit code: 0 done, 1 findings or nothing found, 2 usage, 3 the knowledge base or model is the problem.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    try:
        settings = Settings.from_environment()
        if options.kb:
            settings = replace(settings, kb=Path(options.kb))
        code: int = options.run(options, settings)
        sys.stdout.flush()
        return code
    except YijuError as error:
        print(f"yiju: {error}", file=sys.stderr)
        return error.exit_code
    except BrokenPipeError:  # `yiju passages | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("yiju: stopped; what was read so far is kept, run the command again to go on", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="yiju",
        description="Yiju 依据: search Chinese institutional reports and get the cited paragraph.",
    )
    parser.add_argument("--version", action="version", version=f"yiju {VERSION}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    def add(name: str, run: Callable[[argparse.Namespace, Settings], int], text: str) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=text, description=text)
        command.set_defaults(run=run)
        command.add_argument("--kb", metavar="DIR", help="folder of the knowledge base (default: YIJU_HOME or ./data)")
        command.add_argument("--json", action="store_true", help="print JSON and nothing else")
        command.add_argument("--quiet", action="store_true", help="print only what was asked for, and errors")
        return command

    for family in _FAMILIES:
        family.register(add)
    return parser


if __name__ == "__main__":
    sys.exit(main())
