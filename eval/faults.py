"""Kill -9 at random moments of ingest, remove, rebuild, publish and import; what readers see, and whether work goes on.

``python -m eval.faults --trials 120 --seed 1 --save``. Every trial starts from a copy of one knowledge base, runs one
operation in a process of its own and kills it after a random share of the time that the operation takes. Then a new
process must find either the state before or the state after, whole, with right answers; the same command run again
must end in the state after, and ``yiju doctor`` must find nothing. A kill leaves the page cache of the system
alone: what a power cut would do to a disk that lies about flushing is not tried here.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from errors import KnowledgeBaseMissing
from eval.report import as_lines, checkout
from index.archive import export_kb
from index.build import bring_in, ingest, rebuild, remove
from index.doctor import examine
from index.encoders import load_encoder
from index.store import KnowledgeBase
from index.tokens import analyse
from ingest.gazetteer import Gazetteer
from settings import PROJECT, Settings

__all__ = ["OPERATIONS", "Trial", "run_trials"]

_FORK = multiprocessing.get_context("fork")  # imports are done once, each trial starts in milliseconds
_T = TypeVar("_T")
_QUERY = "海关合作与过境手续"
_PATIENCE = 900.0
State = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that changes a knowledge base. ``fresh`` starts from an empty folder."""

    name: str
    run: Callable[[Path, Path], object]
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """One kill. ``share`` is when, of the time the operation takes; ``seen`` what readers saw next: before or after."""

    operation: str
    share: float
    finished: bool
    seen: str
    fault: str | None


def _settings(kb: Path) -> Settings:
    return Settings(kb=kb, model="fast")


OPERATIONS = (
    Operation("first ingest", lambda kb, box: ingest([box / "new"], _settings(kb)), fresh=True),
    Operation("ingest", lambda kb, box: ingest([box / "new"], _settings(kb))),
    Operation("remove", lambda kb, box: _remove(kb)),
    Operation("rebuild", lambda kb, box: rebuild(_settings(kb))),
    Operation("publish", lambda kb, box: rebuild(_settings(kb), embed_only=True)),
    Operation("import", lambda kb, box: bring_in([box / "other.zip"], _settings(kb), merge=True)),
)


def _remove(kb: Path) -> None:
    with KnowledgeBase.open(kb, Settings(kb=kb)) as opened:
        chosen = [d.id for d in opened.documents() if d.id in ("report-01", "report-04")]
    if chosen:  # run again after it was published there are none
        remove(chosen, _settings(kb))


def run_trials(trials: int, seed: int, tell: Callable[[str], object] = lambda line: None) -> list[Trial]:
    """Kill each operation in turn; the same seed gives the same moments, as shares of the time an operation takes."""
    chosen = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="yiju-faults-") as folder:
        box = Path(folder)
        Gazetteer.base()  # read once, not in every process
        analyse("预热")
        load_encoder("fast").encode(["预热"], role="passage")
        _child(lambda: _prepare(box))
        expected = {operation.name: _expected(operation, box) for operation in OPERATIONS}
        done = []
        for number in range(trials):
            operation = OPERATIONS[number % len(OPERATIONS)]
            done.append(_trial(operation, box, chosen.random(), *expected[operation.name]))
            tell(f"{number + 1}/{trials} {done[-1]}")
        return done


