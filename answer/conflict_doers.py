"""Who pays for a thing, leads or builds it, told in two ways.

由甲公司独力出资兴建的数据平台, and 平台由乙部承担全部建设费用.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from answer.conflict_related import Matters
from answer.conflict_things import pairs_within
from answer.conflict_tools import PROSE, TELLING, sentences, side
from answer.records import Conflict
from records import EntityMention, Passage

__all__ = ["doer_conflicts"]

_DEEDS = {
    "pays": (
        r"(?:独力|全额|全部|单独|无偿)?(?:出资|资助|供资|掏钱|买单)|承担了?[^，。；]{0,10}费用"
        r"|提供了?全部[^，。；]{0,6}资金|(?:国库|财政)?支出(?=[，。；])"
        r"|支付了?[^，。；]{0,24}?(?:全部|全额)[^，。；]{0,6}费用"
    ),
    "leads": r"牵头|统领|主持|领衔|主导|统筹|担任(?:组长|主席)",
    "trusts": r"(?:担任|作为|任)[^，。；]{0,10}(?:受托|托管)[^，。；]{0,4}人?|受托管理",
    "lends": r"为[^，。；]{2,24}?提供的[^，。；]{0,14}?(?:贷款|借款|赠款)",
    "hosts": r"承办|主办|做东",
    "builds": r"承建|负责(?:建设|施工|开发|研制)|总承包",
}
_VERBS = {name: re.compile(pattern) for name, pattern in _DEEDS.items()}
_ORGS = ("organisation", "country")
_SHARED = re.compile(
    r"共同|联合|合作|协助|配合|会同|轮流|之一|部分|追加|另[外有]?|配套|分别|改由|转由|接替|此前|原[由先]|曾|首次|下[一次届]"
)
_OPEN = re.compile(r"预计|计划(?=由)|拟|将[由在]|建议|希望|应[当由]?|可能|考虑|邀请|愿意|提议")
_SUM, _LEAST_NAME = re.compile(r"\d[\d,.]{2,}[万亿]?[\u4e00-\u9fff]{1,4}"), 3
_JOINING = re.compile(r"^[的在由于为，、和与]+|[的在由于为，、和与了已]+$")
# what one after another leads
_OFFICE = re.compile(r"第\s?[\d一二三四五六七八九十]+\s?[次届]|会议?$|部长|主席|主任|司长|局长|行长|副")
_TRUSTEE = re.compile(r"受托(?:管理)?(?:机构|人|银行|方)(?:为|是|由|，)?")
_FROM = re.compile(r"(?:贷款|借款|赠款|资金)[^，。；]{0,6}?(?:全部|均|都)?(?:出自|来自|由)(?=[\u4e00-\u9fff])")
_LEAST_THING, _MOST_PASSAGES = 6, 12
_SCORE = 0.58


@dataclass(frozen=True, slots=True)
class _Told:
    passage: Passage
    deed: str
    who: EntityMention
    sentence: str


def doer_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of sentences that name one thing and give one deed on it to two bodies."""
    told = [one for passage in passages if passage.form in TELLING for one in _told(passage)]
    texts = [passage.text for passage in passages if passage.form in PROSE]
    for i, j in pairs_within([one.sentence for one in told]):
        a, b = told[i], told[j]
        if a.deed != b.deed or a.who.name == b.who.name or a.passage.id == b.passage.id:
            continue
        thing = _thing(a, b)
        if len(thing) < _LEAST_THING or _OFFICE.search(thing) or sum(thing in text for text in texts) > _MOST_PASSAGES:
            continue
        if _of_one(a, b) or not matters.related(a.passage.document, b.passage.document):
            continue
        verb = {"pays": "出资", "trusts": "受托", "lends": "贷款", "leads": "牵头", "hosts": "承办", "builds": "承建"}[
            a.deed
        ]
        text = f"“{thing}”由谁{verb}说法不同：一处为“{a.who.text}”，另一处为“{b.who.text}”"
        one, two = (side(x.passage, x.sentence, x.who.text) for x in (a, b))
        yield Conflict("name", one, two, text, _SCORE)


def _told(passage: Passage) -> Iterator[_Told]:
    for start, end in sentences(passage):
        sentence = passage.text[start:end]
        if _OPEN.search(sentence) or _SHARED.search(sentence):
            continue
        bodies = [e for e in passage.entities if start <= e.at[0] and e.at[1] <= end and e.kind in _ORGS]
        for deed, pattern in _VERBS.items():
            for verb in pattern.finditer(sentence):
                doer = _doer(sentence, start, bodies, verb)
                if doer is not None:
                    yield _Told(passage, deed, doer, sentence)
        trustee = _TRUSTEE.search(sentence)
        trusted = [e for e in bodies if trustee is not None and e.at[0] == start + trustee.end()]
        if trusted:
            yield _Told(passage, "trusts", trusted[0], sentence)
        source = _FROM.search(sentence)
        lender = [e for e in bodies if source is not None and e.at[0] == start + source.end()]
        if lender:
            yield _Told(passage, "lends", lender[0], sentence)


def _doer(sentence: str, offset: int, bodies: Sequence[EntityMention], verb: re.Match[str]) -> EntityMention | None:
    """The first body of the clause before a verb, if it opens the clause or stands after 由; none of a list."""
    lead = sentence[: verb.start()]
    start = max((m.end() for m in re.finditer(r"[，。；：]", lead)), default=0)
    inside = [e for e in bodies if start <= e.at[0] - offset and e.at[1] - offset <= verb.start()]
    if not inside:
        return None
    first = inside[0]
    before = sentence[start : first.at[0] - offset]
    between = sentence[first.at[1] - offset : verb.start()]
    listed = re.match(r"\s?(?:、|和|与|及)", between) is not None
    opens = before == "" or before.endswith(("由", "委托")) or before in ("其中", "目前", "今年", "当年", "我们感谢")
    return first if opens and not listed else None


def _thing(a: _Told, b: _Told) -> str:
    """The longest phrase that both sentences have, without what joins it."""
    texts = [x.sentence.replace(x.who.text, "，") for x in (a, b)]
    matcher = SequenceMatcher(None, texts[0], texts[1], autojunk=False)
    found = matcher.find_longest_match()
    sums = set(_SUM.findall(a.sentence)) & set(_SUM.findall(b.sentence))
    if sums and _LEAST_NAME <= found.size < _LEAST_THING:  # one sum, and part of a name
        return str(max(sorted(sums), key=len))
    phrase = _JOINING.sub("", texts[0][found.a : found.a + found.size])
    return "" if _VERBS[a.deed].search(phrase) else phrase


def _of_one(a: _Told, b: _Told) -> bool:
    """Whether both bodies may be one: a country and its ministry."""
    countries = [{x.who.name, *(e.name for e in x.passage.entities if _beside(x, e))} for x in (a, b)]
    return a.who.text in b.who.text or b.who.text in a.who.text or bool(countries[0] & countries[1])


def _beside(told: _Told, other: EntityMention) -> bool:
    """Whether a country is part of the name of a body, or stands right before it."""
    return other.kind == "country" and other.at[0] <= told.who.at[1] and told.who.at[0] - other.at[1] <= 1
