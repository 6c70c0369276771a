"""What the cover of a document says of the document itself: its number, when it was issued, signed, adopted or held, by
whom and where, and what is labelled there (主持：…, 委托方：…).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from answer.candidates import interval
from answer.ordinals import ordinals_in
from answer.questions import Question
from answer.records import Answer, AnswerKind
from answer.sources import Sources
from answer.subjects import countries_in, without_countries
from records import DateMention, Filters, Passage

__all__ = ["asks_for_number", "tell_of_cover"]

_Deed = Literal["issued", "signed", "adopted", "effective", "held"]

_NUMBER_ASKED = re.compile(
    r"(?:发?文号|发文字号|文件(?:编)?号|公告号|函号|编号)(?:是|为)?(?:什么|多少|啥|几号)?|第几号(?:公告|文件|函|令)?"
)
_ENDS = re.compile(r"\s*[？?]?\s*$")
# 鲁应急函〔2023〕178号 before 2024年第6号, which may be the number of anything
_NUMBERS = (
    re.compile(r"[\u4e00-\u9fff]{0,10}[〔\[【(（](?:19|20)\d\d[〕\]】)）]\s?(?:第?\s?\d+\s?号|No\.?\s?\d+)"),
    re.compile(r"(?<=编号)[：:]?\s?[A-Za-z\d][\w/-]*\d|\b[A-Z]{2,}(?:[/-][A-Z\d]+)*[/-]\d[\d/-]*"),
    re.compile(r"(?:(?:19|20)\d\d\s?年\s?)?第\s?[\d〇零一二三四五六七八九十百]+\s?号"),
)
# What is done to a document, in a question and on its cover.
_DEEDS: dict[_Deed, re.Pattern[str]] = {
    "issued": re.compile(
        r"发布|公布|印发|颁布|公告(?=的)|发出|发文|下发|发表|出台|出具|定稿|成文|落款|发(?=的[\s？?]*$)|\bissued|\bpublished"
    ),
    "signed": re.compile(r"签署|签订|订立|[签订]于|签(?!发|到|证|名|收)(?=的|了|[\s？?]*$)|\b[Ss]igned"),
    "adopted": re.compile(r"审议通过|通过|\b[Aa]dopted"),
    "effective": re.compile(r"生效|施行|实施(?=[\s？?的]*$)|[Ii]nto force|\b[Ee]ffective"),
    "held": re.compile(r"召开|举行|(?<![展公离分打避张合承主创举兴筹督查盛])[开办](?:会)?(?:的|了)?(?=[\s？?]*$)"),
}  # fmt: skip
_LABELLED = re.compile(r"^\s*([\u4e00-\u9fff]{2,7}?)\s?[：:\u3000]\s*(\S.*)$")
_OF_LABEL = re.compile(r"(?:人|方|单位|者|机构|日期|时间|地点|部门)$")
_WHEN, _WHERE = re.compile(r"日期|时间|会期"), re.compile(r"地点|会址|地址|地方")
_SIGNED_AT = re.compile(r"[签订](?:署|订)?于\s?([\u4e00-\u9fff·]{2,12})")
_BODY = re.compile(
    r"[\u4e00-\u9fff]{2,24}?(?:(?:[院部署厅局委司处]|委员会|政府|办公室|秘书处|中心|银行|大学|公司|组织|总署|法院)"
    r"(?=[\s\u3000\d（(，,、]|$))"
)
_SENT_TO = re.compile(r"(?<=[\u4e00-\u9fff])致(?=[\u4e00-\u9fff])")
_ASKING = re.compile(
    r"请问|[这那][份个篇封项次]|本|该|关于|是|在|由|被|的|了|呢|什么|何时|时候|时间|开始|进行|哪[一个天年月日里儿家位些]?|谁|多少|几|个|家"
    r"|文件|文号|报告|材料|会议|会|函|部门|机构|单位|地方|地点|人|方|做|写|出|和|与|及|日|年|月|起|从|到|[\s？?。，,！!“”《》（）()]"
)
# what is left of a question behind what it is about
_TAIL = re.compile(r"(?:[\s？?。，,的了是在由被从]|进行|开始|[这那哪个家位]|单位|机构|部门)+$")
_DOCUMENT = re.compile(
    r"(?:文件|报告|函|公告|公报|通知|纪要|会议|会|材料|声明|协定|协议|条约|办法|规定|规划|计划|法|条例|稿)$"
)
_ASIDE = re.compile(r"[（(][^）)]*[）)]|[\d年月日—-]+$")
_LEAST = 4  # characters that tell which document is meant
_DAYS = 10  # of the longest meeting


@dataclass(frozen=True, slots=True)
class _Cover:
    """``lines`` stand beside the title."""

    passage: Passage
    title: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        return "\n".join((self.title, self.passage.text))


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A line of a cover: what stands before and behind its colon."""

    label: str
    text: str


