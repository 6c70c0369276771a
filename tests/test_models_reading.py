"""How the network that reads pairs is taught: with what, what it never sees, and that the steps do what they say."""

import gzip
import json
import random
from collections import Counter
from itertools import islice

import numpy as np
import pytest

from models.reading_changes import read_opposites
from models.reading_pairs import (
    CONTRADICTED,
    NOT_FOUND,
    NOT_SUPPORTED,
    READ_UNDER_HEADINGS,
    SUPPORTED,
    InContext,
    Passage,
    Row,
    Written,
    read_in_context,
    read_passages,
)
from models.reading_swapped import PublicTexts, read_made, swapped_pairs, write_made
from settings import PROJECT
from tests.networks import small_bert

_NEEDED = "training needs requirements-train.txt"


def _lines(path, rows):
    with gzip.open(path, "wt", encoding="utf-8") as stream:
        stream.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


# -- what was written -------------------------------------------------------------------------------------------------


def test_answers_stand_in_their_passages_and_every_kind_of_row_is_there():
    passages, in_context = [*read_passages(), *read_passages(READ_UNDER_HEADINGS)], read_in_context()
    rows = [row for passage in passages for row in passage.rows] + [each.row for each in in_context]
    assert len(passages) == len({passage.text for passage in passages}) > 3500
    assert all(row.text == passage.text for passage in passages for row in passage.rows)
    assert all(row.answer in row.text for row in rows if row.answer is not None)
    assert {row.verdict for row in rows} == {SUPPORTED, CONTRADICTED, NOT_FOUND, NOT_SUPPORTED, None}
    refused = sum(row.answer is None for row in rows if not row.is_claim)
    assert 0.15 < refused / sum(not row.is_claim for row in rows) < 0.35


def test_claims_under_headings_are_mostly_true_and_the_passage_has_its_headings_in_front():
    passages = read_passages(READ_UNDER_HEADINGS)
    verdicts = Counter(row.verdict for passage in passages for row in passage.rows if row.is_claim)
    assert verdicts[SUPPORTED] > verdicts[CONTRADICTED] + verdicts[NOT_FOUND]
    assert sum(bool(passage.headings) for passage in passages) > 0.7 * len(passages)
    titled = Passage(
        "全县修路38公里。", (Row("2023年青岚县修路38公里", "全县修路38公里。", SUPPORTED),), "青岚县2023年公报。交通："
    )
    written = Written([titled], [], every=0)
    assert {row.text for row in written.version(1, 1)} == {"青岚县2023年公报。交通：全县修路38公里。"}
    assert Written([titled], [], every=1).held_out()[0].text.startswith("青岚县2023年公报。交通：全县")


def test_an_answer_that_the_passage_lacks_and_an_unknown_verdict_are_refused(tmp_path):
    line = {"text": "渡口每天开六班船。", "claims": [], "questions": [["每天几班船？", "七班"]]}
    with pytest.raises(ValueError, match="line 1: the answer '七班' is not in the passage"):
        read_passages(_lines(tmp_path / "read.jsonl.gz", [line]))
    line = {"text": "渡口每天开六班船。", "claims": [["渡口有船", "true", "reworded"]], "questions": []}
    with pytest.raises(ValueError, match=r"line 1: expected one of .* got 'true'"):
        read_passages(_lines(tmp_path / "read.jsonl.gz", [line]))
    with pytest.raises(ValueError, match=r"line 1: expected one of .* got 4"):
        read_in_context(_lines(tmp_path / "context.jsonl.gz", [["c", "渡口有船", "渡口每天开六班船。", 4, ""]]))


@pytest.fixture(scope="module")
def written():
    return Written.read()


def test_versions_differ_and_are_the_same_for_the_same_seed(written):
    first = written.version(1, seed=1)
    assert first == written.version(1, seed=1)
    assert first != written.version(2, seed=1)
    assert first != written.version(1, seed=2)
    asked = {(row.first, row.answer) for row in first if row.answer is not None}
    assert asked == {(row.first, row.answer) for row in written.version(2, seed=2) if row.answer is not None}


