"""The shipped glossary: what the same thing is called in Chinese and in English."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from index.tokens import fold_name
from settings import PROJECT

__all__ = ["Concept", "concepts"]

_GLOSSARY = PROJECT / "models" / "glossary.tsv"


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
    for line in _GLOSSARY.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            zh, en = line.split("\t")[:2]
            concept = Concept(_forms(zh), _forms(en))
            for form in concept.forms:
                found.setdefault(form, []).append(concept)
    return {form: tuple(items) for form, items in found.items()}


def _forms(column: str) -> tuple[str, ...]:
    return tuple(fold_name(form) for form in column.split("|") if form.strip())
