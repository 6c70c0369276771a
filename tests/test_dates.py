"""Date forms that reports print, each with the days it means."""

from datetime import date

import pytest

from ingest.dates import DateContext, date_spans, find_dates, find_period, parse_date_argument
from records import Period

ISSUED = date(2022, 6, 28)
REPORT = DateContext(ISSUED, Period(date(2021, 7, 1), date(2022, 6, 30)))


def read(text, context=REPORT):
    mentions = find_dates(text, context)
    for mention in mentions:
        assert text[mention.at[0] : mention.at[1]] == mention.text
    return [(m.text, f"{m.start}/{m.end}" if m.start != m.end else f"{m.start}", m.basis) for m in mentions]


def days(text, context=REPORT):
    return [span for _, span, _ in read(text, context)]


PRINTED = [
    ("2021年", "2021-01-01/2021-12-31"),
    ("2021 年 9 月 28 日", "2021-09-28"),
    ("２０２１年９月", "2021-09-01/2021-09-30"),
    ("二〇二一年九月", "2021-09-01/2021-09-30"),
    ("二零二一年十二月三十一日", "2021-12-31"),
    ("二○二一年元月", "2021-01-01/2021-01-31"),
    ("2021年9月廿三日", "2021-09-23"),
    ("2021.9.28", "2021-09-28"),
    ("2021-09-28", "2021-09-28"),
    ("2021/9/28", "2021-09-28"),
    ("2021-09", "2021-09-01/2021-09-30"),
    ("2021.7.1-2022.6.30", "2021-07-01/2022-06-30"),
    ("2021.7-2022.6", "2021-07-01/2022-06-30"),
    ("2021 年 9 月 21-23 日", "2021-09-21/2021-09-23"),
    ("2021年9月28日至10月3日", "2021-09-28/2021-10-03"),
    ("2021年2月23日至3月24日", "2021-02-23/2021-03-24"),
    ("2021年7月至2022年6月", "2021-07-01/2022-06-30"),
    ("2021年7月——2022年6月", "2021-07-01/2022-06-30"),
    ("2021年7月 - 2022年6月", "2021-07-01/2022-06-30"),
    ("2021年7月～2022年6月", "2021-07-01/2022-06-30"),
    ("2021年7月1日起至2022年6月30日", "2021-07-01/2022-06-30"),
    ("2022年3月至4月", "2022-03-01/2022-04-30"),
    ("2022年3月到7月", "2022-03-01/2022-07-31"),
    ("2018年1-9月", "2018-01-01/2018-09-30"),
    ("2018年1月—9月", "2018-01-01/2018-09-30"),
    ("2001–2020", "2001-01-01/2020-12-31"),
    ("2020-2021年", "2020-01-01/2021-12-31"),
    ("2021年至2022年", "2021-01-01/2022-12-31"),
    ("2018-20年", "2018-01-01/2020-12-31"),
    ("2021年第三季度", "2021-07-01/2021-09-30"),
    ("2021 年三季度", "2021-07-01/2021-09-30"),
    ("2021Q3", "2021-07-01/2021-09-30"),
    ("2021年Q3", "2021-07-01/2021-09-30"),
    ("2021年第三季度至第四季度", "2021-07-01/2021-12-31"),
    ("2021年前三季度", "2021-01-01/2021-09-30"),
    ("2021年前9个月", "2021-01-01/2021-09-30"),
    ("2021年上半年", "2021-01-01/2021-06-30"),
    ("2021年下半年", "2021-07-01/2021-12-31"),
    ("2021年9月上旬", "2021-09-01/2021-09-10"),
    ("2021年9月中旬", "2021-09-11/2021-09-20"),
    ("2022年2月下旬", "2022-02-21/2022-02-28"),
    ("2022年初", "2022-01-01/2022-01-31"),
    ("2022年底", "2022-12-01/2022-12-31"),
    ("2022 年年底", "2022-12-01/2022-12-31"),
    ("2022年末", "2022-12-01/2022-12-31"),
    ("2021年底至2022年初", "2021-12-01/2022-01-31"),
    ("“十四五”期间", "2021-01-01/2025-12-31"),
    ("“十三五”时期", "2016-01-01/2020-12-31"),
    ("“十四五”末", "2025-01-01/2025-12-31"),
    ("第十个五年计划", "2001-01-01/2005-12-31"),
    ("“一五”时期", "1953-01-01/1957-12-31"),
    ("20世纪90年代", "1990-01-01/1999-12-31"),
    ("80年代", "1980-01-01/1989-12-31"),
    ("2020年代", "2020-01-01/2029-12-31"),
    ("一九八〇年代", "1980-01-01/1989-12-31"),
    ("上世纪80年代", "1980-01-01/1989-12-31"),
    ("2021年的9月", "2021-09-01/2021-09-30"),
    ("2021年 1—12月", "2021-01-01/2021-12-31"),
    ("28 June 2022", "2022-06-28"),
    ("June 28, 2022", "2022-06-28"),
    ("June 2022", "2022-06-01/2022-06-30"),
    ("28–30 June 2022", "2022-06-28/2022-06-30"),
    ("28 June to 3 July 2022", "2022-06-28/2022-07-03"),
    ("July–September 2022", "2022-07-01/2022-09-30"),
    ("July 2021 to June 2022", "2021-07-01/2022-06-30"),
    ("Q3 2021", "2021-07-01/2021-09-30"),
    ("the second half of 2021", "2021-07-01/2021-12-31"),
    ("end-2023", "2023-12-01/2023-12-31"),
]


