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


def test_a_search_that_is_alone_has_a_second_thread(beside):
    with beside:
        results = [beside.begin(threading.current_thread) for _ in range(3)]
    (other,) = {result() for result in results}
    assert other is not threading.current_thread()


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
        other = beside.begin(threading.current_thread)()
    assert other.is_alive()
    del beside
    gc.collect()
    other.join(timeout=60)
    assert not other.is_alive()
