"""The knowledge base on disk: what goes in comes out, unchanged files stay, killed runs go on, damage is told."""

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import replace

import pytest

import index.build
from errors import (
    KnowledgeBaseBusy,
    KnowledgeBaseDamaged,
    KnowledgeBaseMismatch,
    KnowledgeBaseMissing,
    NotFound,
    UsageError,
)
from index.build import ingest, rebuild, remove
from index.doctor import examine
from index.encoders import load_encoder
from index.layout import Layout
from index.store import KnowledgeBase
from index.writer import Writer
from records import Filters, Passage
from settings import PROJECT, Settings
from tests.conftest import CORPUS, REPORTS, STATEMENT


def settings_for(folder):
    return Settings(kb=folder, model="fast")


def open_kb(folder):
    return KnowledgeBase.open(folder, Settings(kb=folder))


def test_passages_come_back_as_they_went_in(kb, corpus_files):
    stored = {p.id: p for p in kb.passages()}
    for read in corpus_files.values():
        for passage in read.passages:
            assert stored[passage.id] == passage
    assert len(stored) == sum(len(read.passages) for read in corpus_files.values())


def test_a_stored_passage_survives_the_trip_through_json(corpus_files):
    for passage in corpus_files[REPORTS.name].passages:
        assert Passage.from_store(json.loads(json.dumps(passage.to_store(), ensure_ascii=False))) == passage


def test_ingesting_again_changes_nothing(kb_copy):
    before = (kb_copy / "current.json").read_bytes()
    result = ingest([CORPUS], settings_for(kb_copy))
    assert {r.status for r in result.reports} == {"unchanged"}
    assert (kb_copy / "current.json").read_bytes() == before


def test_a_changed_file_replaces_its_passages(tmp_path):
    source = tmp_path / "note.txt"
    source.write_text("1. 甲国于2021年3月加入公约。\n\n2. 乙国尚未加入。\n", encoding="utf-8")
    settings = settings_for(tmp_path / "kb")
    ingest([source], settings)
    source.write_text("1. 甲国于2021年4月加入公约。\n", encoding="utf-8")
    (report,) = ingest([source], settings).reports
    assert report.status == "replaced"
    with open_kb(settings.kb) as kb:
        assert [p.text for p in kb.passages()] == ["甲国于2021年4月加入公约。"]
        assert not any("3月" in hit.passage.text for hit in kb.search("甲国加入公约").results)


def test_a_removed_document_is_gone_everywhere(kb_copy):
    remove([STATEMENT.stem], settings_for(kb_copy))
    with open_kb(kb_copy) as kb:
        assert STATEMENT.stem not in {d.id for d in kb.documents()}
        assert all(hit.passage.document != STATEMENT.stem for hit in kb.search("部长联合声明 性别战略").results)
    assert all(f.ok for f in examine(kb_copy, Settings(kb=kb_copy)))


def test_removing_an_unknown_document_removes_none(kb_copy):
    with pytest.raises(NotFound, match="no document 'nothing'"):
        remove([STATEMENT.stem, "nothing"], settings_for(kb_copy))
    with open_kb(kb_copy) as kb:
        assert STATEMENT.stem in {d.id for d in kb.documents()}


def test_a_reader_keeps_its_snapshot_while_another_is_published(kb_copy):
    with open_kb(kb_copy) as old:
        old.search("性别战略")
        remove([STATEMENT.stem], settings_for(kb_copy))
        assert not old.is_current
        assert STATEMENT.stem in {d.id for d in old.documents()}
        assert old.search("性别战略", Filters(documents=(STATEMENT.stem,))).results


