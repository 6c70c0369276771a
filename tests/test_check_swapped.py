"""`yiju check`: another name in the place of one, of another level or half; done and not done, wholly and in part."""

import pytest

from answer.check import check, verdict_of
from tests.small_reports import opened_report

_TEXT = """# 清江流域治理项目进展报告

清江上游的护岸工程已签约，拟于明年二季度开工；下游的泵站改造已于去年10月完成验收。鱼道设计方案已获省林业局批准，\
监测网尚未联网。项目覆盖南屏省的岚山县和谷阳县，原方案还包括洛桑州的7个乡。节余的310万元转用于尼泊尔的乡村卫生站，\
不丹的培训经费不变。

亚洲水务基金承诺的900万美元已拨付640万美元，余款要等审计报告提交后再付。水价补贴试点由岚山、谷阳两县扩大到全流域九个县。\
承包商与业主商定分三期返还预付款。

省水利厅上年把4个标段拆开发包，没有公开招标；清江市财政局把应付工程款2700万元压了130天才拨出。

表1 整改事项

| 事项 | 责任单位 | 进展 | 答复 |
| --- | --- | --- | --- |
| 建立备用泵房 | 设备处 | 正在整改 | 部分采纳 |
| 修订巡查制度 | 运行处 | 已完成 | 采纳 |
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    with opened_report(tmp_path_factory.mktemp("swapped"), _TEXT) as kb:
        yield kb


@pytest.mark.parametrize(
    "claim",
    [
        "清江上游的护岸工程已经开工。",
        "鱼道设计方案已获市林业局批准。",
        "原方案还包括桑南州的7个乡。",
        "节余的310万元转用于不丹的乡村卫生站。",
        "亚洲水务基金承诺的900万美元已经全部拨付。",
        "水价补贴试点目前只在岚山、谷阳两县实行。",
        "承包商与业主商定一次付清预付款。",
        "上年把4个标段拆开发包的是清江市财政局。",
        "建立备用泵房的建议被全部采纳。",
    ],
)
def test_what_is_told_of_another_or_the_other_way_round_is_not_supported(report, claim):
    assert verdict_of(check(report, claim)) == "contradicted"


@pytest.mark.parametrize(
    "claim",
    [
        "下游的泵站改造已完成验收。",
        "鱼道设计方案已获省林业局批准。",
        "原方案还包括洛桑州的7个乡。",
        "节余的310万元转用于尼泊尔的乡村卫生站。",
        "水价补贴试点扩大到全流域九个县。",
        "清江市财政局把应付工程款2700万元压了130天才拨出。",
    ],
)
def test_what_is_told_so_is_supported(report, claim):
    assert verdict_of(check(report, claim)) == "supported"
