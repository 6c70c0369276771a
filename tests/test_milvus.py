"""The same knowledge base with its indexes on Milvus: the same answers, the same rules.

On the edition in a file, or on the server that ``YIJU_TEST_MILVUS_URI`` names, whose collections ``yiju_*`` these tests
replace.
"""

import gc
import os
import sqlite3
import sys
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

pytest.importorskip("milvus_lite", reason="pip install -r requirements-dev.txt")

import index.milvus
from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch, OptionalDependencyError, StoreUnreachable, UsageError
from index.build import ingest, rebuild, remove
from index.doctor import examine
from index.lexical import LexicalEntry, TermWeight
from index.milvus_search import Place
from index.search import SearchOptions
from index.store import KnowledgeBase
from index.vocabulary import Vocabulary
from records import Filters
from settings import Settings
from tests.conftest import CORPUS, REPORTS, STATEMENT

SERVER = os.environ.get("YIJU_TEST_MILVUS_URI", "")
QUERIES = ("国家单一窗口", "gender strategy", "第二十次海关合作委员会会议", "2020年9月塔吉克斯坦", "空气质量监测仪")
FILTERS = (
    Filters(),
    Filters(types=("footnote",)),
    Filters(documents=(STATEMENT.stem,)),
    Filters(countries=("Mongolia",), types=("achievement",)),
)


@pytest.fixture(scope="module")
def clients():
    """One process holds a file of Milvus at a time, so that its client is shared."""
    opened = {}
    real = index.milvus.connect

    def connect(settings):
        if settings.milvus_uri not in opened:
            opened[settings.milvus_uri] = real(settings)
        return opened[settings.milvus_uri]

    index.milvus.connect = connect
    yield opened
    index.milvus.connect = real
    for milvus in opened.values():
        milvus.close()
    gc.collect()


@pytest.fixture(scope="module")
def there(clients, tmp_path_factory):
    """The shipped corpus, published to Milvus."""
    folder = tmp_path_factory.mktemp("milvus")
    settings = Settings(kb=folder / "kb", model="fast", store="milvus", milvus_uri=SERVER or str(folder / "m.db"))
    assert ingest([CORPUS], settings).failures == 0
    return settings


def found(settings, query, filters=None, options=None):
    with KnowledgeBase.open(settings.kb, settings) as kb:
        return [(h.passage.id, round(h.score, 4)) for h in kb.search(query, filters, 10, options).results]


@pytest.mark.parametrize("filters", FILTERS, ids=["all", "type", "document", "country"])
def test_answers_are_those_of_the_embedded_store(there, corpus_kb_folder, filters):
    here = Settings(kb=corpus_kb_folder)
    for query in QUERIES if filters == Filters() else QUERIES[:2]:
        ours, theirs = found(here, query, filters), found(there, query, filters)
        assert [id_ for id_, _ in ours] == [id_ for id_, _ in theirs]
        # tantivy rounds the lengths of passages, the sparse vectors do not
        assert np.allclose([score for _, score in ours], [score for _, score in theirs], rtol=0.05)


def test_meaning_alone_gives_the_same_scores(there, corpus_kb_folder):
    for windows in (True, False):
        options = SearchOptions(lexical=False, windows=windows)
        for query in QUERIES[:2]:
            ours = found(Settings(kb=corpus_kb_folder), query, None, options)
            assert found(there, query, None, options) == ours


