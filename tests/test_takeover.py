"""A publication takes over what the last snapshot has, but no damage."""

import os
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index.dense
import index.lexical_build
import index.pace
import index.wording_file
from index.build import ingest, rebuild, remove
from index.doctor import examine
from index.layout import Layout
from index.pace import breathe, give_way
from index.scans import exact
from index.store import KnowledgeBase
from index.vectors import Joined, open_vectors
from index.wording_file import WordingFile
from settings import Settings
from tests.conftest import STATEMENT


def settings_of(folder):
    return Settings(kb=folder, model="fast")


def one_more(kb, tmp_path, text="1. 2023年，蒙古和亚行在全部口岸启用了国家单一窗口。\n", name="more.txt"):
    (tmp_path / name).write_text(text, encoding="utf-8")
    ingest([tmp_path / name], settings_of(kb))


def snapshot(kb):
    return Layout(kb).snapshot(Layout(kb).read_manifest().generation)


def bad(kb):
    return {finding.check: finding for finding in examine(kb, settings_of(kb)) if not finding.ok}


def flip(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def names_of(kb):
    with KnowledgeBase.open(kb, settings_of(kb)) as opened:
        listed = {(e.name, e.kind): (len(e.passages), e.aliases, e.name_en) for e in opened.entities()}
        assert {(n.name, n.kind): (n.count, n.aliases, n.name_en) for n in opened.names()} == listed
        forms = opened.db.execute(
            "SELECT form, name, kind FROM names WHERE generation = ? ORDER BY 1, 2, 3", (opened.manifest.generation,)
        )
        return listed, forms.fetchall()


def test_names_after_a_change_are_those_of_all_passages(kb_copy, tmp_path):
    before = names_of(kb_copy)
    one_more(kb_copy, tmp_path)
    more = names_of(kb_copy)
    assert more[0]["蒙古", "country"][0] == before[0]["蒙古", "country"][0] + 1
    remove([STATEMENT.stem], settings_of(kb_copy))
    fewer = names_of(kb_copy)
    assert len(fewer[0]) < len(before[0])
    rebuild(settings_of(kb_copy), embed_only=True)
    assert names_of(kb_copy) == fewer


def test_vectors_are_those_of_the_database_whatever_came_and_went(kb_copy, tmp_path):
    one_more(kb_copy, tmp_path)
    remove([STATEMENT.stem], settings_of(kb_copy))
    one_more(kb_copy, tmp_path, "1. 各国批准了行动计划。\n\n2. 甲国尚未加入。\n")
    owners, vectors = (np.load(snapshot(kb_copy) / name) for name in ("owners.npy", "vectors.npy"))
    assert not bad(kb_copy)
    rebuild(settings_of(kb_copy), embed_only=True)
    assert (np.load(snapshot(kb_copy) / "owners.npy") == owners).all()
    assert (np.load(snapshot(kb_copy) / "vectors.npy") == vectors).all()


@pytest.mark.parametrize("name", ["vectors.npy", "owners.npy"])
def test_vectors_that_were_damaged_on_the_disk_are_not_taken_over(kb_copy, tmp_path, name):
    flip(snapshot(kb_copy) / name)
    one_more(kb_copy, tmp_path)
    assert not bad(kb_copy)


@pytest.fixture
def sharing(kb_copy, monkeypatch):
    """A knowledge base that counts as large: its next snapshots share files of this one."""
    monkeypatch.setattr(index.dense, "_FLAT", 20)
    monkeypatch.setattr(index.wording_file, "_SMALL", 20)
    rebuild(settings_of(kb_copy), embed_only=True)
    return kb_copy


SHARED = {"vectors.npy": "vectors_more.npy", "wording.bin": "wording_more.bin"}


def same_as_anew(kb):
    """Whether vectors and wording of the snapshot are what all caches made anew have."""
    before = snapshot(kb)
    held = open_vectors(before)[:], WordingFile(before).read(np.load(before / "wording_rows.npy").tolist())
    assert not bad(kb)
    rebuild(settings_of(kb), embed_only=True)
    anew = snapshot(kb)
    assert not any((anew / more).exists() for more in SHARED.values())
    wording = WordingFile(anew).read(np.load(anew / "wording_rows.npy").tolist())
    return np.array_equal(held[0], open_vectors(anew)) and [*map(list, held[1])] == [*map(list, wording)]


def test_one_more_document_does_not_write_all_vectors_and_wording_again(sharing, tmp_path):
    first = snapshot(sharing)
    for number in range(3):
        one_more(sharing, tmp_path, f"1. 第{number}个口岸在{2000 + number}年开放。\n", f"more{number}.txt")
        for name, more in SHARED.items():
            assert (snapshot(sharing) / more).is_file()
            assert not first.exists() or (snapshot(sharing) / name).samefile(first / name)
    with KnowledgeBase.open(sharing, settings_of(sharing)) as kb:
        found = [hit.passage.id for hit in kb.search("第2个口岸哪年开放").results[:3]]
    assert "more2:1" in found
    assert same_as_anew(sharing)


def test_what_came_since_and_went_again_leaves_no_trace(sharing, tmp_path):
    one_more(sharing, tmp_path)
    one_more(sharing, tmp_path, "1. 甲国尚未加入。\n", "other.txt")
    remove(["more"], settings_of(sharing))
    assert same_as_anew(sharing)
    one_more(sharing, tmp_path, "1. 乙国尚未加入。\n", "third.txt")
    remove([STATEMENT.stem], settings_of(sharing))
    assert same_as_anew(sharing)


def test_where_much_came_all_is_written_into_one_file_again(sharing, tmp_path):
    one_more(sharing, tmp_path)
    many = "\n\n".join(f"{n}. 第{n}个口岸在{2000 + n % 30}年开放，货物{n}吨。" for n in range(1, 60))
    one_more(sharing, tmp_path, many, "many.txt")
    assert not any((snapshot(sharing) / more).exists() for more in SHARED.values())
    assert same_as_anew(sharing)


@pytest.mark.parametrize("name", [*SHARED, *SHARED.values()])
def test_a_file_that_was_damaged_on_the_disk_is_not_shared(sharing, tmp_path, name):
    one_more(sharing, tmp_path)
    flip(snapshot(sharing) / name)
    one_more(sharing, tmp_path, "1. 甲国尚未加入。\n", "other.txt")
    assert same_as_anew(sharing)


def test_a_medium_without_hard_links_gets_copies(sharing, tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    first = snapshot(sharing)
    one_more(sharing, tmp_path)
    assert not (snapshot(sharing) / "vectors.npy").samefile(first / "vectors.npy")
    assert same_as_anew(sharing)


@given(cut=st.integers(0, 30), data=st.data())
def test_vectors_in_two_files_read_as_those_in_one(cut, data):
    whole = np.arange(60, dtype=np.float32).reshape(30, 2)
    joined = Joined(whole[:cut], whole[cut:])
    start, end = data.draw(st.integers(0, 31)), data.draw(st.integers(0, 31))
    assert np.array_equal(joined[start:end], whole[start:end])
    places = np.array(data.draw(st.lists(st.integers(0, 29))), dtype=np.int64)
    if cut:
        assert np.array_equal(joined.take(places), whole[places])


def test_the_nearest_in_two_files_are_those_in_one():
    chosen = np.random.default_rng(5)
    whole = chosen.standard_normal((500, 8), dtype=np.float32)
    asked = chosen.standard_normal((7, 8), dtype=np.float32)
    for cut in (1, 250, 497):
        assert np.array_equal(exact(asked, Joined(whole[:cut], whole[cut:]), 20), exact(asked, whole, 20))


def test_only_a_thread_that_gives_way_rests(monkeypatch):
    rests = []
    monkeypatch.setattr(index.pace.os, "nice", lambda step: step)
    monkeypatch.setattr(index.pace.time, "sleep", lambda seconds: rests.append(threading.get_ident()))

    def work():
        give_way()
        breathe()
        return threading.get_ident()

    with ThreadPoolExecutor(1) as pool:
        resting = pool.submit(work).result()
    breathe()
    assert rests == [resting]


def test_what_was_done_before_the_first_portion_is_not_rested_for(monkeypatch):
    """Ten minutes of embedding were followed by half an hour of rest."""
    rests = []
    clock = iter([0.0, 600.0, 600.0, 600.01, 600.01])
    monkeypatch.setattr(index.pace.os, "nice", lambda step: step)
    monkeypatch.setattr(index.pace.time, "sleep", rests.append)
    monkeypatch.setattr(index.pace.time, "thread_time", lambda: next(clock))

    def work():
        give_way()
        breathe()
        breathe()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
    assert rests == pytest.approx([0.2, 0.07])


def test_a_damaged_segment_of_the_lexical_index_is_found_in_the_next_snapshot_too(kb_copy, tmp_path, monkeypatch):
    monkeypatch.setattr(index.lexical_build, "_INCREMENTAL", 10)
    flip(next(iter(snapshot(kb_copy).glob("lexical/*.idx"))))
    one_more(kb_copy, tmp_path)
    assert ".idx" in bad(kb_copy)["caches"].detail
    rebuild(settings_of(kb_copy), embed_only=True)
    assert not bad(kb_copy)


def test_codes_go_on_with_new_vectors_and_are_made_anew_when_these_are_many(kb_copy, tmp_path, monkeypatch):
    monkeypatch.setattr(index.dense, "_FLAT", 20)
    rebuild(settings_of(kb_copy), embed_only=True)
    learned = int(np.load(snapshot(kb_copy) / "learned.npy"))
    one_more(kb_copy, tmp_path)
    assert int(np.load(snapshot(kb_copy) / "learned.npy")) == learned < len(np.load(snapshot(kb_copy) / "owners.npy"))
    with KnowledgeBase.open(kb_copy, settings_of(kb_copy)) as kb:
        assert "more:1" in [hit.passage.id for hit in kb.search("2023年全部口岸启用国家单一窗口").results]
    many = "\n\n".join(f"{n}. 第{n}个口岸在{2000 + n % 30}年开放，货物{n}吨。" for n in range(1, learned))
    one_more(kb_copy, tmp_path, many, "many.txt")
    assert int(np.load(snapshot(kb_copy) / "learned.npy")) > learned
    assert not bad(kb_copy)
