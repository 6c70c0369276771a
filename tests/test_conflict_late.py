"""Tables and notes against the date and the period of their document; each with a twin in order."""

import pytest

from answer.conflicts import find_conflicts
from tests.small_reports import opened_report

REPORT = """# 渔港改造项目 进展报告

2021年7月—2022年6月

2022年6月28日

## 可交付成果

| 可交付成果 | 时间 (2022) | 描述 |
|---|---|---|
| 联合住宿分类标准 | {quarter} | 旅游部将制定两国统一的住宿标准。 |
| 旗舰报告 | 第一季度 | 报告分析了渔港的竞争力。 |

注：两份航道测深报告计划于{months}发布。

## 背景

1. 受访者比例为100%，但问卷回复率较低，涵盖报告期（{period}）。
"""
ORDER = {"quarter": "第四季度", "period": "2021年7月至2022年6月", "months": "2022年第三季度至第四季度"}


def told(tmp_path, **changed):
    with opened_report(tmp_path, REPORT.format(**{**ORDER, **changed})) as kb:
        return find_conflicts(kb)


def test_what_is_in_order_is_not_listed(tmp_path):
    assert told(tmp_path) == ()


@pytest.mark.parametrize(
    ("changed", "kind", "value"),
    [
        ({"quarter": "第一季度"}, "tense", "第一季度"),
        ({"period": "2020年6月至2021年6月"}, "date", "2020年6月至2021年6月"),
        ({"months": "2021年第三季度至第四季度"}, "tense", "2021年第三季度至第四季度"),
    ],
)
def test_a_time_that_was_over_and_another_period_are_listed(tmp_path, changed, kind, value):
    found = told(tmp_path, **changed)
    assert (kind, value) in [(c.kind, c.a.value) for c in found]
