"""Any encoding that a Chinese office uses is read exactly; anything else is refused with a reason."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import UnreadableSource, UnsupportedSource
from ingest.decode import decode
from settings import PROJECT

SIMPLIFIED = "2022 年政府工作报告：国内生产总值增长 8.1%，全年居民消费价格上涨 0.9%。\r\n一、工作回顾"
TRADITIONAL = "二零二二年施政報告：本地生產總值增長 8.1%，我們會繼續推動經濟發展，改善民生。\n一、過去一年的工作。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_simplified_text_is_read_in_every_encoding(encoding):
    assert decode(SIMPLIFIED.encode(encoding), "报告.txt") == SIMPLIFIED


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "big5", "gb18030", "big5hkscs", "cp950"])
def test_traditional_text_is_read_in_every_encoding(encoding):
    assert decode(TRADITIONAL.encode(encoding), "報告.txt") == TRADITIONAL


@pytest.mark.parametrize(
    "text", ["贸易报告", "第一章 总则", "海关合作委员会", "中亚区域经济合作机制部长级会议联合声明"]
)
@pytest.mark.parametrize("encoding", ["gbk", "gb18030"])
def test_a_few_words_are_enough_to_tell_gbk_from_big5(text, encoding):
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("text", ["貿易報告", "第一章 總則", "海關合作委員會", "中亞區域經濟合作部長級會議聯合聲明"])
def test_a_few_words_are_enough_to_tell_big5_from_gbk(text):
    assert decode(text.encode("big5"), "a.txt") == text


def test_the_corpus_reads_the_same_from_gb18030():
    for file in sorted((PROJECT / "corpus").glob("*.txt")):
        text = file.read_bytes().decode("utf-8")
        assert decode(text.encode("gb18030"), file.name) == text
        assert decode(text.encode("utf-16-le"), file.name) == text


def test_western_text_with_accents_is_read():
    assert decode("The café’s report was late. It had 40 pages and no table.".encode("cp1252"), "a.txt").startswith(
        "The café’s"
    )


@pytest.mark.parametrize("data", [b"", b"  \r\n\t\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0\0\0\0"])
def test_an_empty_file_is_refused(data):
    with pytest.raises(UnreadableSource, match=r"a\.txt: the file (is empty|holds nothing)"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"PK\x03\x04\x14\x00\x06", "zip or Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), r"\.doc"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (bytes(range(256)) * 20, "binary"),
    ],
)
def test_binary_files_are_refused_with_what_they_are(data, reason):
    with pytest.raises(UnsupportedSource, match=reason):
        decode(data, "a.txt")


def test_a_damaged_byte_is_named_rather_than_replaced():
    damaged = "贸易报告。".encode() * 50 + b"\xff\xff" + "贸易报告。".encode() * 50
    with pytest.raises(UnreadableSource, match="byte 750 does not fit"):
        decode(damaged, "a.txt")


def test_noise_never_becomes_text():
    generator = random.Random(7)
    for size in (64, 1000, 20_000):
        with pytest.raises((UnreadableSource, UnsupportedSource), match="noise"):
            decode(generator.randbytes(size), "noise")


@given(st.binary(max_size=300))
def test_any_bytes_give_text_or_one_clear_refusal(data):
    try:
        text = decode(data, "x.txt")
    except (UnreadableSource, UnsupportedSource) as error:
        text = str(error)
    assert text.strip()


@given(
    st.text(
        alphabet=st.sampled_from("的一是在不了有和人这中大为上个国贸易报告，。《》（）0123456789 \nABC"), min_size=1
    )
)
def test_utf8_is_read_exactly(text):
    if text.strip():
        assert decode(text.encode(), "x.txt") == text
