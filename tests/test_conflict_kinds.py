"""Kinds of conflict that a careful reader finds: each in a report of its own genre, with a twin that is in order."""

import pytest

from answer.conflicts import find_conflicts
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings

_MINUTES = "# 流域生态补偿基金会理事会第七次会议纪要\n\n2024年9月12日\n\n"
_HEALTH = "# 结核病防控能力建设项目年度进展报告\n\n报告期：2022年7月1日至2023年6月30日\n\n2023年8月15日\n\n"
_COUNTY = "# 2023年全县国民经济和社会发展统计公报\n\n2024年3月28日\n\n"
_JOINT = "# 东海共和国政府和南岭王国政府联合声明\n\n2022年11月8日\n\n"
_PAPER = "# 减贫与发展白皮书\n\n2021年4月6日\n\n"
_RATES = (
    "表{n}：对外贸易增长率（%）\n\n| 国家 | 2020年 | 2021年 |\n|---|---|---|\n"
    "| 甲国 | 3.1 | 5.2 |\n| 乙国 | 2.0 | 8.4 |\n| 丙国 | -1.2 | 4.0 |\n| 丁国 | 0.5 | 6.4 |\n"
)
_ONE, _TWO = f"\n\n{_RATES.format(n=1)}", f"\n\n{_RATES.format(n=1)}\n{_RATES.format(n=2)}"
_GROUPS = (
    "表1：捐款（万元）\n\n| 来源 | 2023年 |\n|---|---|\n| 企业甲 | 120 |\n| 企业乙 | 80 |\n| 企业小计 | {} |\n"
    "| 基金甲 | 60 |\n| 基金乙 | 40 |\n| 基金小计 | 100 |\n| 合计 | {} |\n"
)
_SHARES = (
    "表1：支出（万元）\n\n| 项目 | 金额 | 占比（%） |\n|---|---|---|\n| 监测 | 50 | 25.0 |\n| 修复 | 80 | {} |\n"
    "| 培训 | 30 | 15.0 |\n| 管理 | 40 | 20.0 |\n| 合计 | 200 | 100 |\n"
)
_GROWTH = (
    "表1：主要产品产量（吨）\n\n| 产品 | 2022年 | 2023年 | 增长率（%） |\n|---|---|---|---|\n"
    "| 粮食 | 5000 | 5250 | 5.0 |\n| 蔬菜 | 2000 | 2100 | {} |\n| 水果 | 800 | 880 | 10.0 |\n"
)
_TRADE = (
    "\n\n表1：指标（亿元）\n\n| 指标 | 2020年 | 2021年 |\n|---|---|---|\n"
    "| 外贸进出口额 | 58 | 64 |\n| 财政收入 | 9 | 11 |\n"
)
_BELOW = "1. 理事会确定了以下{}项任务：\n\n- 更换老化的设备；\n- 完成合同归档；\n- 缩短报销时间；\n- 完成捐赠续签；\n"
_TITLES = "《海洋垃圾治理备忘录》《标准化合作协议》、《渔业协定》和《教育协定》"

