"""What the contrastive losses are trained on: named sets of (query, passage) pairs, Chinese and bilingual."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from models.data import Pair, read_glossary, read_pairs, read_rows
from models.select import HeldOut, translated_terms

__all__ = ["Task", "build_tasks", "chinese_texts"]

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；\n]?")
_MAX_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class Task:
    """One data set: every batch comes from one task only, drawn in proportion to ``weight``."""

    name: str
    weight: float
    pairs: list[Pair]


def chinese_texts(folder: Path) -> Iterator[str]:
    """Chinese texts of the domain, for word frequencies: laws (a third), work reports, abstracts, passages."""
    for number, row in enumerate(read_rows(folder, "laws.jsonl.gz")):
        if number % 3 == 0:
            yield row["text"]
    for row in read_rows(folder, "gwr_zh_history.jsonl.gz"):
        yield row["text"]
    for row in read_rows(folder, "fewclue_csl.jsonl.gz"):
        yield row.get("abst") or row["content"]
    for file in ("cmrc_trial.jsonl.gz", "drcd_test.jsonl.gz"):
        yield from {row["p"]: None for row in read_rows(folder, file)}


def _inverse_cloze(texts: list[tuple[str, str]], rng: random.Random) -> list[Pair]:
    """A sentence as the query, the rest of its paragraph as the passage (Lee et al. 2019, ORQA).

    :param texts: ``(title, text)``; the title stands before the passage in half of the pairs.
    """
    pairs = []
    for title, text in texts:
        sentences = [s.strip() for s in _SENTENCE.findall(text) if len(s.strip()) >= 8]
        if len(sentences) < 2:
            if title and sentences:
                pairs.append((title, text[:_MAX_CHARACTERS]))
            continue
        for chosen in rng.sample(range(len(sentences)), min(2, len(sentences))):
            start = max(0, chosen - 4)
            rest = "".join(s for i, s in enumerate(sentences[start : start + 9], start) if i != chosen)
            heading = f"{title} " if title and rng.random() < 0.5 else ""
            pairs.append((sentences[chosen], (heading + rest)[:_MAX_CHARACTERS]))
    return pairs


def _abstracts(folder: Path, rng: random.Random) -> list[Pair]:
    pairs = []
    for file in ("csl_ts.jsonl.gz", "csl_kg.jsonl.gz"):
        for row in read_rows(folder, file):
            _, abstract, short = row["cols"][:3]
            pairs.append((short.replace("_", " "), abstract[:_MAX_CHARACTERS]))
    contents = []
    for row in read_rows(folder, "fewclue_csl.jsonl.gz"):
        # Label 0 marks rows whose keywords were exchanged.
        if "keyword" in row and str(row.get("label", "1")) == "1":
            pairs.append((" ".join(row["keyword"]), row["abst"][:_MAX_CHARACTERS]))
        elif "content" in row:
            contents.append(("", row["content"]))
    return pairs + _inverse_cloze(contents, rng)


def _synonyms(folder: Path, rng: random.Random) -> list[Pair]:
    pairs: list[Pair] = []
    for row in read_rows(folder, "cow.jsonl.gz"):
        group = [word for word in row["words"] if len(word) >= 2]
        pairs += rng.sample(list(combinations(group, 2)), min(3, len(group) * (len(group) - 1) // 2))
    for zh, _, _ in read_glossary():
        pairs += list(combinations(zh, 2)) * 3
    return pairs


def build_tasks(folder: Path, held_out: HeldOut, *, seed: int) -> list[Task]:
    """All tasks with their weights, in a fixed order.

    :param held_out: pairs that quote these texts are dropped.
    """
    rng = random.Random(seed)
    reports = [("", row["text"]) for row in read_rows(folder, "gwr_zh_history.jsonl.gz")]
    laws = [(row["title"], row["text"]) for row in read_rows(folder, "laws.jsonl.gz")]
    questions = [
        (row["q"], row["p"][:_MAX_CHARACTERS])
        for file in ("cmrc_trial.jsonl.gz", "drcd_test.jsonl.gz")
        for row in read_rows(folder, file)
    ]
    passages = list(dict.fromkeys(p for _, p in questions))
    official = [(row["zh"], row["en"]) for row in read_rows(folder, "gwr_zh_en.jsonl.gz")]
    goals = [(row["zh"], row["en"]) for row in read_rows(folder, "sdg_zh_en.jsonl.gz")]
    tatoeba = [(row["zh"], row["en"].lstrip("\ufeff")) for row in read_rows(folder, "tatoeba_zh_en.jsonl.gz")]
    glossary = [(zh, en) for zhs, ens, _ in read_glossary() for zh in zhs for en in ens]
    tasks = [
        Task("parallel", 8.0, read_pairs(folder)),
        Task("official", 1.2, official + goals * 3),
        Task("questions", 1.2, questions),
        Task("passages", 0.8, _inverse_cloze([("", p) for p in passages], rng)),
        Task("laws", 2.2, _inverse_cloze(laws, rng)),
        Task("reports", 1.2, _inverse_cloze(reports, rng)),
        Task("abstracts", 0.7, _abstracts(folder, rng)),
        Task("synonyms", 0.5, _synonyms(folder, rng)),
        Task("terms", 1.0, translated_terms(folder) + glossary * 3),
        Task("short", 0.3, tatoeba),
    ]
    return [
        Task(task.name, task.weight, [p for p in task.pairs if not held_out.quoted_in(p[0] + "|" + p[1])])
        for task in tasks
    ]
