"""How good it is, in numbers: ``eval``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from commands.options import Add, print_json
from settings import Settings

if TYPE_CHECKING:
    from eval.report import Dated

__all__ = ["register"]


def register(add: Add) -> None:
    judge = add("eval", _eval, "Measure the search, how facts are read, the readers, or what hazardous files cost.")
    judge.add_argument("what", nargs="?", choices=["retrieval", "facts", "readers", "limits"], default="retrieval")
    judge.add_argument("--split", choices=["dev", "report"], default="dev", help="nobody tunes on report")
    judge.add_argument(
        "--set",
        action="append",
        default=[],
        choices=["own", "blind", "reworded"],
        help="our own queries, those of somebody who had seen the documents only, or hard ones in other words, which "
        "only dev has; all if not given",
    )
    judge.add_argument(
        "--model", action="append", default=[], metavar="NAME", help="a model to compare; repeat for several"
    )
    judge.add_argument("--ablation", action="store_true", help="also without each part of the search")
    judge.add_argument("--public", metavar="DIR", help="also the public sets in this folder")
    judge.add_argument("--labels", metavar="DIR", help="facts: other labels, in the folders of eval/labels/blind")
    judge.add_argument("--files", metavar="DIR", help="readers: also time the PDF files in this folder")
    judge.add_argument("--save", action="store_true", help="write the numbers to eval/results")


def _eval(options: argparse.Namespace, settings: Settings) -> int:
    if options.what == "facts":
        return _facts(options)
    if options.what == "readers":
        return _readers(options)
    if options.what == "limits":
        return _limits(options, settings)
    from eval.report import evaluate, result_text
    from eval.retrieval import CASE_SETS

    public = Path(options.public) if options.public else None
    sets = options.set or tuple(CASE_SETS)
    results = evaluate(settings, options.split, options.model, sets, ablation=options.ablation, public=public)
    return _told(results, result_text(results), options)


def _facts(options: argparse.Namespace) -> int:
    from eval.blind_cases import BLIND
    from eval.facts_blind import blind_scores, score_text

    scores = blind_scores(options.split, Path(options.labels) if options.labels else BLIND)
    if options.json:
        print_json(scores.to_dict())
    else:
        print(score_text(scores))
        if options.split == "dev" and not options.quiet:
            print("\n".join(["", *scores.faults]))
    return 0


def _readers(options: argparse.Namespace) -> int:
    from eval.readers import evaluate_readers

    files = sorted(Path(options.files).rglob("*.pdf")) if options.files else []
    results = evaluate_readers(files)
    return _told(results, results.text(), options, "readers")


def _limits(options: argparse.Namespace, settings: Settings) -> int:
    from eval.hazards import evaluate_limits

    results = evaluate_limits(settings)
    return _told(results, results.text(), options, "limits")


def _told(results: Dated, text: str, options: argparse.Namespace, kind: str = "") -> int:
    """Show results, and save them where that is asked for."""
    if options.json:
        print_json(results.to_dict())
    else:
        print(text)
    if options.save:
        from eval.report import save

        print(f"saved: {save(results, kind=kind)}", file=sys.stderr)
    return 0
