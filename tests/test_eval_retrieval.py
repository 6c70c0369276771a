"""The judge of the search: its arithmetic, its labels, and what it says about a knowledge base."""

import gzip
import json
import math
import re
from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from errors import UsageError
from eval.metrics import hit_at, mean, ndcg, ratio, reciprocal_rank
from eval.public import PublicSet, score_set
from eval.report import Measured, Results, result_text, save
from eval.retrieval import CASE_SETS, CASES, KINDS, SPLITS, Answered, Case, Run, run_variant
from eval.scoring import score, worst

GRADES = {"a": 2, "b": 2, "c": 1}


# -- metrics ----------------------------------------------------------------------------------------------------


def test_a_passage_that_only_helps_is_no_hit():
    assert hit_at([["c"], ["a"]], GRADES, 1) == 0
    assert hit_at([["c"], ["a"]], GRADES, 2) == 1


def test_a_hit_counts_for_what_is_folded_under_it():
    assert hit_at([["x", "a"]], GRADES, 1) == 1
    assert ndcg([["x", "a"], ["b"], ["c"]], GRADES) == 1


def test_reciprocal_rank_ends_at_its_depth():
    assert reciprocal_rank([["x"], ["a"]], GRADES) == 0.5
    assert reciprocal_rank([["x"]] * 10 + [["a"]], GRADES) == 0


def test_ndcg_of_a_known_ranking():
    # gains 1, 2, 0, 2 against the ideal 2, 2, 1
    gained = 1 + 2 / math.log2(3) + 2 / math.log2(5)
    ideal = 2 + 2 / math.log2(3) + 1 / 2
    assert ndcg([["c"], ["a"], ["x"], ["b"]], GRADES) == pytest.approx(gained / ideal)


@given(st.permutations(["a", "b", "c", "x", "y"]))
def test_ndcg_is_one_for_the_best_order_only(order):
    value = ndcg([[id_] for id_ in order], GRADES)
    assert 0 < value <= 1 + 1e-12
    gains = [GRADES.get(id_, 0) for id_ in order]
    assert (value == pytest.approx(1)) == (gains == sorted(gains, reverse=True))


@given(st.lists(st.booleans(), min_size=2, max_size=60))
def test_an_interval_holds_its_mean_and_is_the_same_every_time(values):
    found = mean([float(value) for value in values])
    assert found.low <= found.value <= found.high
    assert found == mean([float(value) for value in values])


def test_a_ratio_of_nothing_is_unknown_not_zero():
    assert math.isnan(ratio([0.0], [0.0]).value)
    assert str(ratio([0.0], [0.0])) == "–"
    with pytest.raises(ValueError, match="1 parts for 2 wholes"):
        ratio([1.0], [1.0, 1.0])


# -- labels -----------------------------------------------------------------------------------------------------


def test_there_are_enough_queries_of_every_kind_in_both_halves():
    cases = Case.read()
    assert len(cases) >= 150
    assert len({case.id for case in cases}) == len({case.query for case in cases}) == len(cases)
    halves = Counter((case.kind, case.split) for case in cases)
    for kind in KINDS:
        assert abs(halves[kind, "dev"] - halves[kind, "report"]) <= 1
        assert halves[kind, "report"] >= 8


def test_the_sets_that_are_reported_have_both_halves_and_no_set_an_id_of_another():
    sets = [Case.read(path) for path in CASE_SETS.values()]
    ids = [case.id for cases in sets for case in cases]
    assert len(set(ids)) == len(ids)
    *halved, reworded = sets
    for cases in halved:
        assert {(case.kind, case.split) for case in cases} == set(product(KINDS, SPLITS))
    assert {(case.kind, case.split) for case in reworded} == {("paraphrase", "dev")}


def test_every_label_is_a_passage_of_the_shipped_corpus(kb):
    known = {passage.id for passage in kb.passages()}
    cases = [case for path in CASE_SETS.values() for case in Case.read(path)]
    labelled = {id_ for case in cases for id_ in (*case.relevant, *case.also)}
    assert labelled - known == set()


def test_headings_are_no_answers(kb):
    headings = {passage.id for passage in kb.passages() if passage.form == "heading"}
    assert not headings & {id_ for case in Case.read() for id_ in case.relevant}


def test_a_case_that_contradicts_itself_is_refused():
    data = json.loads(CASES.read_text(encoding="utf-8").splitlines()[0])
    case = Case(**{**data, "relevant": ("a",), "also": ()})
    with pytest.raises(ValueError, match="both relevant and secondary"):
        replace(case, also=("a",))
    with pytest.raises(ValueError, match="unanswerable queries, and only they"):
        replace(case, relevant=())


# -- the search, judged -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def keyword_run(kb):
    return run_variant(kb, [case for case in Case.read(split="dev") if case.kind == "keyword"])


def test_keywords_are_found(keyword_run):
    assert score(keyword_run).hit_at_5.value >= 0.95
    assert keyword_run.lost == ()


