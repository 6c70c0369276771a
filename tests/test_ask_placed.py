"""Answers that no table of names has: who and where by where the words stand, dates without a year, abbreviations."""

from dataclasses import replace

import pytest

from answer.ask import ask
from answer.in_full import DATE_LIMITS, LIMITS, in_full
from answer.placed import doers, places
from answer.questions import read_question
from answer.sources import sources_of
from index.build import ingest
from index.store import KnowledgeBase
from ingest.amounts import find_amounts
from records import Filters
from settings import Settings

MINUTES = """能源效率工作组第三次会议纪要

能源效率工作组第三次会议于9月18日在塔林路政务大楼召开，由副总理主持，十一个部委派员出席。

伦理指引由大学法学院起草，已征求意见两轮，定稿期为11月30日。

乡镇药房的离线版软件由卫生部于11月底前配备完毕。

科摩罗尚未加入《港口国措施协定》，毛里求斯已于2019年加入该协定。

年末城镇登记失业率为4.02%，为多年来最低。

土地委员会审计显示，空置面积超过三成，派驻干部任期不少于两年，规划最迟于2022年9月前完成，每亩补贴约40元。

统一地址编码工程已编码住户92万，救护车寻址时间缩短。

我的特别代表塞尔希奥·比埃拉·德梅洛和多名公务员在巴格达遇难。
"""


@pytest.fixture(scope="module")
def minutes(tmp_path_factory):
    folder = tmp_path_factory.mktemp("minutes")
    (folder / "minutes.txt").write_text(MINUTES, encoding="utf-8")
    ingest([folder / "minutes.txt"], Settings(kb=folder / "kb", model="fast"))
    with KnowledgeBase.open(folder / "kb", Settings(kb=folder / "kb")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("会议由谁主持？", "副总理"),
        ("伦理指引由谁起草？", "大学法学院"),
        ("伦理指引什么时候定稿？", "11月30日"),
        ("乡镇药房什么时候有离线版软件？", "11月底"),
        ("哪个国家还没有加入港口国措施协定？", "科摩罗"),
        ("哪个国家加入了港口国措施协定？", "毛里求斯"),
        ("哪位特别代表遇难？", "塞尔希奥·比埃拉·德梅洛"),
        ("空置面积占几成？", "超过三成"),
        ("派驻干部的任期是几年？", "不少于两年"),
        ("规划何时完成？", "2022年9月前"),
        ("每亩补贴多少钱？", "约40元"),
        ("已编码的住户有多少？", "92万"),
    ],
)
def test_what_minutes_say_without_years_and_known_names_is_answered(minutes, question, text):
    answer = ask(minutes, question).answers[0]
    assert answer.text.startswith(text)
    assert answer.text in minutes.passage(answer.citations[0]).text


def test_another_rate_of_unemployment_is_no_answer(minutes):
    assert not ask(minutes, "城镇调查失业率是多少？").answered


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("其所属的西湖文化景观监测机构按照规定具体负责西湖文化景观的日常监测工作", ["西湖文化景观监测机构"]),
        ("普华永道(PwC)印度分公司和中亚地区的联营公司通过竞标程序参与了两项研究", ["普华永道(PwC)印度分公司"]),
        ("企业统一编码由总理办公室裁定", ["总理办公室"]),
        ("业主最关切的问题依次为利率和电价", []),
    ],
)
def test_who_does_it_is_told_by_where_the_words_stand(clause, names):
    assert list(dict(doers(clause))) == names


def test_a_place_is_what_stands_behind_its_preposition_or_in_the_name_of_a_meeting():
    assert ("维多利亚", 0.1) in list(places("于2026年10月8日至9日在维多利亚举行第六次会议"))
    assert "杭州" in dict(places("我国成功主办二十国集团领导人杭州峰会"))


