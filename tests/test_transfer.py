"""A knowledge base as one file, and the shares of several machines put together: nothing lost, nothing else let in."""

import hashlib
import itertools
import json
import shutil
import sqlite3
import zipfile
from contextlib import closing

import pytest

import cli
from answer.dismissals import load_dismissals
from answer.imported import merge_kept
from answer.reviews import Review, load_reviews, save_reviews
from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch, ModelError, UsageError
from index.adopt import KeptFile
from index.archive import export_kb
from index.build import Shard, bring_in, ingest, remove
from index.doctor import examine
from index.store import KnowledgeBase
from index.writer import Writer
from records import Filters
from settings import Settings
from tests.conftest import REPORTS, STATEMENT

TEXTS = {
    "甲处/年度 报告.txt": "1. 甲国于2021年3月批准了电子植物检疫证书行动计划。\n\n2. 乙国尚未加入《公约》。\n",
    "乙处/年度 报告.txt": "1. 2022年，过境时间缩短了12%。\n",
    "丙处/年度 报告.txt": "1. 世界海关组织提供了培训（脚注）。\n",
    "丙处/会议纪要.md": "# 第二十次会议纪要\n\n会议于2021年9月在塔什干举行。\n\n- 批准工作计划\n- 成立工作组\n",
    "丁处/副本.txt": "1. 2022年，过境时间缩短了12%。\n",
    "report.txt": "I. Progress\n\n1. Uzbekistan joined the Convention in May 2022.\n",
}


def settings_for(folder):
    return Settings(kb=folder, model="fast")


@pytest.fixture(scope="module")
def archive(corpus_kb_folder, tmp_path_factory):
    path = tmp_path_factory.mktemp("archive") / "知识库.zip"
    export_kb(corpus_kb_folder, path)
    return path


@pytest.fixture
def share(tmp_path):
    """A shared folder with Chinese names, two files of one content and three of one name."""
    folder = tmp_path / "共享 文件夹"
    for name, text in TEXTS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def contents(folder):
    with KnowledgeBase.open(folder, Settings(kb=folder)) as kb:
        documents = {d.id: d for d in kb.documents()}
        return documents, {p.id: p for p in kb.passages()}, kb.entities(), kb.terms()


def ranking(folder, query):
    with KnowledgeBase.open(folder, Settings(kb=folder)) as kb:
        return [(h.passage.id, round(h.score, 5)) for h in kb.search(query).results]


def rewritten(path, target, change):
    """A copy of an archive in which ``change`` has replaced entries; the stated checksums are made to fit."""
    with zipfile.ZipFile(path) as source:
        entries = {name: source.read(name) for name in source.namelist()}
    manifest = json.loads(entries.pop("yiju.json"))
    change(manifest, entries)
    for name, data in entries.items():
        manifest["files"].setdefault(name, {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()})
    with zipfile.ZipFile(target, "w") as written:
        written.writestr("yiju.json", json.dumps(manifest))
        for name, data in entries.items():
            written.writestr(name, data)
    return target


def edit_database(tmp_path, statement):
    def change(manifest, entries):
        path = tmp_path / "edit.sqlite"
        path.write_bytes(entries["knowledge.sqlite"])
        with sqlite3.connect(path) as db:
            db.executescript(statement)
        db.close()
        entries["knowledge.sqlite"] = path.read_bytes()
        del manifest["files"]["knowledge.sqlite"]

    return change


def test_what_was_exported_comes_back_the_same(archive, corpus_kb_folder, tmp_path):
    target = tmp_path / "新 知识库"
    result = bring_in([archive], Settings(kb=target))
    assert [r.status for r in result.reports] == ["added", "added"]
    assert contents(target) == contents(corpus_kb_folder)
    for query in ("国家单一窗口", "gender strategy", "第二十次海关合作委员会会议"):
        assert ranking(target, query) == ranking(corpus_kb_folder, query)
    assert all(f.ok for f in examine(target, Settings(kb=target)))
    assert not [p for p in target.iterdir() if p.name.startswith(".")]


