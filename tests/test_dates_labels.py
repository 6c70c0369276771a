"""The hand labels are sound, and dates and amounts score on them what the documentation says."""

import json

import pytest

from eval.facts_dates import LABELS, SETS, Score, amount_kind, amount_scores, date_scores

FILES = [LABELS / f"{kind}_{name}.jsonl" for kind in ("dates", "amounts") for name in SETS]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_label_stands_where_it_says(path):
    for line in path.read_text(encoding="utf-8").splitlines():
        data = json.loads(line)
        for label in data.get("dates", []) + data.get("amounts", []):
            assert data["text"][label["at"][0] : label["at"][1]] == label["text"], data["id"]


@pytest.mark.parametrize("name", SETS)
def test_dates_and_amounts_of_the_labelled_passages_are_read(name):
    dates, amounts = date_scores(name), amount_scores(name)
    assert dates["all"].f1 >= 0.95
    assert amounts["money"].f1 >= 0.95
    assert amounts["percent"].f1 >= 0.95
    assert amounts["all"].f1 >= 0.95


def test_scores_of_nothing_are_perfect_and_of_a_miss_are_not():
    assert Score().f1 == 1.0
    assert Score(labelled=2, found=2, right=1).f1 == 0.5
    assert Score(labelled=1, found=1).f1 == 0.0


def test_kinds_of_units():
    assert [amount_kind(u) for u in ("USD", "percentage_points", "count:国家", "TEU", "km")] == [
        "money",
        "percent",
        "count",
        "quantity",
        "quantity",
    ]
