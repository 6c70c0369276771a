"""Judges an encoder on public test sets: Chinese questions, English questions, translations, speed.

``python -m models.evaluate --data DIR [--model NAME ...]`` prints one JSON object a model.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from index.encoders import load_encoder

__all__ = ["bitext_accuracy", "main", "ndcg", "reading_ndcg"]

Floats = NDArray[np.float32]


def _rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        return [json.loads(line) for line in stream]


def ndcg(queries: Floats, passages: Floats, relevant: Sequence[int], depth: int = 10) -> float:
    """Mean nDCG at ``depth`` where each query has one relevant passage."""
    total = 0.0
    for start in range(0, len(queries), 512):
        scores = queries[start : start + 512] @ passages.T
        wanted = np.asarray(relevant[start : start + 512])
        own = scores[np.arange(len(wanted)), wanted]
        rank = (scores > own[:, None]).sum(axis=1)
        total += float((1 / np.log2(rank[rank < depth] + 2)).sum())
    return total / len(queries)


def reading_ndcg(encoder: Encoder, rows: Sequence[dict[str, Any]], question: str, passage: str) -> float:
    """nDCG@10 of finding the passage of each question among all passages of the set."""
    passages = list(dict.fromkeys(row[passage] for row in rows))
    place = {text: number for number, text in enumerate(passages)}
    queries = encoder.encode([row[question] for row in rows], role="query")
    return ndcg(queries, encoder.encode(passages), [place[row[passage]] for row in rows])


def bitext_accuracy(encoder: Encoder, rows: Sequence[dict[str, Any]]) -> float:
    """Share of sentences whose nearest neighbour in the other language is their translation, mean of both ways."""
    zh, en = (encoder.encode([row[side] for row in rows]) for side in ("zh", "en"))
    scores = zh @ en.T
    diagonal = np.arange(len(rows))
    return float(((scores.argmax(axis=1) == diagonal).mean() + (scores.argmax(axis=0) == diagonal).mean()) / 2)


def _speed(model: str, passages: Sequence[str]) -> dict[str, float]:
    """Cold load and warm query in wall milliseconds; passages of 200 characters a CPU second."""
    start = time.perf_counter()
    encoder = load_encoder(model)
    encoder.encode(["贸易便利化有哪些进展？"], role="query")
    cold = time.perf_counter() - start
    queries = [text[:18] + "？" for text in passages[:50]]
    times = []
    for query in queries:
        start = time.perf_counter()
        encoder.encode([query], role="query")
        times.append(time.perf_counter() - start)
    texts = [text[:200] for text in passages if len(text) >= 200][:150]
    start = time.process_time()
    encoder.encode(texts)
    cpu = time.process_time() - start
    return {
        "cold_ms": round(cold * 1000),
        "query_ms": round(float(np.median(times)) * 1000, 2),
        "passages_per_cpu_s": round(len(texts) / cpu, 1),
    }


def evaluate(model: str, data: Path, reports: Path | None) -> dict[str, Any]:
    """All figures of one model.

    :param data: folder with ``cmrc_dev``, ``drcd_dev``, ``xquad_zh_en`` and ``ntrex_zh_en`` as ``*.jsonl.gz``.
    :param reports: ``gwr_zh_en.jsonl.gz``; its held-out years are the in-domain translation test.
    """
    encoder = load_encoder(model)
    chinese = _rows(data / "cmrc_dev.jsonl.gz") + _rows(data / "drcd_dev.jsonl.gz")
    xquad = _rows(data / "xquad_zh_en.jsonl.gz")
    result: dict[str, Any] = {"model": encoder.id, **_speed(model, [row["p"] for row in chinese])}
    result["xquad_en_zh_ndcg10"] = round(reading_ndcg(encoder, xquad, "q_en", "p_zh"), 3)
    result["xquad_zh_zh_ndcg10"] = round(reading_ndcg(encoder, xquad, "q_zh", "p_zh"), 3)
    result["ntrex_bitext"] = round(bitext_accuracy(encoder, _rows(data / "ntrex_zh_en.jsonl.gz")), 3)
    if reports is not None:
        from models.data import HELD_OUT_REPORTS

        held_out = [row for row in _rows(reports) if row["src"] in HELD_OUT_REPORTS]
        result["reports_bitext"] = round(bitext_accuracy(encoder, held_out), 3)
    result["cmrc_drcd_ndcg10"] = round(reading_ndcg(encoder, chinese, "q", "p"), 3)
    return result


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0] if __doc__ else None)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public test sets")
    parser.add_argument("--reports", type=Path, help="gwr_zh_en.jsonl.gz, for the in-domain translation test")
    parser.add_argument("--model", action="append", help="default, fast, a folder or a name; may be repeated")
    options = parser.parse_args(arguments)
    for model in options.model or ["fast", "default"]:
        sys.stdout.write(json.dumps(evaluate(model, options.data, options.reports), ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
