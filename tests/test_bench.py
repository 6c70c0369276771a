"""The benchmark measures what it says: real sentences, one window a passage, right answers under load."""

import sys
from types import ModuleType

from eval.bench_asked import SHARE, queries, selective
from eval.bench_data import make_files
from eval.bench_engines import ENGINES, Bench
from eval.bench_load import measure_load
from eval.bench_prepare import prepare
from index.store import KnowledgeBase
from index.windows import windows_of
from records import Filters
from settings import Settings


def test_passages_are_made_of_real_sentences_with_their_facts():
    files = list(make_files(300))
    passages = [p for read in files for p in read.passages]
    assert len(passages) == len({p.id for p in passages}) == 300
    for read in files:
        for passage in read.passages:
            assert len(windows_of(passage, read.documents[0], {})) == 1
            for mention in (*passage.dates, *passage.entities, *passage.amounts):
                assert passage.text[mention.at[0] : mention.at[1]] == mention.text
    assert [read.sha256 for read in make_files(300)] == [read.sha256 for read in files]


def test_our_engine_indexes_and_answers_the_prepared_passages(tmp_path, monkeypatch):
    # tests of pages leave a page as the main module, which a new process would run
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    bench = prepare(tmp_path / "data", 500)
    engine = ENGINES["yiju"]()
    engine.index(bench, tmp_path / "kb")
    kinds = engine.open(bench, tmp_path / "kb")
    assert kinds["hybrid"](0).results
    with KnowledgeBase.open(tmp_path / "kb", Settings(kb=tmp_path / "kb")) as kb:
        few = list(kb.select(Filters(documents=selective(500))))
        assert len(few) == 500 * SHARE
        # the vectors in the store are those that the other engines get
        assert len(kinds["dense"](0)) == 10
    assert len(bench.texts()) == len(bench.groups()) == 500
    assert len(Bench(tmp_path / "data", 500).queries()[0]) == len(queries())


def test_many_users_get_right_answers_while_imports_are_published(kb_copy):
    for _ in range(3):  # it looks every few hundredths of a second: on a busy machine it may miss the moment
        load = measure_load(kb_copy, users=4, seconds=0.3, rounds=2)
        assert load.wrong == 0
        assert len(load.rounds) == 2
        if load.share("while_publishing") > 0:
            break
    assert load.share("while_publishing") > 0
    assert load.to_dict()["share_while_publishing"] == round(load.share("while_publishing"), 3)