#: name, genre, kind, the report, what makes it wrong, what makes it right
_CASES: list[tuple[str, str, str, str, tuple[object, ...], tuple[object, ...]]] = [
    ("dash", _HEALTH, "count", "1. 完成了{}份报告——基线调查、中期评估和终期评估。\n", ("五",), ("三",)),
    ("titles", _JOINT, "count", f"1. 双方签署了{{}}份文件（{_TITLES}）。\n", ("三",), ("四",)),
    (
        *(
            "points",
            _MINUTES,
            "count",
            "1. 会议提出{}点建议：一是加快归档，二是更换设备，三是扩大筹资，四是组织考察。\n",
        ),
        *(("三",), ("四",)),
    ),
    ("bullets", _MINUTES, "count", _BELOW, ("五",), ("四",)),
    ("turned", _HEALTH, "number", "1. 样本周转时间由{}天缩短至{}天。\n", (9, 12), (12, 9)),
    ("change", _COUNTY, "number", "1. 全县造林面积由15000亩增加至19800亩，增长{}%。\n", (42,), (32,)),
    ("points of per cent", _HEALTH, "number", "1. 治愈率从86.2%提高到89.7%，提高了{}个百分点。\n", (5.3,), (3.5,)),
    ("share", _MINUTES, "number", "1. 修复已完成412公顷，占三年总目标1200公顷的{}%。\n", (43.4,), (34.3,)),
    ("parts", _HEALTH, "number", "1. 共安装检测仪38台，其中乌兹别克斯坦{}台、哈萨克斯坦12台。\n", (27,), (17,)),
    ("classes", _JOINT, "number", "1. 承诺的总体执行率为{}%；A类为30%，B类为25%，C类为10%。\n", (80,), (65,)),
    ("hundred", _COUNTY, "number", "1. 三次产业增加值占比分别为26%、{}%和37%。\n", (47,), (37,)),
    ("subtotal", _MINUTES, "number", _GROUPS, (210, 310), (200, 300)),
    ("share column", _MINUTES, "number", _SHARES, ("45.0",), ("40.0",)),
    ("rate column", _COUNTY, "number", _GROWTH, ("15.0",), ("5.0",)),
    ("no such day", _JOINT, "date", "1. 航线于2022年9月{}日复航。\n", (31,), (30,)),
    ("weekday", _MINUTES, "date", "1. 会议于2024年9月12日（星期{}）召开。\n", ("五",), ("四",)),
    ("reversed", _JOINT, "date", "1. 南岭方将在{}年间提供优惠贷款。\n", ("2027—2023",), ("2023—2027",)),
    ("length", _HEALTH, "date", "1. 项目为期五年（2020年7月至{}年6月）。\n", (2024,), (2025,)),
    ("plan of the past", _MINUTES, "tense", "1. 工作组将于2024年{}月提交工作大纲。\n", (3,), (11,)),
    ("period", _HEALTH, "date", "1. 报告期内，项目于{}年3月举办了培训班。\n", (2021,), (2023,)),
    (
        *("lasting", _HEALTH, "tense", "1. 2023年{}月，项目办公室举办了系列培训班。\n"),
        *(("5月至10",), ("1月至5",)),
    ),
    ("no such table", _COUNTY, "reference", f"1. 各国数字见表{{}}。{_TWO}", (4,), (2,)),
    ("greatest", _PAPER, "number", f"1. 2021年{{}}的增长率最高（表1）。{_ONE}", ("丁国",), ("乙国",)),
    ("mean", _PAPER, "number", f"1. 2021年各国增长率平均为{{}}%（表1）。{_ONE}", (7.5,), ("6.0",)),
    ("all", _PAPER, "number", f"1. 与2020年相比，2021年各国增长率均{{}}（表1）。{_ONE}", ("下降",), ("上升",)),
    (
        *("launch", _PAPER, "date", "1. {}月，全国扶贫信息平台上线。\n\n2. 全国扶贫信息平台于2020年3月启动。\n"),
        *(("2019年6",), ("2020年3",)),
    ),
    (
        *(
            "meeting",
            _MINUTES,
            "date",
            "1. 第六次理事会会议于2024年3月28日召开。\n\n2. {}召开的第六次理事会会议批准预算。\n",
        ),
        *(("2024年4月18日",), ("2024年3月",)),
    ),
    (
        *("order of meetings", _MINUTES, "date"),
        "1. 第五次技术委员会会议于{}年5月召开。\n\n2. 第六次技术委员会会议于2024年2月召开。\n",
        *((2024,), (2023,)),
    ),
    (
        *("place", _JOINT, "event"),
        "1. 第三届海洋合作论坛于2021年5月在北京举行。\n\n2. 第三届海洋合作论坛于2021年5月在{}举行，取得成功。\n",
        *(("上海",), ("北京",)),
    ),
    (
        *("account", _COUNTY, "number"),
        *("1. 全年货物进出口总额438468亿元。其中，出口254545亿元，增长7.1%；进口{}亿元。\n", (193923,), (183923,)),
    ),
    (
        "size",
        _JOINT,
        "number",
        "1. 2021年双边贸易额达到86.4亿美元。\n\n2. 2021年双边贸易额达86.4{}美元。\n",
        ("万",),
        ("亿",),
    ),
    ("same words", _COUNTY, "number", "1. 饮水工程惠及六个乡镇。\n\n2. 饮水工程惠及{}个乡镇。\n", ("八",), ("六",)),
    ("cell", _PAPER, "number", f"1. 2021年丙国的增长率为{{}}%（表1）。{_ONE}", (4.6,), ("4.0",)),
    (
        *("work to come", _HEALTH, "status"),
        "1. 《2022年度结核病监测报告》{}，治疗成功率为89.7%。\n\n2. 《2022年度结核病监测报告》正在编写。\n",
        *(("显示",), ("将说明",)),
    ),
    (
        *("stage", _COUNTY, "status", "1. 城南水厂扩建工程{}。\n\n2. 城南水厂扩建工程正在施工，预计2024年完工。\n"),
        *(("已经竣工",), ("仍在建设",)),
    ),
    (
        "anniversary",
        _MINUTES,
        "date",
        "1. 生态补偿基金会成立于{}年。\n\n2. 2024年是生态补偿基金会成立15周年。\n",
        (2008,),
        (2009,),
    ),
    (
        "one short form",
        _HEALTH,
        "name",
        "1. 区域卫生合作中心（RHC）牵头。\n\n2. {}参与了融资。\n",
        ("农村住房贷款公司（RHC）",),
        ("银行",),
    ),
    (
        "swapped letters",
        _PAPER,
        "name",
        "1. 设立数据质量监测办公室（DQM）。\n\n2. 数据质量监测办公室（{}）。\n",
        ("DMQ",),
        ("DQM",),
    ),
    (
        "states in a bracket",
        _JOINT,
        "count",
        "1. 中亚{}国（哈萨克斯坦、吉尔吉斯斯坦和塔吉克斯坦）参加。\n",
        ("五",),
        ("三",),
    ),
    ("states before", _PAPER, "count", "1. 覆盖老挝、泰国和越南{}国。\n", ("四",), ("三",)),
    ("run", _COUNTY, "date", "1. 大桥于2021年7月开工，为期{}年，2024年6月完工。\n", ("五",), ("三",)),
    ("cell without a reference", _HEALTH, "number", f"1. 2021年外贸进出口额为{{}}亿元。{_TRADE}", (46,), (64,)),
    (
        *("host", _MINUTES, "event"),
        "1. 第四次湿地论坛由世界银行主办。\n\n2. 第四次湿地论坛由{}主办，规模扩大。\n",
        *(("亚洲开发银行",), ("世界银行",)),
    ),
    ("people", _JOINT, "name", "1. 农业部部长张海涛出席。\n\n2. 农业部部长张海{}签署了协议。\n", ("波",), ("涛",)),
    (
        *("two wordings", _PAPER, "name"),
        "1. 批准了青海湖环境管理和可持续旅游项目。\n\n2. 支持青海湖环境管理{}项目。\n",
        *(("可持续旅游发展",), ("和可持续旅游",)),
    ),
]