def _prepare(box: Path) -> None:
    """A knowledge base of ten small reports, the same with changes, and another one to import: all real text."""
    paragraphs = [
        line
        for path in sorted((PROJECT / "corpus").glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if len(line) > 40
    ]
    for name, shift in (("old", 0), ("new", 3), ("other", 60)):
        for number in range(10):
            chunk = paragraphs[shift + 6 * number : shift + 6 * number + 8]
            path = box / name / f"{'other' if name == 'other' else 'report'}-{number:02}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text("\n\n".join(f"{i}. {text}" for i, text in enumerate(chunk, 1)), encoding="utf-8")
    # the base is read under the paths that "new" has, so that an ingest replaces
    shutil.copytree(box / "new", box / "kept")
    shutil.copytree(box / "old", box / "new", dirs_exist_ok=True)
    ingest([box / "new"], _settings(box / "base"))
    shutil.copytree(box / "kept", box / "new", dirs_exist_ok=True)
    ingest([box / "other"], _settings(box / "import"))
    export_kb(box / "import", box / "other.zip")


def _start(operation: Operation, box: Path) -> Path:
    kb = box / "kb"
    shutil.rmtree(kb, ignore_errors=True)
    if not operation.fresh:
        shutil.copytree(box / "base", kb)
    return kb


def _expected(operation: Operation, box: Path) -> tuple[State, State, float]:
    """The state before, the state after, and the seconds that the operation takes."""
    kb = _start(operation, box)
    before = _child(lambda: _state(kb))
    started = time.monotonic()
    _child(lambda: operation.run(kb, box))
    seconds = time.monotonic() - started
    return before, _child(lambda: _state(kb)), seconds


def _trial(operation: Operation, box: Path, share: float, before: State, after: State, seconds: float) -> Trial:
    kb = _start(operation, box)
    victim = _FORK.Process(target=operation.run, args=(kb, box))
    victim.start()
    victim.join(share * seconds)
    finished = victim.exitcode is not None
    victim.kill()
    victim.join()
    try:
        seen = _child(lambda: _state(kb))
        fault = None if seen in (before, after) else _difference(seen, before, after)
        if finished and seen != after:
            fault = "it ended, but its result is not what readers see"
        fault = _child(lambda: _again(operation, kb, box, after)) or fault
    except RuntimeError as error:
        return Trial(operation.name, round(share, 4), finished, "nothing", str(error))
    return Trial(operation.name, round(share, 4), finished, "after" if seen == after else "before", fault)


def _state(kb: Path) -> State:
    """What a reader sees: each document with its passages, and the answer to a query; empty where nothing is there."""
    try:
        with KnowledgeBase.open(kb, Settings(kb=kb)) as opened:
            documents = {}
            for document in opened.documents():
                texts = "\0".join(f"{p.id}\0{p.text}" for p in opened.passages(document.id))
                documents[document.id] = (document.passages, hashlib.sha256(texts.encode()).hexdigest())
            return {"documents": documents, "found": [h.passage.id for h in opened.search(_QUERY).results]}
    except KnowledgeBaseMissing:
        return {"documents": {}, "found": []}


def _difference(seen: State, before: State, after: State) -> str:
    pairs = ((name, seen["documents"].get(name)) for name in seen["documents"])
    strange = [n for n, held in pairs if held not in (before["documents"].get(n), after["documents"].get(n))]
    return f"half a state: partial documents {strange}" if strange else "a mixture of both states, or another ranking"


def _again(operation: Operation, kb: Path, box: Path, after: State) -> str | None:
    operation.run(kb, box)
    if _state(kb) != after:
        return "run again it does not reach the state after"
    bad = [finding for finding in examine(kb, Settings(kb=kb)) if not finding.ok]
    return f"doctor: {bad[0].check}: {bad[0].detail}" if bad else None


def _child(function: Callable[[], _T]) -> _T:
    """The result of a function that runs in a process of its own, so that this one opens no indexes."""
    ours, theirs = _FORK.Pipe()
    process = _FORK.Process(target=_send, args=(function, theirs))
    process.start()
    theirs.close()
    try:
        if not ours.poll(_PATIENCE):
            raise RuntimeError("nothing happened for a quarter of an hour")
        ok, value = ours.recv()
    except EOFError as error:
        raise RuntimeError("the process ended without a result") from error
    finally:
        process.kill()
        process.join()
    if not ok:
        raise RuntimeError(value)
    return value  # type: ignore[no-any-return]


def _send(function: Callable[[], Any], pipe: Any) -> None:
    try:
        result = function()
        pipe.send((True, result if isinstance(result, (dict, str, type(None))) else None))
    except Exception as error:  # told by the parent, whatever it is
        pipe.send((False, f"{type(error).__name__}: {error}"))


def summary(trials: Sequence[Trial], seed: int) -> dict[str, Any]:
    """The numbers of a run, by operation."""
    by_name: dict[str, Counter[str]] = {}
    for trial in trials:
        count = by_name.setdefault(trial.operation, Counter())
        count.update(
            {
                "kills": not trial.finished,
                "ended before": trial.finished,
                f"seen {trial.seen}": 1,
                "faults": bool(trial.fault),
            }
        )
    return {
        "trials": len(trials),
        "kills": sum(not trial.finished for trial in trials),
        "faults": sum(bool(trial.fault) for trial in trials),
        "seed": seed,
        "commit": checkout()[0],
        "date": datetime.now(UTC).date().isoformat(),
        "operations": {name: dict(count) for name, count in by_name.items()},
        "every": [asdict(trial) for trial in trials],
    }


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m eval.faults", description=__doc__)
    parser.add_argument("--trials", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--save", action="store_true", help="write the numbers to eval/results")
    options = parser.parse_args(arguments)
    trials = run_trials(options.trials, options.seed, lambda line: sys.stderr.write(f"{line}\n"))
    result = summary(trials, options.seed)
    shown = {key: value for key, value in result.items() if key != "every"}
    sys.stdout.write(f"{json.dumps(shown, ensure_ascii=False, indent=1)}\n")
    if options.save:
        path = PROJECT / "eval" / "results" / f"{result['date']}-{result['commit'][:12]}-faults.json"
        path.write_text(as_lines(result), encoding="utf-8")
    return 1 if result["faults"] else 0


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    sys.exit(main())
