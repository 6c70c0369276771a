"""What a gazetteer knows, learns from a document, and takes from the office's file."""

from __future__ import annotations

import pytest

from errors import UsageError
from ingest.entities import find_entities
from ingest.gazetteer import Gazetteer

BASE = Gazetteer.base()


def name_of(text, gazetteer):
    found = find_entities(text, gazetteer)
    assert len(found) == 1, found
    return found[0].name


def test_an_abbreviation_stands_for_the_name_that_defines_it():
    grown = BASE.grown(["与阿塞拜疆食品安全署（AFSA）和农业部（MOA）联合启动", "海关合作委员会 (CCC) 第 20 次会议"])
    assert name_of("AFSA", grown) == "阿塞拜疆食品安全署"
    assert name_of("MOA", grown) == "农业部"
    assert name_of("CCC", grown) == "海关合作委员会"
    assert find_entities("AFSA", BASE) == ()


def test_two_forms_under_one_abbreviation_are_one_body():
    grown = BASE.grown(["提交给区域能源组（REG）", "第二次区域能源工作组（REG）会议", "区域能源工作组（REG）"])
    assert name_of("区域能源组", grown) == name_of("区域能源工作组", grown) == name_of("REG", grown)


def test_alike_names_with_different_abbreviations_stay_apart():
    grown = BASE.grown(["区域贸易组 (RTG) 第四次会议", "动植物卫生检疫 (SPS) 措施区域工作组 (RWG) 第二次会议"])
    assert name_of("RTG", grown) == "区域贸易组"
    assert name_of("RWG", grown) == "区域工作组"


def test_customs_services_of_two_countries_stay_apart():
    grown = BASE.grown(["韩国海关总署（KCS）与中国海关总署（GACC）签署备忘录"])
    assert name_of("KCS", grown) == "韩国海关总署"
    assert name_of("GACC", grown) == "中国海关总署"


def test_chinese_short_names_are_learned():
    grown = BASE.grown(
        ["阿塞拜疆国家海关委员会（以下简称“海关委”）发布公告", "亚太示范电子口岸网络（简称亚太口岸网）成立"]
    )
    assert name_of("海关委", grown) == "阿塞拜疆国家海关委员会"


def test_an_abbreviation_table_outranks_what_was_known():
    grown = BASE.grown([], [("CI", "康采恩研究院"), ("TA", "技术援助")])
    assert name_of("CI", grown) == "康采恩研究院"
    assert find_entities("TA", grown) == ()  # an expression, not a name


def test_a_document_may_use_a_known_abbreviation_for_something_else():
    grown = BASE.grown(["铁路部门评估、指定铁路走廊（DRC）及多式联运物流"])
    assert [m.name for m in find_entities("DRC", BASE)] == ["刚果（金）"]
    assert find_entities("DRC", grown) == ()


def test_a_bracket_after_other_words_takes_no_name_away():
    grown = BASE.grown(["亚行和其他与会方（ADB）讨论了报告"])
    assert name_of("ADB", grown) == "亚洲开发银行"


def test_note_rows_define_abbreviations():
    grown = BASE.grown(["备注：CCC=海关合作委员会，GDP=国内生产总值，RTG=区域贸易组"])
    assert name_of("CCC", grown) == "海关合作委员会"
    assert find_entities("GDP", grown) == ()


def test_spellings_of_a_place_are_told_by_a_shared_abbreviation():
    texts = ["希姆肯特-塔什干-苦盏经济走廊（STKEC）", "“推动希姆肯特-塔什干-库扬（STKEC）区域贸易文件数字化”"]
    grown = BASE.grown(texts)
    assert name_of("库扬", grown) == "苦盏"
    assert name_of("奇姆肯特", grown) == "希姆肯特"
    assert find_entities("库扬", BASE) == ()


def test_a_changed_route_merges_no_places():
    grown = BASE.grown(["阿拉木图-比什凯克走廊（ABX）", "阿拉木图-塔什干走廊（ABX）"])
    assert name_of("比什凯克", grown) != name_of("塔什干", grown)


def test_a_meeting_without_holder_is_the_one_that_the_document_names():
    grown = BASE.grown(["第 21 届 CAREC 部长级会议贸易部门可交付成果", "第21届部长级会议主要贸易成果"])
    short, full = (find_entities(t, grown)[0].name for t in ("第21届部长级会议", "第 21 届 CAREC 部长级会议"))
    assert short == full


def test_the_state_council_of_another_country_is_another_body():
    assert name_of("国务院", BASE) == "中国国务院"
    assert name_of("美国国务院", BASE) == "美国国务院"


def test_growing_leaves_the_base_as_it_was():
    before = BASE.entries
    BASE.grown(["某某研究院（MMY）"])
    assert BASE.entries == before
    assert find_entities("MMY", BASE) == ()


def test_the_offices_file_adds_names_and_aliases(tmp_path):
    file = tmp_path / "names.yaml"
    file.write_text(
        "- name: 亚洲开发银行\n  aliases: [菲律宾那家银行]\n- name: 跨里海倡议\n  kind: programme\n  aliases: [TCI]\n",
        "utf-8",
    )
    gazetteer = Gazetteer.base(file)
    assert name_of("菲律宾那家银行", gazetteer) == "亚洲开发银行"
    assert name_of("亚行", gazetteer) == "亚洲开发银行"
    assert name_of("TCI", gazetteer) == "跨里海倡议"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- name: 甲\n  kind: organization\n", r"names\.yaml, line 1: “甲” needs a kind"),
        ("- name: 甲\n  kind: place\n  alias: [乙]\n", r"names\.yaml, line 3: unknown field “alias”"),
        ("- name: 甲\n  kind: place\n  aliases: 乙\n", r"names\.yaml, line 3: “aliases” must be a list"),
        ("- kind: place\n", r"names\.yaml, line 1: the entry has no “name”"),
        ("甲: 乙\n", r"names\.yaml, line 1: a list of entries is expected"),
        ("- name: [甲\n", r"names\.yaml, line \d: not valid YAML"),
    ],
)
def test_a_wrong_entry_is_reported_with_file_and_line(tmp_path, text, message):
    file = tmp_path / "names.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(UsageError, match=message):
        Gazetteer.base(file)


def test_a_missing_file_is_reported(tmp_path):
    with pytest.raises(UsageError, match="cannot be read"):
        Gazetteer.base(tmp_path / "none.yaml")


def test_no_name_of_the_shipped_tables_belongs_to_two_things():
    owner = {}
    for entry in BASE.entries:
        for form in (entry.name,):
            assert owner.setdefault(form, entry) == entry, f"{form} names two entries"
