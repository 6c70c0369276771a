"""What the words of a statement say besides figures and dates: how far a thing has come, who, where, which of a series.

Each text is looked through once; the words are data.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from answer.actions import find_actions
from ingest.numerals import parse_number

__all__ = ["Marks", "list_in", "marks_of"]

_ORDINAL = re.compile(r"第\s?(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})\s?(?P<of>[届批次轮期位名号])")
_NAME = r"[\u4e00-\u9fffA-Za-z·]{2,12}?"
_LIST = re.compile(
    rf"(?:{_NAME}、){{1,14}}{_NAME}(?:和|与|及|以及)[\u4e00-\u9fffA-Za-z·]{{2,12}}(?=[，。；（]|$|[两三四五六七八九十]国)"
)
_LIST_GOES_ON = re.compile(r"等|以及")
_ROMAN = "ⅠⅡⅢⅣⅤⅥ"
_CLASS = re.compile(rf"([{_ROMAN}])类")
_RATING = re.compile(
    r"评[级定价](?:等级|结果)?(?:被)?(?:为|是|：)\s?[“\"]?([\u4e00-\u9fffA-D]{1,6})[”\"]?|[“\"]([\u4e00-\u9fff]{2,6})[”\"]的?(?:总体|综合)?(?:评级|等级)"
)
_RANKS = {"名": "位"}
_ALL = re.compile(r"全部|所有|悉数|一律|无一|(?<![人平户年月])均(?!衡)|(?<![首京古])都(?!市|是)|全体|百分之百|100%")
_SOME = re.compile(r"仅|只有|部分|个别|其中\d|有\d+|少数|多数|大部分|尚有|仍有|还有|除")
_TURN = re.compile(
    r"(?P<up>增长|上升|增加|提高|上涨|扩大|回升|提升|攀升|延长|拉长|增至|升至|新高|改善|加快|好转|增幅|多于|高于|上调|走高)"
    r"|(?P<down>下降|减少|降低|下跌|收缩|下滑|缩短|缩减|回落|压减|压缩|降至|减至|新低|恶化|放缓|走低|降幅|少于|低于|下调|萎缩)"
)
_DENIED = re.compile(
    r"未|没|无(?!线|人机|偿|障碍|缝|纸)|不(?!少|断|同|仅|良|动产|锈|等|定期)|尚待|有待|待(?=敲定|签|批|定|审)"
)
_DONE = re.compile(
    r"已|完成(?!期限|时间|日期|率|情况|之?[前后])|签署|举行|启动了?|建成|投产|通车|生效|获批|批准(?![将把])|到位|上线|启用|竣工|就绪|收到|成立|实现|换成|发布|开工|投入"
)
_PLANNED = re.compile(
    r"计划|拟|(?<!批准)(?<!同意)(?<!决定)将于?|要到|才能|预计|力争|待|尚未|未|有望|打算|准备|磋商|谈判中|草案|审定|安排在"
)
_BODY = re.compile(
    r"(?:^|[由为是经：，、和与及在对向交]|委托|责成|各)(?![由为是经在对向将要])(?P<body>[\u4e00-\u9fffA-Za-z]{0,12}?"
    r"(?:(?<!政治)(?<!格)(?<!布)(?<!结)局|司(?=$|[，。；：、负牵主统承组直审核一编提安])|公司|总署|审计署|协力署|署(?=$|[，。；：、负牵主统承])"
    r"|(?:财政|交通|运输|农业|卫生|健康|教育|科技|外交|商务|国防|能源|环境|水利|司法|公安|民政|计划|经济|工业|劳动|旅游|文化|内政|基础设施)部"
    r"|[后总]勤部|办公厅|[\u4e00-\u9fff]厅(?=$|[，。；：、负牵主统承组])|研究院|学院|医院|法院|检察院|审计院|秘书处|[\u4e00-\u9fff]{2}处(?=$|[，。；：、负牵主统承一])"
    r"|委员会|[改建健资]委|中心|集团|办公室|银行|协会|学会|商会|公会|大学|学校|基金会|联盟|事务所|海关|秘书组|红新月会|红十字会|指挥部|大队))(?!长|门|分|级|员)"
)
_HELD = re.compile(
    r"(?:位于|设在|设于|坐落(?:在|于)|落户|齐聚|聚首|移师|总部(?:在|位于|设在)|地点[：:]?(?:在|为|是)?)(?P<at>[\u4e00-\u9fff]{2,8}?)(?=[市县区州省的，。；（]|举行|召开|宣布|$)|"
    r"(?:在|于|赴)(?![^，。；]{0,3}[年月日季])([\u4e00-\u9fff]{2,10}?)(?:共同|顺利|成功)?(?:举行|召开|举办|开幕|聚会|会晤|的(?:聚会|会议|会晤|年会|论坛))"
    r"|东道(?:主|国|城市)?(?:为|是)?([\u4e00-\u9fff]{2,6}?)(?=的|，|。|；|$)"
)
_OBSERVER, _MEMBER = (
    re.compile(r"观察员|无表决权|没有表决权|不享有表决权|准成员|联系成员"),
    re.compile(r"正式成员|成员国|成员身份|成员单位|全权成员|有表决权|缔约[国方]"),
)
_DURATION = re.compile(
    r"(?:历时|为期|持续|期限?(?:定)?为|长达|共?用时|前后|工期|建设期|执行期)[^，。；\d]{0,3}?\s?(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十半]+)"
    r"\s?个?(?P<unit>天|日|周|星期|月|年)"
)
_FROM_TO = re.compile(r"至|到|—|－|-|结束|截止|完工")


@dataclass(frozen=True, slots=True)
class Marks:
    """What the words of a statement say besides figures and dates: each is looked for once."""

    done: str
    planned: str
    denied: str
    rank: tuple[str, str] | None
    acts: frozenset[str]
    turn: tuple[str, str] | None
    every: str
    part: str
    bodies: tuple[str, ...]
    places: tuple[str, ...]
    ordinals: tuple[tuple[str, str, float], ...]
    rating: str
    listed: tuple[str, int] | None
    lasts: re.Match[str] | None


@lru_cache(maxsize=200_000)
def marks_of(text: str) -> Marks:
    observer, member = _OBSERVER.search(text), _MEMBER.search(text)
    turn = _TURN.search(text)
    ordinals = [(m.group(), _RANKS.get(m["of"], m["of"]), parse_number(m["n"])) for m in _ORDINAL.finditer(text)]
    ordinals += [(m.group(), "类", float(_ROMAN.index(m[1]) + 1)) for m in _CLASS.finditer(text)]
    return Marks(
        done=_first(_DONE, text), planned=_first(_PLANNED, text), denied=_first(_DENIED, text),
        rank=("observer", observer.group()) if observer else ("member", member.group()) if member else None,
        acts=frozenset(find_actions(text)),
        turn=(str(turn.lastgroup), turn.group()) if turn else None,
        every=_first(_ALL, text), part=_first(_SOME, text),
        bodies=tuple(_found(_BODY, text)), places=tuple(_found(_HELD, text)),
        ordinals=tuple((printed, of, number) for printed, of, number in ordinals if number),
        rating=next(iter(_found(_RATING, text)), ""), listed=list_in(text), lasts=_DURATION.search(text),
    )  # fmt: skip


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group() if found else ""


def _found(pattern: re.Pattern[str], text: str) -> list[str]:
    return [next(filter(None, match.groups())) for match in pattern.finditer(text)]


def list_in(text: str) -> tuple[str, int] | None:
    """The longest closed list of names in a text, and how many these are."""
    found = max(_LIST.finditer(text), key=lambda match: len(match.group()), default=None)
    if found is None or _LIST_GOES_ON.match(text, found.end()):
        return None
    return found.group(), len(re.findall("、", found.group())) + 2
