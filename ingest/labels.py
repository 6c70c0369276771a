"""Printed labels: what an author numbers, and how.

A label has a *scheme* (I., A., 一、, （一）, 第一章, 1., 1.1, (i), ①, •, 战略支柱 1：…). Headings of one scheme stand
on one level, whatever their font or Markdown depth says.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

__all__ = ["BULLETS", "Label", "is_caption", "is_note", "is_standing_heading", "read_label", "starts_with_bullet"]

_HAN_NUMBER = "一二三四五六七八九十百零〇"
BULLETS = "•·●○▪■□◆◇►▶➢➤✓✔◦∙⚫–—*+-"

_SCHEMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("chapter", rf"(?P<label>第\s*[{_HAN_NUMBER}\d]+\s*[编章篇])(?:[\s:：、.]+|(?=\S))"),
        ("part", rf"(?P<label>第\s*[{_HAN_NUMBER}\d]+\s*部分)(?:[\s:：、.]+|(?=\S))"),
        ("section", rf"(?P<label>第\s*[{_HAN_NUMBER}\d]+\s*[节条])(?:[\s:：、.]+|(?=\S))"),
        ("han", rf"(?P<label>[{_HAN_NUMBER}]{{1,4}})\s*[、．.]\s*"),
        ("han_paren", rf"[（(]\s*(?P<label>[{_HAN_NUMBER}]{{1,4}})\s*[)）]\s*[、.]?\s*"),
        ("roman", r"(?P<label>(?=[IVXL])(?:XL|L?X{0,3})(?:IX|IV|V?I{0,3}))\s*[.．、]\s*"),
        ("decimal", r"(?P<label>\d{1,2}(?:\.\d{1,2}){1,4})(?:[.、]\s*|\s+)(?=\D)"),
        ("number", r"(?P<label>\d{1,3})\s*[.．、](?!\d)\s*"),
        ("number_letter", r"(?P<label>\d{1,2}[a-z])\s*[.．、:：]\s*"),
        ("letter", r"(?P<label>[A-Z])\s*[.．、]\s*(?=\S)(?![A-Z]\.)"),
        ("roman_paren", r"[（(]\s*(?P<label>(?=[ivxl])(?:xl|l?x{0,3})(?:ix|iv|v?i{0,3}))\s*[)）]\s*"),
        ("number_paren", r"[（(]?\s*(?P<label>\d{1,2})\s*[)）]\s*"),
        ("letter_paren", r"[（(]\s*(?P<label>[a-zA-Z])\s*[)）]\s*"),
        ("circled", r"(?P<label>[①-⑳⑴-⒇➀-➉])\s*[、.]?\s*"),
    )
)
#: Schemes that number the items of a list, not headings or paragraphs.
ITEM_SCHEMES = frozenset({"roman_paren", "number_paren", "letter_paren", "circled", "bullet"})
#: Schemes whose labels can stand before whole paragraphs.
PARAGRAPH_SCHEMES = frozenset({"number", "decimal", "han", "han_paren", "section"})

# 战略支柱 1：, 专栏 2, 附录 3, 目标四: a word and its number. The word may be anything.
_NAMED = re.compile(
    rf"(?P<word>[\u4e00-\u9fff]{{2,6}}?|Annex|Appendix|Box|Pillar|Chapter|Part|Section)\s*"
    rf"(?P<label>\d{{1,2}}[a-z]?|[{_HAN_NUMBER}]{{1,3}}|[A-Z](?![A-Za-z]))\s*(?P<colon>[:：、.．]|(?=\s)|$)\s*"
)
_CAPTION = re.compile(
    r"(?P<word>表|图|专栏|附表|附图|Table|Figure|Box|Chart)\s*"
    rf"(?P<label>[A-Z]?\d{{1,3}}(?:[.\-–]\d{{1,3}})*[a-z]?|[{_HAN_NUMBER}]{{1,3}})\s*(?:[:：.、—–-]\s*|\s+|(?=[\u4e00-\u9fff《“A-Z])|$)"
)
_NOTE = re.compile(r"(?:备注|附注|注释|注|说明|数据来源|资料来源|来源|Notes?|Sources?)\s*(?:\d{1,2}\s*)?[:：]")
_KEY = re.compile(r"[A-Za-z][\w/&\-]{1,11}\s*[=＝]\s*\S")
_STANDING = re.compile(
    r"(?:注\s*释|附\s*注|尾\s*注|Notes|Endnotes|附录|附件|附表|缩略[语词]表?|缩写|目\s*录|参考文献|摘\s*要|执行摘要|内容提要|前\s*言|序\s*言|引\s*言|导\s*言|结\s*语|结束语|致\s*谢|后\s*记|"
    r"术语表?|词汇表|Appendix|Appendices|Annex(?:es)?|Abbreviations|Contents|Table of Contents|References|Bibliography|"
    r"Acknowledge?ments|Foreword|Preface|Executive Summary|Glossary)"
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


def read_label(text: str, *, named: bool = False) -> Label | None:
    """The label that ``text`` starts with, or ``None``.

    :param named: also accept a word with a number (战略支柱 1：…), as headings have.
    """
    for scheme, pattern in _SCHEMES:
        match = pattern.match(text)
        if match and match.group("label"):
            text = match.group("label").replace(" ", "")
            # as printed: （一） under 一、 is another label
            return Label(scheme, f"（{text}）" if scheme == "han_paren" else text, match.end())
    if named:
        match = _NAMED.match(text)
        if match:
            return Label(f"named:{match.group('word')}", match.group("label"), match.end())
    return None


def starts_with_bullet(text: str) -> int:
    """Length of a bullet with the space after it at the start of ``text``; 0 if there is none."""
    match = re.match(rf"[{re.escape(BULLETS)}]\s+|[•●▪■◆►➢✓◦⚫]\s*", text)
    return match.end() if match else 0


def is_caption(text: str) -> Label | None:
    """The label of a table or figure caption (表 1: …); the scheme is ``table`` or ``figure``."""
    match = _CAPTION.match(text)
    if match is None or len(text) > 120:
        return None
    rest = text[match.end() :]
    if rest.startswith(("所示", "显示", "列出", "中", "为", "是", "，", "的", "和", "、", "）", ")")) or rest.endswith(
        "。"
    ):
        return None  # a sentence about the table
    scheme = "table" if match.group("word") in ("表", "附表", "Table") else "figure"
    return Label(scheme, match.group("label"), match.end())


def is_note(text: str) -> bool:
    """Whether ``text`` is a note under a table or figure: 备注：, 资料来源：, or a key (A = …, B = …)."""
    return bool(_NOTE.match(text)) or (bool(_KEY.match(text)) and len(_KEY.findall(text)) >= 2)


def is_standing_heading(text: str) -> bool:
    """Whether ``text`` is a heading that stands on its own in any report: 附录, 缩略语, 目录, 参考文献…"""
    match = _STANDING.match(text)
    return match is not None and match.end() >= len(text.strip().rstrip(":：")) - 4 and len(text) <= 24