_FRIENDS = [
    # counts whose list is open, of another thing, or of kinds of unit
    (_COUNTY, "1. 全国31个省（自治区、直辖市）参加了普查，其中12个县（市、区）为试点。\n"),
    (_COUNTY, "1. 全年签署6份文件，包括《甲市合作协议》《乙市合作协议》等。前三个项目（能源、交通、水利）已经开工。\n"),
    (_COUNTY, "1. 全县共有八个重点项目（总额5亿元、2023年启动）。\n"),
    # a change told in rounded figures, a base of another year, groups that overlap
    (_COUNTY, "1. 跨境时间从15.1小时下降了9.4%至13.6小时，但成本从199美元增加了79.1%至357美元。\n"),
    (_COUNTY, "1. 城镇化率由上年的52.1%提高到53.4%，全县总人口30.2万人，比上年增长1.1%。\n"),
    (_COUNTY, "1. 全年接待游客120万人次，其中女性70万人次，青年65万人次。\n"),
    # changes of two things in one sentence, by year, of hedged figures; increments; one sentence for each purpose
    (_PAPER, "1. 公路里程由1997年的123万公里增加到2002年的176万公里，其中高速公路由4771公里增加到2.52万公里。\n"),
    (_PAPER, "1. 城镇人均住房面积由17.8平方米增加到近22平方米，农村人均居住面积由22.5平方米增加到26.5平方米。\n"),
    (
        _PAPER,
        "1. 农村人均纯收入由2090元增加到2476元，平均每年实际增长3.8%。补助由20元提高到40元，为此增加支出42亿元。\n",
    ),
    (_PAPER, "1. 学生从一九八○年的二十八万人增加到四十万人，增长百分之四十二点二。\n"),
    (_COUNTY, "1. 年均超收2040万元，其中去年超收2573万元。赤字比上年增加1500万元，其中县级赤字9500万元。\n"),
    (
        _COUNTY,
        "1. 今年财政将安排832万元，支持卫生事业。\n\n2. 为加快社保建设，今年财政将安排2762万元，比上年增加458万元。\n",
    ),
    # the result of a year, that of five years, and a target
    (
        _COUNTY,
        "1. 去年单位生产总值能耗下降5.6%。\n\n2. 五年来，单位生产总值能耗下降18.2%。\n\n"
        "3. 今年预期目标是单位生产总值能耗下降3.4%以上。\n",
    ),
    # what a law requires is not done
    (_JOINT, "1. 设计单位应当参加建设工程竣工验收。\n\n2. 设计单位应当在建设工程施工前说明设计意图。\n"),
    (_JOINT, "1. 应当将基础测绘纳入本级社会发展年度计划。\n\n2. 应当将测绘计划纳入本级社会发展年度计划。\n"),
    # plans that were put off, forecasts, periods that something is compared with
    (_MINUTES, "1. 原定于2024年3月举行的考察推迟到10月。预计2023年支出将下降5%。2024年3月批准的项目将于2025年启动。\n"),
    (_HEALTH, "1. 与2021年3月相比，报告期内的样本周转时间缩短。\n\n2. 已批准2023年1月至2025年12月的计划。\n"),
    (_HEALTH, "1. 未来12个月（2023年7月至2024年6月），项目将继续。年度为期一年（2022年7月至2023年6月）。\n"),
    # an anniversary that fits, two plans and two reports of different years, one clause after another of a series
    (_MINUTES, "1. 河湖保护协会成立于2009年。\n\n2. 2024年是河湖保护协会成立15周年。\n"),
    (_HEALTH, "1. 《2021年度监测报告》显示，成功率上升。\n\n2. 《2022年度监测报告》即将发布。\n"),
    (_COUNTY, "1. 甲乡建成卫生室3个。\n\n2. 乙乡建成卫生室5个。\n\n3. 丙乡建成卫生室4个。\n"),
    # references to other papers
    (_JOINT, "1. 根据《海洋公约》附件5第3段，双方合作。详见联合国第3号决议第12段。\n"),
    # meetings of other bodies, parts of one thing
    (
        _MINUTES,
        "1. 第六次学术委员会会议于2024年3月召开。\n\n2. 第六次专家组会议于2024年5月召开。\n\n"
        "3. 第七次学术委员会会议于2024年9月召开。\n",
    ),
    (_PAPER, "1. 2019年6月，全省易地搬迁平台一期上线。\n\n2. 全省易地搬迁平台二期于2020年3月启动。\n"),
]


