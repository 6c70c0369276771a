"""What goes wrong on real machines: kills, full disks, damaged or swapped files, many readers."""

import json
import os
import random
import resource
import shutil
import sqlite3
import subprocess
import sys
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

import cli
import index.publish
from errors import KnowledgeBaseError, KnowledgeBaseMismatch, KnowledgeBaseUnwritable, UsageError
from index.build import ingest, rebuild, remove
from index.doctor import examine
from index.layout import Layout
from index.repair import repair
from index.store import KnowledgeBase
from index.writer import Writer
from settings import PROJECT, Settings
from tests.conftest import CORPUS, REPORTS, STATEMENT

QUERIES = ("国家单一窗口", "gender strategy", "第二十次海关合作委员会会议")


def settings_for(folder):
    return Settings(kb=folder, model="fast")


def answers(folder):
    with KnowledgeBase.open(folder, Settings(kb=folder)) as kb:
        return [
            [(h.passage.id, h.passage.text, round(h.score, 5)) for h in kb.search(query).results] for query in QUERIES
        ]


@pytest.fixture(scope="module")
def right_answers(corpus_kb_folder):
    return answers(corpus_kb_folder)


def bad(folder):
    return {f.check: f for f in examine(folder, Settings(kb=folder)) if not f.ok}


def mended(folder):
    settings = settings_for(folder)
    _, findings = repair(folder, settings, examine(folder, settings))
    return all(finding.ok for finding in findings)


@pytest.mark.slow
def test_kills_at_random_moments_leave_the_old_state_or_the_new_one():
    kills = 0
    for seed in ("5", "6", "7"):  # where the machine gets faster meanwhile, many end before they are killed
        run = subprocess.run(
            [sys.executable, "-m", "eval.faults", "--trials", "12", "--seed", seed],
            cwd=PROJECT, capture_output=True, text=True, env=os.environ | {"OMP_NUM_THREADS": "1"}, check=False,
        )  # fmt: skip
        assert run.returncode == 0, run.stderr
        kills += json.loads(run.stdout)["kills"]
        if kills >= 6:
            break
    assert kills >= 6


def test_a_removal_that_was_cut_off_before_it_was_published_goes_on(kb_copy):
    with Writer(kb_copy) as writer:
        writer.remove([STATEMENT.stem])
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
        assert STATEMENT.stem in {d.id for d in kb.documents()}
    remove([STATEMENT.stem], settings_for(kb_copy))
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
        assert STATEMENT.stem not in {d.id for d in kb.documents()}


