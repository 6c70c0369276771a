"""Trains the network that reads a claim or question with a passage: ``python -m models.reading --data DIR --work DIR``.

A teacher of twelve layers is taught pairs made out of public texts and then those that were written for it; a student
of six layers learns from it and becomes ``comprehension.onnx`` beside the embedding model, whose vectors of pieces it
has. Every intermediate lies in the work folder and is used again if it is there.
"""

from __future__ import annotations

import argparse
import logging
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from index.encoders import ModelFolder
from models.comprehension import MOST_PIECES, ComprehensionNetwork
from models.export import write_beside
from models.origin import Origin, packaged_weights, read_origin
from models.prune import pruned
from models.reading_batches import Pair, encoded
from models.reading_lessons import Lesson, shallow, teach
from models.reading_measured import measured
from models.reading_pairs import NOT_SUPPORTED, Row, Written
from models.reading_plain import plain_pairs
from models.reading_sections import invented_sections, public_sections
from models.reading_swapped import PublicTexts, read_made, swapped_pairs, write_made
from models.select import HeldOut

__all__ = ["Plan", "Run", "main", "with_pieces_of"]

HERE = Path(__file__).parent
_TOKENIZER = "tokenizer.json"
_DROPPED = 0.1
_LOG = logging.getLogger(__name__)

