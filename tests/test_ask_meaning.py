"""Questions in words that no report has: answered by the sentence nearest in meaning, where one stands out."""

import pytest

from answer.ask import ask
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
        "土库曼斯坦的外贸法是哪年修订的？",
        "格鲁吉亚海关为什么推迟上线新系统？",
        "How many women attended the e-commerce workshops?",
    ],
)
def test_a_sentence_that_shares_some_words_and_means_something_else_is_no_answer(kb, question):
    assert not ask(kb, question).answered
