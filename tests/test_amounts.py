"""Amounts that reports print, in base units."""

import pytest

from ingest.amounts import find_amounts


def read(text):
    amounts = find_amounts(text)
    for amount in amounts:
        assert text[amount.at[0] : amount.at[1]] == amount.text
    return [(a.text, a.value, a.unit) for a in amounts]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("200万英镑", 2000000, "GBP"),
        ("72.5万美元", 725000, "USD"),
        ("1.2万亿美元", 1.2e12, "USD"),
        ("4.5亿元", 4.5e8, "CNY"),
        ("4.5亿元人民币", 4.5e8, "CNY"),
        ("人民币4.5亿元", 4.5e8, "CNY"),
        ("两万五千元", 25000, "CNY"),
        ("30多万元", 300000, "CNY"),
        ("4,658,486美元", 4658486, "USD"),
        ("US$1.5 billion", 1.5e9, "USD"),
        ("$20m", 2e7, "USD"),
        ("USD 3 million", 3e6, "USD"),
        ("€ 300", 300, "EUR"),
        ("20 million tenge", 2e7, "KZT"),
        ("500亿坚戈", 5e10, "KZT"),
        ("3000万索莫尼", 3e7, "TJS"),
        ("阿塞拜疆马纳特", None, None),
        ("100-200万美元", (1e6, 2e6), "USD"),
        ("100万至200万美元", (1e6, 2e6), "USD"),
        ("$1–2 million", (1e6, 2e6), "USD"),
        ("6.1%", 6.1, "percent"),
        ("６．１％", 6.1, "percent"),
        ("-3.1%", -3.1, "percent"),
        ("百分之三十", 30, "percent"),
        ("百分之3.5", 3.5, "percent"),
        ("3%-5%", (3, 5), "percent"),
        ("3-5%", (3, 5), "percent"),
        ("三成", 30, "percent"),
        ("两成半", 25, "percent"),
        ("2.5‰", 2.5, "permille"),
        ("3.6 个百分点", 3.6, "percentage_points"),
        ("10.5 percent", 10.5, "percent"),
        ("2.5倍", 2.5, "times"),
        ("15.1小时", 15.1, "hours"),
        ("30天", 30, "days"),
        ("12个月", 12, "months"),
        ("1200公里", 1200, "km"),
        ("60公里/小时", 60, "km/h"),
        ("22.6 km/h", 22.6, "km/h"),
        ("5000万千瓦", 50000, "MW"),
        ("50 GW", 50000, "MW"),
        ("3.2亿千瓦时", 3.2e8, "kWh"),
        ("300万吨", 3e6, "tonnes"),
        ("1.5万公顷", 15000, "hectares"),
        ("120平方公里", 120, "km2"),
        ("400 多名专家", 400, "count:专家"),
        ("44 个政府机构", 44, "count:政府机构"),
        ("8 个国家", 8, "count:国家"),
        ("2500人", 2500, "count:人"),
        ("1.3亿人次", 1.3e8, "count:人次"),
        ("十六次区域或次区域培训", 16, "count:培训"),
        ("40-50 名私营部门人士", (40, 50), "count:人士"),
        ("六个 CAREC 成员国", 6, "count:成员国"),
        ("1项技术援助", 1, "count:技术援助"),
        ("250 participants", 250, "count:participants"),
    ],
)
@pytest.mark.parametrize("frame", ["{}", "共计{}。", "（{}），", "2021年为{}，其中"])
def test_printed_forms(text, value, unit, frame):
    expected = [] if unit is None else [(text, value, unit)]
    assert read(frame.format(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "2022年",
        "2021 年 9 月 21-23 日",
        "2001–2020",
        "未来12个月",
        "过去两年",
        "第20次会议",
        "第 4-5 次会议",
        "第十二届部长级会议",
        "第二十次海关合作委员会会议",
        "第1期",
        "表1",
        "1. 本报告",
        "CAREC 2030",
        "COVID-19 疫情",
        "ISO 9001",
        "https://a.org/x/100km",
        "一个统一的系统",
        "二十国集团",
        "五年规划",
        "三分之二",
        "数百万美元",
        "（百万美元）",
        "三个方面",
        "3 项目清单",
        "翻一番",
        "5000万马纳特",
        "四个全面",
    ],
)
def test_what_is_no_amount(text):
    assert read(text) == []


