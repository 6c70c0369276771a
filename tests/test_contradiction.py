"""The network that reads two statements together: do they tell one fact otherwise?"""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer.conflict_read import Told, in_order, side_by_side
from answer.conflict_steps import both_hold
from answer.conflict_weighed import rows_of
from answer.sources import sources_of
from errors import ModelError
from index.build import ingest
from index.doctor import examine
from index.encoders import ModelFolder, verify_model
from index.encoders.comprehension import CONTRADICTION, load_contradiction
from index.store import KnowledgeBase
from settings import Settings
from tests.networks import small_bert

_STATEMENT = Told(
    "青石河流域合作计划第六次部长级会议声明",
    "2023-05-12",
    "三、监测",
    "部长们欢迎三省于2022年9月在临川市签署《流域水量分配协议》。",
    (7, 15),
)
_REPORT = "青石河流域合作计划2024年度进展报告"


def _chance(a: Told, b: Told) -> float:
    one, two = side_by_side(*in_order(a, b), of_one=a.title == b.title)
    return float(load_contradiction().verdicts(one, [two])[0, 1])


def _compared(
    text: str, value: str, *, title: str = _REPORT, issued: str = "2024-11-20", heading: str = "四、水量"
) -> Told:
    at = text.index(value)
    return Told(title, issued, heading, text, (at, at + len(value)))


@pytest.mark.parametrize(
    ("other", "fine"),
    [
        (
            ("水量分配协议的案文尚未谈妥，三省至今没有签署。", "没有签署"),
            ("《跨省应急供水议定书》的案文尚未谈妥，三省至今没有签署。", "没有签署"),
        ),
        (
            ("《流域水量分配协议》2022年11月在临川由三省签署。", "2022年11月"),
            ("《流域水量分配协议》自2023年1月1日起生效。", "2023年1月1日"),
        ),
    ],
)
def test_what_excludes_a_statement_is_likelier_than_what_only_looks_so(
    other: tuple[str, str], fine: tuple[str, str]
) -> None:
    assert _chance(_STATEMENT, _compared(*other)) > _chance(_STATEMENT, _compared(*fine))


def test_what_is_compared_stands_in_brackets_behind_title_month_and_heading() -> None:
    later = _compared("协议的签署推迟到2025年春季。", "2025年春季")
    one, two = side_by_side(*in_order(later, _STATEMENT), of_one=False)
    assert one.startswith("青石河流域合作计划第六次部长级会议声明|2023-05|三、监测|部长们欢迎三省【于2022年9月】在")
    assert two == f"{_REPORT}|2024-11|四、水量|协议的签署推迟到【2025年春季】。"


def test_of_one_report_its_title_is_not_read() -> None:
    one, two = side_by_side(_STATEMENT, _STATEMENT, of_one=True)
    assert one == two
    assert one.startswith("2023-05|三、监测|")


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="协议于签署三省2022年，。", min_size=1, max_size=400), st.data())
def test_of_a_long_sentence_what_is_compared_is_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, min(len(text), start + 30)))
    told = Told("题", "", "", text, (start, end))
    one, _ = side_by_side(told, told, of_one=True)
    assert f"【{text[start:end]}】" in one
    assert len(one) <= 200


def test_the_shipped_files_are_those_that_were_trained() -> None:
    assert verify_model(CONTRADICTION).kind == "comprehension"


