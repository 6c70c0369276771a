"""Who does it, with whom and where, as a clause says by where the words stand: names that no table knows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

import rjieba

__all__ = ["doers", "named_up_to", "of_level", "places", "preposition_asked", "stands_after", "tag_of", "tagged"]

_Token = tuple[str, str]

_NAMES = ("nr", "nrt", "ns", "nt", "nz")
# tags of what a name may be made of; 的 is not of them: 监测机构 of 其所属的监测机构
_PARTS = (*_NAMES, "n", "an", "vn", "b", "j", "l", "eng", "a", "f", "ng", "s")
_SKIPPED = ("m", "x", "t", "c", "d", "r", "tg", "uj")  # what may stand before the doer of a clause
# the last characters of words for those who do something: a doer must be one
_AGENT = re.compile(
    r"(?:人|员|者|家|师|理|席|部|局|署|司|厅|处|科|院|所|校|会|社|团|队|组|办|委|行|国|省|市|州|县|镇|村|企业|机构|部门|单位|中心"
    r"|政府|协会|联盟|大学|机关|代表|秘书|团队|伙伴|集团|基金|组织|部委|海关|银行|公司|厂|商|户|[居农渔牧市]民|[买卖警军校]方|家属|老人|[部校院市县会队组司局处科行社董事]长)$"
)
_PLACE = re.compile(r"(?<!员)国$|[省市州县区镇村岛港城楼馆厅院校园]$|中心$|总部$")
_BY = ("由", "被", "经", "归", "获", "受")
_HOLDING = ("在", "于", "赴")
# 要求各部委提交清单: they are to do it
_CALLING = ("要求", "请", "责成", "敦促", "委托", "授权", "指示", "督促")
_CALLED = re.compile(rf"(?:{'|'.join(_CALLING)})((?:各|有关|相关)\s?(?:部委|部门|单位|机构|国|成员国|地方政府|企业))")
_CALLED_UPON_ASKED = re.compile(f"谁.{{0,4}}(?:{'|'.join(_CALLING)})")
_BY_WHOM = re.compile(
    r"(?:[由经获被]|报请?)([\u4e00-\u9fff]{1,12}?(?:厅|局|委|部|署|府|中心|会))(?=批|核|审|通过|同意|牵头|负责|承[担办建]|主[办持]|组织|立案|认定|授)"
)
_CONSULTED = re.compile(r"(?:征求|听取|征得)(?:了)?([\u4e00-\u9fff]{2,12}?)(?:的)?(?:意见|同意|建议)")
_ONLINE = re.compile(
    r"(线上|在线|网上|云端)(?:会议)?(?:的?(?:形式|方式))?(?=举[行办]|召开|进行)"
    r"|[以用](视频|线上|网络|在线)(?:会议)?的?(?:形式|方式)"
)
_PERSON = re.compile(r"[\u4e00-\u9fff]{1,6}(?:·[\u4e00-\u9fff]{1,6})+")
_LONGEST = 20
_NOWHERE = re.compile(r"(?:基础|前提|条件|过程|方面|背景|框架)[上下中内]?$")
# 交给谁, 跟哪家, 由谁: before what the one who is asked for stands in a source
_TOWARDS = (
    (re.compile(r"[由被](?:谁|哪)"), r"[由被]\s?$"),
    (re.compile(r"[给向](?:了)?(?:谁|哪)|\bto (?:whom|which|what)\b"), r"(?:给|向|至|予)\s?$"),
    (re.compile(r"[跟和与同](?:谁|哪)|\bwith (?:whom|which|what)\b"), r"(?:跟|和|与|同|、|会同|联合)\s?$"),
)

_WHERE = r"(?:[在于赴]|落户)\s?$"


def preposition_asked(question: str, kind: str) -> str | None:
    """A pattern of what stands before the one who is asked for, where the question says so (交给谁, 跟哪家, 在哪儿)."""
    if kind == "place":
        return _WHERE
    return next((before for asked, before in _TOWARDS if asked.search(question)), None)


def stands_after(before: str, text: str, start: int) -> bool:
    return re.search(before, text[:start]) is not None


def doers(text: str, question: str = "") -> Iterator[tuple[str, float]]:
    """Who is said to do it in a clause, with how well: behind 由, 被 or 归, else what it begins with; and persons."""
    tokens = tagged(text)
    named = [_phrase(tokens[i + 1 :]) for i, (word, _) in enumerate(tokens) if word in _BY]
    yield from ((name, 0.15) for name in named if name)
    yield from ((found[1], 0.15) for found in _BY_WHOM.finditer(text))
    yield from ((found[1], 0.12) for found in _CONSULTED.finditer(text))
    if _CALLED_UPON_ASKED.search(question) is None:
        called = [_phrase(tokens[i + 1 :]) for i, (word, _) in enumerate(tokens) if word in _CALLING]
        called += [found[1] for found in _CALLED.finditer(text)]
        yield from ((name, 0.12) for name in called if _AGENT.search(name))
    if not any(named):
        starts = (0, *(i + 1 for i, (word, _) in enumerate(tokens) if word in "，,：；"))
        yield from ((name, 0.03) for start in starts if _AGENT.search(name := _subject(tokens[start:])))
    yield from ((name, 0.05) for name in _persons(tokens))


def named_up_to(ending: re.Pattern[str], text: str) -> Iterator[str]:
    """Names whose last word has such an ending (马扎尔会计师事务所), wherever they stand."""
    tokens = tagged(text)
    for i, (word, tag) in enumerate(tokens):
        found = ending.search(word)
        if found is None or found.end() != len(word) or tag not in _PARTS:
            continue
        start = next((j + 1 for j in range(i - 1, -1, -1) if tokens[j][1] not in _PARTS), 0)
        name = "".join(one for one, _ in tokens[start : i + 1])
        if start < i and len(name) <= _LONGEST:
            yield name


def places(text: str) -> Iterator[tuple[str, float]]:
    """Where it is said to be, with how well: what stands behind 在, 于 or 赴, and names of places in other names.

    What is held online (在线上举行, 以视频方式召开) is said to be nowhere else.
    """
    tokens = tagged(text)
    yield from ((found[1] or found[2], 0.1) for found in _ONLINE.finditer(text))
    behind = [i + 1 for i, (word, _) in enumerate(tokens) if word in _HOLDING]
    for i in behind:
        name = _phrase(tokens[i:])
        if name and (tokens[i][1] == "ns" or _PLACE.search(name)):
            yield name, 0.1
    for i, ((word, tag), (_, after)) in enumerate(zip(tokens, (*tokens[1:], ("", "")), strict=True)):
        if tag == "ns" and after != "vn" and i not in behind:  # 外联活动 is taken for what is done in a place
            yield word, -0.05


def of_level(level: str, text: str, known: Sequence[str]) -> Iterator[str]:
    """Places of a level (州), in whatever name they stand: 苏格德州 of 塔吉克斯坦苏格德州物流中心.

    :param known: names that end before such a place begins.
    """
    for name in known:
        text = text.replace(name, "，")
    tokens = tagged(text)
    for i, (word, tag) in enumerate(tokens):
        if tag not in _PARTS or (i and tokens[i - 1][1] in _NAMES):
            continue
        joined = word
        for more, kind in (*tokens[i + 1 : i + 3], ("", "")):
            if joined.endswith(level) and len(joined) > len(level) + 1:
                yield joined
                break
            if kind not in (*_PARTS, "q"):
                break
            joined += more


def _subject(tokens: Sequence[_Token]) -> str:
    """What a clause begins with, without what belongs to it (其所属的监测机构)."""
    start = next((i for i, (_, tag) in enumerate(tokens) if tag not in _SKIPPED), len(tokens))
    end = next((i for i in range(start, len(tokens)) if tokens[i][1] not in (*_PARTS, "uj")), len(tokens))
    owned = max((i + 1 for i in range(start, end) if tokens[i][1] == "uj"), default=start)
    return _phrase(tokens[owned:])


def _phrase(tokens: Sequence[_Token]) -> str:
    """The name that some tokens begin with, up to what cannot be part of one."""
    taken: list[str] = []
    for word, tag in tokens:
        if tag not in _PARTS and word not in ("组织", *"（）()"):  # 组织 is taken for a verb
            break
        taken.append(word)
    name = "".join(taken).rstrip("（(").lstrip("（()）")
    if _NOWHERE.search(name):
        return ""
    return name if 1 < len(name) <= _LONGEST else ""


def _persons(tokens: Sequence[_Token]) -> Iterator[str]:
    """Names in parts (塞尔希奥·比埃拉·德梅洛), without the titles before them."""
    text = "".join(word for word, _ in tokens)
    names: set[int] = set()
    place = 0
    for word, tag in tokens:
        if tag in _NAMES:
            names.update(range(place, place + len(word)))
        place += len(word)
    for match in _PERSON.finditer(text):
        first, last = match.group().find("·") + match.start(), match.group().rfind("·") + match.start()
        start = next((i + 1 for i in range(first - 1, match.start() - 1, -1) if i not in names), match.start())
        end = next((i for i in range(last + 1, match.end()) if i not in names), match.end())
        if start < first and last + 1 < end:
            yield text[start:end]


def tag_of(word: str) -> str:
    """The part of speech of a word by itself, "" where it is no single word."""
    tokens = tagged(word)
    return tokens[0][1] if len(tokens) == 1 else ""


@lru_cache(maxsize=2_000)
def tagged(text: str) -> tuple[_Token, ...]:
    """The words of a text with their parts of speech."""
    return tuple((str(word), str(tag)) for word, tag in rjieba.tag(text))
