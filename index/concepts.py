"""The shipped word lists: what the same thing is called in Chinese, in English, and in everyday Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from index.folding import fold_all
from index.tokens import fold_name
from settings import PROJECT

__all__ = ["Concept", "concepts", "everyday"]

_GLOSSARY = PROJECT / "models" / "glossary.tsv"
_EVERYDAY = PROJECT / "models" / "everyday.tsv"
# Folded forms that have nothing more that fold_name would take away: Latin words, or no spaces and quotation marks.
_AS_IT_IS = re.compile(r"[!#-~]+(?: [!#-~]+)*|[^\s《》〈〉“”\"]+").fullmatch


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
        meant = dict.fromkeys(_forms(official))
        for form in _forms(plain):
            found.setdefault(form, {}).update(meant)
    return {form: tuple(official) for form, official in found.items()}


def _lines(path: Path) -> Iterator[list[str]]:
    """The columns of a word list, folded: all of it at once, which takes a tenth of the time."""
    lines = path.read_text(encoding="utf-8").splitlines()
    (folded, _) = fold_all(["\n".join(line for line in lines if line.strip() and not line.startswith("#"))])[0]
    for line in folded.split("\n"):
        yield line.split("\t")


def _forms(column: str) -> tuple[str, ...]:
    """:param column: folded."""
    forms = column.split("|")
    return tuple([form if _AS_IT_IS(form) else fold_name(form) for form in forms if form.strip()])
