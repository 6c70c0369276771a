"""Passages that say the same are shown once; passages that differ in a fact never fold."""

import re
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.build import ingest
from index.duplicates import Shown, Wording, sketches
from index.folding import fold_all
from index.store import KnowledgeBase
from index.tokens import fold
from index.wording import codes_of
from ingest.files import read_file
from ingest.gazetteer import Gazetteer
from records import Citation, Passage
from settings import Settings

FIRST = (
    "1. 2021年9月，阿塞拜疆和格鲁吉亚海关就共同过境系统签署了双边协议，协议已经生效，并向区域内其他国家开放，"
    "各方同意继续交换货物申报信息。"
)
REPORT = "{issuer}工作报告\n2022年6月28日\n\n一、海关合作\n\n{text}\n\n2. 会议讨论了其他事项。\n"


def wording(text, tmp_path):
    path = tmp_path / "report.txt"
    path.write_text(REPORT.format(issuer="海关", text=text), encoding="utf-8")
    passages = read_file(path, Settings(), Gazetteer.base()).passages
    return Wording.of([next(p for p in passages if p.label == "1")])[0]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("，协议已经生效", "，该协议已经生效"),
        ("各方同意继续交换", "各方同意要继续互相交换"),
        ("2021年9月，", "2021 年 9 月"),
        ("区域内其他国家", "區域內其他國家"),
    ],
)
def test_nearly_the_same_wording_is_the_same(tmp_path, old, new):
    assert old in FIRST
    assert wording(FIRST, tmp_path).same_as(wording(FIRST.replace(old, new), tmp_path))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("9月", "11月"),
        ("双边", "三边"),
        ("已经生效", "尚未生效"),
        ("格鲁吉亚", "哈萨克斯坦"),
        ("海关就共同过境系统", "海关就共同过境系统（CATS）"),
        ("同意继续交换", "不同意继续交换"),
    ],
)
def test_a_fact_that_differs_keeps_passages_apart(tmp_path, old, new):
    assert old in FIRST
    assert not wording(FIRST, tmp_path).same_as(wording(FIRST.replace(old, new), tmp_path))


def test_equal_rows_of_tables_with_other_headers_are_not_the_same(corpus_files):
    row = next(p for read in corpus_files.values() for p in read.passages if p.form == "row" and p.cells)
    elsewhere = replace(row, cells=tuple(replace(cell, column=("其他年份",)) for cell in row.cells))
    one, same, other = Wording.of([row, row, elsewhere])
    assert one.same_as(same)
    assert not one.same_as(other)


def test_what_is_folded_is_listed_under_the_hit(tmp_path):
    for number, text in enumerate((FIRST, FIRST.replace("，协议", "，该协议"), FIRST.replace("9月", "11月")), 1):
        path = tmp_path / f"r{number}.txt"
        path.write_text(REPORT.format(issuer=f"第{number}处", text=text), encoding="utf-8")
    ingest([tmp_path / f"r{number}.txt" for number in (1, 2, 3)], Settings(kb=tmp_path / "kb", model="fast"))
    with KnowledgeBase.open(tmp_path / "kb") as kb:
        hits = [hit for hit in kb.search("阿塞拜疆和格鲁吉亚签署双边协议").results if hit.passage.label == "1"]
    assert {(hit.passage.id, *hit.folded) for hit in hits} in (
        {("r1:1", "r2:1"), ("r3:1",)},
        {("r2:1", "r1:1"), ("r3:1",)},
    )


def test_texts_folded_together_are_those_folded_one_by_one():
    """Every character there is, those of the first plane by table and others by hand."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    texts = [
        "",
        "ＣＡＲＥＣ 第２０次 會議，《貿易》",
        *(every[at : at + 1000] for at in range(0, len(every), 1000)),
        "𠀀 é",
        "",
    ]
    expected = [(fold(text), re.sub(r"\W+", "", fold(text))) for text in texts]
    assert [one for text in texts for one in fold_all([text])] == expected
    assert fold_all(texts[:50]) == expected[:50]
    assert fold_all(texts) == expected
    assert fold_all([]) == []


KINDS = st.lists(st.integers(0, 3), min_size=1, max_size=12)


@given(KINDS, KINDS, st.integers(1, 12))
def test_passages_that_are_not_read_would_change_nothing(first, then, limit):
    """Kinds 0 and 1 have the same words, and do not say the same."""
    words = [["贸易", "便利", "海关"], ["贸易", "便利", "海关"], ["口岸", "铁路"], ["旅游", "农业"]]
    texts = [f"第{kind}种" for kind in range(4)]
    passages = [Passage(t, "d", None, (), None, "paragraph", "other", t, Citation("t", None, "a"), 0) for t in texts]
    held = [Wording(passage, passage.text, passage.text) for passage in passages]
    outlines = sketches([codes_of(" ".join(one).encode()) for one in words])
    everything, chosen = Shown(), Shown()
    shown = 0
    for portion in (first, then):
        worth = chosen.worth_reading([outlines[kind] for kind in portion], limit - shown)
        for kind, is_worth in zip(portion, worth, strict=True):
            place = everything.place_of(held[kind], outlines[kind], add=shown < limit)
            if is_worth:
                assert chosen.place_of(held[kind], outlines[kind], add=shown < limit) == place
            else:
                assert place is None
                assert shown == limit
            shown += place is None and shown < limit