def test_what_is_added_changed_and_removed_is_so_at_once_and_readers_keep_their_snapshot(there, tmp_path):
    source = tmp_path / "新报告.txt"
    source.write_text("1. 2023年，量子通信试点在阿拉木图启动。\n", encoding="utf-8")
    with KnowledgeBase.open(there.kb, there) as old:
        old.search("量子通信试点")
        ingest([source], there)
        assert found(there, "量子通信试点")[0][0] == "新报告:1"
        assert "新报告:1" not in {h.passage.id for h in old.search("量子通信试点").results}
    source.write_text("1. 2024年，潮汐电站在塔什干竣工。\n", encoding="utf-8")
    ingest([source], there)
    with KnowledgeBase.open(there.kb, there) as kb:
        assert kb.search("潮汐电站竣工").results[0].passage.text.endswith("潮汐电站在塔什干竣工。")
        assert not any("量子通信" in h.passage.text for h in kb.search("量子通信试点").results)
        assert not kb.lexical.known("量子通信")
    assert all(finding.ok for finding in examine(there.kb, there))
    remove(["新报告"], there)
    assert "新报告:1" not in {id_ for id_, _ in found(there, "潮汐电站竣工")}
    rebuild(there, embed_only=True)  # into collections of its own; the last ones are dropped one publication later
    rebuild(there, embed_only=True)
    with KnowledgeBase.open(there.kb, there) as kb:
        own = kb.manifest.collection.rpartition("_")[0]
    assert len(index.milvus.connect(there).names(f"{own}_")) == 2
    assert all(finding.ok for finding in examine(there.kb, there))


def test_words_are_weighed_as_tantivy_weighs_them(there, corpus_kb_folder):
    with (
        KnowledgeBase.open(corpus_kb_folder, Settings(kb=corpus_kb_folder)) as here,
        KnowledgeBase.open(there.kb, there) as far,
    ):
        for word in ("海关", "贸易", "carec", "2030", "不存在的词"):
            assert far.lexical.idf(word) == pytest.approx(here.lexical.idf(word))
            assert far.lexical.known(word) == here.lexical.known(word)
        terms = [TermWeight("海关"), TermWeight("合作", 0.7)]
        ours, theirs = dict(here.lexical.search(terms, 300)), dict(far.lexical.search(terms, 300))
        assert len(ours) == len(theirs)
        assert np.allclose(sorted(ours.values()), sorted(theirs.values()), rtol=0.0001)


def test_words_that_come_and_go_leave_the_counts_as_if_they_were_built_anew():
    old = [LexicalEntry(1, "海关 合作", "题 目"), LexicalEntry(2, "海关 海关 贸易", "题 目")]
    new = [LexicalEntry(3, "贸易 便利 化", "题 目")]
    words = Vocabulary.build(old).changed(new, old[:1])
    anew = Vocabulary.build([old[1], *new])
    for word in ("海关", "合作", "贸易", "便利", "题"):
        assert words.frequencies(word) == anew.frequencies(word)
    assert len(words) == 2


def test_stores_are_not_mixed_up(there, corpus_kb_folder, tmp_path):
    with (
        KnowledgeBase.open(there.kb, Settings(kb=there.kb)) as kb,
        pytest.raises(KnowledgeBaseMismatch, match="set YIJU_STORE=milvus, or run `yiju rebuild --embed-only`"),
    ):
        kb.search("贸易")
    elsewhere = Settings(kb=there.kb, store="milvus", milvus_uri=str(tmp_path / "other.db"))
    with KnowledgeBase.open(there.kb, elsewhere) as kb, pytest.raises(KnowledgeBaseMismatch, match="has not the coll"):
        kb.search("贸易")
    with pytest.raises(UsageError, match="there are embedded and milvus"):
        ingest([REPORTS], Settings(kb=tmp_path / "kb", model="fast", store="redis"))


def test_a_server_that_does_not_answer_is_told_and_nothing_is_lost(tmp_path, clients, monkeypatch):
    settings = Settings(kb=tmp_path / "kb", model="fast", store="milvus", milvus_uri="http://127.0.0.1:1")
    with pytest.raises(StoreUnreachable, match=r"Milvus at http://127\.0\.0\.1:1.*start it or set YIJU_MILVUS_URI"):
        ingest([STATEMENT], settings)
    with sqlite3.connect(tmp_path / "kb" / "knowledge.sqlite") as db:
        assert db.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    db.close()