def test_doctor_names_a_network_that_is_not_whole(
    kb_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found():
        return next(f for f in examine(kb_copy, Settings(kb=kb_copy)) if f.check == "contradiction")

    assert found().ok
    moved = shutil.copytree(CONTRADICTION, tmp_path / "models" / "reads")
    monkeypatch.setattr("index.doctor.CONTRADICTION", moved)
    assert not found().ok
    assert "contradiction.onnx is missing" in found().detail
    with pytest.raises(ModelError, match=r"contradiction\.onnx is missing; restore the model folder"):
        load_contradiction(moved)


_PROSE = "# 青石河农业合作计划2023年度报告\n\n2024年3月1日\n\n## 一、进展\n\n{}\n\n## 二、说明\n\n{}\n"


@pytest.mark.parametrize(
    ("a", "b"),
    [  # what a guard that reads too little would take for two facts
        ("2022年起已解除对外资持股比例的限制。", "对外资持股比例的限制至今没有解除。"),
        ("单一窗口平台由财政部牵头建设，交通部配合。", "单一窗口平台由交通部牵头建设，财政部配合。"),
        ("除小麦外，2023年各类农产品关税均有下降。", "除小麦外，2023年各类农产品关税均有上升。"),
    ],
)
def test_what_differs_in_spite_of_words_in_common_is_read(a: str, b: str, tmp_path: Path) -> None:
    (tmp_path / "report.md").write_text(_PROSE.format(a, b), encoding="utf-8")
    chosen = Settings(kb=tmp_path / "kb", model="fast")
    ingest([tmp_path / "report.md"], chosen)
    with KnowledgeBase.open(settings=chosen) as kb:
        sources = sources_of(kb)
        pairs = [*rows_of(list(sources.all_units()), sources.documents)]
    assert pairs
    assert any(not both_hold(one, two, difference) for one, two, difference, _ in pairs)


# -- how it is taught --------------------------------------------------------------------------------------------------


def _pairs():
    return pytest.importorskip(
        "models.contradiction_pairs", reason="a package of requirements-train.txt is not installed"
    )


def test_what_was_written_names_what_is_compared() -> None:
    written = _pairs().Written.read()
    assert len(written) > 6_000
    assert sum(one.contradicts for one in written) == len(written) / 3
    assert all(one.a.compared and one.b.compared for one in written)


def test_a_pass_reads_all_that_was_written_and_some_of_what_was_found() -> None:
    pairs = _pairs()
    written = pairs.Written.read()[:60]
    found = []
    for n in range(200):
        texts, case = (f"甲{n}", f"乙{n}"), ("基", n // 4) if n < 8 else None
        found.append(pairs.Found(texts, texts, case, False, 0.5 if n % 2 else 0.0, True))
    taught = pairs.drawn(written, found, 7, random.Random(3))
    found_ones = [pair for pair in taught if pair.first.startswith("甲")]
    real = [pair for pair in taught if pair.first.startswith("甲") and pair.contradicts]
    assert len(found_ones) == 6 + 42
    assert len(taught) > 60 + len(found_ones)  # and some made out of what was written
    assert len(real) == 6  # three of each case, which count as one
    assert sum(pair.weight for pair in real) == pytest.approx(2 * 1.5)
    assert taught == pairs.drawn(written, found, 7, random.Random(3))


@pytest.mark.parametrize(
    ("value", "shape"), [("4,500万美元", r"\d,\d{3}万美元"), ("2022年10月", r"2022年\d{1,2}月"), ("已签署", None)]
)
def test_another_figure_has_the_same_shape(value: str, shape: str | None) -> None:
    made = pytest.importorskip("models.contradiction_made")
    made_ones = set()
    for seed in range(40):
        other = made.another_figure(value, random.Random(seed))
        made_ones.add(other)
        if other is not None and shape:
            assert other != value
            assert re.fullmatch(shape, other)
    assert (len(made_ones - {None}) > 1) == (shape is not None)


def test_what_agrees_has_the_figure_of_the_other_side() -> None:
    made = pytest.importorskip("models.contradiction_made")
    a, b = Told("甲", "", "", "码头长460米。", (3, 7)), Told("甲", "", "", "二期码头，长度（米）：520", (11, 14))
    assert made.agreeing(a, Told("甲", "", "", "二期码头占地46公顷。", (6, 10))) is None  # another unit
    assert made.agreeing(a, b).text == "二期码头，长度（米）：460"


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::torch.jit.TracerWarning")
def test_a_network_learns_and_is_not_written_beside_models_with_other_pieces(tmp_path: Path) -> None:
    torch, model = small_bert(2, 50_000, places=300)
    pairs = _pairs()
    from models.comprehension import ComprehensionNetwork
    from models.contradiction import taught, written_out

    out = shutil.copytree(CONTRADICTION.parent / "default", tmp_path / "default").parent
    found = [
        pairs.Found((f"港口{n}", "已建成"), ("港口", "建成"), ("基", n) if n < 4 else None, False, 0.5, True)
        for n in range(40)
    ]
    network = ComprehensionNetwork(model, (0, 1), 0.1)
    before = network.places.detach().clone()
    taught(network, pairs.Written.read()[:24], found, 1, seed=1)
    assert not torch.equal(before, network.places)
    with pytest.raises(ValueError, match=r"contradiction\.onnx: words\.\w+ differs from the one in pieces\.bin"):
        written_out(network, tmp_path, out)
    assert (out / "default" / "contradiction.onnx").read_bytes() == ModelFolder.read(
        CONTRADICTION
    ).weights_path.read_bytes()


def test_a_pair_is_cut_where_the_program_cuts_it() -> None:
    pairs = _pairs()
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(ModelFolder.read(CONTRADICTION).tokenizer_path))
    pair = pairs.Pair("港口建成。" * 80, "码头没有建成。" * 90, contradicts=True)
    ids, kinds, filled = pairs.in_pieces([pair, pairs.Pair("港口", "码头", contradicts=False)], tokenizer, 125, 256)
    assert ids.shape == kinds.shape == filled.shape == (2, 256)
    assert int((kinds[0] == 0).sum()) == 127
    assert int(filled[1].sum()) < 12
