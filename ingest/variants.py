"""Transliterations of one place that differ (库扬 and 苦盏): told by a shared abbreviation, never by sound alone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ingest.folding import Folded
from ingest.forms import kind_of_name

if TYPE_CHECKING:
    from ingest.gazetteer import Gazetteer
    from ingest.learning import Definition

__all__ = ["place_variants"]

_CHAIN = re.compile(r"(?:[\u3400-\u9fff]{2,16}-)+[\u3400-\u9fff]{2,8}(?=\()")
_HEADS = re.compile(r"(?:区域|国际|跨境)?(?:经济|运输|交通|贸易)?(?:走廊|铁路|公路|大通道|通道)$")


def place_variants(
    gazetteer: Gazetteer, texts: Sequence[Folded], definitions: Mapping[str, Sequence[Definition]]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Pairs of a place and other spellings of it, from chains that one abbreviation stands for.

    希姆肯特-塔什干-苦盏经济走廊 and 希姆肯特-塔什干-库扬 are both STKEC, and all links but one agree: so 库扬 is 苦盏.
    Chains of different lengths, or that differ in more than one link, say nothing.
    """
    for short, group in definitions.items():
        chains = [chain for d in group if (chain := _chain(d.full))]
        known = gazetteer.find(short)
        chains += [chain for form in (known.forms if known else ()) if (chain := _chain(form))]
        chains = list(dict.fromkeys(chains))
        for text in texts:
            for match in _CHAIN.finditer(text.text):
                if text.text.startswith(f"({short})", match.end()):
                    chains += [c for full in list(chains) if (c := _aligned(match.group(), full, gazetteer))]
        yield from _differences(gazetteer, chains)


def _chain(name: str) -> tuple[str, ...] | None:
    parts = tuple(part for part in _HEADS.sub("", name).split("-") if part)
    is_chain = len(parts) > 1 and all(2 <= len(p) <= 8 and re.fullmatch(r"[\u3400-\u9fff]+", p) for p in parts)
    return parts if is_chain else None


def _aligned(run: str, full: tuple[str, ...], gazetteer: Gazetteer) -> tuple[str, ...] | None:
    """``run`` as a chain of as many links as ``full``; its first link ends like the place that it must be."""
    parts = run.split("-")
    if len(parts) < len(full):
        return None
    parts = parts[-len(full) :]
    parts[-1] = _HEADS.sub("", parts[-1])
    first = gazetteer.find(full[0])
    forms = first.forms if first else (full[0],)
    head = next((form for form in sorted(forms, key=len, reverse=True) if parts[0].endswith(form)), None)
    return (head, *parts[1:]) if head else None


def _differences(gazetteer: Gazetteer, chains: Sequence[tuple[str, ...]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    for i, a in enumerate(chains):
        for b in chains[i + 1 :]:
            if len(a) != len(b):
                continue
            unlike = [(x, y) for x, y in zip(a, b, strict=True) if not _same(gazetteer, x, y)]
            if len(unlike) == 1:
                x, y = unlike[0]
                known = [gazetteer.find(x), gazetteer.find(y)]
                if known[0] and known[1]:
                    continue  # two known places: a changed route, not a spelling
                if kind_of_name(x) or kind_of_name(y):
                    continue
                yield (x, (y,)) if known[0] or not known[1] else (y, (x,))


def _same(gazetteer: Gazetteer, x: str, y: str) -> bool:
    if x == y:
        return True
    first, second = gazetteer.find(x), gazetteer.find(y)
    return first is not None and first == second
