"""Questions in words that no report has: answered by the sentence nearest in meaning, where one stands out."""

import pytest

from answer.ask import ask
from answer.check import check, verdict_of
from index.build import ingest
from index.store import KnowledgeBase
from settings import PROJECT, Settings


@pytest.fixture(scope="module")
def kb(tmp_path_factory):
    """The shipped corpus with the model that knows meanings; that of the other tests is the fast one."""
    folder = tmp_path_factory.mktemp("kb")
    ingest([PROJECT / "corpus"], Settings(kb=folder, model="default"))
    with KnowledgeBase.open(folder, Settings(kb=folder)) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "text", "label"),
    [
        ("货车过关要等多久、花多少钱？", "357美元", "9"),
        ("乌兹别克斯坦的植检线上培训是从哪天到哪天？", "2021 年 2 月 23 日至 3 月 24 日", "fn11"),
        ("外国旅客为什么骤降？", "由于边境关闭", "8"),
    ],
)
def test_a_question_in_everyday_words_is_answered_by_the_sentence_that_stands_out(kb, question, text, label):
    answer = ask(kb, question).answers[0]
    assert answer.text.startswith(text)
    assert answer.citations[0].endswith(f":{label}")


@pytest.mark.parametrize(
    "question",
    [
        "CAREC的网站有多少人访问？",
        "格鲁吉亚海关为什么推迟上线新系统？",
        "How many women attended the e-commerce workshops?",
    ],
)
def test_a_sentence_that_shares_some_words_and_means_something_else_is_no_answer(kb, question):
    assert not ask(kb, question).answered


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("塔吉克斯坦加入无纸贸易框架协议还在走议会程序。", "supported"),  # says it without 加入
        ("Fifty air quality monitors were deployed in Bishkek in January 2021.", "supported"),
        ("部长们同意在乌鲁木齐设立CAREC能源中心。", "not_found"),  # shares most words with another matter
        (
            "韩国海关总署2022年5月在首尔举办政策研讨会，会后签署了备忘录。",
            "partially_supported",
        ),  # each clause for itself
    ],
)
def test_what_a_claim_lacks_in_words_is_weighed_by_its_meaning(kb, claim, verdict):
    assert verdict_of(check(kb, claim)) == verdict