def test_importing_again_changes_nothing(archive, tmp_path):
    settings = Settings(kb=tmp_path / "kb")
    bring_in([archive], settings)
    before = (settings.kb / "current.json").read_bytes()
    with pytest.raises(UsageError, match="holds 3 documents already; add to them with --merge"):
        bring_in([archive], settings)
    assert {r.status for r in bring_in([archive], settings, merge=True).reports} == {"unchanged"}
    assert (settings.kb / "current.json").read_bytes() == before


def test_only_what_is_published_is_exported(kb_copy, tmp_path):
    settings = settings_for(kb_copy)
    with Writer(kb_copy) as writer:
        writer.remove([STATEMENT.stem])  # not published
        export_kb(kb_copy, tmp_path / "a.zip")
    bring_in([tmp_path / "a.zip"], settings_for(tmp_path / "one"))
    assert STATEMENT.stem in contents(tmp_path / "one")[0]
    remove([f"{REPORTS.stem}.1"], settings)  # publishes both
    export_kb(kb_copy, tmp_path / "a.zip")  # an earlier export is replaced
    bring_in([tmp_path / "a.zip"], settings_for(tmp_path / "two"))
    assert set(contents(tmp_path / "two")[0]) == {f"{REPORTS.stem}.2"}
    text = sqlite3.connect(tmp_path / "two" / "knowledge.sqlite")
    assert text.execute("SELECT count(*) FROM documents").fetchone() == (1,)
    text.close()


def test_an_export_never_replaces_another_file(corpus_kb_folder, tmp_path):
    other = tmp_path / "预算.xlsx"
    other.write_bytes(b"PK not ours")
    with pytest.raises(UsageError, match="is no exported knowledge base; choose another name"):
        export_kb(corpus_kb_folder, other)
    assert other.read_bytes() == b"PK not ours"
    with pytest.raises(UsageError, match="cannot be written"):
        export_kb(corpus_kb_folder, tmp_path / "none" / "a.zip")


# -- what is let in ---------------------------------------------------------------------------------------------


