"""The web address that a question asks for: of the footnotes of the passage that fits it, or in the text itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from answer.nearest import knows_meaning
from answer.records import Answer
from answer.sources import Sources, fit
from ingest.amounts.units import words
from records import Passage

__all__ = ["answer_links", "asks_for_link"]

_ASKED = re.compile(
    r"(?:网址|网页|网页地址|网站地址|网络地址|链接)(?:地址)?(?:[是为]|在哪|有哪|\s*[？?]?\s*$)"
    r"|(?:哪个|什么|哪些)(?:网址|网页|网站|链接)"
    r"|\b(?:url|web ?(?:page|site)? ?(?:address|link)|(?:what is|which|give) .{0,20}\b(?:link|web ?page|web ?site))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"的?(?:活动|在线)?(?:网址|网页|网站地址|网络地址|链接)(?:地址)?(?:[是为]什么|在哪里?|有哪些)?|是什么|[？?]"
    r"|\b(?:what is|which|the|url|web ?(?:page|site)? ?(?:address|link)|link|web ?page|web ?site|cited|given|for)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"(?:https?://|www\.)[!-&(-:<-~]+")  # up to a space, a bracket that closes or anything Chinese
_HOST = re.compile(r"^(?:https?://)?[^/]*")
_READ = 8  # passages
# How much of the question the passage must say, the cosine of the question with the words of the address, and both
# together; set on some twenty questions. An address without words counts by its passage alone.
_LIKE, _TOGETHER, _ALONE = 0.2, 0.75, 0.75
_BEHIND = 0.1  # addresses that fit hardly less than the best are answers too
_WORDS = re.compile(r"(?<![A-Za-z\d])(?:[A-Z]?[a-z]{2,}|[A-Z]{2,})(?![A-Za-z\d])")
_SAY_NOTHING = frozenset(words("event page html htm pdf uploads news http https www php index"))


@dataclass(frozen=True, slots=True)
class _Link:
    """``told`` is the text that it belongs to, ``said`` what it says of itself, ``passage`` the one it stands in."""

    address: str
    told: Passage
    said: str
    passage: Passage


def asks_for_link(question: str) -> bool:
    """Whether a question asks for a web address."""
    return _ASKED.search(question) is not None


def answer_links(sources: Sources, question: str, passages: Sequence[Passage], limit: int) -> tuple[Answer, ...]:
    """The addresses of what a question is about, the best first; none where no passage fits it.

    :param passages: those that the search finds for it, the best first.
    """
    asked = _ASKING.sub(" ", question)
    reading = sources.reader.read(asked, soft=True)
    scored = []
    for rank, link in enumerate(_links(sources, passages[:_READ])):
        told = max((fit(reading, unit) for unit in sources.units([link.told])), default=0.0)
        like = sources.nearness(asked, link.said) if link.said else 0.0
        if _is_about(sources, link, told, like):
            scored.append((told + like, -rank, link, min(told, 1.0)))
    best = max((score for score, *_ in scored), default=0.0)
    found: dict[str, Answer] = {}
    for score, _, link, told in sorted(scored, key=lambda item: item[:2], reverse=True):
        if link.address not in found and score >= best - _BEHIND:
            found[link.address] = Answer(link.address, "text", None, link.passage.text, (link.passage.id,), told)
    return tuple(found.values())[:limit]


def _is_about(sources: Sources, link: _Link, told: float, like: float) -> bool:
    """Whether what a link belongs to, and what it says of itself, is what a question is about."""
    if not link.said or not knows_meaning(sources):
        return told >= _ALONE
    return like >= _LIKE and told + like >= _TOGETHER


def _links(sources: Sources, passages: Sequence[Passage]) -> Iterator[_Link]:
    """The addresses in some passages and in their footnotes; a footnote found by itself belongs to what cites it."""
    seen = set()
    for passage in passages:
        texts = [sources.kb.passage(id_) for id_ in passage.cited_by] or [passage]
        for told in texts:
            for place in (told, *(sources.kb.passage(id_) for id_ in told.footnotes)):
                for found in _LINK.finditer(place.text):
                    address = found.group().rstrip(".,;:")
                    if (address, told.id) not in seen:
                        seen.add((address, told.id))
                        yield _Link(address, told, _said(place, address), place)


def _said(place: Passage, address: str) -> str:
    """What a footnote and the words of its address say."""
    words = (word for word in _WORDS.findall(_HOST.sub("", address)) if word.lower() not in _SAY_NOTHING)
    text = _LINK.sub(" ", place.text) if place.form in ("footnote", "note") else ""
    return " ".join(f"{text} {' '.join(words)}".split())
