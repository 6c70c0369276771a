"""Questions in other words than the text: the passage is read as a whole."""

import pytest

from answer.ask import ask
from answer.comprehended import as_seen
from answer.sources import sources_of
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

TEXT = """# 榆河镇文化站2023年工作小结

## 一、活动

原定4月到邻县的剪纸巡展，因承运车辆年检未过而取消，双方约定明年秋天再办。全年举办讲座36场，听众4100人次。
腊月的灯会由商会承办，镇里补贴了7万元，门票收入归商会。

## 二、设施

阅览室的空调于6月更换，旧机器由县物资公司回收。多功能厅的音响尚未采购，预算报县财政局待批。

| 项目 | 预算（万元） | 实际（万元） |
|---|---|---|
| 空调更换 | 12.5 | 11.8 |
| 门窗维修 | 6.0 | 7.3 |
"""


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    folder = tmp_path_factory.mktemp("station")
    (folder / "station.md").write_text(TEXT, encoding="utf-8")
    settings = Settings(kb=folder / "kb")
    ingest([folder / "station.md"], settings)
    with KnowledgeBase.open(folder / "kb", settings) as kb:
        yield kb


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("榆河镇文化站去邻县办展的事怎么黄了？", "承运车辆年检未过"),
        ("榆河镇灯会的票钱归谁？", "商会"),
        ("文化站换下来的空调谁收走了？", "县物资公司"),
        ("榆河镇门窗维修实际花了多少万元？", "7.3"),
    ],
)
def test_what_is_asked_in_other_words_is_answered_from_its_sentence(station, question, told):
    answers = ask(station, question).answers[:2]
    assert any(told in answer.text or told in answer.sentence for answer in answers), answers


@pytest.mark.parametrize("question", ["榆河镇文化站2019年举办了多少场讲座？", "哈萨克斯坦哪年办的灯会？"])
def test_another_year_or_country_is_not_answered_however_near_the_passage(station, question):
    assert ask(station, question).answers == ()


def test_of_a_long_passage_the_sentences_are_read_that_share_most(station):
    sources = sources_of(station)
    for passage in station.passages():
        seen = as_seen(sources, "旧机器由谁回收", passage)
        if seen.start is not None:
            assert passage.text[seen.start : seen.start + len(seen.text)] == seen.text
        assert "榆河镇文化站2023年工作小结" in seen.before
