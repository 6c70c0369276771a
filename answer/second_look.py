"""A claim once more against the one sentence, or row of a table, that says most of it, read as a whole.

Clauses alone do not show that what agrees is turned round: the figure is there, but at least for at most, by for to, up
for down; the row is there, but with another cell. What remains is weighed by trees that were learned.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from answer.judged import judged
from answer.pair_contrary import contrary
from answer.pair_dates import told_days
from answer.pair_each import told_of_each
from answer.pair_exchanged import exchanged_parts
from answer.pair_features import pair_features
from answer.pair_figures import told_figures
from answer.pair_flipped import flipped, opposed
from answer.pair_in_turn import dealt_otherwise
from answer.pair_nearest import Nearest
from answer.pair_rows import names_row, other_cells
from answer.pair_swaps import best_half, swapped_names
from answer.pair_turns import turns_of_figures
from answer.pair_words import clauses_of, exchanged_roles, said, same_roles
from answer.reading import Reading
from answer.records import SLOT_NAMES, ClaimCheck, Difference, Evidence, Slot, Stance
from answer.sources import Sources
from answer.unsigned import unsigned
from answer.weighed import BY_MEANING
from ingest.amounts.units import words

__all__ = ["looked_at_again", "weighed_again"]

_LEAST = 0.6  # the share of a claim that the sentence must say for what is turned to be about the same
_SLOTS: dict[str, Slot] = {"bound": "number", "by_to": "number", "way": "direction"}
_LACKING, _SHOWN = 0.5, 4
_WHOLLY = 0.9  # the share of a claim that a sentence has in the same words
_ALL, _IN_ONE_PIECE = 0.95, 0.8  # the share that it has with what stands before it; of the claim's characters in a row
# Numbers of answer/pair_features.py that tell of something that may turn a claim whose words are all there.
_TURNS = frozenset(
    words(
        "turn_bound turn_by_to turn_way label_apart day_apart date_other fig_other row_cell row_other than staged "
        "denied excepted undone undone_plain all_unsaid all_part opposed near_rivals rivals neg_gained neg_lost "
        "neg_ignored up_down more_less second fig_apart date_apart near_name"
    )
)
# Those of them that any other figure, date or name of the sentence may give, as where it tells of two years.
_ELSEWHERE = frozenset(words("label_apart day_apart rivals near_rivals fig_apart date_apart near_name"))

_DAY, _FIGURE = re.compile(r"\d{4}年|\d月|\d日"), re.compile(r"\d")
_ACTORS = frozenset({"country", "place", "organisation", "person"})


def looked_at_again(sources: Sources, found: ClaimCheck, reading: Reading, best: Nearest) -> ClaimCheck:
    """The verdict of the rules, or that the nearest sentence contradicts the claim where they did not see that."""
    if found.verdict == "contradicted" or found.reason == "disagree":
        return found
    differences = tuple(_turned(sources, reading, best)) or tuple(_plainly_other(reading, best))
    return _contradicted(found, best, differences) if differences else found


def weighed_again(sources: Sources, found: ClaimCheck, reading: Reading, best: Nearest) -> ClaimCheck:
    """The likeliest verdict, by all that is counted of the claim and its nearest sentence; the rules' is a part of it.

    Where the sources disagree with each other one of their sentences cannot decide.
    """
    if found.reason == "disagree" or (found.verdict == "contradicted" and any(_plainly_other(reading, best))):
        return found
    numbers = pair_features(sources, found, reading, best)
    turned = any(numbers[name] > 0 for name in _TURNS)
    surely = any(numbers[name] > 0 for name in _TURNS - _ELSEWHERE)
    plain = found.verdict == "supported" and not turned
    if plain and _literally(numbers, reading, best):
        return found
    whole = plain and numbers["hard"] >= _WHOLLY
    verdict = judged(numbers, seen=turned or found.verdict == "contradicted", turned=surely, whole=whole)
    if verdict == found.verdict or (verdict == "supported" and _unsaid(numbers, reading, best)):
        return found
    if verdict == "contradicted":
        told = _contradicted(found, best, [*_other_values(reading, best)] or [_worded(reading, best)])
        return replace(told, lacking=tuple(_missing(reading, best)[:_SHOWN]))
    if verdict == "supported":
        more = replace(found, explanation=BY_MEANING, reason="agrees", lacking=())
    elif verdict == "partially_supported":
        lacking = tuple(_missing(reading, best)[:_SHOWN])
        text = "来源只支持一部分" + (f"，没有提到：{'、'.join(lacking)}" if lacking else "")
        more = replace(found, explanation=text, reason="partly", lacking=lacking)
    else:
        more = replace(found, explanation="没有找到说到此事的来源", reason="nothing", lacking=())
    stance: Stance = "supports" if verdict == "supported" else "related"
    return replace(more, verdict=verdict, evidence=(_evidence(best, stance),), differences=())


def _literally(numbers: Mapping[str, float], reading: Reading, best: Nearest) -> bool:
    """Whether a sentence and what stands before it have all of a claim, most of it in a row, or say who does it."""
    if numbers["hard"] >= _WHOLLY and same_roles(reading.text, best.text):
        return True
    return numbers["around"] >= _ALL and numbers["longest"] >= _IN_ONE_PIECE


def _unsaid(numbers: Mapping[str, float], reading: Reading, best: Nearest) -> bool:
    """Whether a claim sets something above all others, or names a country or treaty, where the sentence does not."""
    above = numbers["extreme_gained"] > 0 or numbers["first_gained"] > 0
    return above or _abroad(reading, best) or all(any(unsigned(reading, unit)) for unit in best.units)


def _abroad(reading: Reading, best: Nearest) -> bool:
    """Whether a claim names a country that the sentence lacks: what stands before it counts only if it names none."""
    countries = [f for f in reading.features if f.kind == "country"]
    lacking = [f for f in countries if not f.keys & best.keys and f.text not in best.text]
    first = best.units[0]
    names_one = any(e.kind == "country" and e.text in best.text for e in first.passage.entities)
    return any(names_one or not f.keys & best.near for f in lacking)


def _contradicted(found: ClaimCheck, best: Nearest, differences: Sequence[Difference]) -> ClaimCheck:
    told = "；".join(f"{SLOT_NAMES[d.slot]}不同：此处为“{d.claim}”，来源为“{d.source}”" for d in differences)
    return replace(
        found,
        verdict="contradicted",
        evidence=(_evidence(best, "contradicts"),),
        differences=tuple(differences),
        explanation=f"来源{told}",
        reason="differs",
        lacking=(),
    )


def _evidence(best: Nearest, stance: Stance) -> Evidence:
    first = best.units[0]
    return Evidence(first.passage.id, first.sentence if first.cell is None else first.passage.text, stance)


def _turned(sources: Sources, reading: Reading, best: Nearest) -> Iterator[Difference]:
    told = told_figures(reading.text, best.text)
    if best.share >= _LEAST and all(item.how in ("same", "reckoned") for item in told):
        turns = turns_of_figures(reading.text, best.text, told)
        yield from (Difference(_SLOTS[t.kind], t.claim, t.source) for t in turns if t.kind in _SLOTS)
    if best.share >= _LEAST:
        yield from (Difference("actor", *pair) for pair in exchanged_roles(reading.text, best.text))
    row = best.units[0].passage
    if row.form == "row" and row.parent is not None and (best.share >= _LEAST or names_row(reading.text, row)):
        mine, theirs = other_cells(reading.text, row, sources.rows(row.parent))
        # a figure may be that of another column: more of the claim must be said
        if mine and (best.share >= _LEAST or not mine[0].isdigit()):
            yield Difference("number" if mine[0].isdigit() else "object", mine, theirs)


def _plainly_other(reading: Reading, best: Nearest) -> Iterator[Difference]:
    """What excludes the claim whatever else the sentence shares with it: another name in place of one, done and not."""
    if best.share >= _LEAST:
        yield from _turned_round(reading, best.text)
        if not any(how == "other" for _, how, _ in told_days(reading.text, best.text)):  # else it is another fact
            yield from (Difference("actor", *pair) for pair in swapped_names(reading, best))
        told = contrary(reading.text, best_half(reading, best.text))
        yield from (Difference(slot, mine, theirs) for slot, mine, theirs in told)
        yield from (Difference(slot, mine, theirs) for slot, mine, theirs in told_of_each(reading, best))


def _turned_round(reading: Reading, sentence: str) -> Iterator[Difference]:
    """Two parts in each other's place, or a word turned; both together say the same (甲先于乙, 乙晚于甲)."""
    yield from (Difference(_slot_of(reading, values), *values) for values in dealt_otherwise(reading.text, sentence))
    pair, turned = exchanged_parts(reading.text, sentence), flipped(reading.text, sentence)
    if pair and not turned and not opposed(reading.text, sentence):
        yield Difference(_slot_of(reading, pair), *pair)
    elif not pair:
        yield from (Difference("polarity", *words) for words in turned)


