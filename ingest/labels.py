"""Printed labels: what an author numbers, and how.

A label has a *scheme* (I., A., 一、, （一）, 第一章, 1., 1.1, (i), ①, •, 战略支柱 1：…). Headings of one scheme stand
on one level, whatever their font or Markdown depth says.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from ingest.numerals import parse_chinese, parse_digits

__all__ = [
    "BULLETS",
    "Label",
    "follow_on",
    "is_caption",
    "is_front_heading",
    "is_note",
    "is_standing_heading",
    "read_label",
    "starts_with_bullet",
    "starts_with_dash",
]

_HAN_NUMBER = "一二三四五六七八九十百零〇"
_FORMAL = dict(zip("壹贰貳叁參叄肆伍陆陸柒捌玖拾", "一二二三三三四五六六七八九十", strict=True))  # as old reports count
_NARROW = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
_ONE_GLYPH = re.compile(r"[㈠-㈩⒈-⒛❶-❿]")
BULLETS = "•·●○▪■□◆◇►▶➢➤✓✔◦∙⚫–—*+-"

# 3.5 亿元 at the start of a line is an amount
_MEASURE = r"[亿万千百%％元倍]|个百分点|公里|公顷|million|billion|trillion|per\s?cent|percentage|km\b|ha\b"

_SCHEMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("part", rf"(?P<label>第\s*[{_HAN_NUMBER}\d]+\s*(?:部分|[编篇]))(?:[\s:：、.]+|(?=\S)|$)"),
        ("chapter", rf"(?P<label>第\s*[{_HAN_NUMBER}\d]+\s*章)(?:[\s:：、.]+|(?=\S)|$)"),
        ("section", rf"(?P<label>第\s*[{_HAN_NUMBER}\d]+\s*节)(?:[\s:：、.]+|(?=\S)|$)"),
        ("article", rf"(?P<label>第\s*[{_HAN_NUMBER}\d]+\s*条)(?:[\s:：、.]+|(?=\S)|$)"),
        ("han", rf"(?P<label>[{_HAN_NUMBER}]{{1,4}}|[{''.join(_FORMAL)}]{{1,3}})\s*[、．.]\s*"),
        ("han_paren", rf"[（(]\s*(?P<label>[{_HAN_NUMBER}]{{1,4}})\s*[)）]\s*[、.]?\s*"),
        ("roman", r"(?P<label>(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\s*[.．、]\s*"),
        ("decimal", rf"(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?:[.、]\s*|\s+)(?=\D)(?!{_MEASURE})"),
        ("number", r"(?P<label>\d{1,3})\s*[.．、](?!\d)\s*"),
        ("number_letter", r"(?P<label>\d{1,2}[a-z])\s*[.．、:：]\s*"),
        ("letter", r"(?P<label>[A-Z])\s*[.．、]\s*(?=\S)(?![A-Z]\.)"),
        ("roman_paren", r"[（(]\s*(?P<label>(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3}))\s*[)）]\s*"),
        ("number_paren", r"[（(]?\s*(?P<label>\d{1,2})\s*[)）]\s*"),
        ("letter_paren", r"[（(]\s*(?P<label>[a-zA-Z])\s*[)）]\s*"),
        ("circled", r"(?P<label>[①-⑳⑴-⒇➀-➉])\s*[、.]?\s*"),
        ("roman_small", r"(?P<label>(?=[ivx])x{0,3}(?:ix|iv|v?i{0,3}))\.(?:\s+(?=\S)|\s*$)"),
        ("letter_small", r"(?P<label>[a-z])\.(?:\s+(?=\S)|\s*$)"),
    )
)
#: Schemes that number the items of a list, not headings or paragraphs.
ITEM_SCHEMES = frozenset(
    {"roman_paren", "number_paren", "letter_paren", "circled", "bullet", "roman_small", "letter_small"}
)
#: Schemes whose labels can stand before whole paragraphs.
PARAGRAPH_SCHEMES = frozenset({"number", "decimal", "han", "han_paren", "article"})
_PRINTED = {"han_paren": "（{}）", "number_paren": "（{}）", "roman_paren": "({})", "letter_paren": "({})"}

# 战略支柱 1：, 专栏 2, 附录 3, 目标四: a word and its number. The word may be anything.
_NAMED = re.compile(
    rf"(?P<word>[\u4e00-\u9fff]{{2,6}}?|Annex|Appendix|Box|Pillar|Chapter|Part|Section)\s*"
    rf"(?P<label>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}[a-z]?|[{_HAN_NUMBER}]{{1,3}}|[IVX]{{1,4}}(?![A-Za-z])|[A-Z](?![A-Za-z]))\s*(?P<colon>[:：、.．]|(?=\s)|$)\s*"
)
# 附件一成员名单: the title may follow without a space
_ATTACHED = re.compile(
    rf"(?P<word>附[件录表])\s*(?P<label>\d{{1,2}}[a-z]?|[{_HAN_NUMBER}]{{1,3}}(?![般些起览次])|[A-Z](?![A-Za-z]))\s*[:：、.．]?\s*"
)
_CAPTION = re.compile(
    r"(?P<word>表|图|专栏|附表|附图|Table|Figure|Box|Chart)\s*"
    rf"(?P<label>[A-Z]?\d{{1,3}}(?:[.\-–]\d{{1,3}})*[a-z]?|[{_HAN_NUMBER}]{{1,3}})\s*(?:[:：.、—–-]\s*|\s+|(?=[\u4e00-\u9fff《“A-Z])|$)"
)
_CAPTIONED = {"表": "table", "附表": "table", "Table": "table", "专栏": "box", "Box": "box"}
_NOTE = re.compile(r"(?:备注|附注|注释|注|说明|数据来源|资料来源|来源|Notes?|Sources?)\s*(?:\d{1,2}\s*)?[:：]")
_KEY = re.compile(r"[A-Za-z][\w/&\-]{1,11}\s*[=＝]\s*\S")
_FRONT = (
    r"前\s*言|序\s*言|序(?=\s*$)|引\s*言|导\s*言|绪\s*论|绪\s*言|卷首语|(?:执行|内容|报告)?摘\s*要|内容提要|(?:编写|编制|出版)说明|"
    r"(?:重要|特别)提示|释\s*义|(?i:Foreword|Preface|Executive\s+Summary|Abstract)"
)
_STANDING = re.compile(
    rf"(?:(?P<front>{_FRONT})|注\s*释|附\s*注|尾\s*注|附录|附件|附表|缩略[语词](?:列?表|对照表|一览表)?|缩写|目\s*[录次]|参考文献(?:列表)?|"
    r"结\s*语|结束语|致\s*谢|鸣\s*谢|后\s*记|跋(?=\s*$)|术语表?|词汇表|名词解释|(?i:Notes|Endnotes|Appendix|Appendices|Appendixes|Annex(?:es)?|"
    r"Abbreviations(?:\s+and\s+Acronyms)?|Acronyms|Contents|Table\s+of\s+Contents|References|Bibliography|"
    r"Acknowledge?ments|Glossary))"
    r"(?:\s*[（(]?(?:\d{1,2}[a-z]?|[A-Z]|[IVX]{1,4}|[一二三四五六七八九十]{1,3})[）)]?)?[\s:：.、]*$"
)


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the start of a text: ``length`` characters, of which ``text`` is the number without punctuation."""

    scheme: str
    text: str
    length: int

    @property
    def number(self) -> int | None:
        """The value of an arabic label."""
        return int(self.text) if self.text.isdecimal() else None

    @property
    def ordinal(self) -> int | None:
        """Which of its scheme a label is, from 1; ``None`` where it has parts (1.1) or counts nothing."""
        bare = re.sub(r"[第编章篇节条部分（）()\s]", "", self.text)
        if "roman" in self.scheme:
            return _roman(bare.upper())
        if len(bare) == 1 and bare.isascii() and bare.isalpha():
            return ord(bare.lower()) - ord("a") + 1
        if self.scheme == "circled":
            return int(unicodedata.numeric(bare[0]))
        bare = "".join(_FORMAL.get(char, char) for char in bare)
        value = parse_digits(bare) if bare.isascii() else parse_chinese(bare)
        return None if value is None else int(value)


