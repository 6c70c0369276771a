"""Answers of more kinds: two things at once, countries told together, who is called upon, days, levels of places."""

import pytest

from answer.ask import ask
from answer.questions import read_question
from tests.small_reports import opened_report

REPORT = """# 海滨湿地修复项目（BSRP）

## 2023年度进展报告

审计署要求各部委在下次会议前提交闲置系统的关停清单，未提交者须由部长到会说明。

缓冲区内的建设项目，应当征求风景区管委会的意见，并公示三十日。

本条例自2012年1月1日起施行，由住建厅负责解释。

联合委员会首次会议于2023年5月12日在伦敦举行，双方就渔业合作交换了意见。

咨询公司将完成3个批发市场和5个冷链中心的可行性研究。

世界银行与中亚五国共同编写水资源合作的范围研究。

湿地监测覆盖率为81%，比上年提高6个百分点。

贸易法委员会制定了《国际货物运输公约》（汉堡，1978年），多数国家已加入。

海豚保护论坛每两年举办一次，2023年在帕图举行。

进口检测奶粉700吨，合格率为98%。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("kinds"), REPORT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("闲置系统的关停清单由谁提交？", "各部委"),
        ("缓冲区内的建设项目要征求谁的意见？", "风景区管委会"),
        ("几个批发市场、几个冷链中心要做可行性研究？", "3个批发市场和5个冷链中心"),
        ("水资源合作的范围研究涉及哪些国家？", "中亚五国"),
        ("BSRP的湿地监测覆盖率是多少？", "81%"),
        ("贸易法委员会的《国际货物运输公约》是哪一年、在哪座城市制定的？", "汉堡，1978年"),
        ("联合委员会首次会议何时何地举行？", "2023年5月12日在伦敦"),
    ],
)
def test_the_whole_answer_is_told(report, question, text):
    answer = ask(report, question).answers[0]
    assert answer.text == text
    assert answer.text in report.passage(answer.citations[0]).text


def test_a_day_is_answered_with_when_it_begins(report):
    assert "2012年1月1日" in ask(report, "这部条例从哪天起施行？").answers[0].text


@pytest.mark.parametrize("question", ["进口检测奶粉的合格率是多少吨？", "海豚保护论坛下一次会议是哪一天？"])
def test_another_unit_or_another_time_is_no_answer(report, question):
    assert not ask(report, question).answered


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("会议是线上开还是线下开的？", "place"),
        ("提到哪两个地方在重建？", "place"),
        ("合作的是哪几方？", "who"),
        ("这一块的支出是多少？", "money"),
    ],
)
def test_the_kind_is_read_off(question, kind):
    assert read_question(question).kind == kind
