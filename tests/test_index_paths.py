"""The fast paths of the indexes find what an exhaustive search finds, in the same order."""

import json
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import numpy as np
import pytest

import index.dense
import index.lexical_build
import index.scans
import index.search
from answer.sources import Sources
from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch
from index.build import ingest, rebuild, remove
from index.dense import DenseIndex, DenseWriter
from index.doctor import examine
from index.layout import Layout
from index.lexical import LexicalEntry, LexicalIndex, TermWeight
from index.store import KnowledgeBase
from index.tokens import analyse, token_texts
from records import Filters
from settings import Settings
from tests.conftest import GENRES, STATEMENT


def test_tokens_for_indexing_are_the_tokens_of_queries(corpus_files):
    texts = [p.text for read in corpus_files.values() for p in read.passages]
    texts.append("第二十次会议、第 3 届；等第一、次第；e-Phyto 與ＣＡＲＥＣ 24,465.5 𠀀𠀁")
    for text in texts:
        assert token_texts(text) == [token.text for token in analyse(text)]


# -- vectors ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def vectors():
    """3000 passages of one to three windows in 300 groups, (vectors, owners)."""
    chosen = np.random.default_rng(3)
    owners = np.repeat(np.arange(3000) * 3 + 5, chosen.integers(1, 4, 3000))
    centres = chosen.standard_normal((300, 48), dtype=np.float32)
    made = centres[owners % 300] + 0.6 * chosen.standard_normal((len(owners), 48), dtype=np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True), owners


def build(folder, vectors, owners):
    with DenseWriter(folder, len(owners), vectors.shape[1]) as writer:
        for start in range(0, len(owners), 1000):
            writer.add(owners[start : start + 1000], vectors[start : start + 1000])
    return DenseIndex.open(folder)


def exhaustive(vectors, owners, query, limit, rows=None, *, first=False):
    best = {}
    for place, (owner, score) in enumerate(zip(owners.tolist(), (vectors @ query).tolist(), strict=True)):
        if (rows is None or owner in rows) and not (first and place and owners[place - 1] == owner):
            best[owner] = max(best.get(owner, -2.0), score)
    return sorted(best.items(), key=lambda item: (-item[1], item[0]))[:limit]


def with_scan(monkeypatch, kind):
    """Small indexes with what large ones have: codes, or half precision, which is kept where codes fail the gate."""
    if kind != "flat":
        monkeypatch.setattr(index.dense, "_FLAT", 100)
    if kind == "half":
        monkeypatch.setattr(index.scans, "_DEPTHS", ())


@pytest.mark.parametrize("kind", ["flat", "codes", "half"])
def test_vectors_are_ranked_as_by_comparing_all(tmp_path, monkeypatch, vectors, kind):
    with_scan(monkeypatch, kind)
    dense = build(tmp_path, *vectors)
    assert [name for name in ("codes", "half") if (tmp_path / f"{name}.faiss").exists()] == [kind] * (kind != "flat")
    all_rows = np.unique(vectors[1])
    shared = asked = 0
    for number in range(20):
        query = vectors[0][number * 61]
        few, half = all_rows[number::97], all_rows[::2]
        for rows, first in ((None, False), (None, True), (few, False), (half, False), (half, True)):
            found = dense.search(query, 25, rows, first=first)
            wanted = exhaustive(*vectors, query, 25, None if rows is None else set(rows.tolist()), first=first)
            if kind == "codes":  # inexact: nearly all of them, each with its exact score
                shared += len({row for row, _ in found} & {row for row, _ in wanted})
                asked += len(wanted)
                everything = dict(exhaustive(*vectors, query, 10**6, first=first))
                assert [score for _, score in found] == pytest.approx([everything[row] for row, _ in found], abs=1e-6)
                assert rows is None or {row for row, _ in found} <= set(rows.tolist())
            else:
                assert [row for row, _ in found] == [row for row, _ in wanted]
                assert [score for _, score in found] == pytest.approx([score for _, score in wanted], abs=1e-6)
    assert shared >= 0.99 * asked


