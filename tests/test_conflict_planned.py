"""What is planned against what is out or begun already; each case with a twin that is in order."""

import pytest

from tests.small_reports import conflicts_listed

_HEAD = "# 山地林业合作机制 进展报告\n\n2023年1月—2023年9月\n\n2023年9月30日\n\n## 一、进展\n\n"
_TABLE = "\n\n## 二、可交付成果\n\n9. {lead}\n\n| 可交付成果 | 时间（2023年） | 说明 |\n|---|---|---|\n"
_TO_COME = _TABLE.format(lead="到2023年底要实现的可交付成果见下表。")
_OF_YEAR = _TABLE.format(lead="全年的可交付成果见下表。")
_QUARTER = "| 建成苗圃灌溉站 | 第四季度 | 两处。 |\n"

#: name, the report, what makes it wrong, what makes it right
_CASES: list[tuple[str, str, tuple[str, ...], tuple[str, ...]]] = [
    (
        "a work of which the year is told",
        "1. 专家组整理了数据，2023年2月出版的《北麓林区防火道建设：经验和案例》受到好评。{}| 说明 |\n" + _QUARTER,
        (_TO_COME + "| 发布北麓林区防火道建设旗舰报告 | 第一季度 ",),
        (_OF_YEAR + "| 发布北麓林区防火道建设旗舰报告 | 第一季度 ",),
    ),
    (
        "another work of that name came out too",
        "1. 2023年2月出版的《阳坡经济林滴灌改造：经验和案例》受到好评。{}"
        + _TO_COME
        + "| 发布阳坡经济林滴灌改造旗舰报告 | 第一季度 | 说明 |\n"
        + _QUARTER,
        ("",),
        ("2023年4月出版了《阳坡经济林滴灌改造：成本》。",),
    ),
    (
        "a system in a table",
        "1. 2023年5月，林火监测预警信息平台{}。"
        + _TO_COME
        + "| 上线林火监测预警信息平台 | 第四季度 | 说明 |\n"
        + _QUARTER,
        ("正式上线",),
        ("上线试运行",),
    ),
    (
        "studies that a group is to begin",
        "### 白河流域（BHR）\n\n2. 2022年11月，咨询公司承担了{}项水源涵养评估。"
        + _TO_COME
        + "| 成立BHR联合工作组 | 第四季度 | 工作组将指导合作，包括开展两项水源涵养评估。 |\n"
        + _QUARTER,
        ("两",),
        ("三",),
    ),
    (
        "a sentence of plan",
        "1. 2023年3月出版的《林下药材种植技术手册》发放到各县。\n\n2. 秘书处计划{}《林下药材种植技术手册》。\n",
        ("在第四季度发布",),
        ("在第四季度发布英文版",),
    ),
    (
        "an agreement",
        "1. 2023年6月，两国签署了《界河渔业资源养护协定》。\n\n2. 两国将于2023年11月签署《界河渔业资源养护{}》。\n",
        ("协定",),
        ("协定实施细则",),
    ),
    (
        "a settled row",
        "1. 2023年4月，高寒林区护林员培训基地成立。"
        + _TO_COME
        + "| 成立高寒林区护林员培训基地 | 第四季度 | {} |\n"
        + _QUARTER,
        ("面向四县。",),
        ("已按期完成。",),
    ),
]

#: What is done again, or by others.
_IN_ORDER = [
    "1. 2023年2月发布了木材市场价格指数。\n\n2. 秘书处计划于2023年11月发布木材市场价格指数。\n",
    "1. 2023年4月开展了苗木病虫害防治技术培训。\n\n2. 秘书处将于2023年12月开展苗木病虫害防治技术培训。\n",
    "1. 2023年5月，哈萨克斯坦成立了防沙治沙项目管理办公室。\n\n2. 蒙古将于2023年11月成立防沙治沙项目管理办公室。\n",
    "1. 2023年6月启动了林区道路改造工程一期。\n\n2. 部门计划于2024年3月启动林区道路改造工程二期。\n",
    "1. 2023年7月出版了《退化草场修复手册》初稿。\n\n2. 专家组计划于2023年12月出版《退化草场修复手册》。\n",
    "1. 原计划于2023年8月上线的种苗质量追溯系统于2023年9月上线。\n\n2. 2023年9月，种苗质量追溯系统上线。\n",
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    reports = [
        (state, name, _HEAD + text.format(*values))
        for name, text, wrong, right in _CASES
        for state, values in (("wrong", wrong), ("right", right))
    ]
    reports += [("right", f"in order {number}", _HEAD + text) for number, text in enumerate(_IN_ORDER)]
    return conflicts_listed(tmp_path_factory.mktemp("planned"), reports)


def _of_plans(found):
    return [told for kind, told in found if kind == "status"]


@pytest.mark.parametrize("name", [case[0] for case in _CASES])
def test_what_is_done_is_not_to_come(listed, name):
    assert len(_of_plans(listed.get(("wrong", name), []))) == 1


@pytest.mark.parametrize(
    "name", [*(case[0] for case in _CASES), *(f"in order {number}" for number in range(len(_IN_ORDER)))]
)
def test_the_twin_is_in_order(listed, name):
    assert not _of_plans(listed.get(("right", name), []))