def read_label(text: str, *, named: bool = False) -> Label | None:
    """The label that ``text`` starts with, or ``None``.

    :param named: also accept a word with a number (战略支柱 1：…), as headings have.
    """
    plain, wider = _plain_start(text)
    for scheme, pattern in _SCHEMES:
        match = pattern.match(plain)
        if match and match.group("label"):
            printed = match.group("label").replace(" ", "")
            # as printed: （一） under 一、 is another label
            return Label(scheme, _PRINTED.get(scheme, "{}").format(printed), match.end() - wider)
    if named:
        match = _ATTACHED.match(text) or _NAMED.match(text)
        if match:
            return Label(f"named:{match.group('word')}", match.group("label"), match.end())
    return None


def _plain_start(text: str) -> tuple[str, int]:
    """The text with its first characters as ASCII (１．, ㈠), and how many characters more that makes."""
    if _ONE_GLYPH.match(text):
        first = unicodedata.normalize("NFKC", text[0])
        first = f"{first}." if first.isdecimal() else first
        return first + text[1:], len(first) - 1
    return text[:12].translate(_NARROW) + text[12:], 0


def _roman(text: str) -> int | None:
    values = [{"I": 1, "V": 5, "X": 10, "L": 50}.get(char, 0) for char in text]
    if not values or 0 in values:
        return None
    return sum(-a if a < b else a for a, b in zip(values, [*values[1:], 0], strict=True))