def test_codes_that_miss_too_much_are_not_used(tmp_path, monkeypatch):
    """Vectors that hardly differ: four bits for two dimensions do not tell them apart."""
    monkeypatch.setattr(index.dense, "_FLAT", 100)
    monkeypatch.setattr(index.scans, "_DEPTHS", (1,))
    made = 1 + 0.3 * np.random.default_rng(4).standard_normal((5000, 16), dtype=np.float32)
    made /= np.linalg.norm(made, axis=1, keepdims=True)
    dense = build(tmp_path, made, np.arange(5000))
    assert not (tmp_path / "codes.faiss").exists()
    assert [r for r, _ in dense.search(made[5], 20)] == [r for r, _ in exhaustive(made, np.arange(5000), made[5], 20)]


@pytest.fixture(scope="module")
def learned(tmp_path_factory):
    """Codes that were learned from 6000 vectors of 96 dimensions, and these vectors."""
    folder = tmp_path_factory.mktemp("learned")
    made = unit(np.random.default_rng(6).standard_normal((6000, 96), dtype=np.float32))
    index.scans.make_scan(folder, made)
    return folder, made


def unit(made):
    return made / np.linalg.norm(made, axis=1, keepdims=True)


def found_near(scan, vectors, since):
    """The share of the 200 nearest that the codes find for texts that are near some of the vectors."""
    chosen = np.random.default_rng(9)
    asked = vectors[since + chosen.choice(len(vectors) - since, 40, replace=False)]
    asked = unit(asked + unit(chosen.standard_normal(asked.shape, dtype=np.float32)))
    nearest = np.argsort(-(asked @ vectors.T), axis=1)[:, :200]
    shared = [len(np.intersect1d(scan.candidates(q[None], 200, None), n)) for q, n in zip(asked, nearest, strict=True)]
    return sum(shared) / nearest.size


def test_codes_are_measured_again_for_what_is_added(tmp_path, learned):
    """Passages of another kind than those that the codes were learned from are found as surely."""
    before, old = learned
    chosen = np.random.default_rng(7)
    new = np.zeros((1000, 96), dtype=np.float32)
    new[:, :8] = chosen.standard_normal((1000, 8))
    vectors = np.concatenate([old, unit(new)])
    assert index.scans.extend_scan(before, tmp_path, vectors)
    scan = index.scans.open_scan(tmp_path)
    assert len(scan) == len(vectors)
    assert scan.depth > index.scans.open_scan(before).depth  # with this depth three quarters are found
    assert found_near(scan, vectors, len(old)) >= 0.985  # other texts than the gate took
    assert found_near(scan, vectors, 0) >= 0.985


def test_codes_that_cannot_tell_what_is_added_are_made_anew(tmp_path, learned, monkeypatch):
    before, old = learned
    monkeypatch.setattr(index.scans, "_DEPTHS", (1,))
    theme = unit(old[:1] + 0.3 * unit(np.random.default_rng(7).standard_normal((1000, 96), dtype=np.float32)))
    assert not index.scans.extend_scan(before, tmp_path, np.concatenate([old, theme]))
    assert not [*tmp_path.iterdir()]


def test_codes_are_kept_for_more_of_the_same_kind(tmp_path, learned):
    before, old = learned
    chosen = np.random.default_rng(8)
    few = np.concatenate([old, unit(chosen.standard_normal((50, 96), dtype=np.float32))])
    for name in "abc":
        (tmp_path / name).mkdir()
    assert index.scans.extend_scan(before, tmp_path / "a", few)
    assert int(np.load(tmp_path / "a" / "measured.npy")) == len(old)
    more = np.concatenate([few, unit(chosen.standard_normal((60, 96), dtype=np.float32))])
    assert index.scans.extend_scan(tmp_path / "a", tmp_path / "b", more)
    assert int(np.load(tmp_path / "b" / "measured.npy")) == len(more)
    assert not index.scans.extend_scan(before, tmp_path / "c", np.concatenate([old, old[:2000]]))


