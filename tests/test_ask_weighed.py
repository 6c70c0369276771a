"""Answers that what was learned puts first, and what may not pass however likely it looks."""

import numpy as np
import pytest

from answer.ask import ask, possible_answers
from answer.evidence import FEATURES, NEAR
from answer.weighing import chances, read_trees
from index.build import ingest
from index.store import KnowledgeBase
from models.weighing import Lesson, learned, table_of
from settings import Settings

REPORT = """城乡建设质量年报

城乡建设质量年报说明，外墙保温层脱落事故41起，砸伤行人19人，2008至2012年项目最多，维修基金动用门槛下调为半数业主签字。

渠道衬砌及闸门自动化工程覆盖灌溉面积4.6万公顷，渠系水利用系数由0.48提升至0.63，尾水地区轮灌间隔由19天缩短为11天，玉米单产随之增加14%。

存款准备金率结构性下调，仅对涉农贷款占比超过30%的机构适用，释放长期资金约540亿元，支持春耕备耕。

边境口岸车辆检测线扩建后，日均查验货车由210辆增至390辆，排队时间缩短。

统计局第二季度劳动力调查显示，15至24岁失业率为19.7%，其中大学毕业生占失业青年的三分之一。
"""


@pytest.fixture(scope="module", params=["default", "fast"])
def report(tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("report")
    (folder / "report.txt").write_text(REPORT, encoding="utf-8")
    ingest([folder / "report.txt"], Settings(kb=folder / "kb", model=request.param))
    with KnowledgeBase.open(folder / "kb", Settings(kb=folder / "kb")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("伤了几个路人", "19人"),
        ("末端的地现在隔多少天轮到水", "11天"),
        ("降准以后能长期用的资金多出来多少", "540亿元"),
    ],
)
def test_an_answer_in_a_clause_of_other_words_is_told_where_meaning_is_known(report, question, text):
    response = ask(report, question)
    if report.manifest.setting == "fast":  # the rules alone
        assert not response.answered or response.answers[0].text == text
        return
    answer = response.answers[0]
    assert text in answer.text
    assert answer.text in report.passage(answer.citations[0]).text


@pytest.mark.parametrize(
    "question",
    ["哈萨克斯坦伤了几个路人", "2019年伤了几个路人", "第三次会议上伤了几个路人", "路人赔了多少钱"],
)
def test_another_country_year_or_kind_of_figure_is_no_answer(report, question):
    assert not ask(report, question).answered


def test_the_same_question_has_the_same_answers_again(report):
    assert ask(report, "伤了几个路人") == ask(report, "伤了几个路人")


def test_what_speaks_for_an_answer_is_the_same_for_all_of_a_clause_but_what_is_its_own(report):
    possible, table = possible_answers(report, "保温层脱落砸伤了几个行人")
    assert table.shape == (len(possible), len(FEATURES))
    assert np.isnan(table[:, NEAR]).all()
    assert not np.isnan(np.delete(table, NEAR, axis=1)).any()
    own = [row for item, row in zip(possible, table, strict=True) if "砸伤行人" in item.unit.text]
    assert {float(row[FEATURES.index("clause")]) for row in own} != {0.0}


@pytest.mark.parametrize("question", ["事故是41起吗", "哪个地区的事故最多"])
def test_questions_that_are_answered_otherwise_are_not_weighed(report, question):
    assert possible_answers(report, question)[0] == []


def test_trees_are_read_as_they_were_learned():
    draw = np.random.default_rng(1)
    table = draw.integers(0, 200, (600, len(FEATURES))).astype(np.float32) / 256  # few values are quickly sorted
    table[::3, NEAR] = np.nan
    right = np.nan_to_num(table[:, NEAR], nan=0.2) + table[:, 0] > 0.9
    lessons = [
        Lesson(f"d{i}", table[i : i + 10], right[i : i + 10], tuple("abcdefghij"), True, 1.0, False)
        for i in range(0, 600, 10)
    ]
    model = learned(lessons, trees=8)
    trees = read_trees(table_of(model))
    np.testing.assert_allclose(chances(table, trees), model.predict_proba(table)[:, 1], atol=1e-5)


def test_a_feature_that_is_not_known_is_named():
    with pytest.raises(ValueError, match=r"weighing\.tsv: colour not known"):
        read_trees("# base 0.0\n0\t0\tcolour\t0.5\tleft\t1\t2\t\n0\t1\t\t\t\t\t\t1\n0\t2\t\t\t\t\t\t-1\n")
