"""Headings against what stands under them: another time, an appendix without content, a number that is skipped."""

import pytest

from tests.small_reports import conflicts_listed

_ROWS = "\n\n| 名称 | 数量 |\n|---|---|\n| 甲 | 3 |\n| 乙 | 5 |\n"
_SCHOOL = "# 校舍安全工程进展报告\n\n2024年1月20日\n\n"
_PARK = "# 湿地公园管理处年度报告\n\n2023年2月10日\n\n"

_TIMES = {
    "time limit": (
        _SCHOOL + "## 一、概述\n\n1. 工程按期推进。\n\n## 二、2024年理事会会议的加固任务\n\n"
        f"2. 到{{}}年底要完成的加固任务见下表。{_ROWS}",
        "2025",
        "2024",
    ),
    "year of a plan": (
        _PARK + "## 一、回顾\n\n1. 水质好转。\n\n## 二、2023年巡护工作计划\n\n2. {}年巡护工作计划如下：\n\n"
        "- 增设巡护点；\n- 更新船只。\n",
        "2022",
        "2023",
    ),
    "caption": (
        _SCHOOL + f"## 一、资金\n\n1. {{}}年各县校舍补助资金见下表。\n\n表1：2023年各县校舍补助资金{_ROWS}",
        "2022",
        "2023",
    ),
}
_TIMES_FRIENDS = {
    "what a meeting decided on": _SCHOOL
    + f"## 一、2023年理事会会议批准的行动计划\n\n1. 2024年行动计划见下表。{_ROWS}\n\n## 二、其他\n\n2. 无。\n",
    "how far the plan of the year before got": _PARK
    + "## 一、2023年巡护工作计划\n\n1. 2022年巡护工作计划完成情况如下：水质好转，船只更新。\n",
    "state at a day": _SCHOOL + f"## 一、2023年加固任务\n\n1. 截至2024年1月20日尚未完成的加固任务见下表。{_ROWS}",
    "both years": _PARK + "## 一、2023年工作计划\n\n1. 与2022年相比，2023年工作计划如下：增设巡护点。\n",
    "no lead-in": _PARK + "## 一、2023年工作计划\n\n1. 2022年工作计划调整了两次。\n",
    "another thing": _PARK + f"## 一、2023年巡护任务\n\n1. 2022年鸟类种数见下表。{_ROWS}",
}

_APPENDIX = (
    f"\n\n## 附件1 加固学校名单{_ROWS}\n\n## 附件2 分县投入数据{{}}\n\n## 附件3 验收标准\n\n墙体和屋面须经检测合格。\n"
)
_EMPTY = {
    "heading only": (_SCHOOL + "1. 各县投入见附件2，学校见附件1。" + _APPENDIX, "", _ROWS),
    "notes alone": (
        _PARK + "1. 鸟类种数逐年增加（见附录一）。\n\n## 附录\n\n### 附录一 鸟类监测数据\n\n{}\n\n"
        "资料来源：管理处。\n\n### 附录二 站点\n\n共设六个站点。\n",
        "注：种数为春季数。",
        "2022年记录到鸟类132种。",
    ),
    "section": (
        _SCHOOL + "## 一、概述\n\n1. 各县投入见第三节。\n\n## 二、进展\n\n2. 完成两所。\n\n## 三、各县投入\n\n{}\n\n"
        "## 四、建议\n\n3. 加快验收。\n",
        "资料来源：各县财政局。",
        "3. 各县共投入三千万元。",
    ),
    "last one": (
        _PARK + f"1. 水质数据详见附件2。\n\n## 附件1 巡护路线{_ROWS}\n\n## 附件2 水质数据\n\n{{}}\n",
        "注：TN=总氮。",
        "总氮为每升1.2毫克。",
    ),
}
_EMPTY_FRIENDS = {
    "attachments listed": _SCHOOL + "1. 学校见附件1，投入见附件2。\n\n## 附件1 加固学校名单\n\n## 附件2 分县投入数据\n",
    "a picture": _PARK + f"1. 范围见附件2。\n\n## 附件1 巡护路线{_ROWS}\n\n## 附件2 湿地公园范围图\n",
    "kept elsewhere": _PARK
    + f"1. 数据见附件2。\n\n## 附件1 巡护路线{_ROWS}\n\n## 附件2 水质数据\n\n注：本附件另册印发。\n",
    "of another paper": _SCHOOL
    + "## 一、概述\n\n1. 标准见《设计规范》第二节。\n\n## 二、各县投入\n\n## 三、建议\n\n2. 加快验收。\n",
    "number and title apart": _SCHOOL
    + f"1. 投入见附件2。\n\n## 附件1 加固学校名单{_ROWS}\n\n## 附件2 投入\n\n## 分县校舍投入数据\n\n"
    f"各县共投入三千万元。\n",
}

