"""`yiju check`: the figure, or the row, is that of the source, and what is said of it is turned round."""

import pytest

from answer.check import check, verdict_of
from tests.small_reports import opened_report

_TEXT = """# 东岭市公交集团年度服务报告

2024年，郊区线路的平均候车时间由22分钟缩短到13分钟，晚点投诉比上年减少17%。老年卡的年审费用每人不超过30元，\
无障碍车辆占比不得低于45%。夜间线路的准点率为91%，低于日间线路的96%。

表1 重点任务

| 任务 | 责任单位 | 性质 | 完成时限 |
| --- | --- | --- | --- |
| 更换充电桩 | 设备部 | 强制任务 | 2025年3月 |
| 修订排班制度 | 运营部 | 一般任务 | 2025年6月 |
| 改造候车亭 | 工程部 | 一般任务 | 2025年9月 |
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("turned"), _TEXT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("郊区线路的平均候车时间缩短了13分钟。", "contradicted"),
        ("郊区线路的平均候车时间缩短到13分钟。", "supported"),
        ("晚点投诉比上年增加17%。", "contradicted"),
        ("老年卡的年审费用每人不低于30元。", "contradicted"),
        ("无障碍车辆占比最多45%。", "contradicted"),
        ("无障碍车辆占比不得低于45%。", "supported"),
        ("修订排班制度由工程部负责。", "contradicted"),
        ("更换充电桩属于一般任务。", "contradicted"),
        ("更换充电桩属于强制任务。", "supported"),
    ],
)
def test_what_is_said_of_a_figure_or_row_that_agrees_must_agree_too(report, claim, verdict):
    found = check(report, claim)
    assert verdict_of(found) == verdict, found.claims[0].explanation
