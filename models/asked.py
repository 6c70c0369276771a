"""What people ask in their own words and the passages that answer (``asked.tsv.gz``), and what is learned beside it."""

from __future__ import annotations

import gzip
import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, islice
from operator import attrgetter
from pathlib import Path

from models.data import ASKED, Pair, read_pairs, read_rows
from models.select import HeldOut

__all__ = ["HEADINGS", "Asked", "Beside", "asked_in_tests", "read_asked", "texts_beside", "under_headings"]

HEADINGS = Path(__file__).with_name("headings.txt")

_TESTS = ("drcd_test.jsonl.gz", "cmrc_trial.jsonl.gz")
_KEPT, _TRANSLATED = 3_000, 12_000
_PARTS = (12, 20, 30)  # characters of parts of reports that stand for queries
_REPORT, _LAW, _ENCYCLOPEDIA = (1_500, 100), (1_000, 100), (1_200, 180)  # passages, characters of each
_TEST_PASSAGE = 220  # characters
_SHORT, _LONG, _LONG_ENGLISH = 6, 32, 110  # characters of example sentences
_RUN = (2, 6)  # neighbours that stand under one heading
_HEADED, _TITLED = 0.4, 0.2  # shares of the runs with a heading of the list, and with the title of their report
_TITLE_END = re.compile(r"[，、。；：（]|由|依据|是|于20|对")
_TITLE = (6, 24)  # characters


@dataclass(frozen=True, slots=True)
class Asked:
    """A passage and what people ask who do not know its words.

    :ivar queries: that this passage answers among all of its report.
    :ivar details: questions for a figure or a name, and statements; some fit other passages as well.
    :ivar report: the invented report that it is part of; nothing: it stands alone.
    """

    passage: str
    queries: tuple[str, ...]
    details: tuple[str, ...] = ()
    report: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """What is learned beside the questions.

    :ivar kept: queries whose vectors shall stay as they are.
    :ivar translated: English and Chinese: the first shall get the vector of the second.
    :ivar others: passages that no question of ``asked.tsv.gz`` is about.
    """

    kept: list[str]
    translated: list[Pair]
    others: list[str]


def read_asked(path: Path = ASKED) -> list[Asked]:
    """The project's own passages and questions; both are invented, neither is taken from a report.

    A line is ``passage<TAB>query|query[<TAB>detail|detail[<TAB>report]]``; the passages of a report follow each other.

    :raises ValueError: a line without a passage and its queries.
    """
    found = []
    for number, line in enumerate(gzip.decompress(path.read_bytes()).decode("utf-8").splitlines(), start=1):
        passage, *rest = line.split("\t")
        queries, details, report = (*rest, "", "", "")[:3]
        asked = Asked(passage, _parts(queries), _parts(details), report)
        if not passage or not asked.queries + asked.details:
            raise ValueError(f"{path.name}, line {number}: expected passage<TAB>query|query, got {line!r}")
        found.append(asked)
    return found


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split("|") if part.strip())


def under_headings(asked: Sequence[Asked], seed: int) -> list[Asked]:
    """The passages as they are embedded, behind a heading: more than half of the runs of neighbours get one, which says
    no more of one of them than of the next.
    """
    rng = random.Random(seed)
    headings = HEADINGS.read_text(encoding="utf-8").splitlines()
    titles: dict[str, str] = {}
    for each in asked:
        titles.setdefault(each.report, _TITLE_END.split(each.passage.lstrip("《"))[0].rstrip("》")[: _TITLE[1]])
    found: list[Asked] = []
    while len(found) < len(asked):
        few = islice(asked, len(found), len(found) + rng.randint(*_RUN))
        report, run = next(groupby(few, key=attrgetter("report")))
        drawn, heading = rng.random(), rng.choice(headings)
        if drawn >= _HEADED:
            titled = drawn < _HEADED + _TITLED and report and len(titles[report]) >= _TITLE[0]
            heading = titles[report] if titled else ""
        found += [replace(each, passage=f"{heading} {each.passage}".strip()) for each in run]
    return found


def asked_in_tests(folder: Path, held_out: HeldOut) -> list[Asked]:
    """The questions of reading tests with their passages.

    :param held_out: texts that none of them may quote.
    """
    questions: dict[str, list[str]] = {}
    for file in _TESTS:
        for row in read_rows(folder, file):
            questions.setdefault(row["p"][:_TEST_PASSAGE], []).append(row["q"])
    return [Asked(passage, (), tuple(some)) for passage, some in questions.items() if not held_out.quoted_in(passage)]


def texts_beside(folder: Path, held_out: HeldOut, seed: int) -> Beside:
    """Questions of reading tests, example sentences of both languages, work reports, laws, an encyclopedia.

    :param held_out: texts that none of them may quote.
    """
    rng = random.Random(seed)
    reports = [row["text"] for row in read_rows(folder, "gwr_zh_history.jsonl.gz") if len(row["text"]) >= 40]
    laws = [row["text"] for row in read_rows(folder, "laws.jsonl.gz") if len(row["text"]) >= 40]
    asking = [row for file in _TESTS for row in read_rows(folder, file)]
    pairs = read_pairs(folder)
    for texts in (reports, laws, asking, pairs):
        rng.shuffle(texts)
    short = (pair for pair in pairs if _SHORT <= len(pair[0]) <= _LONG and len(pair[1]) <= _LONG_ENGLISH)
    kept = [row["q"] for row in asking] + [zh for zh, _ in islice(short, _KEPT)]
    kept += [text[: rng.choice(_PARTS)] for text in reports[_REPORT[0] : 2 * _REPORT[0]]]
    answers = list(dict.fromkeys(row["p"] for row in asking))
    sources = (reports, _REPORT), (laws, _LAW), (answers, _ENCYCLOPEDIA)
    others = [text[:length] for texts, (count, length) in sources for text in texts[:count]]
    return Beside(
        [text for text in kept if not held_out.quoted_in(text)],
        [(en, zh) for zh, en in islice(short, _TRANSLATED) if not held_out.quoted_in(zh)],
        [text for text in others if not held_out.quoted_in(text)],
    )
