"""Where the text begins under a title: short sentences and wrapped lines are text, not cover."""

import pytest

from ingest.files import read_file
from settings import Settings


def read(path, text, gazetteer):
    path.write_text(text, "utf-8")
    return [(p.form, p.text) for p in read_file(path, Settings(), gazetteer).passages]


def test_short_sentences_under_a_title_are_paragraphs(tmp_path, gazetteer):
    text = "东海共和国和西岭共和国联合声明\n双方商定建立投资委员会。\n双方同意于2025年开通直航。\n"
    assert read(tmp_path / "a.txt", text, gazetteer) == [
        ("cover", "东海共和国和西岭共和国联合声明"),
        ("paragraph", "双方商定建立投资委员会。"),
        ("paragraph", "双方同意于2025年开通直航。"),
    ]


def test_the_lines_of_a_wrapped_first_paragraph_stay_together(tmp_path, gazetteer):
    text = (
        "东海共和国和西岭共和国\n关于深化伙伴关系的联合声明\n2024年5月6日\n\n"
        "双方回顾了两国建交三十年来的友好关系，一致同意\n进一步加强在贸易、能源、交通等领域的务实合作，\n推动双边关系不断发展。\n\n"
        "双方强调，应维护多边贸易体制，反对各种形式的保\n护主义。\n"
    )
    cover, first, second = read(tmp_path / "a.txt", text, gazetteer)
    assert cover == ("cover", "东海共和国和西岭共和国\n关于深化伙伴关系的联合声明\n2024年5月6日")
    assert first[1] == (
        "双方回顾了两国建交三十年来的友好关系，一致同意进一步加强在贸易、能源、交通等领域的务实合作，推动双边关系不断发展。"
    )
    assert second == ("paragraph", "双方强调，应维护多边贸易体制，反对各种形式的保护主义。")


def test_two_wrapped_lines_directly_under_the_title_are_text(tmp_path, gazetteer):
    text = "第二次部长会议公报\n2024年5月6日，海城\n各方欢迎南湾港二期工程按期完工并投入运营，并同意\n扩建铁路。\n"
    cover, body = read(tmp_path / "a.txt", text, gazetteer)
    assert cover[1] == "第二次部长会议公报\n2024年5月6日，海城"
    assert body == ("paragraph", "各方欢迎南湾港二期工程按期完工并投入运营，并同意扩建铁路。")


def test_what_minutes_say_of_the_meeting_is_cover_and_what_it_decided_is_text(tmp_path, gazetteer):
    head = "东海银行\n第三次理事会会议纪要\n时间：2024年9月12日。\n主持人：林致远\n出席：张明、李敏"
    body = ["会议批准了预算。", "会议请秘书处于12月底前提交报告。"]
    found = read(tmp_path / "a.txt", "\n".join([head, *body]), gazetteer)
    assert found == [("cover", head), *(("paragraph", text) for text in body)]


def test_a_heading_under_the_title_opens_a_short_text(tmp_path, gazetteer):
    text = "# 东海银行理事会会议纪要\n2024年9月12日\n\n## 预算\n会议批准了预算。\n"
    assert read(tmp_path / "a.md", text, gazetteer) == [
        ("cover", "东海银行理事会会议纪要\n2024年9月12日"),
        ("heading", "预算"),
        ("paragraph", "会议批准了预算。"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "各位代表：",
        "主任、各位副主任、秘书长、各位委员:",
        "尊敬的各位同事：",
        "会议议定如下事项：",
        "Ministers met in Baku.",
        "双方商定，适时举行会谈；",
    ],
)
def test_an_address_a_lead_and_a_short_sentence_end_the_cover(tmp_path, gazetteer, line):
    found = read(tmp_path / "a.txt", f"政府工作报告\n——2023年1月15日在云川省人民代表大会上\n{line}\n", gazetteer)
    assert [form for form, _ in found] == ["cover", "paragraph"]
    assert found[1][1] == line


@pytest.mark.parametrize(
    "line",
    [
        "（根据代表意见修改。）",
        "弘扬伙伴精神，共创美好未来",
        "省长 林致远",
        "地点：海城，视频方式同步",
        "东海发展咨询 Co. Ltd.",
    ],
)
def test_subtitles_names_and_remarks_stay_on_the_cover(tmp_path, gazetteer, line):
    found = read(
        tmp_path / "a.txt",
        f"政府工作报告\n{line}\n过去一年，全省经济稳中有进，实现了年初确定的各项目标任务。\n",
        gazetteer,
    )
    assert [form for form, _ in found] == ["cover", "paragraph"]
    assert found[0][1] == f"政府工作报告\n{line}"
