"""What only looks like a contradiction in careful reports of many fields, beside twins that are one."""

import pytest

from tests.small_reports import conflicts_listed

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
    "two directions": "《河原州对滨海州投资合作指南》已印发。\n\n《滨海州对河原州投资合作指南》正在编写。",
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
}
_WRONG = {
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
    reports = [("fine", name, _HEAD.format(name) + text) for name, text in _FINE.items()]
    reports += [("wrong", name, _HEAD.format(name) + text) for name, (text, _) in _WRONG.items()]
    return conflicts_listed(tmp_path_factory.mktemp("none"), reports)


@pytest.mark.parametrize("name", _FINE)
def test_what_may_be_true_together_is_not_listed(listed, name):
    assert listed.get(("fine", name), []) == []


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_, said) in _WRONG.items()])
def test_its_twin_that_cannot_is_listed(listed, name, said):
    assert any(said in explanation for _, explanation in listed.get(("wrong", name), []))
