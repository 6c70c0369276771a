"""Names in running text: which thing, of which kind, where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.entities import find_entities
from ingest.folding import fold
from ingest.gazetteer import Gazetteer

BASE = Gazetteer.base()


def names(text, gazetteer=BASE):
    return [(m.text, m.name, m.kind) for m in find_entities(text, gazetteer)]


def test_countries_come_under_one_name_in_all_their_forms():
    text = "中华人民共和国（PRC）、吉尔吉斯共和国、蒙古国、俄罗斯联邦和 Republic of Korea"
    assert [name for _, name, _ in names(text)] == ["中国", "中国", "吉尔吉斯斯坦", "蒙古", "俄罗斯", "韩国"]
    assert {kind for *_, kind in names(text)} == {"country"}


def test_a_country_inside_the_name_of_a_body_is_part_of_the_body():
    assert names("与中国海关总署和格鲁吉亚边境官员举办") == [
        ("中国海关总署", "中国海关总署", "organisation"),
        ("格鲁吉亚", "格鲁吉亚", "country"),
    ]


def test_territories_are_places():
    assert names("香港、中国台北和澳门特区") == [
        ("香港", "香港", "place"),
        ("中国台北", "台湾", "place"),
        ("澳门特区", "澳门", "place"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "发展中国家需要支持",
        "其中国内资金占三成",
        "上述区域中国家较多",
        "南海地区",
        "这里加强了管理",
        "穿越南部山区",
        "国际局势紧张",
        "有关部门和内部机构",
    ],
)
def test_names_that_stand_by_chance_are_not_found(text):
    assert names(text) == []


def test_ministry_names_are_not_found_in_the_word_department():
    assert names("财政部门和教育部长") == []
    assert names("财政部和教育部") == [("财政部", "财政部", "organisation"), ("教育部", "教育部", "organisation")]


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("与阿塞拜疆食品安全署联合启动", "阿塞拜疆食品安全署"),
        ("来自乌兹别克斯坦国家植物检疫检验局 13 个地区", "乌兹别克斯坦国家植物检疫检验局"),
        ("并为哈萨克斯坦水文气象局开展培训", "哈萨克斯坦水文气象局"),
        ("将与可持续发展和气候变化部展开合作", "可持续发展和气候变化部"),
        ("由英国外交、联邦与发展办公室资助", "英国外交、联邦与发展办公室"),
        ("亚行区域合作与一体化专题组、标准与贸易发展基金", "亚行区域合作与一体化专题组"),
    ],
)
def test_unknown_bodies_are_found_by_their_form(text, body):
    assert (body, body, "organisation") in names(text)


def test_a_centre_planned_by_two_countries_leaves_both_countries():
    found = names("建立哈萨克斯坦和乌兹别克斯坦国际工业合作中心")
    assert [kind for *_, kind in found] == ["country", "country"]


def test_titles_are_agreements_programmes_or_publications():
    text = "《跨境运输便利化协定》《2021—2025年能源战略》《港口和物流范围界定研究》《世界经济展望》《纲要》"
    assert [(name, kind) for _, name, kind in names(text)] == [
        ("跨境运输便利化协定", "agreement"),
        ("2021-2025年能源战略", "programme"),
        ("港口和物流范围界定研究", "publication"),
        ("世界经济展望", "publication"),
    ]


def test_numbered_meetings_carry_their_holder_and_keep_its_mention():
    assert names("海关合作委员会第 20 次会议、世贸组织第12届部长级会议") == [
        ("海关合作委员会", "海关合作委员会", "organisation"),
        ("第 20 次会议", "海关合作委员会第20次会议", "event"),
        ("世贸组织", "世界贸易组织", "organisation"),
        ("第12届部长级会议", "世界贸易组织第12次部长级会议", "event"),
    ]
    assert names("第三次会议通过") == []


def test_corridors_are_chains_of_places_or_sides_of_a_region():
    assert names("关注的是阿拉木图 - 比什凯克经济走廊") == [
        ("阿拉木图 - 比什凯克经济走廊", "阿拉木图-比什凯克经济走廊", "corridor")
    ]
    assert ("苏木图-乌什克经济走廊", "corridor") in [(n, k) for _, n, k in names("（苏木图-乌什克经济走廊）")]
    assert not [k for *_, k in names("跨境经济走廊的建设") if k == "corridor"]


def test_abbreviations_match_in_their_own_case_and_as_whole_words():
    assert names("ADB 和 WHO；who adds") == [
        ("ADB", "亚洲开发银行", "organisation"),
        ("WHO", "世界卫生组织", "organisation"),
    ]
    assert names("见 https://www.adb.org/ADB/carec 与 ADBX") == []


def test_english_text_gives_the_same_names():
    found = names("The World Bank and the Kyrgyz Republic joined the Revised Kyoto Convention.")
    assert [name for _, name, _ in found] == ["世界银行", "吉尔吉斯斯坦", "修订版京都公约"]


def test_stray_spaces_and_full_width_letters_do_not_hide_a_name():
    assert names("世贸 组织秘书处与ＣＡＲＥＣ 学院") == [
        ("世贸 组织秘书处", "世界贸易组织秘书处", "organisation"),
        ("ＣＡＲＥＣ 学院", "中亚区域经济合作学院", "organisation"),
    ]


_PIECES = st.sampled_from(
    [
        "中国",
        "发展中国家",
        "海关总署",
        "《",
        "》",
        "“",
        "”",
        "第21届",
        "部长级会议",
        "CAREC",
        "（",
        "RTG",
        "）",
        "-",
        "—",
        "阿拉木图",
        "走廊",
        "委员会",
        "和",
        "、",
        "的",
        "ﬁ",
        "㎞",
        "İ",
        "部",
        "A",
        " ",
        "　",
        "\n",
        "\t",
        "https://a.org/中国",
    ]
)


@given(st.lists(_PIECES, max_size=25).map("".join))
def test_spans_give_the_printed_form_in_order_and_only_meetings_hold_others(text):
    position, around = 0, (0, 0)
    for mention in find_entities(text, BASE):
        start, end = mention.at
        assert text[start:end] == mention.text
        assert end > start
        assert start >= position or (around[0] <= start and end <= around[1])
        around = mention.at if mention.kind == "event" else around
        position = start if mention.kind == "event" else end


def test_a_meeting_and_the_body_that_holds_it_are_both_named():
    found = find_entities("第十二届世贸组织部长级会议在日内瓦召开", BASE)
    assert [(m.kind, m.name) for m in found] == [
        ("event", "世界贸易组织第12次部长级会议"),
        ("organisation", "世界贸易组织"),
        ("place", "日内瓦"),
    ]


@given(st.text(max_size=80))
def test_folding_leads_back_to_every_character(text):
    folded = fold(text)
    assert len(folded.at) == len(folded.text) + 1
    assert len(folded.lower) == len(folded.text)
    assert folded.at[-1] == len(text)
    assert list(folded.at) == sorted(folded.at)


def test_a_state_that_no_table_has_is_known_by_its_form_and_by_its_short_name():
    texts = ["应东海共和国总理邀请，南岭王国首相访问东海。", "南岭方感谢东海方的接待。"]
    grown = BASE.grown(texts)
    assert {(m.text, m.name) for m in find_entities(texts[0], grown)} == {
        ("东海共和国", "东海共和国"),
        ("南岭王国", "南岭王国"),
        ("东海", "东海共和国"),
    }
    assert [m.name for m in find_entities(texts[1], grown)] == ["南岭王国", "东海共和国"]
    assert find_entities("应中华人民共和国邀请", BASE.grown(["应中华人民共和国邀请"]))[0].name == "中国"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("理事会同意与淮河水利委员会签署备忘录", "淮河水利委员会", "organisation"),
        ("塔吉克斯坦国家参比实验室通过验收", "塔吉克斯坦国家参比实验室", "organisation"),
        ("理事会第七次会议在西宁召开", "理事会第7次会议", "event"),
        ("成功申办巴黎奥运会", "巴黎奥运会", "event"),
        ("霍尔木兹海峡的航行安全", "霍尔木兹海峡", "place"),
        ("联合国人权事务高级专员办事处（人权高专办）", "联合国人权事务高级专员办事处", "organisation"),
    ],
)
def test_more_names_by_their_form(text, name, kind):
    assert (name, kind) in [(m.name, m.kind) for m in find_entities(text, BASE.grown([text]))]


def test_technical_assistance_is_a_sort_of_project():
    text = "补充提供了25个技术援助（技援）项目"
    assert find_entities(text, BASE.grown([text])) == ()
