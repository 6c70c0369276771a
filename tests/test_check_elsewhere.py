"""The sentence that a claim is about shares hardly a word with it, while another sentence shares many."""

import pytest

from answer.check import check
from tests.small_reports import opened_report

_TEXT = """# 青岭州农业统计公报

## 一、粮食

全州粮食产量继续增加，水稻产量则由24.9万吨增至25.6万吨，上下游灌区均已恢复供水。
全州已经能够实现种粮补贴当月发放，八成农户在上半年领到。

## 二、经济作物

茶园面积41.7千公顷，其中采摘面积33.6千公顷，干毛茶产量居全省第二位。
蚕桑基地1.2千公顷，桑蚕茧产量下降。

## 三、湿地

高标准农田未完成任务，是因为6月洪灾冲毁了两个乡镇的施工便道，剩余任务已经下达，须在2025年5月底前干完。

## 四、道路

| 项目 | 计划 | 完成 | 资金（万元） | 责任单位 |
|---|---|---|---|---|
| 农村公路改造 | 120公里 | 126公里 | 9400 | 交通运输局 |
| 危桥改造 | 8座 | 6座 | 2100 | 交通运输局 |
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("elsewhere"), _TEXT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "told"),
    [
        ("全州的茶园有八成上下已经能采茶。", "采摘面积33.6千公顷"),
        ("全年修路的里程比原先定的还多了几公里。", "126公里"),
    ],
)
def test_the_passage_that_settles_a_claim_is_cited_though_another_shares_more_words(report, claim, told):
    (found,) = check(report, claim).claims
    assert found.verdict == "supported"
    assert told in found.evidence[0].sentence


def test_what_no_passage_tells_is_still_not_found(report):
    (found,) = check(report, "全州的果园有一半上下已经能摘果。").claims
    assert found.verdict == "not_found"
