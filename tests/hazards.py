"""What may go wrong in a child process, in a module of its own: a child imports it, and should be quick about it."""

from __future__ import annotations

import os
import time

from errors import UnsupportedSource

MIB = 2**20


def sleep_forever(name):
    time.sleep(600)


def spin_forever(name):
    while True:
        pass


def eat_memory(name):
    return len(bytearray(4096 * MIB))


def die(name):
    os._exit(3)


def refuse(name):
    raise UnsupportedSource(name, "is a picture")


def fail(name):
    raise AssertionError("xref table\nnot zero-indexed")


def chatter(name):
    print("a library that prints", flush=True)  # noqa: T201
    os.write(1, b"and one that writes")
    return name.upper()


def process_of(name):
    return os.getpid()


def double(value, *, plus=0):
    return value * 2 + plus
