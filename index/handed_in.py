"""What people say about files that they hand in: the names that they know them by, and what they are to replace."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["HandedIn"]

_LONGEST_STEM = 60  # characters


@dataclass(frozen=True, slots=True)
class HandedIn:
    """:ivar names: the own name of a file that lies under another one; documents carry it, their ids begin with it.
    :ivar replaces: documents that go when the one file that is handed in has been read, in the same snapshot.
    """

    names: Mapping[Path, str] = field(default_factory=dict)
    replaces: tuple[str, ...] = ()

    def stem(self, path: Path) -> str:
        """What document ids begin with: ids are not paths, but they stand in links and on command lines."""
        name = self.names.get(path, "")
        return re.sub(r"[^\w.-]+", "-", Path(name).stem).strip("-.")[:_LONGEST_STEM] or path.stem

    def shown(self, path: Path) -> str:
        """The file as people see it: its own name, else its path from the working folder, else in full."""
        if path in self.names:
            return self.names[path]
        absolute = Path(os.path.abspath(path))
        working = Path.cwd()
        return (absolute.relative_to(working) if absolute.is_relative_to(working) else absolute).as_posix()
