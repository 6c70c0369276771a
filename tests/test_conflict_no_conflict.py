"""What only looks like a contradiction in careful reports of many fields, beside twins that are one."""

import pytest

from answer.conflict_related import Matters
from answer.conflicts import find_conflicts
from answer.sources import sources_of
from index.build import ingest
from index.store import KnowledgeBase
from settings import Settings
from tests.small_reports import fine_and_wrong

_HEAD = "# {} 工作报告\n\n2024年2月6日\n\n"


def _table(*rows):
    head, *below = rows
    return (
        "\n\n表1：有关情况\n\n"
        + "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *below))
        + "\n"
    )


_SEEDS = (["作物", "种子抽检合格率"], ["水稻", "96.9%"], ["玉米", "97.9%"], ["大豆", "95.1%"])
_COURTS = (["法院", "结案率"], ["青溪县法院", "94.9%"], ["白河县法院", "93.2%"])
_GOALS = (["指标", "2024年目标"], ["城镇新增就业（万人）", "7.0"], ["农民工培训（万人次）", "2.1"])
_BEDS = (["指标", "2027年目标"], ["康复床位占比（%）", "31"], ["护士数（万人）", "2.1"])
_YEARS = (["指标", "2022年", "2023年"], ["社会消费品零售总额增速", "7.1%", "5.2%"], ["进出口总额增速", "2.2%", "3.1%"])
_LINES = (["方案", "内部收益率"], ["东线", "7.1%"], ["西线", "6.9%"])
_TASKS = (
    ["任务", "牵头单位", "期限"],
    ["乌兰口岸现代化改造", "口岸办", "2024年12月"],
    ["口岸查验设施更新", "海关", "2025年3月"],
)

_APPROVED = (
    ["年份", "批准项目（个）", "批准额（百万美元）"],
    ["2021年", "19", "1,102"],
    ["2022年", "21", "1,184"],
    ["2023年", "25", "1,462"],
)
_BORROWERS = (["借款国", "2023年批准额（百万美元）"], ["加纳", "296"], ["多哥", "88"], ["贝宁", "121"])

