"""Run a reader in a child process, so that no file can hang the program, eat its memory or crash it.

A child is kept for the next file (starting Python and the PDF library takes longer than most pages) and thrown away
as soon as anything goes wrong in it. Children are plain subprocesses that import nothing of the caller's main module:
that works from a script, a notebook, the web app and on Windows alike.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import math
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, TypeVar

import errors
from errors import SourceError, UnreadableSource

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

try:
    import fcntl
except ImportError:  # nor this
    fcntl = None  # type: ignore[assignment]

__all__ = ["guarded", "serve", "started"]

T = TypeVar("T")

_FILES_PER_CHILD = 100  # memory that libraries do not give back goes with the child
_START_SECONDS = 60.0  # to start Python and import the readers
_START = "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from {} import serve; serve()"
_MIB = 2**20
_PIPE_BYTES = _MIB  # on Linux: a file's passages go through in a step or two, not in dozens that each wait for a turn


def guarded(function: Callable[..., T], *args: Any, seconds: float, memory: int, name: str | None = None) -> T:
    """``function(*args)``, computed in a child process.

    Safe to call from several threads at once; each call then has a child of its own.

    :param function: importable by name (or a ``functools.partial`` of such), as are its arguments and result.
    :param seconds: what the call may take by the clock, whatever else the computer does; that the child must start
        and import the function does not count. Programs that the child has started end with it.
    :param memory: limit of the child's address space in bytes; not enforced on Windows.
    :param name: the file, for messages; the first argument where not given.
    :raises UnreadableSource: naming the file and what happened: time, memory, a crash, or an unexpected error.
    :raises SourceError: as the function itself raised it.
    """
    shown = name or (str(args[0]) if args else repr(function))
    child = _take()
    keep = False
    try:
        child.prepare((function, memory, seconds))
        kind, *details = child.call(args, seconds)
        keep = kind in ("result", "source")
    except _NoAnswer as failure:
        raise UnreadableSource(shown, child.obituary(seconds, memory)) from failure
    finally:
        _give_back(child, keep)
    if kind == "result":
        return details[0]  # type: ignore[no-any-return]
    if kind == "source":
        raise getattr(errors, details[0])(details[1], details[2])
    if kind == "memory":
        raise UnreadableSource(shown, f"reading it takes more than {memory // _MIB} MB of memory")
    raise UnreadableSource(shown, f"the file is damaged or of an unknown kind ({details[0]})")


def started(module: str, **options: Any) -> subprocess.Popen[bytes]:
    """A Python process that runs ``serve()`` of a module, with pipes to its input and from its output.

    It has ``sys.path`` as this one has it, so that it finds the same modules from any working folder, and imports
    nothing of the caller's main module.
    """
    path = json.dumps([os.path.abspath(p) for p in sys.path if isinstance(p, str)])
    command = [sys.executable, "-c", _START.format(module), path]
    process = subprocess.Popen(command, bufsize=_PIPE_BYTES, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **options)
    for pipe in (process.stdin, process.stdout):
        _widen(pipe)
    return process


def _widen(pipe: IO[bytes] | None) -> None:
    """Have a pipe hold more. A system allows a user so much of that; beyond, and elsewhere than on Linux, it stays."""
    if fcntl is not None and hasattr(fcntl, "F_SETPIPE_SZ") and pipe is not None:
        with contextlib.suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)


class _NoAnswer(Exception):
    """The child ended without an answer."""


class _Child:
    """One child process and the pipes to it."""

    def __init__(self) -> None:
        self.process = started(
            "ingest.guard",
            stderr=subprocess.DEVNULL,  # what libraries print about a bad file is no use to the reader of the report
            start_new_session=not _serving.is_set(),  # a child of a child belongs to the same group: it ends with it
        )
        self.files = 0
        self.late = False

    def prepare(self, request: object) -> None:
        """Have the child import the function, however long a busy computer takes for that."""
        self.files += 1
        self._exchange(request, _START_SECONDS)

    def call(self, args: object, seconds: float) -> tuple[Any, ...]:
        answer: tuple[Any, ...] = self._exchange(args, seconds)
        return answer

    def _exchange(self, message: object, seconds: float) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        payload = pickle.dumps(message)
        timer = threading.Timer(seconds, self._expire)
        timer.daemon = True
        timer.start()
        try:
            self.process.stdin.write(payload)
            self.process.stdin.flush()
            return pickle.load(self.process.stdout)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise _NoAnswer from error
        finally:
            timer.cancel()

    def _expire(self) -> None:
        self.late = True
        self._kill()

    def _kill(self) -> None:
        """End the child and, where there are process groups, the programs that it has started."""
        if _serving.is_set() or not hasattr(os, "killpg"):
            self.process.kill()
        elif self.process.poll() is None:  # its number is not free for others yet
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def obituary(self, seconds: float, memory: int) -> str:
        if self.late:
            return f"reading it takes longer than {seconds:g} seconds"
        code = self.process.wait()
        if resource and code == -signal.SIGXCPU:
            return f"reading it takes longer than {seconds:g} seconds"
        if code < 0 and -code in (6, 9):  # abort: a library that could not get memory; kill: the system's own limit
            return f"reading it crashed or takes more than {memory // _MIB} MB of memory"
        return f"reading it crashed (exit {code}): the file is damaged"

    def close(self) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._kill()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):  # unsent bytes to a dead child
                pipe.close()
        self.process.wait()


_serving = threading.Event()  # set where this process is itself such a child
_idle: list[_Child] = []
_lock = threading.Lock()


def _take() -> _Child:
    with _lock:
        while _idle:
            child = _idle.pop()
            if child.process.poll() is None:
                return child
            child.close()
    return _Child()


def _give_back(child: _Child, keep: bool) -> None:
    if keep and child.files < _FILES_PER_CHILD:
        with _lock:
            _idle.append(child)
    else:
        child.close()


@atexit.register
def _close_all() -> None:
    with _lock:
        while _idle:
            _idle.pop().close()


def serve() -> None:
    """The child's side: answer requests from standard input until it closes."""
    _serving.set()
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # a library that prints must not write into the answers
    while True:
        try:
            function, memory, seconds = pickle.load(requests)
            _send(answers, ("ready",))
            _limit(memory, seconds)
            args = pickle.load(requests)
        except EOFError:
            return
        except MemoryError:
            _send(answers, ("memory",))
            return
        _send(answers, _answer(function, args))


def _limit(memory: int, seconds: float) -> None:
    """Bound the address space and the processor time; the latter ends a child whose parent was killed."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory, resource.getrlimit(resource.RLIMIT_AS)[1]))
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = math.ceil(used.ru_utime + used.ru_stime + seconds)
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def _answer(function: Callable[..., object], args: tuple[Any, ...]) -> tuple[Any, ...]:
    try:
        return ("result", function(*args))
    except SourceError as error:  # its constructor takes two arguments, so it would not survive pickling
        return ("source", type(error).__name__, error.file, error.reason)
    except MemoryError:
        return ("memory",)
    except Exception as error:  # whatever a library raises for a damaged file becomes one clear line
        return ("error", f"{type(error).__name__}: {' '.join(str(error).split())[:200]}".rstrip(": "))


def _send(answers: IO[bytes], answer: tuple[Any, ...]) -> None:
    try:
        payload = pickle.dumps(answer)
    except MemoryError:
        payload = pickle.dumps(("memory",))
    answers.write(payload)
    answers.flush()