@pytest.mark.parametrize(("text", "span"), PRINTED, ids=[text for text, _ in PRINTED])
@pytest.mark.parametrize("frame", ["{}", "会议于{}举行。", "（{}），", "22. {}，亚行"])
def test_printed_forms(text, span, frame):
    assert read(frame.format(text)) == [(text, span, "printed")]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("15年3月2日", "2015-03-02"),
        ("自98年4月起实行", "1998-04-01/2022-06-28"),
        ("九七年一季度", "1997-01-01/1997-03-31"),
        ("19年底", "2019-12-01/2019-12-31"),
        ("08年奥运会", "2008-01-01/2008-12-31"),
        ("21年11月至22年2月", "2021-11-01/2022-02-28"),
        ("2005年首月", "2005-01-01/2005-01-31"),
        ("2021年首季", "2021-01-01/2021-03-31"),
        ("在2007年与2009年之间", "2007-01-01/2009-12-31"),
    ],
)
def test_short_years_first_quarters_and_between(text, span):
    first, _, last = span.partition("/")
    found = [(str(d.start), str(d.end)) for d in find_dates(text, REPORT)]
    assert found == [(first, last or first)]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("本月9日", "2022-06-09", "2022-06-09"),
        ("上月中旬", "2022-05-11", "2022-05-20"),
        ("下月底前", "2022-07-21", "2022-07-31"),
        ("今明两年", "2022-01-01", "2023-12-31"),
        ("大前年", "2019-01-01", "2019-12-31"),
        ("上一年", "2021-01-01", "2021-12-31"),
    ],
)
def test_words_that_point_from_the_day_of_issue(text, first, last):
    (found,) = find_dates(text, DateContext(date(2022, 6, 28)))
    assert (str(found.start), str(found.end), found.basis) == (first, last, "relative")


def test_a_number_of_years_is_no_short_year():
    texts = (
        "试行12年3个月",
        "判处有期徒刑15年3月",
        "20年底蕴深厚",
        "历时30年初步建成",
        "15年来",
        "每年4月报送上一年度统计",
    )
    for text in texts:
        assert not [d for d in find_dates(text, DateContext(date(2022, 6, 28))) if d.basis == "printed"]
        assert "上一年度" not in [d.text for d in find_dates(text, DateContext(date(2022, 6, 28)))]


NO_DATE = [
    "《CAREC 2030 战略》",
    "CITA 2030 仍然具有现实意义",
    "《CAREC 2030 年数字战略》",
    "联合国2030年可持续发展议程",
    "《哈萨克斯坦2050年战略》",
    "第2022号决议",
    "第20次会议",
    "ISO 9001:2015",
    "GB/T 19001-2016",
    "2500人参加",
    "近2000年的历史",
    "表 2022",
    "https://a.org/2021-09-30/x",
    "CITA-2030-RSAP-2021-2023_EN.pdf",
    "report_20210930.pdf",
    "电话 010-2021-2022",
    "第2001-2020页",
    "2001-2020公里",
    "1/2/2020",
    "国发〔2021〕12号",
    "2月30日",
    "2021年2月30日",
    "2021年13月",
    "公元前2021年",
    "3个月",
    "十月革命",
    "去年同期",
    "本世纪末",
    "9月龄",
    "每一季度",
    "一个季度",
    "3至5年",
    "“八五”普法",
    "历时近三年",
    "每年3月和9月举行",
]


@pytest.mark.parametrize("text", NO_DATE)
def test_what_is_no_date(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("2021 年 3 月和 11 月", ["2021-03-01/2021-03-31", "2021-11-01/2021-11-30"]),
        ("2021年、2022年", ["2021-01-01/2021-12-31", "2022-01-01/2022-12-31"]),
        ("2021年9月1、3、5日", ["2021-09-01", "2021-09-03", "2021-09-05"]),
        ("2022年第三/四季度", ["2022-07-01/2022-09-30", "2022-10-01/2022-12-31"]),
        ("2021年一、二季度", ["2021-01-01/2021-03-31", "2021-04-01/2021-06-30"]),
        ("2019、2020和2021年", ["2019-01-01/2019-12-31", "2020-01-01/2020-12-31", "2021-01-01/2021-12-31"]),
        ("从2022年2月到2022年4月，2023年", ["2022-02-01/2022-04-30", "2023-01-01/2023-12-31"]),
    ],
)
def test_lists_are_several_dates(text, spans):
    assert days(text) == spans


