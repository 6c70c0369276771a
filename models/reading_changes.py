"""Ways to say a sentence in other words, and ways to make it false."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from models.reading_pairs import CONTRADICTED, NOT_SUPPORTED

__all__ = ["Change", "Changer", "other_number", "read_opposites", "turned_english"]

OPPOSITES = Path(__file__).with_name("opposites.tsv")

_DIGITS = re.compile(r"(?<![\dA-Za-z.])\d[\d,]*(?:\.\d+)?")
NUMBER = re.compile(rf"{_DIGITS.pattern}|[一二三四五六七八九十百千]{{1,4}}(?=[个年月日条项名人天万亿%家次倍届])")
_ENGLISH_NUMBER = re.compile(r"(?<![\w.])\d[\d,.]*\d|\b\d\b")
_ENGLISH_VERB = re.compile(r"\b(?:is|are|was|were|has|have|will|can|must|should)\b")
_ENGLISH_NOT = re.compile(rf"({_ENGLISH_VERB.pattern}) not\b")
_NUMERALS = "二三四五六七八九"

_DENIALS = ("未", "没有", "不", "尚未", "未能")
_DENYING = frozenset({"不", "未", "没有", "尚未", "不再", "并未", "没"})
_ASSERTED = "已"
_KEPT = _DENYING | {
    "未能",
    "已",
    "已经",
    "均",
    "都",
    "仅",
    "只",
    "最",
    "也",
    "非",
    "无",
}  # a sentence says another thing without
_LIGHT = frozenset({"d", "u", "c", "y", "uj", "ul"})  # adverbs, particles, conjunctions
_NAMED = frozenset({"nr", "ns", "nt", "nz", "nrt", "nrfg", "n", "vn", "eng", "l", "j", "an"})
_FOREIGN = frozenset({"nr", "ns", "nt", "nz", "n"})
_LEFT_OUT = 0.4  # of light words, against those that a synonym replaces
_FROM_PASSAGE, _SHORT_OPPOSITES, _ASSERTING = 0.6, 0.3, (0.8, 0.6)

Tagged = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence made false: what stands before the change, the new words (none: some were taken out), what follows.

    :ivar verdict: contradicted, or not supported where it may be either.
    """

    before: str
    new: str
    after: str
    verdict: int

    @property
    def text(self) -> str:
        return self.before + self.new + self.after


