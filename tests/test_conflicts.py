"""`yiju conflicts`: what in the knowledge base cannot all be right, and nothing that can."""

import json

import pytest

import cli
from answer.conflicts import find_conflicts
from index.build import ingest
from index.store import KnowledgeBase
from records import Filters
from settings import Settings


@pytest.fixture(scope="module")
def found(kb):
    return find_conflicts(kb)


@pytest.mark.parametrize(
    ("kind", "a", "b"),
    [
        ("date", "1:3", "1:18"),  # 2022年8月 and 2022年4月
        ("status", "1:2", "1:12"),  # 加入 and 观察员
        ("date", "2:2_1", "2:11_1"),  # 2023年 and 2022年底
        ("count", "1:25", "1:25"),  # 八个国家 and five names
        ("date", "1:fn6", "1:fn7"),  # one press release, two days
    ],
)
def test_statements_that_disagree_are_listed(found, kind, a, b):
    ends = {(c.kind, c.a.passage.split("corridors.")[-1], c.b.passage.split("corridors.")[-1]) for c in found}
    assert (kind, a, b) in ends or (kind, b, a) in ends


def test_the_past_tense_for_a_day_after_the_document_is_told(found):
    tense = [c for c in found if c.kind == "tense"]
    assert any(c.a.value == "2022 年 8 月" and c.b.value == "2022-06-28" for c in tense)


def test_each_pair_comes_once_and_the_surest_first(found):
    pairs = [(c.kind, frozenset((c.a.passage, c.b.passage))) for c in found]
    assert len(pairs) == len(set(pairs))
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_two_events_of_one_country_are_no_conflict(found):
    """2020年1月 the convention, 2020年10月 its certificate hub: different things."""
    assert not any({c.a.passage[-3:], c.b.passage[-3:]} == {":11", ":18"} for c in found)


def test_progress_that_a_later_document_reports_is_no_conflict(tmp_path):
    sources = tmp_path / "in"
    sources.mkdir()
    plan = "# 甲项目进展报告\n\n2021年3月1日\n\n1. 哈萨克斯坦计划建设阿拉木图物流中心，该项目计划获得批准。\n"
    done = "# 甲项目进展报告\n\n2022年3月1日\n\n1. 哈萨克斯坦建设阿拉木图物流中心，该项目已获得批准。\n"
    (sources / "a.md").write_text(plan, encoding="utf-8")
    (sources / "b.md").write_text(done, encoding="utf-8")
    settings = Settings(kb=tmp_path / "kb", model="fast")
    ingest([sources], settings)
    with KnowledgeBase.open(settings=settings) as kb:
        assert find_conflicts(kb) == ()


def test_filters_limit_the_list(kb, found):
    document = next(d.id for d in kb.documents() if "经济走廊" in d.title)
    limited = find_conflicts(kb, Filters(documents=(document,)))
    assert 0 < len(limited) < len(found)


def test_the_command_prints_the_list(corpus_kb_folder, capsys):
    assert cli.main(["conflicts", "--kb", str(corpus_kb_folder), "--json", "-n", "2"]) == 1
    conflicts = json.loads(capsys.readouterr().out)["conflicts"]
    assert len(conflicts) == 2
    assert set(conflicts[0]) == {"id", "kind", "a", "b", "explanation", "score"}
    assert cli.main(["conflicts", "--kb", str(corpus_kb_folder)]) == 1
    assert "八个国家" in capsys.readouterr().out