def test_a_number_of_the_paragraph_before_the_year_is_no_part_of_it():
    assert read("22. 2022年5月，亚行") == [("2022年5月", "2022-05-01/2022-05-31", "printed")]
    assert read("22.2022年5月，亚行")[0][:2] == ("2022年5月", "2022-05-01/2022-05-31")


def test_as_of_means_the_day_named_and_until_too():
    assert read("截至 2022 年 5 月，中国") == [("2022 年 5 月", "2022-05-01/2022-05-31", "printed")]
    assert read("到 2023 年底要实现") == [("2023 年底", "2023-12-01/2023-12-31", "printed")]


def test_since_runs_to_the_date_of_the_document():
    assert read("自2021年7月以来，共举办") == [("自2021年7月以来", "2021-07-01/2022-06-28", "printed")]
    assert read("亚行自2021年8月15日起暂停") == [("自2021年8月15日起", "2021-08-15/2022-06-28", "printed")]
    assert days("2016年以来") == ["2016-01-01/2022-06-28"]
    assert days("since 2016") == ["2016-01-01/2022-06-28"]


def test_since_stays_open_where_the_end_is_not_known():
    assert days("自2021年7月以来", DateContext()) == ["2021-07-01/None"]
    assert days("自2022年9月1日起施行") == ["2022-09-01/None"]


@pytest.mark.parametrize(
    ("text", "span", "approximate"),
    [
        ("过去两年中", "2020-06-28/2022-06-28", True),
        ("未来12个月将", "2022-06-28/2023-06-28", True),
        ("近三年", "2019-06-28/2022-06-28", True),
        ("今后五年", "2022-06-28/2027-06-28", True),
        ("未来3-5年", "2022-06-28/2027-06-28", True),
        ("三年前", "2019-01-01/2019-12-31", True),
        ("今年", "2022-01-01/2022-12-31", False),
        ("去年9月", "2021-09-01/2021-09-30", False),
        ("明年上半年", "2023-01-01/2023-06-30", False),
        ("今年底", "2022-12-01/2022-12-31", False),
        ("今年以来", "2022-01-01/2022-06-28", False),
        ("本月", "2022-06-01/2022-06-30", False),
        ("上月", "2022-05-01/2022-05-31", False),
        ("本报告期内", "2021-07-01/2022-06-30", False),
    ],
)
def test_words_that_the_document_date_resolves(text, span, approximate):
    (mention,) = find_dates(text, REPORT)
    assert (days(text), mention.basis, mention.approximate) == ([span], "relative", approximate)
    assert find_dates(text) == ()  # and nothing else does


def test_same_year_and_next_year_follow_the_year_named_before():
    assert days("2019年启动，同年9月签署，次年3月生效。")[1:] == ["2019-09-01/2019-09-30", "2020-03-01/2020-03-31"]


def test_a_range_may_end_in_the_next_year():
    assert read("2021年11月至次年3月") == [("2021年11月至次年3月", "2021-11-01/2022-03-31", "relative")]


def test_the_year_before_is_counted_from_the_year_told_about_not_from_the_year_of_print():
    assert days("2021年增长8.1%，比上年提高5.8个百分点")[1] == "2020-01-01/2020-12-31"
    year = DateContext(date(2022, 2, 28), Period(date(2021, 1, 1), date(2021, 12, 31)))
    assert days("全年增长8.1%，比上年提高", year) == ["2020-01-01/2020-12-31"]
    assert days("比上年提高", DateContext(date(2022, 2, 28))) == []


@pytest.mark.parametrize(
    ("text", "context", "span"),
    [
        ("2021年通过。9月28日发布", REPORT, "2021-09-28"),
        ("2019年1月启动，3月完成", REPORT, "2019-03-01/2019-03-31"),
        ("第四季度", DateContext(year=2022), "2022-10-01/2022-12-31"),
        ("3月", REPORT, "2022-03-01/2022-03-31"),
        ("10月", REPORT, "2021-10-01/2021-10-31"),
        ("将于10月举行", REPORT, "2022-10-01/2022-10-31"),
        ("年底前完成", REPORT, "2022-12-01/2022-12-31"),
        ("12月已完成", REPORT, "2021-12-01/2021-12-31"),
        ("《2019年展望》于2021年发布，3月更新", REPORT, "2021-03-01/2021-03-31"),
        ("该组织（1995年成立）于3月", DateContext(year=2022), "2022-03-01/2022-03-31"),
        ("与2019年相比，第三季度", DateContext(year=2021), "2021-07-01/2021-09-30"),
        ("为实现2035年目标，9月召开", DateContext(date(2022, 10, 1)), "2022-09-01/2022-09-30"),
    ],
)
def test_a_missing_year_is_inherited(text, context, span):
    mention = read(text, context)[-1]
    assert mention[1:] == (span, "inherited")


