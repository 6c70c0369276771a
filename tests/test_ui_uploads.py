"""What people hand in is kept under a name of our own, within limits, and imported like any other file."""

from dataclasses import replace

import pytest

from errors import UnreadableSource, UnsupportedSource
from ingest.report import FileReport
from settings import Settings
from ui.adding import report_words
from ui.jobs import Importer, ImportState
from ui.uploads import keep

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


def test_an_import_runs_in_the_background_and_only_one_at_a_time(kb_copy):
    settings = Settings(kb=kb_copy)
    importer = Importer(settings)
    path = keep("a.md", REPORT.encode(), settings)
    assert importer.start([path])
    assert not importer.start([path]), "a second one must wait"
    importer.wait(60)
    assert importer.state.result is not None
    (report,) = importer.state.result.reports
    assert report.status == "added"
    assert importer.start([path]), "and may run when the first has ended"
    importer.wait(60)


def test_a_broken_file_is_reported_and_the_others_are_imported(kb_copy):
    settings = Settings(kb=kb_copy)
    importer = Importer(settings)
    paths = [keep("a.pdf", b"%PDF-1.4 broken", settings), keep("b.txt", REPORT.encode(), settings)]
    importer.start(paths)
    importer.wait(60)
    broken, whole = importer.state.result.reports
    assert broken.error is not None
    assert whole.error is None
    words = report_words(broken, {str(paths[0]): "我的报告.pdf"}, "zh")
    assert words.startswith("我的报告.pdf：未能导入（")
    assert str(kb_copy) not in words
    assert "1 段" in report_words(whole, {str(paths[1]): "b.txt"}, "zh") or whole.passages != 1


def test_an_import_while_another_program_writes_says_so(kb_copy):
    from index.writer import Writer

    importer = Importer(Settings(kb=kb_copy))
    with Writer(kb_copy):
        importer.start([])
        importer.wait(60)
    assert importer.state.busy
    assert "another import is running" in importer.state.error


def test_progress_goes_from_reading_to_embedding():
    shares = [
        ImportState(True, s, d, 4).share for s, d in (("", 0), ("read", 2), ("read", 4), ("embed", 2), ("embed", 4))
    ]
    assert shares == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_the_report_of_a_file_is_a_sentence_in_both_languages():
    report = FileReport("uploads/0a.txt", "unchanged", passages=3)
    assert report_words(report, {"kb/uploads/0a.txt": "年报.txt"}, "zh") == "年报.txt：知识库中已有，没有变化"
    assert report_words(report, {"kb/uploads/0a.txt": "年报.txt"}, "en") == "年报.txt: already there, unchanged"