# -- disks ------------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 4 MB; only root may make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    made = (
        shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(folder)], capture_output=True, check=False
        ).returncode
    )
    if not made:
        pytest.skip("no right to mount a small disk here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_what_was_published_stays(small_disk, tmp_path):
    settings = settings_for(small_disk / "kb")
    (tmp_path / "a.txt").write_text("1. 各国批准了电子植物检疫证书行动计划。\n", encoding="utf-8")
    ingest([tmp_path / "a.txt"], settings)
    (small_disk / "ballast").write_bytes(bytes(shutil.disk_usage(small_disk).free - 2**18))
    for name in (REPORTS, STATEMENT):
        with pytest.raises(KnowledgeBaseUnwritable, match="make room and run the command again"):
            ingest([name], settings)
    with KnowledgeBase.open(settings.kb, Settings(kb=settings.kb)) as kb:
        assert [d.id for d in kb.documents()] == ["a"]
        assert kb.search("行动计划").results
    (small_disk / "ballast").unlink()
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    ingest([CORPUS], settings)
    assert not bad(settings.kb)


@pytest.mark.parametrize("limit", [100_000, 2_200_000])
def test_a_file_that_may_not_grow_is_told_in_one_line(kb_copy, tmp_path, right_answers, limit):
    big = tmp_path / "报告.txt"
    text = REPORTS.read_text(encoding="utf-8")
    big.write_text("\n\n".join(f"{n}. {line}" for n, line in enumerate(text.splitlines(), 1) if line), "utf-8")
    run = subprocess.run(
        [sys.executable, "-m", "cli", "ingest", str(big), "--kb", str(kb_copy)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
    )  # fmt: skip
    assert run.returncode == 3, run.stderr
    assert run.stderr.count("\n") == 1
    assert "the disk is full or fails" in run.stderr
    assert answers(kb_copy) == right_answers
    ingest([big], settings_for(kb_copy))
    assert not bad(kb_copy)


def test_a_read_only_medium_can_be_searched_and_says_why_not_more(
    small_disk, corpus_kb_folder, right_answers, tmp_path
):
    folder = small_disk / "只读 盘"
    subprocess.run(["mount", "-o", "remount,size=64m", str(small_disk)], check=True)
    shutil.copytree(corpus_kb_folder, folder)
    # a clean copy has no log; one that does is not read past it
    for name in ("knowledge.sqlite-wal", "knowledge.sqlite-shm"):
        (folder / name).unlink(missing_ok=True)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    assert answers(folder) == right_answers
    with pytest.raises(KnowledgeBaseUnwritable, match="may not be written"):
        ingest([CORPUS], settings_for(folder))
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    (folder / "knowledge.sqlite-wal").write_bytes(b"changes")
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(KnowledgeBaseError, match="import that was cut off"):
        answers(folder)


# -- damage -----------------------------------------------------------------------------------------------------


def snapshot_files(folder):
    current = Layout(folder).snapshot(Layout(folder).read_manifest().generation)
    return sorted(p for p in current.rglob("*") if p.is_file() and p.stat().st_size and p.suffix != ".lock")


def test_every_cut_off_index_file_is_told_and_mended(kb_copy, right_answers):
    names = [path.relative_to(kb_copy) for path in snapshot_files(kb_copy)]
    assert len(names) >= 4
    for name in names:
        path = kb_copy / name
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        with pytest.raises(KnowledgeBaseError, match="yiju doctor --repair"):
            answers(kb_copy)
        path.write_bytes(whole)
    (kb_copy / names[0]).unlink()
    assert bad(kb_copy)["caches"].repair == "yiju doctor --repair"
    assert mended(kb_copy)
    assert answers(kb_copy) == right_answers


def test_every_changed_byte_of_an_index_file_is_found_by_doctor(kb_copy):
    for path in snapshot_files(kb_copy)[::3]:
        whole = path.read_bytes()
        place = len(whole) // 3
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert path.name in bad(kb_copy)["caches"].detail
        path.write_bytes(whole)


def flip(folder, table, column, where="1"):
    """Change one character of a stored text behind the back of the program, as a failing disk does."""
    with sqlite3.connect(folder / "knowledge.sqlite") as db:
        row, text = db.execute(f"SELECT row, {column} FROM {table} WHERE {where} ORDER BY row LIMIT 1").fetchone()
        db.execute(f"UPDATE {table} SET {column} = ? WHERE row = ?", (text.replace("20", "30", 1), row))
    db.close()


def test_a_passage_that_changed_on_the_disk_is_never_shown_and_comes_back_from_its_file(kb_copy, right_answers):
    flip(kb_copy, "passages", "record", f"id = '{REPORTS.stem}.1:18'")
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
        with pytest.raises(KnowledgeBaseError, match="has changed on the disk; run `yiju doctor --repair`"):
            list(kb.passages())
        with pytest.raises(KnowledgeBaseError, match="has changed on the disk"):
            kb.search("2020年9月塔吉克斯坦启动国家单一窗口")
    assert f"{REPORTS.stem}.1:18 (row" in bad(kb_copy)["records"].detail
    assert mended(kb_copy)
    assert answers(kb_copy) == right_answers


@pytest.mark.parametrize(
    ("table", "column", "check"), [("files", "text", "originals"), ("documents", "record", "records")]
)
def test_an_original_or_a_document_that_changed_comes_back_from_its_file(kb_copy, right_answers, table, column, check):
    flip(kb_copy, table, column)
    assert check in bad(kb_copy)
    assert mended(kb_copy)
    assert answers(kb_copy) == right_answers


def test_damage_that_cannot_be_mended_is_told_with_the_way_out(kb_copy, tmp_path, capsys):
    source = tmp_path / "gone.txt"
    source.write_text("1. 2021年各国批准了行动计划。\n\n2. 甲国尚未加入。\n", encoding="utf-8")
    ingest([source], settings_for(kb_copy))
    source.unlink()
    flip(kb_copy, "passages", "record", "record LIKE '%2021年各国批准%'")
    assert cli.main(["doctor", "--repair", "--kb", str(kb_copy)]) == 1
    assert "gone:1" in capsys.readouterr().out
    with (
        KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb,
        pytest.raises(KnowledgeBaseError, match="has changed"),
    ):
        kb.search("各国批准行动计划")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM passage_entities WHERE name = '蒙古'",
        "INSERT INTO passage_types SELECT 'commitment', row FROM passages WHERE type = 'footnote'",
        "UPDATE passage_dates SET start = '1999-01-01'",
        "UPDATE passages SET tokens = '单一 窗口' || char(10)",
        "UPDATE passages SET windows = '[]'",
        "DELETE FROM vectors WHERE passage IN (SELECT row FROM passages ORDER BY row LIMIT 9)",
        "UPDATE vectors SET vector = zeroblob(length(vector)) WHERE window = 1",
        "UPDATE vectors SET vector = x'00'",
    ],
)
def test_facts_and_vectors_that_are_not_those_of_the_records_are_found_and_made_again(
    kb_copy, right_answers, statement
):
    with sqlite3.connect(kb_copy / "knowledge.sqlite") as db:
        db.execute(statement)
    db.close()
    assert set(bad(kb_copy)) & {"facts", "vectors"}
    assert mended(kb_copy)
    assert answers(kb_copy) == right_answers