def test_a_missing_year_that_nothing_tells_stays_unknown():
    (mention,) = find_dates("9月28日举行")
    assert (mention.text, mention.start, mention.end) == ("9月28日", None, None)


def test_a_range_that_runs_backwards_is_not_guessed():
    assert read("2021年11月至3月") == [("2021年11月", "2021-11-01/2021-11-30", "printed")]


def test_fiscal_years_are_marked_approximate():
    for text in ("2021/22", "FY2021", "2021财年", "2021-22财年"):
        (mention,) = find_dates(text + "，")
        assert mention.approximate, text


def test_spans_are_known_without_any_context():
    assert date_spans("未来12个月") == ((0, 6),)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021年7月——2022年6月", ("2021-07-01", "2022-06-30")),
        ("CAREC贸易部门 进展报告和工作计划 2021年7月——2022年6月", ("2021-07-01", "2022-06-30")),
        ("2021年度工作报告", ("2021-01-01", "2021-12-31")),
        ("July 2021–June 2022", ("2021-07-01", "2022-06-30")),
        ("2022年6月28日", None),
        ("2022 年部长级会议的可交付成果", None),
        ("缩略语", None),
        ("2021年7月至2022年6月，2020年7月至2021年6月", None),
    ],
)
def test_reporting_period_of_a_title_line(text, period):
    found = find_period(text)
    assert (found and (found.start.isoformat(), found.end.isoformat())) == period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2021-09", "2021-09-01", "2021-09-30"),
        ("2010-12", "2010-12-01", "2010-12-31"),
        ("2021-09-30", "2021-09-30", "2021-09-30"),
        ("2021/9/30", "2021-09-30", "2021-09-30"),
        ("2021年9月", "2021-09-01", "2021-09-30"),
        (" 2021 年第三季度 ", "2021-07-01", "2021-09-30"),
        ("2021年7月至2022年6月", "2021-07-01", "2022-06-30"),
    ],
)
def test_dates_that_users_type(text, start, end):
    period = parse_date_argument(text)
    assert (period.start.isoformat(), period.end.isoformat()) == (start, end)


@pytest.mark.parametrize(
    "text", ["", "昨天", "9月", "2021-13", "2021-02-30", "3021", "2021年和2022年", "abc 2021年", "去年"]
)
def test_other_arguments_are_refused(text):
    with pytest.raises(ValueError, match="Not a date"):
        parse_date_argument(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("巴基斯坦2021/22财年", "2021-07-01/2022-06-30"),
        ("巴基斯坦2022财年", "2021-07-01/2022-06-30"),
        ("日本2021财年", "2021-04-01/2022-03-31"),
        ("Pakistan FY2022", "2021-07-01/2022-06-30"),
        ("蒙古2022财年", "2022-01-01/2022-12-31"),
    ],
)
def test_a_country_before_it_makes_the_fiscal_year_exact(text, span):
    (mention,) = find_dates(text)
    assert (f"{mention.start}/{mention.end}", mention.approximate) == (span, False)


def test_a_quarter_of_a_fiscal_year_is_left_out():
    assert read("巴基斯坦2022财年第三季度增长") == []


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("last year", "2021-01-01/2021-12-31"),
        ("the past two years", "2020-06-28/2022-06-28"),
        ("The next 12 months", "2022-06-28/2023-06-28"),
        ("the 14th Five-Year Plan period", "2021-01-01/2025-12-31"),
    ],
)
def test_english_words_that_need_the_document_date(text, span):
    assert days(text + " saw growth") == [span]


def test_plans_are_compared_with_the_year_before_the_year_of_issue():
    annual = DateContext(date(2022, 2, 28), Period(date(2021, 1, 1), date(2021, 12, 31)))
    assert days("全年发行专项债券3万亿元，比上年增加", annual) == ["2020-01-01/2020-12-31"]
    assert days("拟安排专项债券3万亿元，比上年增加", annual) == ["2021-01-01/2021-12-31"]


def test_a_bracket_right_after_says_what_is_meant():
    assert days("涵盖报告期（2020年6月至2021年6月），")[0] == "2020-06-01/2021-06-30"
    assert days("第二季度（2021年4月至6月）")[0] == "2021-04-01/2021-06-30"
    assert days("2021/22财年（2021年7月至2022年6月）")[0] == "2021-07-01/2022-06-30"
    assert days("报告期内（见2020年报告）")[0] == "2021-07-01/2022-06-30"
