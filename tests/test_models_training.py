"""The training code: what it may see, and that its mathematics is right."""

import gzip
import json
from dataclasses import replace
from itertools import groupby, pairwise

import numpy as np
import pytest

from models.data import HELD_OUT_REPORTS, read_glossary, read_pairs, read_rows
from models.evaluate import bitext_accuracy, ndcg
from models.select import HeldOut
from tests.networks import small_bert


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


def _small_teacher(layers=4, vocabulary=60):
    torch, model = small_bert(layers, vocabulary, places=40)
    from models.network import Network

    return torch, Network(model, torch.full((2, 32), 0.01)).train(False)


def _small_examples():
    from models.examples import Examples

    rng = np.random.default_rng(3)
    lengths = np.tile([7, 10], 40)
    return Examples(rng.integers(4, 60, lengths.sum()).astype(np.int32), lengths, np.repeat([0, 1], 40).astype(np.int8))


# the exporter that ONNX Runtime's fusions know is the older one of torch
_OLD_EXPORTER = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")


@_OLD_EXPORTER
@pytest.mark.slow
def test_a_student_comes_nearer_to_its_teacher_and_goes_on_where_it_was_stopped(tmp_path):
    torch, teacher = _small_teacher()
    from models.distil import Lesson, Plan, distil, shallow

    lessons = (Lesson(40, (5e-3, 4e-3), roles=(0, 1), shortest=0), Lesson(50, (5e-3, 1e-3), shortest=8))
    plan = Plan(layers=(0, 3), towards=(1, 3), inner=32, halved=1, lessons=lessons, pieces=80, checkpoint=30)
    examples = _small_examples()
    ids = torch.from_numpy(next(examples.batches(80, 9))[0])
    role = torch.tensor([1])
    wanted = torch.nn.functional.normalize(teacher(ids, role), dim=1)

    def nearness(network):
        return float((torch.nn.functional.normalize(network(ids, role), dim=1) * wanted).sum(1).mean().detach())

    student = distil(teacher, examples, plan, tmp_path / "student.pt")
    assert 1 - nearness(student) < (1 - nearness(shallow(teacher, plan, ids))) / 2
    again = distil(teacher, examples, plan, tmp_path / "student.pt")  # nothing is left to do
    assert nearness(again) == pytest.approx(nearness(student), abs=1e-6)
    longer = replace(plan, lessons=(lessons[0], replace(lessons[1], steps=60)))
    assert 1 - nearness(distil(teacher, examples, longer, tmp_path / "student.pt")) < (1 - nearness(student)) * 1.5


@_OLD_EXPORTER
@pytest.mark.slow
def test_the_exported_file_gives_the_vectors_of_the_network_for_texts_of_any_length(tmp_path):
    torch, teacher = _small_teacher()
    import onnxruntime

    from models.distil import Plan, shallow
    from models.export import export_onnx

    student = shallow(teacher, Plan(layers=(0, 2, 3), inner=48, halved=1), torch.ones(1, 9, dtype=torch.long))
    export_onnx(student.train(False), tmp_path / "small.onnx")
    session = onnxruntime.InferenceSession(str(tmp_path / "small.onnx"), providers=["CPUExecutionProvider"])
    for pieces in (1, 2, 7, 12):
        ids = torch.from_numpy(np.random.default_rng(pieces).integers(4, 60, (2, pieces)))
        with torch.no_grad():
            wanted = student(ids, torch.tensor([1])).numpy()
        (found,) = session.run(None, {"ids": ids.numpy(), "role": np.array([1])})
        cosine = (found * wanted).sum(1) / np.linalg.norm(found, axis=1) / np.linalg.norm(wanted, axis=1)
        assert cosine.min() > 0.97, pieces


@_OLD_EXPORTER
@pytest.mark.slow
def test_two_networks_share_one_table_of_pieces_and_give_the_same_vectors(tmp_path):
    torch, teacher = _small_teacher(vocabulary=4000)
    import onnxruntime

    from models.distil import Plan, shallow
    from models.export import export_onnx, share_tables

    student = shallow(teacher, Plan(layers=(1, 3), inner=48, halved=1), torch.ones(1, 9, dtype=torch.long))
    files = [tmp_path / "query.onnx", tmp_path / "passage.onnx"]
    feed = {"ids": np.arange(4, 15)[None], "role": np.array([0])}

    def vectors():
        sessions = [onnxruntime.InferenceSession(str(f), providers=["CPUExecutionProvider"]) for f in files]
        return [session.run(None, feed)[0] for session in sessions]

    for network, path in zip((teacher, student), files, strict=True):
        export_onnx(network, path)
    before, sizes = vectors(), [f.stat().st_size for f in files]
    share_tables(files, tmp_path / "pieces.bin")
    assert all((a == b).all() for a, b in zip(vectors(), before, strict=True))
    table = (tmp_path / "pieces.bin").stat().st_size
    assert table >= 4000 * 32
    assert all(f.stat().st_size < size - 4000 * 31 for f, size in zip(files, sizes, strict=True))


def test_a_question_without_its_passage_is_refused(tmp_path):
    from models.asked import read_asked

    path = tmp_path / "asked.tsv.gz"
    path.write_bytes(gzip.compress("货物已经放行。\t车还要等多久|放了没有\n没有问题的一段\n".encode()))
    with pytest.raises(ValueError, match="line 2: expected passage<TAB>query"):
        read_asked(path)


def test_what_people_ask_is_told_apart_from_what_reports_write():
    from models.asked import read_asked

    asked = read_asked()
    assert len({each.passage for each in asked}) == len(asked) > 6000
    assert all(len(each.queries + each.details) >= 2 for each in asked)
    of_reports = [each.report for each in asked if each.report]
    assert len(of_reports) > 2500
    # a report is told to its end before the next begins: its passages are each other's rivals
    assert len(list(groupby(of_reports))) == len(set(of_reports)) > 50


