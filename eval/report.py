"""Runs the retrieval evaluation for one or several models, shows it as tables, and saves it beside its commit."""

from __future__ import annotations

import json
import math
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

from errors import UsageError
from eval.public import SETS, PublicScore, score_set
from eval.retrieval import (
    BASELINE,
    CASE_SETS,
    KINDS,
    PRODUCT,
    RERANK,
    VARIANTS,
    Case,
    CaseSet,
    Kind,
    Run,
    Split,
    run_variant,
)
from eval.scoring import Score, score, worst
from index.build import ingest
from index.store import KnowledgeBase
from settings import PROJECT, Settings

__all__ = ["RESULTS", "Measured", "Results", "checkout", "evaluate", "result_text", "save"]

RESULTS = Path(__file__).resolve().parent / "results"

_FAILURES_SHOWN = 15


@dataclass(frozen=True, slots=True)
class Measured:
    """One model and one way to search, over one split of one set of queries."""

    model: str
    cases: CaseSet
    split: Split
    passages: int
    run: Run

    def to_dict(self) -> dict[str, Any]:
        kinds = [kind for kind in KINDS if any(a.case.kind == kind for a in self.run.answers)]
        data: dict[str, Any] = {
            "model": self.model,
            "set": self.cases,
            "split": self.split,
            "variant": self.run.name,
            "passages": self.passages,
            "lost_labels": list(self.run.lost),
            "all": score(self.run).to_dict(),
            "by_kind": {kind: score(self.run, kind).to_dict() for kind in kinds},
        }
        if self.split == "dev":  # of the other part, single queries stay unknown to whoever tunes
            data["first_answer"] = {a.case.id: a.first_answer for a in self.run.answers if a.case.relevant}
        return data