def test_a_label_that_is_not_in_the_knowledge_base_is_a_miss(kb):
    case = replace(Case.read(split="dev")[0], relevant=("gone:1",), also=())
    run = run_variant(kb, [case])
    assert run.lost == ("gone:1",)
    assert score(run).hit_at_5.value == 0
    assert "not among the first" in run.answers[0].diagnose()


def test_every_way_to_search_gives_distinct_places(kb):
    cases = [case for case in Case.read(split="dev") if case.kind == "english"][:3]
    for name in ("product", "dense only", "BM25"):
        for answered in run_variant(kb, cases, name).answers:
            ids = [id_ for group in answered.ranking for id_ in group]
            assert len(ids) == len(set(ids)) <= 40
            assert len(answered.bands) == len(answered.ranking)


def test_an_unknown_way_is_refused(kb):
    with pytest.raises(UsageError, match="variant 'magic'"):
        run_variant(kb, Case.read()[:1], "magic")


def _run():
    case = Case.read(split="dev")[0]
    nothing = replace(next(c for c in Case.read() if not c.relevant), split="dev")
    good = Answered(case, ((case.relevant[0],), ("x:1",)), ("strong", "strong"), 2.0)
    late = Answered(replace(case, id="kw-late"), (("x:1",), (case.relevant[0],)), ("weak", "weak"), 4.0)
    return Run("product", (late, good, Answered(nothing, (), (), 6.0)), ())


def test_the_figures_of_a_run():
    found = score(_run())
    assert (found.hit_at_1.value, found.hit_at_5.value, found.hit_at_1.n) == (0.5, 1.0, 2)
    assert [(band.band, band.hits) for band in found.bands] == [("strong", 2), ("related", 0), ("weak", 2)]
    assert (found.strong.right.value, found.bands[2].right.value) == (0.5, 0.5)
    assert found.unanswerable_quiet.value == 1
    assert found.p50 == 4.0
    assert [answered.case.id for answered in worst(_run(), 5)] == ["kw-late"]


def test_failures_of_the_report_half_are_not_shown():
    results = Results("2026-01-01", "0" * 12, False, (Measured("m", "own", "dev", 10, _run()),))
    hidden = replace(results, measured=(Measured("m", "own", "report", 10, _run()),))
    assert "kw-late" in result_text(results)
    assert "kw-late" not in result_text(hidden)
    assert "first_answer" not in json.dumps(hidden.to_dict())
    assert re.search(r"right by band: strong 0.50 .* of 2, related – of 0, weak 0.50 .* of 2", result_text(results))


def test_sets_are_kept_apart():
    both = tuple(Measured("m", chosen, "dev", 10, _run()) for chosen in CASE_SETS)
    text = result_text(Results("2026-01-01", "0" * 12, False, both))
    for chosen in CASE_SETS:
        assert text.count(f"m, {chosen} queries") == 2  # the kinds, and the ways to search
    assert [one["set"] for one in Results("2026-01-01", "", False, both).to_dict()["retrieval"]] == list(CASE_SETS)


def test_results_belong_to_a_commit(tmp_path):
    results = Results("2026-01-01", "0123456789ab", False, (Measured("m", "own", "dev", 10, _run()),))
    assert save(results, tmp_path).name == "2026-01-01-0123456789ab.json"
    assert save(results, tmp_path).name == "2026-01-01-0123456789ab-2.json"
    saved = json.loads((tmp_path / "2026-01-01-0123456789ab.json").read_text(encoding="utf-8"))
    assert saved["retrieval"][0]["by_kind"]["keyword"]["hit_at_5"]["value"] == 1
    with pytest.raises(UsageError, match="git checkout"):
        save(replace(results, commit=""), tmp_path)


# -- public sets ------------------------------------------------------------------------------------------------


def test_a_public_set_is_searched_as_the_product_would(tmp_path):
    rows = [
        {"q": "长江有多长？", "p": "长江全长六千三百多公里，是亚洲第一长河。"},
        {"q": "长江在哪里入海？", "p": "长江全长六千三百多公里，是亚洲第一长河。"},
        {"q": "黄山在哪个省？", "p": "黄山位于安徽省南部，以奇松和云海闻名。"},
    ]
    with gzip.open(tmp_path / "tiny.jsonl.gz", "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    scores = score_set(PublicSet("tiny", ("tiny.jsonl.gz",), "q", "p"), tmp_path, "fast")
    assert [found.way for found in scores] == ["BM25", "dense", "product"]
    assert all(found.ndcg_at_10.n == 3 for found in scores)
    assert all(found.ndcg_at_10.value > 0.8 for found in scores[:2])
    assert scores[2].ndcg_at_10.value > 0.6


def test_a_missing_public_set_is_named(tmp_path):
    with pytest.raises(UsageError, match=r"no tiny\.jsonl\.gz"):
        score_set(PublicSet("tiny", ("tiny.jsonl.gz",), "q", "p"), tmp_path, "fast")
