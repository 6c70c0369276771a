"""What a note says of how many a table lists: reports of three fields, with twins that are in order."""

import pytest

from tests.small_reports import conflicts_listed

_HEAD = "# {} 年度报告\n\n2023年3月20日\n\n1. 下面给出主要数据。\n\n"
_STATES = ("越南", "老挝", "柬埔寨", "泰国", "缅甸", "马来西亚", "印度尼西亚")


def _catch(states, note):
    rows = "".join(f"| {state} | {12.5 + 3 * i} |\n" for i, state in enumerate(states))
    return f"表1：渔获量（万吨）\n\n| 国家 | 2022年 |\n|---|---|\n{rows}| 湄公七国 | 160.1 |\n\n{note}\n"


def _towns(names, note):
    rows = "".join(f"| {name} | {800 + 35 * i} |\n" for i, name in enumerate(names))
    return f"表2：在校学生（人）\n\n| 市 | 2022年 |\n|---|---|\n{rows}\n{note}\n"


def _sites(names, note):
    rows = "".join(f"| {name} | {2.5 + 0.1 * i:.1f} |\n" for i, name in enumerate(names))
    return f"表3：水质（毫克/升）\n\n| 监测点 | 氨氮 |\n|---|---|\n{rows}| 平均 | 2.6 |\n\n{note}\n"


_TOWNS = ("临江市", "白河市", "青山市", "安源市", "永宁市")
_SITES = ("上桥", "中桥", "下桥", "水厂", "码头")
_LEFT_OUT = "注：湄公七国不包括泰国。"

#: name, the report whose note counts otherwise, words of what is told
_WRONG = [
    ("states", _catch(_STATES, _LEFT_OUT), "湄公七国", "6 个"),
    ("towns", _towns(_TOWNS, "注：全州五市不包括永宁市。"), "五市不包括永宁市", "4 个"),
    ("rows", _sites(_SITES, "注：本表列出6个监测点。"), "本表列出6个", "5 行"),
]
_RIGHT = [
    ("states", _catch((*_STATES, "菲律宾"), _LEFT_OUT)),
    ("towns", _towns(_TOWNS, "注：全州四市不包括永宁市。")),
    ("rows", _sites(_SITES, "注：本表列出5个监测点。")),
    # a few of many, what else a note counts, and a count of another kind
    ("few", _towns(_TOWNS, "注：全省十一市不包括省会市。")),
    ("else", _sites(_SITES, "注：共3个部门参与监测。")),
    ("other kind", _towns(_TOWNS, "注：全州六县不包括东山县。")),
]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    reports = [("wrong", name, _HEAD.format(name) + text) for name, text, *_ in _WRONG]
    reports += [("right", name, _HEAD.format(name) + text) for name, text in _RIGHT]
    return conflicts_listed(tmp_path_factory.mktemp("members"), reports)


@pytest.mark.parametrize(("name", "said", "number"), [(name, *told) for name, _, *told in _WRONG])
def test_a_note_that_counts_otherwise_than_the_table_lists_is_told(listed, name, said, number):
    told = [explanation for kind, explanation in listed["wrong", name] if kind == "count" and "表注" in explanation]
    assert len(told) == 1
    assert said[-2:] in told[0]
    assert number in told[0]


@pytest.mark.parametrize("name", [name for name, _ in _RIGHT])
def test_a_note_that_fits_or_counts_something_else_is_not(listed, name):
    assert ("right", name) not in listed
