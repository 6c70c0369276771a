"""A second thread for a search that has the machine to itself."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from typing import TypeVar

__all__ = ["Beside"]

_T = TypeVar("_T")


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
        return self._pool.submit(work).result

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix="beside")