def asks_for_number(question: str) -> bool:
    """Whether a text is a question for the number of a document: its 文号, 编号."""
    found = _NUMBER_ASKED.search(question)
    return found is not None and _ENDS.match(question, found.end()) is not None


def tell_of_cover(
    sources: Sources, asked: Question, passages: Sequence[Passage], filters: Filters | None, limit: int
) -> tuple[Answer, ...]:
    """What the covers of the documents say that a question names by its words, and asks nothing else about.

    :param passages: those that the search finds for it, the best first.
    :param filters: what they are limited to; a cover that is not among them counts only where documents are chosen.
    """
    if asked.kind == "whether":
        return ()
    found: dict[str, Answer] = {}
    ids, whole = {passage.id for passage in passages}, _chooses_documents(filters or Filters())
    for document in dict.fromkeys(passage.document for passage in passages):
        cover = _cover(sources, document)
        if cover is None or not (whole or cover.passage.id in ids):
            continue
        for answer in _told(asked, cover):
            same = found.get(answer.text)
            citations = (*same.citations, *answer.citations) if same is not None else answer.citations
            found[answer.text] = replace(same or answer, citations=citations)
    return tuple(found.values())[:limit]


def _chooses_documents(filters: Filters) -> bool:
    """Whether filters choose nothing but documents, with all that stands in them."""
    return replace(filters, documents=(), issued_since=None, issued_until=None) == Filters()


def _cover(sources: Sources, document: str) -> _Cover | None:
    passage = next((p for p in sources.opening(document) if p.form == "cover"), None)
    if passage is None:
        return None
    title = sources.title(document)
    lines = [line.strip() for line in passage.text.splitlines() if line.strip()]
    beside = tuple(line for line in lines if line not in title and title not in line)
    return _Cover(passage, title, beside or tuple(lines))


def _told(asked: Question, cover: _Cover) -> Iterator[Answer]:
    """The answer of one cover, if the question is about its document."""
    if _NUMBER_ASKED.search(asked.text):
        rest = _NUMBER_ASKED.sub(" ", asked.text)
        texts = (found.group() for pattern in _NUMBERS for line in cover.lines for found in pattern.finditer(line))
        number = next(texts, "").strip("：: ")
        if number and _is_meant(rest, cover):
            yield _answer(number, "text", cover)
        return
    labelled = _labelled(asked, cover)
    if labelled is not None:
        before, _, behind = asked.rest.rpartition(labelled.label)
        if _is_meant(f"{before} {behind}", cover):
            yield from _behind_label(asked, labelled, cover)
            return
    if asked.kind not in ("date", "who", "place"):
        return
    deed = next((deed for deed, pattern in _DEEDS.items() if pattern.search(asked.rest)), None)
    if deed is None and re.search(r"会议?[\s的]*[？?]?\s*$", asked.rest):
        deed = "held"
    rest = _DEEDS[deed].sub(" ", asked.rest) if deed is not None else ""
    if deed is None or not (_is_meant(rest, cover) and _ends_like(rest, cover)):
        return
    if asked.kind == "date":
        for day in _days(deed, cover):
            yield replace(_answer(day.text, "date", cover), value=interval(day))
    elif asked.kind == "place":
        yield from (_answer(text, "place", cover) for text in _where(deed, cover))
    elif deed == "issued":
        yield from (_answer(text, "entity", cover) for text in _issuers(cover))


def _is_meant(rest: str, cover: _Cover) -> bool:
    """Whether all that a question says stands on a cover: its countries, its numbers, each of its other words.

    :param rest: the question without what it asks for.
    """
    if countries_in(rest) - countries_in(cover.text) or _numbers(rest) - _numbers(cover.text):
        return False
    plain = without_countries(rest)
    words = {*re.findall(r"[a-z]{2,}", plain.lower())}
    if words - {*re.findall(r"[a-z]{2,}", cover.text.lower())}:
        return False
    there = {cover.text[at : at + 2] for at in range(len(cover.text) - 1)}
    covered = [False] * len(plain)
    for at in range(len(plain) - 1):
        if plain[at : at + 2] in there:
            covered[at] = covered[at + 1] = True
    said = "".join(char if within else "\0" for char, within in zip(plain, covered, strict=True))
    left = "".join("\0" if within else char for char, within in zip(plain, covered, strict=True))
    if re.search(r"[\u4e00-\u9fff]", _ASKING.sub("", left)):
        return False
    told = len(re.findall(r"[\u4e00-\u9fff]", _ASKING.sub("", said))) + 2 * len(countries_in(rest))
    return told >= _LEAST


def _ends_like(rest: str, cover: _Cover) -> bool:
    """Whether a question speaks of a document or meeting, not of what that is about (资金 of 资金审计公告)."""
    words = re.findall(r"[\u4e00-\u9fff]{2,}", _TAIL.sub("", rest.strip()))
    if not words or _DOCUMENT.search(words[-1]):
        return bool(words)
    ends = (_ASIDE.sub("", line).rstrip() for line in (cover.title, *cover.lines))
    return any(end.endswith(words[-1][-2:]) for end in ends)


