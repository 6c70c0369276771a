"""What the disk answers while a knowledge base is written, in words that say what to do."""

from __future__ import annotations

import errno
import re
import sqlite3
from pathlib import Path

from errors import KnowledgeBaseDamaged, KnowledgeBaseError, KnowledgeBaseUnwritable

__all__ = ["told"]

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_FORBIDDEN = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})
_CODE = re.compile(r"os error (\d+)|errno(?: |=)(\d+)")
_FULL_WORDS = ("No space left", "File too large", "quota exceeded", "disk is full")


def told(error: BaseException, root: Path) -> KnowledgeBaseError | None:
    """The error as users are told it; ``None`` where the disk is not to blame.

    SQLite, FAISS and tantivy each have their own way to say that a disk is full.
    """
    if isinstance(error, sqlite3.DatabaseError):
        return _of_sqlite(error, root)
    if isinstance(error, OSError):
        return _of_system(error.errno or 0, error, root)
    if isinstance(error, (RuntimeError, ValueError)):
        match = _CODE.search(str(error))
        number = int(match[1] or match[2]) if match else 0
        return _of_system(errno.ENOSPC if any(w in str(error) for w in _FULL_WORDS) else number, error, root)
    return None


def _of_sqlite(error: sqlite3.DatabaseError, root: Path) -> KnowledgeBaseError | None:
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
        return _full(error, root)
    if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
        return _forbidden(error, root)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return KnowledgeBaseDamaged(
            f"{root}: knowledge.sqlite cannot be read ({error}); restore a backup (`yiju import`), or ingest the "
            "sources into a new folder (--kb)"
        )
    return None


def _of_system(number: int, error: BaseException, root: Path) -> KnowledgeBaseError | None:
    if number in _FULL:
        return _full(error, root)
    return _forbidden(error, root) if number in _FORBIDDEN else None


def _full(error: BaseException, root: Path) -> KnowledgeBaseError:
    return KnowledgeBaseUnwritable(
        f"{root}: cannot be written, the disk is full or fails ({error}); readers keep the last snapshot, and what was "
        "read so far is kept: make room and run the command again"
    )


def _forbidden(error: BaseException, root: Path) -> KnowledgeBaseError:
    return KnowledgeBaseUnwritable(
        f"{root}: may not be written ({error}); it can be searched, but to change it copy the folder to a disk where "
        "you may write, or ask for the rights"
    )
