"""Bodies that no table knows: a known name and a head (阿塞拜疆 + 食品安全署), a ministry, 国家…局, …委员会."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ingest.forms import BREAK, MINISTRY, ORGANISATION_HEADS
from ingest.gazetteer import Gazetteer
from ingest.names import Found

__all__ = ["find_bodies"]

_AFTER = "(?![长员门势面限队落署委业卡])"
_HEAD = re.compile(rf"(?:{ORGANISATION_HEADS}){_AFTER}")
_TAIL = re.compile(rf"[\u3400-\u9fff、]{{0,18}}?(?:{ORGANISATION_HEADS})+{_AFTER}")
_MINISTRY = re.compile(MINISTRY)
_CONJUNCTION = re.compile(r"[和与及、]")
# Common nouns that end like a body.
_COMMON = re.compile(
    r"(?:批发市场|物流|培训|贸易|服务|数据|信息|购物|检测|医疗|工业合作|区域|金融|运营|客户|社区|活动|会展|呼叫|中)中心$"
    r"|(?:商业|政策性|开发性|国有|外资|多边|村镇|投资|地方|多边开发|区域开发)银行$"
    r"|(?:有关|相关|主管|执法|监管|贸易|政府|国家|国际|金融|教育|学术|研究|医疗|非政府|多边|开发|合作|边境|公共|检查|认证|职业|培训|技术|民间|执行)机构$"
    r"|(?:西|东|南|北|中|内|外|全|干|局|总|大|一|基|腹|头|底|顶|背|俱乐)部$"
    r"|(?:格|布|结|好|当|大|时|全|僵|破|开|变|残|定|战|政|危|棋|赌|各)局$|[签公部]署$"
    r"|^(?:国际|社会|政府间|区域|非政府|民间|地区|世界|各|基层|党|群众|社会团体)*组织$"
    r"|(?:重点|各类|国家级|省级|联合|移动|开放|国家重点|全国重点|一流)?实验室$(?<![\u3400-\u9fff]{6})|(?:国家|全国|省级?|各类)重点实验室$"
    r"|(?:驻外|代表|街道|外地)办事处$"
    r"|(?:分|子|跨国|物流|运输|咨询|外国|国有|上市|旅游|保险|私营|母|总|有限)公司$"
    r"|^(?:各|有关|相关|专门|项目|指导|技术|常设|行业)(?:协调)?(?:委员会|小组|工作组|办公室|局|署|协会)$"
    r"|(?:一流|综合性?|重点|民办|职业|外国|国外|国内|多所|高水平)大学$|^(?:高等|职业|行业|商业|农村|专业)?(?:学院|大学|协会|联盟|基金|商会|学会|法院|集团|理事会|委员会|秘书处)$"
)
_LEAD = re.compile(r"国家|国际|世界|全国|亚洲|欧洲|欧亚|中央|中华|全球")
_STRONG = re.compile(r"(?:委员会|理事会|协会|联合会|联盟|研究院|研究所|科学院|基金会|署|局|学会|商会|大学|秘书处)$")
# Not built on anything known: at the beginning of a clause or after 与 and the like, and short.
_FREE = re.compile(
    r"(?:^|(?<=[,。;:、()“”\n与和由向经及]))[\u3400-\u9fff]{2,12}?"
    rf"(?:(?<=[\u3400-\u9fff]{{2}})(?:委员会|总署|总局|监管局|评价局|管理局|统计局|联合会|研究院|研究所|基金会)|大学){_AFTER}"
)
_NOT_FREE = re.compile(
    r"^(?:第|协助|不得|根据|依照|应当|按照|经|交|令|解决|指导|撤销|遵守|需要|列入|终止|授权|组织|本届|上一级|上级|下级|各级|省级|市级|县级?|市|区|乡|镇|街道|境外|两个?|几个)"
    r"|(?:居民|村民|业主|审判|专门|仲裁|常务|工会|调查|赔偿|调解|职工|鉴定|评[定审标选估]|考试|管理|家长|家庭|监察|检察|法制|伦理|协调|工作|筹备)委员会$"
    r"|(?:推选|筹备|组织|选举|评奖|遴选)委员会$"
    r"|[条款项]|规定|任命|选举"
)
# A part of a body, named right after it: 中国人民大学 + 重阳金融研究院.
_SUB = re.compile(rf"[\u3400-\u9fff]{{2,8}}?(?:研究院|研究所|学院|委员会|分行|秘书处|办公厅){_AFTER}")
_NEEDS_ONE_OWNER = ("中心", "机构", "公司", "办公室")
_WEAK_HEADS = ("中心", "机构", "小组", "工作组", "公司", "集团", "办公室", "基金", "部", "厅", "组织", "银行", "学院")
_HOME = "中国"
_NEAR = 12  # no body's name reaches over more known names than that
_OWNERS = ("country", "place", "organisation", "programme", "corridor")


def find_bodies(text: str, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    """Bodies in a folded text by their form; a longer one that contains a known name comes as a whole.

    :param known: what the gazetteer matched in ``text``, in order.
    """
    for owner, body in pairwise(known):
        # 国务院 alone is China's; 美国国务院 is another body
        foreign = owner.kind == "country" and owner.name != _HOME and owner.end == body.start
        if foreign and body.kind == "organisation" and body.name.startswith(_HOME):
            yield _body(text, owner.start, body.end, gazetteer, owner)
    if not _HEAD.search(text):
        return
    for index, owner in enumerate(known):
        if owner.kind in _OWNERS:
            yield from _owned(text, owner, known[max(0, index - 1) : index + _NEAR], gazetteer)
    for match in _MINISTRY.finditer(text):
        yield _body(text, match.start(), match.end(), gazetteer)
    for match in _LEAD.finditer(text):
        tail = _TAIL.match(text, match.end())
        if tail and len(tail.group()) <= 16 and _STRONG.search(tail.group()):
            inner = tail.group()
            if len(inner) > 1 and not _broken(inner) and not _COMMON.search(match.group() + inner):
                yield _body(text, match.start(), tail.end(), gazetteer)
    begun = {owner.start for owner in known}
    position = 0
    while free := _FREE.search(text, position):
        name = free.group()
        if free.start() not in begun and not (_broken(name) or _COMMON.search(name) or _NOT_FREE.search(name)):
            yield _body(text, free.start(), free.end(), gazetteer)
            position = free.end()
        else:
            position = free.start() + 1  # 理事会同意与黄河水利委员会: the name may begin at a later boundary


def _owned(text: str, owner: Found, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    """The body whose name begins with the known name ``owner``; ``known`` are its neighbours."""
    tail = _TAIL.match(text, owner.end)
    if not tail:
        return
    inner = tail.group()
    named_after_place = owner.kind == "place" and inner in ("大学", "银行")
    if len(inner) < 2 or BREAK.search(inner) or (_COMMON.search(inner) and not named_after_place):
        return
    apart = ("country", "organisation", "place") if owner.kind == "organisation" else ("country", "organisation")
    inside = any(owner.end < other.start < tail.end() and other.kind in apart for other in known)
    if inside and not _MINISTRY.fullmatch(inner):
        return
    beside = any(o.end == owner.start - 1 and o.kind in ("country", "place") for o in known)
    if beside and _CONJUNCTION.match(text, owner.start - 1) and inner.endswith(_NEEDS_ONE_OWNER):
        return  # 甲国和乙国国际工业合作中心 belongs to both
    joined = _CONJUNCTION.search(inner)
    if joined and (joined.start() == 0 or _HEAD.search(inner[: joined.start()])):
        return
    group = owner.kind in ("programme", "corridor", "organisation") and inner.endswith("组")
    if joined and inner.endswith(_WEAK_HEADS) and not group and not _MINISTRY.fullmatch(inner):
        return
    sub = _SUB.match(text, tail.end())
    end = sub.end() if sub and not _broken(sub.group()) else tail.end()
    yield _body(text, owner.start, end, gazetteer, owner)


def _broken(name: str) -> bool:
    return bool(BREAK.search(name) or _CONJUNCTION.search(name))


def _body(text: str, start: int, end: int, gazetteer: Gazetteer, owner: Found | None = None) -> Found:
    surface = text[start:end]
    name = owner.name + text[owner.end : end] if owner and owner.kind == "country" else surface
    entry = gazetteer.find(surface) or gazetteer.find(name)
    if entry:
        return Found(start, end, entry.name, entry.name_en, entry.kind)
    return Found(start, end, name, None, "organisation")
