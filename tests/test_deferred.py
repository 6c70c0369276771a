"""Work in a process of its own: its result, its errors, and that it ends with whoever began it."""

import os
import sqlite3
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

import index.deferred
import index.publish
from errors import KnowledgeBaseError
from index.build import rebuild
from index.deferred import Deferred
from index.layout import Layout
from tests.test_takeover import bad, one_more, settings_of


@pytest.mark.parametrize("apart", [False, True])
def test_a_result_is_waited_for(apart):
    with Deferred(partial(_slowly, 0.3), apart=apart) as work:
        assert work.result() == 0.3


def _slowly(seconds):
    time.sleep(seconds)
    return seconds


@pytest.mark.parametrize("apart", [False, True])
def test_an_error_is_raised_where_the_result_is_asked_for(apart, tmp_path):
    work = Deferred(partial(_count, tmp_path / "none.sqlite"), apart=apart)
    with work, pytest.raises(sqlite3.OperationalError, match="no such table: passages"):
        work.result()


def _count(database):
    return sqlite3.connect(database).execute("SELECT count(*) FROM passages").fetchone()


def test_a_process_that_something_else_ends_is_told():
    told = r"was ended \(code 7\); readers keep the last snapshot, and .* run the command again"
    with Deferred(_end, apart=True) as work, pytest.raises(KnowledgeBaseError, match=told):
        work.result()


def _end():
    os._exit(7)


def test_it_ends_with_the_process_that_began_it(tmp_path):
    """Killed, not asked to end: what it would still write is of no use to anybody."""
    note = tmp_path / "pid"
    code = (
        "from functools import partial; from tests.test_deferred import _noted; from index.deferred import Deferred\n"
        f"Deferred(partial(_noted, {str(note)!r}), apart=True).result()"
    )
    first = subprocess.Popen([sys.executable, "-c", code], cwd=Path(__file__).parents[1])
    while not (note.exists() and note.read_text(encoding="utf-8")):
        assert first.poll() is None
        time.sleep(0.01)
    first.kill()
    first.wait()
    number, until = int(note.read_text(encoding="utf-8")), time.monotonic() + 10
    while _runs(number):
        assert time.monotonic() < until, "it still runs"
        time.sleep(0.01)


def _noted(path):
    with open(path, "w", encoding="utf-8") as file:
        file.write(str(os.getpid()))
    time.sleep(60)


def _runs(number):
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    status = Path(f"/proc/{number}/status")  # one that has ended stays listed until its parent asks for it
    return not status.exists() or "(zombie)" not in status.read_text(encoding="utf-8")


def test_a_large_index_is_written_by_a_process_of_its_own_as_a_small_one_is_here(kb_copy, tmp_path, monkeypatch):
    started = []
    begin = index.deferred._begin
    monkeypatch.setattr(index.deferred, "_begin", lambda work: started.append(work) or begin(work))
    rebuild(settings_of(kb_copy), embed_only=True)
    here = _snapshot(kb_copy)
    assert not started
    monkeypatch.setattr(index.publish, "_APART", 1)
    rebuild(settings_of(kb_copy), embed_only=True)
    assert len(started) == 1
    assert _snapshot(kb_copy) == here
    assert not bad(kb_copy)
    one_more(kb_copy, tmp_path)
    assert len(started) == 2


def _snapshot(root):
    """What a snapshot has but for the names of tantivy's files, which are new each time."""
    manifest = Layout(root).read_manifest()
    return manifest.entries, {n: c for n, c in manifest.checksums.items() if not n.startswith("lexical/")}
