"""Treaties as reports call them: by title, by its short form, or by the words that tell one from the others."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace

from answer.conflict_counted import tagged
from records import Passage

__all__ = ["HEADS", "Title", "is_called", "named_in", "only_titles", "titles_of"]

HEADS = "修正案|协定|协议|议定书|公约|备忘录|条约|宪章|章程|安排|契约"
_TITLED = re.compile(rf"《(?P<name>[^《》]{{2,40}}?(?P<head>{HEADS}))》")
_SHORT_FOR = re.compile(
    r"《(?P<name>[^《》]{4,40})》[（(]以?下?(?:简)?称(?:为)?[《“\"「](?P<short>[^》”\"]{2,20})[》”\"][)）]"
)
_GOES_ON = re.compile(r"》?的?(?:实施|细则|附件|附录|指南|手册|草案|执行|配套|补充)")
_LEAST_SHORT = 4
_LIKE, _UNLIKE = 0.5, 0.2  # words of a title that a sentence must have to speak of it, and how many more than of others
_COMMON = frozenset({"合作", "区域", "地区", "国际", "成员国", "框架", "关于", "之间", "政府", "多边", "双边"})


@dataclass(frozen=True, slots=True)
class Title:
    """A treaty as it is called, with the words that tell it from others."""

    name: str
    head: str
    words: frozenset[str]
    short: str = ""


def titles_of(passages: Sequence[Passage]) -> list[Title]:
    """The treaties that passages name by title, without those that are the short form of another one."""
    found: dict[str, Title] = {}
    for passage in passages:
        for match in _TITLED.finditer(passage.text):
            words = frozenset(w for w in _words(match["name"]) if w not in _COMMON and w != match["head"])
            found.setdefault(match["name"], Title(match["name"], match["head"], words))
        for match in _SHORT_FOR.finditer(passage.text):
            if match["name"] in found and match["short"] != match["name"]:
                found[match["name"]] = replace(found[match["name"]], short=match["short"])
    shorts = {title.short for title in found.values()}
    return [title for title in found.values() if title.name not in shorts]


def _words(text: str) -> list[str]:
    return [word for word, _ in tagged(text) if len(word) > 1]


def only_titles(passages: Sequence[Passage], titles: Sequence[Title]) -> dict[str, Title]:
    """The one treaty that a document names, which it may call 协定 only."""
    found: dict[str, set[str]] = defaultdict(set)
    for passage in passages:
        found[passage.document] |= {t.name for t in titles if t.name in passage.text}
    by_name = {title.name: title for title in titles}
    return {document: by_name[next(iter(names))] for document, names in found.items() if len(names) == 1}


def named_in(sentence: str, titles: Sequence[Title]) -> Title | None:
    """The treaty of which a sentence has the title, or nearly all words that tell it from the others."""
    whole = [t for t in titles if _has(sentence, t.name) or (len(t.short) >= _LEAST_SHORT and _has(sentence, t.short))]
    if whole:
        return max(whole, key=lambda title: len(title.name))
    sentence = re.sub(r"《[^《》]*》", "", sentence)  # what has a title of its own is called by it
    shares = sorted(
        (
            (sum(word in sentence for word in title.words) / len(title.words), title.name, title)
            for title in titles
            if title.words and title.head in sentence and is_called(sentence, title)
        ),
        reverse=True,
    )
    shares = [one for one in shares if not any(one[2] is not other[2] and one[1] in other[1] for other in shares)]
    if not shares or shares[0][0] < _LIKE or (len(shares) > 1 and shares[0][0] - shares[1][0] < _UNLIKE):
        return None
    return shares[0][2]


def _has(sentence: str, name: str) -> bool:
    """Whether a sentence has a title that does not go on: 协定 is not in 协定实施细则, nor 《协定》的细则."""
    at = sentence.find(name)
    return at >= 0 and _GOES_ON.match(sentence, at + len(name)) is None


def is_called(sentence: str, title: Title) -> bool:
    """Whether nothing stands before 议定书 in a sentence that the title has not: 互换议定书 is no 互认议定书."""
    for match in re.finditer(title.head, sentence):
        lead = re.split(r"[^\u4e00-\u9fff]|[的对该本此与和在就了将把为]", sentence[: match.start()])[-1][-2:]
        if lead and lead not in title.name:
            return False
    return True