@pytest.mark.parametrize(
    ("question", "text", "label"),
    [
        ("RIBS是什么的缩写？", "区域边境服务改善", "14"),
        ("What does CATS stand for?", "CAREC先进交通系统", "17"),
        ("CFCFA是什么意思？", "CAREC承运人和货运代理人协会联合会", "31"),
        ("国家单一窗口的英文缩写是什么？", "NSW", "3"),
        ("哪家咨询公司拿到了两项初步可行性研究？", "普华永道", "3_2"),
        ("技术法规评估的报告提交给谁了？", "区域贸易工作组", "24"),
        ("首次实时交换证书的是哪两国？", "", ""),
        ("谁资助了200万英镑的技术援助项目？", "英国外交、联邦与发展办公室", "4"),
        ("Who funded the £2 million technical assistance project?", "英国外交、联邦与发展办公室", "4"),
    ],
)
def test_names_that_the_reports_explain_or_tell_by_their_place(kb, question, text, label):
    response = ask(kb, question)
    if text:
        assert response.answers[0].text.startswith(text)
        assert response.answers[0].citations[0].endswith(f":{label}")


def test_whoever_else_a_clause_names_is_no_answer_where_it_says_who_does_it(kb):
    """亚行已完成由英国外交、联邦与发展办公室所资助的项目: the bank has not paid for it."""
    answers = ask(kb, "谁资助了200万英镑的技术援助项目？").answers
    assert not any(answer.text == "亚行" for answer in answers)


def test_an_abbreviation_is_explained_from_the_documents_that_are_asked_for(kb):
    minutes = next(d.id for d in kb.documents() if "mc20" in d.id)
    found = ask(kb, "STKEC的全称是什么？", Filters(documents=(minutes,))).answers
    assert [a.citations for a in found] == [(f"{minutes}:3_3",)]
    assert ask(kb, "STKEC的目标是什么？").answers[:1] != found[:1]


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("住宿分类是跟哪个国际组织一起做的？", "who"),
        ("哪家公司中标？", "who"),
        ("哪三国加入了？", "countries"),
        ("几件任务逾期？", "count"),
        ("模块化教材有哪几种语言的版本？", "list"),
        ("三边协议签不下来是因为什么？", "what"),
        ("酒店住满了几成？", "percent"),
        ("年轻人占多少？", "percent"),
        ("军队还占着多少地？", "count"),
    ],
)
def test_more_ways_to_ask(question, kind):
    assert read_question(question).kind == kind


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("索赔1 870万美元", 18_700_000, "USD"),
        ("处罚2 300家企业", 2300, "count:企业"),
        ("月底前 300人", 300, "count:人"),
    ],
)
def test_thousands_may_be_parted_by_a_space(text, value, unit):
    amount = find_amounts(text)[0]
    assert amount.value == value
    assert amount.unit.split(":")[0] == unit.split(":")[0]


COUNTED = """绿色产品谈判论证会纪要

论证会认为，绿色产品谈判宜先易后难，首批以风电、节水设备等120个税号为试点。

中期审查显示，走廊沿线海关人员轮训计划完成率54%，剩余课程由区域组织在明年补办。
"""


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("首批拿多少个税号做试点？", "120个"),
        ("沿线海关人员的轮训计划完成了多少？", "54%"),
        ("剩余课程由谁补办？", "区域组织"),
    ],
)
def test_counts_of_what_no_table_knows_and_shares_are_answered(tmp_path, question, text):
    (tmp_path / "minutes.txt").write_text(COUNTED, encoding="utf-8")
    ingest([tmp_path / "minutes.txt"], Settings(kb=tmp_path / "kb", model="fast"))
    with KnowledgeBase.open(tmp_path / "kb", Settings(kb=tmp_path / "kb")) as kb:
        assert ask(kb, question).answers[0].text.startswith(text)


def test_a_share_is_no_answer_to_how_many_things_there_are(minutes):
    assert not ask(minutes, "年末登记失业的有多少户？").answered


@pytest.mark.parametrize(
    ("text", "fact", "whole"),
    [
        ("附近40公里", "40公里", "40公里"),
        ("近40公里", "40公里", "近40公里"),
        ("签署条约5项", "5项", "5项"),
        ("费率40%以上", "40%", "40%以上"),
        ("2022年9月前往", "2022年9月", "2022年9月"),
        ("2022年9月前办完", "2022年9月", "2022年9月前"),
    ],
)
def test_a_limit_is_told_from_the_end_of_another_word(minutes, text, fact, whole):
    unit = next(iter(sources_of(minutes).all_units()))
    start = text.index(fact)
    limits = DATE_LIMITS if "年" in fact else LIMITS
    unit = replace(unit, passage=replace(unit.passage, text=text), at=(0, len(text)))
    assert in_full(unit, (start, start + len(fact)), fact, limits) == whole