_FINE = {
    "parts of what has changed": "全年受理投诉52件，比上年减少9件，其中食品类21件，药品类19件，器械类12件。",
    "a choice of places": "检查组走访了8个街道中的5个、小区96个，发现隐患若干。",
    "a change inside of a list": "58个站点中47个已联网，较上年增加12个，未联网的11个都在库区。",
    "half-width marks": "全年筹集资金21.4亿元,其中市级补助6.4亿元,县级配套15.0亿元;当年支出18.9亿元。",
    "a list that a semicolon ends": "全年批准进口许可46件，其中仪器类39件；驳回8件，企业撤回5件。",
    "another measure": "查处走私案件9起，挽回损失1.4亿元，其中“春雷”案案值合计7.9亿元，已移送起诉。",
    "a rest that others bear": "新馆已募集86万元，其中校友会30万元、出版社25万元、书店20万元，其余由六方分担。",
    "a promise that has not come": "配套资金到位720万元，其中港务局已付清500万元；航运公司承诺的400万元只到位220万元。",
    "the share of more than what was added": "共有864名选手参赛，比上届多132名，其中女选手302名，占35%。",
    "ends of a change": "夜间巡查由2021年的34次增加到72次，两支大队实施的占七成。",
    "any five of them": "公约须经至少五个成员国批准方可生效,截至目前已有三国(老挝、泰国、越南)交存批准书。",
    "an end that was moved": "小微商户租金减免政策已延长至2026年底。",
    "a day of last year": "前河大桥定于2024年10月交付。截至12月20日已完成桥墩浇筑，工人已于12月22日离场。",
    "not all of a kind": "截至2023年底，14个中型泵站中有6个安装了遥测设备。\n\n遥测设备尚未安装到位的泵站暂不调价。",
    "what shall pass": "全省93座老旧仓库中有41座未通过消防验收。\n\n2025年底前使41座未达标老旧仓库全部通过消防验收。",
    "old and new works": "五年间建成中型水厂4座，供水能力明显提高。\n\n续建松坡、石桥、后岭、东湾、西湾5座中型水厂。",
    "the last of four": "合作方为省农科院和四个茶叶合作社。\n\n三个茶叶合作社获得有机认证，第四个未获通过。",
    "a treaty and its rules": "《通关便利协定》于2022年3月15日签署。\n\n《通关便利协定实施细则》于2023年6月20日签署。",
    "two directions": "《凉州对肃州投资合作指南》已印发。\n\n《肃州对凉州投资合作指南》正在编写。",
    "all crops and one": "全省种子抽检合格率为97.2%，比上年提高0.3个百分点。" + _table(*_SEEDS),
    "all courts and one": "2023年，全市法院结案率94.1%，服判息诉率有所提高。" + _table(*_COURTS),
    "a result and a goal": "全年城镇新增就业7.4万人，登记失业率保持低位。" + _table(*_GOALS),
    "a share and its goal": "全省康复床位占比仅为21%，城乡差距明显。" + _table(*_BEDS),
    "a goal and the year before": "社会消费品零售总额增速没有达到7.5%的预期目标。" + _table(*_YEARS),
    "what would be": "若投资超支15%，内部收益率将降至7.4%，仍高于社会折现率。" + _table(*_LINES),
    "begun and due": "乌兰口岸现代化改造于2023年5月开工，进展顺利。" + _table(*_TASKS),
    "done of all": (
        "截至2023年底，23项整改任务已完成19项，达到序时进度4项。\n\n"
        "下一步，对已完成的19项整改任务，由督查室每季度抽查一次。"
    ),
    "two accidents": (
        "1月14日，海鹏航空一架客机在东港机场进近时触发近地警告，被定为严重征候。"
        "8月3日，云雁航空一架货机在东港机场着陆时偏出跑道，被定为严重征候。"
    ),
    "two rules": (
        "《网络数据出境管理办法（草案）》公开征求意见至2024年3月30日，拟将报告时限缩短。\n\n"
        "《网络号码携带规则》修订稿已结束征求意见，定稿已公布。"
    ),
    "counted until": (
        "截至2023年11月，走廊数据平台建设的成果包括接口规范和试运行报告。\n\n"
        "走廊数据平台建设的成果于2023年6月通过验收，包括接口规范和试运行报告。"
    ),
    "signed and not in force": (
        "三国签署了《电子放行证互认议定书》，其余两国仍在审议《电子放行证互认议定书》。\n\n"
        "按规定，第三份批准书交存满30天后《电子放行证互认议定书》生效，目前尚未生效。"
    ),
    "agreed for later": "两家银行已同意自2024年7月起共用一套评估格式，各自的专家不再重复到场。",
    "months ahead": "今后十二个月的主要活动如下：\n\n- 修订章程；\n- 举办培训班；\n- 更新名录。\n",
    "two attributes": "23个港口项目中有17个完成了气候风险筛查，19个指定了性别协调人。",
    "an agreement on a day": "贷款协定于2023年6月19日签署，须经议会批准后方可生效。",
    "planned and done": "2023年上半年计划开展应急演练4次，实际开展2次。",
    "before it was changed": "表中列出八项成果指标的最新情况。\n\n框架原有11项成果指标，2020年作了精简。",
    "a period and a meeting": (
        "本文件介绍2022年7月至2023年6月期间航运部门落实《湖区战略》的进展和可交付成果。\n\n"
        "航运部门落实《湖区战略》的可交付成果见2023年11月第九次部长级会议文件。"
    ),
    "who does many things": (
        "青禾岛于2022年11月颁布电子交易法，至此五岛具备电子签名的法律依据。\n\n"
        "两艘新渡轮已于2022年10月交付青禾岛，第三艘将于次年交付白沙岛。"
    ),
    "not yet in June": (
        "截至2023年6月30日，松岗农产品检测实验室仍在安装设备。\n\n松岗农产品检测实验室已于2023年9月竣工并投入使用。"
    ),
    "figures in brackets": (
        "四个便利化项目分别为单一窗口支持（1,800万美元）、海关现代化（1,250万美元）、检疫实验室升级（760万美元）和"
        "无纸贸易试点（420万美元）。"
    ),
    "groups that overlap": "21个项目中，9个含气候适应内容，14个含性别平等内容，其中5个两者兼具。",
    "a row of a year": "2023年末总资产59.18亿美元，比上年末增长12.9%（表1）。" + _table(*_APPROVED),
    "what was published before": "上一期公布的2022年批准额为11.90亿美元，差额系汇率折算（表1）。" + _table(*_APPROVED),
    "a country in a name": "2023年11月16日批准加纳北部电网二期贷款1.10亿美元。" + _table(*_BORROWERS),
    "two sums of a day": (
        "2022年3月16日，董事会批准向老挝提供280万美元的赠款。\n\n2022年3月16日，董事会批准向越南提供250万美元的赠款。"
    ),
}
_WRONG = {
    "sums of a day": (
        "2022年3月16日，执行局批准提供280万美元的技术援助赠款。\n\n2022年3月16日批准的250万美元赠款在执行期内未作追加。",
        "同一项决定金额不同",
    ),
    "cancelled": (
        "东湾二级公路项目已于2023年9月14日由董事会取消，余款注销。\n\n东湾二级公路项目正在按计划实施，各标段进展顺利。",
        "进展状态不同",
    ),
    "two states": ("23个港口项目中有17个完成了验收，9个仍在建设。", "26"),
    "listed behind": (
        "秘书处共推出五项知识产品。这些出版物是：《跨境贸易中的女性》（2022年12月）、《航运安全评估》（2023年2月）、"
        "《走廊年报》（2023年4月）和《原产地证书》（2023年6月）。",
        "列了 4 项",
    ),
    "parts": ("全年受理投诉52件，比上年减少9件，其中食品类31件，药品类29件，器械类12件。", "72"),
    "half-width marks": ("全年筹集资金21.4亿元,其中市级补助9.4亿元,县级配套15.0亿元;当年支出18.9亿元。", "相加却更多"),
    "share": ("共有864名选手参赛，女选手412名，占35%。", "算不出"),
    "list": ("公约已经五个成员国(老挝、泰国、越南)批准。", "3 个"),
    "later": ("前河大桥已于2024年10月20日建成通车了。", "2024年10月20日"),
    "denied": (
        "截至2023年底，14个中型泵站的遥测设备已经全部安装。\n\n14个中型泵站的遥测设备至今未安装。",
        "未安装",
    ),
    "treaty": ("《通关便利协定》于2022年3月15日签署。\n\n《通关便利协定》于2023年6月20日签署。", "日期不同"),
}


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return fine_and_wrong(tmp_path_factory.mktemp("none"), _HEAD, _FINE, _WRONG)


