"""Conflicts by a learned score, and rules of sums, seats and denials: each in a small report, with a twin in order.

The facts are those of invented reports that were planted with mistakes; a twin tells the same, of another year or part
or as a plan.
"""

import json
from pathlib import Path

import pytest

from answer import conflict_scored
from answer.compare import amounts_agree
from answer.conflict_slots import slots_by_document
from answer.sources import sources_of
from index.store import KnowledgeBase
from records import Amount
from tests.small_reports import conflicts_listed

_REPORT = (
    "# 湖区走廊秘书处2024年度进展报告\n\n2025年3月20日\n\n"
    "1. 本报告由湖区走廊秘书处编写，涵盖坦桑尼亚、卢旺达、布隆迪和乌干达四国2024年的工作。\n\n"
    "2. 电子货物追踪系统覆盖过境卡车的82%，报告期内触发偏离路线报警1,904次。\n\n"
    "3. 路侧停车服务站试点三处，女性摊贩占经营者的58%，月均接待司机约9,000人次。\n\n"
)

#: name, kind, the rest of the report, what makes it wrong, what makes it right
_CASES: list[tuple[str, str, str, tuple[object, ...], tuple[object, ...]]] = [
    (
        *("much the same words", "number"),
        "4. 新建及改造水文站88座，数据汇入共享平台。\n\n5. 两年间新建及改造水文站{}座，数据全部汇入共享平台。\n",
        *((68,), (88,)),
    ),
    (
        *("thousands parted by a space", "number"),
        "4. 报告期内走廊全线货运量达到1 420万吨，比上年增长6.3%。\n\n5. 走廊全线货运量为{}万吨，首次超过海运。\n",
        *(("1 240",), ("1 420",)),
    ),
    (
        *("another year", "number"),
        "4. 2024年走廊全线货运量为1,420万吨。\n\n5. {}年走廊全线货运量为1,240万吨。\n",
        *((2024,), (2021,)),
    ),
    (
        *("in other words", "number"),
        "4. 货源撮合平台已于5月上线，注册车队217家。\n\n5. 在货源撮合平台上注册的车队有{}家。\n",
        *((271,), (217,)),
    ),
    (
        *("counted after a label", "number"),
        "4. 出口拒收通知：2023年为188起，2024年为141起。\n\n5. 2024年出口商共收到{}份拒收通知。\n",
        *((114,), (141,)),
    ),
    (
        *("no measure that is known", "number"),
        "4. 实施育儿补贴制度，惠及23.6万婴幼儿。\n\n5. 领到育儿补贴的{}万名婴幼儿家庭负担减轻。\n",
        *(("26.3",), ("23.6",)),
    ),
    (
        *("when it was done", "date"),
        "4. 司机强制体检已于2024年2月取消。\n\n5. 埃博拉防控期间实行的司机强制体检于{}取消，排队时间缩短。\n",
        *(("2024年5月",), ("2024年2月",)),
    ),
    (
        *("a total after its parts", "number"),
        "4. 资金来源为赠款1,500万美元、贷款2,100万美元、配套资金{}万美元，合计4,200万美元。\n",
        *((800,), (600,)),
    ),
    (
        *("parts after their total", "number"),
        "4. 全年培训统计人员156人，包括坦桑尼亚62人、卢旺达51人和布隆迪{}人。\n",
        *((48,), (43,)),
    ),
    (
        *("share of which", "number"),
        "4. 参加培训的共156人，其中女性39人，占{}%。\n",
        *((35,), (25,)),
    ),
    (
        *("since a time to come", "tense"),
        "4. 自{}上线以来，交易平台运行稳定。\n",
        *(("2025年9月",), ("2024年9月",)),
    ),
    (
        *("any verb denied", "status"),
        "4. 平台{}数据跨境传输许可。\n\n5. 平台至今未取得数据跨境传输许可，只能上传汇总数字。\n",
        *(("已取得",), ("拟申请",)),
    ),
    (
        *("where a laboratory is", "name"),
        "4. 区域参考实验室设于恩德培，样本周转时间缩短。\n\n5. 位于{}的区域参考实验室负责汇总拒载记录。\n",
        *(("内罗毕",), ("恩德培",)),
    ),
    (
        *("more states than there are", "count"),
        "4. 项目覆盖坦桑尼亚、卢旺达、布隆迪和乌干达四国。\n\n5. {}个参与国的海关均表示希望延续合作。\n",
        *(("五",), ("四",)),
    ),
]
_NAMES = [name for name, *_ in _CASES]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """What is listed, as kinds and explanations, by name and by whether the report is wrong."""
    reports = [
        (state, name, _REPORT + report.format(*values))
        for name, _, report, wrong, right in _CASES
        for state, values in (("wrong", wrong), ("right", right))
    ]
    return conflicts_listed(tmp_path_factory.mktemp("scored"), reports)


@pytest.mark.parametrize("index", range(len(_CASES)), ids=_NAMES)
def test_it_is_listed_where_it_is_wrong_and_nothing_where_it_is_right(listed, index):
    name, kind, *_ = _CASES[index]
    assert [found for found, _ in listed.get(("wrong", name), [])] == [kind], listed.get(("wrong", name))
    assert listed.get(("right", name), []) == []


def test_every_number_that_pairs_are_told_by_has_a_weight(corpus_kb_folder):
    """A feature that is renamed without learning anew would count nothing, unseen."""
    weights = Path(conflict_scored.__file__).parent / "data" / "conflict_weights.json"
    known = set(json.loads(weights.read_text(encoding="utf-8"))["weights"])
    with KnowledgeBase.open(corpus_kb_folder) as kb:
        told = {
            name
            for slots, rare in slots_by_document(sources_of(kb).all_units())
            for pair in conflict_scored.pairs_of(slots, rare)
            for name in pair.features
        }
    assert told == known


def test_thousands_parted_by_a_space_are_no_rounding():
    """1 420 is printed to the last unit: 1 240 is another number, not a coarser one."""
    one, two = (Amount(text, value, "tonnes", (0, 0)) for text, value in (("1 420万吨", 1.42e7), ("1 240万吨", 1.24e7)))
    assert not amounts_agree(one, two)
