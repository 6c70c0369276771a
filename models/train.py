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
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

from index.encoders import ModelFolder, load_encoder
from index.encoders.tokenizer import write_vocabulary
from models.data import read_glossary, read_pairs, read_rows, write_manifest
from models.select import HeldOut
from models.static import StaticOptions, train_static
from models.tasks import build_tasks, chinese_texts
from models.vocabulary import VocabularySizes, build_tokenizer, forced_pieces, save_tokenizer

if TYPE_CHECKING:
    from transformers import BertModel

__all__ = ["main"]

HERE = Path(__file__).parent
_QUERIES, _PASSAGES, _SHARED = "query.onnx", "passage.onnx", "pieces.bin"
_DRAWS, _ALL = (0, 1), 2.3  # each example text is cut twice, at other places; all laws and sentences
# The share of the table: while questions are taught, and of what ships, chosen on the dev halves of eval/cases.
_TAUGHT_TABLE, _TABLE_WEIGHT = 0.25, 0.3


@dataclass(frozen=True, slots=True)
class Run:
    """Where a run reads and writes."""

    data: Path
    work: Path
    held_out: HeldOut
    seed: int
    device: str


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
    write_vocabulary(out / "tokenizer.json")
    save_file({"embedding.weight": table.astype(np.float16)}, str(out / "model.safetensors"))
    return ModelFolder.write(
        out,
        name="yiju-fast-zh-en",
        kind="static",
        dimensions=table.shape[1],
        max_pieces=256,
        weights="model.safetensors",
    )


def _pruned(run: Run) -> tuple[Tokenizer, BertModel]:
    """The original model with a Chinese and English vocabulary; the choice of pieces is kept in the work folder."""
    from models.origin import packaged_weights, read_origin
    from models.prune import counted_texts, kept_pieces, pruned

    origin = read_origin(packaged_weights())
    path = run.work / "pieces.npy"
    if not path.exists():
        terms = [form for zhs, ens, _ in read_glossary() for form in (*zhs, *ens)]
        np.save(path, kept_pieces(origin, counted_texts(run.data), terms))
    return pruned(origin, np.load(path))


def make_default(run: Run, out: Path) -> ModelFolder:
    """The ``transformer`` stage: prune, centre, teach a network for passages and one for queries, then both together
    what people ask, quantise, join the table of ``fast``.

    ``precise`` is described beside it: the same files without the student.
    """
    import torch

    from models.asked import asked_in_tests, read_asked, texts_beside, under_headings
    from models.centre import centre_of, centre_texts
    from models.distil import distil, passage_plan, query_plan
    from models.examples import Examples, example_texts
    from models.export import export_onnx, share_tables
    from models.network import MOST_PIECES, Network
    from models.padded import Padded
    from models.questions import Blend, Pair, mean_of, plans, teach_questions

    tokenizer, model = _pruned(run)
    teacher = Network(model, torch.zeros(2, model.config.hidden_size))
    teacher.centre.copy_(centre_of(teacher, tokenizer, centre_texts(run.data, run.held_out, run.seed)))
    texts = [text for seed in _DRAWS for text in example_texts(run.data, run.held_out, run.seed + seed, _ALL)]
    examples = Examples.build(texts, tokenizer, MOST_PIECES).evened()
    student = distil(teacher, examples, passage_plan(), run.work / "passages.pt", run.device)
    asking = distil(teacher, examples, query_plan(), run.work / "queries.pt", run.device)
    before = Pair(asking.to(run.device), student.to(run.device))
    asked = under_headings(read_asked() + asked_in_tests(run.data, run.held_out), run.seed)
    taught = [
        teach_questions(
            before,
            asked,
            texts_beside(run.data, run.held_out, run.seed),
            Blend(load_encoder(str(out.parent / "fast")).encode, _TAUGHT_TABLE),
            lambda some, role: Padded.encoded(some, tokenizer, role, run.device),
            plan,
            run.work / f"questions-{plan.seed}.pt",
        )
        for plan in plans()
    ]
    pair = mean_of(taught)
    files = [run.work / name for name in (_QUERIES, _PASSAGES)]
    for network, path in zip((pair.asking, pair.passages), files, strict=True):
        export_onnx(network.to("cpu"), path)
    share_tables(files, run.work / _SHARED)
    out.mkdir(parents=True, exist_ok=True)
    for path in (*files, run.work / _SHARED):
        shutil.copy(path, out / path.name)
    tokenizer.save(str(out / "tokenizer.json"), pretty=False)
    write_vocabulary(out / "tokenizer.json")
    return _describe(out, teacher.centre.shape[1])


def _describe(out: Path, dimensions: int) -> ModelFolder:
    """Write what ``default`` and ``precise`` are made of.

    :param dimensions: of the networks' vectors.
    """
    from models.centre import PROMPTS
    from models.network import MOST_PIECES

    table = ModelFolder.read(out.parent / "fast")
    write = partial(
        ModelFolder.write,
        kind="blend",
        dimensions=dimensions + table.dimensions,
        max_pieces=MOST_PIECES,
        prompts=PROMPTS,
        table=f"../fast/{table.weights}",
        table_weight=_TABLE_WEIGHT,
    )
    precise, there = out.parent / "precise", f"../{out.name}"
    precise.mkdir(exist_ok=True)
    write(
        precise,
        name="yiju-precise-zh-en",
        weights=f"{there}/{_QUERIES}",
        shared=f"{there}/{_SHARED}",
        tokenizer=f"{there}/tokenizer.json",
    )
    return write(out, name="yiju-zh-en", weights=_QUERIES, passage_weights=_PASSAGES, shared=_SHARED)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder with the files of data_manifest.json")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediates and checkpoints")
    parser.add_argument("--held-out", type=Path, action="append", default=[HERE.parent / "corpus"],
                        help="folder of texts that must not be trained on; may be repeated")  # fmt: skip
    parser.add_argument("--stage", choices=("static", "transformer", "all"), default="all")
    parser.add_argument("--seed", type=int, default=20261121)
    parser.add_argument("--device", default="cpu", help="where the transformer stage is taught: cpu or cuda")
    parser.add_argument("--static-steps", type=int, default=6_000)
    parser.add_argument("--out", type=Path, default=HERE, help="parent of fast/ and default/")
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    options.work.mkdir(parents=True, exist_ok=True)
    write_manifest(options.data, options.out / "data_manifest.json")
    run = Run(options.data, options.work, HeldOut.from_folders(options.held_out), options.seed, options.device)
    if options.stage in ("static", "all"):
        train_fast(run, options.out / "fast", options.static_steps)
    if options.stage in ("transformer", "all"):
        make_default(run, options.out / "default")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
