"""Questions on documents of other kinds: work reports, minutes, plans and audits, with tables of tasks and notes."""

import pytest

from answer.ask import ask
from answer.questions import read_question
from answer.sources import sources_of
from answer.spelled import is_spelled, spelled_in
from tests.small_reports import opened_report

REPORT = """# 云川省流域治理规划

## 一、基础

全省建成污水处理厂312座，日处理能力840万吨，青禾、柏原两市被列为试点，其中青禾市通过验收。

河道采砂屡禁不止，其根源在于执法力量分散、处罚标准偏低。

一期工程投资18亿元，由省水利厅批准建设；二期拟于2024年启动。

监测中心主任 周立群汇报，年内出动巡查船12艘、车辆9辆，登检货船86艘，查处违规7起。

与邻省的补偿协议文本已商定，尚未签署；与下游城市的用水协议已经签署。

补偿资金由省、市、县三级财政按5:3:2分担，用于水源保护的比例不低于六成[^1]。

拟将柏原、石塘两市纳入第二批试点。

表1 任务进展

| 任务 | 责任单位 | 期限 | 状态 | 备注 |
|---|---|---|---|---|
| 关停沿河砂场 | 省水利厅 | 2023年6月 | 正在实施 | 已关停17处 |
| 编制应急预案 | 省应急厅 | 2023年9月 | 未采纳 | 另行研究 |

表2 指标

| 指标 | 2023年目标 | 2023年完成 |
|---|---|---|
| 水质优良断面比例 | 88% | 91% |

表3 移送情况（金额单位：万元）

| 地区 | 违规金额 | 移送线索 |
|---|---|---|
| 青禾市 | 5200 | 4 |
| 柏原市 | 1800 | 2 |

[^1]: 2020年该比例为54%，低于要求。
"""


@pytest.fixture(scope="module")
def plan(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("plan"), REPORT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("河道采砂问题出在哪里？", "执法力量分散"),
        ("监测中心主任叫什么名字？", "周立群"),
        ("登检了多少艘货船？", "86艘"),
        ("补偿资金省、市、县三级各出多少？", "5:3:2"),
        ("关停沿河砂场做到哪一步了？", "正在实施"),
        ("水质优良断面比例2023年实际是多少？", "91%"),
        ("水质优良断面比例2023年打算做到多少？", "88%"),
        ("第二批试点要把哪些地方纳入？", "柏原、石塘"),
        ("一期工程是哪个部门批准的？", "省水利厅"),
        ("青禾市一共移送了几条线索？", "4"),
        ("与邻省的补偿协议签了没有？", "否：与邻省的补偿协议文本已商定，尚未签署"),
    ],
)
def test_is_answered(plan, question, text):
    assert text in ask(plan, question).answers[0].text


@pytest.mark.parametrize(
    "question",
    [
        "青禾市有多少座污水处理厂？",  # of the whole province
        "二期工程投资多少？",  # that of the stage before
        "How many wastewater treatment plants are there in Wenling?",  # a name that no source has
    ],
)
def test_what_is_told_of_another_is_no_answer(plan, question):
    assert not ask(plan, question).answered


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("修正案生效没有？", "whether"),
        ("任务没完成，卡在哪里？", "what"),
        ("拖期是谁出了问题？", "what"),
        ("几内亚派来的代表是谁？", "countries"),
        ("今年交了多少会费？", "money"),
        ("项目总投资多少？", "money"),
    ],
)
def test_kinds_are_read_off_the_words(question, kind):
    assert read_question(question).kind == kind or (kind == "countries" and read_question(question).kind == "who")


def test_a_chinese_name_is_found_as_english_spells_it():
    assert spelled_in("Qinghe", "全省只有青禾市通过验收") == "青禾"
    assert spelled_in("Xian", "从西安出发") == "西安"
    assert not spelled_in("Qinghe", "全省只有柏原市通过验收")
    assert not is_spelled("Bergstrom")


def test_how_an_answer_is_measured_is_nothing_that_it_says(plan):
    reading = sources_of(plan).reader.read("How much (in 10,000 US dollars) was spent on training?", soft=True)
    assert not reading.amounts
