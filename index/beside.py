"""A second thread for a search that has the machine to itself."""

from __future__ import annotations

import os
import threading
import weakref
from collections.abc import Callable
from functools import cached_property, partial
from queue import SimpleQueue
from typing import Any, TypeVar

__all__ = ["Beside"]

_T = TypeVar("_T")
_Answer = SimpleQueue[tuple[Any, BaseException | None]]
_Tasks = SimpleQueue[tuple[Callable[[], Any], _Answer] | None]


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

        Where other searches are running it is done when the result is asked for.
        """
        if self._running > 1 or not self._several_cores:
            return work
        answer: _Answer = SimpleQueue()
        self._tasks.put((work, answer))
        return partial(_result, answer)

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
        work, answer = task
        try:
            answer.put((work(), None))
        except BaseException as error:  # raised where the result is asked for
            answer.put((None, error))
        del task, work, answer  # with all that they hold


def _result(answer: _Answer) -> Any:
    found, error = answer.get()
    if error is not None:
        raise error
    return found
