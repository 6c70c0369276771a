"""The command ``yiju``: each sub-command calls the function that the app calls, and prints what it returns."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from errors import YijuError
from settings import VERSION, Settings

__all__ = ["main"]

# The modules of commands/ with their commands, in the order of --help. Only the one that is asked for is imported.
_FAMILIES = {
    "ingest": ("ingest", "remove"),
    "documents": ("documents", "passages", "show"),
    "search": ("search",),
    "answers": ("ask", "check", "conflicts"),
    "names": ("entities", "terms"),
    "commitments": ("commitments",),
    "brief": ("brief",),
    "draft": ("draft",),
    "keep": ("rebuild", "doctor"),
    "transfer": ("export", "import"),
    "measure": ("eval",),
    "bench": ("bench",),
    "app": ("app",),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    :returns: exit code: 0 done, 1 findings or nothing found, 2 usage, 3 the knowledge base or model is the problem.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    # before numpy is imported: many users share few cores, and a query on several threads slows the others down
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    given = sys.argv[1:] if arguments is None else arguments
    options = _parser(given[0] if given else "").parse_args(given)
    try:
        settings = replace(Settings.from_environment(), gives_way=arguments is None)  # a process of its own
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


def _parser(wanted: str = "") -> argparse.ArgumentParser:
    """The parser of a command and those beside it in its module; of all commands, where none of them is wanted."""
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

    chosen = [family for family, names in _FAMILIES.items() if wanted in names] or list(_FAMILIES)
    for family in chosen:
        import_module(f"commands.{family}").register(add)
    return parser


if __name__ == "__main__":
    sys.exit(main())
