"""The judge of the facts: what counts as found, as false, and neither way."""

import json

import pytest

from eval.blind_cases import BLIND, BlindScores, genre_cases, places
from eval.blind_lists import alias_scores, cell_scores, date_scores, no_date_scores, term_scores
from eval.blind_mentions import AMOUNTS, DATES, ENTITIES, score_mentions
from eval.facts_blind import blind_scores, score_text

LINE = "2. 2021年9月，蒙古与亚洲开发银行签署贷款协议，金额3,000万美元，占总额的25%。"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "files").mkdir()
    text = f"乌兰巴托经济论坛纪要\n\n2022年3月4日\n\n1. 论坛在乌兰巴托举行，来自五个国家的代表出席会议。\n\n{LINE}\n"
    (tmp_path / "files" / "own.txt").write_text(text, encoding="utf-8")
    return tmp_path


def case(folder, **labels):
    every = {kind: kind in labels for kind in ("dates", "amounts", "entities", "types")}
    where = {"file": "own.txt", "passage": LINE}
    for name, found in (("passages", [every]), *labels.items()):
        lines = "".join(json.dumps({**where, "split": "dev", **row}, ensure_ascii=False) + "\n" for row in found)
        (folder / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    (only,) = genre_cases(folder)
    return only


def scored(kind, folder, *labels):
    result = BlindScores("dev")
    score_mentions(result, "genres", case(folder, **{kind.name: labels}), kind)
    return result


def amount(text, value, unit, **more):
    return {"text": text, "value": value, "unit": unit, "clear": True, **more}


def test_a_line_is_found_without_its_printed_number(folder):
    assert [p.label for p in case(folder, dates=[]).passages] == ["2"]


def test_a_place_is_found_whatever_the_spaces():
    assert places("在 2021 年 9 月举行", "2021年9月") == [(2, 12)]


def test_right_wrong_and_missing_amounts(folder):
    result = scored(
        AMOUNTS, folder, amount("3,000万美元", 30000000, "USD"), amount("25%", 52, "percent"), amount("占", 1, "CNY")
    )
    score = result.of("genres", "amounts")
    assert (score.labelled, score.right, score.found) == (3, 1, 2)
    assert any("false 25%" in fault for fault in result.faults)


def test_an_unclear_label_and_one_of_the_other_split_count_neither_way(folder):
    other = amount("3,000万美元", 30000000, "USD", split="report")
    score = scored(AMOUNTS, folder, other, amount("25%", 52, "percent", clear=False)).of("genres", "amounts")
    assert (score.labelled, score.found) == (0, 0)


def test_dates_must_have_the_interval_and_names_the_kind(folder):
    september = {"text": "2021年9月", "start": "2021-09-01", "end": "2021-09-30", "basis": "printed", "clear": True}
    assert scored(DATES, folder, september).of("genres", "dates").f1 == 1
    assert scored(DATES, folder, {**september, "end": "2021-09-29"}).of("genres", "dates").f1 == 0
    bank = {"text": "亚洲开发银行", "name": "亚洲开发银行", "kind": "programme"}
    assert scored(ENTITIES, folder, bank).of("genres", "entities").recall == 0


def test_lists_count_rows_of_their_split_that_are_clear():
    rows = [{"text": "去年", "start": "2020-01-01", "end": "2020-12-31", "document_date": "2021-06-14"}]
    rows = [{**row, "split": split, "clear": clear} for row in rows for split in ("dev", "report") for clear in (0, 1)]
    assert date_scores(rows, "dev")[0].labelled == date_scores(rows, "dev")[0].right == 1
    assert no_date_scores([{"text": "去年", "split": "dev"}], "dev")[0].right == 0
    for scores in (cell_scores, term_scores):
        assert scores([{"split": "report", "clear": True}], [], "dev")[0].labelled == 0
    pair = {"a": "亚行", "b": "亚洲开发银行", "same": True, "split": "dev"}
    assert "亚行 ≠ 亚洲开发银行" in alias_scores([pair], [], "dev")[1][0]


def test_the_shipped_blind_labels_are_scored_with_every_kind():
    text = score_text(blind_scores("dev", BLIND))
    for kind in ("dates", "amounts: money", "entities: country", "types", "table cells", "terms", "alias pairs"):
        assert f" {kind} " in text
