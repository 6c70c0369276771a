"""A publication takes over what the last snapshot has, but no damage."""

import numpy as np
import pytest

import index.dense
import index.publish
from index.build import ingest, rebuild, remove
from index.doctor import examine
from index.layout import Layout
from index.store import KnowledgeBase
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


def test_a_damaged_segment_of_the_lexical_index_is_found_in_the_next_snapshot_too(kb_copy, tmp_path, monkeypatch):
    monkeypatch.setattr(index.publish, "_INCREMENTAL", 10)
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
