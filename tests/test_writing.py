"""How files are stored: what is written of a passage, and that a file is there wholly or not at all."""

import json
import pickle
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import date
from operator import attrgetter

import pytest

from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch
from index.build import ingest, rebuild
from index.doctor import examine
from index.prepared import prepare
from index.record_json import record_of
from index.rows import found_passage
from index.store import KnowledgeBase
from index.writer import Writer
from ingest.files import read_file
from records import Amount, Citation, DateMention, EntityMention, Passage
from settings import Settings
from tests.conftest import GENRES, REPORTS, STATEMENT


def encoded(passage):
    return json.dumps(passage.to_store(), ensure_ascii=False, separators=(",", ":"))


def test_records_are_what_the_json_encoder_makes_of_passages(kb, gazetteer):
    genres = (path for path in sorted(GENRES.iterdir()) if path.suffix in (".txt", ".md"))
    read = [passage for path in genres for passage in read_file(path, Settings(), gazetteer).passages]
    passages = [*kb.passages(), *read]
    assert {p.form for p in passages} >= {"paragraph", "table", "row", "footnote", "glossary", "note", "heading"}
    for passage in passages:
        record = record_of(passage)
        assert record == encoded(passage)
        assert Passage.from_store(json.loads(record)) == passage
        assert Passage.from_record(record.encode()) == passage


def test_facts_of_a_found_passage_are_read_when_they_are_asked_for(kb):
    """Whatever asks for them: a name, a comparison, a copy, a pickle."""
    whole = max(kb.passages(), key=lambda passage: len(passage.entities))
    record = record_of(replace(whole, text=f'{whole.text},"dates":[]'))
    asked = [Passage.from_record(record.encode()) for _ in range(4)]
    expected = Passage.from_store(json.loads(record))
    assert asked[0].entity_names() == whole.entity_names() == {entity.name for entity in whole.entities}
    assert asked[0].entities == whole.entities
    assert asked[0].entity_names() == whole.entity_names()
    assert asked[1].to_dict() == expected.to_dict()
    assert replace(asked[2], label="新") == replace(expected, label="新")
    assert pickle.loads(pickle.dumps(asked[3])) == expected
    for passage in (asked[0], whole):
        with pytest.raises(AttributeError, match="no attribute 'colour'"):
            attrgetter("colour")(passage)


def test_a_found_passage_that_is_no_text_any_more_is_told_as_damage():
    """With a digest it is noticed by that; stores of the first version have none."""
    for digest in ("0123456789abcdef", None):
        with pytest.raises(KnowledgeBaseDamaged, match="yiju doctor --repair"):
            found_passage(b'{"id":"\xff","dates":[]}', digest)


def test_records_keep_what_json_has_to_escape():
    odd = 'a"b\\c\n\t\x00\u2028é𠮷'
    passage = Passage(
        odd, odd, odd, (odd,), 3, "paragraph", "other", odd, Citation(odd, date(2022, 6, 28), odd, 3), 0,
        dates=(DateMention(odd, None, date(2022, 1, 1), (0, 1), "relative", approximate=True),),
        entities=(EntityMention(odd, odd, odd, "place", (0, 1)),),
        amounts=(Amount(odd, (1.5, 2.0), "USD", (0, 1), "up"),),
        reasons=(odd,), parent=odd, cited_by=(odd,),
    )  # fmt: skip
    assert record_of(passage) == encoded(passage)
    bare = replace(passage, label=None, page=None, parent=None, citation=Citation("t", None, "a"), dates=())
    assert record_of(bare) == encoded(bare)


def files_in(database):
    with closing(sqlite3.connect(database)) as db:
        return [
            (path, db.execute("SELECT count(*) FROM passages p JOIN documents d ON d.row = p.document WHERE d.file = ?",
                              (row,)).fetchone()[0])
            for row, path in db.execute("SELECT row, path FROM files ORDER BY row")
        ]  # fmt: skip


def test_files_that_come_fast_are_committed_together_and_each_is_there_wholly_or_not_at_all(tmp_path, corpus_files):
    first, second = (prepare(corpus_files[path.name]) for path in (STATEMENT, REPORTS))
    database = tmp_path / "knowledge.sqlite"
    broken = replace(second.documents[0], types=(*second.documents[0].types, second.documents[0].types[0]))
    with Writer(tmp_path) as writer:
        writer.put("first", first)
        assert files_in(database) == []  # nobody sees it before it is committed
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE constraint failed: passage_types"):
            writer.put("second", replace(second, documents=(broken,)))
    assert files_in(database) == [("first", len(corpus_files[STATEMENT.name].passages))]
    with Writer(tmp_path) as writer:
        assert writer.known_sha("first") == first.sha256
        assert writer.known_sha("second") is None
        writer.put("second", second)
    assert len(files_in(database)) == 2


def indexes_of(folder):
    with closing(sqlite3.connect(folder / "knowledge.sqlite")) as db:
        return {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


def test_a_first_import_is_indexed_when_it_is_published_or_goes_on_after_it_was_cut_off(
    tmp_path, corpus_files, corpus_kb_folder
):
    every = indexes_of(corpus_kb_folder)
    assert "passage_entities_named" in every
    with Writer(tmp_path) as writer:
        writer.put("first", prepare(corpus_files[STATEMENT.name]))
    assert "passage_entities_named" not in indexes_of(tmp_path)
    with Writer(tmp_path) as writer:  # goes on
        assert indexes_of(tmp_path) == every
        writer.forget("first")
    ingest([STATEMENT], Settings(kb=tmp_path / "new", model="fast"))
    assert indexes_of(tmp_path / "new") == every


def test_two_files_of_one_name_keep_both_their_documents(tmp_path):
    for folder, text in (("a", "甲国加入了协定。"), ("b", "乙国退出了协定。")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "report.txt").write_text(f"1. {text}\n\n- 第一项；\n- 第二项。\n", encoding="utf-8")
    settings = Settings(kb=tmp_path / "kb", model="fast")
    ingest([tmp_path / "a", tmp_path / "b"], settings)
    with KnowledgeBase.open(settings.kb, settings) as kb:
        one, other = kb.documents()
        assert one.id == "report"
        assert other.id.startswith("report-")
        assert all(p.id.startswith(f"{other.id}:") for p in kb.passages(other.id))
        assert {p.parent for p in kb.passages(other.id)} <= {None, *(p.id for p in kb.passages(other.id))}
    findings = {finding.check: finding for finding in examine(settings.kb, settings)}
    assert all(finding.ok for finding in findings.values())
    assert findings["search"].detail == "no passage is long enough to be looked for by its own words"  # not: 0 found


def test_a_store_of_an_earlier_state_of_the_program_is_told_and_a_rebuild_mends_it(kb_copy):
    settings = Settings(kb=kb_copy, model="fast")
    with KnowledgeBase.open(kb_copy, settings) as kb:
        before = kb.documents()
    with closing(sqlite3.connect(kb_copy / "knowledge.sqlite")) as db:
        for table in ("files", "documents", "passages"):
            db.execute(f"ALTER TABLE {table} DROP COLUMN digest")
        db.commit()
    with (
        KnowledgeBase.open(kb_copy, settings) as kb,
        pytest.raises(KnowledgeBaseMismatch, match=r"an earlier state of this program \(.*digest.*run `yiju rebuild`"),
    ):
        kb.documents()
    rebuild(settings)
    with KnowledgeBase.open(kb_copy, settings) as kb:
        assert kb.documents() == before
        assert kb.search("国家单一窗口").results
