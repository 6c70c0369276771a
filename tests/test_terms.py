"""Abbreviations and their expansions in both languages."""

from __future__ import annotations

import pytest

from ingest.terms import find_terms


def terms(text, *rows):
    return {t.abbreviation: (t.zh, t.en) for t in find_terms([("p1", text)], [("g1", *row) for row in rows])}


@pytest.mark.parametrize(
    ("text", "abbreviation", "zh"),
    [
        ("与阿塞拜疆食品安全署（AFSA）和农业部（MOA）联合", "AFSA", "阿塞拜疆食品安全署"),
        ("与阿塞拜疆食品安全署（AFSA）和农业部（MOA）联合", "MOA", "农业部"),
        ("塔吉克斯坦国家单一窗口 (NSW) 信息系统于 2020 年上线", "NSW", "国家单一窗口"),
        ("正在开展针对肉类行业的危害分析关键控制点（HACCP）培训模块", "HACCP", "危害分析关键控制点"),
        ("该地区经济走廊开发（ECD）仍然保持势头", "ECD", "经济走廊开发"),
        ("信息、通信和数字技术（ICT）。我们", "ICT", "信息、通信和数字技术"),
        ("贸易部门关于《CAREC 2030 年综合贸易议程 (CITA)》", "CITA", "CAREC 2030年综合贸易议程"),
        ("- 奇姆肯特-塔什干-苦盏经济走廊 (STKEC)", "STKEC", "奇姆肯特-塔什干-苦盏经济走廊"),
        ("该项目的经济内部收益率（EIRR）为14%", "EIRR", "经济内部收益率"),
        ("SWD = 有延误速度, SWOD = 无延误速度", "SWOD", "无延误速度"),
        ("APEC（亚太经济合作组织）成员", "APEC", "亚太经济合作组织"),
        ("国际货币基金组织（以下简称“基金组织”）", "基金组织", "国际货币基金组织"),
    ],
)
def test_a_chinese_expansion_begins_where_the_name_begins(text, abbreviation, zh):
    assert terms(text)[abbreviation] == (zh, None)


def test_both_languages_are_kept_apart():
    assert terms("世界动物卫生组织（World Organisation for Animal Health，WOAH）") == {
        "WOAH": ("世界动物卫生组织", "World Organisation for Animal Health")
    }
    assert terms("", ("GNI", "国民总收入 (gross national income)"))["GNI"] == ("国民总收入", "gross national income")


def test_english_expansions_are_as_long_as_their_initials():
    found = terms("The Asian Development Bank (ADB) and the Ministry of Transport and Communications (MOTC) agreed.")
    assert found == {
        "ADB": (None, "Asian Development Bank"),
        "MOTC": (None, "Ministry of Transport and Communications"),
    }


def test_every_defining_passage_is_named_once_and_the_table_comes_first():
    passages = [("p1", "区域贸易工作组（RTG）会议"), ("p2", "区域贸易组 (RTG)；区域贸易组 (RTG)")]
    (term,) = find_terms(passages, [("g1", "RTG", "区域贸易组")])
    assert term.zh == "区域贸易组"
    assert term.defined_in == ("g1", "p1", "p2")


def test_one_abbreviation_for_two_things_gives_two_terms():
    found = find_terms([("p1", "海关合作委员会（CCC）"), ("p2", "气候变化中心（CCC）")])
    assert [(t.abbreviation, t.zh) for t in found] == [("CCC", "海关合作委员会"), ("CCC", "气候变化中心")]


def test_list_numbers_and_references_are_no_abbreviations():
    assert terms("包括：(i) 完成研究；（ii）发布报告（见附录）。表2（续）。2021年（第三季度）") == {}


def test_same_input_same_output():
    passages = [("p1", "海关合作委员会 (CCC)、区域贸易组 (RTG)"), ("p2", "国家单一窗口（NSW）")]
    assert find_terms(passages) == find_terms(passages)
