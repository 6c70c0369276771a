"""The register of commitments: on the shipped reports, and the rules on sentences of other reports."""

import csv
import io
import json
import zipfile
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.commitment_cues import find_cue
from answer.commitment_due import inherited_due, printed_due
from answer.commitment_plan import looks_back, tells_plans
from answer.commitment_records import CommitmentFilter
from answer.commitment_spans import promises_in
from answer.commitments import find_commitments, register
from answer.export_commitments import register_csv, register_xlsx
from cli import main
from errors import UsageError
from ingest.dates import DateContext, find_dates

CORRIDORS = "carec-som-2022-06-28-trade-and-corridors.2"


@pytest.fixture(scope="module")
def items(kb):
    return register(kb)


def of(items, label):
    return [item for item in items if item.passage == f"{CORRIDORS}:{label}"]


def test_every_item_is_verbatim(kb, items):
    for item in items:
        assert kb.passage(item.passage).text[item.at[0] : item.at[1]] == item.text


def test_ids_are_unique_and_the_order_is_that_of_reading(kb, items):
    assert len({item.id for item in items}) == len(items)
    order = {p.id: n for n, p in enumerate(kb.passages())}
    places = [(order[item.passage], item.at) for item in items]
    assert places == sorted(places)


def test_a_bullet_with_two_promises_gives_two(items):
    assert [item.text for item in of(items, "11_7")] == [
        "在阿拉木图市部署50台空气质量监测设备",
        "为哈萨克斯坦水文气象局开展空气质量相关培训。",
    ]


def test_a_plan_inside_a_progress_paragraph_is_found_with_its_printed_date(items):
    (item,) = of(items, "2_6")
    assert (item.due.start, item.due.end, item.due.basis) == (date(2022, 7, 1), date(2022, 7, 31), "printed")


def test_a_bullet_inherits_the_period_of_its_work_plan(items):
    item = of(items, "11_2")[0]
    assert (item.due.start, item.due.end, item.due.basis) == (date(2022, 7, 1), date(2023, 6, 30), "inherited")


def test_the_months_of_a_heading_are_meant_by_the_months_that_its_text_only_counts():
    issued = date(2023, 8, 15)
    context = DateContext(issued)
    sources = ["未来12个月，项目将重点推进以下工作：", "四、下一步计划（2023年7月至2024年6月）"]
    due = inherited_due([(text, find_dates(text, context)) for text in sources], issued)
    assert due is not None
    assert (due.start, due.end) == (date(2023, 7, 1), date(2024, 6, 30))
    counted = inherited_due([(sources[0], find_dates(sources[0], context))], issued)
    assert counted is not None
    assert counted.text == "未来12个月"


def test_a_deliverable_of_a_table_has_the_quarter_of_its_time_column(items):
    (item,) = of(items, "table-14.r3")
    assert item.kind == "deliverable"
    assert (item.due.text, item.due.start) == ("第四季度", date(2022, 10, 1))


def test_a_request_for_approval_counts(items):
    assert [i.text for i in items if i.kind == "request"] == ["请求批准第 21 届 CAREC 部长级会议的主要可交付成果。"]


def test_two_dates_for_one_approval_stand_side_by_side(items):
    item = of(items, "2_1")[1]
    assert item.status == "rescheduled"
    (other,) = [e for e in item.evidence if e.passage.endswith("11_1")]
    assert (item.due.text, other.due.text) == ("2023年", "2022年底")
    later = of(items, "11_1")[1]
    assert [e.relation for e in later.evidence if e.passage.endswith("2_1")] == ["delayed"]


def test_an_output_that_the_report_tells_as_published_is_reported_done(items):
    (item,) = of(items, "table-14.r4")
    assert item.status == "reported_done"
    assert "2022年2月出版" in item.evidence[0].text


def test_the_program_never_says_kept_or_broken(items):
    known = {"reported_done", "in_progress", "rescheduled", "repeated", "no_evidence"}
    assert {item.status for item in items} <= known


@pytest.mark.parametrize(
    "sentence",
    [
        "预计2022年增长将放缓至3.6%。",
        "国家数字战略的通过和监管制度的改革将促进电子商务生态体系的发展。",
        "我们希望学院能进一步拓展其研究方向。",
        "各成员国正按计划履行A类承诺。",
        "会上分享了将检查职能与海关相结合的经验。",
        "该国签署了《2022-2024年医疗发展行动计划》。",
        "相关活动将逐渐恢复和增加。",
        "主要捐赠方的合同将于今年年底到期，续签存在不确定性。",
        "亚行已承诺向中国提供1,160笔贷款。",
        "全县围绕到2018年全面建成小康社会目标开展工作。",
    ],
)
def test_forecasts_effects_wishes_and_reports_are_no_promises(sentence):
    assert promises_in(sentence, task=False) == ()


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("秘书处将继续支持各成员国开展培训。", 1),
        ("各方决定成立元首会晤机制，并责成高官会在2023年底前提交方案。", 2),
        ("秘书处将于2月底前分发工作计划；各成员国应于3月15日前提交意见。", 2),
        ("The secretariat will submit the plan by June 2023.", 1),
        ("塔吉克斯坦正在制定食品安全法，预计年内提交议会。", 1),
        ("根据协议，我国政府将在2024年底前建成三座仓库。", 1),
        ("东方将在2023—2027年间向南方提供5亿美元优惠贷款；南方将为项目用地提供便利。", 2),
        ("双方决定启动自由贸易协定升级谈判，力争在2024年底前完成。", 1),
        ("理事会同意签署数据共享备忘录，授权秘书长在12月上旬完成签署。", 2),
        ("两国元首同意保持密切交往。访问时间另行商定。", 1),
        ("到１９９２年，力争使国民生产总值达到１５５００亿元左右。", 1),
        ("请办公室按程序组织招标。", 1),
        ("我们一定要办好博览会。", 1),
        ("部长们重申。Ministers reaffirmed their commitment to complete the review by the end of 2024.", 1),
        ("双方将开展农业技术合作，中方将在未来三年提供26亿元的无偿援助。", 2),
    ],
)
def test_promises_are_counted_one_by_one(sentence, count):
    assert len(promises_in(sentence, task=False)) == count


