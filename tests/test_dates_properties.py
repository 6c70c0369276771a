"""Any interval, printed in any of the forms that reports use, with any blanks and text around it, is read back."""

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.dates import DateContext, find_dates
from ingest.dates.calendar import months, years
from records import Period

YEARS = st.integers(1950, 2099)
ALPHABET = "0123456789年月日第季度上下半至到-–—和、，。 二三十〇今去同次近过未来自起以前底初末中旬Q."
ALPHABET += "()（）/“五”期间个"
HAN = "〇一二三四五六七八九"
BEFORE = ["", "会议于", "（", "22. ", "截至", "到 ", "，", "亚行将在", "《", "自贸区："]
AFTER = ["", "举行。", "），", "，", "，增长6.1%", "发布的报告", "、", " CAREC", "前完成", "(表1)"]
BLANKS = st.sampled_from(["", "", " ", "  ", "\u3000", "\n"])
DASHES = st.sampled_from(["至", "到", "-", "–", "—", "——", "~", "～", " - ", "－"])


def han_year(year):
    return "".join(HAN[int(digit)] for digit in str(year))


def han_number(number):
    tens, ones = divmod(number, 10)
    return ("" if tens < 2 else HAN[tens]) + ("十" if tens else "") + (HAN[ones] if ones else "")


@st.composite
def spaced(draw, *parts):
    """``parts`` with a random blank between any two."""
    return "".join(part + draw(BLANKS) for part in parts[:-1]) + parts[-1]


@st.composite
def day_forms(draw):
    day = draw(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
    y, m, d = str(day.year), str(day.month), str(day.day)
    text = draw(
        st.one_of(
            spaced(y, "年", m, "月", d, "日"),
            spaced(y, "年", f"{day.month:02d}", "月", f"{day.day:02d}", "日"),
            st.just(f"{han_year(day.year)}年{han_number(day.month)}月{han_number(day.day)}日"),
            st.just(day.isoformat()),
            st.just(f"{y}.{m}.{d}"),
            st.just(f"{y}/{m}/{d}"),
        )
    )
    return text, Period(day, day)


@st.composite
def month_forms(draw):
    year, month = draw(YEARS), draw(st.integers(1, 12))
    text = draw(
        st.one_of(
            spaced(str(year), "年", str(month), "月"),
            st.just(f"{han_year(year)}年{han_number(month)}月"),
            st.just(f"{year}年{month}月份"),
        )
    )
    return text, months(year, month)


@st.composite
def part_forms(draw):
    year = draw(YEARS)
    quarter = draw(st.integers(1, 4))
    text, period = draw(
        st.sampled_from(
            [
                (("第" + HAN[quarter] + "季度",), months(year, quarter * 3 - 2, quarter * 3)),
                ((HAN[quarter] + "季度",), months(year, quarter * 3 - 2, quarter * 3)),
                (("上半年",), months(year, 1, 6)),
                (("下半年",), months(year, 7, 12)),
                (("底",), months(year, 12)),
                (("年初",), months(year, 1)),
                (("前三季度",), months(year, 1, 9)),
                ((), years(year)),
            ]
        )
    )
    return draw(spaced(str(year), "年", *text)), period


@st.composite
def range_forms(draw):
    first = draw(st.dates(date(1950, 1, 1), date(2098, 12, 31)))
    last = first + timedelta(days=draw(st.integers(1, 700)))
    to, kind = draw(DASHES), draw(st.sampled_from(["day", "month", "year", "same year", "same month", "bare years"]))
    y1, m1, d1 = str(first.year), str(first.month), str(first.day)
    y2, m2, d2 = str(last.year), str(last.month), str(last.day)
    if kind == "day":
        return draw(spaced(y1, "年", m1, "月", d1, "日", to, y2, "年", m2, "月", d2, "日")), Period(first, last)
    if kind == "month":
        text = draw(spaced(y1, "年", m1, "月", to, y2, "年", m2, "月"))
        return text, Period(months(first.year, first.month).start, months(last.year, last.month).end)
    if kind in ("year", "bare years"):
        other = first.year + 1 + last.day % 5
        whole = years(first.year, min(other, 2099))
        if kind == "year" or to in ("至", "到"):
            return draw(spaced(y1, to, str(whole.end.year), "年")), whole
        return f"{y1}{to}{whole.end.year}", whole
    if kind == "same year":
        other = min(12, first.month + 1)
        period = Period(months(first.year, first.month).start, months(first.year, other).end)
        if other == first.month:
            return f"{y1}年{m1}月", period
        left = draw(st.sampled_from(["月", ""]))
        return draw(spaced(y1, "年", m1 + left, to, str(other), "月")), period
    other = min(28, first.day + 1)
    if other <= first.day:
        return f"{y1}年{m1}月{d1}日", Period(first, first)
    return draw(spaced(y1, "年", m1, "月", d1, to, str(other), "日")), Period(first, first.replace(day=other))


@settings(max_examples=600, deadline=None)
@given(
    st.one_of(day_forms(), month_forms(), part_forms(), range_forms()), st.sampled_from(BEFORE), st.sampled_from(AFTER)
)
def test_a_printed_interval_is_read_back_whatever_stands_around_it(form, before, after):
    text, period = form
    whole = before + text + after
    (mention,) = find_dates(whole)
    assert (mention.text, mention.start, mention.end) == (text, period.start, period.end)
    assert mention.at == (len(before), len(before) + len(text))


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(day_forms(), month_forms(), part_forms()), min_size=2, max_size=5))
def test_dates_in_one_text_do_not_disturb_each_other(forms):
    text = "；".join(f"会议{number}：{form}" for number, (form, _) in zip("甲乙丙丁戊", forms, strict=False))
    assert [(m.text, m.start, m.end) for m in find_dates(text)] == [(f, p.start, p.end) for f, p in forms]


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet=ALPHABET,
        max_size=60,
    )
)
def test_any_text_gives_sorted_separate_spans_of_real_intervals(text):
    context = DateContext(date(2022, 6, 28), Period(date(2021, 7, 1), date(2022, 6, 30)), 2022)
    end = 0
    for mention in find_dates(text, context):
        assert mention.at[0] >= end
        assert text[mention.at[0] : mention.at[1]] == mention.text != ""
        assert mention.start is None or mention.end is None or mention.start <= mention.end
        end = mention.at[1]