@pytest.fixture
def older(clients, tmp_path, monkeypatch):
    """Settings of a server that says it is of 2.3.5, which has no sparse vectors."""
    from pymilvus import MilvusClient

    settings = Settings(kb=tmp_path / "kb", model="fast", store="milvus", milvus_uri=SERVER or str(tmp_path / "m.db"))
    known = clients.pop(settings.milvus_uri, None)  # what is known of its version is kept with the client
    monkeypatch.setattr(MilvusClient, "get_server_version", lambda client, **named: "v2.3.5-lite")
    yield settings
    clients.pop(settings.milvus_uri).close()
    if known is not None:
        clients[settings.milvus_uri] = known


def test_a_server_without_sparse_vectors_gets_the_vectors_and_words_stay_here(older, corpus_kb_folder, tmp_path):
    source = tmp_path / "新报告.txt"
    source.write_text("1. 2023年，量子通信试点在阿拉木图启动。\n", encoding="utf-8")
    ingest([CORPUS], older)
    ingest([source], older)
    assert found(older, "量子通信试点")[0][0] == "新报告:1"
    remove(["新报告"], older)
    for filters in FILTERS:
        assert found(older, QUERIES[0], filters) == found(Settings(kb=corpus_kb_folder), QUERIES[0], filters)
    assert all(finding.ok for finding in examine(older.kb, older))
    with KnowledgeBase.open(older.kb, older) as kb:
        name = kb.manifest.collection
        words = kb.layout.snapshot(kb.manifest.generation) / "lexical" / "meta.json"
    assert not index.milvus.connect(older).ask("has_collection", f"{name}_words")
    words.write_text("{", encoding="utf-8")
    with (
        KnowledgeBase.open(older.kb, older) as kb,
        pytest.raises(KnowledgeBaseDamaged, match=r"words cannot be read.*run `yiju rebuild --embed-only`"),
    ):
        kb.search("贸易")


@pytest.mark.skipif(bool(SERVER), reason="this server is of one version")
def test_once_the_server_is_newer_all_goes_on_and_a_rebuild_sends_the_words(older, clients, tmp_path, monkeypatch):
    from pymilvus import MilvusClient

    ingest([STATEMENT], older)
    clients.pop(older.milvus_uri).close()
    monkeypatch.setattr(MilvusClient, "get_server_version", lambda client, **named: "v2.5.4")
    before = found(older, "部长级会议")
    source = tmp_path / "新报告.txt"
    source.write_text("1. 2023年，量子通信试点在阿拉木图启动。\n", encoding="utf-8")
    ingest([source], older)
    assert found(older, "量子通信试点")[0][0] == "新报告:1"
    assert all(finding.ok for finding in examine(older.kb, older))
    remove(["新报告"], older)
    rebuild(older, embed_only=True)
    with KnowledgeBase.open(older.kb, older) as kb:
        assert index.milvus.connect(older).ask("has_collection", f"{kb.manifest.collection}_words")
    assert [id_ for id_, _ in found(older, "部长级会议")] == [id_ for id_, _ in before]


def test_what_tells_no_version_can_hold_words():
    """As the server of milvus-lite 2.5, which answers to nothing of that name."""
    from grpc import RpcError, StatusCode

    class Unknown(RpcError):
        def code(self):
            return StatusCode.UNIMPLEMENTED

    class Client:
        def get_server_version(self):
            raise Unknown

    assert index.milvus.Milvus(Client(), "http://127.0.0.1:19530").holds_words


@pytest.mark.parametrize(("age", "level"), [(-60, "Strong"), (5, "Strong"), (300, "Bounded")])
def test_a_new_snapshot_is_waited_for_and_an_old_one_is_not(age, level):
    place = Place(None, "yiju_1", 1, datetime.now(UTC) - timedelta(seconds=age), np.empty(0, dtype=np.int64))
    assert place.level == level


def test_without_the_package_the_line_that_installs_it_is_told(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pymilvus", None)
    with pytest.raises(OptionalDependencyError, match=r"pip install -r requirements-milvus\.txt"):
        index.milvus.connect(Settings(store="milvus"))