def follow_on(label: Label, before: Iterable[tuple[str | None, str | None]]) -> Label:
    """The label as those of its list tell: (i) after (h) is a letter, and so is I. after H.

    :param before: scheme and text of the labels that it may follow.
    """
    scheme = label.scheme.replace("roman", "letter")
    bare = label.text.strip("()")
    if scheme == label.scheme or len(bare) != 1:
        return label
    wanted = label.text.replace(bare, chr(ord(bare) - 1))
    return replace(label, scheme=scheme) if (scheme, wanted) in before else label


def starts_with_dash(text: str) -> int:
    """Length of the long dash that Chinese reports put before the items of a list (——坚持…); 0 if there is none."""
    match = re.match(r"(?:[—–―]{2,}|--(?=[^\s-]))\s*(?=\S)", text)
    return match.end() if match else 0


def starts_with_bullet(text: str) -> int:
    """Length of a bullet with the space after it at the start of ``text``; 0 if there is none."""
    match = re.match(rf"[{re.escape(BULLETS)}]\s+|[•●▪■◆►➢✓◦⚫]\s*", text)
    return match.end() if match else 0


def is_caption(text: str) -> Label | None:
    """The label of a table or figure caption (表 1: …); the scheme is ``table``, ``figure`` or ``box``."""
    match = _CAPTION.match(text)
    if match is None or len(text) > 120:
        return None
    rest = text[match.end() :]
    if rest.startswith(("所示", "显示", "列出", "中", "为", "是", "，", "的", "和", "、", "）", ")")) or rest.endswith(
        "。"
    ):
        return None  # a sentence about the table
    return Label(_CAPTIONED.get(match.group("word"), "figure"), match.group("label"), match.end())


def is_note(text: str) -> bool:
    """Whether ``text`` is a note under a table or figure: 备注：, 资料来源：, or a key (A = …, B = …)."""
    return bool(_NOTE.match(text)) or (bool(_KEY.match(text)) and len(_KEY.findall(text)) >= 2)


def is_standing_heading(text: str) -> bool:
    """Whether ``text`` is a heading that stands on its own in any report: 附录, 缩略语, 目录, 参考文献…"""
    return len(text) <= 30 and bool(_STANDING.match(text.strip()))


def is_front_heading(text: str) -> bool:
    """Whether ``text`` is a standing heading that comes before the first part of a report: 前言, 摘要…"""
    match = _STANDING.match(text.strip()) if len(text) <= 30 else None
    return match is not None and match["front"] is not None
