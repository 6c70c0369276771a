"""Every character of a source is in a passage or in a named remainder: on the real files and on damaged ones."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.ledger import UNPLACED
from ingest.passages import build_documents
from ingest.text import read_text
from tests.conftest import GENRES, REPORTS, STATEMENT

FILES = [STATEMENT, REPORTS, *sorted(GENRES.glob("*.txt")), *sorted(GENRES.glob("*.md"))]
JUNK = [
    "\n",
    "\n\n",
    "\t",
    " ",
    "\f",
    "<sup>9</sup>",
    "**",
    "|",
    "[1]",
    "表 3: ",
    "1. ",
    "- ",
    "#",
    "\\",
    "\x00",
    "·····3",
    "）",
    "<table>",
    "<tr><td>",
    "</table>",
    "$^{3}$",
    "{4}------",
]


def account(text, gazetteer):
    """Read a text; the counts by category, and the passages."""
    source = read_text(text)
    built = build_documents(source, file="x.txt", stem="x", sha256="0", gazetteer=gazetteer)
    return source, [p for group in built.passages for p in group]


def check(text, gazetteer):
    source, passages = account(text, gazetteer)
    counts = source.ledger.counts()
    assert sum(counts.values()) == len(text)
    lost = [text[a:b] for a, b in source.ledger.unplaced()]
    assert UNPLACED not in counts, f"unplaced: {lost[:5]}"
    for passage in passages:
        for s in passage.segments:
            if s.end - s.start == s.source_end - s.source_start:
                assert passage.text[s.start : s.end] == text[s.source_start : s.source_end]
        for mention in (*passage.dates, *passage.entities, *passage.amounts):
            assert passage.text[mention.at[0] : mention.at[1]] == mention.text


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_every_character_of_a_report_is_accounted_for(path, gazetteer):
    check(path.read_text(encoding="utf-8"), gazetteer)


@pytest.mark.parametrize("seed", range(12))
def test_every_character_is_accounted_for_after_random_damage(seed, gazetteer):
    dice = random.Random(seed)
    text = dice.choice(FILES[:2]).read_text(encoding="utf-8")
    for _ in range(30):
        a = dice.randrange(len(text))
        kind = dice.randrange(3)
        if kind == 0:
            text = text[:a] + text[a + dice.randrange(1, 60) :]
        elif kind == 1:
            text = text[:a] + dice.choice(JUNK) + text[a:]
        else:
            b = dice.randrange(len(text))
            text = text[:a] + text[b : b + 80] + text[a:]
    check(text, gazetteer)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from([*JUNK, "国家单一窗口", "于2021年9月启动。", "I. 摘要", "一、总体", "附录", "注：", "甲 | 乙"]),
        max_size=25,
    )
)
def test_every_character_of_any_mixture_is_accounted_for(gazetteer, pieces):
    check("".join(pieces), gazetteer)
