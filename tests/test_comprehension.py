"""The network that reads a claim or a question together with a passage."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from errors import ModelError
from index.doctor import examine
from index.encoders import ModelFolder, verify_model
from index.encoders.comprehension import COMPREHENSION, Comprehension, load_comprehension
from settings import Settings

LIBRARY = (
    "青石镇图书馆于 2021 年 3 月 5 日开馆，总投资 860 万元，其中县财政出资 500 万元，其余由两家企业捐赠。"
    "儿童阅览室原定同年 9 月启用，因消防验收未通过，推迟到 2022 年 1 月。"
)
SUPPORTED, CONTRADICTED, NOT_FOUND = range(3)


@pytest.fixture(scope="module")
def network():
    return load_comprehension()


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("青石镇图书馆于2021年3月5日开馆", SUPPORTED),
        ("青石镇图书馆2021年春天开了门", SUPPORTED),
        ("青石镇图书馆于2022年1月开馆", CONTRADICTED),
        ("儿童阅览室在2021年9月如期启用", CONTRADICTED),
        ("青石镇图书馆藏书三万册", NOT_FOUND),
    ],
)
def test_the_verdict_on_a_plain_claim(network, claim, verdict):
    (chances,) = network.verdicts(claim, [LIBRARY])
    assert chances.sum() == pytest.approx(1, abs=1e-5)
    assert int(chances.argmax()) == verdict, chances


@pytest.mark.parametrize(
    ("passage", "claim"),
    [
        (
            "2021年5月，越南海关总署（GDVC）在岘港举办了一场面向东盟各成员国海关部门的高级别通关便利化研讨会。",
            "2021年5月，越南海关总署在岘港举办了高级别通关便利化研讨会。",
        ),
        ("此外，会议还成立了四个数据工作组，并推出了一个门户网站。", "会议成立了四个数据工作组。"),
        (
            "柳河县2022年交通工作总结。农村公路：全县新改建农村公路126公里，其中硬化路118公里。",
            "2022年柳河县新改建农村公路126公里。",  # year and county stand in the title only
        ),
    ],
)
def test_a_plain_true_sentence_of_a_report_is_not_told_as_contradicted(network, passage, claim):
    (chances,) = network.verdicts(claim, [passage])
    assert chances.argmax() == SUPPORTED, chances


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("图书馆什么时候开馆？", "2021 年 3 月 5 日"),
        ("县财政出了多少钱？", "500 万元"),
        ("阅览室为什么没有按时启用？", "消防验收未通过"),
        ("When did the library open?", "2021 年 3 月 5 日"),
    ],
)
def test_an_answer_is_found_where_it_stands_with_the_spaces_of_the_print(network, question, answer):
    told = network.spans(question, LIBRARY)
    span = told.best()
    assert LIBRARY[slice(*span.at)].strip("，。") == answer
    assert told.answered > 0.5
    assert told.within(*span.at) >= span.chance > 0.3


def test_what_a_passage_does_not_tell_is_not_answered(network):
    assert network.spans("图书馆每年有多少读者？", LIBRARY).answered < 0.5


def test_a_pair_is_read_the_same_whatever_is_read_beside_it_and_by_however_many_threads(network):
    claims = ["图书馆开馆了", "图书馆还没有开馆", "图书馆由企业全额捐建"]
    folder = ModelFolder.read(COMPREHENSION)
    alone = [Comprehension(folder, threads=1).verdicts(claim, [LIBRARY])[0] for claim in claims]
    with ThreadPoolExecutor(3) as pool:
        beside = [*pool.map(lambda claim: network.verdicts(claim, ["别的一段话。", LIBRARY])[1], claims)]
    assert np.array_equal(alone, beside)


def test_nothing_to_read(network):
    assert network.verdicts("图书馆开馆了", []).shape == (0, 3)
    assert network.spans("谁？", "").best() is None
    assert network.verdicts("图书馆开馆了", [""]).shape == (1, 3)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="青石镇图书馆 20213年月，。\n\tabZ（%é一", min_size=1, max_size=120))
def test_what_is_found_lies_within_the_passage(passage):
    span = load_comprehension().spans("图书馆在哪里？", passage).best()
    if span is not None:
        assert 0 <= span.at[0] <= span.at[1] <= len(passage)
        assert 0 <= span.chance <= 1


def test_a_passage_longer_than_the_network_reads_is_cut(network):
    told = network.spans("谁开馆？", LIBRARY * 20)
    assert len(told.begins) == len(told.offsets) < 288


def test_the_shipped_files_are_those_that_were_trained():
    assert verify_model(COMPREHENSION).kind == "comprehension"


def test_a_missing_file_is_named(tmp_path):
    folder = shutil.copytree(COMPREHENSION, tmp_path / "models" / "comprehension")
    with pytest.raises(ModelError, match=r"comprehension\.onnx is missing; restore the model folder"):
        load_comprehension(folder)


def test_doctor_names_a_network_that_is_not_whole(kb_copy, tmp_path, monkeypatch):
    def found():
        return next(f for f in examine(kb_copy, Settings(kb=kb_copy)) if f.check == "comprehension")

    assert found().ok
    monkeypatch.setattr("index.doctor.COMPREHENSION", shutil.copytree(COMPREHENSION, tmp_path / "models" / "reads"))
    assert not found().ok
    assert "comprehension.onnx is missing" in found().detail
