"""Names found by their form: titles, numbered meetings, corridors, and bodies built on a known name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ingest.folding import Folded
from ingest.forms import BREAK, MINISTRY, ORGANISATION_HEADS, kind_of_name, kind_of_title
from ingest.gazetteer import Gazetteer
from ingest.meetings import find_meetings
from ingest.names import Found

__all__ = ["find_by_form"]

_TITLE = re.compile(r"《([^《》]{2,80})》")
# 《2022年亚洲发展展望：调动税收，促进发展》 is the 2022 edition; what follows the colon is its theme.
_EDITION = re.compile(r"\d{4}年[^:]*(?:展望|报告|年鉴)(?=:)|[^:]*(?:展望|报告|年鉴)\d{4}(?=:)")
_QUOTED = re.compile(r"“([^“”]{3,40})”")
_HELD = re.compile(r"(?:论坛|峰会|博览会|(?:贸易|海关|能源|旅游|科技|文化|气候|投资)周)")
_CHAIN = r"(?:[\u3400-\u9fff]{2,6}-)+[\u3400-\u9fff]{2,6}?"
_CORRIDOR = re.compile(rf"({_CHAIN})(?:区域|国际|跨境)?(?:经济|运输|交通|铁路)?走廊")
_SIDE = "东部|西部|南部|北部|中部|东西|南北|跨里海|陆海"
_CORRIDOR_OF = re.compile(
    rf"(?:{_SIDE})(?:经济|运输|交通)?走廊(?: ?[1-9]\d?)?"
    r"|(?:国际)?(?:经济|运输|交通)?走廊 ?[1-9]\d?|第?[1-9一二三四五六]号?走廊"
)
_HEAD = re.compile(rf"(?:{ORGANISATION_HEADS})(?![长员门势面限队落署委])")
_MINISTRY = re.compile(MINISTRY)
_TAIL = re.compile(
    rf"[\u3400-\u9fff、]{{0,18}}?(?:{ORGANISATION_HEADS})(?:(?:{ORGANISATION_HEADS}))*(?![长员门势面限队落署委])"
)
_CONJUNCTION = re.compile(r"[和与及、]")
# Common nouns that the loose rule would take for bodies when a country stands before them.
_COMMON = re.compile(
    r"(?:批发市场|物流|培训|贸易|服务|数据|信息|购物|检测|医疗|工业合作|区域|金融|运营|客户|社区|活动|会展|中)中心$|中央银行$|"
    r"商业银行$|(?:有关|相关|主管|执法|监管|贸易|政府|国家|国际|金融|教育|学术|研究|医疗|非政府|多边|开发|合作|边境|公共|检查|认证|职业|培训|技术|民间)机构$|"
    r"(?:西|东|南|北|中|内|外|全|干|局|总|大|一|基|腹|头|底|顶|背|俱乐)部$|(?:格|布|结|当|大|时|全|僵|破|开|变|残|定|战|政|危|棋|赌)局$|[签公]署$|部署$|"
    r"^(?:国际|社会|政府间|区域|非政府|民间|地区|世界|各)?组织$|(?:分|子|跨国|物流|运输|咨询|外国|国有|上市|旅游|保险|私营|石油|航空)公司$"
)
_LEAD = re.compile(r"(?:国家|国际|世界|全国|亚洲|欧洲|欧亚|中央|中华|全球)")
_WEAK_HEADS = ("中心", "机构", "小组", "工作组", "公司", "集团", "办公室", "基金", "部", "厅", "组织", "银行", "学院")
_LEAD_HEADS = re.compile(r"(?:委员会|理事会|协会|联合会|联盟|研究院|研究所|基金会|署|局|总署|总局|学会|商会|大学)")


def find_by_form(folded: Folded, known: Sequence[Found], gazetteer: Gazetteer) -> list[Found]:
    """Names that ``known`` (what the gazetteer matched, in order) does not have, or has only in part."""
    text = folded.text
    found: list[Found] = []
    if "《" in text:
        found += _titles(text, gazetteer)
    if "“" in text:
        found += _quoted(text, gazetteer)
    if "第" in text:
        found += _meetings(text, known, gazetteer)
    if "走廊" in text:
        found += _corridors(text, known, gazetteer)
    if _HELD.search(text):
        found += _held(text, known)
    found += _bodies(text, known, gazetteer)
    return found


def _titles(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    for match in _TITLE.finditer(text):
        inner = match[1]
        name = re.sub(r" ?\([^()]*\)", "", inner).strip(" :")
        series = _EDITION.match(name)
        name = series.group() if series else name
        entry = gazetteer.find(name) or gazetteer.find(name.partition(":")[0])
        if entry:
            yield Found(match.start(), match.end(), entry.name, entry.name_en, entry.kind, rank=1)
        elif name:
            yield Found(match.start(), match.end(), name, None, kind_of_title(inner), rank=1)


def _quoted(text: str, gazetteer: Gazetteer) -> Iterator[Found]:
    for match in _QUOTED.finditer(text):
        name = re.sub(r" ?\([^()]*\)", "", match[1])
        kind = kind_of_name(name)
        entry = gazetteer.find(name)
        if entry is None and kind in ("programme", "publication", "event", "agreement") and not BREAK.search(name[:2]):
            yield Found(match.start(1), match.end(1), name, None, kind)


def _meetings(text: str, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    for meeting in find_meetings(text, known):
        entry = gazetteer.find(meeting.name)
        name, name_en = (entry.name, entry.name_en) if entry else (meeting.name, None)
        # A body in the middle keeps its own mention: 第四次[区域贸易组]会议 says more about the body than the meeting.
        yield Found(meeting.start, meeting.end, name, name_en, "event", -1 if meeting.holds_body else 1)


def _held(text: str, known: Sequence[Found]) -> Iterator[Found]:
    """CAREC数字贸易论坛, 博鳌亚洲论坛: a forum, fair or week named after a known body, programme or place."""
    for match in _HELD.finditer(text):
        for k in known:
            between = text[k.end : match.start()]
            near = k.end <= match.start() and re.fullmatch(r"[\u3400-\u9fff]{0,8}", between)
            if near and not BREAK.search(between) and not _CONJUNCTION.search(between):
                yield Found(k.start, match.end(), text[k.start : match.end()], None, "event")
                break


def _corridors(text: str, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    for match in _CORRIDOR.finditer(text):
        if any(k.kind == "corridor" and k.end == match.end() for k in known):
            continue
        first = match.start() + match[1].index("-")
        start = next((k.start for k in known if match.start() <= k.start < first and k.end == first), None)
        start = match.start() if start is None else start
        name = text[start : match.end()]
        entry = gazetteer.find(name)
        yield Found(start, match.end(), entry.name if entry else name, entry.name_en if entry else None, "corridor", 1)
    for k in known:
        match_of = _CORRIDOR_OF.match(text, k.end)
        if match_of and k.kind in ("programme", "place", "country", "organisation"):
            yield Found(k.start, match_of.end(), text[k.start : match_of.end()], None, "corridor")


def _bodies(text: str, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    for k in known:
        if k.kind in ("country", "place", "organisation", "programme", "corridor"):
            yield from _body_of(text, k, known, gazetteer)
    for match in _MINISTRY.finditer(text):
        yield _body(text, match.start(), match.end(), gazetteer)
    for match in _LEAD.finditer(text):
        tail = _TAIL.match(text, match.end())
        if tail and tail.end() - match.end() <= 16 and _LEAD_HEADS.search(tail.group()):
            inner = tail.group()
            if not BREAK.search(inner) and not _CONJUNCTION.search(inner) and not _COMMON.search(match.group() + inner):
                yield _body(text, match.start(), tail.end(), gazetteer)


def _body_of(text: str, k: Found, known: Sequence[Found], gazetteer: Gazetteer) -> Iterator[Found]:
    """The body whose name begins with the known name ``k``: 阿塞拜疆 + 食品安全署."""
    tail = _TAIL.match(text, k.end)
    if not tail or tail.end() == k.end:
        return
    inner = tail.group()
    weak = inner.endswith(_WEAK_HEADS) and not _MINISTRY.fullmatch(inner)
    if (
        inner.endswith(("中心", "机构", "公司", "办公室"))
        and k.kind in ("country", "place")
        and _CONJUNCTION.search(text[k.start - 1 : k.start])
    ):
        return  # 甲国和乙国国际工业合作中心 belongs to both
    group = k.kind in ("programme", "corridor", "organisation") and inner.endswith("组")
    if BREAK.search(inner) or _COMMON.search(inner) or (weak and not group and _CONJUNCTION.search(inner)):
        return
    if len(inner) <= 1 or any(k.end <= other.start < tail.end() and other.kind == "country" for other in known):
        return
    joined = _CONJUNCTION.search(inner)
    if joined and (joined.start() == 0 or _HEAD.search(inner[: joined.start()])):
        return
    yield _body(text, k.start, tail.end(), gazetteer, k)


def _body(text: str, start: int, end: int, gazetteer: Gazetteer, head: Found | None = None) -> Found:
    surface = text[start:end]
    name = head.name + text[head.end : end] if head and head.kind == "country" else surface
    entry = gazetteer.find(surface) or gazetteer.find(name)
    if entry:
        return Found(start, end, entry.name, entry.name_en, entry.kind)
    return Found(start, end, name, None, "organisation")