PLAN = (
    "合理扩大有效投资。完成铁路投资8000亿元，再开工一批重大水利工程。今年中央预算内投资安排5776亿元，比去年增加400亿元。"
    "落实民间投资支持政策。"
)
REVIEW = (
    "提高义务教育补助标准。深化养老服务改革，制定促进银发经济发展的政策。向困难群众发放补助，惠及1100多万人。"
    "扎实筹办运动会，成功举办民族体育运动会。"
)


def test_a_paragraph_of_tasks_is_a_plan_without_a_heading_and_one_of_results_is_none():
    assert tells_plans(PLAN)
    assert not tells_plans(REVIEW)
    assert looks_back(REVIEW)
    assert [p.span[0] for p in promises_in(PLAN, task=True, planned=True)] == [9, 34, 63]


def test_a_deadline_goes_before_other_dates_and_a_month_without_a_year_is_the_next(gazetteer):
    def due(text):
        dates = find_dates(text, DateContext(date(2024, 9, 12)))
        return printed_due(text, (0, len(text)), dates, date(2024, 9, 12), 0)

    assert due("双方最迟于明年三月达成安排，未来五年互派留学生1500人。").end == date(2025, 3, 31)
    assert (due("授权秘书长在12月上旬完成签署。").start, due("应于3月15日前提交。").end) == (
        date(2024, 12, 1),
        date(2025, 3, 15),
    )


def test_a_request_is_told_from_a_report_of_one():
    assert find_cue("提请部长级会议批准工作计划。").kind == "request"
    assert find_cue("阿塞拜疆已申请加入世贸组织。") is None


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet="亚行将于2023年完成，并为；（）《计划》举办。：\n i12)、以及", max_size=80), st.booleans())
def test_promises_lie_inside_the_text_in_order_without_overlap(text, task):
    end = 0
    for promise in promises_in(text, task=task, listed=task):
        assert end <= promise.span[0] < promise.span[1] <= len(text)
        end = promise.span[1]


def test_filters(kb, items):
    pakistan = register(kb, CommitmentFilter(countries=("Pakistan",)))
    assert pakistan
    assert all("巴基斯坦" in item.countries for item in pakistan)
    autumn = register(kb, CommitmentFilter(due_since=date(2022, 10, 1), due_until=date(2022, 10, 31)))
    assert all(i.due.start <= date(2022, 10, 31) and i.due.end >= date(2022, 10, 1) for i in autumn)
    late = register(kb, CommitmentFilter(overdue_at=date(2022, 4, 1)))
    assert "reported_done" not in {item.status for item in late}
    assert all(item.overdue and item.due.end < date(2022, 4, 1) for item in late)
    with pytest.raises(UsageError, match="Atlantis"):
        register(kb, CommitmentFilter(countries=("Atlantis",)))


def test_the_register_is_the_same_each_time(kb, items):
    assert register(kb) == items
    assert [item.id for item in find_commitments(kb)] == [item.id for item in items]


def test_csv_opens_in_excel_and_holds_all_rows(items):
    data = register_csv(items)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert len(rows) == len(items) + 1
    assert rows[1][1] == items[0].text


def test_xlsx_holds_text_only_and_has_the_same_bytes_each_time(items):
    from openpyxl import load_workbook

    data = register_xlsx(items)
    assert data == register_xlsx(items)
    sheet = load_workbook(io.BytesIO(data)).active
    assert sheet.max_row == len(items) + 1
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None


def test_the_command_prints_the_contract(corpus_kb_folder, capsys):
    assert main(["commitments", "--kb", str(corpus_kb_folder), "--json", "--kind", "deliverable"]) == 0
    data = json.loads(capsys.readouterr().out)
    first = data["commitments"][0]
    assert {"id", "text", "passage", "kind", "actors", "countries", "due", "status", "evidence"} <= first.keys()
    assert {c["kind"] for c in data["commitments"]} == {"deliverable"}


def test_the_command_says_when_there_is_none(corpus_kb_folder, capsys):
    assert main(["commitments", "--kb", str(corpus_kb_folder), "--due-since", "2040"]) == 1
    assert "No commitment found" in capsys.readouterr().out


def test_scores_are_held(kb):
    from eval.commitments import labelled_cases, predictions, score

    cases = labelled_cases()
    found = predictions(cases, kb)
    for name in ("corpus", "other"):
        total = score(cases, found, name, "report", [])
        assert total.recall >= 0.85, name
        assert total.precision >= 0.75, name
        assert total.due_right >= 0.9 * total.due, name
