"""How a claim and its nearest sentence stand to each other, counted: denial, stage, how much, who, more or less."""

from __future__ import annotations

import re
from collections.abc import Mapping

from answer.actions import OPPOSITES, find_actions, quantity, stage
from answer.compared_with import compared_against
from answer.keys import keys_of
from answer.match_words import rivals_between
from answer.pair_cues import COUNTED, counts_of
from answer.pair_labels import denied, excepted, staged_otherwise
from answer.pair_words import clauses_of, unlike_roles, words_with_tags
from answer.reading import Reading

__all__ = ["stands"]

_NEGATED = re.compile(r"(?:尚未|并未|从未|未能?|没有?|不[再得能予会可]?|无|非|免|拒绝?|停止?)$")
_DENIED = re.compile(r"尚未|并未|从未|未(?!来|成年|必)|没有|不[再得能予会]|并非|不是|无法|拒绝|否决|暂停")
_STAGES = {None: 0, "planned": 1, "under_way": 2, "done": 3}
_SIZES = {None: 0, "some": 1, "most": 2, "all": 3}
_SHOWN = ("first", "extreme", "cause", "condition", "most", "advice", "must", "may")
_MOST = 2  # more than so many words of a kind say no more
_CLOSE, _TAIL = 0.5, 12  # the share of the best clause that others about the claim have, and characters of a tail


def stands(reading: Reading, sentence: str) -> dict[str, float]:
    """What turns a claim against its nearest sentence, by the words of both."""
    claim = reading.text
    best, close = _about(reading, sentence)
    mine, theirs, whole = counts_of(claim), counts_of(close), counts_of(sentence)
    out: dict[str, float] = {}
    for letter, counts in (("c", mine), ("s", theirs), ("w", whole)):
        out |= {f"{letter}_{name}": min(counts[name], _MOST) for name in COUNTED}
    out |= (
        _stages(mine, theirs) | _amounts(mine, theirs, whole) | _denials(reading, sentence, best, mine, theirs, whole)
    )
    for name in _SHOWN:
        out[f"{name}_gained"] = float(mine[name] > 0 and not whole[name])
        out[f"{name}_lost"] = float(theirs[name] > 0 and not mine[name])
    verbs = [word for word, tag in words_with_tags(claim) if tag[:1] == "v" and len(word) > 1]
    staged = [theirs for _, theirs in staged_otherwise(claim, sentence, verbs)]
    own, other = set(find_actions(claim)), set(find_actions(close))
    pairs = [pair for pair in OPPOSITES if len(pair & own) == 1 and not pair & own & other]
    return out | {
        "staged": sum(staged),
        "staged_back": len(staged) - sum(staged),
        "opposed": sum(bool(pair & other) for pair in pairs),
        "actions_shared": len(own & other) / max(len(own), 1),
        "stage_c": _STAGES[stage(claim)],
        "stage_s": _STAGES[stage(close)],
        "quantity_c": _SIZES[quantity(claim)],
        "quantity_s": _SIZES[quantity(close)],
        "near_rivals": rivals_between(claim, close),
        "rivals": rivals_between(claim, sentence),
        "roles": len(unlike_roles(claim, sentence)),
        "than": float(any(compared_against(claim, sentence[a:b]) for a, b in clauses_of(sentence))),
        "denied": denied(claim, sentence),
        "excepted": excepted(claim, sentence),
    }


def _about(reading: Reading, sentence: str) -> tuple[str, str]:
    """The clause that says most of a claim, and all that say much of it, with a short one behind it (尚待批复)."""
    pieces = [sentence[a:b] for a, b in clauses_of(sentence)]
    shared = []
    for piece in pieces:
        keys = keys_of(piece, ())
        shared.append(sum(f.weight for f in reading.features if f.keys & keys or f.text in piece))
    top = max(shared, default=0.0)
    if not top:
        return (pieces[0] if pieces else ""), ""
    place = shared.index(top)
    tail = place + 1 if place + 1 < len(pieces) and len(pieces[place + 1]) <= _TAIL else place
    close = [p for n, (p, s) in enumerate(zip(pieces, shared, strict=True)) if s >= _CLOSE * top or n == tail]
    return pieces[place], "，".join(close)


def _stages(mine: Mapping[str, int], theirs: Mapping[str, int]) -> dict[str, float]:
    open_ = ("waiting", "planned", "under_way", "negation")
    unfinished, pending = (sum(counts[name] for name in open_) for counts in (mine, theirs))
    return {
        "undone": float(mine["done"] > 0 and not unfinished and pending > 0),
        "undone_plain": float(not mine["done"] and not unfinished and theirs["waiting"] + theirs["planned"] > 0),
        "overdone": float(unfinished > 0 and not pending and theirs["done"] > 0),
    }


def _amounts(mine: Mapping[str, int], theirs: Mapping[str, int], whole: Mapping[str, int]) -> dict[str, float]:
    some = theirs["part"] + theirs["most"] + theirs["negation"]
    return {
        "all_part": float(mine["all"] > 0 and not theirs["all"] and some > 0),
        "all_unsaid": float(mine["all"] > 0 and not whole["all"]),
        "part_all": float(mine["part"] + mine["most"] > 0 and not mine["all"] and theirs["all"] > 0),
        "second": float(mine["extreme"] > 0 and theirs["second"] > 0),
        "up_down": _exchanged(mine, theirs, "up", "down"),
        "more_less": _exchanged(mine, theirs, "more", "less"),
    }


def _exchanged(mine: Mapping[str, int], theirs: Mapping[str, int], a: str, b: str) -> float:
    def only(counts: Mapping[str, int], x: str, y: str) -> bool:
        return counts[x] > 0 and not counts[y]

    return float((only(mine, a, b) and only(theirs, b, a)) or (only(mine, b, a) and only(theirs, a, b)))


def _denials(
    reading: Reading,
    sentence: str,
    clause: str,
    mine: Mapping[str, int],
    theirs: Mapping[str, int],
    whole: Mapping[str, int],
) -> dict[str, float]:
    claim, gained, lost = reading.text, 0, 0
    for feature in reading.features:
        word = feature.text
        if feature.kind in ("word", "action") and len(word) > 1 and word in sentence and word in claim:
            own, other = (
                all(_NEGATED.search(t[: m.start()]) for m in re.finditer(re.escape(word), t)) for t in (claim, sentence)
            )
            gained, lost = gained + (own and not other), lost + (other and not own)
    backed, anywhere = (c["negation"] + c["waiting"] + c["part"] for c in (theirs, whole))
    return {
        "neg_backed": float(mine["negation"] > 0 and backed > 0),
        "neg_unbacked": float(mine["negation"] > 0 and not anywhere),
        "neg_ignored": float(not mine["negation"] + mine["waiting"] and _DENIED.search(clause) is not None),
        "neg_odds": float((mine["negation"] > 0) != (theirs["negation"] > 0)),
        "neg_gained": gained,
        "neg_lost": lost,
    }
