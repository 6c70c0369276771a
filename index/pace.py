"""Lets searches go first while a snapshot is built.

A low priority alone does not: where a core is free for a moment, or is half of another one, work of the lowest priority
still takes memory and caches from the searches beside it. So what runs over all vectors and all wording is done in
portions, with a rest after each.
"""

from __future__ import annotations

import os
import threading
import time

__all__ = ["breathe", "give_way"]

_STEP_BACK = 10  # of what `nice` counts: a ninth of the processor, where others want it too
_REST = 7  # seconds for each second of work
_LONGEST = 0.2  # seconds: what came before the first portion, as embedding, is not to be rested for


class _Pace(threading.local):
    """``rested``: the processor time of the thread when it last rested; ``None`` where it takes no rests."""

    rested: float | None = None


_pace = _Pace()


def give_way() -> None:
    """Have this thread (elsewhere than on Linux its process) go behind others from now on, and take rests."""
    if hasattr(os, "nice"):
        os.nice(_STEP_BACK)
    _pace.rested = time.thread_time()


def breathe() -> None:
    """Rest after a portion of work, for a fifth of a second at most; only where this thread gives way."""
    if _pace.rested is not None:
        time.sleep(min(_REST * (time.thread_time() - _pace.rested), _LONGEST))
        _pace.rested = time.thread_time()
