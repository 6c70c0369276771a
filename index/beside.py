"""A second thread for a search that has the machine to itself."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from functools import cached_property, partial
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

__all__ = ["Beside"]

_T = TypeVar("_T")
_Answer = SimpleQueue[tuple[Any, BaseException | None]]


class _Task(NamedTuple):
    """:ivar begun: held from when the work is begun, by whichever thread comes first."""

    work: Callable[[], Any]
    begun: threading.Lock
    answer: _Answer


_Tasks = SimpleQueue[_Task | None]


class Beside:
    """Runs part of a search beside the rest of it, as long as no other search of the process is running.

    Where several are, each has a core already: handing work over would only cost them time. As a context it counts the
    searches.
    """

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._running = 0
        self._several_cores = (os.cpu_count() or 1) > 1

    def __enter__(self) -> Beside:
        with self._guard:
            self._running += 1
        return self

    def __exit__(self, *_: object) -> None:
        with self._guard:
            self._running -= 1

    def begin(self, work: Callable[[], _T]) -> Callable[[], _T]:
        """Begin a piece of work that lies mostly outside of Python; what is returned gives its result.

        Where other searches are running, or no core was free for the second thread, it is done when the result is
        asked for.
        """
        if self._running > 1 or not self._several_cores:
            return work
        task = _Task(work, threading.Lock(), SimpleQueue())
        self._tasks.put(task)
        return partial(_result, task)

    @cached_property
    def _tasks(self) -> _Tasks:
        """What the second thread is to do; it ends when nobody can give it anything more."""
        tasks: _Tasks = SimpleQueue()
        threading.Thread(target=_work, args=(tasks,), name="beside", daemon=True).start()
        weakref.finalize(self, tasks.put, None)
        return tasks


def _work(tasks: _Tasks) -> None:
    # plain queues: a hand-over by futures takes twice the time
    while (task := tasks.get()) is not None:
        if task.begun.acquire(blocking=False):
            try:
                task.answer.put((task.work(), None))
            except BaseException as error:  # raised where the result is asked for
                task.answer.put((None, error))
        del task  # with all that it holds


def _result(task: _Task) -> Any:
    if task.begun.acquire(blocking=False):  # nobody has begun it
        return task.work()
    found, error = task.answer.get()
    if error is not None:
        raise error
    return found