def test_names_that_the_office_adds_are_found_in_what_was_already_read(kb_copy):
    aliases = kb_copy / "aliases.yaml"
    assert aliases.read_text(encoding="utf-8").startswith("#")
    with open_kb(kb_copy) as kb:
        vectors = kb.db.execute("SELECT count(*) FROM vectors").fetchone()[0]
        assert not any(e.name == "旁遮普水牛项目" for e in kb.entities())
    aliases.write_text(
        "- name: 旁遮普水牛项目\n  en: Punjab Buffalo Project\n  kind: programme\n"
        "  aliases: [牲畜识别与溯源系统试点项目]\n",
        encoding="utf-8",
    )
    result = ingest([CORPUS], settings_for(kb_copy))
    assert {r.status for r in result.reports} == {"unchanged"}
    with open_kb(kb_copy) as kb:
        (entity,) = [e for e in kb.entities() if e.name == "旁遮普水牛项目"]
        assert entity.passages == (f"{REPORTS.stem}.1:16",)
        assert f"{REPORTS.stem}.1:16" in {h.passage.id for h in kb.search("Punjab Buffalo Project").results}
        now = kb.db.execute(
            "SELECT count(*) FROM vectors v JOIN passages p ON p.row = v.passage WHERE p.removed IS NULL"
        )
        assert now.fetchone()[0] == vectors
    assert all(f.ok for f in examine(kb_copy, Settings(kb=kb_copy)))