def read_opposites(path: Path = OPPOSITES) -> dict[str, list[str]]:
    """Words with their opposites, each the other way round too.

    :raises ValueError: a line without two words.
    """
    found: dict[str, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if line.startswith("#"):
            continue
        one, tab, other = line.partition("\t")
        if not tab or not one or not other:
            raise ValueError(f"{path.name}, line {number}: expected word<TAB>opposite, got {line!r}")
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found


class Changer:
    """Draws changes.

    :param synonyms: of words.
    :param foreign: gives a sentence of another text, for names that a passage does not have.
    """

    def __init__(self, rng: random.Random, synonyms: Mapping[str, Sequence[str]], foreign: Callable[[], str]) -> None:
        self._rng, self._synonyms, self._foreign = rng, synonyms, foreign
        self._opposites = read_opposites()
        longest_first = sorted(self._opposites, key=len, reverse=True)
        self._opposite = re.compile("|".join(map(re.escape, longest_first)))

    def reworded(self, text: str, share: float) -> str:
        """The sentence with synonyms for a share of its words, and without some light ones."""
        out = []
        for word, kind in _tagged(text) if share else [(text, "")]:
            if word in self._synonyms and self._rng.random() < share:
                out.append(self._rng.choice(self._synonyms[word]))
            elif kind not in _LIGHT or word in _KEPT or self._rng.random() >= share * _LEFT_OUT:
                out.append(word)
        return "".join(out)

    def falsified(self, claim: str, passage: str) -> Change | None:
        """The claim made false in one of the ways that it has room for; the passage holds the claim as it was."""
        ways = [self._number, self._turned, self._denied, self._swapped, self._swapped, self._strange]
        self._rng.shuffle(ways)
        for way in ways:
            change = way(claim, passage)
            if change is not None and change.text != claim:
                return change
        return None

    def _number(self, claim: str, passage: str) -> Change | None:
        """Another number, more often one that the passage has elsewhere."""
        found = [*NUMBER.finditer(claim)]
        if not found:
            return None
        match = self._rng.choice(found)
        others = [other for other in NUMBER.findall(passage) if other not in claim]
        taken = others and self._rng.random() < _FROM_PASSAGE
        new = self._rng.choice(others) if taken else other_number(match[0], self._rng)
        return Change(claim[: match.start()], new, claim[match.end() :], CONTRADICTED)

    def _turned(self, claim: str, _: str) -> Change | None:
        """The opposite of a word."""
        found = [*self._opposite.finditer(claim)]
        match = self._rng.choice(found) if found else None
        # a single character is often part of another word
        if match is None or (len(match[0]) == 1 and self._rng.random() >= _SHORT_OPPOSITES):
            return None
        new = self._rng.choice(self._opposites[match[0]])
        return Change(claim[: match.start()], new, claim[match.end() :], CONTRADICTED)

    def _denied(self, claim: str, _: str) -> Change | None:
        """Denied what is said, or said what is denied."""
        words = _tagged(claim)
        denying = [place for place, (word, _) in enumerate(words) if word in _DENYING]
        if denying and self._rng.random() < _ASSERTING[0]:
            place = self._rng.choice(denying)
            new = "" if self._rng.random() < _ASSERTING[1] else _ASSERTED
            return _replaced(words, place, new, CONTRADICTED)
        verbs = [place for place, (word, kind) in enumerate(words) if kind == "v" and len(word) >= 2]
        if not verbs:
            return None
        place = self._rng.choice(verbs)
        return _replaced(words, place, self._rng.choice(_DENIALS), CONTRADICTED, kept=True)

    def _swapped(self, claim: str, passage: str) -> Change | None:
        """A name or noun of the passage for one of the same kind."""
        return self._renamed(claim, passage, _NAMED, ())

    def _strange(self, claim: str, passage: str) -> Change | None:
        """A name or noun that the passage does not have."""
        return self._renamed(claim, self._foreign(), _FOREIGN, (passage,))

    def _renamed(self, claim: str, source: str, kinds: frozenset[str], without: Sequence[str]) -> Change | None:
        words = _tagged(claim)
        places = [place for place, (word, kind) in enumerate(words) if kind in kinds and len(word) >= 2]
        if not places:
            return None
        place = self._rng.choice(places)
        old, kind = words[place]
        known = (claim, *self._synonyms.get(old, ()), *without)
        others = {word for word, other in _tagged(source) if other == kind and len(word) >= 2}
        fit = sorted(word for word in others if not any(word in text for text in known))
        return _replaced(words, place, self._rng.choice(fit), NOT_SUPPORTED) if fit else None


def _replaced(words: Tagged, place: int, new: str, verdict: int, *, kept: bool = False) -> Change:
    """Another word in a place, or before it where the word there is kept."""
    before, after = words[:place], words[place + (not kept) :]
    return Change("".join(word for word, _ in before), new, "".join(word for word, _ in after), verdict)


def _tagged(text: str) -> Tagged:
    """Words with their kinds, as jieba tells them."""
    import rjieba

    return [(word, kind) for word, kind in rjieba.tag(text, True)]


def other_number(number: str, rng: random.Random) -> str:
    """The number with one digit changed; a numeral in Chinese becomes another one."""
    digits = [place for place, character in enumerate(number) if character.isdigit() and character.isascii()]
    if not digits:
        return rng.choice([numeral for numeral in _NUMERALS if numeral != number])
    place = rng.choice(digits)
    new = rng.choice([d for d in "0123456789" if d != number[place] and (place or d != "0")])
    return number[:place] + new + number[place + 1 :]


def turned_english(sentence: str, rng: random.Random) -> str | None:
    """An English sentence made false: another number, or denied, or no longer denied; nothing where that cannot be."""
    if numbers := [*_ENGLISH_NUMBER.finditer(sentence)]:
        match = rng.choice(numbers)
        return sentence[: match.start()] + other_number(match[0], rng) + sentence[match.end() :]
    if denied := _ENGLISH_NOT.search(sentence):
        return sentence[: denied.start()] + denied[1] + sentence[denied.end() :]
    if said := _ENGLISH_VERB.search(sentence):
        return f"{sentence[: said.end()]} not{sentence[said.end() :]}"
    return None
