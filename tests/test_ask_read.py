"""Questions in other words than the text: the passage is read as a whole."""

import pytest

from answer.ask import ask
from answer.comprehended import as_seen
from answer.sources import sources_of
from tests.small_reports import opened_report

LONG = (
    "书画室重新铺了地板，工期21天，工人来自邻村的合作社。排练厅的镜墙裂了一块，供货商答应在元旦前更换。库房清点出旧投影仪9台，其中4台不能开机，已报废。"
    "停车场画了32个车位，晚上八点以后对居民开放。门厅添了两组储物柜，存取不收费。屋顶漏雨的三处都补过，雨季里又有一处渗水，施工队免费返工。"
    "消防通道的灯换成了声控的。夜间由两名保安轮流值班，每周交接一次台账。后院的旧车棚拆了，腾出的地方种了桂花。"
    "二楼的窗帘全部换新，旧的送给了养老院。厨房的排烟管道清洗了两次，由物业公司承担费用。"
)
TEXT = f"""# 榆河镇文化站2023年工作小结

## 一、活动

原定4月到邻县的剪纸巡展，因承运车辆年检未过而取消，双方约定明年秋天再办。全年举办讲座36场，听众4100人次。
腊月的灯会由商会承办，镇里补贴了7万元，门票收入归商会。

## 二、设施

阅览室的空调于6月更换，旧机器由县物资公司回收。多功能厅的音响尚未采购，预算报县财政局待批。
{LONG}

| 项目 | 预算（万元） | 实际（万元） |
|---|---|---|
| 空调更换 | 12.5 | 11.8 |
| 门窗维修 | 6.0 | 7.3 |
"""


@pytest.fixture(scope="module")
def station(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("station"), TEXT, model="default") as kb:
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


@pytest.mark.parametrize(
    ("question", "told"), [("排烟管道谁付钱", "物业公司"), ("投影仪坏了几台", "投影仪"), ("谁值班", "值班")]
)
def test_of_a_long_passage_the_sentences_are_read_that_share_most(station, question, told):
    (long,) = (passage for passage in station.passages() if len(passage.text) > 200)
    seen = as_seen(sources_of(station), question, long)
    assert told in seen.text
    assert len(seen.text) <= 200 < len(long.text)
    assert long.text[seen.start : seen.start + len(seen.text)] == seen.text
    assert seen.before == "榆河镇文化站2023年工作小结。二、设施："