def test_what_is_held_out_is_in_no_version_neither_asked_nor_beside(written):
    held = written.held_out()
    assert 0.03 < len(held) / (len(held) + len(written.version(1, 1))) < 0.07
    texts = {row.text for row in held}
    hidden = [passage for passage in written.passages if passage.text in texts]
    assert len(hidden) > 100
    in_context = {each.row.first for each in written.in_context} & {row.first for row in held}
    for number in (1, 2):
        version = written.version(number, 1)
        told = "\n".join(row.text for row in version)
        assert not [passage.text for passage in hidden if passage.text in told]
        assert not in_context & {row.first for row in version}
    assert not [row for row in held if row.verdict == NOT_SUPPORTED]


def test_what_is_put_to_another_passage_is_not_found_there():
    texts = [f"{name}站去年运送旅客{n}万人次。" for n, name in enumerate("甲乙丙丁戊己庚辛", start=31)]
    passages = [
        Passage(text, (Row(f"{text[0]}站的旅客", text, SUPPORTED), Row(f"{text[0]}站呢？", text, answer=text[-6:-4])))
        for text in texts
    ]
    written = Written(passages, [InContext(Row("线路", "共四条线。", NOT_FOUND), "客运公报。")], every=0)
    assert not written.held_out()
    rows = [row for number in range(60) for row in written.version(number, 3)]
    elsewhere = [row for row in rows if row.first[0] not in row.text]
    assert {(row.verdict, row.answer) for row in elsewhere if row.first != "线路"} == {(NOT_FOUND, None), (None, None)}
    own = [row for row in rows if row.first[0] in row.text and row.first != "线路"]
    assert {row.verdict for row in own} == {SUPPORTED, None}
    assert all(row.is_claim or row.answer in row.text for row in own)
    assert any(len(row.text) > len(texts[0]) for row in own)  # another one stands beside
    assert {row.text for row in rows if row.first == "线路"} == {"共四条线。", "客运公报。共四条线。"}


# -- what is made -----------------------------------------------------------------------------------------------------

_SENTENCES = [
    "去年全镇修复水渠38公里，受益农田超过6200亩。",
    "刘家湾泵站已经完成改造，张家湾泵站尚未开工。",
    "县水务局可以提高用水定额，但不得高于原来的标准。",
    "王建国和李秀英在北京参加了防汛工作会议。",
    "项目资金由中央财政和地方财政共同承担。",
    "雨季之前没有发现重大隐患，全部水库保持安全运行。",
]
_TRANSLATED = [
    ("这条新铁路将在2030年把两个港口连接起来。", "The new railway will connect the two ports in 2030."),
    ("报告没有说明工程为什么推迟了三个月。", "The report does not say why the works were late."),
    ("委员会不会批准没有环境评估的申请。", "The committee will not approve an application without a study."),
    ("所有的学校都已经接通了饮用水。", "All schools are connected to drinking water."),
]
_SYNONYMS = {"完成": ["竣工"], "提高": ["提升"], "发现": ["找到"], "共同": ["一道"]}


def _public():
    return PublicTexts({"reports": [_SENTENCES, _SENTENCES[::-1]]}, _TRANSLATED, [], _SYNONYMS)


