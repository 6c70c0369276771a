"""A clause together with those beside it: what one sentence leaves out, the one before or after it may say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import replace

from answer.actions import OPPOSITES, find_actions
from answer.compare import amounts_agree, comparable, dates_agree
from answer.match_figures import belongs_elsewhere
from answer.match_words import SUPERLATIVES
from answer.reading import Reading
from answer.row_units import row_together
from answer.sources import points_back
from answer.unit import Unit
from records import Amount, DateMention

__all__ = ["joined"]

_ELLIPTIC = re.compile(r"(?:已?占|达|相当于|为|约占|仅占)")
_TELLING = 1.5  # a word that tells this much goes with one figure of a sentence


def joined(reading: Reading, unit: Unit, siblings: Sequence[Unit]) -> Iterator[Unit]:
    """The unit with the rest of its sentence, then with the sentence before, and with the one after it as well.

    What happens, who does it and how far it is stay those of the unit. A clause with another date or figure than the
    claim's tells of something else and is not joined.

    :param siblings: the units of its passage in order.
    """
    if unit.cell is not None:
        row = row_together([other for other in siblings if other.cell is not None])
        yield from () if row is None else (row,)
        return
    if unit.joint:
        return
    plain = [other for other in siblings if not other.joint and other.at != unit.at]
    sentences = sorted({other.sentence_at for other in siblings})
    place = sentences.index(unit.sentence_at)
    near = [unit.sentence_at]
    seen: set[tuple[tuple[int, int], ...]] = set()
    for more in ((), sentences[max(place - 1, 0) : place], sentences[place + 1 : place + 2]):
        spans = [*near, *more]
        others = [o for o in plain if o.sentence_at in spans and _compatible(reading, unit, o)]
        window = tuple(other.at for other in others)
        if others and window not in seen:
            seen.add(window)
            yield _together(unit, others)


def _compatible(reading: Reading, unit: Unit, other: Unit) -> bool:
    mine, theirs = set(reading.actions), set(find_actions(other.text))
    if any(len(pair & mine) == 1 and pair & theirs - mine for pair in OPPOSITES):
        return False  # what rises is not what falls
    if reading.dates and other.dates and not any(dates_agree(d, o) for d in reading.dates for o in other.dates):
        return False
    if any(_agrees_only_there(date, unit.dates, other.dates) for date in reading.dates if not unit.inherited):
        return False
    return all(_same_figure(reading, amount, unit, other) for amount in reading.amounts)


def _agrees_only_there(date: DateMention, own: Sequence[DateMention], theirs: Sequence[DateMention]) -> bool:
    """Whether a clause has another date than the claim and the one beside it the claim's: two things are told."""
    return bool(own) and not any(dates_agree(date, d) for d in own) and any(dates_agree(date, d) for d in theirs)


def _same_figure(reading: Reading, amount: Amount, unit: Unit, other: Unit) -> bool:
    """Whether a clause has no other figure than the claim's, or the claim's for what the unit is about."""
    rivals = [own for own in other.amounts if comparable(amount, own)]
    if not rivals or _is_general(unit, other):
        return True
    if not any(amounts_agree(amount, own) for own in rivals):
        return False
    mine = [own for own in unit.amounts if comparable(amount, own)]
    if mine and not any(amounts_agree(amount, own) for own in mine):
        return False  # the figure is that clause's, of something else
    words = [f.keys for f in reading.features if f.kind == "word" and f.weight >= _TELLING and f.keys & unit.keys]
    return not any(belongs_elsewhere(keys, reading.amounts, other) for keys in words)


def _is_general(unit: Unit, other: Unit) -> bool:
    """Whether a clause says what the list after 其中 is about, and the unit is of that list."""
    text = unit.passage.text
    listed = text.find("其中", *unit.sentence_at)
    return unit.sentence_at == other.sentence_at and other.at[0] < listed <= unit.at[0] + 2


def _together(unit: Unit, others: Sequence[Unit]) -> Unit:
    """``said`` is all of their text; actions and countries are the unit's own."""
    own = () if unit.inherited else unit.dates
    # whose and where it is, the clause itself says if it says any
    kept = {"country", *(e.kind for e in unit.entities if e.kind == "place")}
    around = unit.around.union(*(_around(unit, other, kept) for other in others))
    keys = unit.keys.union(*(_things(other, kept) for other in others))
    if _ELLIPTIC.match(unit.text):
        # 湿地修复已完成412公顷，占目标的34.3%: what happens is what the clause before it says
        keys |= {key for other in others if other.at[1] == unit.at[0] for key in other.keys if key.startswith("a:")}
    more = (a for u in others for a in u.amounts if not any(comparable(own, a) for own in unit.amounts))
    texts = [(u.at, u.text) for u in (unit, *others)]
    return replace(
        unit,
        keys=keys,
        alone=unit.keys,
        around=around,
        dates=own or tuple(dict.fromkeys(d for u in (unit, *others) for d in u.dates)),
        amounts=(*unit.amounts, *more),
        entities=(*unit.entities, *(e for u in others for e in u.entities if e.kind not in kept)),
        said=" ".join(text for _, text in sorted(texts)),
    )


def _around(unit: Unit, other: Unit, kept: Set[str]) -> frozenset[str]:
    """What the sentence of another clause says, of another sentence without the countries and places that it names."""
    if other.sentence_at == unit.sentence_at or points_back(other):
        return other.around
    start, end = other.sentence_at
    return other.around - {f"e:{e.name}" for e in other.passage.entities if e.kind in kept and start <= e.at[0] < end}


def _things(other: Unit, kept: Set[str]) -> frozenset[str]:
    names = {f"e:{e.name}" for e in other.entities if e.kind in kept}
    return frozenset(key for key in other.keys - names if not key.startswith("a:")) - SUPERLATIVES
