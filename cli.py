"""The command ``yiju``: each sub-command calls the function that the app calls, and prints what it returns."""

from __future__ import annotations

import argparse
import json
import os
import socket
import sys
import threading
import time
import webbrowser
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from errors import UsageError, YijuError
from records import ENTITY_KINDS, PASSAGE_TYPES, Filters
from settings import PROJECT, VERSION, Settings

if TYPE_CHECKING:
    from index.store import KnowledgeBase

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    :returns: exit code: 0 done, 1 findings or nothing found, 2 usage, 3 the knowledge base or model is the problem.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    options = _parser().parse_args(arguments)
    settings = Settings.from_environment()
    if options.kb:
        settings = replace(settings, kb=Path(options.kb))
    try:
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


# -- commands ---------------------------------------------------------------------------------------------------


def _ingest(options: argparse.Namespace, settings: Settings) -> int:
    from index.build import ingest

    settings = replace(settings, password=options.password, ocr=options.ocr)
    paths = [Path(path) for path in options.paths] or [settings.corpus]
    with _Progress(options) as progress:
        result = ingest(paths, settings, progress)
    if options.json:
        _print_json({"files": [report.to_dict() for report in result.reports]})
    elif not options.quiet:
        for report in result.reports:
            print(report.line, file=sys.stderr if report.error else sys.stdout)
            for warning in report.warnings if report.status in ("added", "replaced") else ():
                print(f"  ! {warning}")
        if not result.reports:
            print("no files to read: only .txt, .md and the other known kinds are taken from folders")
    if options.json or options.quiet:
        for report in result.reports:
            if report.error:
                print(f"yiju: {report.error}", file=sys.stderr)
    return 1 if result.failures or not result.reports else 0


