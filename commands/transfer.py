"""A knowledge base as one file: ``export``, ``import``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from commands.options import Add, Progress, print_json
from settings import Settings

__all__ = ["register"]


def register(add: Add) -> None:
    export = add("export", _export, "Write the whole knowledge base to one file, with names and reviews.")
    export.add_argument("file", metavar="FILE", help="a .zip; an earlier export there is replaced")
    bring = add("import", _import, "Read exported knowledge bases; every byte is checked first.")
    bring.add_argument("files", nargs="+", metavar="FILE")
    bring.add_argument("--merge", action="store_true", help="add them to the knowledge base that is there")


def _export(options: argparse.Namespace, settings: Settings) -> int:
    from index.archive import export_kb

    target = Path(options.file)
    manifest = export_kb(settings.kb, target)
    size = target.stat().st_size
    if options.json:
        print_json({"file": str(target), "bytes": size, **manifest.to_dict()})
    elif not options.quiet:
        print(
            f"exported: {target}, {size / 2**20:.1f} MB: snapshot {manifest.snapshot}, {manifest.documents} documents, "
            f"{manifest.passages} passages, {len(manifest.files) - 1} other files"
        )
    return 0


def _import(options: argparse.Namespace, settings: Settings) -> int:
    from answer.imported import merge_kept
    from index.build import bring_in

    with Progress(options) as progress:
        result = bring_in([Path(file) for file in options.files], settings, progress, merge=options.merge)
    notes = merge_kept(settings.kb, result.kept)
    if options.json:
        print_json({"files": [report.to_dict() for report in result.reports], "notes": list(notes)})
    elif not options.quiet:
        for report in result.reports:
            print(report.line)
        for note in notes:
            print(f"  ! {note}")
        if result.manifest:
            print(f"imported: snapshot {result.manifest.snapshot}, {result.manifest.documents} documents")
    if options.quiet:
        for note in notes:
            print(f"yiju: {note}", file=sys.stderr)
    return 0
