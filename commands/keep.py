"""The knowledge base is kept whole: ``rebuild``, ``doctor``."""

from __future__ import annotations

import argparse

from commands.options import Add, Progress, print_json
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    rebuild = add(
        "rebuild",
        _rebuild,
        "Find the facts of the stored passages again and build all indexes, with the model of YIJU_MODEL.",
    )
    rebuild.add_argument("--embed-only", action="store_true", help="keep types, dates and names as they are")
    doctor = add("doctor", _doctor, "Check the knowledge base. Exit code 1: something is wrong.")
    doctor.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt")


def _rebuild(options: argparse.Namespace, settings: Settings) -> int:
    from index.build import rebuild

    with Progress(options) as progress:
        manifest = rebuild(settings, progress, embed_only=options.embed_only)
    if manifest and not options.quiet:
        print(f"rebuilt: snapshot {manifest.snapshot}, {manifest.passages} passages, model {manifest.model}")
    return 0


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import finding_line
    from index.doctor import examine

    findings = examine(settings.kb, settings)
    done: tuple[str, ...] = ()
    if options.repair and not all(finding.ok for finding in findings):
        from index.repair import repair

        done, findings = repair(settings.kb, settings, findings)
    if options.json:
        print_json({"findings": [finding.to_dict() for finding in findings], "repaired": list(done)})
    else:
        for line in done:
            print(f"+ {line}")
        for finding in findings:
            print(finding_line(finding))
    if not findings[0].ok:
        return 3
    return 0 if all(f.ok for f in findings) else 1
