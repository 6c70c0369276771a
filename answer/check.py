"""Claims against the whole knowledge base: a verdict with the evidence and the slot that disagrees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from answer.claim_parts import Part, parts_of, without_frame
from answer.claim_titled import without_title
from answer.claims import split_claims
from answer.joined import joined
from answer.match import Match, match
from answer.match_names import NAMED
from answer.pair_elsewhere import nearest_read
from answer.pair_features import pair_features
from answer.pair_nearest import Nearest
from answer.pair_read import read_for
from answer.quoted import told_in_its_words
from answer.reading import Reading
from answer.records import SLOT_NAMES, CheckResponse, ClaimCheck, Difference, Evidence, Verdict
from answer.row_units import told_as_course
from answer.same_fact import same_fact
from answer.second_look import looked_at_again, weighed_again
from answer.sources import Sources, sources_of
from answer.stance import PARTLY, contradicting, rank, stance_of, unpaired
from answer.unit import Unit
from answer.weighed import BY_MEANING, weighed
from errors import UsageError
from index.store import KnowledgeBase
from records import Filters, Passage

__all__ = ["check", "check_claim", "check_passages", "numbers_of", "verdict_of", "verdict_of_all"]

_SEARCHED = 20
_BESIDE = 0.2  # how much less of it the clause with the deed may say than one of the same sentence with its purpose
_PLAINLY = 0.3  # how much more of a claim (fit and own share) a clause must say to be held against another
_JOINED = 12  # clauses that are read together with their neighbours
_SURELY = 0.9  # how likely the network must take a claim for supported that was shortened
_COMPARED = 60  # clauses and cells that are compared with a claim word by word
_SHOWN = 4
_SEVERAL = 2  # clauses, each of which may be unfounded


def check(kb: KnowledgeBase, text: str, filters: Filters | None = None) -> CheckResponse:
    """A verdict for each claim of a text.

    :param text: a sentence, a paragraph or a whole draft, in Chinese or English.
    :raises errors.UsageError: nothing to check, or an unknown name in a filter.
    """
    claims = split_claims(text)
    if not claims:
        raise UsageError("there is no statement to check; give a sentence that says something")
    sources = sources_of(kb)
    return CheckResponse(tuple(check_claim(sources, claim, filters) for claim in claims))


def check_claim(sources: Sources, claim: str, filters: Filters | None = None) -> ClaimCheck:
    """The verdict on one claim, from all mentions that search finds.

    What is not said in one place as a whole is looked up clause by clause.
    """
    return check_passages(sources, claim, sources.passages(claim, _SEARCHED, filters))


def check_passages(sources: Sources, claim: str, passages: Sequence[Passage]) -> ClaimCheck:
    """The same from passages that were found before.

    What a claim says of the document that it is about (某协定规定, 某省的) stands on its cover, not beside what else it
    says: it is looked up without that in the document so named, and as it stands where that does not settle it.
    """
    if (titled := without_title(sources, claim, passages)) is None:
        return _as_it_stands(sources, claim, passages)
    rest = _as_it_stands(sources, titled.claim, titled.passages)
    surely = rest.verdict == "supported" and read_for(sources, titled.claim, rest.evidence) >= _SURELY
    if surely or rest.verdict == "contradicted":
        return replace(rest, claim=claim)
    found = _as_it_stands(sources, claim, passages)
    doubtful = found.verdict == "supported" and found.explanation == BY_MEANING
    return replace(rest, claim=claim) if doubtful and rest.verdict == "not_found" else found


def _as_it_stands(sources: Sources, claim: str, passages: Sequence[Passage]) -> ClaimCheck:
    reading, best = _nearest_to(sources, claim, passages)
    found = _by_rules(sources, claim, passages, reading)
    if best is None:
        return told_in_its_words(found, claim, passages) or found
    found = looked_at_again(sources, found, reading, best)
    return told_in_its_words(found, claim, passages) or weighed_again(sources, found, reading, best)


def numbers_of(sources: Sources, claim: str) -> dict[str, float] | None:
    """What the verdict on a claim is learned from; ``None`` where nothing comes near to it."""
    passages = sources.passages(claim, _SEARCHED)
    reading, best = _nearest_to(sources, claim, passages)
    if best is None:
        return None
    found = looked_at_again(sources, _by_rules(sources, claim, passages, reading), reading, best)
    return pair_features(sources, told_in_its_words(found, claim, passages) or found, reading, best)


def _nearest_to(sources: Sources, claim: str, passages: Sequence[Passage]) -> tuple[Reading, Nearest | None]:
    reading = sources.reader.read(without_frame(claim), soft=True)
    return reading, nearest_read(sources, reading, passages)


def _by_rules(sources: Sources, claim: str, passages: Sequence[Passage], reading: Reading) -> ClaimCheck:
    parts = parts_of(claim)
    whole = _checked(sources, claim, passages, by_meaning=len(parts) < _SEVERAL, reading=reading)
    if whole.verdict == "supported" or len(parts) < _SEVERAL:
        return whole
    return _of_parts(whole, [_part(sources, part, passages) for part in parts], parts)


def _part(sources: Sources, part: Part, passages: Sequence[Passage]) -> ClaimCheck:
    found = _checked(sources, part.text, passages, by_meaning=True)
    if found.verdict != "supported" and part.bare:
        bare = _checked(sources, part.bare, passages)
        return bare if bare.verdict == "supported" else found
    return found


def _checked(
    sources: Sources,
    claim: str,
    passages: Sequence[Passage],
    *,
    by_meaning: bool = False,
    reading: Reading | None = None,
) -> ClaimCheck:
    reading = reading or sources.reader.read(without_frame(claim), soft=True)
    course = told_as_course(claim)
    units = _nearest(reading, [unit for unit in sources.units(passages) if course or not unit.derived])
    matches = [m for unit in units if not unpaired(reading, unit) and (m := match(reading, unit)) is not None]
    matches.sort(key=lambda m: (-rank(m), m.unit.passage.id, m.unit.at))
    supporting = [m for m in matches if stance_of(m, reading) == "supports"]
    against = contradicting(matches, reading)
    if not any(not m.coarse for m in supporting):
        plainly = {m.unit.passage.id for m in against if len(m.differences) == 1}
        more = [m for m in _joined(sources, reading, matches) if m.unit.passage.id not in plainly]
        matches = sorted([*matches, *more], key=lambda m: (-rank(m), m.unit.passage.id, m.unit.at))
        supporting = [m for m in matches if stance_of(m, reading) == "supports"]
        against = contradicting(matches, reading)
    found = _judged(claim, reading, matches, supporting, against)
    return weighed(sources, found, reading, matches[0]) if by_meaning and matches else found


def _nearest(reading: Reading, units: Sequence[Unit]) -> list[Unit]:
    """The units that share most with a claim by their words alone; the others are not worth comparing."""
    features = [(f.keys, f.weight) for f in reading.features]
    shares = [
        (sum(weight for keys, weight in features if keys & unit.keys or keys & unit.around or keys & unit.context), -n)
        for n, unit in enumerate(units)
    ]
    return [units[-n] for _, n in sorted(shares, reverse=True)[:_COMPARED]]


def _joined(sources: Sources, reading: Reading, matches: Sequence[Match]) -> list[Match]:
    """The best clauses once more, each with those beside it."""
    found = []
    for best in matches[:_JOINED]:
        siblings = sources.units([best.unit.passage])
        found += [m for unit in joined(reading, best.unit, siblings) if (m := match(reading, unit)) is not None]
    return found


def _of_parts(whole: ClaimCheck, checked: Sequence[ClaimCheck], parts: Sequence[Part]) -> ClaimCheck:
    """The verdict on a claim whose clauses were looked up one by one."""
    about = {e.passage for found in (*checked, whole) if found.verdict == "supported" for e in found.evidence}
    pairs = zip(checked, parts, strict=True)
    against = next((found for found, part in pairs if _against(found, part, about)), None)
    if against is not None:
        return replace(against, claim=whole.claim)
    found = [part for part in checked if part.verdict == "supported"]
    if not found:
        return whole
    evidence = tuple(dict.fromkeys(e for part in found for e in part.evidence))[:_SHOWN]
    lacking = [part.claim for part in checked if part.verdict != "supported"]
    if not lacking:
        return ClaimCheck(whole.claim, "supported", evidence, (), "各分句分别有依据", "agrees")
    text = f"来源只支持一部分，没有找到：{'；'.join(lacking)}"
    return ClaimCheck(whole.claim, "partially_supported", evidence, (), text, "partly", tuple(lacking))


def _against(found: ClaimCheck, part: Part, about: set[str]) -> bool:
    """Whether a clause is contradicted; one that took over its subject only by what speaks of the rest too."""
    if found.verdict != "contradicted":
        return False
    return not part.leaning or not about or any(e.passage in about for e in found.evidence if e.stance == "contradicts")


def _judged(
    claim: str, reading: Reading, matches: Sequence[Match], supporting: Sequence[Match], opposing: Sequence[Match]
) -> ClaimCheck:
    best = matches[0] if matches else None
    if supporting and opposing and _nearer(opposing[0], supporting[0]):
        supporting = [m for m in supporting if m.unit.passage.id != opposing[0].unit.passage.id]
    exact = [m for m in supporting if not m.coarse]
    if supporting and not exact and _dated_otherwise(opposing, supporting[0]):
        supporting = []
    if supporting and (exact or not _real_opposition(reading, supporting[0], opposing)):
        against = _real_opposition(reading, supporting[0], opposing)
        if against:
            evidence = _evidence([*supporting[:2], *against[:2]], reading)
            text = f"来源说法不一：一处支持，另一处{_told(against[0].differences)}"
            return ClaimCheck(claim, "partially_supported", evidence, against[0].differences, text, "disagree")
        if not exact:
            text = "来源没有这么具体：日期只到更粗的精度"
            return ClaimCheck(claim, "partially_supported", _evidence(supporting, reading), (), text, "coarse")
        count = len({m.unit.passage.id for m in exact})
        return ClaimCheck(claim, "supported", _evidence(exact, reading), (), f"各项与来源一致（{count} 处）", "agrees")
    if opposing and not (best is not None and _said_better(best, opposing[0], reading)):
        top = opposing[0]
        text = f"来源{_told(top.differences)}"
        return ClaimCheck(claim, "contradicted", _evidence(opposing, reading), top.differences, text, "differs")
    if best is not None and best.fit >= PARTLY and not best.differences and not _empty(best, reading):
        lacking = best.missing[:_SHOWN]
        text = "来源只支持一部分" + (f"，没有提到：{'、'.join(lacking)}" if lacking else "")
        evidence = _evidence(matches[:1], reading)
        return ClaimCheck(claim, "partially_supported", evidence, (), text, "partly", lacking)
    return ClaimCheck(claim, "not_found", _evidence(matches[:2], reading), (), "没有找到说到此事的来源")


def _nearer(other: Match, support: Match) -> bool:
    """Whether a clause that contradicts speaks more plainly of the matter than a supporting one of its passage."""
    if other.unit.passage.id != support.unit.passage.id or len(other.differences) != 1:
        return False
    if other.differences[0].slot == "status" and other.unit.sentence_at == support.unit.sentence_at:
        # 正在讨论发起倡议，支持…: how far it is stands with what is done, not with what that is for
        return other.own > support.own - _BESIDE and other.fit >= support.fit
    return other.own + other.fit > support.own + support.fit + _PLAINLY


def _dated_otherwise(opposing: Sequence[Match], support: Match) -> bool:
    """Whether a clause that says as much gives another date, where the support gives only a year or quarter."""
    return bool(opposing) and opposing[0].fit >= support.fit and [d.slot for d in opposing[0].differences] == ["date"]


def _said_better(best: Match, other: Match, reading: Reading) -> bool:
    """Whether the nearest clause has the very figure that another one has otherwise, and lacks no word.

    Or the very name, where the other one says that of another only together with the clauses beside it.
    """
    if best.differences or best.fit < PARTLY or rank(best) <= rank(other):
        return False
    told = {d.claim for d in other.differences if d.slot == "number"}
    if other.unit.alone is not None:
        here = {f.text for f in reading.features if f.keys & best.unit.keys}
        told |= {d.claim for d in other.differences if d.slot == "actor" and d.claim in here}
    words = {f.text for f in reading.features if f.kind == "word" or f.kind in NAMED}
    return bool(told) and not (told | words) & set(best.missing)


def _empty(best: Match, reading: Reading) -> bool:
    """Whether a clause lacks what a claim is about: a country or body that it names, or its figures and dates."""
    names = {f.text for f in reading.features if f.kind in ("country", "organisation")}
    facts = {amount.text for amount in reading.amounts} or {mention.text for mention in reading.dates}
    return bool(names & set(best.missing)) or (bool(facts) and facts <= set(best.missing))


def _real_opposition(reading: Reading, support: Match, opposing: Sequence[Match]) -> list[Match]:
    """Clauses of other passages about the same fact that give another date, figure or stage."""
    bodies = {f.text for f in reading.features if f.kind == "organisation"}
    return [
        m
        for m in opposing
        if m.unit.passage.id != support.unit.passage.id
        and m.unit.cell is None
        and len(m.differences) == 1
        and m.differences[0].slot in ("date", "number", "status")
        and bodies.issuperset(m.missing)
        and same_fact(reading, m)
    ]


def _evidence(matches: Sequence[Match], reading: Reading) -> tuple[Evidence, ...]:
    found: dict[tuple[str, str], Evidence] = {}
    for item in matches:
        key = (item.unit.passage.id, item.unit.sentence)
        found.setdefault(key, Evidence(*key, stance_of(item, reading)))
    return tuple(found.values())[:_SHOWN]


def _told(differences: Sequence[Difference]) -> str:
    parts = (f"{SLOT_NAMES[d.slot]}不同：此处为“{d.claim}”，来源为“{d.source}”" for d in differences)
    return "；".join(parts)


def verdict_of(response: CheckResponse) -> Verdict:
    """The verdict on a whole text: that of its worst claim, or partly supported where only some of it is."""
    return verdict_of_all(response.claims)


def verdict_of_all(claims: Sequence[ClaimCheck]) -> Verdict:
    """The same of some claims; nothing is found for none."""
    verdicts = {claim.verdict for claim in claims} or {"not_found"}
    if "contradicted" in verdicts:
        return "contradicted"
    if len(verdicts) > 1:
        return "partially_supported"
    return verdicts.pop()