def test_what_is_called_contradicted_is_not_what_the_passage_says():
    pytest.importorskip("rjieba", reason=_NEEDED)
    rows = list(islice(swapped_pairs(_public(), 5), 4000))
    everything = "\n".join(_SENTENCES + [text for pair in _TRANSLATED for text in pair])
    assert {row.verdict for row in rows} == {SUPPORTED, CONTRADICTED, NOT_FOUND, NOT_SUPPORTED}
    false = [row for row in rows if row.verdict in {CONTRADICTED, NOT_SUPPORTED}]
    assert len(false) > 1000
    assert not [row.first for row in false if row.first in everything]
    assert not [row.first for row in rows if row.verdict == NOT_FOUND and row.first in row.text]
    verbatim = [row for row in rows if row.verdict == SUPPORTED and row.first in everything]
    assert len(verbatim) > 500
    reworded = {row.first for row in rows if row.verdict == SUPPORTED and "竣工" in row.first}
    assert any("刘家湾泵站" in claim for claim in reworded)
    assert "The committee will approve an application without a study." in {row.first for row in false}


def test_the_same_seed_makes_the_same_pairs_and_they_are_read_as_they_were_written(tmp_path):
    pytest.importorskip("rjieba", reason=_NEEDED)
    rows = list(islice(swapped_pairs(_public(), 7), 50))
    assert rows == list(islice(swapped_pairs(_public(), 7), 50))
    assert rows != list(islice(swapped_pairs(_public(), 8), 50))
    write_made(iter(rows), 40, tmp_path / "made.jsonl.gz")
    assert read_made(tmp_path / "made.jsonl.gz") == rows[:40]


def test_every_word_has_its_opposites_both_ways():
    opposites = read_opposites()
    assert len(opposites) > 80
    for word, others in opposites.items():
        assert word not in others
        assert all(word in opposites[other] for other in others)


# -- pieces and batches -----------------------------------------------------------------------------------------------

_ROWS = [
    Row("船班减少了", "渡口每天开六班船，比上年多两班。", CONTRADICTED),
    Row("How many ferries a day?", "渡口每天开六班船，冬天也开六班船。", answer="六班"),
    Row("渡口有多长？", "渡口每天开六班船。"),
    Row("谁修的路？" * 40, "路由县里修。" * 60, answer="县里"),
    Row("桥在哪里？", "路。" * 300 + "桥在城南。", answer="城南"),
]


def _tokenizer():
    for package in ("torch", "transformers"):
        pytest.importorskip(package, reason=_NEEDED)
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(PROJECT / "models" / "default" / "tokenizer.json"))


def test_the_marked_pieces_are_the_answer_wherever_it_stands_and_answers_that_are_cut_off_are_not_taught():
    tokenizer = _tokenizer()
    from models.reading_batches import encoded

    pairs = encoded(_ROWS, tokenizer)
    assert [pair.row for pair in pairs] == _ROWS[:4]
    assert [len(pair.spans) for pair in pairs[:3]] == [0, 2, 0]
    for pair in pairs:
        assert len(pair.ids) <= 288
        for first, last in pair.spans:
            start, end = pair.offsets[first - pair.second, 0], pair.offsets[last - pair.second, 1]
            assert pair.row.answer in pair.row.text[start:end]


def test_a_pair_is_taught_as_the_program_reads_it(monkeypatch):
    tokenizer = _tokenizer()
    from index.encoders import comprehension
    from index.encoders.folder import ModelFolder
    from models.reading_batches import Batch, encoded

    given = []

    class _Session:
        def run(self, _, feed):
            given.append(feed)
            return np.zeros((1, 4), np.float32), np.zeros((1, feed["ids"].shape[1], 2), np.float32)

    monkeypatch.setattr(comprehension, "open_network", lambda *_: _Session())
    reader = comprehension.Comprehension(ModelFolder.read(comprehension.COMPREHENSION), threads=1)
    for pair in encoded(_ROWS, tokenizer):
        found = reader.spans(pair.row.first, pair.row.text)
        batch = Batch.of([pair], "cpu")
        assert given[-1]["ids"].tolist() == batch.ids.tolist()
        assert given[-1]["kinds"].tolist() == batch.kinds.tolist()
        assert found.offsets.tolist() == pair.offsets.tolist()


