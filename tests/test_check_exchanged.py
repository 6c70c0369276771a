"""Claims that have the words of a source in another place: two parts exchanged, a denial more or less, an opposite."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from answer.check import check
from answer.claims import split_claims
from answer.pair_exchanged import exchanged_parts
from answer.pair_flipped import flipped, opposed
from answer.quoted import quoted
from index.store import KnowledgeBase
from tests.small_reports import opened_report


@pytest.mark.parametrize(
    ("claim", "sentence", "parts"),
    [
        ("南段用人工架线，其余各段用直升机。", "南段用直升机架线，其余各段用人工。", ("人工", "直升机")),
        ("系统由法国公司开发、印度机构维护。", "系统由印度机构开发、法国公司维护。", ("开发", "维护")),
        ("利比里亚代塞拉利昂支付了监理费。", "塞拉利昂代利比里亚支付监理费，尚未收回。", ("利比里亚", "塞拉利昂")),
        ("泵站先换水泵，后换闸门。", "三国泵站更新，先换闸门，后换水泵。", ("先换", "后换")),
        ("南港冷库容量2600吨，北港4200吨。", "南港冷库容量4200吨，北港2600吨。", ("2600吨", "4200吨")),
        ("成本以乌克兰最高，斯洛伐克最低。", "每公里成本以斯洛伐克最高、乌克兰最低。", ("乌克兰", "斯洛伐克")),
        ("银行向德国政府提供首损担保。", "德国政府向银行提供首损担保。", ("银行", "德国政府")),
        ("商贩收入由15万元降到9万元。", "商贩收入由9万元升到15万元。", ("15万元", "9万元")),
    ],
)
def test_parts_that_have_changed_places_are_told(claim: str, sentence: str, parts: tuple[str, str]) -> None:
    assert exchanged_parts(claim, sentence) == parts


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("乌克兰成本最低，斯洛伐克最高。", "成本以斯洛伐克最高、乌克兰最低。"),  # clauses in another order
        ("会议由蒙古国和哈萨克斯坦主办。", "会议由哈萨克斯坦和蒙古国主办。"),  # members of a list
        ("北京至上海的公路已经通车。", "上海至北京的公路已通车。"),  # either end of a road
        ("给水泵叶轮全部更换。", "运营商更换全部给水泵叶轮。"),  # one part has moved
        ("德国最后三座核电站于4月15日停运。", "4月15日德国最后三座核电站停运。"),
        ("截至9月30日，供水项目完成深井29口。", "供水项目截至9月30日完成29口深井。"),
        ("南段完成15天，北段5天。", "南段完成15天，北段用了5天。"),
        ("", "南段用直升机架线。"),
    ],
)
def test_another_order_is_no_exchange(claim: str, sentence: str) -> None:
    assert exchanged_parts(claim, sentence) is None


@pytest.mark.parametrize(
    ("claim", "sentence", "told"),
    [
        ("委员会同意退出培训分项。", "委员会未同意退出培训分项。", ("同意退出培训分项", "未同意退出培训分项")),
        ("378支枪未作为物证封存。", "余378支作为物证封存。", ("未作为物证封存", "作为物证封存")),
        ("高温津贴计入最低工资。", "高温津贴不计入最低工资。", ("计入最低工资", "不计入最低工资")),
        ("反对意见在期限届满前收到。", "反对意见在期限届满后收到，视为未提出。", ("前收到", "后收到")),
        ("环境基线数据充足。", "审查认为环境基线数据不足。", ("充足", "不足")),
        ("火灾712起，同比上升21%。", "火灾712起，同比下降21%。", ("上升21%", "下降21%")),
    ],
)
def test_what_is_said_the_other_way_round_is_told(claim: str, sentence: str, told: tuple[str, str]) -> None:
    assert told in [*flipped(claim, sentence)]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("12个国家提交了自愿审查报告。", "12个国家提交了自愿审查报告，3个国家未提交。"),
        ("数据可以转让给气象组织。", "数据不得转让给非成员，气象组织除外。"),
        ("委员会拒绝提高配额。", "委员会同意延期，但拒绝把配额提高到10万吨。"),
        ("秘鲁没有向委员会提出新的要求。", "秘鲁没有提出新的要求。"),
        ("大多数企业从来没用过单一窗口。", "调查显示只有38%使用过单一窗口。"),
        ("还有四个服务区没有改造完。", "10月底前完成全部11个服务区的改造，目前已完成7个。"),
        ("商业服务进口下降27.6%。", "商业服务出口和进口分别下降36.4%和27.6%。"),
        ("学医的人申请不了奖学金。", "部长们同意设立奖学金，医学类专业暂不纳入。"),
    ],
)
def test_what_agrees_is_not_taken_for_its_opposite(claim: str, sentence: str) -> None:
    assert not [*flipped(claim, sentence)]


@pytest.mark.parametrize(
    ("claim", "sentence"),
    [
        ("美国反对延长授权。", "中国支持延长授权，美国反对。"),
        ("最高水位为175米。", "最低水位为145米，最高为175米。"),
        ("水质不低于三类。", "水质达到三类。"),
        ("委员会不反对延期。", "委员会同意延期。"),
        ("委员会在理事会之前开会。", "理事会在委员会之后开会。"),
        ("2022年的事故数多于2023年。", "2023年的事故数少于2022年。"),
        ("哈萨克斯坦向中国出口天然气50亿立方米。", "中国从哈萨克斯坦进口天然气50亿立方米。"),
        ("未缴纳保证金的车辆不得过境。", "缴纳保证金的车辆方可过境。"),
        ("未经批准的项目不得开工。", "经批准的项目可以开工，其他项目不得开工。"),
        ("会议没有在塔什干举行。", "会议原拟在塔什干举行。"),
        ("主席为王明，副主席为李强。", "王明为主席，李强为副主席。"),
        ("中国和哈萨克斯坦分别承担40%和60%。", "哈萨克斯坦和中国分别承担60%和40%。"),
        ("协定用中文、俄文写成。", "协定用俄文、中文写成。"),
        ("合格供应商有40家。", "不合格供应商5家，合格40家。"),
    ],
)
def test_the_same_from_the_other_end_does_not_contradict(claim: str, sentence: str) -> None:
    parts, turned = exchanged_parts(claim, sentence), flipped(claim, sentence)
    assert not turned
    assert parts is None or opposed(claim, sentence)


_TEXT = """# 跨境铁路项目进展

