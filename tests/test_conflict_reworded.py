"""Conflicts told in other words: each in a report of its own, with a twin that is in order.

The facts are those of texts that were planted with mistakes (an audit, minutes, progress reports); each twin differs by
what a careful author would have written: another time, a part, a plan, the same figure.
"""

import pytest

from tests.small_reports import conflicts_listed

_HEALTH = "# 结核病防控能力建设项目年度进展报告\n\n2023年8月15日\n\n"
_MINUTES = "# 铁路互联计划指导委员会第七次会议纪要\n\n2024年11月13日\n\n"
_TABLE = (
    "\n\n表1：主要指标\n\n| 指标 | 2020年 | 2021年 | 2022年 |\n|---|---|---|---|\n"
    "| 耐药检测覆盖率（%） | 48 | 59 | 70.5 |\n"
    "| 治疗成功率（%） | 86.2 | 87.6 | 89.7 |\n"
)

#: name, genre, kind, the report, what makes it wrong, what makes it right
_CASES: list[tuple[str, str, str, str, tuple[object, ...], tuple[object, ...]]] = [
    (
        *("start", _HEALTH, "date"),
        "1. 耐多药患者短程方案自2022年1月起在吉尔吉斯斯坦全国推行。\n\n"
        "2. 吉尔吉斯斯坦自{}起在全国启用耐多药结核病短程方案，负担减轻。\n",
        *(("2022年7月",), ("2022年1月",)),
    ),
    (
        *("moved", _MINUTES, "date"),
        "1. 批准将帕拉库—多索段可行性研究的完成期限由2025年1月延至8月。\n\n"
        "2. 帕拉库—多索段的可行性研究要到{}才能完成。\n",
        *(("2025年10月",), ("2025年8月",)),
    ),
    (
        *("heard at a meeting", _MINUTES, "date"),
        "1. 2021年7月，蒙古国成为联合国《国际合同使用电子通信公约》的缔约国。\n\n"
        "2. 2021年9月举行的会议听取了蒙古{}成为联合国《国际合同使用电子通信公约》缔约国的经验。\n",
        *(("2021年10月",), ("2021年7月",)),
    ),
    (
        *("next meeting", _MINUTES, "date"),
        "1. 会议建议由第八次会议（{}，科托努）作出选择。\n\n2. 下次会议定于2025年5月在科托努举行。\n",
        *(("2025年6月",), ("2025年5月",)),
    ),
    (
        *("installed", _HEALTH, "number"),
        "1. 报告期内共安装GeneXpert检测仪38台。\n\n2. 四国新装的{}台GeneXpert检测仪在运行初期缺少试剂盒。\n",
        *((40,), (38,)),
    ),
    (
        *("counted without a noun", _MINUTES, "number"),
        "1. 流域新建自动站17座，累计达到46座。\n\n2. 全流域{}座自动站的运行维护费尚无稳定来源。\n",
        *((49,), (46,)),
    ),
    (
        *("spent", _HEALTH, "number"),
        "1. 截至2023年6月30日，项目支出累计达到1,280万美元。\n\n2. 截至{}，累计支出1,208万美元。\n",
        *(("2023年6月30日",), ("2022年12月31日",)),
    ),
    (
        *("denied", _HEALTH, "status"),
        "1. 2022年9月，塔吉克斯坦国家参比实验室通过了世卫组织的能力验证。\n\n"
        "2. {}国家参比实验室至今未通过世卫组织的能力验证。\n",
        *(("塔吉克斯坦",), ("乌兹别克斯坦",)),
    ),
    (
        *("decided", _MINUTES, "status"),
        "1. 会议驳回承包商萨赫勒建筑联合体提出的调价申请。\n\n2. 审计指出秘书处同意{}的调价申请时缺少工程师意见。\n",
        *(("萨赫勒建筑联合体",), ("海岸疏浚公司",)),
    ),
    (
        *("ended", _MINUTES, "status"),
        "1. 亚行已于2021年10月结束了对承运人协会联合会的财政和技术援助。\n\n2. 亚行继续向{}提供财政和技术援助。\n",
        *(("承运人协会联合会",), ("邮政部门",)),
    ),
    ("sorts", _MINUTES, "number", "1. 34个项目中有21个按期推进，9个轻度滞后，{}个严重滞后。\n", (5,), (4,)),
    (
        *("told again", _MINUTES, "number"),
        "1. 21项承诺中，12项已履行，6项部分履行，{}项未启动，未启动的三项均与编制有关。\n",
        *((8,), (3,)),
    ),
    (
        *("shares", _MINUTES, "number"),
        "1. 全年支出中输电项目占64%，水资源项目占21%，能力建设和管理费用占{}%。\n",
        *((18,), (15,)),
    ),
    ("course", _HEALTH, "number", "1. 耐药检测覆盖率由2020年的48%升至2022年的{}%。" + _TABLE, (72.5,), (70.5,)),
    (
        *("seat", _MINUTES, "name"),
        "1. 合作计划由四国于2019年发起，秘书处设在利隆圭。\n\n2. 设在{}的秘书处新聘了两名法律顾问。\n",
        *(("卢萨卡",), ("利隆圭",)),
    ),
    (
        *("states", _HEALTH, "count"),
        "1. 项目覆盖哈萨克斯坦、吉尔吉斯斯坦、塔吉克斯坦和乌兹别克斯坦四国。\n\n"
        "2. 项目所在的{}个国家均已制定配套资金计划。\n",
        *(("五",), ("四",)),
    ),
    (
        *("year of a plan", _HEALTH, "tense"),
        "1. 卫生部已经{}了配套资金计划。\n",
        *(("在2024年3月批准",), ("批准2024年配套资金计划并公布",)),
    ),
    (
        *("swapped digits", _MINUTES, "number"),
        "1. 2023年采购的480台太阳能冰箱中有96台未安装。\n\n2. 今后合同一体化，以免再现{}台太阳能冰箱闲置仓库的情况。\n",
        *((69,), (96,)),
    ),
    (
        *("done so far", _MINUTES, "number"),
        "1. 截至2024年9月30日，基金会支付3,460万元，湿地修复项目已完成412公顷。\n\n2. {}387公顷，明显慢于安排。\n",
        *(("湿地修复只完成",), ("2022年完成湿地修复",)),
    ),
    (
        *("rate of a plan", _MINUTES, "number"),
        "1. 2025年收费折扣率拟按3%安排。\n\n2. 理事会按照{}%的收费折扣率安排2025年预算，兼顾了需要与可能。\n",
        *((2.8,), (3,)),
    ),
    (
        *("dated by name", _MINUTES, "date"),
        "1. 审计办公室将于2026年6月进行跟进审计，重点检查冰箱安装。\n\n2. {}将于2026年9月检查移植情况。\n",
        *(("跟进审计",), ("技术人员",)),
    ),
    (
        *("from next year", _MINUTES, "date"),
        "1. 今年内全部取消跨境货车的国内通行费和停泊费。\n\n2. 跨境货车的国内通行费和停泊费{}不再收取。\n",
        *(("明年起",), ("今年起",)),
    ),
    (
        *("meeting of a day", _MINUTES, "date"),
        "1. 成果框架在2020年12月7日的第19届部长级会议上获得批准。\n\n"
        "2. 2020年12月{}日召开的第19届部长级会议注意到这一点。\n",
        *((14,), (7,)),
    ),
    (
        *("opinion", _MINUTES, "status"),
        "1. 审计师提交了2023年度财务审计报告，出具无保留意见。\n\n"
        "2. 理事会要求秘书处逐条回应2023年度财务审计报告的{}。\n",
        *(("保留意见",), ("两项内控建议",)),
    ),
    (
        *("office", _MINUTES, "status"),
        "1. 公共卫生局内部审计岗位空缺26个月，第二任于2024年10月到岗。\n\n"
        "2. 公共卫生局称整改已经开始、{}岗位至今无人任职。\n",
        *(("内部审计",), ("仓库管理",)),
    ),
    (
        *("not over", _MINUTES, "status"),
        "1. 开发银行已完成由邻国资助的沿海铁路规划技术援助项目。\n\n2. {}规划技术援助项目的实施尚未结束。\n",
        *(("沿海铁路",), ("内陆水运网络枢纽扩建",)),
    ),
    (
        *("head of a group", _MINUTES, "name"),
        "1. 理事会决定设立监测数据工作组，由李敏理事担任组长。\n\n2. 提交监测数据工作组大纲（组长：{}理事）。\n",
        *(("王建国",), ("李敏",)),
    ),
    (
        *("share of a plan", _MINUTES, "number"),
        "1. 基金会收到捐款3,460万元，完成全年筹资计划的57.7%。\n\n2. 全年筹资计划{}万元。\n",
        *(("6,500",), ("6,000",)),
    ),
    (
        *("other end", _MINUTES, "number"),
        "1. 今年增值税税率结构由四档税率简并至三档。\n\n2. 健全地方税体系，增值税税率由四档并为{}档。\n",
        *(("两",), ("三",)),
    ),
    (
        *("by how much", _MINUTES, "number"),
        "1. 城乡居民医保财政补助由每人每年420元提高到450元。\n\n2. 居民医保财政补助标准每人每年提高{}元。\n",
        *((40,), (30,)),
    ),
    (
        *("who builds", _MINUTES, "name"),
        "1. 圭亚那和苏里南将各建一座高温蒸汽灭菌站。\n\n2. 利用余款在圭亚那、{}各建一座高温蒸汽灭菌站。\n",
        *(("海地",), ("苏里南",)),
    ),
    (
        *("who leads", _MINUTES, "name"),
        "1. 沿线口岸预约通关系统的需求调研由{}牵头。\n\n2. 口岸预约通关系统的需求调研由尼日尔运输部牵头，6月完成。\n",
        *(("贝宁海关总署",), ("尼日尔运输部",)),
    ),
]
_NAMES = [name for name, *_ in _CASES]


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    """What is listed, as kinds and explanations, by name and by whether the report is wrong."""
    reports = [
        (state, name, genre + report.format(*values))
        for name, genre, _, report, wrong, right in _CASES
        for state, values in (("wrong", wrong), ("right", right))
    ]
    return conflicts_listed(tmp_path_factory.mktemp("reworded"), reports)


@pytest.mark.parametrize("index", range(len(_CASES)), ids=_NAMES)
def test_it_is_listed_where_it_is_wrong_and_nothing_where_it_is_right(listed, index):
    name, _, kind, *_ = _CASES[index]
    assert [found for found, _ in listed.get(("wrong", name), [])] == [kind], listed.get(("wrong", name))
    assert listed.get(("right", name), []) == []