def test_spaces_that_only_the_printing_has_are_not_taught():
    tokenizer = _tokenizer()
    from models.reading_batches import encoded

    printed = [
        Row("2021 年 11 月开通的是哪一段？", "南段于 2021 年 11 月开通，长 48 公里。", answer="南段"),
        Row("南段长多少？", "南段于 2021 年 11 月开通，长 48 公里。", answer="48 公里"),
    ]
    rows = [pair.row for pair in encoded(printed, tokenizer)]
    assert [row.text for row in rows] == ["南段于2021年11月开通，长48公里。"] * 2
    assert rows[0].first == "2021年11月开通的是哪一段？"
    assert rows[1].answer == "48公里"


def test_batches_lose_no_pair_and_hold_one_task_within_their_size():
    tokenizer = _tokenizer()
    from models.reading_batches import Batch, batched, encoded

    rng = random.Random(3)
    rows = [Row("路修好了", "路" * rng.randint(3, 120), rng.choice((SUPPORTED, NOT_FOUND))) for _ in range(90)]
    pairs = encoded(rows + [Row("修了什么？", "路" * rng.randint(3, 120), answer="路") for _ in range(70)], tokenizer)
    for order in (None, random.Random(1), random.Random(2)):
        batches = batched(pairs, 1200, 16, order)
        assert sorted(id(pair) for batch in batches for pair in batch) == sorted(map(id, pairs))
        assert all(len({pair.row.is_claim for pair in batch}) == 1 for batch in batches)
        assert all(len(batch) <= 16 and Batch.of(batch, "cpu").ids.numel() <= 1200 for batch in batches)
        assert len(batches) < 30  # like lengths are together


# -- the network ------------------------------------------------------------------------------------------------------


def _small_network(layers=2, vocabulary=50_000, dropped=0.0):
    torch, model = small_bert(layers, vocabulary, places=300)
    from models.comprehension import ComprehensionNetwork

    return torch, ComprehensionNetwork(model, tuple(range(layers)), dropped).train(False)


def test_pairs_of_different_lengths_together_are_read_as_they_are_alone():
    tokenizer = _tokenizer()
    torch, network = _small_network()
    from models.reading_batches import Batch, encoded
    from models.reading_lessons import outputs

    pairs = encoded(_ROWS[1:4], tokenizer)
    with torch.no_grad():
        together = outputs(network, Batch.of(pairs, "cpu"))
        for number, pair in enumerate(pairs):
            alone = Batch.of([pair], "cpu")
            verdict, span = network(alone.ids, alone.kinds)
            assert torch.allclose(together.verdict[number], verdict[0], atol=1e-4)
            inside = slice(pair.second, len(pair.ids))
            assert torch.allclose(together.span[number, inside], span[0, inside], atol=1e-4)
            assert together.span[number, : pair.second].max() < -1000


def _lesson_rows():
    """What a network of two layers can learn: ``a`` in the passage supports, ``b`` contradicts, ``c`` is an answer."""
    rng = random.Random(4)
    rows = []
    for letter, verdict in (("a", SUPPORTED), ("b", CONTRADICTED), ("x", NOT_FOUND)):
        rows += [Row("q", _around(letter, rng), verdict) for _ in range(16)]
    return rows + [Row("w", _around(letter, rng), answer="c" if letter == "c" else None) for letter in "cx" * 16]


def _around(letter, rng):
    words = [rng.choice("defgh") for _ in range(rng.randint(3, 6))]
    words.insert(rng.randrange(len(words)), letter)
    return " ".join(words)


