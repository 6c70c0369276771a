"""What is said to happen: verbs in classes, stages on scales, negation and quantity words, in Chinese and English.

The tables are data: a class is one thing that reports say in many words. Two classes on one scale are stages of one
course of things: they differ in status, not in subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

__all__ = [
    "OPPOSITES",
    "SCALES",
    "action_spans",
    "find_actions",
    "is_negated",
    "quantity",
    "spans_by_action",
    "stage",
]

_ACTIONS: dict[str, str] = {
    "apply": r"申请(?!人)|报名|\b(?<=[A-Za-z\s])appl(?:y|ied|ication)\b",
    "observer": r"观察员|\bobserver\b",
    "acceding": r"入世(?:进程|工作|谈判)|(?:准备|正?为|寻求|推动|争取)[^，。；]{0,6}(?:加入|入世)|加入(?:进程|谈判)"
    r"|(?:加入|入世)[^，。；]{0,12}的(?:影响|评估|谈判|准备|进程|工作|可能|条件|要求|步骤)"
    r"|\b(?:accession (?:talks|process|negotiations)|seeking to join)\b",
    "join": r"(?<!申请)加入(?!进程|谈判)|入世(?!进程|工作|谈判)|入会"
    r"|成为[^，。；]{0,10}成员|是[^，。；]{1,12}(?:正式)?成员国?(?=[，。；？?吗]|$)|缔约[国方]|成员国(?=[，。；]|$)|接纳"
    r"|\b(?:join(?:ed|s)?|acced\w*|accession|became? (?:a )?(?:party|member))\b",
    "attend": r"参加|参与|出席|与会|人数|\b(?:attend\w*|participat\w*|took part)\b",
    "leave": r"退出|撤出|\b(?:withdr[ae]w\w*|left)\b",
    "draft": r"起草|草案|草拟|\bdraft(?:ed|ing)?\b",
    "finalise": r"敲定|定稿|最后确定|最终确定|\bfinali[sz]\w+\b",
    "sign": r"签署|签订|签字|缔结|签了|签下|签定|\bsign(?:ed|s|ing)?\b|\bconclud\w+\b",
    "effect": r"生效|(?:起|正式|开始)(?:施行|实施)|\b(?:entered? into force|took effect|in force)\b",
    "approve": r"批准|背书|签字认可|获批|通过了|审议通过|核准|核可|通过的(?=[？?。，；]|$)|(?:获得?|得到|一致)通过"
    r"|[，年月日]\s?[^，。；]{0,12}通过《"
    r"|\b(?:approv\w+|passed|adopt\w+|endors\w+|ratif\w+)\b",
    "reject": r"否决|驳回|拒绝|\breject\w*\b",
    "launch": r"启动(?!报告|资金|会议?|仪式|阶段)|上线|推出|开通|启用|开启|起步|首发"
    r"|投入使用|投入运行|正式运行|开始运营"
    r"|\b(?:launch\w*|roll(?:ed)? out|went live|go live|start\w*"
    r"|(?:is|are|was|were|be|bec[ao]me|fully|now) operational)\b",
    "close": r"关闭|停止|终止|暂停|结束|\b(?:clos(?:ed|ure)|suspend\w*|terminat\w*|ended)\b",
    "publish": r"发布|出版|发表|刊发|问世|面世|首发|公布|刊登|刊载"
    r"|\b(?:publish\w*|releas\w*|issu(?:ed|es))\b",
    "hold": r"举行|举办|召开|主办|承办|合办|做东|召集|办了|办过|开过|开了"
    r"|开展了?[^，。]{0,12}(?:培训|活动|研讨)|(?<![贸际合业卫生作])组织了"
    r"|\b(?:held|host\w*|organi[sz]ed|conven(?:ed?|es|ing)\b|took place)\b",
    "complete": r"完成|建成|竣工|落实率|履行完毕|兑现|写完|做完|完工|全部履行|通车|投产|\b(?:complet\w+|finish\w*)\b",
    "deploy": r"部署|安装|装设|布设|架设|装了|\b(?:deploy\w*|install\w*)\b",
    "buy": r"采购|购买|购置|购入|买了|\b(?:procur\w+|purchas\w+|bought)\b",
    "fund": r"资助|募集|出资|出了?的?钱|掏了?的?钱|钱是?谁出|融资|追加|拨款|赠款"
    r"|提供[^，。；]{0,12}(?:资金|援助|贷款|赠款|美元|英镑|欧元|元)"
    r"|\b(?:fund(?:ed|s|ing)?|financ(?:ed|ing)|grant(?:ed)?)\b",
    "establish": r"成立|建立|设立|设有|组建|创建|创办|组成|设在"
    r"|\b(?:establish\w*|set up|found(?:ed|ing)|create[ds]?)\b",
    "discuss": r"讨论|磋商|审议|商讨|研讨(?!会|班)|\b(?:discuss\w*|consult\w*)\b",
    "train": r"培训|\btrain(?:ed|ing|ings)\b",
    "visit": r"访问|考察|\bvisit\w*\b",
    "up": r"增长|上升|增加(?!值)|提高|上涨|扩大|回升|反弹|提升|攀升|涨[到至了为幅]|升[到至为]|增[到至为幅]|多了"
    r"|延长(?=了?\d|[到至为了])"
    r"|\b(?:increas\w+|r[oi]se|risen|rising|gr[eo]w\w*|expand\w*|climb\w*|jump\w*|surg\w+|rebound\w*)\b",
    "speed": r"加快|加速|提速|\baccelerat\w+\b",
    "slow": r"放缓|放慢|减速|趋缓|\bslow(?:ed|s|ing)?\b|\bdecelerat\w+\b",
    "postpone": r"推迟|延期|延后|延迟|暂缓|押后|\b(?:postpon\w+|delay\w*|deferr\w+)\b",
    "cancel": r"取消|撤销|叫停|搁置|放弃|撤回|中止|\b(?:cancel\w*|abandon\w*|scrap\w*|shelv\w+)\b",
    "urge": r"呼吁|要求|建议|敦促|希望|考虑|研究是否|反对"
    r"|\b(?:urg\w+|call(?:ed|s)? (?:for|on)|propos\w+|consider\w*|oppos\w+)\b",
    "down": r"下降|减少|降低|下跌|收缩|萎缩|下滑|缩短|缩减|跌幅|降幅|跌[至到]|降[至到为]|减[至到为]|缩[至到]"
    r"|少了|回落|减幅|缩水"
    r"|\b(?:declin\w+|decreas\w+|f[ae]ll\w*|dropp?\w*|contract(?:ed|ion)|shr[iau]nk\w*|slipp\w+|plung\w+)\b",
}
_PATTERNS = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in _ACTIONS.items()}
# The same without the English: a third of the time in a text without Latin letters.
_HAN_PATTERNS = {name: re.compile(pattern.partition(r"|\b")[0]) for name, pattern in _ACTIONS.items()}
_LATIN = re.compile("[a-z]", re.IGNORECASE)

_KEPT = 50_000  # clauses whose reading stays in memory
_ASKED_FOR = 12  # characters between asking and what is asked for, or the other way round (加入世贸组织的申请)

#: Courses of things, each from its first stage to its last.
SCALES: tuple[tuple[str, ...], ...] = (
    ("apply", "acceding", "observer", "join"),
    ("draft", "finalise", "sign", "effect"),
    ("draft", "approve", "effect"),
)
#: Classes that exclude each other.
OPPOSITES: tuple[frozenset[str], ...] = tuple(
    frozenset(pair)
    for pair in (
        *(("join", "leave"), ("approve", "reject"), ("launch", "close"), ("up", "down"), ("speed", "slow")),
        *(("hold", "cancel"), ("hold", "postpone"), ("launch", "cancel"), ("launch", "postpone"), ("sign", "cancel")),
        *(("approve", "cancel"), ("approve", "postpone"), ("complete", "postpone"), ("complete", "cancel")),
    )
)

_PLANNED = re.compile(
    r"计划(?:于|在|将|到|[^，。；《》]{0,4}(?:获批|批准|完成|举行|启动|发布|出版|部署))|拟(?!议)|将(?=[于在会要])"
    r"|将(?![^，。；]{2,30}?(?:[纳列并]入|[作改转视定]为|用于|结合|交给))(?=[^，。；]{0,3}[\u4e00-\u9fff])(?<!即将)"
    r"|即将|预计|有望|准备(?=[加签启举发])|争取|力争|定[于在]|安排[于在]|打算|研究[^，。；]{0,16}可行性"
    r"|有待|待建|尚待|\b(?:will|plan(?:ned|s)? (?:to|for)"
    r"|expected|projected|forecast|to be)\b"
)
_UNDER_WAY = re.compile(
    r"正在|仍在|目前正|处于[^，。]{0,12}(?:阶段|进程)|进程中|进行中|努力|走议会|按计划|尚在|\b(?:is|are"
    r"|being) \w+ing\b|\bunder ?way\b|\bongoing\b|\bbeing \w+ed\b|\bin progress\b"
    r"|\bunder (?:review|preparation|discussion|construction|consideration)\b"
)
_DONE = re.compile(r"已经?|(?<![为除])了(?!解)|完毕|完成于|\b(?:has|have|was|were|had)\b|\w{3,}ed\b")
_SOON = re.compile(r"(?:就|快|要)[^，。；了]{1,8}了")  # 到年底就结束了, 快要启动了
_NEGATION = re.compile(
    r"(?:尚未|并未|从未|还未|未能|未(?!来|决|知)|没有(?!口|延误)|没(?![有收落入关])|并非|不再|不是|无法|不能|否认|拒绝"
    r"|迟迟没有|尚无|没能|不(?=支持|同意|感|向|再|对|会|可能|予|愿|必|应|准|包括|属于|参加|允许|存在|具备|需要?))"
    r"|\b(?:not|never|no longer|failed to|without)\b|n't\b",
    re.IGNORECASE,
)
_QUANTITIES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("most", re.compile(r"大多数|大部分|多数|\bmost\b", re.IGNORECASE)),
    (
        ("some"),
        re.compile(r"部分(?!门)|一些|若干|少数|个别|其余|其他|\b(?:some|several|other|remaining)\b", re.IGNORECASE),
    ),
    (
        ("all"),
        re.compile(
            r"全部|所有|每个|各(?:成员)?国(?:均|都)|(?<![人平户年月])均(?!衡)|(?<![首京古])都(?!市|是)|一律|\b(?:all|every|each)\b",
            re.IGNORECASE,
        ),
    ),
)


@lru_cache(maxsize=_KEPT)
def find_actions(text: str) -> Mapping[str, tuple[int, int]]:
    """Classes of what the text says to happen, each with the place of its first word."""
    found = {name: match.span() for name, pattern in _patterns(text).items() if (match := pattern.search(text))}
    for off in ("postpone", "cancel"):
        if off in found:  # 推迟举行, cancelled the meeting that was to be held: what is put off does not happen
            end = found[off][1]
            found = {name: at for name, at in found.items() if not end <= at[0] <= end + 1}
    # 申请加入, applied to join: asking is not being let in
    if "apply" in found and "join" in found and _asked_for(text, found["apply"], found["join"]):
        del found["join"]
    # 为加入世贸组织做准备: neither is preparing for it
    if "acceding" in found and "join" in found and _within(found["join"], found["acceding"]):
        del found["join"]
    return MappingProxyType(found)


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


@lru_cache(maxsize=_KEPT)
def spans_by_action(text: str) -> Mapping[str, tuple[int, int]]:
    """The same, each with the place of its last word: in Chinese the verb of the main clause comes last."""
    found = {name: [m.span() for m in pattern.finditer(text)] for name, pattern in _patterns(text).items()}
    return MappingProxyType({name: spans[-1] for name, spans in found.items() if spans})


def action_spans(text: str) -> list[tuple[int, int]]:
    """Every place where a word of some class stands."""
    return [match.span() for pattern in _patterns(text).values() for match in pattern.finditer(text)]


def _patterns(text: str) -> Mapping[str, re.Pattern[str]]:
    return _PATTERNS if _LATIN.search(text) else _HAN_PATTERNS


def _asked_for(text: str, asking: tuple[int, int], joining: tuple[int, int]) -> bool:
    first, second = sorted((asking, joining))
    between = text[first[1] : second[0]]
    return len(between) <= _ASKED_FOR and not re.search(r"[，。；,;]|后|成功", between)


@lru_cache(maxsize=_KEPT)
def stage(text: str) -> str | None:
    """``planned``, ``under_way`` or ``done`` as the words of a clause say; ``None`` where they do not."""
    if _PLANNED.search(text):
        return "planned"
    if _UNDER_WAY.search(text):
        return "under_way"
    return "done" if _DONE.search(_SOON.sub("", text)) else None


@lru_cache(maxsize=_KEPT)
def is_negated(text: str) -> bool:
    return _NEGATION.search(text) is not None


@lru_cache(maxsize=_KEPT)
def quantity(text: str) -> str | None:
    """``all``, ``most`` or ``some``: how much of a group a clause speaks of."""
    return next((name for name, pattern in _QUANTITIES if pattern.search(text)), None)
