"""The review sheet: people decide, the office keeps it, and a source that changes is flagged."""

import csv
import io
from dataclasses import replace

import pytest

from answer.commitments import register
from answer.export_reviews import read_sheet, review_sheet
from answer.reviews import Review, digest_of, load_reviews, merge_reviews, save_reviews, state_of
from cli import main
from errors import KnowledgeBaseDamaged, UsageError


@pytest.fixture(scope="module")
def item(kb):
    return next(i for i in register(kb) if i.status == "rescheduled")


@pytest.fixture
def review(kb, item):
    digest = digest_of(kb.passage(item.passage).text)
    return Review(
        item.id, item.passage, digest, "ogp", "limited", "批准时间有两说", "张三", "2022-07-01", "李四", "substantial"
    )


def test_a_review_is_stored_beside_the_knowledge_base(tmp_path, review):
    assert load_reviews(tmp_path) == ()
    save_reviews(tmp_path, [review])
    assert load_reviews(tmp_path) == (review,)
    assert [p.name for p in tmp_path.iterdir()] == ["reviews.json"]


def test_a_newer_review_takes_the_place_of_the_older(review):
    again = replace(review, verdict="complete")
    assert merge_reviews([review], [again]) == (again,)


def test_a_review_of_a_changed_source_is_flagged(kb, review):
    assert state_of(kb, review) == "current"
    assert state_of(kb, replace(review, digest=digest_of("原文改了"))) == "source_changed"
    assert state_of(kb, replace(review, passage="nowhere:1")) == "source_gone"


def test_two_readers_who_differ_are_shown(review):
    assert review.disputed
    assert not replace(review, second_verdict="limited").disputed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"verdict": "kept"}, "is no step of ogp"),
        ({"preset": "abc"}, "no scale"),
        ({"reviewer": ""}, "needs a verdict and the name"),
        ({"second_reader": "张三"}, "another person"),
    ],
)
def test_reviews_that_say_nothing_cannot_be_made(review, change, said):
    with pytest.raises(UsageError, match=said):
        replace(review, **change)


def test_a_damaged_file_is_named_and_left_alone(tmp_path):
    (tmp_path / "reviews.json").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeBaseDamaged, match="cannot be read"):
        load_reviews(tmp_path)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize(("preset", "verdict"), [("ogp", "limited"), ("g20", "-1"), ("g20", "+1")])
def test_a_sheet_comes_back_as_it_went_out(kb, item, review, tmp_path, kind, preset, verdict):
    made = replace(review, preset=preset, verdict=verdict, second_verdict="")
    file = tmp_path / f"sheet.{kind}"
    file.write_bytes(review_sheet(kb, [item], [made], str(file), preset))
    assert read_sheet(kb, str(file)) == (made,)


def test_the_sheet_says_when_the_source_has_changed(kb, item, review):
    data = review_sheet(kb, [item], [replace(review, digest="0" * 16)], "a.csv", "ogp")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[0]["状态"] == "原文已变，请重审"


def test_the_command_writes_a_sheet_and_takes_it_back(kb_copy, tmp_path, capsys):
    sheet = tmp_path / "sheet.csv"
    assert main(["commitments", "--kb", str(kb_copy), "--kind", "request", "--review-out", str(sheet)]) == 0
    rows = list(csv.reader(io.StringIO(sheet.read_text(encoding="utf-8-sig"))))
    rows[1][rows[0].index("结论")], rows[1][rows[0].index("评审人")] = "complete", "王五"
    with sheet.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    assert main(["commitments", "--kb", str(kb_copy), "--review-in", str(sheet), "--quiet"]) == 0
    (review,) = load_reviews(kb_copy)
    assert (review.verdict, review.reviewer) == ("complete", "王五")


def test_a_file_that_is_no_sheet_is_named(kb, tmp_path):
    (tmp_path / "a.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UsageError, match="no review sheet"):
        read_sheet(kb, str(tmp_path / "a.csv"))
