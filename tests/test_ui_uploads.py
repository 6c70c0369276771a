"""What people hand in is kept under a name of our own, within limits, and imported like any other file."""

import threading
from dataclasses import replace
from pathlib import Path

import pytest

from errors import UnreadableSource, UnsupportedSource
from index.build import ingest
from index.handed_in import HandedIn
from index.store import KnowledgeBase
from ingest.report import FileReport
from settings import Settings
from ui.adding import report_words
from ui.jobs import Importer, ImportState
from ui.uploads import keep, own_name

REPORT = "# 测试报告\n\n1. 2024年3月，甲国启动了港口改造。\n"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.txt", "C:\\windows\\a.txt", "/abs/a.TXT", "a\x00b.txt", "-rf.txt", "报告.txt", ".txt"]
)
def test_the_name_of_a_file_never_becomes_a_path(tmp_path, name):
    path = keep(name, REPORT.encode(), Settings(kb=tmp_path))
    assert path.parent == tmp_path / "uploads"
    assert path.name == keep("other.txt", REPORT.encode(), Settings(kb=tmp_path)).name
    assert path.read_text(encoding="utf-8") == REPORT
    assert [p.name for p in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("name", ["virus.exe", "a.txt.exe", "manifest.jsonl", "noextension", ""])
def test_other_kinds_of_files_are_refused(tmp_path, name):
    with pytest.raises(UnsupportedSource, match="no reader for this kind of file"):
        keep(name, b"x", Settings(kb=tmp_path))
    assert not list(tmp_path.iterdir())


def test_empty_and_oversized_files_are_refused(tmp_path):
    with pytest.raises(UnreadableSource, match="is empty"):
        keep("a.txt", b"", Settings(kb=tmp_path))
    small = replace(Settings(kb=tmp_path), max_binary_bytes=10)
    with pytest.raises(UnreadableSource, match="more than the limit"):
        keep("a.txt", b"x" * 11, small)


def test_an_import_runs_in_the_background_and_only_one_at_a_time(kb_copy, monkeypatch):
    settings, asked = Settings(kb=kb_copy), threading.Event()

    def when_asked(*given, **more):
        asked.wait()
        return ingest(*given, **more)

    monkeypatch.setattr("ui.jobs.ingest", when_asked)
    importer = Importer(settings)
    path = keep("a.md", REPORT.encode(), settings)
    assert importer.start([path])
    assert not importer.start([path]), "a second one must wait"
    asked.set()
    importer.wait(300)
    assert importer.state.result is not None
    (report,) = importer.state.result.reports
    assert report.status == "added"
    assert importer.start([path]), "and may run when the first has ended"
    importer.wait(300)


def test_a_broken_file_is_reported_and_the_others_are_imported(kb_copy):
    settings = Settings(kb=kb_copy)
    importer = Importer(settings)
    paths = [keep("a.pdf", b"%PDF-1.4 broken", settings), keep("b.txt", REPORT.encode(), settings)]
    importer.start(paths)
    importer.wait(300)
    broken, whole = importer.state.result.reports
    assert broken.error is not None
    assert whole.error is None
    words = report_words(broken, {paths[0]: "我的报告.pdf"}, "zh")
    assert words == "我的报告.pdf：未能导入（文件已损坏或不是所标的格式，请重新获取后再试）"
    assert "damaged" in report_words(broken, {paths[0]: "mine.pdf"}, "en")
    assert "b.txt：已导入 1 份文献" in report_words(whole, {paths[1]: "b.txt"}, "zh")


def test_a_file_is_known_by_its_own_name_everywhere(kb_copy):
    settings = Settings(kb=kb_copy)
    path = keep("港口 报告（终稿）.md", REPORT.encode(), settings)
    result = ingest([path], settings, handed_in=HandedIn({path: "港口 报告（终稿）.md"}))
    (report,) = result.reports
    assert report_words(report, {path: "港口 报告（终稿）.md"}, "zh").startswith("港口 报告（终稿）.md：已导入")
    with KnowledgeBase.open(kb_copy) as kb:
        document = kb.document(report.documents[0])
        assert document.file == "港口 报告（终稿）.md"
        assert document.id.startswith("港口-报告-终稿")
        assert kb.source_file(document) == path


def test_a_newer_version_takes_the_place_of_the_old_one_in_one_step(kb_copy):
    settings = Settings(kb=kb_copy)
    first = keep("年报.md", REPORT.encode(), settings)
    old = ingest([first], settings, handed_in=HandedIn({first: "年报.md"})).reports[0]
    newer = keep("年报.md", REPORT.replace("启动了", "完成了").encode(), settings)
    broken = keep("年报.pdf", b"%PDF-1.4 broken", settings)
    failed = ingest([broken], settings, handed_in=HandedIn({broken: "年报.pdf"}, old.documents))
    assert failed.failures == 1
    with KnowledgeBase.open(kb_copy) as kb:
        assert "启动了" in "".join(p.text for p in kb.passages(old.documents[0])), (
            "what cannot be read replaces nothing"
        )
    report = ingest([newer], settings, handed_in=HandedIn({newer: "年报.md"}, old.documents)).reports[0]
    assert report.documents == old.documents, "links to it stay good"
    assert report_words(report, {newer: "年报.md"}, "zh").startswith("年报.md：已替换旧版本")
    with KnowledgeBase.open(kb_copy) as kb:
        text = "".join(p.text for p in kb.passages(report.documents[0]))
    assert "完成了" in text
    assert "启动了" not in text


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\temp\\年报.pdf", "年报.pdf"),
        ("a\x00\x1b[31mb.txt", "a [31mb.txt"),
        ("\u202etxt.exe.pdf", "txt.exe.pdf"),
        ("长" * 300 + ".pdf", "长" * 116 + ".pdf"),
    ],
)
def test_the_name_that_is_shown_has_no_folders_and_nothing_invisible(name, shown):
    assert own_name(name) == shown


def test_an_import_while_another_program_writes_says_so(kb_copy):
    from index.writer import Writer

    importer = Importer(Settings(kb=kb_copy))
    with Writer(kb_copy):
        importer.start([])
        importer.wait(300)
    assert importer.state.busy
    assert "another import is running" in importer.state.error


def test_progress_goes_from_reading_to_embedding():
    shares = [
        ImportState(True, s, d, 4).share for s, d in (("", 0), ("read", 2), ("read", 4), ("embed", 2), ("embed", 4))
    ]
    assert shares == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_the_report_of_a_file_is_a_sentence_in_both_languages():
    report = FileReport("uploads/0a.txt", "unchanged", passages=3)
    assert report_words(report, {Path("kb/uploads/0a.txt"): "年报.txt"}, "zh") == "年报.txt：知识库中已有，没有变化"
    assert report_words(report, {Path("kb/uploads/0a.txt"): "年报.txt"}, "en") == "年报.txt: already there, unchanged"
