"""One analyser for the lexical index and for queries: the same text always gives the same tokens.

Han runs give jieba words and character bigrams (measured together they find more than either alone), Latin words are
lower-cased and stripped of a plural s, numbers stay whole, 第二十次 and 第 20 次 are one token. Traditional characters,
full width and compatibility glyphs are folded first, character by character, so that offsets stay true.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from operator import add
from typing import NamedTuple

from index.segmenter import words_of
from ingest.numerals import parse_chinese

__all__ = [
    "ANALYSER",
    "Token",
    "analyse",
    "analyse_query",
    "ascii_texts",
    "fold",
    "fold_name",
    "is_stop",
    "token_texts",
]

#: Name and version of the analyser: a knowledge base built with another one is refused.
ANALYSER = "jieba-words+bigrams/4"

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ffff"
_IS_HAN = re.compile(f"[{_HAN}]")
_QUOTES = re.compile('[《》〈〉“”"]')
# compiled when it is needed: sets of many characters take milliseconds
_BESIDE_HAN = rf"(?<=[{_HAN}]) | (?=[{_HAN}])"
_ORDINAL = r"第\s*(?:\d{1,4}|[一二三四五六七八九十百零〇]{1,5})\s*(?=[次届期号轮批章条])"
# an ordinal begins with 第: only there need a run of Han look ahead
_HAN_BUT_DI = "\u3400-\u4dbf\u4e00-\u7b2b\u7b2d-\u9fff\U00020000-\U0002ffff"
_RUN = re.compile(
    rf"(?P<ordinal>{_ORDINAL})"
    rf"|(?P<han>(?:[{_HAN_BUT_DI}]+|(?!{_ORDINAL})第)+)"
    r"|(?P<number>\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<latin>[a-z]+(?:['’][a-z]+)?(?:-[a-z0-9]+)*\d*|[a-z]+\d+[a-z\d]*)"
)


def _stop_words() -> frozenset[str]:
    text = (files("index") / "stopwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


_STOP = _stop_words()


def is_stop(word: str) -> bool:
    """Whether a word says nothing about the subject of a question."""
    return word in _STOP


class Token(NamedTuple):
    """A token with its place in the text. ``weight`` is lower for bigrams that a word already covers."""

    text: str
    start: int
    end: int
    bigram: bool = False


def fold(text: str) -> str:
    """Lower case, half width, simplified characters; one character for one character.

    :returns: a text of the same length.
    """
    return text.translate(_FOLDED)


def fold_name(name: str) -> str:
    """A name as it is looked up: folded, without book title marks and spaces between Han."""
    folded = " ".join(_QUOTES.sub("", fold(name)).split())
    return re.sub(_BESIDE_HAN, "", folded) if " " in folded else folded


class _Folded(dict[int, str]):
    """Characters as they fold, each worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _fold_char(chr(code))
        return folded


_FOLDED = _Folded()


def _fold_char(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).lower()
    if len(folded) != 1:
        return char
    # GB2312 holds simplified characters only, so the table is loaded for texts that need it
    if _IS_HAN.match(folded) and not _in_gb2312(folded):
        return _to_simplified().get(folded, folded)
    return folded


def _in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


@lru_cache(maxsize=1)
def _to_simplified() -> dict[str, str]:
    """Traditional to simplified characters, from the tables of MediaWiki (package zhconv)."""
    tables = json.loads((files("zhconv") / "zhcdict.json").read_text(encoding="utf-8"))
    return {old: new for old, new in tables["zh2Hans"].items() if len(old) == len(new) == 1}


def analyse(text: str) -> list[Token]:
    """All tokens of a text, in order of their start."""
    return list(_analysed(fold(text)))


@lru_cache(maxsize=64)
def _analysed(folded: str) -> tuple[Token, ...]:
    """Remembered, since the parts of a search each look at the query."""
    return tuple([token for match in _RUN.finditer(folded) for token in _tokens(match)])


def token_texts(text: str) -> list[str]:
    """The texts of the tokens of :func:`analyse`: for indexing, where their places do not matter, in half the time."""
    found: list[str] = []
    for match in _RUN.finditer(fold(text)):
        if match.lastgroup == "han":
            found += _han_texts(match.group())
        else:
            found += [token.text for token in _tokens(match)]
    return found


def ascii_texts(text: str) -> list[str]:
    """The texts of those tokens that are Latin words or numbers; no Han is cut for them."""
    found = (match for match in _RUN.finditer(fold(text)) if match.lastgroup in ("number", "latin"))
    return [token.text for match in found for token in _tokens(match) if token.text.isascii()]


def analyse_query(text: str) -> list[Token]:
    """The tokens of a query that are worth searching: without stop words and the bigrams that touch only them.

    A query of nothing but stop words is searched as it stands.
    """
    tokens = analyse(text)
    words = [t for t in tokens if not t.bigram]
    content = [t for t in words if t.text not in _STOP]
    if not content:
        return tokens
    stops = [(t.start, t.end) for t in words if t.text in _STOP]
    bigrams = [t for t in tokens if t.bigram and not any(t.start < end and start < t.end for start, end in stops)]
    return sorted([*content, *bigrams], key=lambda t: (t.start, t.end))


def _tokens(match: re.Match[str]) -> Iterator[Token]:
    kind, start, end, piece = match.lastgroup, match.start(), match.end(), match.group()
    if kind == "han":
        yield from _han(piece, start)
    elif kind == "number":
        yield Token(piece.replace(",", ""), start, end)
    elif kind == "ordinal":
        yield Token(_ordinal(piece), start, end)
    else:
        yield from _latin(piece, start, end)


def _han(run: str, offset: int) -> Iterator[Token]:
    """Words of the run, then the bigrams that are not words themselves."""
    words: set[tuple[int, int]] = set()
    position = offset
    for word in words_of(run):
        words.add((position, position + len(word)))
        yield Token(word, position, position + len(word))
        position += len(word)
    for i in range(len(run) - 1):
        if (offset + i, offset + i + 2) not in words:
            yield Token(run[i : i + 2], offset + i, offset + i + 2, bigram=True)


@lru_cache(maxsize=4096)
def _han_texts(run: str) -> tuple[str, ...]:
    """Remembered, since a passage, its sentences and their clauses are read one after the other."""
    words = words_of(run)
    pairs: list[str] = list(map(add, run, run[1:]))
    position = 0
    for word in words:
        if len(word) == 2:
            pairs[position] = ""  # the word itself
        position += len(word)
    return (*words, *filter(None, pairs))


def _latin(piece: str, start: int, end: int) -> Iterator[Token]:
    """A word; of a compound (e-commerce) its whole without hyphens and its parts."""
    parts = piece.split("-")
    yield Token(_stem("".join(parts)), start, end)
    if len(parts) > 1:
        position = start
        for part in parts:
            if len(part) > 1:
                yield Token(_stem(part), position, position + len(part), bigram=True)
            position += len(part) + 1


def _stem(word: str) -> str:
    """Plural to singular (the S stemmer of Harman 1991, which never joins words of different meaning)."""
    if len(word) < 4 or not word.endswith("s") or word.endswith(("us", "ss", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1]


def _ordinal(piece: str) -> str:
    number = re.sub(r"[第\s]", "", piece)
    if number.isdigit():
        return f"第{int(number)}"
    value = parse_chinese(number)
    return f"第{int(value)}" if value is not None else f"第{number}"