@pytest.mark.parametrize("name", _FINE)
def test_what_may_be_true_together_is_not_listed(listed, name):
    assert listed.get(("fine", name), []) == []


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_, said) in _WRONG.items()])
def test_its_twin_that_cannot_is_listed(listed, name, said):
    assert any(said in explanation for _, explanation in listed.get(("wrong", name), []))


_SEAT = "\n\n秘书处设在{}。\n\n"
_RIVER = (
    "赤水流域渔业资源养护计划由沿岸六县共同执行，禁渔期内渔政船每日巡查，增殖放流以青鱼和草鱼为主，鱼道改造列入年度重点。"
    "去年查获电捕案件七十余起，没收网具三百多副，退捕渔民转产后多从事护岸、采茶和船舶维修。"
    "水质自动站每四小时回传一次溶解氧，低于警戒线时通知下游电站加大泄流，产卵场附近不准挖沙。"
    "六县轮流承担巡查油料，渔获抽样在码头称重登记，鳞片送实验室鉴定年龄，标志鱼回捕后按尾给予奖励。"
    "雨季洪峰过境时鱼道闸门保持半开，幼鱼越冬池由村民小组看护，外来物种一经发现就地掩埋。"
)
_HOUSE = (
    "云台老年照护基金面向失能老人发放护理补贴，由街道受理申请，评估员入户核实，补贴标准随护理等级变化，复核每年一次。"
    "社区食堂向高龄居民供应午餐，志愿者代为取药，夜间呼叫铃接通值班医生，家属可以查看照护日志。"
    "捐赠款存入专用账户，会计师抽查凭证，结余转入下一期，轮椅和防褥疮床垫凭证明免费借用。"
    "护理员上岗前学习翻身、喂食和急救，每月接受技能考核，连续两季排名靠后的暂停派单。"
    "认知障碍者佩戴定位手环，走失警报同时发给邻居和派出所，康复教练上门指导步态训练与口腔清洁。"
)


def test_two_bodies_may_have_their_seats_in_two_towns(tmp_path):
    texts = {"river": _RIVER + _SEAT.format("青滩"), "house": _HOUSE + _SEAT.format("白塔")}
    texts["river again"] = _RIVER + _SEAT.format("石门") + "今年增加两艘渔政船。"
    for name, text in texts.items():
        (tmp_path / f"{name}.md").write_text(f"# {name}\n\n{text}\n", encoding="utf-8")
    settings = Settings(kb=tmp_path / "kb", model="fast")
    ingest([tmp_path / f"{name}.md" for name in texts], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        matters = Matters(kb.passages())
        seats = [unit for unit in sources_of(kb).all_units() if "秘书处" in unit.text]
        told = {next(town for town in ("青滩", "白塔", "石门") if town in unit.text): unit for unit in seats}
    assert matters.apart(told["青滩"], told["白塔"])
    assert not matters.apart(told["青滩"], told["石门"])


_LABORATORY = "松岗农产品检测实验室"
_LATER = f"1. {_LABORATORY}已于2023年{{}}竣工并投入使用。\n"
_BEFORE = f"1. 截至2023年6月30日，{_LABORATORY}仍在安装设备，预计2024年1月竣工。\n"


@pytest.mark.parametrize(("month", "listed"), [("6月", True), ("9月", False)])
def test_a_later_report_contradicts_an_earlier_one_by_what_was_done_before_it(tmp_path, month, listed):
    """What was done after the day as of which the earlier one tells is progress."""
    texts = {"a": ("2023年11月23日", _LATER.format(month)), "b": ("2023年9月14日", _BEFORE)}
    for name, (day, text) in texts.items():
        (tmp_path / f"{name}.md").write_text(f"# 湖区合作机制 文件{name}\n\n{day}\n\n{text}", encoding="utf-8")
    settings = Settings(kb=tmp_path / "kb", model="fast")
    ingest([tmp_path / f"{name}.md" for name in texts], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        found = [c for c in find_conflicts(kb) if c.kind == "status"]
    assert bool(found) == listed