def test_neighbours_stand_under_one_heading_and_never_under_that_of_another_report():
    from models.asked import HEADINGS, Asked, under_headings

    asked = [Asked(f"湖区供水计划由三国发起，第{n}段", ("几国",), (), "1") for n in range(40)]
    asked += [Asked(f"山地卫生方案由四国发起，第{n}段", ("几国",), (), "2") for n in range(40)]
    headed = under_headings(asked, 1)
    heads = [new.passage.removesuffix(old.passage).strip() for new, old in zip(headed, asked, strict=True)]
    known = {*HEADINGS.read_text(encoding="utf-8").splitlines(), ""}
    assert set(heads[:40]) <= known | {"湖区供水计划"}
    assert set(heads[40:]) <= known | {"山地卫生方案"}
    assert {"湖区供水计划", ""} < set(heads)
    assert 0.3 < sum(map(bool, heads)) / len(heads) < 0.9
    assert sum(a == b for a, b in pairwise(heads)) > 40
    assert [each.queries for each in headed] == [each.queries for each in asked]


def _letters_tokenizer():
    from tokenizers import Regex, Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    letters = "abcdefghijklmnopqrstuvwxyz: "
    tokenizer = Tokenizer(WordLevel({letter: 4 + n for n, letter in enumerate(letters)}, unk_token="a"))
    tokenizer.pre_tokenizer = Split(Regex("."), "isolated")
    return tokenizer


def _unit(rows):
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def test_texts_of_different_lengths_together_have_the_vectors_that_they_have_alone():
    torch, teacher = _small_teacher()
    from models.distil import Plan, shallow
    from models.padded import Padded

    halved = shallow(teacher, Plan(layers=(0, 2, 3), inner=48, halved=1), torch.ones(1, 9, dtype=torch.long))
    rows = [list(range(4, 4 + length)) for length in (3, 12, 7, 1, 8)]
    for network in (teacher.train(False), halved.train(False)):
        together = Padded.of(rows).vectors(network, 1, torch.arange(5))
        for row, vector in zip(rows, together, strict=True):
            alone = torch.nn.functional.normalize(network(torch.tensor([row]), torch.tensor([1])), dim=1)[0]
            assert torch.allclose(alone, vector, atol=1e-5)


def test_texts_cut_to_even_lengths_keep_their_beginning_and_their_last_piece():
    from models.examples import Examples

    lengths = np.array([5, 16, 17, 29, 24])
    texts = Examples(np.arange(lengths.sum(), dtype=np.int32), lengths, np.zeros(5, np.int8))
    evened = texts.evened()
    assert evened.lengths.tolist() == [5, 16, 16, 24, 24]
    assert evened.pieces[21:37].tolist() == [*range(21, 36), 37]
    assert evened.pieces[37:61].tolist() == [*range(38, 61), 66]
    assert evened.pieces[-1] == lengths.sum() - 1


@pytest.mark.slow
def test_questions_come_nearer_to_their_passages_others_stay_and_a_stopped_run_goes_on(tmp_path):
    torch, network = _small_teacher()
    from models.asked import Asked, Beside
    from models.padded import Padded
    from models.questions import Blend, Pair, QuestionPlan, mean_of, teach_questions

    rng = np.random.default_rng(7)

    def word():
        return "".join(rng.choice(list("abcdefghijklmnopqrstuvwxyz"), 5))

    asked = [Asked(word(), (word(),), (word(),), "ab"[n % 2] if n > 3 else "") for n in range(8)]
    beside = Beside([word() for _ in range(12)], [(word(), word()) for _ in range(4)], [word() for _ in range(6)])
    tokenizer = _letters_tokenizer()

    def encode(texts, role):
        return Padded.encoded(texts, tokenizer, role)

    def vectors(net, texts, role=0):
        with torch.no_grad():
            return encode(texts, role).vectors(net, role, torch.arange(len(texts))).numpy()

    def words(texts):
        return _unit(np.array([[1.0 + ord(text[0]) % 3, 1.0, 0.5] for text in texts]))

    def first(pair):
        queries = [query for each in asked[1:] for query in each.queries + each.details]
        queries = np.concatenate([vectors(pair.asking, queries) * 0.6**0.5, words(queries) * 0.4**0.5], axis=1)
        texts = [each.passage for each in asked] + beside.others
        passages = np.concatenate([vectors(pair.passages, texts, 1) * 0.6**0.5, words(texts) * 0.4**0.5], axis=1)
        return ((queries @ passages.T).argmax(axis=1) == np.repeat(np.arange(1, 8), 2)).mean()

    plan = QuestionPlan(steps=60, rates=(3e-3, 1e-3), batch=14, beside=8, remembered=10, dropped=0.1)
    before = Pair(network, network)
    taught = teach_questions(before, asked, beside, Blend(words, 0.4), encode, plan, tmp_path / "questions.pt")
    assert first(taught) > 0.8 > 0.5 > first(before)
    kept = (vectors(taught.asking, beside.kept) * vectors(network, beside.kept)).sum(1)
    assert kept.mean() > 0.8
    stayed = (vectors(taught.passages, beside.others, 1) * vectors(network, beside.others, 1)).sum(1)
    assert stayed.mean() > 0.8
    again = teach_questions(before, asked, beside, Blend(words, 0.4), encode, plan, tmp_path / "questions.pt")
    assert np.allclose(vectors(again.asking, beside.kept), vectors(taught.asking, beside.kept))  # nothing was left
    mean = mean_of([before, taught]).asking.layers[0].weight
    assert torch.allclose(mean, (network.layers[0].weight + taught.asking.layers[0].weight) / 2)
