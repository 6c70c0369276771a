"""The training code: what it may see, and that its mathematics is right."""

import gzip
import json

import numpy as np
import pytest

from models.data import HELD_OUT_REPORTS, read_glossary, read_pairs, read_rows
from models.evaluate import bitext_accuracy, ndcg
from models.select import HeldOut


def _write(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def test_the_reports_of_the_test_years_are_never_read(tmp_path):
    rows = [{"zh": "甲", "en": "a", "src": src} for src in ("GR2020", "GR2021", "GR2022")]
    _write(tmp_path / "gwr_zh_en.jsonl.gz", rows)
    _write(tmp_path / "gwr_zh_history.jsonl.gz", [{"year": str(y), "text": "乙"} for y in (2020, 2021, 2022, 2023)])
    assert [row["src"] for row in read_rows(tmp_path, "gwr_zh_en.jsonl.gz")] == ["GR2020"]
    assert [row["year"] for row in read_rows(tmp_path, "gwr_zh_history.jsonl.gz")] == ["2020", "2023"]
    assert {"GR2021", "GR2022"} == HELD_OUT_REPORTS


def test_a_text_that_quotes_a_held_out_one_is_recognised_across_punctuation():
    held_out = HeldOut(["部长们重申，将继续支持贸易便利化和区域一体化。"])
    assert held_out.quoted_in("会议指出：部长们重申将继续支持贸易便利化。")
    assert not held_out.quoted_in("部长们支持贸易便利化，也支持其他工作。")


def test_only_pairs_that_look_like_translations_are_taken(tmp_path):
    lines = [
        "海关手续已经简化。\tCustoms procedures have been simplified.",
        "海关手续已经简化。\tA second translation of the same sentence.",
        "没有译文",
        "好\tGood.",
        "中文的另一半也是中文。\t这不是 English.",
    ]
    with gzip.open(tmp_path / "jiyu_zh_en.tsv.gz", "wt", encoding="utf-8") as stream:
        stream.write("\n".join(lines))
    assert read_pairs(tmp_path) == [("海关手续已经简化。", "Customs procedures have been simplified.")]


def test_glossary_names_each_concept_once_in_both_languages():
    concepts = read_glossary()
    assert len(concepts) >= 800
    preferred = [zh[0] for zh, _, _ in concepts]
    assert len(set(preferred)) == len(preferred)
    for zh, en, field in concepts:
        assert zh, en
        assert en, zh
        assert field, zh
        assert len(set(zh)) == len(zh), zh


def test_glossary_line_without_three_columns_is_refused(tmp_path):
    path = tmp_path / "glossary.tsv"
    path.write_text("贸易\ttrade\n", encoding="utf-8")
    with pytest.raises(ValueError, match="line 1: expected zh<TAB>en<TAB>field"):
        read_glossary(path)


def test_the_ranking_gradient_agrees_with_finite_differences():
    static = pytest.importorskip("models.static", reason="needs scipy")
    rng = np.random.default_rng(1)
    left, right = rng.standard_normal((2, 5, 4))
    _, grad_left, grad_right = static.contrastive_gradient(left, right, 3.0)
    step = 1e-6
    for side, gradient in ((0, grad_left), (1, grad_right)):
        for at in np.ndindex(5, 4):
            sides = [left.copy(), right.copy()]
            sides[side][at] += step
            above = static.contrastive_gradient(*sides, 3.0)[0]
            sides[side][at] -= 2 * step
            below = static.contrastive_gradient(*sides, 3.0)[0]
            assert gradient[at] == pytest.approx((above - below) / (2 * step), abs=1e-5)


def test_ndcg_counts_the_rank_of_the_one_relevant_passage():
    passages = np.eye(3, dtype=np.float32)
    queries = np.array([[1, 0, 0], [0.9, 0.8, 0]], dtype=np.float32)
    assert ndcg(queries, passages, [0, 1]) == pytest.approx((1 + 1 / np.log2(3)) / 2)
    assert ndcg(queries, passages, [0, 1], depth=1) == pytest.approx(0.5)


class _Letters:
    """An encoder that knows which letter a text starts with."""

    id = "letters@0"
    dimensions = 26

    def encode(self, texts, *, role="passage", progress=None):
        return np.stack([np.eye(26, dtype=np.float32)[ord(text[0]) - ord("a")] for text in texts])


def test_bitext_accuracy_counts_both_directions():
    rows = [{"zh": "a1", "en": "a2"}, {"zh": "b1", "en": "b2"}, {"zh": "c1", "en": "a3"}]
    assert bitext_accuracy(_Letters(), rows) == pytest.approx((2 / 3 + 2 / 3) / 2)
