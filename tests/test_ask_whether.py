"""Yes or no by the clause that settles it, and only about what was asked."""

import pytest

from answer.ask import ask
from answer.check import check, verdict_of
from tests.small_reports import opened_report

REPORT = """# 湖区合作委员会进展报告

2023年6月30日

云岭、南湾和北川一同成为《湖区渔业资源养护公约》的缔约方，同时正努力促使东陵和西泽通过《水产品电子单证示范法》。

我们感谢南湾政府承办第6次部长级会议，也感谢湖区开发银行给予的支持。第6次部长级会议于2022年11月17日在线上举行。

《湖区旅游战略2030》于2021年5月获得批准。

西泽的渔业统计门户网站于2022年上线，云岭的单一窗口系统于2021年上线。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("whether"), REPORT) as kb:
        yield kb


def test_what_else_a_sentence_plans_makes_no_no(report):
    told = ask(report, "云岭成为《湖区渔业资源养护公约》的缔约方了吗？").answers[0]
    assert told.text.startswith("是：")


def test_another_meeting_is_no_no(report):
    assert not any(told.text.startswith("否") for told in ask(report, "第7次部长级会议开过了吗？").answers)


def test_another_paper_is_no_no(report):
    assert not any(told.text.startswith("否") for told in ask(report, "《湖区能源战略2030》获得批准了吗？").answers)


def test_a_portal_is_no_agreement(report):
    assert verdict_of(check(report, "西泽签署了渔业统计协定。")) != "supported"


def test_another_convention_is_no_evidence(report):
    assert verdict_of(check(report, "云岭加入了水资源框架公约。")) != "supported"


def test_a_sentence_without_the_country_is_no_evidence(tmp_path):
    text = """# 合作进展

2023年6月30日

2021年2月，《中亚跨境无纸贸易便利化框架协议》生效，阿塞拜疆和中国是该协议的成员国，土库曼斯坦也于2022年4月加入了该协议。

蒙古和格鲁吉亚正在扩建边境口岸。
"""
    with opened_report(tmp_path, text) as kb:
        assert verdict_of(check(kb, "蒙古正在批准无纸贸易框架协定。")) != "supported"


def test_a_convention_is_not_joined_by_the_sentence_beside_it(tmp_path):
    text = """# 合作进展

2023年6月30日

《跨境无纸贸易便利化框架协定》于2021年生效，中国自生效时起就是协定成员国。阿塞拜疆、蒙古和中国一同成为《国际合同使用电子通信公约》的缔约国。双方签署了《环境保护协定》。
"""
    with opened_report(tmp_path, text) as kb:
        assert verdict_of(check(kb, "蒙古加入了无纸贸易框架协定。")) != "supported"
        assert verdict_of(check(kb, "蒙古加入了国际合同使用电子通信公约。")) == "supported"
        assert verdict_of(check(kb, "双方签署了环保协定。")) == "supported"
