"""What one passage says is so and another of its document denies: 通过了验证 and 至今未通过, 驳回 and 同意."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.actions import stage
from answer.compare import dates_agree
from answer.conflict_clauses import Weights, by_document, keys_but_dates, labelled_apart, listed_apart, named_apart
from answer.conflict_tools import clause_span, side
from answer.keys import keys_of
from answer.records import Conflict
from answer.units import Unit

__all__ = ["opposed_conflicts"]

_VERBS = (
    "通过|加入|接入|启动|启用|上线|开通|签署|签订|批准|完成|建成|竣工|生效|发布|出版|公布|提交|动用|拨付|支付|到位|"
    "落实|安装|交付|成立|设立|举行|召开|恢复|复航|投产|通车|投入运行|投入使用|就绪|达成|收到|缴纳|移交|验收|任命|聘任|整改|采购|招标|开工"
)
_NOT = re.compile(
    rf"(?:尚未|仍未|至今未|迄今未|未能|并未|从未|还没有?|没有|未曾|未获|未予|不予|未)[^，。；、]{{0,4}}?(?P<verb>{_VERBS})"
)
# of other verbs than these two ways of saying must be as good as the same
_NOT_ANY = re.compile(
    r"(?:尚未|仍未|至今未|迄今未|并未|从未|还没有?|未曾|未能|未(?![来决知经必成]))(?:再|全部|正式|最终|完全|有效)?"
    r"(?P<verb>[\u4e00-\u9fff]{2})"
)
_HELD = r"(?:已经?|均已|业已|成功|正式)[^，。；、未没]{{0,6}}?{verb}|{verb}(?:了|后|以来)"
_SO = re.compile(
    rf"(?:(?P<marked>已经?|均已|业已|成功|正式|了)[^，。；、]{{0,10}}?)?(?P<verb>{_VERBS})(?P<after>了|后|以来|的)?"
)
# two ways of saying that exclude each other
_SIDES: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (name, re.compile(one), re.compile(other))
    for name, one, other in (
        (
            "decided",
            r"驳回|否决|拒绝|不予(?:批准|同意)|未予(?:批准|同意)|不同意",
            r"(?<![不未予])(?:同意|批准|核准|接受)(?!书)",
        ),
        (
            "ended",
            r"已?[^，。；]{0,12}(?:结束|终止|停止|中止)(?!后)|(?:已|均已|全部)完成(?![^，。；]{0,3}[\d一二三四五六七八九])",
            r"仍?继续(?!教育)|仍在|尚未结束|仍未结束|正在实施",
        ),
        ("paid", r"缴清|付清|结清|还清|缴齐|足额(?:缴纳|到位)", r"尚欠|拖欠|欠缴|欠付|未缴"),
        ("opinion", r"无保留意见", r"(?<!无)保留意见|否定意见|无法表示意见"),
        ("filled", r"到岗|到任|就任|上任|履新", r"空缺|缺位|无人(?:任职|担任|主持)"),
    )
)
_OPEN = re.compile(
    r"加快|尽快|抓紧|一定要|务必|如果|如能|若|一旦|假如|除非|是否|应[当该]|须|必须|建议|要求|(?<!申)请|敦促|希望|目标|力争|争取|将于?|拟|计划|预计|待|以便|为了?|可能|风险|之前|以前|前(?=[，。；]|$)|(?:\d年|[年月]底|[年月]末|[月日])前(?!期)(?![^，。；]{0,4}已)|曾|此前|原定"
)
# What is shared besides the opposite words: of the shorter clause (0..1), and in all (sums of log(N/n)), by topic.
_SAME, _LEAST_SHARED = 0.4, 11.0
_SAME_ALL = 0.6  # of both clauses, where any verb is denied
_LEAST_OF = {"any": 14.0, "paid": 9.0, "filled": 9.0, "opinion": 9.0, "decided": 20.0}
_SCORE = 0.6


# of a piece that denies, the sentence of the other must say so much (sums of log(N/n)), and such a share
_PIECE = (12.0, 0.6)
_PIECE_OF = {"ended": (20.0, 0.7), "opini": (12.0, 0.25), "fille": (9.0, 0.5)}
_PIECE_SAYS = re.compile(r"意见|[到就上]任|到岗|履新|缺|无人|已经?(?:全部)?(?:完成|结束)|[未有](?:结束|完[成工])")
_UNTIL_NOW = re.compile(r"[至迄]今|目前|一直|仍")
_ENDED = re.compile(r"(?P<how>已经?(?:全部)?(?:完成|结束))了?(?P<what>[^，。；\d][^，。；]{3,60})(?=[，。；]|$)")
_NOT_ENDED = re.compile(
    r"(?P<what>[^，。；]{4,40}?)(?:的?(?:实施|执行)(?:工作)?)?(?P<how>(?:尚未|仍未|还未|还没有|至今未)(?:结束|完成|完工))(?=[，。；]|$)"
)
_ATTRIBUTE = re.compile(
    r"(?:[\u4e00-\u9fff]{0,2})(?:的(?![，。；])|期间|时)"
)  # 尚未完成的任务: which ones, not that they are not
_BEFOREHAND = re.compile(r"(?:以前|之前)[，。]|例如")
_SOME = re.compile(r"有的|有些|某些|不少|一些|个别")
_TO_WHOM = re.compile(r"[对向给](?P<whom>[^，。；的]{2,30}?)(?=的|提供|给予|进行|开展|支付|发放|拨付)")


@dataclass(frozen=True, slots=True)
class _Said:
    unit: Unit
    shown: str
    keys: frozenset[str]


def opposed_conflicts(units: Sequence[Unit]) -> Iterator[Conflict]:
    """Pairs of clauses of which one denies what the other says."""
    for prose in by_document(units):
        told, weights = [unit for unit in prose if not unit.joint], Weights(prose)
        yield from _within(told, weights)
        yield from _of_pieces(told, weights)
        yield from _of_any_verb(told, weights)


def _within(prose: Sequence[Unit], weights: Weights) -> Iterator[Conflict]:
    held: dict[str, tuple[list[_Said], list[_Said]]] = defaultdict(lambda: ([], []))
    for unit in prose:
        for topic, way, shown in _said(unit):
            held[topic][way].append(_Said(unit, shown, keys_but_dates(unit) - keys_of(shown, ())))
    for topic, (so, not_so) in held.items():
        for a in so:
            for b in not_so:
                if a.unit.passage.id != b.unit.passage.id and _one_thing(a, b, topic, weights):
                    yield _denied(a, b)


def _of_any_verb(prose: Sequence[Unit], weights: Weights) -> Iterator[Conflict]:
    """平台尚未取得许可 and 平台已取得许可: any verb, where each clause says nearly all that the other says."""
    for unit in prose:
        match = _NOT_ANY.search(unit.text)
        if match is None or _OPEN.search(unit.text) or _ATTRIBUTE.match(unit.text, match.end()):
            continue
        verb = match["verb"]
        b = _Said(unit, match.group(), keys_but_dates(unit) - keys_of(match.group(), ()))
        for other in prose:
            held = re.search(_HELD.format(verb=verb), other.text) if verb in other.text else None
            if held is None or other.passage.id == unit.passage.id or _OPEN.search(other.text):
                continue
            a = _Said(other, held.group(), keys_but_dates(other) - keys_of(held.group(), ()))
            alike = weights.sum(a.keys & b.keys) >= _SAME_ALL * max(weights.sum(a.keys), weights.sum(b.keys))
            if alike and _one_thing(a, b, "any", weights):
                yield _denied(a, b)


def _denied(a: _Said, b: _Said) -> Conflict:
    told = f"说法相反：{a.unit.passage.citation.address}为“{a.shown}”，{b.unit.passage.citation.address}为“{b.shown}”"
    one, two = (side(x.unit.passage, x.unit.sentence, x.shown) for x in (a, b))
    return Conflict("status", one, two, told, _SCORE)


def _of_pieces(prose: Sequence[Unit], weights: Weights) -> Iterator[Conflict]:
    """Short pieces (内部审计岗位至今无人任职) that the sentence of the other, or its heading, says nearly whole."""
    found = [(topic, _Said(u, shown, keys)) for u in prose for topic, shown, keys in _pieces(u, so=True)]
    for unit in prose:
        for topic, shown, keys in _pieces(unit, so=False):
            for other, so in found:
                a, b = so.unit, unit
                if other != topic or a.passage.id == b.passage.id or listed_apart(a, b):
                    continue
                if _two_times(a, b) and not _UNTIL_NOW.search(b.text):
                    continue
                wide = a.around | a.context if topic.startswith("ended") else a.around
                shared, least = weights.sum(keys & wide), _PIECE_OF.get(topic[:5], _PIECE)
                if shared >= least[0] and shared >= least[1] * weights.sum(keys):
                    told = (
                        f"说法相反：{a.passage.citation.address}为“{so.shown}”，{b.passage.citation.address}为“{shown}”"
                    )
                    one, two = side(a.passage, a.sentence, so.shown), side(b.passage, b.sentence, shown)
                    yield Conflict("status", one, two, told, _SCORE)


def _pieces(unit: Unit, *, so: bool) -> Iterator[tuple[str, str, frozenset[str]]]:
    """What pieces of a clause hold or deny of an office, an opinion or an end: topic, words, and what else it says."""
    text = unit.text
    if _PIECE_SAYS.search(text) is None:
        return
    for topic, one, other in _SIDES:
        match = (one if so else other).search(text) if topic in ("opinion", "filled") else None
        if match is not None:
            start, end = clause_span(text, *match.span(), "。；，、：")
            piece = text[start:end]
            if topic == "opinion" or not _OPEN.search(piece):
                yield topic, match.group(), keys_of(piece, ()) - keys_of(match.group(), ())
    ended = (_ENDED if so else _NOT_ENDED).search(text)
    if ended is not None and not _OPEN.search(text):
        what = re.sub(r"\s", "", ended["what"])[-4:]
        piece = ended["what"]
        mentions = [e for e in unit.entities if e.text in piece]
        yield f"ended {what}", ended["how"], keys_of(piece, mentions)


def _said(unit: Unit) -> Iterator[tuple[str, int, str]]:
    """What a clause holds (0) or denies (1), each with the words that say so."""
    text = unit.text
    if _OPEN.search(text) or _BEFOREHAND.search(unit.sentence) or _SOME.search(text):
        return
    denied = _NOT.search(text)
    if denied is not None and _ATTRIBUTE.match(text, denied.end()):
        return
    if denied is not None:
        yield denied["verb"], 1, denied.group()
    else:
        for told in _SO.finditer(text):
            if stage(text) != "under_way":
                yield told["verb"], 0, told.group()
    for topic, one, other in _SIDES:
        first, second = one.search(text), other.search(text)
        if first is not None and second is None:
            yield topic, 0, first.group()
        elif second is not None and first is None:
            yield topic, 1, second.group()


def _one_thing(a: _Said, b: _Said, topic: str, weights: Weights) -> bool:
    """Whether two clauses share most of what the shorter says, and speak of no two times, countries or items."""
    if labelled_apart(a.unit, b.unit) or named_apart(a.unit, b.unit) or _two_times(a.unit, b.unit):
        return False
    whom = [_TO_WHOM.search(x.unit.text) for x in (a, b)]
    if whom[0] and whom[1] and not _share_name(a.unit, b.unit, whom[0]["whom"], whom[1]["whom"]):
        return False
    mine, other = ({e.name for e in x.unit.entities} for x in (a, b))
    if mine - other and other - mine:
        return False  # one laboratory has passed, another has not
    shared = weights.sum(a.keys & b.keys)
    return shared >= _LEAST_OF.get(topic, _LEAST_SHARED) and shared >= _SAME * min(
        weights.sum(a.keys), weights.sum(b.keys)
    )


def _share_name(a: Unit, b: Unit, one: str, two: str) -> bool:
    """Whether two phrases name one party: a name in common, in whatever form, or two characters in a row."""
    names = [{e.name for e in unit.entities if e.text in phrase} for unit, phrase in ((a, one), (b, two))]
    return bool(names[0] & names[1]) or any(one[i : i + 2] in two for i in range(len(one) - 1))


def _two_times(a: Unit, b: Unit) -> bool:
    """Whether what is denied is dated otherwise: not yet in spring, done in summer."""
    dates = [[d for d in unit.dates if d.start and d.end] for unit in (a, b)]
    if not dates[1] or b.inherited:
        return False
    if not dates[0]:
        return True
    return all(dates_agree(x, y) is False for x in dates[0] for y in dates[1])
