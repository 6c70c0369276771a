"""Compatibility glyphs, invisible characters and line breaks, folded the same way for PDF, Word and HTML.

Only characters that are mere glyph variants are replaced (Kangxi radicals, CJK compatibility ideographs, Latin
ligatures). Full-width punctuation is how Chinese is written and stays; so no blanket NFKC.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from ingest.aligned import Aligned
from ingest.ledger import Ledger

__all__ = ["DEAD_LINK", "HAN", "clean", "join_lines", "offset_of", "plain_glyph", "tidy", "words_of"]

HAN = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_WIDE = re.compile(f"[{HAN}\u3000-\u303f\u3040-\u30ff\uff00-\uffef“”‘’—…]")
# The CJK Radicals Supplement has no compatibility mapping; these equivalents are those of the Unicode file
# EquivalentUnifiedIdeograph.txt for radicals that are also whole characters. Browsers print them for shared glyphs.
_RADICAL_PAIRS = (
    ""
    "⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑尣⺒巳⺓幺⺔彑⺕彐⺖忄⺗㣺⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王⺪疋⺫目⺬示⺭礻⺮竹⺯糹⺰纟⺱罓⺲罒⺳㓁⺶羊⺷羊⺸羊⺹耂⺺肀⺻聿⺼肉⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻊足⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞食⻟飠⻠饣⻡首⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
_RADICALS = dict(zip(_RADICAL_PAIRS[::2], _RADICAL_PAIRS[1::2], strict=True))
# Dashes and dots that fonts draw alike; browsers print one for the other, and old encodings decode to either.
_ALIKE = {"\u2011": "-", "\u2012": "–", "\u2015": "—", "⋯": "…"}
_COMPATIBLE = re.compile("[\u2011\u2012\u2015⋯\u2e80-\u2fdf\uf900-\ufaff\ufb00-\ufb06\U0002f800-\U0002fa1f]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufff9-\uffff]"
)
# What a word processor leaves where the target of a cross-reference is gone (English and Chinese Word).
DEAD_LINK = (
    r"Error!\s*(?:Hyperlink reference not valid|Bookmark not defined|Reference source not found)\.?"
    r"|错误[!！]\s*(?:超链接引用无效|未定义书签|未找到引用源)[。.]?"
)
_DEAD_LINK = re.compile(DEAD_LINK)
_SPACED_HAN = re.compile(f"(?<=[{HAN}，。、；：（）《》“”])[ \u00a0](?=[{HAN}，。、；：（）《》“”])")
_WHITE = re.compile(r"[^\S\n]*\n\s*|[^\S ]+| {2,}")
_URL_END = re.compile(r"(?:https?://|www\.)[!-~]*$")
_URL_MORE = re.compile(r"[!-~]*[/_=?%&.\-\d][!-~]*")
_DECIMAL = re.compile(r"\d[.,]$")
_WORD_END = re.compile(r"([A-Za-z]*[a-z]{2})[-\u2010]$")
_DIVIDED = re.compile(r"[A-Za-z]+[-\u2010]\s*\n\s*[a-z]+")
_WORD = re.compile(r"[A-Za-z]{3,}")
_HYPHEN = "\u2010"


def clean(text: Aligned, ledger: Ledger) -> Aligned:
    """Glyph variants replaced one by one; invisible characters and error texts of dead links claimed and taken out."""
    for pattern, kind in ((_DEAD_LINK, "dead_link"), (_INVISIBLE, "control")):
        cuts = [m.span() for m in pattern.finditer(text.text)]
        for start, end in cuts:
            ledger.claim_all(text.slice(start, end).sources(), kind)
        if cuts:
            text = text.without(cuts)
    if not _COMPATIBLE.search(text.text):
        return text
    parts: list[Aligned] = []
    position = 0
    simplified = not _is_traditional(text.text)
    for match in _COMPATIBLE.finditer(text.text):
        plain = plain_glyph(match.group(), simplified=simplified)
        source = next(iter(text.slice(*match.span()).sources()), None)
        parts.append(text.slice(position, match.start()))
        parts.append(Aligned(plain) if source is None else Aligned.replaced(plain, *source))
        position = match.end()
    return Aligned.join([*parts, text.slice(position)])


def plain_glyph(char: str, *, simplified: bool = True) -> str:
    """The character that a compatibility glyph stands for (⼀ for 一, ⻓ for 长, ﬁ for fi).

    :param simplified: whether the text around it is; the one radical whose glyph simplified fonts share with another
        character than Unicode says (⼾: 户, not 戶) is read accordingly.
    """
    if char == "⼾" and simplified:
        return "户"
    return _RADICALS.get(char) or _ALIKE.get(char) or unicodedata.normalize("NFKC", char)


def _is_traditional(text: str) -> bool:
    """Whether more than a tenth of the Han are outside GB2312, as traditional ones are."""
    han = [c for c in text if "\u4e00" <= c <= "\u9fff"]
    known = len("".join(han).encode("gb2312", "ignore")) // 2
    return len(han) - known > 0.1 * len(han)


def tidy(text: Aligned) -> Aligned:
    """White space as text has it: one space between words, none at the ends, no stray one between two Han."""
    stray = [m.span() for m in _SPACED_HAN.finditer(text.text)]
    if stray:
        text = text.without(stray)
    if not _WHITE.search(text.text):
        return text.strip()
    parts: list[Aligned] = []
    position = 0
    for match in _WHITE.finditer(text.text):
        before, after = text.text[: match.start()][-1:], text.text[match.end() :][:1]
        parts.append(text.slice(position, match.start()))
        lines = "\n" in match.group()
        if not (lines and (_WIDE.match(before) or _WIDE.match(after))):
            parts.append(Aligned(" "))
        position = match.end()
    return Aligned.join([*parts, text.slice(position)]).strip()


def words_of(source: str) -> frozenset[str]:
    """The Latin words of a text, but for the parts of words that a line end divides; ‐ where that divides words."""
    words = {word.lower() for word in _WORD.findall(_DIVIDED.sub(" ", source))}
    return frozenset(words | {_HYPHEN} if re.search(rf"[a-z]{_HYPHEN}\s*\n", source) else words)


def join_lines(first: Aligned, second: Aligned, ledger: Ledger, words: Collection[str] = ()) -> Aligned:
    """Two lines of a paragraph as one: no space beside Han, a word divided at the end of a line made whole.

    :param words: of the whole text: where both parts are words of their own (capacity-building) the hyphen stays, and
        where words are divided with another character than the hyphen on keyboards.
    """
    first = first.slice(0, len(first.text.rstrip()))
    second = second.strip()
    if not first.text or not second.text:
        return Aligned.join([first, second])
    last, following = first.text[-1], second.text[0]
    if _URL_END.search(first.text[-300:]) and (last in "/-_=?&%." or _URL_MORE.match(second.text)):
        return Aligned.join([first, second])  # an address goes on, hyphen and all
    divided = _WORD_END.search(first.text) if "a" <= following <= "z" else None
    rest = _WORD.match(second.text)
    compound = rest and divided and divided.group(1).lower() in words and rest.group().lower() in words
    if divided and not compound and not (last == "-" and _HYPHEN in words):
        hyphen = first.slice(len(first) - 1)
        ledger.claim_all(hyphen.sources(), "control")
        return Aligned.join([first.slice(0, len(first) - 1), second])
    tight = _WIDE.match(last) or _WIDE.match(following) or last in "-–—/(（[" or following in "/)）]%,.;:!?"
    tight = tight or (following.isdigit() and bool(_DECIMAL.search(first.text)))  # 10.|7
    return Aligned.join([first, second], "" if tight else " ")


def offset_of(text: Aligned, source: int) -> int:
    """Where in ``text`` the character ``source`` of the source stands, or the first one after it."""
    for s in text.segments:
        if source < s.source_end:
            if source <= s.source_start:
                return s.start
            exact = s.end - s.start == s.source_end - s.source_start
            return s.start + source - s.source_start if exact else s.start
    return len(text)
