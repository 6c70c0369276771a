"""References that lead nowhere or elsewhere, and works that are cited with two dates."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from answer.conflict_names import alike
from answer.conflict_tools import candidates, sentence_around, side
from answer.records import Conflict
from index.tokens import fold_name
from records import DateMention, Passage

__all__ = ["cited_labels", "plain_label", "reference_conflicts"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_LEAST_TITLE = 10  # characters of a title that two references share
_SAME_WORK = 0.9
_SERIES = {
    "附录": "appendix",
    "附件": "appendix",
    "附表": "appendix",
    "表": "table",
    "脚注": "fn",
    "段": "",
    "图": "figure",
}
_LABEL = r"(\d{1,3}(?:\s?[.．]\s?[a-z\d]{1,2}|[a-z])?|[A-Z](?:\.\d+)?|[一二三四五六七八九十]{1,3})"
_SEE = re.compile(
    rf"(?:(?:详|参)?见|如|根据|参阅|列于|载于|[（(])\s?(附录|附件|附表|表|脚注)\s?{_LABEL}(?![\u4e00-\u9fffA-Za-z\d]*》)"
)
_MORE = re.compile(rf"\s?(?:、|和|与|及|,|，)\s?(?:附录|附件|附表|表|脚注)?\s?{_LABEL}(?![\d.%％年月日个])")
_PARAGRAPH = re.compile(r"(?:(?:详|参)?见|如|参阅|上文|下文|本报告)\s?第\s?(\d{1,3})\s?段")
_ELSEWHERE = re.compile(r"《[^》]*》[^。；]{0,12}$|(?:决议|协定|公约|条约|声明|文件|号|报告)的?\s?$")
_ABOUT = re.compile(r"关于(?P<topics>[^，。；]{4,60})[，,]\s?(?:详|参)?见")
_TOPIC = re.compile(r"[、，,]|和|以及|及|与")
_EDITION = re.compile(
    r"(?P<by>[\u4e00-\u9fffA-Za-z ]{2,20})[，,。]\s?(?P<year>(?:19|20)\d{2})\s?年?[，,。]\s?(?P<title>[^。；\n]{6,60})"
)
_TITLE_END = re.compile(r"[》，,（(。；:：]|https?:")


def reference_conflicts(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """Cross-references that miss, and references to one work that differ in its date."""
    by_document: dict[str, list[Passage]] = defaultdict(list)
    for passage in passages:
        by_document[passage.document].append(passage)
    for own in by_document.values():
        labels = _labels(own)
        for passage in own:
            if passage.form in ("paragraph", "bullet", "footnote", "note"):
                yield from _missing(passage, labels)
                yield from _elsewhere(passage, labels)
    yield from _days(passages)
    yield from _editions(passages)


# -- where a reference leads ------------------------------------------------------------------------------------------


def _labels(passages: Sequence[Passage]) -> dict[str, dict[str, Passage]]:
    """What can be referred to, by series and label: ``{"appendix": {"1a": …}, "table": {"2": …}, "": {"17": …}}``."""
    found: dict[str, dict[str, Passage]] = defaultdict(dict)
    for passage in passages:
        label = passage.label or ""
        if passage.form == "table" and (match := re.fullmatch(r"(table|appendix) (\S+)", label)):
            found[match[1]].setdefault(match[2], passage)
        elif passage.form == "footnote" and label.startswith("fn"):
            found["fn"].setdefault(label[2:], passage)
        elif passage.form == "paragraph" and label.isdigit():
            found[""].setdefault(label, passage)
        elif passage.form == "heading":
            _heading(passage, found)
    return found


def _heading(passage: Passage, found: Mapping[str, dict[str, Passage]]) -> None:
    under = any(part.startswith(("附录", "附件")) for part in passage.section)
    named = re.match(rf"\s?(?:附录|附件|附表)\s?{_LABEL}", passage.text)
    label = named[1] if named else passage.label if under and passage.label else None
    if label:
        found["appendix"].setdefault(plain_label(label), passage)


def plain_label(label: str) -> str:
    return re.sub(r"[\s.．]", "", label)


def cited_labels(text: str) -> Iterator[tuple[str, str, int]]:
    """Series, label and place of each cross-reference; 附录1.a和1.b is two."""
    for match in _SEE.finditer(text):
        if _ELSEWHERE.search(text[: match.start()]):
            continue
        yield _SERIES[match[1]], match[2], match.start()
        end = match.end()
        while more := _MORE.match(text, end):
            yield _SERIES[match[1]], more[1], match.start()
            end = more.end()
    for match in _PARAGRAPH.finditer(text):
        if not _ELSEWHERE.search(text[: match.start()]):
            yield "", match[1], match.start()


def _missing(passage: Passage, labels: Mapping[str, Mapping[str, Passage]]) -> Iterator[Conflict]:
    """见表7 in a document whose tables end with 表4."""
    for series, label, at in cited_labels(passage.text):
        known = labels.get(series, {})
        name = next(word for word, key in _SERIES.items() if key == series)
        if len(known) < 2 or _known(plain_label(label), known):
            continue
        last = list(known.values())[-1]
        told = f"说见{name}{label}，文件中却没有这一{'段' if name == '段' else '号'}"
        here = side(passage, sentence_around(passage.text, at), f"{name}{label}")
        yield Conflict("reference", here, side(last, last.text.split("\n")[0], last.citation.address), told, 0.5)


def _known(label: str, known: Mapping[str, Passage]) -> bool:
    """Whether a label is there, by itself or as the beginning of others (附录1 for 1a, 1b); other numbering: yes."""
    same = [one for one in known if _shape(one)[:1] == _shape(label)[:1]]
    return not same or any(one == label or one.startswith(label) for one in known)


def _shape(label: str) -> str:
    return re.sub(r"[一二三四五六七八九十]+", "一", re.sub(r"\d+", "9", label))


def _elsewhere(passage: Passage, labels: Mapping[str, Mapping[str, Passage]]) -> Iterator[Conflict]:
    """关于服务贸易，见附录1a where only another appendix has services in its title."""
    about = _ABOUT.search(passage.text)
    known = labels.get("appendix", {})
    if about is None or len(known) < 2:
        return
    cited = {
        plain_label(label)
        for series, label, at in cited_labels(passage.text)
        if series == "appendix" and at >= about.end() - 2
    }
    titles = {label: "".join((*p.section[-1:], p.text.split("\n")[0])) for label, p in known.items()}
    mine = [title for label, title in titles.items() if label in cited]
    if not cited or len(mine) != len(cited):
        return
    for topic in _TOPIC.split(about["topics"]):
        word = re.sub(r"^(?:全球|国内|区域|地区|本)", "", topic.strip())[:2]
        if len(word) < 2 or any(word in title for title in mine):
            continue
        others = [label for label, title in titles.items() if word in title and label not in cited]
        if len(others) == 1:
            other = known[others[0]]
            told = f"说“{topic.strip()}”见附录{'、'.join(sorted(cited))}，标题里有它的却是附录{others[0]}"
            a = side(passage, passage.text, "、".join(sorted(cited)))
            yield Conflict("reference", a, side(other, other.text.split("\n")[0], others[0]), told, 0.45)
            return


# -- one work, two dates ----------------------------------------------------------------------------------------------


def _days(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """One cited work with two days of publication in two notes."""
    found: dict[str, list[tuple[Passage, str, DateMention]]] = defaultdict(list)
    for passage in passages:
        if passage.form in ("footnote", "note"):
            for match in re.finditer(r"[^；;]+", passage.text):
                here = [d for d in passage.dates if match.start() <= d.at[0] < match.end()]
                days = [d for d in here if d.start and d.start == d.end]
                pieces = [fold_name(piece.strip()) for piece in re.split(r"[，。,（）()]", match.group())]
                title = max((piece for piece in pieces if _HAN.search(piece)), key=len, default="")
                if len(days) == 1 and len(title) >= _LEAST_TITLE:
                    found[title].append((passage, match.group().strip(), days[0]))
    for same in found.values():
        first = same[0]
        for other in same[1:]:
            if other[2].start != first[2].start:
                a, b = side(first[0], first[1], first[2].text), side(other[0], other[1], other[2].text)
                yield Conflict("date", a, b, f"同一出版物的日期不同：“{a.value}”与“{b.value}”", 0.7)


def _editions(passages: Sequence[Passage]) -> Iterator[Conflict]:
    """亚行，2022年，《…》 and 亚洲开发银行，2021年。…: one work of one publisher with two years."""
    found: list[tuple[Passage, re.Match[str], str]] = []
    for passage in passages:
        if passage.form in ("footnote", "note"):
            for match in _EDITION.finditer(passage.text):
                title = fold_name(_TITLE_END.split(match["title"].lstrip("《 ["))[0])
                if len(title) >= _LEAST_TITLE - 2 and _HAN.search(title):
                    found.append((passage, match, title))
    for i, j in candidates([title for _, _, title in found]):
        (a, one, title), (b, two, other) = found[i], found[j]
        numbers = [re.findall(r"\d+", text) for text in (title, other)]
        if (
            a.id != b.id
            and one["year"] != two["year"]
            and numbers[0] == numbers[1]
            and alike(title, other) >= _SAME_WORK
        ):
            told = f"同一出版物的年份不同：“{one['year']}”与“{two['year']}”"
            yield Conflict("date", side(a, one.group(), one["year"]), side(b, two.group(), two["year"]), told, 0.4)
