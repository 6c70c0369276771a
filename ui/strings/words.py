"""One string of the interface in both languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["Language", "Words"]

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Words:
    """One string in both languages; ``{names}`` are filled in by :func:`ui.strings.translate`."""

    zh: str
    en: str
