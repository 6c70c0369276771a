"""What takes minutes and can be done without for a while: made in the background, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

__all__ = ["Later"]

T = TypeVar("T")


class Later(Generic[T]):
    """One result, made by the first who asks for it. What fails is told to those who wait, then tried again."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._result: tuple[T] | None = None
        self._error: Exception | None = None

    def soon(self, seconds: float) -> T | None:
        """The result if it is there or comes within so many seconds; it goes on being made all the same.

        :raises Exception: what making it raised.
        """
        thread = self._started()
        if thread is not None:
            thread.join(seconds)
        with self._lock:
            error, self._error = self._error, None
        if error is not None:
            raise error
        return self._result[0] if self._result else None

    def wait(self) -> T:
        """The result, however long it takes.

        :raises Exception: what making it raised.
        """
        while self._result is None:
            self.soon(60.0)
        return self._result[0]

    def _started(self) -> threading.Thread | None:
        with self._lock:
            if self._result is None and (self._thread is None or not self._thread.is_alive()) and self._error is None:
                self._thread = threading.Thread(target=self._run, name="yiju-later", daemon=True)
                self._thread.start()
            return self._thread

    def _run(self) -> None:
        try:
            self._result = (self._make(),)
        except Exception as error:  # handed to whoever waits, who knows what to say
            self._error = error
