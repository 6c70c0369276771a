"""Conflicts of tables, lists, plans and names: each rule on a small report of its own, with a twin that is in order."""

import pytest

from answer.conflicts import find_conflicts
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

_HEAD = "# {n}区域合作贸易进展报告\n\n2022年6月28日\n\n"
_TOTAL = (
    "表1：项目投资（百万美元）\n\n| 部门 | 投资 |\n|---|---|\n| 交通 | 120 |\n| 能源 | 80 |\n"
    "| 贸易 | 40 |\n| 合计 | {sum} |\n"
)
_QUOTED = (
    "1. 2020年{text}个成员国的服务出口和进口分别下降了36.4%和27.6%。\n\n表1：服务贸易变化率（%）\n\n"
    "| 国家 | 出口 | 进口 |\n|---|---|---|\n| 蒙古 | 47.1 | 34.9 |\n| 十国 | 36.4 | 27.6 |\n"
)
_LISTS = (
    "1. 第21届部长级会议的主要成果包括：(i) 走廊绩效十年展望报告；(ii) 数字贸易论坛；"
    "(iii) 海关合作委员会第20次会议。\n\n"
    "2. 第21届部长级会议的主要成果包括：\n\n- 走廊绩效十年展望报告；\n- 数字贸易论坛；\n- {last}。\n"
)
_PLAN = (
    "1. 亚行与两国合作{told}阿拉木图走廊统一住宿分类系统。\n\n表1：可交付成果\n\n"
    "| 可交付成果 | 时间（2022年） | 描述 |\n"
    "|---|---|---|\n"
    "| 阿拉木图走廊联合住宿分类系统 | 第四季度 | 亚行将制定两国的住宿统一标准。 |\n"
    "| 数字贸易论坛 | 第三季度 | 亚行将举办论坛。 |\n"
)
_TITLES = "1. 各国通过了《{one}》。\n\n2. 哈萨克斯坦研究了《{two}》。\n"
_MONEY = "1. 亚行为走廊规划技术援助项目提供了{one}资金。\n\n2. 亚行为走廊规划技术援助项目提供了{two}资金。\n"

_CASES = [
    ("number", _TOTAL.format(sum=260), _TOTAL.format(sum=240)),
    ("count", _QUOTED.format(text="九"), _QUOTED.format(text="十")),
    (
        "event",
        _LISTS.format(last="纪念海关合作委员会成立20周年的海关周"),
        _LISTS.format(last="海关合作委员会第20次会议"),
    ),
    ("status", _PLAN.format(told="开发了"), _PLAN.format(told="将开发")),
    (
        "name",
        _TITLES.format(one="亚洲及太平洋地区跨境贸易便利化框架协议", two="亚太地区跨境贸易便利化框架协议"),
        _TITLES.format(one="区域合作2030年性别战略", two="区域合作2030年旅游战略"),
    ),
    ("number", _MONEY.format(one="100万美元", two="200万美元"), _MONEY.format(one="100万美元", two="200万英镑")),
]


def _listed(folder, reports):
    """What is listed, by the report of its first side."""
    sources = folder / "in"
    sources.mkdir()
    for index, text in enumerate(reports):
        (sources / f"case{index}.md").write_text(_HEAD.format(n="甲乙丙丁戊己庚"[index]) + text, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([sources], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        files = {document.id: document.file for document in kb.documents()}
        of = {passage.id: files[passage.document] for passage in kb.passages()}
        return [(of[c.a.passage], c.kind, c.explanation) for c in find_conflicts(kb)]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return _listed(tmp_path_factory.mktemp("wrong"), [wrong for _, wrong, _ in _CASES])


@pytest.mark.parametrize("index", range(len(_CASES)), ids=[kind for kind, _, _ in _CASES])
def test_each_rule_lists_what_is_wrong_in_its_report_and_nothing_else(listed, index):
    mine = [(kind, told) for file, kind, told in listed if file.endswith(f"case{index}.md")]
    assert [kind for kind, _ in mine if kind != "name" or _CASES[index][0] == "name"] == [_CASES[index][0]], mine


def test_one_system_in_two_wordings_is_listed_as_a_name_too(listed):
    assert [told for _, kind, told in listed if kind == "name" and "统一住宿" in told] == [
        "同一名称的写法不同：“阿拉木图走廊统一住宿分类系统”与“阿拉木图走廊联合住宿分类系统”"
    ]


def test_nothing_is_listed_where_the_same_reports_are_in_order(tmp_path):
    right = [right.replace("联合住宿", "统一住宿") for _, _, right in _CASES]
    assert _listed(tmp_path, right) == []


@pytest.fixture(scope="module")
def pairs(kb):
    return {(c.kind, *sorted(side.passage.split("corridors.")[-1] for side in (c.a, c.b))) for c in find_conflicts(kb)}


def test_two_steps_of_one_work_plan_are_not_done_and_planned(pairs):
    assert ("status", "2:12_2", "2:12_4") not in pairs


@pytest.mark.parametrize(
    "pair",
    [
        ("event", "1:36_2", "1:4"),
        ("number", "1:table-1.r9", "1:table-1~1"),
        ("date", "2:11_6", "2:table-14.r2"),
        ("status", "2:2_5", "2:table-14.r2"),
        ("count", "1:8", "1:appendix-1d.r11"),
        ("unit", "1:table-2", "1:table-2"),
    ],
)
def test_tables_lists_and_plans_of_the_shipped_reports_are_compared(pairs, pair):
    assert pair in pairs