def test_a_wrong_alias_file_is_told_by_line_and_changes_nothing(kb_copy):
    (kb_copy / "aliases.yaml").write_text("- name: 甲\n  kind: planet\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"aliases\.yaml"):
        ingest([CORPUS], settings_for(kb_copy))
    with open_kb(kb_copy) as kb:
        assert len(kb.documents()) == 3


def test_a_run_that_is_killed_before_it_publishes_goes_on(tmp_path, monkeypatch):
    settings = settings_for(tmp_path / "kb")

    def killed(name):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(index.build, "load_encoder", killed)
        with pytest.raises(KeyboardInterrupt):
            ingest([CORPUS], settings)
    with pytest.raises(KnowledgeBaseMissing, match="yiju ingest"):
        open_kb(settings.kb)
    result = ingest([CORPUS], settings)
    assert {r.status for r in result.reports} == {"unchanged"}  # read before, published now
    with open_kb(settings.kb) as kb:
        assert len(kb.documents()) == 3


def test_only_one_writer_at_a_time(tmp_path):
    with Writer(tmp_path / "kb"), pytest.raises(KnowledgeBaseBusy, match="another import is running"):
        Writer(tmp_path / "kb")


def test_the_same_content_under_another_name_is_not_read_twice(kb_copy, tmp_path):
    twin = shutil.copy(STATEMENT, tmp_path / "copy.txt")
    (report,) = ingest([twin], settings_for(kb_copy)).reports
    assert report.status == "duplicate"


def test_files_of_one_name_get_ids_of_their_own(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(f"1. 这是 {folder} 的第一段。\n", encoding="utf-8")
    settings = settings_for(tmp_path / "kb")
    ingest([tmp_path / "a", tmp_path / "b"], settings)
    with open_kb(settings.kb) as kb:
        ids = [p.id for p in kb.passages()]
        assert len(ids) == len(set(ids)) == 2


def test_a_folder_without_knowledge_base_says_what_to_do(tmp_path):
    with pytest.raises(KnowledgeBaseMissing, match="run `yiju ingest` first"):
        open_kb(tmp_path)


def test_a_knowledge_base_of_another_model_is_refused_and_can_be_embedded_again(kb_copy):
    layout = Layout(kb_copy)
    layout.publish(replace(layout.read_manifest(), model="other/0"))
    with open_kb(kb_copy) as kb, pytest.raises(KnowledgeBaseMismatch, match="yiju rebuild --embed-only"):
        kb.search("贸易")
    rebuild(settings_for(kb_copy))
    with open_kb(kb_copy) as kb:
        assert kb.search("贸易").results


def test_a_damaged_pointer_is_told(kb_copy):
    (kb_copy / "current.json").write_text("{", encoding="utf-8")
    with pytest.raises(KnowledgeBaseDamaged, match="doctor --repair"):
        open_kb(kb_copy)


def test_doctor_finds_every_broken_cache_and_a_rebuild_mends_it(kb_copy):
    settings = Settings(kb=kb_copy)
    assert all(f.ok for f in examine(kb_copy, settings))
    with open_kb(kb_copy) as kb:
        folder = kb.layout.snapshot(kb.manifest.generation)
    (folder / "vectors.npy").write_bytes(b"broken")
    broken = [f for f in examine(kb_copy, settings) if not f.ok]
    assert broken
    assert broken[0].repair == "yiju doctor --repair"
    rebuild(settings)
    assert all(f.ok for f in examine(kb_copy, settings))


def test_doctor_finds_an_offset_that_does_not_lead_back(kb_copy):
    with Writer(kb_copy) as writer:
        writer.db.execute("UPDATE files SET text = substr(text, 8)")
    assert "originals" in {f.check for f in examine(kb_copy, Settings(kb=kb_copy)) if not f.ok}


def test_unknown_names_in_filters_are_refused_not_ignored(kb):
    with pytest.raises(UsageError, match="no passage names the country 'Atlantis'"):
        kb.search("贸易", Filters(countries=("Atlantis",)))
    with pytest.raises(UsageError, match="no document 'nothing'"):
        kb.search("贸易", Filters(documents=("nothing",)))


_SLOW_IMPORT = """
import sys, time
import index.build, index.publish
from pathlib import Path
from index.encoders import load_encoder
from settings import Settings

class Slow:
    def __init__(self, encoder):
        self.encoder, self.id, self.dimensions, self.calls = encoder, encoder.id, encoder.dimensions, 0

    def encode(self, texts, **rest):
        self.calls += 1
        time.sleep({3: 0.3}.get(self.calls, 0.0 if self.calls < 3 else 600))  # committed, then killed in the fourth
        return self.encoder.encode(texts, **rest)

index.publish._ENCODE_BATCH = 16
index.publish._COMMIT_SECONDS = 0.2
index.build.load_encoder = lambda model: Slow(load_encoder(model))
index.build.ingest([Path(sys.argv[1])], Settings(kb=Path(sys.argv[2]), model="fast"))
"""


class _Counting:
    """The real encoder, and how many texts it was given."""

    def __init__(self, encoder):
        self.encoder, self.id, self.dimensions, self.texts = encoder, encoder.id, encoder.dimensions, 0

    def encode(self, texts, **rest):
        self.texts += len(texts)
        return self.encoder.encode(texts, **rest)


def test_an_embedding_run_that_is_killed_resumes(kb, tmp_path, monkeypatch):
    """A process is killed while it embeds; the next run embeds only what is left, and finds what any other finds."""
    folder = tmp_path / "kb"
    run = subprocess.Popen([sys.executable, "-c", _SLOW_IMPORT, str(CORPUS), str(folder)], cwd=PROJECT)
    while run.poll() is None and embedded(folder) < 32:
        time.sleep(0.05)
    run.kill()
    run.wait()
    done = embedded(folder)
    assert 32 <= done < kb.manifest.windows
    counting = _Counting(load_encoder("fast"))
    monkeypatch.setattr(index.build, "load_encoder", lambda model: counting)
    assert {report.status for report in ingest([CORPUS], settings_for(folder)).reports} == {"unchanged"}
    assert counting.texts == kb.manifest.windows - done
    with open_kb(folder) as resumed:
        assert resumed.manifest.windows == kb.manifest.windows
        assert resumed.search("无纸化贸易").results == kb.search("无纸化贸易").results


def embedded(folder):
    """How many vectors are stored."""
    try:
        with closing(sqlite3.connect(f"{Layout(folder).database.as_uri()}?mode=ro", uri=True)) as db:
            return db.execute("SELECT count(*) FROM vectors").fetchone()[0]
    except sqlite3.OperationalError:  # not there yet
        return 0