@pytest.mark.slow
def test_a_few_steps_teach_verdicts_and_answers_and_a_student_learns_them_from_its_teacher():
    tokenizer = _tokenizer()
    torch, network = _small_network(dropped=0.02)
    from models.reading_batches import encoded
    from models.reading_lessons import Lesson, shallow, teach
    from models.reading_measured import measured

    pairs = encoded(_lesson_rows(), tokenizer)
    before, table = measured(network, pairs), network.words.weight.detach().clone()
    for seed in range(40):
        teach(network, pairs, Lesson("few", 4e-3, 2000, 16, seed=seed))
    after = measured(network, pairs)
    assert after.verdicts > 0.9 > 0.6 > before.verdicts
    assert min(after.exact, after.refused) > 0.9
    assert torch.equal(table, network.words.weight)  # they belong to the embedding model
    student = shallow(network, (1,))
    for seed in range(20):
        teach(student, pairs, Lesson("few", 4e-3, 2000, 16, 0.5, seed=seed), made=pairs[:32], teacher=network)
    learned = measured(student, pairs)
    assert min(learned.verdicts, learned.exact, learned.refused) > 0.8
    assert measured(network, pairs) == after


def test_a_claim_that_is_only_not_supported_may_have_either_verdict():
    tokenizer = _tokenizer()
    torch, network = _small_network()
    from models.reading_batches import Batch, encoded
    from models.reading_lessons import Lesson, outputs, teach

    pairs = encoded([Row("q", "d e f", NOT_SUPPORTED)] * 8, tokenizer)
    chances = [_chances(torch, outputs(network, Batch.of(pairs[:1], "cpu")))]
    for seed in range(10):
        teach(network, pairs, Lesson("few", 4e-3, 2000, 1, seed=seed))
    chances.append(_chances(torch, outputs(network, Batch.of(pairs[:1], "cpu"))))
    assert chances[1][0] < 0.1 < chances[0][0]
    assert min(chances[1][1:]) > 0.01  # neither of them was said to be right


def _chances(torch, out):
    return torch.softmax(out.verdict.detach()[0, :3], -1).tolist()


# the exporter that ONNX Runtime's fusions know is the older one of torch
_OLD_EXPORTER = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")


@_OLD_EXPORTER
@pytest.mark.slow
def test_the_exported_network_gives_what_the_network_gives_and_shares_the_table_of_pieces(tmp_path):
    torch, network = _small_network(vocabulary=4000)
    import copy

    import onnxruntime

    from models.export import export_comprehension, share_pieces, share_tables

    network.train(False)
    first, second, other = (tmp_path / f"{name}.onnx" for name in ("query", "comprehension", "other"))
    changed = copy.deepcopy(network)
    changed.words.weight.data[7] += 1
    for each, path in ((network, first), (network, second), (changed, other)):
        export_comprehension(copy.deepcopy(each), path)
    share_tables([first, first], tmp_path / "pieces.bin")
    size = second.stat().st_size
    share_pieces(second, first, tmp_path / "pieces.bin")
    assert second.stat().st_size < size - 4000 * 31
    session = onnxruntime.InferenceSession(str(second), providers=["CPUExecutionProvider"])
    for pieces in (5, 9, 40):
        ids = torch.from_numpy(np.random.default_rng(pieces).integers(4, 4000, (2, pieces)))
        kinds = (torch.arange(pieces) > pieces // 2).long().expand(2, -1)
        with torch.no_grad():
            wanted = network(ids, kinds)
        found = session.run(None, {"ids": ids.numpy(), "kinds": kinds.numpy()})
        for one, right in zip(found, wanted, strict=True):
            assert np.abs(one - right.numpy()).mean() < 0.1 * np.abs(right.numpy()).mean() + 0.02, pieces
    with pytest.raises(ValueError, match=r"other\.onnx: words\.\w+ differs from the one in pieces\.bin"):
        share_pieces(other, first, tmp_path / "pieces.bin")


def test_a_tiny_run_never_replaces_the_weights_of_the_project(tmp_path, capsys):
    for package in ("torch", "transformers", "onnx"):
        pytest.importorskip(package, reason=_NEEDED)
    from models.reading import main

    with pytest.raises(SystemExit):
        main(["--data", str(tmp_path), "--work", str(tmp_path), "--tiny"])
    assert "give --out" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())
