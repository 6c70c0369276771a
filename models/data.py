"""Reads the public data sets that the embedded models are trained on, and records which bytes were read."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

__all__ = [
    "HELD_OUT_REPORTS",
    "SOURCES",
    "Pair",
    "Source",
    "read_glossary",
    "read_pairs",
    "read_rows",
    "write_manifest",
]

HELD_OUT_REPORTS = frozenset({"GR2021", "GR2022"})
"""Work reports that no stage may see: they are the in-domain bitext test."""

GLOSSARY, ASKED = (Path(__file__).with_name(name) for name in ("glossary.tsv", "asked.tsv.gz"))

Pair = tuple[str, str]

_HAN = re.compile(r"[㐀-䶿一-鿿]")
_LATIN = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class Source:
    """A data file, where it comes from and under what licence (``none stated`` is said plainly)."""

    file: str
    origin: str
    licence: str


SOURCES: tuple[Source, ...] = (
    Source(
        "jiyu_zh_en.tsv.gz",
        "github.com/jiyushe/jiyu-example-sentence-source",
        "Apache-2.0 by the repository; where the sentences come from is not stated",
    ),
    Source("laws.jsonl.gz", "github.com/LawRefBook/Laws", "none stated; laws, PRC Copyright Law art. 5"),
    Source(
        "gwr_zh_en.jsonl.gz",
        "github.com/liuzeyi11/GovernmentWorkReportCorpus (GR2021 and GR2022 left out)",
        "none stated; official texts, PRC Copyright Law art. 5",
    ),
    Source(
        "gwr_zh_history.jsonl.gz",
        "github.com/aldohemsn/chinese-political-corpora (2021 and 2022 left out)",
        "none stated; official texts, PRC Copyright Law art. 5",
    ),
    Source("cmrc_trial.jsonl.gz", "github.com/ymcui/cmrc2018", "CC BY-SA 4.0"),
    Source("drcd_test.jsonl.gz", "github.com/DRCKnowledgeTeam/DRCD", "CC BY-SA 3.0"),
    Source("csl_ts.jsonl.gz", "github.com/ydli-ai/CSL", "Apache-2.0"),
    Source("csl_kg.jsonl.gz", "github.com/ydli-ai/CSL", "Apache-2.0"),
    Source("fewclue_csl.jsonl.gz", "github.com/CLUEbenchmark/FewCLUE", "none stated; CSL itself is Apache-2.0"),
    Source("cedict.jsonl.gz", "github.com/argb/hanzi-data (CC-CEDICT)", "CC BY-SA 4.0"),
    Source("cow.jsonl.gz", "github.com/omwn/omw-data (Chinese Open Wordnet)", "WordNet licence"),
    Source("tatoeba_zh_en.jsonl.gz", "tatoeba.org", "CC BY 2.0 FR"),
    Source("sdg_zh_en.jsonl.gz", "github.com/open-sdg/sdg-translations", "MIT"),
    Source("countries.jsonl.gz", "github.com/umpirsky/country-list", "MIT"),
)


def read_rows(folder: Path, file: str) -> Iterator[dict[str, Any]]:
    """The rows of one JSON-lines source, without those that are held out for testing.

    :param folder: where the data files lie.
    :param file: a ``*.jsonl.gz`` of :data:`SOURCES`.
    :raises OSError: the file is missing or not gzip.
    """
    with gzip.open(folder / file, "rt", encoding="utf-8") as stream:
        for line in stream:
            row: dict[str, Any] = json.loads(line)
            if row.get("src") in HELD_OUT_REPORTS:
                continue
            # The history file repeats the held-out reports in Chinese.
            if file.startswith("gwr_zh_history") and row["year"] in {"2021", "2022"}:
                continue
            yield row


def _is_translation(zh: str, en: str) -> bool:
    """Whether a pair looks like a sentence and its translation: both scripts, plausible lengths."""
    han, words = len(_HAN.findall(zh)), len(en.split())
    if not 3 <= han <= 120 or not 1 <= words <= 80 or len(_HAN.findall(en)) or len(_LATIN.findall(zh)) > han:
        return False
    return 0.2 <= words / han <= 2.0


def read_pairs(folder: Path) -> list[Pair]:
    """The example sentences as ``(zh, en)``, implausible and repeated ones dropped, in file order."""
    seen: set[str] = set()
    pairs: list[Pair] = []
    with gzip.open(folder / "jiyu_zh_en.tsv.gz", "rt", encoding="utf-8") as stream:
        for line in stream:
            zh, tab, en = line.strip().partition("\t")
            if not tab or zh in seen or not _is_translation(zh, en):
                continue
            seen.add(zh)
            pairs.append((zh, en))
    return pairs


def read_glossary(path: Path = GLOSSARY) -> list[tuple[tuple[str, ...], tuple[str, ...], str]]:
    """The project's own glossary.

    :returns: ``(Chinese forms, English forms, field)`` per concept; the first form is the preferred one.
    :raises ValueError: a line that does not have three columns.
    """
    concepts = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        columns = line.split("\t")
        if len(columns) != 3:
            raise ValueError(f"{path.name}, line {number}: expected zh<TAB>en<TAB>field, got {line!r}")
        zh, en = (tuple(form.strip() for form in column.split("|") if form.strip()) for column in columns[:2])
        concepts.append((zh, en, columns[2].strip()))
    return concepts


def write_manifest(folder: Path, path: Path) -> None:
    """Write name, rows, SHA-256, origin and licence of every source, so that a run can be repeated."""
    entries = []
    for source in SOURCES:
        packed = (folder / source.file).read_bytes()
        rows = gzip.decompress(packed).count(b"\n")
        entries.append({**asdict(source), "rows": rows, "sha256": hashlib.sha256(packed).hexdigest()})
    for own, rows in ((GLOSSARY, len(read_glossary())), (ASKED, gzip.decompress(ASKED.read_bytes()).count(b"\n"))):
        digest = hashlib.sha256(own.read_bytes()).hexdigest()
        entries.append(
            {"file": own.name, "origin": "this project", "licence": "Apache-2.0", "rows": rows, "sha256": digest}
        )
    path.write_text(json.dumps(entries, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