## 一、施工

南段用直升机架线，其余各段用人工。四国中奥地利准点率最高（82%），波兰最低（59%）。

## 二、审批

会议未予同意亚美尼亚退出培训分项。老挝9号公路改造原定2023年12月完工，实际于2024年4月完工。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    with opened_report(tmp_path_factory.mktemp("exchanged"), _TEXT) as kb:
        yield kb


@pytest.mark.parametrize(
    ("claim", "slot"),
    [
        ("南段用人工架线，其余各段用直升机。", "object"),
        ("会议同意亚美尼亚退出培训分项。", "polarity"),
    ],
)
def test_a_claim_that_turns_its_source_round_is_contradicted_in_that_slot(
    report: KnowledgeBase, claim: str, slot: str
) -> None:
    (found,) = check(report, claim).claims
    assert found.verdict == "contradicted"
    assert slot in {difference.slot for difference in found.differences}


@pytest.mark.parametrize("claim", ["四国中奥地利准点率最高，波兰最低。", "南段用直升机架线，其余各段用人工。"])
def test_what_stands_in_a_source_word_for_word_is_supported(report: KnowledgeBase, claim: str) -> None:
    (found,) = check(report, claim).claims
    assert found.verdict == "supported"


def test_brackets_that_limit_a_statement_are_part_of_it(tmp_path: Path) -> None:
    text = "# 议定书\n\n各成员国（不含老挝）均批准了议定书。项目（一期）已于2023年完工。\n"
    with opened_report(tmp_path, text) as kb:
        passages = [*kb.passages()]
        assert quoted("各成员国均批准了议定书。", passages) is None
        assert quoted("项目已于2023年完工。", passages) is not None


def test_plan_and_outcome_of_one_work_stay_one_claim() -> None:
    claim = "老挝9号公路改造原定2023年12月完工，实际于2024年4月才完工。"
    assert split_claims(claim) == (claim,)
