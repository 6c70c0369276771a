"""Sentences of Chinese and English reports."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import split_sentences


def sentences(text):
    return [text[start:end] for start, end in split_sentences(text)]


def test_chinese_stops_end_sentences_and_take_their_closing_quotes():
    text = "土库曼斯坦申请加入世贸组织。阿塞拜疆呢？“仍在进行。”亚行提供支持！"
    assert sentences(text) == ["土库曼斯坦申请加入世贸组织。", "阿塞拜疆呢？", "“仍在进行。”", "亚行提供支持！"]


def test_a_stop_inside_open_quotes_or_brackets_ends_nothing():
    text = "部长说：“我们同意。我们签署。”会议结束（见表 1。来源：亚行）后发布。"
    assert sentences(text) == ["部长说：“我们同意。我们签署。”", "会议结束（见表 1。来源：亚行）后发布。"]


def test_an_unbalanced_bracket_does_not_swallow_the_paragraph():
    text = "第一句（没有关。" + "第二句很长，" * 20 + "结束。第三句。"
    assert len(sentences(text)) == 3


def test_decimals_numbers_and_abbreviations_are_no_ends():
    text = "Trade grew by 3.5% in 2021. See No. 5 of the U.S. report. 亚行 supports it."
    assert sentences(text) == ["Trade grew by 3.5% in 2021.", "See No. 5 of the U.S. report.", "亚行 supports it."]


def test_semicolons_and_commas_stay_inside():
    assert len(sentences("（i）完成研究；（ii）发布报告，并召开会议。")) == 1


@given(st.text(alphabet="会议。！？.,；：“”（）()《》 A1\n\t　亚行", max_size=120))
def test_spans_are_ordered_apart_and_leave_only_white_space_between(text):
    spans = split_sentences(text)
    position = 0
    for start, end in spans:
        assert start >= position
        assert end > start
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