# Teacher and student, each on made pairs first; where a number stands at the end, some made pairs are read beside.
_LESSONS = (
    Lesson("teacher-made", 1.5e-4, 70_000, 512),
    Lesson("teacher", 1e-4, 24_000, 112, 0.08),
    Lesson("student-made", 2e-4, 70_000, 512),
    Lesson("student", 2e-4, 24_000, 112, 0.08),
    Lesson("student-again", 1.2e-4, 24_000, 112, 0.08, steps=2_450),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is taught, and how long.

    :ivar made: pairs made out of public texts, of which ``asked`` are held out and the student reads ``student_made``.
    :ivar plain: claims nearly in the words of their passages, made beside what was written, of which ``of_invented`` is
        the share that is made out of invented documents.
    :ivar versions: of what was written, that are drawn; ``again``: as many others, for the last lesson.
    :ivar first: of the passages only so many.
    :ivar layers: of the teacher, that the student starts from.
    """

    made: int = 122_000
    asked: int = 2_000
    student_made: int = 90_000
    plain: int = 32_000
    of_invented: float = 0.85
    versions: int = 4
    again: int = 5
    first: int | None = None
    layers: tuple[int, ...] = (1, 3, 5, 7, 9, 11)
    lessons: tuple[Lesson, ...] = _LESSONS

    @classmethod
    def tiny(cls) -> Plan:
        """A few steps on a few pairs: shows that the parts fit together; the weights are of no use."""
        few = tuple(replace(lesson, pieces=1_500, most=8, steps=3) for lesson in _LESSONS)
        return cls(made=120, asked=20, student_made=60, plain=40, versions=1, again=1, first=40, lessons=few)


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run reads and writes."""

    data: Path
    work: Path
    out: Path
    held_out: HeldOut
    plan: Plan
    seed: int
    device: str


@dataclass(frozen=True, slots=True)
class Taught:
    """All pairs that a run teaches or asks, encoded."""

    made: list[Pair]
    made_held_out: list[Pair]
    written: list[Pair]
    again: list[Pair]
    written_held_out: list[Pair]


def with_pieces_of(origin: Origin, tokenizer: Tokenizer) -> ComprehensionNetwork:
    """The network of all layers, with the pieces of a tokenizer, in its order.

    :raises ValueError: the original model lacks a piece.
    """
    places = {piece: number for number, piece in enumerate(origin.pieces)}
    pieces = [str(tokenizer.id_to_token(number)) for number in range(tokenizer.get_vocab_size())]
    if missing := [piece for piece in pieces if piece not in places]:
        raise ValueError(f"the original model lacks {len(missing)} pieces of the tokenizer, {missing[0]!r} first")
    _, model = pruned(origin, np.array([places[piece] for piece in pieces]))
    return ComprehensionNetwork(model, tuple(range(model.config.num_hidden_layers)), _DROPPED)


def _taught(run: Run, tokenizer: Tokenizer) -> Taught:
    plan = run.plan
    swapped, plain = _made(run)
    written, made = Written.read(plan.first), encoded(swapped, tokenizer)
    asked = [pair for pair in made[: plan.asked] if pair.row.verdict != NOT_SUPPORTED]

    def versions(numbers: range) -> list[Pair]:
        rows = [row for number in numbers for row in written.version(number, run.seed)]
        return encoded([*rows, *plain], tokenizer)

    last = plan.versions + 1
    first, again = versions(range(1, last)), versions(range(last, last + plan.again))
    return Taught(made[plan.asked :], asked, first, again, encoded(written.held_out(), tokenizer))


def _made(run: Run) -> tuple[list[Row], list[Row]]:
    """Pairs made out of public texts, and plain claims."""
    plan, paths = run.plan, [run.work / f"{name}.jsonl.gz" for name in ("made", "plain")]
    if not all(path.exists() for path in paths):
        public = PublicTexts.read(run.data, run.held_out)
        of_invented = round(plan.plain * plan.of_invented)
        plain = chain(
            islice(plain_pairs(invented_sections(), public.synonyms, run.seed), of_invented),
            plain_pairs(public_sections(public, run.seed), public.synonyms, run.seed),
        )
        for path, rows, count in zip(
            paths, (swapped_pairs(public, run.seed), plain), (plan.made, plan.plain), strict=True
        ):
            part = path.with_suffix(".part")
            write_made(rows, count, part)
            os.replace(part, path)
    swapped, made_plain = map(read_made, paths)
    return swapped, made_plain


def _kept(network: ComprehensionNetwork, path: Path, learn: Callable[[], None], pairs: Sequence[Pair]) -> None:
    """Teach a network, or give it the weights of the file where it was taught before; then see what it can do.

    :param pairs: that it is asked.
    """
    if path.exists():
        network.load_state_dict(torch.load(path, map_location=network.places.device, weights_only=True))
    else:
        learn()
        part = path.with_suffix(".part")
        torch.save(network.state_dict(), part)
        os.replace(part, path)
    _LOG.info("%s: %s", path.stem, measured(network, pairs))


def taught_network(run: Run, network: ComprehensionNetwork, taught: Taught) -> ComprehensionNetwork:
    """The student, on the CPU.

    :param network: the teacher to be, with the weights of the original model.
    """
    first, second, third, fourth, fifth = (replace(lesson, seed=run.seed) for lesson in run.plan.lessons)

    def learn(
        which: ComprehensionNetwork,
        lesson: Lesson,
        pairs: Sequence[Pair],
        beside: Sequence[Pair] = (),
        teacher: ComprehensionNetwork | None = None,
    ) -> None:
        asked = taught.made_held_out if lesson is first else taught.written_held_out
        _kept(which, run.work / f"{lesson.name}.pt", partial(teach, which, pairs, lesson, beside, teacher), asked)

    teacher = network.to(run.device)
    learn(teacher, first, taught.made)
    learn(teacher, second, taught.written, taught.made)
    student = shallow(teacher, run.plan.layers)
    learn(student, third, taught.made[: run.plan.student_made], teacher=teacher)
    learn(student, fourth, taught.written, taught.made, teacher)
    learn(student, fifth, taught.again, taught.made, teacher)
    return student.to("cpu").train(False)


def make_comprehension(run: Run) -> ModelFolder:
    """Teach, export, and describe what was made."""
    beside = run.out / "default"
    tokenizer = Tokenizer.from_file(str(beside / _TOKENIZER))
    torch.manual_seed(run.seed)
    network = with_pieces_of(read_origin(packaged_weights()), tokenizer)
    student = taught_network(run, network, _taught(run, tokenizer))
    return write_beside(student, "comprehension", MOST_PIECES, run.work, run.out)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files of data_manifest.json")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediates")
    parser.add_argument("--held-out", type=Path, action="append", default=[HERE.parent / "corpus"],
                        help="folder of texts that no made pair may quote; may be repeated")  # fmt: skip
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu", help="where it is taught: cpu or cuda")
    parser.add_argument(
        "--out", type=Path, default=HERE, help="parent of default/ (the embedding model) and comprehension/"
    )
    parser.add_argument("--tiny", action="store_true", help="a few steps, to see that it runs; needs --out")
    options = parser.parse_args(arguments)
    if options.tiny and options.out == HERE:
        parser.error("--tiny makes weights that are of no use: give --out, a folder with a copy of models/default")
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    work = options.work / ("reading-tiny" if options.tiny else "reading")
    work.mkdir(parents=True, exist_ok=True)
    plan = Plan.tiny() if options.tiny else Plan()
    held_out = HeldOut.from_folders(options.held_out)
    make_comprehension(Run(options.data, work, options.out, held_out, plan, options.seed, options.device))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
