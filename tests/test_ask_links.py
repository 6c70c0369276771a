"""Questions for a web address are answered with that of the footnote, or not at all."""

import pytest

from answer.ask import ask
from answer.links import asks_for_link
from tests.small_reports import opened_report


@pytest.mark.parametrize(
    ("question", "address", "note"),
    [
        (
            "格鲁吉亚动物副产品风险评估培训的活动网页地址是什么？",
            "georgia-training-on-risk-assessment-for-animal-by-products",
            "fn20",
        ),
        ("马传染病实验室技术培训的网页是什么？", "training-on-laboratory-techniques-for-equine-diseases", "fn18"),
        ("世贸组织贸易便利化协定数据库的网址是什么？", "https://tfadatabase.org/", "fn10"),
        ("What is the link to the quarterly Trade Insights?", "https://sway.office.com/Lf4vFQS6uFOBwvNO", "fn30"),
    ],
)
def test_the_address_is_that_of_the_footnote_about_it(kb, question, address, note):
    answer = ask(kb, question).answers[0]
    assert answer.text.endswith(address)
    assert answer.citations[0].endswith(f":{note}")
    assert answer.text in kb.passage(answer.citations[0]).text


@pytest.mark.parametrize(
    "question",
    [
        "联合国儿童基金会的网址是什么？",
        "CAREC铁路战略网页地址是什么？",
        "性别战略的网页",
        "跨境无纸贸易便利化框架协议全文链接",
        "What is the web address of the World Health Organization?",
    ],
)
def test_where_no_address_is_given_no_sentence_stands_in_its_place(kb, question):
    assert not ask(kb, question).answered


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("CAREC 贸易信息门户网站什么时候启动？", False),
        ("哪些国家的海关网站互相链接起来了？", False),
        ("资料来源的网址是什么", True),
        ("培训活动在哪个网页上", True),
        ("When was the website launched?", False),
        ("Give the URL of the database", True),
    ],
)
def test_a_website_is_not_always_an_address(question, asks):
    assert asks_for_link(question) is asks


def test_an_address_in_the_text_itself_is_found_without_the_meaning_of_the_model(tmp_path):
    source = "渔业监测报告\n\n港口登记数据见 https://example.org/ports/register。\n\n渔船普查每五年举行一次。\n"
    with opened_report(tmp_path, source) as kb:
        assert ask(kb, "港口登记数据的网址是什么？").answers[0].text == "https://example.org/ports/register"
        assert not ask(kb, "渔船普查的网址是什么？").answered
