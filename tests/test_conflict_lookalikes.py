"""What reports tell side by side and no reader would call a contradiction, each beside a twin that is one."""

import pytest

from tests.small_reports import fine_and_wrong

_HEAD = "# {} 工作报告\n\n2024年4月22日\n\n"


def _table(title, *rows):
    head, *below = rows
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *below)]
    return f"\n\n表1：{title}\n\n" + "\n".join(lines) + "\n"


_BANKS = _table("各行承诺额", ["银行", "承诺额（百万美元）"], ["南洋开发银行", "486.0"], ["东岭信贷银行", "210.0"])
_SECTIONS = _table(
    "优先区段",
    ["编号", "区段", "长度（公里）", "投资（百万美元）"],
    ["R1", "青石—白塔", "148", "210"],
    ["R2", "松岗—柳河", "326", "410"],
    ["R3", "北山—乌兰", "704", "90"],
    ["合计", "", "1178", "710"],
)
_MEETINGS = _table(
    "会议日程", ["会议", "日期", "地点"], ["协调委员会会议", "2024年3月", "松岗"], ["技术组会议", "2024年2月", "白塔"]
)
_LAKES = _table(
    "在建项目", ["项目", "资助方"], ["奥山州冰湖溃决预警项目", "世界银行"], ["柳河县泥石流监测项目", "亚洲开发银行"]
)

_FINE = {
    "expected": "菜豆基因型鉴定项目已完成样品1,500份，预计2025年结束。",
    "meant once": "单一窗口互联项目原定2024年12月结束，因更换供应商，经同意延期三个月。",
    "as long as it lasts": "观澜卫星已超出设计寿命，推进剂余量仍可支持到2026年年底。",
    "two of the meetings": (
        "自2012年在松岗举行首届协调委员会会议以来，计划每年召开一次协调委员会会议，从未中断。\n\n"
        "《2030年战略》由2021年12月在白塔举行的第十届协调委员会会议通过，确立了五个支柱。"
    ),
    "shares of a whole said before": (
        "评估组调查了88名企业代表;66名认为过境更容易,占75.0%;15名认为没有变化,占17.0%;7名认为更难,占8.0%。"
    ),
    "of what was approved": "2024年计划支付76.0百万美元,如能实现,年末累计支付将达到174.5百万美元,执行率93.8%。",
    "the agreement of a loan": (
        "各国就《水文数据共享议定书》谈判多年，至今仍未签署。\n\n"
        "开发银行为三角洲项目提供贷款，贷款协定于2021年12月9日签署，2022年2月生效。"
    ),
    "how much is done": (
        "青石县计划于2025年完成光缆工程，届时接入口岸系统。\n\n五县之中，青石县完成的光缆工程里程最长，已完成55.0%。"
    ),
    "before its deadline": (
        "会议要求创业窗口在2023年年底以前开始受理贷款申请。\n\n创业窗口于2023年7月开始受理贷款申请，由两省共同管理。"
    ),
    "what grew in two years": (
        "2021年线路输送电量43.1亿千瓦时，比2020年的39.2亿千瓦时增长9.9%。\n\n"
        "2023年线路输送电量57.5亿千瓦时，比2022年的49.8亿千瓦时增长15.5%，连续第四年增长。"
    ),
    "the meeting that spoke of it": (
        "本报告经2023年6月20日在松岗举行的高级官员会议审议通过，供第十一次部长级会议参考。\n\n"
        "第十一次部长级会议定于2024年11月在白塔举行。"
    ),
    "counted until": (
        "截至2023年2月底，松岗、柳河和白塔三县已开通国家单一窗口。\n\n"
        "截至2023年5月底，五县中已有四县开通国家单一窗口，北山县是最近开通的一个。"
    ),
    "institutions and visits of a country": (
        "网络有成员机构14家，其中秘鲁4家，哥伦比亚3家，玻利维亚3家，厄瓜多尔2家，智利2家。\n\n"
        "全年开展野外收集31次，其中秘鲁10次、哥伦比亚7次、玻利维亚6次、厄瓜多尔5次、智利3次。"
    ),
    "a name with and in it": (
        "协议首批覆盖八个工种，即焊接、电工、管道安装、制冷与空调、重型车辆驾驶、酒店餐饮服务、医院护理辅助和居家照护。"
    ),
    "a share of what was aimed at": (
        "红树林和珊瑚礁累计恢复1,050公顷，其中红树林930公顷，珊瑚礁120公顷，合计为1,200公顷目标的87.5%。"
    ),
    "figures behind a count": "海关便利化、食品安全和数字政府三个支柱的项目数分别为9个、7个和7个。",
    "all may buy all": "八个参保国中有六个购买气旋保险，四个购买地震保险，三个购买干旱保险，两个购买暴雨保险。",
    "one loan of many": "2023年7月，南洋开发银行为青石灌溉现代化项目提供8,600万美元（表1）。" + _BANKS,
    "added later": "2023年12月4日，东岭信贷银行追加承诺2,000万美元（表1）。" + _BANKS,
    "a row that sums up": "三个区段中里程最长的是北山—乌兰，投资最大的是松岗—柳河。" + _SECTIONS,
    "another meeting of a body": "协调委员会会议于2023年上半年在青石举行，审议了执行情况。" + _MEETINGS,
    "a project of another place": "由亚洲开发银行资助的塔吉克斯坦巴尔唐冰湖溃决预警项目已获批准，金额6,200万美元。"
    + _LAKES,
    "of two pillars": (
        "旅游支柱的五项指标中，两项如期推进，一项接近目标，两项落后。\n\n"
        "灾害支柱的八项指标中，六项如期推进，两项接近目标，没有落后指标。"
    ),
}
_WRONG = {
    "done": ("菜豆基因型鉴定项目已于2025年3月结束，完成样品1,500份。", "2025年3月"),
    "list": ("协议首批覆盖八个工种，即焊接、电工、管道安装、制冷与空调、酒店餐饮服务和居家照护。", "列了"),
    "largest": ("三个区段中投资最大的是北山—乌兰。" + _SECTIONS, "松岗—柳河"),
    "overlaps that cannot be": ("20个成员国中，12个采用固定汇率制，10个采用浮动汇率制。", "22"),
    "its own share": ("本年拨付2.4亿元，占累计拨付额6.0亿元的55%。", "算不出"),
    "an aim told as reached": ("贸易便利化的预定目标已于2024年12月全部实现。", "2024年12月"),
    "figures as numbers of items": (
        "会议提出三项建议：1）加强合作；2）扩大贸易；3）改善物流；4）培训人员。",
        "列了 4 项",
    ),
    "who pays": ("由亚洲开发银行资助的奥山州冰湖溃决预警项目已获批准。" + _LAKES, "世界银行"),
    "how much of a row": ("南洋开发银行的承诺额为4.46亿美元（表1）。" + _BANKS, "486.0"),
    "a treaty": (
        "各国就《种子检疫互认议定书》谈判多年，至今仍未签署。\n\n该议定书已于2021年12月9日由各国签署。",
        "进展不同",
    ),
}


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    return fine_and_wrong(tmp_path_factory.mktemp("alike"), _HEAD, _FINE, _WRONG)


@pytest.mark.parametrize("name", _FINE)
def test_what_may_be_true_together_is_not_listed(listed, name):
    assert listed.get(("fine", name), []) == []


@pytest.mark.parametrize(("name", "said"), [(name, said) for name, (_, said) in _WRONG.items()])
def test_its_twin_that_cannot_is_listed(listed, name, said):
    assert any(said in explanation for _, explanation in listed.get(("wrong", name), []))