def test_a_database_that_is_no_database_is_told_by_every_command(kb_copy, capsys):
    database = kb_copy / "knowledge.sqlite"
    whole = database.read_bytes()
    for broken in (b"", b"SQLite format 3\0" + bytes(5000), whole[: len(whole) // 3], b"x" * 9000):
        database.write_bytes(broken)
        for command in (["search", "贸易"], ["documents"], ["passages"], ["ask", "何时"], ["doctor"], ["ingest"]):
            assert cli.main([*command, "--kb", str(kb_copy)]) in (1, 3)
            told = capsys.readouterr()
            assert "backup" in told.err + told.out, (command, told)
            assert "Traceback" not in told.err
    database.unlink()
    assert cli.main(["search", "贸易", "--kb", str(kb_copy)]) == 3


def test_a_page_of_noise_gives_an_error_or_the_right_answer(kb_copy, right_answers):
    database = kb_copy / "knowledge.sqlite"
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
        whole_texts = {(p.id, p.text) for p in kb.passages()}
    whole = database.read_bytes()
    size, noise = 4096, random.Random(7)
    for page in range(2, len(whole) // size, len(whole) // size // 12):
        database.write_bytes(whole[: page * size] + noise.randbytes(size) + whole[(page + 1) * size :])
        try:
            found = answers(kb_copy)
        except KnowledgeBaseError:
            continue
        # where noise hit an index or a table of facts, other passages may be found, but none with another text
        texts = {(id_, text) for given in found for id_, text, _ in given}
        assert found == right_answers or (texts <= whole_texts and bad(kb_copy))


def test_pointer_and_database_of_different_days_are_not_taken_together(kb_copy, tmp_path, right_answers):
    old = {name: (kb_copy / name).read_bytes() for name in ("current.json", "knowledge.sqlite")}
    for day in range(3):
        (tmp_path / f"{day}.txt").write_text(f"1. 第{day}天，各国召开会议。\n", encoding="utf-8")
        ingest([tmp_path / f"{day}.txt"], settings_for(kb_copy))
    new = {name: (kb_copy / name).read_bytes() for name in old}
    for mixed in (old | {"current.json": new["current.json"]}, new | {"current.json": old["current.json"]}):
        for name, data in mixed.items():
            (kb_copy / name).write_bytes(data)
        with pytest.raises(KnowledgeBaseError, match="do not belong together"):
            answers(kb_copy)
        assert mended(kb_copy)
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
        assert len(kb.documents()) == 6


def test_a_database_of_another_knowledge_base_is_refused(kb_copy, tmp_path):
    (tmp_path / "a.txt").write_text("1. 各国召开会议。\n", encoding="utf-8")
    ingest([tmp_path / "a.txt"], settings_for(tmp_path / "other"))
    shutil.copy(tmp_path / "other" / "knowledge.sqlite", kb_copy / "knowledge.sqlite")
    with pytest.raises(KnowledgeBaseError, match="do not belong together"):
        answers(kb_copy)


@pytest.mark.parametrize("damage", ["unlink", "garbage"])
def test_a_lost_pointer_is_made_again_from_the_rows(kb_copy, right_answers, damage, tmp_path):
    for day in range(2):  # generations pass, a file is replaced
        (tmp_path / "a.txt").write_text(f"1. 第{day}天，各国召开会议。\n", encoding="utf-8")
        ingest([tmp_path / "a.txt"], settings_for(kb_copy))
    remove(["a"], settings_for(kb_copy))
    pointer = kb_copy / "current.json"
    if damage == "unlink":
        pointer.unlink()
        ingest([CORPUS], settings_for(kb_copy))
    else:
        pointer.write_text("{]", encoding="utf-8")
        assert bad(kb_copy)["open"].repair == "yiju doctor --repair"
        assert mended(kb_copy)
    assert answers(kb_copy) == right_answers
    assert not bad(kb_copy)


# -- time and company -------------------------------------------------------------------------------------------


def test_a_clock_that_goes_back_changes_nothing(kb_copy, tmp_path, monkeypatch):
    class Earlier(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(1999, 1, 1, tzinfo=UTC)

    monkeypatch.setattr(index.publish, "datetime", Earlier)
    source = tmp_path / "a.txt"
    source.write_text("1. 各国召开会议。\n", encoding="utf-8")
    os.utime(source, (0, 0))
    ingest([source], settings_for(kb_copy))
    source.write_text("1. 各国推迟会议。\n", encoding="utf-8")  # newer content with an older time
    os.utime(source, (0, 0))
    assert [r.status for r in ingest([source], settings_for(kb_copy)).reports] == ["replaced"]
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
        assert kb.manifest.built.startswith("1999")
        assert kb.search("各国推迟会议").results[0].passage.id == "a:1"
    assert not bad(kb_copy)


@pytest.mark.parametrize(
    "poison",
    [
        b"[" * 100_000,
        b"- &a\n  name: x1\n  kind: place\n  aliases: [*a]\n",
        b"- !!python/object/apply:os.system ['touch poisoned']\n",
        b"- name: a\x00b\n",
        b"- ? [a, b]\n  : c\n",
        "- name: 省厅\n  kind: organisation\n".encode("gb18030"),
    ],
)
def test_a_poisoned_alias_file_is_refused_and_search_goes_on(kb_copy, right_answers, poison, capsys):
    (kb_copy / "aliases.yaml").write_bytes(poison)
    with pytest.raises(UsageError, match=r"aliases\.yaml"):
        ingest([CORPUS], settings_for(kb_copy))
    assert answers(kb_copy) == right_answers
    assert cli.main(["doctor", "--kb", str(kb_copy)]) == 1
    assert "aliases.yaml" in capsys.readouterr().out
    assert not (PROJECT / "poisoned").exists()


def test_twenty_readers_see_the_old_or_the_new_snapshot_while_one_is_published(kb_copy, right_answers, tmp_path):
    source = tmp_path / "新报告.txt"
    source.write_text("1. 2023年，国家单一窗口在全部口岸启用。\n", encoding="utf-8")
    shared = KnowledgeBase.open(kb_copy, Settings(kb=kb_copy))
    seen, faults, stop = set(), [], threading.Event()

    def read(number):
        while not stop.is_set():
            try:
                if number % 2:
                    found = shared.search(QUERIES[0])
                else:
                    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
                        found = kb.search(QUERIES[0])
            except Exception as error:  # whatever it is, it is a fault
                faults.append(repr(error))
                return
            seen.add((found.snapshot, tuple(h.passage.id for h in found.results)))
        shared.close()

    readers = [threading.Thread(target=read, args=(number,)) for number in range(20)]
    for reader in readers:
        reader.start()
    while not seen and not faults:
        time.sleep(0.01)
    ingest([source], settings_for(kb_copy))
    stop.set()
    for reader in readers:
        reader.join()
    assert not faults
    new = tuple(id_ for id_, _, _ in answers(kb_copy)[0])
    assert new[0] == "新报告:1" or "新报告:1" in new
    assert seen <= {("000001", tuple(id_ for id_, _, _ in right_answers[0])), ("000002", new)}
    assert ("000001", tuple(id_ for id_, _, _ in right_answers[0])) in seen


def test_a_snapshot_that_was_replaced_twice_says_so_instead_of_answering_in_part(kb_copy):
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as old:
        remove([STATEMENT.stem], settings_for(kb_copy))
        assert old.search("性别战略").results
        rebuild(settings_for(kb_copy), embed_only=True)
        with pytest.raises(KnowledgeBaseMismatch, match="open it again"):
            old.search("性别战略")
        with pytest.raises(KnowledgeBaseMismatch, match="open it again"):
            list(old.passages())


def test_a_second_writer_is_told_to_wait(kb_copy):
    with Writer(kb_copy):
        run = subprocess.run(
            [sys.executable, "-m", "cli", "remove", STATEMENT.stem, "--kb", str(kb_copy)],
            cwd=PROJECT, capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert run.returncode == 3
    assert run.stderr.startswith(f"yiju: {kb_copy}: another import is running; wait until it is done")


def test_paths_as_windows_and_people_write_them(tmp_path):
    folder = tmp_path / "C：共享 文件夹 (副本) #1"
    names = ["年度报告 2022年（终稿）.txt", "a'b%41&c.txt", "x" * 80 + ".txt", "报告\u3000全角.txt", "Ünïcode—dash.txt"]
    folder.mkdir()
    for number, name in enumerate(names):
        (folder / name).write_text(f"1. 第{number}份报告说明了进展。\n", encoding="utf-8")
    kb = settings_for(tmp_path / "知识库 %20 '引号'")
    assert [r.status for r in ingest([folder], kb).reports] == ["added"] * len(names)
    assert {r.status for r in ingest([folder], kb).reports} == {"unchanged"}
    with KnowledgeBase.open(kb.kb, Settings(kb=kb.kb)) as opened:
        documents = opened.documents()
        assert len({d.id for d in documents}) == len(names)
        assert len(opened.search("报告说明进展").results) == len(names)
    remove([documents[0].id], kb)
    rebuild(replace(kb, model=None))
    assert not bad(kb.kb)
