"""A part of a search that runs beside the rest of it gives what it would give alone."""

import gc
import threading

import pytest

from errors import KnowledgeBaseDamaged
from index.beside import Beside


@pytest.fixture
def beside(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    return Beside()


def fails():
    raise KnowledgeBaseDamaged("the index ends before its last word")


def begun(beside):
    """The thread in which a piece of work is done that is not asked for before it has begun."""
    running = threading.Event()

    def work():
        running.set()
        return threading.current_thread()

    result = beside.begin(work)
    assert running.wait(60)
    return result()


def test_a_search_that_is_alone_has_a_second_thread(beside):
    with beside:
        (other,) = {begun(beside) for _ in range(3)}
    assert other is not threading.current_thread()


def test_nobody_waits_for_a_second_thread_that_has_not_come_to_the_work(beside):
    running, free = threading.Event(), threading.Event()

    def work():
        running.set()
        return free.wait(60)

    with beside:
        long = beside.begin(work)
        assert running.wait(60)
        assert beside.begin(threading.current_thread)() is threading.current_thread()
        free.set()
        assert long()
        assert begun(beside) is not threading.current_thread()


def test_where_two_search_each_does_its_own_work(beside):
    with beside, beside:
        assert beside.begin(threading.current_thread)() is threading.current_thread()


def test_what_goes_wrong_is_told_where_the_result_is_wanted(beside):
    with beside:
        bad, good = beside.begin(fails), beside.begin(lambda: "found")
        with pytest.raises(KnowledgeBaseDamaged, match="before its last word"):
            bad()
        assert good() == "found"


def test_the_second_thread_ends_with_the_searches(monkeypatch):
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    beside = Beside()
    with beside:
        other = begun(beside)
    assert other.is_alive()
    del beside
    gc.collect()
    other.join(timeout=60)
    assert not other.is_alive()
