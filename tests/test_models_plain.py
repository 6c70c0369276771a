"""Plain claims that teach the network that reads claims: what they say stands in their passages, and how it is said."""

import random
from collections import Counter
from itertools import islice

import pytest

from models.reading_pairs import CONTRADICTED, NOT_FOUND, NOT_SUPPORTED, SUPPORTED
from models.reading_plain import plain_pairs
from models.reading_sections import Section, invented_sections, sections_of
from models.reading_shortened import Shortener, read_plain_words

_NEEDED = "training needs requirements-train.txt"
_SYNONYMS = {"铁路": ["铁道"]}


def _shortened(sentence, seeds=400):
    return {Shortener(random.Random(seed)).shortened(sentence) for seed in range(seeds)} - {None}


def test_a_long_sentence_is_cut_to_one_of_its_facts_with_the_subject_that_it_shares():
    found = _shortened("2022年5月，国家海关署（GAC）举办了一场研讨会，并发布了新的通关指南，培训官员46人。")
    assert "国家海关署于2022年5月举办研讨会" in {claim.replace("了", "").replace("一场", "") for claim in found}
    assert any(claim.startswith("国家海关署") and "发布" in claim and "研讨会" not in claim for claim in found)
    assert all("培训" in claim or "海关署" in claim for claim in found)


def test_one_of_a_list_stands_for_all_of_it():
    found = _shortened("阿拉木图、塔什干和比什凯克均加入了城市联盟。")
    assert any("塔什干" in claim and "阿拉木图" not in claim for claim in found)


def test_a_clause_that_only_prepares_another_one_is_no_claim():
    assert not _shortened("如果资金到位，第三段将于明年开工。")
    assert not _shortened("尽管雨季提前，桥梁仍按期完工。")


def test_plain_words_have_others_that_say_the_same(tmp_path):
    assert "召开" in read_plain_words()["举办"]
    (tmp_path / "words.tsv").write_text("举办\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"words\.tsv, line 1: expected words with tabs"):
        read_plain_words(tmp_path / "words.tsv")


def test_sections_have_their_headings_and_no_tables():
    table = "| 段 | 公里 |\n|---|---|\n| 东段 | 300 |\n"
    text = f"# 年度报告\n\n## 一、铁路\n\n1. 全年铺设轨道三百公里，比计划多二十公里。\n\n{table}"
    assert [*sections_of(text)] == [Section("年度报告。一、铁路：", ("全年铺设轨道三百公里，比计划多二十公里。",))]


def test_made_claims_are_the_same_for_the_same_seed_and_false_ones_differ_from_their_passages():
    pytest.importorskip("rjieba", reason=_NEEDED)
    sections = [section for section in invented_sections() if len(section.sentences) > 2][:200]
    rows = [*islice(plain_pairs(sections, _SYNONYMS, 5), 300)]
    assert rows == [*islice(plain_pairs(sections, _SYNONYMS, 5), 300)]
    assert {row.verdict for row in rows} == {SUPPORTED, CONTRADICTED, NOT_FOUND, NOT_SUPPORTED}
    assert all(row.first.rstrip("。") not in row.text for row in rows if row.verdict != SUPPORTED)
    told = Counter(row.verdict == SUPPORTED for row in rows)
    assert told[True] > told[False]