@pytest.mark.parametrize(
    ("text", "directions"),
    [
        ("全球经济增长了6.1%", ["up"]),
        ("由疫情造成的-3.1%的收缩", ["down"]),
        ("2022年增长将放缓至3.6%", [None]),
        ("出口和进口分别增长30.1%和27.1%，与-7.3%和-10.3%的跌幅相比", ["up", "up", "down", "down"]),
        ("从15.1小时下降了9.4%至13.6小时", [None, "down", None]),
        ("成本从199美元增加了79.1%至357美元", [None, "up", None]),
        ("提高到45%", [None]),
        ("同比下降约2.3个百分点", ["down"]),
        ("占比为3.6%", [None]),
        ("exports increased by 12.5 percent", ["up"]),
    ],
)
def test_direction_only_where_a_word_at_the_figure_says_so(text, directions):
    assert [amount.direction for amount in find_amounts(text)] == directions


def test_a_change_from_one_value_to_another_is_no_range():
    assert [value for _, value, _ in read("从3%到5%")] == [3, 5]


def test_a_shared_currency_name_takes_its_country_from_the_passage():
    assert read("巴基斯坦获得5亿卢比")[0][2] == "PKR"
    assert read("印度和巴基斯坦获得5亿卢比") == []


def test_amounts_keep_clear_of_dates_in_the_same_sentence():
    text = "2021年9月21-23日，2021年为2500人，占2019年的93.0%。"
    assert read(text) == [("2500人", 2500, "count:人"), ("93.0%", 93, "percent")]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("现有28个站点中有9个停用", 28, "count:站点"),
        ("新购17台。", 17, "count:台"),
        ("确诊病例83017例", 83017, "count:病例"),
        ("全文约3.7万字，", 37000, "count:字"),
        ("固定资产投资增长14·1％。", 14.1, "percent"),
        ("为1200多万名义务教育寄宿生提供补助", 12000000, "count:人"),
        ("分为四个标题：", 4, "count:标题"),
        ("宽限期5年", 5, "years"),
    ],
)
def test_classifiers_that_say_enough_and_old_decimal_points(text, value, unit):
    found = find_amounts(text)[0]
    assert (found.value, found.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["五年间成绩显著", "在这五年里", "前十年打基础", "2023—2025年三年总目标", "三次产业比重", "二期等项目"]
)
def test_a_stretch_of_time_is_no_amount(text):
    assert find_amounts(text) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("2024年分别为6.2亿、12.8亿和4.9亿美元", [(6.2e8, "USD"), (1.28e9, "USD"), (4.9e8, "USD")]),
        ("三期分别拨付30、40和50万元", [(3e5, "CNY"), (4e5, "CNY"), (5e5, "CNY")]),
        ("三国各有3、5和7个口岸", [(3, "count:口岸"), (5, "count:口岸"), (7, "count:口岸")]),
        ("2022年和2023年分别完成120和150公里", [(120, "km"), (150, "km")]),
        ("依据第3、5和7条", []),
        ("表1、2和3分别列出5个县", [(5, "count:县")]),
        ("分别在第3和第5次会议", []),
    ],
)
def test_a_unit_that_is_printed_once_is_that_of_all_figures_that_are_dealt_out(text, told):
    amounts = find_amounts(text)
    assert [(amount.value, amount.unit) for amount in amounts] == told
    assert all(text[slice(*amount.at)] == amount.text for amount in amounts)
