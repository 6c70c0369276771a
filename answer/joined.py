"""A clause together with those beside it: what one sentence leaves out, the one before or after it may say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from answer.actions import OPPOSITES, find_actions
from answer.compare import amounts_agree, comparable, dates_agree
from answer.match_words import SUPERLATIVES
from answer.reading import Reading
from answer.unit import Unit

__all__ = ["joined"]


def joined(reading: Reading, unit: Unit, siblings: Sequence[Unit]) -> Iterator[Unit]:
    """The unit with the rest of its sentence, then with the sentence before, and with the one after it as well.

    What happens, who does it and how far it is stay those of the unit. A clause with another date or figure than the
    claim's tells of something else and is not joined.

    :param siblings: the units of its passage in order.
    """
    if unit.cell is not None or unit.joint:
        return
    plain = [other for other in siblings if not other.joint and other.at != unit.at]
    sentences = sorted({other.sentence_at for other in siblings})
    place = sentences.index(unit.sentence_at)
    near = [unit.sentence_at]
    seen: set[tuple[tuple[int, int], ...]] = set()
    for more in ((), sentences[max(place - 1, 0) : place], sentences[place + 1 : place + 2]):
        spans = [*near, *more]
        others = [o for o in plain if o.sentence_at in spans and _compatible(reading, o)]
        window = tuple(other.at for other in others)
        if others and window not in seen:
            seen.add(window)
            yield _together(unit, others)


def _compatible(reading: Reading, other: Unit) -> bool:
    mine, theirs = set(reading.actions), set(find_actions(other.text))
    if any(len(pair & mine) == 1 and pair & theirs - mine for pair in OPPOSITES):
        return False  # what rises is not what falls
    if not other.inherited and reading.dates and other.dates:
        if not any(dates_agree(mine, own) for mine in reading.dates for own in other.dates):
            return False
    for amount in reading.amounts:
        rivals = [own for own in other.amounts if comparable(amount, own)]
        if rivals and not any(amounts_agree(amount, own) for own in rivals):
            return False
    return True


def _together(unit: Unit, others: Sequence[Unit]) -> Unit:
    """``said`` is all of their text; actions and countries are the unit's own."""
    keys = unit.keys.union(*(_things(other) for other in others))
    around = unit.around.union(*(other.around for other in others))
    own = () if unit.inherited else unit.dates
    texts = [(u.at, u.text) for u in (unit, *others)]
    return replace(
        unit,
        keys=keys,
        around=around,
        dates=own or tuple(dict.fromkeys(d for u in (unit, *others) for d in u.dates)),
        amounts=tuple(a for u in (unit, *others) for a in u.amounts),
        entities=(*unit.entities, *(e for u in others for e in u.entities if e.kind != "country")),
        said=" ".join(text for _, text in sorted(texts)),
    )


def _things(other: Unit) -> frozenset[str]:
    countries = {f"e:{e.name}" for e in other.entities if e.kind == "country"}
    return frozenset(key for key in other.keys - countries if not key.startswith("a:")) - SUPERLATIVES