def test_scores_of_given_passages_are_those_of_their_best_window(tmp_path, vectors):
    dense = build(tmp_path, *vectors)
    query, rows = vectors[0][7], [5, 11, 4, 3005]
    wanted = dict(exhaustive(*vectors, query, 10, set(rows)))
    assert dict(dense.score(query, rows)) == pytest.approx(wanted, abs=1e-6)
    assert dict(dense.score(query, [])) == {}
    assert dict(dense.score(query, [10**6])) == {}


# -- words ------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def entries(corpus_files):
    passages = [p for read in corpus_files.values() for p in read.passages]
    return [LexicalEntry(2 * n + 1, " ".join(token_texts(p.text)), "") for n, p in enumerate(passages)]


TERMS = [TermWeight(word) for word in ("贸易", "海关", "合作", "2021")]


@pytest.mark.parametrize("step", [1, 3, 50], ids=["all", "a third", "few"])
def test_words_are_ranked_among_the_rows_of_a_filter(tmp_path, entries, step):
    LexicalIndex.build(tmp_path, entries)
    lexical = LexicalIndex.open(tmp_path)
    rows = np.array([entry.row for entry in entries][::step])
    everything = lexical.search(TERMS, len(entries))
    wanted = [hit for hit in everything if hit[0] in set(rows.tolist())][:10]
    found = lexical.search(TERMS, 10, rows)
    assert [score for _, score in found] == pytest.approx([score for _, score in wanted], rel=1e-5)
    assert set(list(found)[: len(wanted)]) <= set(everything)


def test_an_updated_index_finds_what_a_new_one_finds(tmp_path, entries):
    LexicalIndex.build(tmp_path / "old", entries[:200])
    gone = [entry.row for entry in entries[10:20]]
    assert LexicalIndex.update(tmp_path / "new", tmp_path / "old", gone, entries[200:]) == len(entries) - 10
    LexicalIndex.build(tmp_path / "afresh", [*entries[:10], *entries[20:]])
    updated, afresh, old = (LexicalIndex.open(tmp_path / name) for name in ("new", "afresh", "old"))
    assert updated.removed == 10
    hits = [{row for row, _ in one.search(TERMS, len(entries))} for one in (updated, afresh)]
    assert hits[0] == hits[1]
    assert not hits[0] & set(gone)
    assert len(old) == 200  # whoever reads the old one is not disturbed
    assert {row for row, _ in old.search(TERMS, len(entries))} & set(gone)


# -- the store --------------------------------------------------------------------------------------------------


def test_a_small_change_of_a_large_store_leaves_what_a_rebuild_builds(kb_copy, tmp_path, monkeypatch):
    monkeypatch.setattr(index.lexical_build, "_INCREMENTAL", 10)
    monkeypatch.setattr(index.lexical_build, "_MOST_REMOVED", 0.5)
    settings = Settings(kb=kb_copy, model="fast")
    ingest([GENRES / "plan.txt"], settings)
    remove([STATEMENT.stem], settings)
    assert all(finding.ok for finding in examine(kb_copy, settings))
    queries = ("海关现代化", "数据共享", "国家单一窗口", "性别战略")
    with KnowledgeBase.open(kb_copy, settings) as kb:
        assert kb.lexical.removed
        found = {query: {hit.passage.id for hit in kb.search(query, limit=5).results} for query in queries}
    rebuild(settings)
    with KnowledgeBase.open(kb_copy, settings) as kb:
        assert not kb.lexical.removed
        for query in queries:
            again = {hit.passage.id for hit in kb.search(query, limit=5).results}
            assert len(again & found[query]) >= len(again) - 1  # words of what was removed still count a little
            assert not any(id_.startswith(STATEMENT.stem) for id_ in again)