def _numbers(text: str) -> set[float]:
    """The numbers of a text, those of 第九次 too."""
    return {*map(float, re.findall(r"\d+", text)), *(ordinal.number for ordinal in ordinals_in(text))}


def _labelled(asked: Question, cover: _Cover) -> _Labelled | None:
    """What the question asks for by its label on the cover (主持, 委托方), as what it asks for can be."""
    found: list[tuple[int, _Labelled]] = []
    for match in filter(None, map(_LABELLED.match, cover.lines)):
        days = [mention for mention in cover.passage.dates if match[2].startswith(mention.text)]
        kinds = (bool(days) or _WHEN.search(match[1]) is not None, _WHERE.search(match[1]) is not None)
        if kinds != (asked.kind == "date", asked.kind == "place") or (kinds[0] and _says_nothing(match)):
            continue
        core = _OF_LABEL.sub("", match[1])
        for word in dict.fromkeys((core, core[-2:])):  # 会议主席, and 会议的主席
            if len(word) > 1 and word in asked.rest and not _of_title(word, asked.rest, cover.title):
                # what is asked stands behind the name of the document: …评估报告的委托方
                found.append((asked.rest.rfind(word), _Labelled(word, match[2])))
                break
    return max(found, key=lambda item: item[0])[1] if found else None


def _of_title(core: str, question: str, title: str) -> bool:
    """Whether a question has a word only as the title has it: 竣工 of 竣工说明."""
    behind, there = question.rfind(core) + len(core), title.find(core) + len(core)
    return core in title and question[behind : behind + 1] == title[there : there + 1] != ""


def _behind_label(asked: Question, labelled: _Labelled, cover: _Cover) -> Iterator[Answer]:
    if asked.kind == "date":
        days = [mention for mention in cover.passage.dates if mention.text in labelled.text]
        yield from (replace(_answer(day.text, "date", cover), value=interval(day)) for day in days[:1])
    else:
        yield _answer(labelled.text, "place" if asked.kind == "place" else "entity", cover)


def _days(deed: _Deed, cover: _Cover) -> list[DateMention]:
    """The day of a deed, where the cover says so; of issuing and meeting else the date of the document as it stands
    there, if nothing else is said to have happened then.
    """
    plain: list[DateMention] = []
    for line in cover.lines:
        days = [d for d in cover.passage.dates if d.text in line and (_is_day(d) or (deed == "effective" and d.start))]
        done = [found for found in _DEEDS[deed].finditer(line)]
        label = _LABELLED.match(line)
        if days and (done or (deed == "held" and label is not None and _WHEN.search(label[1]))):
            return [_nearest(line, days, done[0].start() if done else 0)]
        if not any(pattern.search(line) for pattern in _DEEDS.values()) and _says_nothing(label):
            plain += [mention for mention in days if mention.start == cover.passage.citation.date]
    meeting = "会" in cover.title or any(line.endswith("会议") for line in cover.lines)
    return plain[:1] if deed == "issued" or (deed == "held" and meeting) else []


def _says_nothing(label: re.Match[str] | None) -> bool:
    """Whether a line has no label, or one that says no more than that a date follows."""
    return label is None or re.fullmatch(r"(?:报告|文件|公告|成文)?(?:日期|时间)", label[1]) is not None


def _nearest(line: str, days: Sequence[DateMention], deed: int) -> DateMention:
    """Of several dates of a line the last before what was done then, else the first."""
    before = [day for day in days if line.find(day.text) < deed]
    return max(before, key=lambda day: line.find(day.text)) if before else days[0]


def _is_day(mention: DateMention) -> bool:
    """Whether a date is one day, or the days of one meeting."""
    return mention.start is not None and mention.end is not None and (mention.end - mention.start).days < _DAYS


def _where(deed: _Deed, cover: _Cover) -> Iterator[str]:
    for line in cover.lines:
        label, signed = _LABELLED.match(line), _SIGNED_AT.search(line)
        if deed == "signed" and signed is not None:
            yield signed[1]
        elif deed == "held" and label is not None and _WHERE.search(label[1]):
            yield label[2]


def _issuers(cover: _Cover) -> list[str]:
    """The first body that stands on the cover, without whom it writes to; else the one that the title begins with."""
    for line in (*cover.lines, *cover.title.split("关于")[:1]):
        found = _BODY.match(_SENT_TO.split(line)[0])
        if found is not None and _LABELLED.match(line.replace("\u3000", " ")) is None:
            return [found.group()]
    return []


def _answer(text: str, kind: AnswerKind, cover: _Cover) -> Answer:
    lines = cover.passage.text.splitlines()
    sentence = next((line.strip() for line in lines if text in line), cover.passage.text)
    return Answer(text, kind, None, sentence, (cover.passage.id,), 1.0)