def _documents(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import document_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        documents = kb.documents()
    if options.json:
        _print_json({"documents": [document.to_dict() for document in documents]})
    else:
        for document in documents:
            print(document_line(document))
    return 0


def _remove(options: argparse.Namespace, settings: Settings) -> int:
    from index.build import remove

    remove(options.documents, settings)
    if options.json:
        _print_json({"removed": options.documents})
    elif not options.quiet:
        print(f"removed: {', '.join(options.documents)}")
    return 0


def _passages(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import passage_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        passages = list(kb.select(_filters(options)))
    passages = passages[: options.limit] if options.limit else passages
    if options.json:
        _print_json({"passages": [passage.to_dict() for passage in passages]})
    else:
        for passage in passages:
            print(passage_line(passage))
    return 0


def _show(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import passage_block
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        passage = kb.passage(options.passage)
        document = kb.document(passage.document)
        context = kb.context(passage)
        notes = [kb.passage(id_) for id_ in (*passage.footnotes, *passage.cited_by)]
    if options.json:
        source = {"file": document.file, "sha256": document.sha256, "page": passage.page}
        around = [near.to_dict() for near in context if near.id != passage.id]
        linked = [note.to_dict() for note in notes]
        _print_json({"passage": passage.to_dict(), "context": around, "footnotes": linked, "source": source})
    else:
        print(passage_block(passage, context, notes))
        print(f"来源: {document.file}" + (f" 第{passage.page}页" if passage.page else ""))
    return 0


def _search(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import search_text
    from index.store import KnowledgeBase

    filters = _filters(options)
    limit = options.limit or 10
    with KnowledgeBase.open(settings=settings) as kb:
        if options.batch:
            for line in _batch_lines(options.batch):
                _print_json(kb.search(line, filters, limit).to_dict())
            return 0
        if not options.query:
            raise UsageError("nothing to search for; give a query, or --batch FILE with one query a line")
        response = kb.search(" ".join(options.query), filters, limit)
    if options.json:
        _print_json(response.to_dict())
    else:
        print(search_text(response, colour=sys.stdout.isatty()))
    return 0 if response.results else 1


def _ask(options: argparse.Namespace, settings: Settings) -> int:
    from answer.ask import ask
    from answer.plain_answers import answer_text
    from index.store import KnowledgeBase

    filters = _filters(options)
    with KnowledgeBase.open(settings=settings) as kb:
        if options.batch:
            for line in _batch_lines(options.batch):
                _print_json(ask(kb, line, filters, options.limit or 3).to_dict())
            return 0
        if not options.question:
            raise UsageError("nothing is asked; give a question, or --batch FILE with one question a line")
        response = ask(kb, " ".join(options.question), filters, options.limit or 3)
        if options.json:
            _print_json(response.to_dict())
        else:
            cited = {id_ for answer in response.answers for id_ in answer.citations}
            print(answer_text(response, {id_: kb.passage(id_).citation for id_ in cited}))
    return 0 if response.answered else 1


def _entities(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import entity_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        entities = kb.entities(options.kind)
    entities = entities[: options.limit] if options.limit else entities
    if options.json:
        _print_json({"entities": [entity.to_dict() for entity in entities]})
    else:
        for entity in entities:
            print(entity_line(entity))
    return 0


def _terms(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import term_line
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        terms = kb.terms()
    terms = terms[: options.limit] if options.limit else terms
    if options.json:
        _print_json({"terms": [term.to_dict() for term in terms]})
    else:
        for term in terms:
            print(term_line(term))
    return 0


def _check(options: argparse.Namespace, settings: Settings) -> int:
    from answer.check import check
    from answer.drafts import read_draft
    from answer.plain_answers import check_text
    from index.store import KnowledgeBase

    filters = _filters(options)
    with KnowledgeBase.open(settings=settings) as kb:
        if options.batch:
            for line in _batch_lines(options.batch):
                _print_json(check(kb, line, filters).to_dict())
            return 0
        if not options.text and not options.file:
            raise UsageError("nothing to check; give a text, --file DRAFT, or --batch FILE with one text a line")
        response = check(kb, read_draft(Path(options.file)) if options.file else " ".join(options.text), filters)
        if options.json:
            _print_json(response.to_dict())
        else:
            cited = {item.passage for claim in response.claims for item in claim.evidence}
            print(check_text(response, {id_: kb.passage(id_).citation for id_ in cited}))
    return 0 if all(claim.verdict == "supported" for claim in response.claims) else 1


def _conflicts(options: argparse.Namespace, settings: Settings) -> int:
    from answer.conflicts import find_conflicts
    from answer.plain_answers import conflict_text
    from index.store import KnowledgeBase

    with KnowledgeBase.open(settings=settings) as kb:
        found = find_conflicts(kb, _filters(options))
        found = found[: options.limit] if options.limit else found
        if options.json:
            _print_json({"conflicts": [conflict.to_dict() for conflict in found]})
        else:
            cited = {side.passage for conflict in found for side in (conflict.a, conflict.b)}
            citations = {id_: kb.passage(id_).citation for id_ in cited}
            shown = "\n\n".join(conflict_text(conflict, citations) for conflict in found)
            print(shown or "没有发现互相矛盾的说法。No conflict found.")
    return 1 if found else 0


def _commitments(options: argparse.Namespace, settings: Settings) -> int:
    from answer.commitment_records import CommitmentFilter
    from answer.commitments import register
    from answer.export_commitments import commitment_block, register_csv, register_xlsx
    from index.store import KnowledgeBase

    wanted = CommitmentFilter(
        documents=tuple(options.document),
        countries=tuple(options.country),
        entities=tuple(options.entity),
        kinds=tuple(options.kind),
        statuses=tuple(options.status),
        due_since=_edge(options.due_since, "start"),
        due_until=_edge(options.due_until, "end"),
        overdue_at=_edge(options.overdue_at, "start"),
    )
    with KnowledgeBase.open(settings=settings) as kb:
        if options.review_in:
            return _take_reviews(kb, options)
        items = register(kb, wanted)
        if options.review_out:
            from answer.export_reviews import review_sheet
            from answer.reviews import load_reviews

            reviews = load_reviews(kb.layout.root)
            _write(options.review_out, review_sheet(kb, items, reviews, options.review_out, options.scale))
    for name, written in ((options.csv, register_csv), (options.xlsx, register_xlsx)):
        if name:
            _write(name, written(items))
    items = items[: options.limit] if options.limit else items
    if options.json:
        _print_json({"commitments": [item.to_dict() for item in items]})
    elif not (options.csv or options.xlsx or options.review_out):
        print("\n\n".join(commitment_block(item) for item in items) or "没有符合条件的承诺。No commitment found.")
    return 0 if items else 1


def _take_reviews(kb: KnowledgeBase, options: argparse.Namespace) -> int:
    from answer.export_reviews import read_sheet
    from answer.reviews import load_reviews, merge_reviews, save_reviews

    taken = read_sheet(kb, options.review_in)
    save_reviews(kb.layout.root, merge_reviews(load_reviews(kb.layout.root), taken))
    if options.json:
        _print_json({"reviews": len(taken)})
    elif not options.quiet:
        print(f"{len(taken)} reviews stored in {kb.layout.root / 'reviews.json'}")
    return 0


def _brief(options: argparse.Namespace, settings: Settings) -> int:
    from answer.brief import make_brief
    from answer.brief_markdown import brief_markdown
    from answer.brief_write import brief_bytes
    from index.store import KnowledgeBase

    if options.verify:
        return _verify(options, settings)
    with KnowledgeBase.open(settings=settings) as kb:
        brief = make_brief(kb, " ".join(options.topic), _filters(options))
    if options.output:
        _write(options.output, brief_bytes(brief, options.output, options.style))
    if options.json:
        _print_json(brief.to_dict())
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
        _write(options.output, marked_copy(options.verify, options.output, marks(result)))
    if options.json:
        _print_json(result.to_dict())
    else:
        print(report_text(result))
    return 1 if result.faults else 0


def _rebuild(options: argparse.Namespace, settings: Settings) -> int:
    from index.build import rebuild

    with _Progress(options) as progress:
        manifest = rebuild(settings, progress, embed_only=options.embed_only)
    if manifest and not options.quiet:
        print(f"rebuilt: snapshot {manifest.snapshot}, {manifest.passages} passages, model {manifest.model}")
    return 0


def _doctor(options: argparse.Namespace, settings: Settings) -> int:
    from answer.plain import finding_line
    from index.build import rebuild
    from index.doctor import examine

    findings = examine(settings.kb, settings)
    if options.repair and any(not f.ok for f in findings[1:]):
        rebuild(settings, embed_only=True)
        findings = examine(settings.kb, settings)
    if options.json:
        _print_json({"findings": [finding.to_dict() for finding in findings]})
    else:
        for finding in findings:
            print(finding_line(finding))
    if not findings[0].ok:
        return 3
    return 0 if all(f.ok for f in findings) else 1


def _eval(options: argparse.Namespace, settings: Settings) -> int:
    from eval.report import evaluate, result_text, save

    public = Path(options.public) if options.public else None
    results = evaluate(settings, options.split, options.model, ablation=options.ablation, public=public)
    if options.json:
        _print_json(results.to_dict())
    else:
        print(result_text(results))
    if options.save:
        print(f"saved: {save(results)}", file=sys.stderr)
    return 0


def _app(options: argparse.Namespace, settings: Settings) -> int:
    from streamlit.web import cli as streamlit

    os.environ["YIJU_HOME"] = str(settings.kb)
    address = f"http://127.0.0.1:{options.port}"
    print(f"依据 Yiju: {address}   (Ctrl+C 停止 to stop)", flush=True)
    if not options.no_browser:
        threading.Thread(target=_open_browser, args=(address, options.port), daemon=True).start()
    sys.argv = ["streamlit", "run", str(PROJECT / "app.py"), "--server.port", str(options.port)]
    return int(streamlit.main(standalone_mode=False) or 0)


def _open_browser(address: str, port: int) -> None:
    """Open the app once it listens; after half a minute without it there is nothing to open."""
    for _ in range(60):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                webbrowser.open(address)
                return
        time.sleep(0.5)


# -- options ----------------------------------------------------------------------------------------------------


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

    ingest = add("ingest", _ingest, "Read files or folders into the knowledge base (default: the shipped corpus).")
    ingest.add_argument("paths", nargs="*", metavar="PATH")
    ingest.add_argument("--password", metavar="TEXT", help="for encrypted PDF files")
    ingest.add_argument("--ocr", action="store_true", help="recognise pages without text (ocrmypdf or tesseract)")
    add("documents", _documents, "List what is in the knowledge base.")
    remove = add("remove", _remove, "Take documents out of the knowledge base, everywhere.")
    remove.add_argument("documents", nargs="+", metavar="DOCUMENT")
    passages = add("passages", _passages, "List every passage, in reading order.")
    _filter_options(passages)
    show = add("show", _show, "Show one passage with its context, footnotes and source.")
    show.add_argument("passage", metavar="PASSAGE")
    search = add("search", _search, "Rank the passages that a query is about. Exit code 1: nothing found.")
    search.add_argument("query", nargs="*", metavar="QUERY")
    search.add_argument("--batch", metavar="FILE", help="one query a line in, one JSON object a line out; - is stdin")
    _filter_options(search)
    ask = add("ask", _ask, "Answer a question with the passage that says so. Exit code 1: not found.")
    ask.add_argument("question", nargs="*", metavar="QUESTION")
    ask.add_argument("--batch", metavar="FILE", help="one question a line in, one JSON object a line out; - is stdin")
    _filter_options(ask)
    entities = add(
        "entities", _entities, "List countries, organisations, programmes and other names with their aliases."
    )
    entities.add_argument("--kind", choices=ENTITY_KINDS, metavar="KIND", help=", ".join(ENTITY_KINDS))
    entities.add_argument("-n", "--limit", type=_positive, metavar="N", help="at most N results")
    terms = add("terms", _terms, "List abbreviations with their Chinese and English expansions.")
    terms.add_argument("-n", "--limit", type=_positive, metavar="N", help="at most N results")
    check = add("check", _check, "Check a text or a draft claim by claim. Exit code 1: not all of it is supported.")
    check.add_argument("text", nargs="*", metavar="TEXT")
    check.add_argument("--file", metavar="DRAFT", help="a draft to check: .txt, .md or .docx")
    check.add_argument("--batch", metavar="FILE", help="one text a line in, one JSON object a line out; - is stdin")
    _filter_options(check)
    _filter_options(add("conflicts", _conflicts, "List statements that disagree. Exit code 1: there are some."))
    _commitment_options(add("commitments", _commitments, "The register of commitments. Exit code 1: none found."))
    brief = add("brief", _brief, "A cited briefing note on a topic. With --verify, exit code 1: a draft does not hold.")
    brief.add_argument("topic", nargs="*", metavar="TOPIC", help="words, a country, a sector, or a period")
    brief.add_argument("--output", metavar="FILE", help="write .docx or .md; with --verify, the marked-up copy")
    brief.add_argument("--style", choices=("address", "gbt7714", "bibtex"), default="address", help="of citations")
    brief.add_argument("--verify", metavar="FILE", help="check the quotations, numbers, dates and names of a draft")
    _filter_options(brief)
    rebuild = add(
        "rebuild",
        _rebuild,
        "Find the facts of the stored passages again and build all indexes, with the model of YIJU_MODEL.",
    )
    rebuild.add_argument("--embed-only", action="store_true", help="keep types, dates and names as they are")
    doctor = add("doctor", _doctor, "Check the knowledge base. Exit code 1: something is wrong.")
    doctor.add_argument("--repair", action="store_true", help="rebuild what can be rebuilt")
    judge = add("eval", _eval, "Measure the search on the labelled queries over the shipped corpus.")
    judge.add_argument("what", nargs="?", choices=["retrieval"], default="retrieval", help="what to measure")
    judge.add_argument("--split", choices=["dev", "report"], default="dev", help="nobody tunes on report")
    judge.add_argument(
        "--model", action="append", default=[], metavar="NAME", help="a model to compare; repeat for several"
    )
    judge.add_argument("--ablation", action="store_true", help="also without each part of the search")
    judge.add_argument("--public", metavar="DIR", help="also the public sets in this folder")
    judge.add_argument("--save", action="store_true", help="write the numbers to eval/results")
    app = add("app", _app, "Start the web app on this computer.")
    app.add_argument("--port", type=int, default=8501)
    app.add_argument("--no-browser", action="store_true", help="do not open a browser")
    return parser


def _commitment_options(command: argparse.ArgumentParser) -> None:
    from answer.commitment_records import COMMITMENT_KINDS, COMMITMENT_STATUSES

    command.add_argument("-n", "--limit", type=_positive, metavar="N", help="at most N results")
    command.add_argument("--document", action="append", default=[], metavar="ID")
    command.add_argument("--country", action="append", default=[], metavar="NAME", help="in Chinese or English")
    command.add_argument("--entity", action="append", default=[], metavar="NAME", help="who acts, or what it is about")
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
    command.add_argument("--review-out", metavar="FILE", help="write a review sheet (.csv, .xlsx) to fill in")
    command.add_argument("--review-in", metavar="FILE", help="store a review sheet that was filled in")
    command.add_argument("--scale", choices=("ogp", "g20"), default="ogp", help="of the review sheet")


def _filter_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("-n", "--limit", type=_positive, metavar="N", help="at most N results")
    command.add_argument("--type", action="append", choices=PASSAGE_TYPES, default=[], metavar="TYPE")
    command.add_argument("--document", action="append", default=[], metavar="ID")
    command.add_argument("--country", action="append", default=[], metavar="NAME", help="in Chinese or English")
    command.add_argument("--entity", action="append", default=[], metavar="NAME")
    command.add_argument("--since", metavar="DATE", help="a date in the text on or after: 2021, 2021-09, 2021年9月")
    command.add_argument("--until", metavar="DATE", help="a date in the text on or before")
    command.add_argument("--issued-since", metavar="DATE", help="date of the document on or after")
    command.add_argument("--issued-until", metavar="DATE", help="date of the document on or before")


def _filters(options: argparse.Namespace) -> Filters:
    return Filters(
        documents=tuple(options.document),
        types=tuple(options.type),
        countries=tuple(options.country),
        entities=tuple(options.entity),
        since=_edge(options.since, "start"),
        until=_edge(options.until, "end"),
        issued_since=_edge(options.issued_since, "start"),
        issued_until=_edge(options.issued_until, "end"),
    )


def _edge(text: str | None, side: str) -> date | None:
    """The first or last day of a date as a user types it."""
    if text is None:
        return None
    from ingest.dates import parse_date_argument

    try:
        period = parse_date_argument(text)
    except ValueError as error:
        raise UsageError(f"{text!r} is not a date; write 2021, 2021-09, 2021-09-30 or 2021年9月") from error
    return period.start if side == "start" else period.end


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"{text} is not a positive number")
    return value


def _batch_lines(name: str) -> list[str]:
    try:
        text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{name}: cannot be read ({error}); --batch wants a UTF-8 file with one query a line"
        ) from error
    return [line for line in text.splitlines() if line.strip()]


def _write(name: str, data: bytes) -> None:
    try:
        Path(name).write_bytes(data)
    except OSError as error:
        raise UsageError(f"{name}: cannot be written ({error.strerror or error})") from error


def _print_json(data: dict[str, Any]) -> None:
    print(json.dumps(data, ensure_ascii=False))


class _Progress:
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


if __name__ == "__main__":
    sys.exit(main())
