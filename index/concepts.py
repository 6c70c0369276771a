"""The shipped word lists: what the same thing is called in Chinese, in English, and in everyday Chinese."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.tokens import fold_name
from settings import PROJECT

__all__ = ["Concept", "concepts", "everyday"]

_GLOSSARY = PROJECT / "models" / "glossary.tsv"
_EVERYDAY = PROJECT / "models" / "everyday.tsv"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing and all its forms, folded: Chinese ones first, the preferred one of each language leading."""

    zh: tuple[str, ...]
    en: tuple[str, ...]

    @property
    def forms(self) -> tuple[str, ...]:
        return (*self.zh, *self.en)


@lru_cache(maxsize=1)
def concepts() -> dict[str, tuple[Concept, ...]]:
    """The concepts that each form may stand for."""
    found: dict[str, list[Concept]] = {}
    for zh, en, *_ in _lines(_GLOSSARY):
        concept = Concept(_forms(zh), _forms(en))
        for form in concept.forms:
            found.setdefault(form, []).append(concept)
    return {form: tuple(items) for form, items in found.items()}


@lru_cache(maxsize=1)
def everyday() -> dict[str, tuple[str, ...]]:
    """What reports write for words of everyday language, the likeliest first: 取经 stands for 考察 and 学习访问.

    Only that way round: nobody who types 考察 means 取经.
    """
    found: dict[str, dict[str, None]] = {}
    for official, plain in _lines(_EVERYDAY):
        for form in _forms(plain):
            found.setdefault(form, {}).update(dict.fromkeys(_forms(official)))
    return {form: tuple(official) for form, official in found.items()}


def _lines(path: Path) -> Iterator[list[str]]:
    """The columns of a word list."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def _forms(column: str) -> tuple[str, ...]:
    return tuple(fold_name(form) for form in column.split("|") if form.strip())
