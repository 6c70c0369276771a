"""What a name is, by the word that heads it: 委员会 is an organisation, 协定 an agreement, 战略 a programme."""

from __future__ import annotations

import re

from records import EntityKind

__all__ = ["BREAK", "EVENT_HEADS", "MINISTRY", "ORGANISATION_HEADS", "kind_of_name", "kind_of_title"]

ORGANISATION_HEADS = (
    "委员会|理事会|秘书处|组织|总署|总局|公署|协会|联合会|联盟|研究院|研究所|科学院|大学|学院|银行|基金会|基金|商会|学会|"
    "检察院|法院|办事处|兵团|实验室|办公室|公司|康采恩|集团|专题组|专家组|工作组|小组|中心|机构|署|局|部|厅"
)
EVENT_HEADS = (
    "部长级会议|部长会议|高级官员会议|高官会议|高官会|全体会议|领导人会议|会议|年会|峰会|论坛|研讨会|大会|全会|"
    "博览会|交易会|进博会|世博会|世园会|运动会|奥运会|冬奥会|残奥会|亚运会|锦标赛|对话会|对话"
)
_TOPIC = (
    "外交|国防|财政|财务|经济|贸易|商务|工业|信息化?|信息技术|数字发展|数字化?|通信|通讯|交通|运输|铁道|铁路|农业|农村|林业|水利|水资源|能源|"
    "电力|石油|矿产|自然资源|资源|环境|生态|环境保护|气候变化|可持续发展|创新|发展|规划|投资|外贸|对外贸易|对外经济|旅游|文化|体育|教育|高等教育|"
    "化学|机械|冶金|纺织|电子|煤炭|化工|矿业|地质|海洋|渔业|林草|青年|妇女|家庭|侨务|统计|审计|监察|邮电|广播电视|新闻|"
    "科学|科技|技术|卫生|健康|医疗|公共卫生|劳动|就业|人力资源|社会保障|社会保护|社会发展|民政|内政|内务|安全|公安|国家安全|司法|应急管理|紧急情况|"
    "住房|城乡建设|建设|建筑|公共工程|地区|区域发展|退役军人|工程|预算|税务|税收|关税|畜牧业?|轻工业|食品工业|食品|粮食|公共服务"
)
# 农业部, 经济发展和贸易部: topics only, so that 内部, 西部, 全部 and 贸易部门 are none.
MINISTRY = rf"(?:东亚|南亚|东南亚|中西亚|(?:(?:{_TOPIC})(?:[和与及、])?){{1,4}})部(?![门分长署队级位件落委族属])"

# What no name of a body reaches over, with the words in which the same characters are harmless.
BREAK = re.compile(
    r"[的了着在于向等将被从该已正并但或是至到]|对(?!外)|(?<!行)为(?!止|民)|由(?!贸)|各(?!族)|其(?!他)|有(?!色|限|关)|以(?!色)"
    r"|自(?!然|治|贸|由)|会同|组成|隶属|负责|统筹|访谈|介绍|出席|主持|牵头|发起|同意|举[行办]|召开|签[署订]|支持|提供|参[与加]"
    r"|讨论|批准|政府|官员|国家级|成员国|加强|推[动进]|促进|开展|完成|启动|建立|设立|实施|执行|发布|出版|通过|加入|欢迎|感谢|鼓励"
    r"|要求|希望|国内|多[个家]|两个|部门|项目|代表|专家|企业|人民币|经济走廊|海关部|总部|袭击|驻|我国|建设(?!部|银行|厅|局|委)|成立|先后|提出|授权|撤销|健全|完善|扩大|深化"
)

_HEADS: tuple[tuple[EntityKind, str], ...] = (
    ("corridor", r"走廊|走廊\d+|大陆桥|陆海新通道"),
    ("agreement", "协定|公约|协议|条约|议定书|备忘录|宪章|换文"),
    ("event", rf"{EVENT_HEADS}|(?:贸易|海关|能源|旅游|科技|文化|气候|投资)周"),
    ("programme", "战略|计划|议程|规划|纲要|方案|倡议|路线图|愿景|框架|机制|项目|次区域"),
    (
        "publication",
        "报告|研究|手册|指南|年鉴|蓝皮书|白皮书|公报|简报|季刊|月刊|期刊|展望|数据库|指标|示范法",
    ),
    ("organisation", rf"{ORGANISATION_HEADS}|组|委|议会|政府|团队"),
)
_KINDS = tuple((kind, re.compile(rf"(?:{heads})$")) for kind, heads in _HEADS)
# A head with next to nothing before it is a word, not a name.
_NOT_NAMES = re.compile(
    r"^[^A-Za-z]{0,3}(?:会议|年会|系统|机制|项目|工程|行动|计划|方案|目标|框架|指标|战略|规划|部|局|组|委|团队|机构|法|研究)$"
)
# 部长级会议 and 研讨会 are sorts of events; an ordinal, a year or a proper name makes one of them an event.
_ONE_EVENT = re.compile(r"第|\d|[A-Z]|(?:论坛|峰会|博览会|交易会|周)$")
_PARENTHESIS = re.compile(r"\([^()]*\)")


def kind_of_name(name: str) -> EntityKind | None:
    """The kind of a name that stands without title marks, or ``None`` for a mere expression (技术援助, 新冠疫情).

    :param name: a folded name.
    """
    plain = _PARENTHESIS.sub("", name)
    if re.fullmatch(MINISTRY, plain):
        return "organisation"
    if _NOT_NAMES.match(plain):
        return None
    for kind, pattern in _KINDS:
        if pattern.search(plain):
            if kind == "corridor" and not re.search(r"[-\dA-Z]|^中", plain):
                return None  # 指定铁路走廊 is a sort of corridor
            return None if kind == "event" and not _ONE_EVENT.search(plain) else kind
    return None


def kind_of_title(title: str) -> EntityKind:
    """The kind of what stands in 《…》: an agreement or programme if that heads it, else a publication."""
    plain = _PARENTHESIS.sub("", title).partition(":")[0]
    plain = re.sub(r"(?:草案|修正案|修订版|更新|\d{4}(?:-\d{4})?年?版?)$", "", plain)
    if re.search(r"(?:协定|公约|协议|条约|议定书|备忘录|宪章)$", plain):
        return "agreement"
    if re.search(r"(?:战略|计划|议程|规划|纲要|方案|倡议|路线图|愿景|行动纲领)$", plain):
        return "programme"
    return "publication"
