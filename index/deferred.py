"""Work whose result is asked for later: done then, or until then by a process of its own.

Threads would not do: whatever reads many rows or counts in Python takes the interpreter from the others at every step,
so that two of them take longer together than one after the other.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from errors import KnowledgeBaseError
from ingest.guard import started

__all__ = ["Deferred", "serve"]

T = TypeVar("T")


class Deferred(Generic[T]):
    """A piece of work; a context manager, at the end of which no process of its own is left.

    :param work: importable by name, or a ``functools.partial`` of such, as are its arguments, result and errors.
    :param apart: begin at once, in another process of the same priority, which also ends when this one is killed.
    """

    def __init__(self, work: Callable[[], T], *, apart: bool) -> None:
        self._work = work
        self._process = _begin(work) if apart else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process is not None:
            self._process.kill()  # it has answered, or nobody will ask
            self._process.communicate()

    def result(self) -> T:
        """What the work gives, or raises.

        :raises KnowledgeBaseError: something else has ended the process.
        """
        if self._process is None:
            return self._work()
        assert self._process.stdout is not None
        answer = self._process.stdout.read()  # `communicate` would close its input, at which it ends
        if not answer:
            self._process.wait()
            raise KnowledgeBaseError(
                f"a process that builds the indexes was ended (code {self._process.returncode}); readers keep the last "
                "snapshot, and what was read so far is kept: see that there is enough memory and run the command again"
            )
        result, failure = pickle.loads(answer)  # written by our own process
        if failure is not None:
            raise failure
        return result  # type: ignore[no-any-return]


def _begin(work: Callable[[], Any]) -> subprocess.Popen[bytes]:
    process = started("index.deferred")
    assert process.stdin is not None
    process.stdin.write(pickle.dumps(work))
    process.stdin.flush()  # it stays open for as long as this process lives
    return process


def serve() -> None:
    """The other process: one piece of work from standard input, which closes when nobody waits for it any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that waits is interrupted too, and ends this one
    work: Callable[[], object] = pickle.load(sys.stdin.buffer)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        answer: tuple[object, Exception | None] = work(), None
    except Exception as error:  # raised where the result is asked for
        answer = None, error
    sys.stdout.buffer.write(pickle.dumps(answer))
    sys.stdout.flush()
    os._exit(0)  # the other thread holds standard input, which Python would wait for


def _end_with_parent() -> None:
    sys.stdin.buffer.read(1)
    os._exit(1)
