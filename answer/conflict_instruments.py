"""A treaty that one passage calls signed, ratified or in force, by all or by some country, and another one not yet."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from answer.compare import dates_agree
from answer.conflict_related import Matters
from answer.conflict_tools import TELLING, sentences, side
from answer.conflict_treaties import HEADS, Title, is_called, named_in, only_titles, titles_of
from answer.records import Conflict
from records import DateMention, Passage

__all__ = ["instrument_conflicts"]

_BACK = re.compile(rf"该(?:{HEADS}|文[本件书])|(?:其|这[一份项])?(?:文本|{HEADS})|批准书")
_ANY_TEXT = ("文本", "文件", "文书", "批准书")
_LOAN = re.compile(r"(?:贷款|赠款|融资|信贷|担保|授信)[^，。；]{0,4}?(?:协定|协议|合同)")
_AMENDED = re.compile(r"第?[一二三四五六七八九十\d]{0,3}\s?(?:号)?修正案|补充协定|附加议定书")
#: What is done to a treaty, in words that tell it, from the first stage to the last.
_DEEDS = {
    "sign": r"签署|签订|签字|签约|缔结|落笔|补签",
    "ratify": (
        r"批准(?!书|程序|工作|案)|核准|批约|批准程序|办妥"
        r"|批准书[^，。；]{0,20}?(?:交存|送交|送达|递交)|(?:交存|送交|递交)[^，。；]{0,6}批准书"
    ),
    "effect": r"生效|(?:产生|发生)[^，。；]{0,4}效力|具有法律效力|施行",
}
_VERBS = {name: re.compile(pattern) for name, pattern in _DEEDS.items()}
_NOT = re.compile(
    r"尚未|至今未|仍未|还未|从未|并未|未(?=[能获经予签批生交])|没有(?!异议)|没(?=[有能签批])|尚无|无一|无任何|尚待|有待|待(?=[签批核])|还要"
)
_NOT_EVEN = re.compile(
    r"文本[^，。；]{0,12}?(?:没有|未|尚未|尚待)[^，。；]{0,4}?(?:定稿|谈定|敲定|商定)|(?:仍|尚|还)?在[^，。；]{0,12}?(?:审校|谈判|磋商|起草|法律审查|审定)(?:之中|中|阶段)?"
)
_ONLY_LACKS = re.compile(r"(?:只差|仅差|还差|尚缺|只剩|唯独缺|除)(?P<who>[\u4e00-\u9fff]{2,10}?)(?:一国|尚未|未|还没)")
_EXAMINED = re.compile(r"(?<=没有)审议|(?<=尚未)审议|(?<=未)审议")
_URGED = re.compile(
    r"(?:鼓励|敦促|呼吁|期待|希望|请)[^，。；]{2,24}?(?:早日|尽快|尽早)[^，。；]{0,24}?(?P<what>批准|签署|签字|核准)"
)
_NONE = re.compile(r"无一|无任何|尚无|没有(?:任何|一个)|均未|都没有")
_ALL = re.compile(r"(?:全体|所有|各|全部)(?:成员国|缔约国|国)")
_OPEN = re.compile(
    r"预计|计划|拟|将|争取|力争|应当?|建议|呼吁|鼓励|敦促|希望|为[^，。；]{0,8}(?:签署|批准)|(?:签署|批准)(?:前|时|后|仪式|方|国|国数)|一旦|如果|待[^，。；]{1,10}后|草签"
)
_AS_OF = re.compile(r"(?:截[至止]|直到|到)\s?$")
_LATE = re.compile(r"(?:直?到|迟至)[^，。；]{4,12}才[^，。；]{0,6}?(?:批准|签署|签字|核准)")
_TODAY = re.compile(r"今[日天]|会议期间|会上|会议当日|当日")
_FIRST = re.compile(r"^第一\s?(?:号)?")  # 第一修正案 is mostly called 修正案 again
_SOMEBODY = re.compile(r"方面|议会|国会|政府|当局|该国")
_ONCE, _FEW = ("sign", "effect"), 2
_COUNTRY = "country"
_SCORE = 0.66


@dataclass(frozen=True, slots=True)
class _Told:
    """What a sentence says to have been done to a treaty or not yet.

    :ivar countries: by whom, or by whom not; ``None`` for all; none where it tells their number only.
    """

    passage: Passage
    title: Title
    deed: str
    done: bool
    countries: frozenset[str] | None
    sentence: str
    shown: str
    when: date | None
    amended: str = ""  # which amendment of it, if one
    day: DateMention | None = None  # that its clause tells


def instrument_conflicts(passages: Sequence[Passage], matters: Matters) -> Iterator[Conflict]:
    """Pairs of sentences on one treaty: done by the day of the later report, which says that it is not."""
    titles = titles_of(passages)
    told: dict[str, list[_Told]] = defaultdict(list)
    texts = {passage.id: passage for passage in passages}
    alone = only_titles(passages, titles)
    for passage in passages if titles else ():
        if passage.form in TELLING:
            above = [texts[id_].text for id_ in passage.cited_by if id_ in texts]
            named = named_in(above[0], titles) if above else None
            for one in _read(passage, titles, named or alone.get(passage.document)):
                told[f"{one.title.name}{one.amended}"].append(one)
    for same in told.values():
        yield from _dated(same, matters)
        for done in (one for one in same if one.done):
            for due in (one for one in same if not one.done):
                if done.passage.id != due.passage.id and _clash(done, due, matters):
                    text = f"《{done.title.name}》的进展不同：一处为“{done.shown}”，另一处为“{due.shown}”"
                    a, b = (side(x.passage, x.sentence, x.shown) for x in (done, due))
                    yield Conflict("status", a, b, text, _SCORE)
                    break


def _dated(same: Sequence[_Told], matters: Matters) -> Iterator[Conflict]:
    """Two days on which one treaty took effect."""
    took = [one for one in same if one.deed in _ONCE and one.done and one.day is not None and _by_all(one)]
    for a, b in combinations(took, 2):
        if (
            a.deed != b.deed
            or a.passage.id == b.passage.id
            or a.day is None
            or b.day is None
            or dates_agree(a.day, b.day) is not False
        ):
            continue
        if dates_agree(b.day, a.day) is False and matters.related(a.passage.document, b.passage.document):
            what = "生效" if a.deed == "effect" else "签署"
            text = f"《{a.title.name}》{a.amended}的{what}日期不同：一处为“{a.day.text}”，另一处为“{b.day.text}”"
            one, two = (side(x.passage, x.sentence, x.day.text if x.day else "") for x in (a, b))
            yield Conflict("date", one, two, text, _SCORE)


def _by_all(told: _Told) -> bool:
    """Whether a deed is not that of one or two countries, of which each may have its day."""
    return told.countries is None or len(told.countries) == 0 or len(told.countries) > _FEW


def _read(passage: Passage, titles: Sequence[Title], before: Title | None) -> Iterator[_Told]:
    """:param before: the treaty of the sentence that a footnote is a note to."""
    for span in sentences(passage):
        sentence = passage.text[slice(*span)]
        named = named_in(sentence, titles)
        others = re.findall(r"《([^《》]+)》", sentence)
        may = before is not None and _points_back(sentence, before) and not others
        back = before if before is not None and may and is_called(sentence, before) else None
        title = named or back
        before = named or title or before
        if title is None:
            continue
        for deed, done, shown, clause in _deeds(sentence):
            countries = frozenset(
                e.name
                for e in passage.entities
                if e.kind == _COUNTRY and span[0] <= e.at[0] < span[1] and e.text in clause
            )
            nobody = not done and not countries and not _SOMEBODY.search(clause)
            everybody = (_ALL if done else _NONE).search(clause) is not None or nobody
            if not countries and re.search(r"该国|其(?:议会|国内)|方面", clause):
                inside = {e.name for e in passage.entities if e.kind == _COUNTRY and span[0] <= e.at[0] < span[1]}
                countries = frozenset(inside) if len(inside) == 1 else countries
            who = None if everybody and not (done and countries) else countries
            amended = _AMENDED.search(sentence)
            which = _FIRST.sub("", amended.group()) if amended else ""
            at = span[0] + sentence.find(clause)
            days = [d for d in passage.dates if at <= d.at[0] < at + len(clause) and d.start and d.end]
            days = [d for d in days if d.basis != "relative" and "同" not in d.text]
            if not done:
                days = [d for d in passage.dates if _is_of_then(passage, span, d)][:1]
                late = _LATE.search(clause)
                until = [d for d in passage.dates if late and at <= d.at[0] < at + len(clause) and d.start]
                if until and until[0].start is not None:
                    day = until[0].start - timedelta(days=1)
                    days = [DateMention(until[0].text, day, day, until[0].at, "inherited")]
            if not days and done and _TODAY.search(clause) and passage.citation.date is not None:
                day = passage.citation.date
                days = [DateMention(day.isoformat(), day, day, (0, 0), "inherited")]
            yield _Told(
                passage, title, deed, done, who, sentence, shown, passage.citation.date,
                which, days[0] if len(days) == 1 else None,
            )  # fmt: skip


def _points_back(sentence: str, title: Title) -> bool:
    """Whether a sentence speaks of a treaty by its noun: 协定 is no 议定书, and 贷款协定 none of them."""
    nouns = (match.group() for match in _BACK.finditer(sentence))
    return _LOAN.search(sentence) is None and any(noun.endswith((title.head, *_ANY_TEXT)) for noun in nouns)


def _is_of_then(passage: Passage, span: tuple[int, int], mention: DateMention) -> bool:
    """Whether a date is the day as of which a sentence tells."""
    inside = span[0] <= mention.at[0] < span[1] and mention.start is not None and mention.end is not None
    return inside and _AS_OF.search(passage.text[span[0] : mention.at[0]]) is not None


def _deeds(sentence: str) -> Iterator[tuple[str, bool, str, str]]:
    """Each deed of a sentence, whether it is done, the words that say it, and their clauses."""
    for part in re.split(r"[；。]", sentence):
        urged = _URGED.search(part)
        if urged is not None:
            yield ("ratify" if "批准" in urged["what"] else "sign"), False, urged.group(), urged.group()
        not_even = _NOT_EVEN.search(part)
        if not_even is not None and not _OPEN.search(not_even.group()):
            yield "sign", False, not_even.group(), part
        clauses = re.split(r"，", part)
        for number, clause in enumerate(clauses):
            for deed, pattern in _VERBS.items():
                verb = pattern.search(clause) or (_EXAMINED.search(clause) if deed == "ratify" else None)
                lacking = _ONLY_LACKS.search(clause) if deed == "ratify" and _VERBS[deed].search(part) else None
                if lacking is not None:
                    yield deed, False, lacking.group(), clause
                late = _LATE.search(clause)
                if late is not None and verb is not None:
                    yield deed, False, late.group(), clause
                    continue
                if verb is None or lacking is not None or _OPEN.search(clause):
                    continue
                denied = _NOT.search(clause[: verb.start()])
                if denied is not None and re.search(r"全部|都|均", clause[denied.start() : verb.start()]):
                    continue  # not by all
                if denied is not None:
                    yield (
                        deed,
                        False,
                        clause[denied.start() : verb.end()],
                        f"{clauses[number - 1] if number else ''}，{clause}",
                    )
                elif re.search(r"了|已|于|共同|[月日]|获|均|都|同时", clause):
                    yield deed, True, clause.strip(), clause


def _clash(done: _Told, due: _Told, matters: Matters) -> bool:
    order = list(_DEEDS)
    if order.index(due.deed) > order.index(done.deed):
        return False  # signed and not yet ratified
    was = done.day.end if done.day is not None else done.when
    is_not = due.day.end if due.day is not None else due.when
    if was is None or is_not is None or is_not < was:
        return False
    if not matters.related(done.passage.document, due.passage.document):
        return False
    if due.countries is None:
        return True  # nobody
    if done.countries is None:
        return bool(due.countries)
    return bool(due.countries & done.countries)