def test_a_damaged_file_is_refused_and_nothing_is_taken(archive, tmp_path):
    whole = archive.read_bytes()
    broken = tmp_path / "broken.zip"
    harmless = 0
    for place in [*range(60, len(whole), len(whole) // 23), len(whole) - 30]:
        broken.write_bytes(whole[:place] + bytes([whole[place] ^ 0x10]) + whole[place + 1 :])
        try:
            bring_in([broken], settings_for(tmp_path / "kb"))
        except (KnowledgeBaseDamaged, UsageError, KnowledgeBaseMismatch):
            assert not (tmp_path / "kb").exists()
        else:  # a byte that nothing depends on, such as a time in the directory of the zip
            harmless += 1
            assert len(contents(tmp_path / "kb")[1]) == 275
            shutil.rmtree(tmp_path / "kb")
    assert harmless <= 2
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        broken.write_bytes(whole[:length])
        with pytest.raises((KnowledgeBaseDamaged, UsageError), match=r"broken\.zip"):
            bring_in([broken], settings_for(tmp_path / "kb"))
    assert sorted(p.name for p in tmp_path.iterdir()) == ["broken.zip"]


def test_foreign_files_are_refused(archive, tmp_path):
    with pytest.raises(UsageError, match="no such file"):
        bring_in([tmp_path / "none.zip"], settings_for(tmp_path / "kb"))
    (tmp_path / "text.zip").write_text("贸易", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("a.txt", "a")
    for name in ("text.zip", "other.zip"):
        with pytest.raises(UsageError, match=rf"{name}: is no exported knowledge base"):
            bring_in([tmp_path / name], settings_for(tmp_path / "kb"))
    newer = rewritten(archive, tmp_path / "newer.zip", lambda manifest, _: manifest.update(schema=99))
    with pytest.raises(KnowledgeBaseMismatch, match="store 99"):
        bring_in([newer], settings_for(tmp_path / "kb"))


@pytest.mark.parametrize(
    "name", ["../evil.json", "kept/../../evil.yaml", "/tmp/evil.yaml", "kept/.hidden.json", "a.py"]
)
def test_an_entry_that_leads_elsewhere_is_refused(archive, tmp_path, name):
    crafted = rewritten(archive, tmp_path / "crafted.zip", lambda _, entries: entries.update({name: b"{}"}))
    with pytest.raises(KnowledgeBaseDamaged, match="entries that no export writes"):
        bring_in([crafted], settings_for(tmp_path / "kb"))
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["crafted.zip"]


def test_an_entry_that_swells_is_cut_off(archive, tmp_path):
    def change(manifest, entries):
        entries["kept/notes.json"] = b"0" * 50_000
        manifest["files"]["kept/notes.json"] = {"bytes": 10, "sha256": "0" * 64}

    with pytest.raises(KnowledgeBaseDamaged, match=r"notes\.json is not what was exported"):
        bring_in([rewritten(archive, tmp_path / "bomb.zip", change)], settings_for(tmp_path / "kb"))


@pytest.mark.parametrize(
    ("statement", "message"),
    [
        ("CREATE TRIGGER t AFTER INSERT ON files BEGIN DELETE FROM files; END", "not the tables"),
        ("DROP TABLE meta; CREATE VIEW meta AS SELECT 1 AS key, 2 AS value", "not the tables"),
        ("UPDATE passages SET record = '{}' WHERE row = 5", "file 1 cannot be read"),
        ("UPDATE passages SET record = replace(record, id, '../' || id) WHERE row = 5", "file 1 cannot be read"),
        ("DELETE FROM passages WHERE row = 5", "not what its manifest says"),
    ],
)
def test_a_crafted_database_is_refused(archive, tmp_path, statement, message):
    crafted = rewritten(archive, tmp_path / "crafted.zip", edit_database(tmp_path, statement))
    with pytest.raises(KnowledgeBaseDamaged, match=message):
        bring_in([crafted], settings_for(tmp_path / "kb"))
    assert not (tmp_path / "kb").exists()


def test_tokens_and_facts_of_an_archive_are_not_trusted(archive, tmp_path, corpus_kb_folder):
    poison = (
        "UPDATE passages SET tokens = '单一 窗口'; DELETE FROM passage_entities;"
        "INSERT INTO passage_types SELECT 'commitment', row FROM passages WHERE row > 0 ON CONFLICT DO NOTHING;"
        "UPDATE vectors SET vector = zeroblob(7) WHERE window = 1"
    )
    crafted = rewritten(archive, tmp_path / "crafted.zip", edit_database(tmp_path, poison))
    bring_in([crafted], settings_for(tmp_path / "kb"))
    assert contents(tmp_path / "kb") == contents(corpus_kb_folder)
    assert ranking(tmp_path / "kb", "国家单一窗口") == ranking(corpus_kb_folder, "国家单一窗口")


def test_vectors_of_another_model_are_made_anew(archive, tmp_path):
    foreign = rewritten(archive, tmp_path / "a.zip", lambda m, _: m.update(model="x/1", setting=" "))
    with pytest.raises(ModelError, match="name is empty"):
        bring_in([foreign], Settings(kb=tmp_path / "kb"))
    assert not (tmp_path / "kb" / "current.json").exists()
    bring_in([foreign], settings_for(tmp_path / "kb"))
    assert all(f.ok for f in examine(tmp_path / "kb", Settings(kb=tmp_path / "kb")))


# -- merging ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("machines", [2, 5])
def test_shares_of_several_machines_are_the_whole(share, tmp_path, machines):
    whole = settings_for(tmp_path / "whole")
    ingest([share], whole)
    archives = []
    for number in range(1, machines + 1):
        part = settings_for(tmp_path / f"part{number}")
        ingest([share], part, shard=Shard(number, machines))
        archives.append(tmp_path / f"{number}.zip")
        export_kb(part.kb, archives[-1]) if (part.kb / "current.json").exists() else archives.pop()
    for name, order in (("a", archives), ("b", archives[::-1])):
        merged = settings_for(tmp_path / name)
        bring_in(order, merged)
        assert contents(merged.kb) == contents(whole.kb)
        assert ranking(merged.kb, "过境时间") == ranking(whole.kb, "过境时间")
        assert all(f.ok for f in examine(merged.kb, Settings(kb=merged.kb)))


def test_a_changed_file_replaces_its_passages_whichever_machine_reads_it(share, tmp_path):
    parts = [settings_for(tmp_path / f"part{n}") for n in (1, 2)]
    merged = settings_for(tmp_path / "merged")
    path = share / "report.txt"
    # versions of the file that fall to the first, the second, and the first machine again
    versions = (f"1. Kazakhstan opened {n} border posts in 2023.\n" for n in itertools.count(2))
    for wanted in (1, 2, 1):
        path.write_text(
            next(v for v in versions if Shard(wanted, 2).has(hashlib.sha256(v.encode()).hexdigest())), encoding="utf-8"
        )
        for number, part in enumerate(parts, start=1):
            ingest([share], part, shard=Shard(number, 2))
            export_kb(part.kb, tmp_path / f"{number}.zip")
        bring_in([tmp_path / "1.zip", tmp_path / "2.zip"], merged, merge=True)
        texts = [p.text for p in contents(merged.kb)[1].values() if p.document == "report"]
        assert texts == [path.read_text(encoding="utf-8").strip().removeprefix("1. ")]


def test_two_offices_may_have_different_reports_of_one_name(tmp_path):
    for office, text in (("north", "1. 北方局完成了评估。\n\n2. 见第1段。\n"), ("south", "1. 南方局尚未开始。\n")):
        folder = tmp_path / office
        folder.mkdir()
        (folder / "年报 2022.txt").write_text(text, encoding="utf-8")
        ingest([folder], settings_for(tmp_path / f"{office}-kb"))
        export_kb(tmp_path / f"{office}-kb", tmp_path / f"{office}.zip")
    settings = settings_for(tmp_path / "both")
    bring_in([tmp_path / "north.zip"], settings)
    bring_in([tmp_path / "south.zip"], settings, merge=True)
    documents, passages, _, _ = contents(settings.kb)
    assert len(documents) == 2
    assert {p.text for p in passages.values()} == {"北方局完成了评估。", "见第1段。", "南方局尚未开始。"}
    with KnowledgeBase.open(settings.kb, Settings(kb=settings.kb)) as kb:
        for passage in passages.values():
            assert kb.search(passage.text, Filters(documents=(passage.document,))).results[0].passage == passage


def test_uploads_lie_in_the_new_folder_and_are_found_again(tmp_path):
    from ui.uploads import keep

    old, new = settings_for(tmp_path / "old"), settings_for(tmp_path / "新")
    upload = keep("报告.txt", "1. 各国批准了行动计划。\n".encode(), old)
    ingest([upload], old)
    export_kb(old.kb, tmp_path / "a.zip")
    bring_in([tmp_path / "a.zip"], new)
    (moved,) = (new.kb / "uploads").iterdir()
    assert moved.read_bytes() == upload.read_bytes()
    assert [r.status for r in ingest([moved], new).reports] == ["unchanged"]


def review(reason, verdict="limited"):
    return Review("c1", "p1", "0" * 16, "ogp", verdict, reason, "王")


def test_names_and_reviews_travel_and_never_overwrite(kb_copy, tmp_path, capsys):
    aliases = "- name: 旁遮普水牛项目\n  kind: programme\n  aliases: [牲畜识别与溯源系统试点项目]\n"
    (kb_copy / "aliases.yaml").write_text(aliases, encoding="utf-8")
    save_reviews(kb_copy, [review("theirs"), Review("c2", "p2", "1" * 16, "ogp", "complete", "done", "李")])
    ingest([REPORTS], settings_for(kb_copy))
    out, new = tmp_path / "a.zip", tmp_path / "new"
    assert cli.main(["export", str(out), "--kb", str(kb_copy), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["documents"] == 3
    assert cli.main(["import", str(out), "--kb", str(new)]) == 0
    assert (new / "aliases.yaml").read_text(encoding="utf-8") == aliases
    assert load_reviews(new) == load_reviews(kb_copy)
    assert "旁遮普水牛项目" in {e.name for e in contents(new)[2]}
    assert "imported: snapshot 000001, 3 documents" in capsys.readouterr().out

    ours = tmp_path / "ours"
    (tmp_path / "a.txt").write_text("1. 各国批准了行动计划。\n", encoding="utf-8")
    ingest([tmp_path / "a.txt"], settings_for(ours))
    (ours / "aliases.yaml").write_text("- name: 省商务厅\n  kind: organisation\n", encoding="utf-8")
    save_reviews(ours, [review("ours", "complete")])
    assert cli.main(["import", str(out), "--merge", "--kb", str(ours)]) == 0
    assert "省商务厅" in (ours / "aliases.yaml").read_text(encoding="utf-8")
    assert [(r.commitment, r.reason) for r in load_reviews(ours)] == [("c1", "ours"), ("c2", "done")]
    told = capsys.readouterr().out
    assert "aliases.yaml differs from ours" in told
    assert "1 reviews differ from ours" in told
    # what came in is read with our names, as if it had been ingested here
    assert "旁遮普水牛项目" not in {e.name for e in contents(ours)[2]}


def test_what_comes_in_is_stored_once_with_the_names_that_are_known_here(share, tmp_path):
    names = "- name: 过境时间计划\n  kind: programme\n  aliases: [过境时间]\n- name: 甲国\n  kind: country\n"
    theirs, ours, read = (settings_for(tmp_path / name) for name in ("theirs", "ours", "read"))
    for settings in (ours, read):
        settings.kb.mkdir()
        (settings.kb / "aliases.yaml").write_text(names, encoding="utf-8")
    ingest([share], theirs)
    ingest([share], read)
    export_kb(theirs.kb, tmp_path / "a.zip")
    bring_in([tmp_path / "a.zip"], ours)
    assert contents(ours.kb) == contents(read.kb)
    assert contents(ours.kb)[1] != contents(theirs.kb)[1]
    with closing(sqlite3.connect(ours.kb / "knowledge.sqlite")) as db:
        assert db.execute("SELECT count(*) FROM passages").fetchone() == (len(contents(ours.kb)[1]),)
    assert all(f.ok for f in examine(ours.kb, ours))
    (ours.kb / "aliases.yaml").write_text("[]\n", encoding="utf-8")  # and back, as at any change of the file
    ingest([], ours)
    assert contents(ours.kb)[1] == contents(theirs.kb)[1]


def test_a_version_that_comes_after_another_of_the_same_file_is_taken(tmp_path):
    """Both are on their way before the first is stored."""
    path = tmp_path / "report.txt"
    archives = []
    for number, text in enumerate(
        ("1. 各国批准了行动计划。\n", "1. 各国修订了行动计划。\n", "1. 各国批准了行动计划。\n")
    ):
        path.write_text(text, encoding="utf-8")
        ingest([path], settings_for(tmp_path / f"kb{number}"))
        archives.append(tmp_path / f"{number}.zip")
        export_kb(tmp_path / f"kb{number}", archives[-1])
    both = settings_for(tmp_path / "both")
    bring_in(archives[:1], both)
    assert [r.status for r in bring_in(archives, both, merge=True).reports] == ["unchanged", "replaced", "replaced"]
    assert [p.text for p in contents(both.kb)[1].values()] == ["各国批准了行动计划。"]


def test_conflicts_that_were_set_aside_on_both_sides_are_joined(tmp_path):
    ours, theirs = tmp_path / "ours", tmp_path / "ours" / "imported" / "abc"
    theirs.mkdir(parents=True)
    for folder, reason, more in ((ours, "ours", "x"), (theirs, "theirs", "y")):
        entries = [
            {"conflict": c, "digests": ["0", "1"], "reason": reason, "by": "王", "day": "2026-11-25"}
            for c in ("both", more)
        ]
        (folder / "dismissed.json").write_text(json.dumps({"version": 1, "dismissed": entries}), encoding="utf-8")
    assert merge_kept(ours, [KeptFile("dismissed.json", "differs", theirs / "dismissed.json")]) == ()
    joined = [(d.conflict, d.reason) for d in load_dismissals(ours)]
    assert joined == [("both", "ours"), ("x", "ours"), ("y", "theirs")]


def test_a_share_is_written_as_a_fraction(tmp_path, capsys):
    for wrong in ("3/2", "0/2", "2", "a/b"):
        with pytest.raises(SystemExit, match="2"):
            cli.main(["ingest", "--shard", wrong, "--kb", str(tmp_path)])
        assert "write 1/4 for the first of four" in capsys.readouterr().err
