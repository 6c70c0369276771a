"""Any amount in any of the printed forms is read back, whatever stands around it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.amounts import find_amounts
from ingest.dates import date_spans

BLANKS = st.sampled_from(["", "", " ", "\u00a0"])
SCALES = {"": 1, "万": 1e4, "亿": 1e8, "百万": 1e6, "万亿": 1e12}
UNITS = {
    "美元": ("USD", 1),
    "欧元": ("EUR", 1),
    "英镑": ("GBP", 1),
    "坚戈": ("KZT", 1),
    "元": ("CNY", 1),
    "%": ("percent", 1),
    "％": ("percent", 1),
    "个百分点": ("percentage_points", 1),
    "公里": ("km", 1),
    "小时": ("hours", 1),
    "吨": ("tonnes", 1),
    "千瓦时": ("kWh", 1),
    "兆瓦": ("MW", 1),
    "个国家": ("count:国家", 1),
    "名专家": ("count:专家", 1),
    "人": ("count:人", 1),
}
BEFORE = ["", "共", "（", "约", "2021年为", "增长了", "其中，", "CAREC "]
AFTER = ["", "。", "），", "，比2020年", "左右", "以上", "；"]
ALPHABET = "0123456789.,，-–至到%万亿千百元美个人名国年月日第期十二三两成倍多余约由从(（) 。增长降下公里kWMh$"


@st.composite
def amounts(draw):
    unit = draw(st.sampled_from(sorted(UNITS)))
    name, factor = UNITS[unit]
    counted = name.startswith("count:")
    plain = counted or name in ("percent", "percentage_points", "hours")
    scale = "" if plain else draw(st.sampled_from(sorted(SCALES)))
    if counted:
        number = draw(st.integers(2, 9999))
        digits = draw(st.sampled_from([str(number), f"{number:,}"]))
    else:
        number = draw(st.integers(1, 99999)) / draw(st.sampled_from([1, 10, 100]))
        digits = f"{number:g}"
        if "e" in digits:
            number, digits = 7.0, "7"
    text = digits + draw(BLANKS) + scale + draw(BLANKS) + unit
    return text, number * SCALES[scale] * factor, name


@settings(max_examples=500, deadline=None)
@given(amounts(), st.sampled_from(BEFORE), st.sampled_from(AFTER))
def test_a_printed_amount_is_read_back(form, before, after):
    text, value, unit = form
    found = find_amounts(before + text + after)
    assert [(a.text, a.unit) for a in found] == [(text, unit)]
    assert abs(found[0].value - value) <= 1e-9 * value


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=60))
def test_any_text_gives_sorted_separate_spans_clear_of_dates(text):
    end = 0
    dates = date_spans(text)
    for amount in find_amounts(text):
        assert amount.at[0] >= end
        assert text[amount.at[0] : amount.at[1]] == amount.text != ""
        assert all(amount.at[1] <= s or e <= amount.at[0] for s, e in dates)
        if isinstance(amount.value, tuple):
            assert amount.value[0] < amount.value[1]
        end = amount.at[1]
