import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.numerals import fold, parse_chinese, parse_digits, parse_multiplier, parse_number

_DIGITS = "零一二三四五六七八九"


def written(number: int) -> str:
    """``number`` below 10**12 in Chinese characters, by the school rule."""
    if number >= 10**8:
        return joined(number, 10**8, "亿")
    if number >= 10**4:
        return joined(number, 10**4, "万")
    text, zero = "", False
    for place, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            text += ("零" if zero and text else "") + _DIGITS[digit] + word
            zero = False
        else:
            zero = True
    return text


def joined(number: int, base: int, word: str) -> str:
    high, low = divmod(number, base)
    zero = "零" if low and low < base // 10 else ""
    return written(high) + word + zero + (written(low) if low else "")


@given(st.integers(1, 10**12 - 1))
def test_numbers_written_in_characters_are_read_back(number):
    assert parse_chinese(written(number)) == number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十六", 16),
        ("二十", 20),
        ("廿三", 23),
        ("卅一", 31),
        ("一百零五", 105),
        ("两千三百", 2300),
        ("两万五千", 25000),
        ("两万五", 25000),
        ("三点五", 3.5),
        ("一亿二千万", 120000000),
        ("五千万", 50000000),
        ("二万亿", 2e12),
    ],
)
def test_report_numbers(text, value):
    assert parse_chinese(text) == value


@pytest.mark.parametrize("text", ["二五", "二零二一", "个", "十〇一二"])
def test_what_is_no_number_gives_none(text):
    assert parse_chinese(text) is None


def test_years_are_read_digit_by_digit():
    assert parse_digits("二〇二一") == parse_digits("二零二一") == parse_digits("2021") == 2021
    assert parse_digits("二两") is None


@pytest.mark.parametrize(("text", "factor"), [("", 1), ("万", 1e4), ("百万", 1e6), ("亿", 1e8), ("万亿", 1e12)])
def test_multipliers(text, factor):
    assert parse_multiplier(text) == factor


def test_thousands_separators():
    assert parse_number("4,658,486") == 4658486
    assert parse_number("1,234.5") == 1234.5


@given(st.text(alphabet="２０２１年（）％，。－—– \u3000億萬2021abc中"))
def test_folding_keeps_every_offset(text):
    assert len(fold(text)) == len(text)


def test_full_width_becomes_ascii_but_the_comma_stays():
    assert fold("（２０２１）６．１％，——") == "(2021)6.1%，--"