_LETTERS = (
    "## 一、进展\n\n### A. 加固\n\n完成两所。\n\n### B. 新建\n\n完成一所。{}\n\n### {}. 验收\n\n"
    "验收三所。\n\n### {}. 培训\n\n培训十人。\n"
)
_GAPS = {
    "letters": (_SCHOOL + _LETTERS, ("", "D", "E"), ("", "C", "D")),
    "Chinese numbers": (
        _PARK + "## 一、水质\n\n水质好转。\n\n## 二、鸟类\n\n种数增加。\n\n## {}、资金{}\n\n资金到位。\n{}",
        ("四", "", ""),
        ("三", "", ""),
    ),
    "parts": (
        _PARK
        + "# 2 监测\n\n## 2.1 水质\n\n水质好转。\n\n## 2.2 鸟类{}\n\n种数增加。\n\n## 2.{} 鱼类{}\n\n种数稳定。\n",
        ("", "4", ""),
        ("", "3", ""),
    ),
}
_GAPS_FRIENDS = {
    "run in": _SCHOOL + _LETTERS.format("\n\nC. 维修。完成五所的屋面维修。", "D", "E"),
    "in the text": _SCHOOL + _LETTERS.format("其他工作也按期完成。C. 维修：完成五所。", "D", "E"),
    "a heading without a number": _SCHOOL + _LETTERS.format("\n\n### 维修\n\n完成五所。", "D", "E"),
    "an extract": _SCHOOL + _LETTERS.format("", "D", "G"),
    "a list": _PARK
    + "## 一、水质\n\n水质好转，措施有：\n\n1. 截污；\n2. 清淤；\n4. 补水。\n\n## 二、鸟类\n\n种数增加。\n",
}


def _reports():
    for group, cases, friends in (
        ("times", _TIMES, _TIMES_FRIENDS),
        ("empty", _EMPTY, _EMPTY_FRIENDS),
        ("gaps", _GAPS, _GAPS_FRIENDS),
    ):
        for index, (name, (text, wrong, right)) in enumerate(cases.items()):
            for state, values in (("wrong", wrong), ("right", right)):
                yield state, f"{group}-{index}", text.format(*([values] if isinstance(values, str) else values)), name
        for index, text in enumerate(friends.values()):
            yield "friend", f"{group}-{index}", text, ""


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return conflicts_listed(tmp_path_factory.mktemp("sections"), [(s, n, text) for s, n, text, _ in _reports()])


_KINDS = {"times": "date", "empty": "reference", "gaps": "count"}
_NAMES = [(state, name) for state, name, _, _ in _reports()]


@pytest.mark.parametrize("name", [name for state, name in _NAMES if state == "wrong"])
def test_what_a_heading_and_its_section_tell_otherwise_is_listed_once(listed, name):
    assert [kind for kind, _ in listed.get(("wrong", name), [])] == [_KINDS[name.split("-")[0]]]


@pytest.mark.parametrize(("state", "name"), [one for one in _NAMES if one[0] != "wrong"])
def test_nothing_is_listed_where_headings_and_sections_fit(listed, state, name):
    assert listed.get((state, name), []) == []