def _slot_of(reading: Reading, pair: tuple[str, str]) -> Slot:
    """What two parts of a claim are that have changed places, by the first."""
    if _DAY.search(pair[0]):
        return "date"
    if _FIGURE.search(pair[0]):
        return "number"
    kinds = {entity.kind for entity in reading.entities if entity.text in pair}
    return "actor" if kinds & _ACTORS else "object"


def _other_values(reading: Reading, best: Nearest) -> Iterator[Difference]:
    """Figures and dates of the claim that the sentence has otherwise."""
    for told in told_figures(reading.text, best.text):
        if told.how == "other":
            others = "、".join(dict.fromkeys(source.text for source in told.sources))
            yield Difference("number", told.figure.text, others)
    for day, how, rivals in told_days(reading.text, best.text):
        if how == "other":
            yield Difference("date", day.text, "、".join(dict.fromkeys(rival.text for rival in rivals)))


def _worded(reading: Reading, best: Nearest) -> Difference:
    """What the claim says in words that the sentence lacks, beside the clause that comes nearest."""
    pieces = [best.text[a:b].strip() for a, b in clauses_of(best.text)]
    shared = [sum(f.weight for f in reading.features if f.text in piece) for piece in pieces]
    missing = _missing(reading, best)[:_SHOWN]
    return Difference("object", "、".join(missing) or reading.text, pieces[shared.index(max(shared))] if pieces else "")


def _missing(reading: Reading, best: Nearest) -> list[str]:
    covers = ((f, said(f, best.keys, best.text)) for f in reading.features)
    lacking = sorted((-f.weight, f.text) for f, cover in covers if cover < _LACKING)
    return [text for _, text in lacking]