def test_a_reader_keeps_the_names_of_its_snapshot(kb_copy):
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as old:
        names = old.names()
        remove([STATEMENT.stem], Settings(kb=kb_copy, model="fast"))
        assert old.names()[0].count == names[0].count
        assert old.search("加强合作", Filters(countries=("Georgia",))).results
        with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as new:
            assert new.names()[0].count < names[0].count


def test_names_count_the_passages_that_entities_list(kb):
    listed = {(e.name, e.kind): (len(e.passages), e.aliases, e.name_en) for e in kb.entities()}
    assert {(n.name, n.kind): (n.count, n.aliases, n.name_en) for n in kb.names()} == listed


@pytest.mark.parametrize("part", ["vectors.npy", "owners.npy", "wording.bin", "lexical/meta.json"])
def test_an_index_that_was_cut_off_is_told_before_it_answers(kb_copy, part):
    layout = Layout(kb_copy)
    path = layout.snapshot(layout.read_manifest().generation) / part
    path.write_bytes(path.read_bytes()[:-7])
    with (
        KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb,
        pytest.raises(KnowledgeBaseDamaged, match=r"bytes instead of \d+; run `yiju doctor --repair`"),
    ):
        kb.search("贸易")


def test_the_indexes_of_another_snapshot_are_told(kb_copy):
    layout = Layout(kb_copy)
    before = layout.snapshot(layout.read_manifest().generation)
    remove([STATEMENT.stem], Settings(kb=kb_copy, model="fast"))
    layout.publish(replace(layout.read_manifest(), sizes={}))
    now = layout.snapshot(layout.read_manifest().generation)
    shutil.copytree(before, now, dirs_exist_ok=True)
    with (
        KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb,
        pytest.raises(KnowledgeBaseDamaged, match="doctor --repair"),
    ):
        kb.search("贸易")


def test_another_analyser_is_refused_and_a_rebuild_tokenises_again(kb_copy):
    settings = Settings(kb=kb_copy, model="fast")
    layout = Layout(kb_copy)
    layout.publish(replace(layout.read_manifest(), analyser="other/0"))
    with closing(sqlite3.connect(layout.database)) as db:
        db.execute("UPDATE meta SET value = 'other/0' WHERE key = 'analyser'")
        db.execute("UPDATE passages SET tokens = 'x'")
        db.commit()
    with (
        KnowledgeBase.open(kb_copy, settings) as kb,
        pytest.raises(KnowledgeBaseMismatch, match="rebuild --embed-only"),
    ):
        kb.search("贸易")
    rebuild(settings, embed_only=True)
    with KnowledgeBase.open(kb_copy, settings) as kb:
        assert kb.search("国家单一窗口").results[0].band == "strong"


_VERSION_1 = """
DROP TABLE names; DROP TABLE entities; DROP INDEX passage_dates_interval; DROP INDEX passage_entities_named;
CREATE TABLE names (form TEXT NOT NULL, name TEXT NOT NULL, kind TEXT NOT NULL, PRIMARY KEY (form, name, kind))
    WITHOUT ROWID;
CREATE INDEX passage_dates_start ON passage_dates (start, "end");
CREATE INDEX passage_entities_name ON passage_entities (name, passage);
CREATE TABLE old (passage INTEGER NOT NULL REFERENCES passages (row) ON DELETE CASCADE, window INTEGER NOT NULL,
    vector BLOB NOT NULL, PRIMARY KEY (passage, window)) WITHOUT ROWID;
INSERT INTO old SELECT passage, window, vector FROM vectors; DROP TABLE vectors; ALTER TABLE old RENAME TO vectors;
UPDATE meta SET value = '1' WHERE key = 'schema'; DELETE FROM meta WHERE key = 'analyser';
"""


