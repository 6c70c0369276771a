"""A reader that hangs, grows, crashes or fails costs one clear line, never the program."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest

from errors import UnreadableSource, UnsupportedSource
from index.build import ingest
from ingest.guard import guarded, started
from settings import Settings
from tests.hazards import chatter, die, double, eat_memory, fail, process_of, refuse, sleep_forever, spin_forever

MIB = 2**20
LIMITS = {"seconds": 120.0, "memory": 512 * MIB}


def is_running(process):
    """Whether a process is there and not only waiting to be counted by its parent."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_result_comes_back():
    assert guarded(double, 21, **LIMITS) == 42
    assert guarded(partial(double, plus=1), 21, **LIMITS) == 43
    assert guarded(Path, "a", "b", **LIMITS) == Path("a/b")


def test_a_system_that_allows_no_wider_pipes_is_no_obstacle(monkeypatch):
    """A user may have 64 MB of them on Linux; beyond that each stays as it is."""
    fcntl = pytest.importorskip("fcntl")

    def refused(*_):
        raise PermissionError("not permitted")

    monkeypatch.setattr(fcntl, "fcntl", refused)
    with started("ingest.guard") as process:
        process.communicate()
    assert process.returncode == 0


@pytest.mark.parametrize("function", [sleep_forever, spin_forever])
def test_a_file_that_hangs_is_given_up_in_time(function):
    start = time.monotonic()
    with pytest.raises(UnreadableSource, match=r"^报告\.pdf: reading it takes longer than 1 seconds$"):
        guarded(function, "报告.pdf", seconds=1.0, memory=512 * MIB)
    assert time.monotonic() - start < 60, "and not when it ends, which is never"


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups there")
def test_programs_that_a_hanging_reader_has_started_end_with_it(tmp_path):
    note = tmp_path / "process"
    script = f"echo $$ > {note}.part; mv {note}.part {note}; exec sleep 600"
    for seconds in (1.0, 5.0, 60.0):  # on a busy machine it may not have begun in time
        with pytest.raises(UnreadableSource, match="takes longer than"):
            guarded(subprocess.run, ["sh", "-c", script], seconds=seconds, memory=512 * MIB)
        if note.exists():
            break
    program, end = int(note.read_text()), time.monotonic() + 60
    while is_running(program):
        assert time.monotonic() < end, "the program still runs"
        time.sleep(0.05)


@pytest.mark.skipif(sys.platform == "win32", reason="no memory limit there")
def test_a_file_that_needs_too_much_memory_is_given_up():
    with pytest.raises(UnreadableSource, match=r"^报告\.pdf: .*more than 512 MB of memory$"):
        guarded(eat_memory, "报告.pdf", **LIMITS)


def test_a_crash_is_one_line():
    with pytest.raises(UnreadableSource, match=r"^报告\.pdf: reading it crashed \(exit 3\): the file is damaged$"):
        guarded(die, "报告.pdf", **LIMITS)


def test_a_refusal_keeps_its_kind_and_words():
    with pytest.raises(UnsupportedSource, match=r"^报告\.pdf: is a picture$"):
        guarded(refuse, "报告.pdf", **LIMITS)


def test_an_unexpected_error_is_one_line_that_names_the_file():
    with pytest.raises(UnreadableSource, match=r"^a\.pdf: the file is damaged .*AssertionError: xref table not zero"):
        guarded(fail, Path("a.pdf"), **LIMITS)


def test_the_name_can_be_given_where_the_first_argument_is_not_a_file():
    with pytest.raises(UnreadableSource, match=r"^页面\.html: "):
        guarded(fail, "<html>", name="页面.html", **LIMITS)


def test_what_a_library_prints_does_not_disturb_the_answer():
    assert guarded(chatter, "a", **LIMITS) == "A"


def test_a_child_serves_many_files_and_a_broken_one_is_replaced():
    first = guarded(process_of, "a", **LIMITS)
    assert guarded(process_of, "b", **LIMITS) == first
    with pytest.raises(UnreadableSource, match="crashed"):
        guarded(die, "c", **LIMITS)
    assert guarded(process_of, "d", **LIMITS) != first


def test_threads_have_children_of_their_own():
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(guarded(double, 4, **LIMITS))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [8, 8, 8, 8]


def test_a_file_whose_structure_takes_too_long_costs_one_line_and_the_rest_is_read(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    row = "\t".join(f"{n}.{n % 7}%" for n in range(40))
    (folder / "data.txt").write_text("\n".join([row] * 3000), "utf-8")  # a data dump, not a report
    (folder / "report.txt").write_text("1. 2021年，各方签署了协议，并通过了今后三年的工作计划。\n", "utf-8")
    for seconds in (2.0, 8.0):  # a busy machine may take more than two for the report
        settings = Settings(kb=tmp_path / f"kb{seconds:g}", model="fast", read_seconds=seconds)
        result = ingest([folder], settings)
        if result.reports[1].status == "added":
            break
    assert [report.status for report in result.reports] == ["failed", "added"]
    assert result.reports[0].error == f"{folder / 'data.txt'}: reading it takes longer than {seconds:g} seconds"
