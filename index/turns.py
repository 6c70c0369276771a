"""Searches of one process take turns, and lend each other their connections."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["Turns"]


class Turns:
    """Lets some searches run at the same time; who waits is served in turn.

    A connection belongs to a turn, not to a thread: each remembers pages of the database, and twenty that hardly
    remember anything read them again and again.

    :param connect: gives a connection that any thread may use.
    """

    def __init__(self, at_once: int, connect: Callable[[], sqlite3.Connection]) -> None:
        self._running, self._connect = threading.BoundedSemaphore(at_once), connect
        self._idle: list[sqlite3.Connection] = []

    @contextmanager
    def one(self) -> Iterator[sqlite3.Connection]:
        """Wait for a turn; what is given is the connection for it."""
        with self._running:
            try:
                db = self._idle.pop()
            except IndexError:
                db = self._connect()
            try:
                yield db
            finally:
                self._idle.append(db)

    def close(self) -> None:
        """Close the connections that nobody is using."""
        with suppress(IndexError):  # the list is empty, perhaps since another thread took the last one
            while True:
                self._idle.pop().close()