@dataclass(frozen=True, slots=True)
class Results:
    """Everything that one evaluation found out. ``date`` is UTC, ``commit`` empty outside a checkout."""

    date: str
    commit: str
    modified: bool
    measured: tuple[Measured, ...]
    public: tuple[PublicScore, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        return {
            "date": self.date,
            "commit": self.commit,
            "modified": self.modified,
            "retrieval": [measured.to_dict() for measured in self.measured],
            "public": [found.to_dict() for found in self.public],
        }


def evaluate(
    settings: Settings,
    split: Split,
    models: Sequence[str] = (),
    sets: Sequence[CaseSet] = tuple(CASE_SETS),
    *,
    ablation: bool = False,
    public: Path | None = None,
) -> Results:
    """Measure the search.

    :param models: each builds a temporary knowledge base of the shipped corpus; none: the one of ``settings`` is taken.
    :param sets: of queries; each is measured for itself.
    :param ablation: all ways to search instead of the product and the baseline.
    :param public: folder of the public sets, if they are wanted too.
    :raises KnowledgeBaseMissing: there is no knowledge base and no model was named.
    :raises UsageError: the sets have no queries in this part.
    """
    queries = {chosen: cases for chosen in dict.fromkeys(sets) if (cases := Case.read(CASE_SETS[chosen], split))}
    if not queries:
        raise UsageError(f"--set {' '.join(sets)}: no queries in the part {split!r}; take --split dev")
    names = list(VARIANTS) if ablation else [PRODUCT, RERANK, BASELINE]
    if settings.reranker is None:
        names.remove(RERANK)
    measured: list[Measured] = []
    judged: list[str] = []
    for model in models or (None,):
        with _knowledge_base(settings, model) as kb:
            held = kb.manifest.passages
            measured += [
                Measured(kb.manifest.model, chosen, split, held, run_variant(kb, cases, name))
                for chosen, cases in queries.items()
                for name in names
            ]
            judged.append(kb.manifest.setting)
    found = tuple(s for model in judged for chosen in SETS for s in score_set(chosen, public, model)) if public else ()
    commit, modified = checkout()
    return Results(datetime.now(UTC).strftime("%Y-%m-%d"), commit, modified, tuple(measured), found)


@contextmanager
def _knowledge_base(settings: Settings, model: str | None) -> Iterator[KnowledgeBase]:
    """The user's own knowledge base, or one of the shipped corpus for a model."""
    if model is None:
        with KnowledgeBase.open(settings=settings) as kb:
            yield kb
        return
    with tempfile.TemporaryDirectory(prefix="yiju-eval-") as folder:
        own = replace(settings, kb=Path(folder), model=model, aliases=None)
        failed = [report for report in ingest([own.corpus], own).reports if report.error]
        if failed:
            raise UsageError(f"{failed[0].file}: the shipped corpus cannot be read ({failed[0].error})")
        with KnowledgeBase.open(settings=own) as kb:
            yield kb


class Dated(Protocol):
    """Results that belong to a day and a commit."""

    @property
    def date(self) -> str: ...
    @property
    def commit(self) -> str: ...
    def to_dict(self) -> dict[str, Any]: ...


def save(results: Dated, folder: Path = RESULTS, *, kind: str = "") -> Path:
    """Write results to ``<date>-<commit>[-<kind>].json``; a further run on the same day and commit gets a number.

    :raises UsageError: outside a git checkout, where a number could not be traced to a commit.
    """
    if not results.commit:
        raise UsageError("--save wants a git checkout, so that the results belong to a commit")
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{results.date}-{results.commit}" + (f"-{kind}" if kind else "")
    taken = sum(1 for _ in folder.glob(f"{name}*.json"))
    path = folder / (f"{name}-{taken + 1}.json" if taken else f"{name}.json")
    path.write_text(as_lines(results.to_dict()), encoding="utf-8")
    return path


def as_lines(data: dict[str, Any]) -> str:
    """JSON with one line for each value, and for each item of a list: short files, of which a change is seen."""

    def value(item: Any) -> str:
        if not isinstance(item, list):
            return json.dumps(item, ensure_ascii=False)
        return "[\n" + ",\n".join("  " + json.dumps(one, ensure_ascii=False) for one in item) + "\n ]"

    return "{\n" + ",\n".join(f" {json.dumps(key)}: {value(item)}" for key, item in data.items()) + "\n}\n"


def checkout() -> tuple[str, bool]:
    """The commit of the checkout (12 digits), and whether tracked files differ from it; nothing outside a checkout."""
    try:
        head = _git("rev-parse", "--short=12", "HEAD")
        return head, bool(_git("status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.CalledProcessError):
        return "", False


def _git(*arguments: str) -> str:
    run = subprocess.run(["git", *arguments], cwd=PROJECT, capture_output=True, text=True, check=True)
    return run.stdout.strip()


# -- for people -------------------------------------------------------------------------------------------------


def result_text(results: Results) -> str:
    """The tables that the terminal shows."""
    lines = [f"commit {results.commit or '?'}{' (modified)' if results.modified else ''}, {results.date}"]
    for measured in results.measured:
        if measured.run.name in (PRODUCT, RERANK):
            lines += ["", *_by_kind(measured)]
    for model, cases in dict.fromkeys((m.model, m.cases) for m in results.measured):
        lines += ["", *_variants([m for m in results.measured if (m.model, m.cases) == (model, cases)])]
    if results.public:
        lines += ["", *(f"{p.set_name:14} {p.way:8} nDCG@10 {p.ndcg_at_10}  {p.model}" for p in results.public)]
    return "\n".join(lines)


def _by_kind(measured: Measured) -> list[str]:
    run = measured.run
    total = score(run)
    lines = [
        f"{measured.model}, {_way(run)}{measured.cases} queries, split {measured.split}, {measured.passages} passages, "
        f"warm query p50 {total.p50:.1f} ms, p95 {total.p95:.1f} ms",
        f"{'kind':13} {'n':>3}  {'hit@1':18} {'hit@5':18} {'MRR@10':18} {'nDCG@10':18} strong right",
    ]
    lines += [_row(kind, score(run, kind)) for kind in KINDS if any(a.case.kind == kind for a in run.answers)]
    quiet = total.unanswerable_quiet
    lines += [_row("all", total), f"unanswerable without a strong hit: {quiet} of {quiet.n}"]
    bands = (f"{found.band} {found.right} of {found.hits}" for found in total.bands)
    lines.append(f"right by band: {', '.join(bands)}")
    if run.lost:
        lines.append(f"! {len(run.lost)} labelled passages are not in the knowledge base: {' '.join(run.lost[:5])}")
    if measured.split == "dev":
        lines += ["", "worst:", *(f"  {answered.diagnose()}" for answered in worst(run, _FAILURES_SHOWN))]
    return lines


def _way(run: Run) -> str:
    return "" if run.name == PRODUCT else f"{run.name}, "


def _row(name: str, found: Score) -> str:
    ranks = (found.hit_at_1, found.hit_at_5, found.mrr_at_10, found.ndcg_at_10)
    strong = f"{found.strong.right} of {found.strong.hits}" if found.strong.hits else "–"
    return f"{name:13} {found.hit_at_5.n:3}  {' '.join(f'{e!s:18}' for e in ranks)} {strong}"


def _variants(measured: Sequence[Measured]) -> list[str]:
    kinds: list[Kind] = [kind for kind in KINDS if kind != "unanswerable"]
    head = f"hit@5, {measured[0].model}, {measured[0].cases} queries"
    lines = [head, f"{'':13}{''.join(f'{kind:>11}' for kind in kinds)}        all    nDCG"]
    for one in measured:
        values = [score(one.run, kind).hit_at_5.value for kind in kinds]
        total = score(one.run)
        cells = "".join(f"{value:11.2f}" if not math.isnan(value) else f"{'–':>11}" for value in values)
        lines.append(f"{one.run.name:13}{cells}{total.hit_at_5.value:11.3f}{total.ndcg_at_10.value:8.3f}")
    return lines
