"""Several people at once get the answers that each would get alone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from answer.ask import ask
from answer.check import check
from answer.commitments import register
from answer.conflicts import find_conflicts
from index.store import KnowledgeBase
from records import Filters
from settings import Settings

QUESTIONS = (
    "塔吉克斯坦何时启动国家单一窗口？",
    "吉尔吉斯斯坦2020年GDP下降了多少？",
    "哈萨克斯坦2025年GDP增长多少？",
    "How many countries joined the framework agreement?",
)
CLAIMS = (
    "塔吉克斯坦于2020年11月启动了国家单一窗口信息系统。",
    "巴基斯坦2021年通过了《单一窗口法》。",
    "2021年9月，阿塞拜疆和格鲁吉亚签署了三边协议。",
)


def jobs(kb):
    """What the pages ask of one knowledge base, each as a function without arguments."""
    filters = [Filters(since=date(2000 + n, 1, 1)) for n in range(24)]  # more than are remembered
    return [
        *(lambda q=q: ask(kb, q) for q in QUESTIONS),
        *(lambda c=c: check(kb, c) for c in CLAIMS),
        *(lambda f=f: kb.search("海关合作", f) for f in filters),
        lambda: register(kb),
        lambda: find_conflicts(kb),
    ]


def opened(folder):
    return KnowledgeBase.open(folder, Settings(kb=folder))


@pytest.mark.slow
@pytest.mark.usefixtures("looked_for_again")
def test_everybody_gets_the_answer_that_they_would_get_alone(kb, corpus_kb_folder):
    expected = [job() for job in jobs(kb)]
    shared = opened(corpus_kb_folder)  # nothing of it is loaded yet: the first ones load it side by side
    with ThreadPoolExecutor(8) as people:
        answers = [people.submit(job) for job in (*jobs(shared), *jobs(shared)[:-2])]
        assert [answer.result() for answer in answers] == [*expected, *expected[:-2]]


def test_many_threads_search_over_few_connections(corpus_kb_folder):
    shared = opened(corpus_kb_folder)
    with ThreadPoolExecutor(8) as people:
        found = list(people.map(shared.search, ["海关合作", "绿色能源"] * 12))
    assert [response.results for response in found[::2]] == [found[0].results] * 12
    assert 1 <= len(shared._turns._idle) <= 2
    shared.close()
    assert shared._turns._idle == []
    assert shared.search("海关合作").results == found[0].results