def test_a_store_of_version_1_is_refused_and_a_rebuild_brings_it_up_to_date(kb_copy):
    settings = Settings(kb=kb_copy, model="fast")
    with KnowledgeBase.open(kb_copy, settings) as kb:
        before = [hit.to_dict() for hit in kb.search("国家单一窗口").results]
    layout = Layout(kb_copy)
    with closing(sqlite3.connect(layout.database)) as db:
        db.executescript(_VERSION_1)
    layout.publish(replace(layout.read_manifest(), schema=1))
    with pytest.raises(KnowledgeBaseMismatch, match="run `yiju rebuild`"):
        KnowledgeBase.open(kb_copy, settings)
    rebuild(settings, embed_only=True)
    with KnowledgeBase.open(kb_copy, settings) as kb:
        assert [hit.to_dict() for hit in kb.search("国家单一窗口").results] == before
    assert all(finding.ok for finding in examine(kb_copy, settings))


def test_rows_that_a_table_no_longer_has_are_not_looked_for(tmp_path):
    source = tmp_path / "table.txt"
    rows = ["国家\t2020\t2021", "甲国\t1.5\t2.5", "乙国\t3.5\t4.5", "丙国\t5.5\t6.5"]
    settings = Settings(kb=tmp_path / "kb", model="fast")
    for kept in (4, 3):
        source.write_text("表1：经济增长率（%）\n\n" + "\n".join(rows[:kept]) + "\n", encoding="utf-8")
        ingest([source], settings)
    with KnowledgeBase.open(settings.kb, settings) as kb:
        tables = [p for p in kb.passages() if p.form == "table"]
        assert tables
        assert {unit.passage.id for unit in Sources(kb).units(tables)} <= {p.id for p in kb.passages()}
        assert not kb.has_passage("nothing")


def test_the_manifest_pins_every_file_of_the_snapshot(kb_copy):
    layout = Layout(kb_copy)
    manifest = json.loads(layout.current.read_text(encoding="utf-8"))
    folder = layout.snapshot(manifest["generation"])
    files = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.suffix != ".lock"}
    assert files == manifest["checksums"].keys() == manifest["sizes"].keys()
    (folder / "lexical" / ".managed.json").write_text("[]", encoding="utf-8")
    assert "caches" in {f.check for f in examine(kb_copy, Settings(kb=kb_copy)) if not f.ok}


QUERIES = ("国家单一窗口", "“海关合作委员会” 2021年", "paperless trade in Mongolia", "哪些国家完成了第20次会议")


def answers(kb):
    return [[(hit.to_dict(), hit.score) for hit in kb.search(query).results] for query in QUERIES]


def test_a_second_thread_finds_the_same(kb_copy, monkeypatch):
    settings = Settings(kb=kb_copy, model="fast")
    with KnowledgeBase.open(kb_copy, settings) as kb:
        one = answers(kb)
    monkeypatch.setattr(index.search, "_BESIDE", 0)
    with KnowledgeBase.open(kb_copy, settings) as kb:
        assert answers(kb) == one
        with ThreadPoolExecutor(4) as users:  # where others search, each does all of its work itself
            assert all(found == one for found in users.map(lambda _: answers(kb), range(8)))


def test_a_snapshot_without_a_file_of_its_wording_answers_from_the_database(kb_copy):
    """One that was published before there was such a file."""
    settings, layout = Settings(kb=kb_copy, model="fast"), Layout(kb_copy)
    with KnowledgeBase.open(kb_copy, settings) as kb:
        before = answers(kb)
    manifest = layout.read_manifest()
    files = sorted(layout.snapshot(manifest.generation).glob("wording*"))
    assert len(files) == 3
    for path in files:
        path.unlink()
    held = {path.name for path in files}
    sizes = {name: size for name, size in manifest.sizes.items() if name not in held}
    checksums = {name: digest for name, digest in manifest.checksums.items() if name not in held}
    layout.publish(replace(manifest, sizes=sizes, checksums=checksums))
    with KnowledgeBase.open(kb_copy, settings) as kb:
        assert answers(kb) == before
    assert all(finding.ok for finding in examine(kb_copy, settings))
