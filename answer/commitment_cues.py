"""Words of promises, and of what only looks like one: forecasts, effects, wishes, reports.

The rule is that of the compliance reports on the G20 summits (specific, future-oriented, publicly stated; "will
continue to" counts, wishes do not): G20 Research Group, "Compliance Coding Manual for International Institutional
Commitments", University of Toronto, 2020.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "AGENT",
    "DELIVERABLES_ARE",
    "DONE",
    "JOINED_ACT",
    "PLANNED",
    "TASK",
    "Cue",
    "CueKind",
    "clear_task",
    "find_cue",
]

_ADVERB = (
    "(?:还|也|都|先后|适时|另行|首先|随后|分别|陆续|尽快|马上|很快|即刻|立即|继续|进一步|努力|不断|逐步|逐渐|全面|"
    "积极|共同|重点|着力|"
    "大力|致力于?|确保|争取|力争|加快|加大|深入|坚决|持续|稳步|有序|认真|联合|正式|首次|再次|会|优先|密切|充分|稳妥|"
    "严格|如期|按期|全力|主动)"
)
# What somebody does on purpose, on a day: the verb after 将, 计划, 拟, 并 or at the beginning of a task.
_ACT = (
    "完成|举办|举行|召开|启动|推出|开展|建立|建设|建成|新建|扩建|改造|修复|修建|制定|制订|拟定|编制|编写|起草|发布|"
    "出版|公布|"
    "印发|提交|提供|成立|设立|签署|签订|商签|批准|审议|审查|组织|安排|实施|落实|执行|部署|采购|安装|开发|培训|派|"
    "派遣|援建|投资|出资|"
    "资助|采用|引入|引进|利用|邀请|研究|评估|监测|跟踪|修订|更新|更换|延长|主办|承办|牵头|参加|参与|出台|颁布|移交|"
    "交付|"
    "敲定|绘制|振兴|协调|探讨|讨论|探索|扩大|加强|改善|改进|提高|提升|促进|推动|推进|推广|支持|帮助|协助|深化|强化|"
    "优化|完善|"
    "增加|新增|减少|降低|取消|简化|消除|清理|开通|开工|开放|试点|上线|运行|投产|投入|获批|获得|获|审批|"
    "覆盖|遵守|履行|维护|保障|保护|保证|保持|坚守|守住|处置|防范|化解|培育|培养|打造|构建|健全|规范|创新|发展|加快|"
    "加大|统筹|整合|共享|分享|联通|对接|衔接|合作|合办|磋商|谈判|协商|收集|发送|分发|发射|列入|纳入|拨|发放|免除|"
    "减免|增资|"
    "调整|改革|升级|鼓励|引导|普及|拓展|拓宽|巩固|落地|编报|报送|汇报|通报|总结|出席|担任|轮值|接任|"
    "宣传|征求|形成|增派|增配|聘|招募|选|指定|任命|授权|授予|发起|发行|筹集|筹措|动员|调动|缔结|加入|批复|验收|"
    "继续|着手|筹备|确保|努力|致力|力争|争取|有序|大力|稳步|积极|全面|深入|切实|扎实|尽快|充分|坚持|使|让|把|与|同"
)
_TO = (
    r"(?:于|在|到|至|从|自(?=\d|今|明)|按(?!时)|按照|根据|依据|通过|借助|与|同|和|为|向|对|就|由|以|结合|围绕|针对|利用|"
    r"包括|会|今年|明年|年内|\d)"
)
_SPACE = r"[ \u3000]*"

AGENT = re.compile(
    r"我们|我国|我省|我市|我区|各方|双方|三方|中方|各国|两国|三国|五国|成员国|缔约方|会员国|部长|元首|领导人|政府|"
    r"国务院|管理层|执行机构|秘书处|委员会|理事会|"
    r"高官会|董事会|大会|峰会|机制|学院|团队|工作组|公司|企业|集团|银行|亚行|世行|组织|机构|部门|部|局|署|厅|办公室|"
    r"(?<![对地四八多各])方$|财政$|中心|协会|联合会|联盟|专家|顾问|项目组|单位|当局|代表团|(?i:\b(?:we|ADB|government|secretariat|ministers?|"
    r"countries|members|bank|committee)\b)"
)
#: 已…, …了, 于2021年…举行: a report
DONE = re.compile(
    r"已(?:经)?(?!定|知|有的|确定的|成为)|(?<![为除到受对极])了(?!解)|曾|正在|目前|[均都]已|截至|"
    r"(?i:\b(?:was|were|has been|have been|had)\b)"
)
#: what follows is a list of promised outputs
DELIVERABLES_ARE = re.compile(
    r"(?:可交付成果|交付成果|成果|产出|deliverables?)[^，。；：:]{0,8}(?:包括|有|为|如下|是|include|"
    r"are)[^。；：:]{0,4}[：:]?",
    re.IGNORECASE,
)
#: in a plan, who acts may stand before the verb, and what is to be reached may be a figure: 中央财政加大…力度,
#: 今年中央预算内投资安排5776亿元, 高铁营业里程达到3万公里
PLANNED = re.compile(
    rf"(?:[\u3400-\u9fff]{{0,6}}(?:财政|政府|部门|各地|银行|机构|企业|国家|我们))(?:都?要|应|一定要)?(?:{_ADVERB})*(?:{_ACT})"
    rf"|[^，。；]{{0,16}}?(?:会同|负责|每年)[^，。；]{{0,12}}?(?:{_ACT})"
    r"|(?:今年|明年|年内|本年度?|全年)[^，。；]{0,16}?(?:安排|新增|投入|拨付|下达|发行|完成|新建|开工|实现|达到)"
    r"|[^，。；\d]{2,20}(?:达到|保持在|稳定在|控制在|提高到?|提升到?|增长|增加|新增|减少|降至|降低|降到|下降|突破|不低于|不少于|"
    r"用于[^，。；]{1,12})[^，。；]{0,6}?[\d百]"
    r"|[^，。；\d]{2,20}\d[\d.]*[^，。；\d]{0,6}(?:左右|以上|以内)|实现[^，。；]{2}"
)
TASK = re.compile(
    rf"(?:[并也还且]|同时|以及|此外|另外|其次|最后|[一二三四五六七八九十]是|计划|拟|"
    rf"要)?[，,]?{_SPACE}(?:{_ADVERB})*(?:{_ACT})(?!是)"
)

#: what begins a second promise after a comma: 并为…开展, 同时举办, 在2024年底前开通
JOINED_ACT = re.compile(
    rf"(?:授权|责成|委托)(?=[\u3400-\u9fff]{{2}})|(?:(?:并且?|同时|以及|还将?|也将?|且)[，,]?{_SPACE}(?:[在于为就向对把将从][^，。；]{{1,24}}?)?|"
    rf"在?[^，。；]{{0,12}}(?:年|月|日|季度)(?:底|末|初)?[前内]|"
    rf"年[底内]前?){_SPACE}(?:{_ADVERB})*(?:{'|'.join(verb for verb in _ACT.split('|') if len(verb) > 1)}|责成|委托)"
    r"|(?i:and\s+)(?=[^,.;]{0,60}\b(?i:will|shall|plans?|is expected|are expected|agree|commit)\b)"
)

CueKind = Literal["request", "promise"]


@dataclass(frozen=True, slots=True)
class Cue:
    """The words that make a clause a promise, at ``start`` to ``end`` of it."""

    kind: CueKind
    start: int
    end: int


_RESULT = (
    "完成|建成|办好|实现|普及|解决|消除|上线|投产|开通|开工|出台|印发|发布|提交|报送|上报|报|提出|制定|编制|签署|达成|启动|到位|"
    "清偿|兑现|落实|覆盖|达到|交付|竣工|通车|召开|举办|举行|反馈|修订|部署"
)
_REQUEST = re.compile(
    r"(?<![申已邀聘曾])(?!请予审议)(?:请求|提请|呈请|敦请|恳请|请(?!予审议|问|假|教|示|见|"
    r"参))[^，。；]{0,14}?(?:批准|核准|审议|审批|同意|认可|指导|通过|授权|核定)"
    r"|(?i:\brequests? (?:the )?(?:approval|endorsement|guidance)|\bis requested to\b|\bare requested to\b|"
    r"\bfor approval by\b)"
)
_WILL = re.compile(
    rf"(?<![即势终对])将(?:(?={_TO})|(?={_SPACE}(?:{_ADVERB})*(?:{_ACT})))"
    r"|(?<=[也还均都])将(?=[^，。；]{1,16}(?:推广|实施|开展|举办|启动|完成|建立))"
    r"|(?i:\b(?:will|shall)\b(?! be (?:affected|difficult)))"
)
_PLANS = re.compile(
    rf"(?<![原曾按该本此])(?<![按原]照)(?<![设作动施业展年究持助训略力])(?:计划|打算|预备)(?=(?!和){_TO}|"
    rf"{_SPACE}(?:{_ADVERB})*(?:{_ACT})|达到|增长|递增|平均每|每年|下|[^，。；]{{0,12}}(?:前|底|内)(?:{_ACT}))"
    rf"|拟(?={_TO}|(?:{_ADVERB})*(?:{_ACT}))|(?:定于|订于|拟于|预定于|预定在|定在)"
    r"|(?i:\b(?:plans?|intends?|aims|agree[sd]?|commits?|committed|pledges?d?|undertakes?) to\b|"
    r"\b(?:reaffirm|reiterat|renew|confirm)\w* (?:their|our|its) commitment to (?!the\b|our\b|a\b))"
)
_SOON = re.compile(
    r"即将(?=(?:启动|出版|开始|开展|开工|开通|上线|完成|举办|举行|召开|投产|投入|生效|发布|发表|推出|签署|建成|"
    r"印发|出台|实施)(?!的|过))"
)
_EXPECTED = re.compile(
    r"(?:预计|预期|有望)[^，。；]{0,24}?(?:完成|完工|获批|启动|投产|建成|上线|交付|竣工|通车|开工|签署|批准|出版|"
    r"发布|投入|召开|举行|举办|提交|开通)(?!率)"
    r"|(?i:\b(?:is|are) expected to be (?:completed|approved|launched|signed|published|finali[sz]ed|delivered|held|"
    r"submitted)\b)"
)
_PLEDGE = re.compile(
    r"(?:(?<![的类项])承诺(?!的|书|下|事项|项|和|、|方|期|了|[，。；）])|决定(?!的|了|性|书|因素)|一致认同应?|"
    r"一致同意|同意(?!上述|了|的|书)|商定(?!了|的)|决心|责成|保证(?=按|在|于|不|将))"
)
_BY = re.compile(
    r"(?:应|须|需|要)(?:当)?(?:于|在)[^，。；]{1,24}(?:前|之前|内)|(?:每年|今年|明年|下一?年度?|下一步|下一阶段|"
    r"下半年|接下来|届时)[^，。；]{0,10}(?:要|将|应|须|计划|拟)"
    r"|(?<!去年的)(?<!当时的)(?<!过去的)(?:主要|中心|首要|重点|总)任务就?是|预期目标[是为]"
    rf"|(?:(?<!\d)[\d一二两三四五六七八九十]{{1,3}}|[几数])年[内之]内?[^，。；]{{0,6}}?(?:要|{_RESULT})"
    rf"|(?:[年月]底|月|日)之?前[，,]?(?:[^，。；]{{0,6}}?)(?:{_RESULT})(?!了|后|的)"
    rf"|我们一定要|请(?!求|问|示|假|予|教|见|参|柬|您|你)[^，。；]{{2,12}}?(?:按|负责|牵头|抓紧|尽快|于|在|研究提出)[^，。；]{{0,12}}?(?:{_RESULT}|组织|研究|起草)"
    rf"|(?<![全主分])负责(?={_ACT})"
)
_TARGET = re.compile(
    r"到(?:\d{4}|[二〇零一三四五六七八九]{4})[ ]?年(?:底|末)?[^。；]{0,50}?(?:建成|完成|实现|达到|提高到|提升到|降至|"
    r"降到|增至|增加到|控制在|超过|形成|建立|翻[一两二]番)(?![^，。；]{0,12}目标)"
)
_CUES = (_PLANS, _WILL, _SOON, _EXPECTED, _PLEDGE, _BY, _TARGET)

# Forecasts of figures, and states that nobody brings about: 2022年增长将放缓, 活动将逐渐恢复.
_FORECAST = re.compile(
    rf"^(?:预计|将|有望|will|shall)?{_SPACE}(?:会|在|于|进一步|逐渐|逐步|继续|持续|"
    rf"[^，。；]{{0,12}}?年(?:[^，。；]{{0,4}}?))?{_SPACE}"
    r"(?:增长|下降|放缓|上升|回升|回落|恢复|减少|增加|增至|降至|加剧|恶化|影响|受到?|面临|导致|带来|造成|成为|超过|"
    r"低于|高于|有助于?|"
    r"起到|产生|意味|取决|极大|大大|有利于|不利于|需要|损害|威胁|拖累|使|让"
    r"|grow|rise|fall|slow|increase|decline|decrease|contract|affect|depend|help|contribute|remain|reach|recover)"
)
# What a thing does by itself: 该战略将促进…, 改革将促进….
_EFFECT = re.compile(
    rf"^(?:将|will){_SPACE}(?:也|还|都|会|能够?|极大|大大|有力|有效|进一步|逐步|不断|更好地?|"
    rf"[^，。；]{{0,16}}?[，]?(?:通过|为|对|向|给|在)[^，。；]{{0,24}}?)?{_SPACE}"
    r"(?:促进|提高|提升|增强|改善|推动|刺激|帮助|支持|体现|反映|强调|提供|发挥|成为|加强|带动|扩大|创造|拉动|惠及|"
    r"降低|缓解|保障|覆盖不|"
    r"promote|improve|support|enhance|strengthen|help|boost|provide|reflect)"
)
_THING = re.compile(
    r"^(?:该|这|此|它|其|这些|上述|此举|本)(?!.{0,4}(?:项目|计划)(?:计划|将于|将在))|(?:改革|通过|实施|战略|框架|"
    r"指南|报告|研究|系统|平台|工程|项目|设施|措施|政策|协定|协议|法律|"
    r"标准|建设|稳定性|发展|技术|走廊|活动|试点|规划|方案|模式)$"
)
_NOT_OURS = re.compile(
    r"(?:期待|希望|鼓励|呼吁|敦促|相信|认为|认识到|意识到|预测|估计|欣见|欢迎|赞赏|注意到|建议|倡议各|如果|若|假如|"
    r"可能|或许|"
    r"(?i:\b(?:hope|expect that|encourage|believe|if|may|might|could)\b))[^，。；]*$"
)
# What ends by itself: 合同将于年底到期
_RUNS_OUT = re.compile(r"将[^，。；]{0,16}(?:到期|届满|期满|失效)|will expire\b", re.IGNORECASE)
_PLEDGED_BEFORE = re.compile(r"(?:已经?|曾)$")
_STATED_WITH_WISH = re.compile(r"看到|注意到|欢迎|赞赏")


def find_cue(clause: str, subject: str = "", names: Collection[str] = ()) -> Cue | None:
    """The words that make a clause a promise or a request, or ``None``.

    :param clause: a part of a sentence between strong stops.
    :param subject: what stands before it in its sentence, where it has no subject of its own.
    :param names: names of countries and bodies in the passage; who they name can promise.
    """
    request = _REQUEST.search(clause)
    if request:
        return Cue("request", request.start(), request.end())
    found = sorted((m for pattern in _CUES for m in pattern.finditer(clause)), key=lambda m: (m.start(), m.end()))
    for match in found:
        if not _quoted(clause, match.start()) and _promises(clause, match, subject, names):
            return Cue("promise", match.start(), match.end())
    return None


def clear_task(clause: str) -> bool:
    """Whether a clause begins with the verb of a task (完成…, 继续支持…)."""
    return TASK.match(clause.lstrip(" \u3000")) is not None


def _promises(clause: str, match: re.Match[str], subject: str, names: Collection[str]) -> bool:
    before = re.split(r"[，,；。]", clause[: match.start()])[-1]
    after = clause[match.start() :]
    said = match.group()
    if _NOT_OURS.search(before) and not (_STATED_WITH_WISH.search(before) and after.startswith("将")):
        return False
    said_before = before if before.strip(" 并也还且同时") else subject + clause[: match.start()]
    agent = bool(AGENT.search(said_before)) or any(name in said_before for name in names)
    if _RUNS_OUT.match(after):
        return False
    if _PLEDGE.fullmatch(said) or said.startswith(("承诺", "同意", "决定")):
        return agent and not _PLEDGED_BEFORE.search(before) and not DONE.search(after[:4])
    if said.startswith(("将", "will", "shall")):
        thing = bool(_THING.search(before.strip()))
        if _FORECAST.match(after) and (thing or not agent):
            return False
        if _EFFECT.match(after) and (thing or not agent) and before.strip():
            return False
    return not (_TARGET.match(said) and "已" in after[: len(said)])


def _quoted(text: str, at: int) -> bool:
    """Whether a position is inside a title or quotation: 《…行动计划》 promises nothing."""
    return any(text.rfind(opening, 0, at) > text.rfind(closing, 0, at) for opening, closing in ("《》", "“”"))
