"""Bytes of a text file become characters: UTF-8, UTF-16, UTF-32, GB18030, Big5, and Western text with a few accents.

Nothing is ever replaced or dropped. An encoding is taken only when every byte fits it, and where several fit (almost
any GB18030 text is also valid Big5) the one that gives plausible Chinese wins.
"""

from __future__ import annotations

import codecs
import re

from errors import UnreadableSource, UnsupportedSource

__all__ = ["decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: How common binary files begin, and what to tell the user.
_BINARY = (
    (b"%PDF-", "is a PDF in spite of its name: rename it to .pdf"),
    (b"PK\x03\x04", "is a zip or Office file, not text: give a .docx its own ending"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office file (.doc, .xls): save it as .docx"),
    (b"\x89PNG", "is an image"),
    (b"\xff\xd8\xff", "is an image"),
    (b"GIF8", "is an image"),
    (b"\x1f\x8b", "is compressed: unpack it first"),
    (b"7z\xbc\xaf\x27\x1c", "is compressed: unpack it first"),
    (b"Rar!", "is compressed: unpack it first"),
    (b"{\\rtf", "is an RTF file: save it as .docx"),
    (b"SQLite format 3\0", "is a database"),
    (b"\x7fELF", "is a program"),
    (b"MZ\x90", "is a program"),
)

# The most frequent characters of written Chinese, in both scripts. A wrong decoding yields rare characters, so a few
# dozen of these in a page settle the question.
_COMMON = frozenset(
    "的一是不在了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所"
    "民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日"
    "那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想"
    "已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"
    "這個們為來時會國學對發後經產種過說動電現實體機當點從業應開還無與關線內數問條結題黨質員圖統見計論運農設邊資級報"
    "，。、；：（）《》“”０１２年"
)
# C0 controls that no text holds; tab, line ends, form feed, substitute (old end-of-file mark) and escape may occur.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x19\x1c-\x1f\ufffe\uffff]")
_SAMPLE = 20_000


def decode(data: bytes, name: str) -> str:
    """The text of a file, without its byte order mark.

    :param data: the whole file.
    :param name: the file as the user knows it, for the messages.
    :raises UnreadableSource: when the file is empty or its bytes fit no encoding.
    :raises UnsupportedSource: when it is not text.
    """
    if not data.strip(b"\0\t\n\r\f "):
        raise UnreadableSource(name, "the file is empty" if not data else "the file holds nothing but white space")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(_strict(data[len(mark) :], encoding, name), name)
    for start, reason in _BINARY:
        if data.startswith(start):
            raise UnsupportedSource(name, f"the file {reason}")
    return _checked(_unmarked(data, name), name)


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = f"the file says that it is {encoding.upper()}, but byte {error.start} does not fit"
        raise UnreadableSource(name, reason) from error


def _unmarked(data: bytes, name: str) -> str:
    if b"\0" in data:
        wide = _wide(data)
        if wide is None:
            raise UnsupportedSource(name, "the file is binary, not text")
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        damage = error.start
    candidates = [text for encoding in ("gb18030", "big5hkscs", "cp950") if (text := _try(data, encoding)) is not None]
    best = max(candidates, key=_plausibility, default=None)  # the first of equals: GB18030 is the more frequent
    score = -1.0 if best is None else _plausibility(best)
    if best is not None and score > 0:
        return best
    western = _try(data, "cp1252")
    # Nearly all ASCII: accents and curly quotes of Western text. Anything else would be a guess.
    if western is not None and sum(c < "\x80" for c in western) >= 0.9 * len(western):
        return western
    if best is not None and score == 0:  # a few words, none of them among the commonest and none unlikely
        return best
    reason = f"the text is neither UTF-8 (byte {damage} does not fit) nor UTF-16, GB18030 or Big5"
    if _CONTROL.search(data[:_SAMPLE].decode("latin-1")):
        raise UnsupportedSource(name, "the file is binary, not text")
    raise UnreadableSource(name, f"{reason}: save it as UTF-8")


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: ASCII characters leave their zero bytes all on one side."""
    even, odd = data[0::2].count(0), data[1::2].count(0)
    text = _try(data, "utf-16-le" if odd >= even else "utf-16-be")
    if text is None or _CONTROL.search(text[:_SAMPLE]) or _strange(text[:_SAMPLE]):
        return None
    return text


def _strange(text: str) -> bool:
    """Whether too much of the text is outside the blocks that reports are written in."""
    odd = sum(
        not (c < "\u0250" or "\u2000" <= c <= "\u27bf" or "\u2e80" <= c <= "\u9fff" or c >= "\uf900") for c in text
    )
    return odd > 0.1 * len(text)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None


def _plausibility(text: str) -> float:
    """How much a decoding looks like Chinese: common characters less unlikely ones, as a share (-1..1)."""
    letters = [c for c in text[:_SAMPLE] if c >= "\x80"]
    if not letters:
        return 0.0
    common = sum(c in _COMMON for c in letters)
    # Private-use characters, and Han outside the first level of GB2312 and of Big5, come from a wrong decoding.
    unlikely = sum("\ue000" <= c <= "\uf8ff" or not _everyday(c) for c in letters)
    return (common - unlikely) / len(letters)


def _everyday(char: str) -> bool:
    if not "\u3400" <= char <= "\u9fff":
        return char < "\u0460" or "\u2000" <= char <= "\u33ff" or char >= "\uff00"
    try:
        if char.encode("gb2312") < b"\xd8":  # rows 16-55: the 3,755 characters of level 1
            return True
    except UnicodeEncodeError:
        pass
    try:
        return char.encode("big5") < b"\xc9"  # A440-C67E: the 5,401 characters of level 1
    except UnicodeEncodeError:
        return False


def _checked(text: str, name: str) -> str:
    """The text, unless control characters show that it is none."""
    if not text.replace("\ufeff", "").replace("\0", "").strip():
        raise UnreadableSource(name, "the file holds nothing but white space")
    found = len(_CONTROL.findall(text[:_SAMPLE]))
    # Converters leave a stray control character; binary files are full of them.
    if found > 2 and found > 0.005 * len(text[:_SAMPLE]):
        raise UnsupportedSource(name, "the file is binary, not text")
    return text