def _listed(folder, reports):
    """What is listed, by the number of the report."""
    sources = folder / "in"
    sources.mkdir()
    for index, text in enumerate(reports):
        (sources / f"case{index:02}.md").write_text(text, encoding="utf-8")
    settings = Settings(kb=folder / "kb", model="fast")
    ingest([sources], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        files = {document.id: document.file for document in kb.documents()}
        of = {passage.id: int(files[passage.document][-5:-3]) for passage in kb.passages()}
        return [(of[c.a.passage], of[c.b.passage], c.kind, c.explanation) for c in find_conflicts(kb)]


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    return _listed(
        tmp_path_factory.mktemp("wrong"), [head + text.format(*values) for _, head, _, text, values, _ in _CASES]
    )


@pytest.fixture(scope="module")
def right(tmp_path_factory):
    reports = [head + text.format(*values) for _, head, _, text, _, values in _CASES] + [
        head + text for head, text in _FRIENDS
    ]
    return _listed(tmp_path_factory.mktemp("right"), reports)


@pytest.mark.parametrize("index", range(len(_CASES)), ids=[case[0] for case in _CASES])
def test_what_a_careful_reader_finds_is_listed_once(wrong, index):
    mine = [(kind, told) for a, b, kind, told in wrong if index in (a, b)]
    assert [kind for kind, _ in mine] == [_CASES[index][2]], mine


@pytest.mark.parametrize("index", range(len(_CASES)), ids=[case[0] for case in _CASES])
def test_nothing_is_listed_where_the_same_report_is_in_order(right, index):
    assert [told for a, b, _, told in right if index in (a, b)] == []


@pytest.mark.parametrize("index", range(len(_FRIENDS)))
def test_what_only_looks_like_a_conflict_is_not_listed(right, index):
    number = len(_CASES) + index
    assert [told for a, b, _, told in right if number in (a, b)] == []
