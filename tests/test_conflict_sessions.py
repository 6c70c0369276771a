"""A numbered meeting that is planned, or a result of a later meeting, and was held before; with twins in order."""

import pytest

from answer.conflicts import find_conflicts
from tests.small_reports import conflicts_listed, opened_report

_HEALTH = "# 跨境疫情监测网络工作报告\n\n2025年3月20日\n\n"
_RIVER = "# 青溪流域协调委员会年度报告\n\n2025年2月18日\n\n"
_MINISTERS = (
    "1. 本报告介绍了2025年第十二届卫生部长会议的筹备情况。\n\n2. 第十二届卫生部长会议主要成果包括：（1）疫苗登记平台；"
    "（2）{}。\n\n3. {}举行的第六次实验室合作理事会（LCC）会议讨论了质量控制。\n"
)
_PLAN = (
    "## 一、回顾\n\n1. 第八次流域管理专家组会议于{}召开，通过了调度规程。\n\n"
    "## 二、2025年工作计划\n\n- 疏浚河道；\n- {}。\n"
)
_TABLE = (
    "## 一、回顾\n\n1. {}召开的第三次渔政联席会议商定了禁渔期。\n\n## 二、2025年可交付成果\n\n"
    "| 成果 | 负责 |\n|---|---|\n| 鱼道改造 | 水利处 |\n| {} | 渔政处 |\n"
)
_YEAR = "1. 2025年重点任务包括：修订章程、{}。\n\n2. 航道技术委员会第四次会议（{}）审议了章程草案。\n"
_ITEM, _NEXT = "实验室合作理事会第六次会议", "实验室合作理事会第七次会议"

_WRONG = {
    "result of a later meeting": _HEALTH + _MINISTERS.format(_ITEM, "2023年5月"),
    "by its short form": _HEALTH + _MINISTERS.format("LCC第六次会议", "2023年5月"),
    "plan of a year": _RIVER + _PLAN.format("2024年3月12日", "召开第八次流域管理专家组会议"),
    "row": _RIVER + _TABLE.format("2024年6月", "召开第三次渔政联席会议"),
    "list of a year": _RIVER + _YEAR.format("召开航道技术委员会第四次会议", "2024年9月"),
}
_RIGHT = {
    "the next one": _HEALTH + _MINISTERS.format(_NEXT, "2023年5月"),
    "held in the year of the later one": _HEALTH + _MINISTERS.format(_ITEM, "2025年1月"),
    "held since the one before": _HEALTH
    + _MINISTERS.format(_ITEM, "2023年12月")
    + "\n4. 第十一届卫生部长会议于2023年10月举行。\n",
    "what follows from it": _HEALTH + _MINISTERS.format(f"落实{_ITEM}的决定", "2023年5月"),
    "planned as told": _RIVER + _PLAN.format("2025年1月12日", "召开第八次流域管理专家组会议"),
    "another body": _RIVER + _PLAN.format("2024年3月12日", "召开第八次流域执法专家组会议"),
    "printing its minutes": _RIVER + _TABLE.format("2024年6月", "印发第三次渔政联席会议纪要"),
    "results so far": _RIVER
    + _YEAR.replace("2025年重点任务", "截至2025年2月的成果").format("航道技术委员会第四次会议", "2024年9月"),
    "carried out": _RIVER
    + _PLAN.replace("工作计划", "工作计划依据和上年落实情况").format("2024年3月12日", "第八次流域管理专家组会议"),
}


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    reports = [
        (state, f"{i}", text)
        for state, of in (("wrong", _WRONG), ("right", _RIGHT))
        for i, text in enumerate(of.values())
    ]
    return conflicts_listed(tmp_path_factory.mktemp("planned"), reports)


@pytest.mark.parametrize("index", range(len(_WRONG)), ids=list(_WRONG))
def test_a_meeting_that_is_planned_and_was_held_is_listed_once(listed, index):
    ((kind, told),) = listed["wrong", str(index)]
    assert kind == "date"
    assert "列在" in told


@pytest.mark.parametrize("index", range(len(_RIGHT)), ids=list(_RIGHT))
def test_nothing_is_listed_where_plan_and_meeting_fit(listed, index):
    assert [told for _, told in listed.get(("right", str(index)), []) if "列在" in told] == []


def test_the_explanation_tells_both_sides(tmp_path):
    with opened_report(tmp_path, _WRONG["result of a later meeting"]) as kb:
        (conflict,) = find_conflicts(kb)
    assert (conflict.a.value, conflict.b.value) == ("第十二届卫生部长会议的成果", "2023年5月")
    told = f"“{_ITEM}”列在“第十二届卫生部长会议的成果”（2025年）之下，第3段却说在“2023年5月”举行"
    assert conflict.explanation == told
