"""The words of a claim in one sentence, counted: how much is said, in one clause or in several, and what is not."""

from __future__ import annotations

from answer.keys import keys_of
from answer.likeness import likeness
from answer.pair_nearest import Nearest
from answer.pair_words import clauses_of, near_misses, replaced, said, words_with_tags
from answer.reading import Feature, Reading

__all__ = ["words_said"]

_TELLING, _HEAVY, _LEAST_PART = 1.5, 3.0, 3.0
_LACKING, _SOME = 0.5, 0.15  # how far what is missing is said, and the share of a claim that a clause has at least
_PROPER = ("nr", "ns", "nt", "nz")
_UNLIKE = 0.3
_BESIDE, _LONG_MINE, _LONG_THEIRS = 2, 8, 12  # characters around and of what stands in the place of something else


def words_said(reading: Reading, best: Nearest) -> dict[str, float]:
    """How much of a claim its nearest sentence says."""
    covers = [(f, said(f, best.keys, best.text)) for f in reading.features]
    return {**_covered(reading, best, covers), **_missing(reading, best, covers), **_characters(reading, best)}


def _covered(reading: Reading, best: Nearest, covers: list[tuple[Feature, float]]) -> dict[str, float]:
    mass = reading.mass or 1.0
    pieces = [best.text[a:b] for a, b in clauses_of(best.text)]
    keys = [keys_of(piece, ()) for piece in pieces]
    shares = [
        sum(f.weight for f in reading.features if f.keys & own or f.text in piece) / mass
        for piece, own in zip(pieces, keys, strict=True)
    ]
    soft = sum(f.weight * c for f, c in covers) / mass
    parts = [*_parts(reading, covers)]
    unsaid = 0.0
    if pieces:
        mine = keys_of(reading.text, ())
        words = [key for key in keys[shares.index(max(shares))] if key.startswith("w:") and len(key) > 3]
        unsaid = sum(word not in mine for word in words) / max(len(words), 1)
    return {
        "mass": mass,
        "lead": best.lead,
        "hard": sum(f.weight for f, c in covers if c == 1.0) / mass,
        "soft": soft,
        "around": sum(f.weight for f, c in covers if c == 1.0 or f.keys & best.near) / mass,
        "clause": max(shares, default=0.0),
        "clauses_needed": sum(share > _SOME for share in shares),
        "part_least": min(parts, default=soft),
        "part_most": max(parts, default=soft),
        "clause_unsaid": unsaid,
    }


def _parts(reading: Reading, covers: list[tuple[Feature, float]]) -> list[float]:
    """How much of each clause of the claim is said."""
    found = []
    for a, b in clauses_of(reading.text):
        own = [(f.weight, c) for f, c in covers if f.text in reading.text[a:b]]
        mass = sum(weight for weight, _ in own)
        if mass > _LEAST_PART:
            found.append(sum(weight * c for weight, c in own) / mass)
    return found


def _missing(reading: Reading, best: Nearest, covers: list[tuple[Feature, float]]) -> dict[str, float]:
    claim, text = reading.text, best.text
    missing = [(f, c) for f, c in covers if c < _LACKING]
    tags = dict(words_with_tags(claim))
    lost = [f for f, _ in covers if not f.keys & best.keys and f.text not in text]
    names = [word for word, tag in words_with_tags(claim) if tag[:2] in _PROPER and word not in text]
    named = dict.fromkeys([*names, *(f.text for f in lost if f.kind not in ("word", "action"))])
    return {
        "missing": len(missing),
        "missing_heavy": sum(f.weight >= _HEAVY for f, _ in missing),
        "missing_most": max((f.weight * (1 - c) for f, c in missing), default=0.0),
        "missing_near": sum(f.weight for f, _ in missing if f.keys & best.near),
        "missing_names": sum(f.kind not in ("word", "action") for f, _ in missing),
        "missing_actions": sum(f.kind == "action" for f, _ in missing),
        "missing_nouns": sum(f.weight for f, _ in missing if tags.get(f.text, "n")[:1] == "n" and f.weight > _TELLING),
        "missing_proper": sum(tags.get(f.text, "")[:2] in _PROPER for f, _ in missing),
        "missing_verbs": sum(f.weight for f, _ in missing if tags.get(f.text, "")[:1] in ("v", "a", "d")),
        "weakest": min((c for f, c in covers if f.weight > _TELLING), default=1.0),
        "near_miss": len([*near_misses([f.text for f in lost if len(f.text) > 2], text, claim)]),
        "near_name": len([*near_misses([*named], text, claim)]),
        "names_missing": len({w for w in names if not any(w[i : i + 2] in text for i in range(len(w) - 1))}),
    }


def _characters(reading: Reading, best: Nearest) -> dict[str, float]:
    claim, text = reading.text, best.text
    parts = replaced(claim, text)
    held = [
        (mine, theirs)
        for mine, theirs, before, after in parts
        if min(before, after) >= _BESIDE and mine and theirs and len(mine) <= _LONG_MINE and len(theirs) <= _LONG_THEIRS
    ]
    pairs = {claim[i : i + 2] for i in range(len(claim) - 1)}
    chars = {char for char in claim if "\u4e00" <= char <= "\u9fff"}
    return {
        "held": len(held),
        "held_unlike": sum(likeness(mine, theirs) < _UNLIKE for mine, theirs in held if len(mine) > 1),
        "bigrams": sum(pair in text for pair in pairs) / max(len(pairs), 1),
        "chars": sum(char in text for char in chars) / max(len(chars), 1),
        "longest": max((after for *_, after in parts), default=0) / max(len(claim), 1),
        "aligned": sum(after for *_, after in parts) / max(len(claim), 1),
    }
