"""One name in two orders of its words; each case with look-alikes that name other things."""

import re

import pytest

from tests.small_reports import conflicts_listed

_HEAD = "# 高原牧区发展项目 进展报告\n\n2024年5月31日\n\n"

#: name, the report, what makes it two names of one thing, what makes it two things
_CASES: list[tuple[str, str, str, str]] = [
    (
        "a title and a heading",
        "## 牧区与林区新建草料储备应急规划的编制\n\n1. 顾问提交了初稿。\n\n## 下一步\n\n2. 部门将审议《{}》。\n",
        "新建牧区林区应急草料储备规划",
        "新建牧区林区应急草料储备规划细则",
    ),
    (
        "a row",
        "1. 县里起草了羊毛收购价格风险补偿联合方案。\n\n"
        "| 成果 | 时间 |\n|---|---|\n| 提交《羊毛收购{}方案》 | 6月 |\n| 验收 | 7月 |\n",
        "风险价格联合补偿",
        "风险价格联合监测",
    ),
    (
        "what stands first matters",
        "1. 专家组完成了《{}》。\n\n2. 《乙旗东部牧场草种供应评估报告》也已完成。\n",
        "乙旗牧场东部草种供应评估报告",
        "乙旗供应东部牧场草种评估报告对照",
    ),
    (
        "directed",
        "1. 专家组完成了《{}甘州牛羊屠宰冷链运输报告》。\n\n2. 《甘州对河州牛羊屠宰冷链运输报告》也已完成。\n",
        "河州冷链对",
        "河州对",
    ),
    (
        "an event",
        "1. 2024年4月8日，牧业科技周：推广良种冷配技术启动，来自六县的牧户参加。\n\n"
        "2. 牧业推广科技周：广良种冷配技术是{}的重要活动。\n",
        "2024年4月",
        "2023年4月",
    ),
    (
        "an event that is named in short",
        "1. 2024年4月8日，牧业科技周：{}启动，来自六县的牧户参加。\n\n2. 牧业科技周：推广良种冷配是2024年4月的活动。\n",
        "广推良种冷配",
        "推广良种冷配技术",
    ),
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    reports = [
        (state, name, _HEAD + text.format(value))
        for name, text, wrong, right in _CASES
        for state, value in (("wrong", wrong), ("right", right))
    ]
    return conflicts_listed(tmp_path_factory.mktemp("reordered"), reports)


def _of_names(found):
    return [told for kind, told in found if kind == "name" and re.search("词序不同|同一活动", told)]


@pytest.mark.parametrize("name", [case[0] for case in _CASES if case[0] != "directed"])
def test_one_name_in_two_orders_is_listed(listed, name):
    assert len(_of_names(listed.get(("wrong", name), []))) == 1


@pytest.mark.parametrize("name", [case[0] for case in _CASES])
def test_names_of_two_things_are_not(listed, name):
    assert not _of_names(listed.get(("right", name), []))
