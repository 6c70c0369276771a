"""What a compared clause says to a claim: it supports it, contradicts it, or is only related. Thresholds are here."""

from __future__ import annotations

from collections.abc import Sequence

from answer.course import told_whole
from answer.match import Match
from answer.measured import measures
from answer.reading import Reading
from answer.records import Stance
from answer.same_fact import sameness
from answer.unit import Unit
from records import DateMention

__all__ = ["PARTLY", "contradicting", "rank", "stance_of", "unpaired"]

# How much of a claim (0..1) a clause must cover. Set on eval/cases/claims.jsonl, split dev.
_SUPPORTS, _CONTRADICTS, PARTLY = 0.8, 0.7, 0.62
_MOST_DIFFERENCES = 2  # a clause that differs in more slots tells of something else
_OWN = 0.34  # share of what is said that the clause must say itself, not only what stands around it
_DEED = 0.6  # the same where somebody else is said to have done it
_SUBJECTS = ("country", "agreement", "publication", "event", "corridor", "programme")
_HEAVY = 3.5  # a word that tells this much is what a figure is about
_SURELY = 0.8
_EASE = 0.05  # less of a claim need be covered for each name, date or figure that agrees


def rank(found: Match) -> float:
    """How near a clause comes to a claim: the more it covers and agrees with, the less it differs or lacks."""
    return found.fit + 0.1 * min(found.agreed, 3) - 0.15 * len(found.differences) - 0.1 * len(found.missing)


def stance_of(found: Match, reading: Reading) -> Stance:
    """Whether a clause that was compared with a claim supports it, contradicts it, or is only related."""
    if found.unit.cell is not None and not measures(found.unit, reading):
        return "related"
    if not found.differences:
        complete = not found.missing and found.fit >= _SUPPORTS - _EASE * min(found.agreed, 3) and found.own >= _OWN
        return "supports" if complete and (reading.features or found.agreed) else "related"
    return "contradicts" if _opposes(found, reading) else "related"


def contradicting(matches: Sequence[Match], reading: Reading) -> list[Match]:
    """The clauses that contradict a claim; not what a change was before and is now, where the claim tells both."""
    whole = {(m.unit.passage.id, m.unit.at) for m in matches if m.unit.course is not None and not m.differences}
    against = (m for m in matches if stance_of(m, reading) == "contradicts")
    return [m for m in against if (m.unit.passage.id, m.unit.at) not in whole]


def _opposes(found: Match, reading: Reading) -> bool:
    """Whether a clause that differs speaks of the same thing, and not of another with another value."""
    changed = {d.claim for d in found.differences}
    # an action alone (加入) is no subject: something else that the claim names must be there too
    hard = sum(f.weight for f in reading.features if f.weight > 1 and f.kind != "action" and f.text not in changed)
    enough = _CONTRADICTS - (0 if found.missing else _EASE)
    aligned = found.fit >= enough and len(found.differences) <= _MOST_DIFFERENCES and hard > 0
    slots = {d.slot for d in found.differences}
    if found.own < _OWN or ("actor" in slots and not _same_deed(reading, found)):
        return False
    if len(changed) > 1 and any(f.kind in _SUBJECTS[1:] and f.text in changed for f in reading.features):
        return False  # of another programme or agreement, and of somebody else besides
    if "actor" in slots and (slots & {"date", "number", "place"} or _facts(reading) & set(found.missing)):
        return False  # somebody else, and not at that time or of that size: another event
    if slots == {"status"} and _facts(reading) & set(found.missing):
        return False  # how far something else is
    others = {f.text for f in reading.features if f.kind == "event"} & changed
    if others and _facts(reading) & set(found.missing):
        return False  # another event, and not at that time
    lacking = {
        f.kind for f in reading.features if f.text in found.missing and (f.weight >= _HEAVY or f.kind == "action")
    }
    if ("number" in slots and "word" in lacking) or ("date" in slots and "action" in lacking):
        return False  # of something else, or of another deed
    if "number" in slots and any(_inside(mention, found) for mention in reading.dates):
        return False  # a figure of a part of the time
    if _named(reading) & set(found.missing):
        return False
    if "number" in slots and max(found.fit, sameness(reading, found)) < _SURELY:
        return False  # a figure of something else
    most = 0 if found.unit.cell is not None else 1
    return aligned and len(found.missing) <= most


def _same_deed(reading: Reading, found: Match) -> bool:
    """Whether a clause tells of somebody else what the claim tells: all of it but who, and not of everybody else."""
    actors = [f for f in reading.features if f.kind in ("country", "organisation") and f.weight > 1]
    others = {d.claim for d in found.differences if d.slot == "actor"}
    return (
        not found.missing
        and found.own >= _DEED
        and (len(others) < _MOST_DIFFERENCES or not {f.text for f in actors} <= others)
    )


def _inside(mention: DateMention, found: Match) -> bool:
    """Whether a clause speaks only of a part of the time that a claim speaks of."""
    if mention.start is None or mention.end is None:
        return False
    length = mention.end - mention.start
    own = [d for d in found.unit.dates if d.start and d.end and mention.start <= d.start and d.end <= mention.end]
    return bool(own) and all(d.end - d.start < length for d in own if d.start and d.end)


def _named(reading: Reading) -> set[str]:
    """What a claim names besides bodies, which may go unsaid: without it a clause speaks of something else."""
    return {f.text for f in reading.features if f.kind in _SUBJECTS}


def _facts(reading: Reading) -> set[str]:
    return {mention.text for mention in reading.dates} | {amount.text for amount in reading.amounts}


def unpaired(reading: Reading, unit: Unit) -> bool:
    """A joint clause (甲和乙分别…, 由9天缩短至3天) says nothing about one of its things with a date or figure."""
    if unit.course is not None and told_whole(reading, unit):
        return False
    return unit.joint and bool(reading.dates or reading.amounts)
