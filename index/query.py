"""A query as the search understands it: units that count, each with the other ways to say it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from index.concepts import Concept, concepts, everyday
from index.expand import KnownForms, NamedThing, named_things
from index.forms import Forms, longest_first
from index.lexical import TermWeight
from index.marks import Marks
from index.tokens import Token, analyse, analyse_query, fold, fold_name, is_stop
from index.wording import Measure

__all__ = ["EVERYDAY", "Query", "Unit", "loose_bigrams", "parse_query"]

_BIGRAM_WEIGHT = 0.5
# What another name counts in the lexical index, against 1 for the words that were typed (and for what reports write in
# place of everyday ones, which they hardly have).
_OTHER_WORDS = 0.7
_PHRASE = re.compile(r"[\"“「『]([^\"“”「」『』]{2,})[\"”」』]")
_EXACT = re.compile(r"\d|^第")
_SOURCE = re.compile(
    r"网址|网页|链接|脚注|注释|出处|来源|\b(?:link|url|web ?page|website|footnote|source)s?\b", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]")
EVERYDAY = "everyday"  #: the kind of a word of everyday language that reports have others for
_MOST_FORMS = 8
_REMEMBERED = 8192  # names, which many queries have in common
_LONGEST_EVERYDAY = 8  # characters
_SIDE_BY_SIDE = 0.2  # what it counts that two words of the query stand side by side in a passage too
_SINGLE_WORD = 0.25  # what the single words of a name count that has other forms, against the name as a whole
_TELLING = 0.85  # parts of the query that weigh at least this share of the heaviest tell it from other queries


class Unit(NamedTuple):
    """A part of the query. A passage covers it when it has all tokens of one of the alternatives.

    ``named`` parts are names of things in the knowledge base: what is said of another thing is no answer.
    """

    weight: float
    alternatives: tuple[frozenset[str], ...]
    named: bool = False


@dataclass(frozen=True)
class Query:
    """``terms`` go to the lexical index, ``units`` measure how much of the query a passage covers.

    ``highest`` is about the BM25 score of a passage that has every word once. ``exact`` are numbers, years and
    ordinals, which may not be answered with others; ``things`` are names and concepts of the query with their other
    forms, to be marked in the text. A ``strange`` query has Latin words only, none of which stands in the knowledge
    base or in the glossary: English about something else, or no language at all.
    """

    text: str
    tokens: tuple[Token, ...]
    units: tuple[Unit, ...]
    terms: tuple[TermWeight, ...]
    things: tuple[NamedThing, ...]
    phrases: tuple[str, ...]
    exact: tuple[str, ...]
    highest: float
    strange: bool = False

    @cached_property
    def measure(self) -> Measure:
        """Says how much of the query some passages cover."""
        return Measure(self.units, self.exact, self._telling)

    @cached_property
    def marks(self) -> Marks:
        """What is to be marked in a text: the words of the query, and all forms of what it names."""
        words = {t.text for t in self.tokens if not t.bigram and (len(t.text) > 1 or t.text.isascii())}
        words |= _unknown_words(self.tokens) or {t.text for t in self.tokens if not words}
        return Marks(words | {form for thing in self.things for form in (thing.form, *thing.aliases)})

    def prepare(self) -> None:
        """Work out what the candidates and the hits of this query will ask for."""
        _ = self.measure, self.marks

    @property
    def official(self) -> str:
        """The query with what reports write in place of words of everyday language: what is embedded."""
        text = self.text
        for thing in self.things:
            if thing.kind == EVERYDAY:
                text = fold(text).replace(thing.form, thing.aliases[0])
        return text

    @property
    def asks_for_source(self) -> bool:
        """Whether the query asks where something is written: a link, a footnote, a source."""
        return bool(_SOURCE.search(self.text))

    @cached_property
    def _telling(self) -> tuple[Unit, ...]:
        """What tells this query from others: its names and its heaviest parts."""
        if all(is_stop(token.text) for token in self.tokens):
            return ()  # nothing but words that are everywhere
        heaviest = max((unit.weight for unit in self.units), default=0.0)
        return tuple(unit for unit in self.units if unit.named or unit.weight >= _TELLING * heaviest)


def parse_query(
    db: sqlite3.Connection,
    generation: int,
    text: str,
    idf: Callable[[str], float],
    known: Callable[[str], bool],
    *,
    expand: bool = True,
    forms: KnownForms | None = None,
) -> Query:
    """Read a query.

    :param generation: of the snapshot whose names are expanded.
    :param idf: inverse document frequency of a token in the knowledge base.
    :param known: whether any passage has the token.
    :param expand: also look for the other names and the translations of what the query names.
    :param forms: see :func:`index.expand.named_things`.
    """
    tokens = tuple(analyse_query(text))
    named = named_things(db, generation, text, forms) if expand else ()
    things = _with_everyday(_with_concepts(named, text), text, tokens) if expand else ()
    # who is not WHO
    things = tuple(thing for thing in things if not is_stop(thing.form) or thing.form.upper() in text)
    units = [*_word_units(tokens, things, idf, known, foreign=not _HAN.search(text))]
    terms: dict[str, float] = {}
    for token in tokens:
        terms[token.text] = max(terms.get(token.text, 0.0), _BIGRAM_WEIGHT if token.bigram else 1.0)
    for thing in things:
        for form in thing.aliases:
            for word in _words(form):
                terms.setdefault(word, 1.0 if thing.kind == EVERYDAY else _OTHER_WORDS)
    return Query(
        text=text,
        tokens=tokens,
        units=tuple(units),
        terms=tuple(TermWeight(term, weight) for term, weight in terms.items()),
        things=things,
        phrases=tuple(phrase.strip() for phrase in _PHRASE.findall(text)),
        exact=tuple(dict.fromkeys(t.text for t in tokens if not t.bigram and _EXACT.search(t.text))),
        highest=sum(terms[text] * idf(text) for text in dict.fromkeys(t.text for t in tokens)),
        strange=not things and not _HAN.search(text) and not any(known(t.text) for t in tokens if not is_stop(t.text)),
    )


def _with_concepts(named: Sequence[NamedThing], text: str) -> tuple[NamedThing, ...]:
    """The things a query names and the glossary's concepts in it; what lies inside a longer name is part of it."""
    found: list[NamedThing] = []
    rest = fold_name(text)
    for thing in named:
        rest = rest.replace(thing.form, "\0" * len(thing.form))
        found.append(_also_a_concept(thing))
    for piece in longest_first(_concept_forms().whole(rest)):
        if piece in rest:
            rest = rest.replace(piece, "\0" * len(piece))
            found.append(_concept(piece))
    return tuple(found)


@lru_cache(maxsize=_REMEMBERED)
def _also_a_concept(thing: NamedThing) -> NamedThing:
    """A thing with what the glossary calls it too."""
    more = _forms_of(concepts().get(thing.form, ()))
    aliases = dict.fromkeys(form for form in (*thing.aliases, *more) if form != thing.form)
    return replace(thing, aliases=tuple(aliases))


@lru_cache(maxsize=_REMEMBERED)
def _concept(form: str) -> NamedThing:
    items = concepts()[form]
    aliases = dict.fromkeys(other for other in _forms_of(items) if other != form)
    return NamedThing(form, items[0].zh[0], "concept", tuple(aliases)[:_MOST_FORMS])


def _with_everyday(named: Sequence[NamedThing], text: str, tokens: Sequence[Token]) -> tuple[NamedThing, ...]:
    """And the words of everyday language for which reports have others; none that ends within a word."""
    table = everyday()
    rest = fold(text)
    for thing in named:
        rest = rest.replace(thing.form, "\0" * len(thing.form))
    words = [(t.start, t.end) for t in tokens if not t.bigram]
    found: list[NamedThing] = []
    for start, form in sorted(_everyday_forms().places(rest), key=lambda place: (-len(place[1]), place[0])):
        length = len(form)
        ends = (start, start + length)
        if rest.startswith(form, start) and not any(a < end < b for a, b in words for end in ends):
            rest = rest.replace(form, "\0" * length)
            found.append(NamedThing(form, table[form][0], EVERYDAY, table[form]))
    return (*named, *found)


@lru_cache(maxsize=1)
def _concept_forms() -> Forms:
    return Forms(concepts())


@lru_cache(maxsize=1)
def _everyday_forms() -> Forms:
    return Forms(form for form in everyday() if len(form) <= _LONGEST_EVERYDAY)


def _forms_of(items: Sequence[Concept]) -> tuple[str, ...]:
    return tuple(form for concept in items for form in concept.forms)


def _word_units(
    tokens: Sequence[Token],
    things: Sequence[NamedThing],
    idf: Callable[[str], float],
    known: Callable[[str], bool],
    *,
    foreign: bool,
) -> list[Unit]:
    """One unit for each word and one for each name as a whole, which has most of the weight of its words."""
    units: list[Unit] = []
    shares: dict[str, float] = {}  # what is left for the single words of a name
    for thing in things:
        words = _words(thing.form)
        alternatives = _alternatives(thing)
        # as telling as its most common form: CAREC is everywhere, whatever its long name would weigh
        forms: list[Iterable[str]] = [words, *alternatives]
        weight = min((sum(map(idf, form)) for form in forms if all(map(known, form))), default=sum(map(idf, words)))
        single = _SINGLE_WORD if alternatives else 0.5
        units.append(
            Unit(
                (1 - single) * weight, (frozenset(words), *alternatives), named=thing.kind not in ("concept", EVERYDAY)
            )
        )
        shares |= {word: min(single, shares.get(word, 1.0)) for word in words}
    loose = loose_bigrams(tokens)
    for text, bigram in dict.fromkeys((token.text, token.bigram) for token in tokens):
        if bigram and (text not in loose or not known(text)):
            continue  # part of a word that counts itself, or two words that only this question puts side by side
        weight = idf(text) * (_SIDE_BY_SIDE if bigram else shares.get(text, 1.0))
        if foreign and not known(text):
            weight *= 0.2  # an English word that Chinese reports cannot have says little
        units.append(Unit(weight, (frozenset((text,)),)))
    return [unit for unit in units if unit.weight > 0]


@lru_cache(maxsize=_REMEMBERED)
def _alternatives(thing: NamedThing) -> tuple[frozenset[str], ...]:
    sets = (frozenset(_words(form)) for form in thing.aliases)
    return tuple(dict.fromkeys(s for s in sets if s))


def loose_bigrams(tokens: Sequence[Token]) -> set[str]:
    """The bigrams of a query that cross its words: 斯坦 inside 土库曼斯坦 is in every other country too."""
    words = [(t.start, t.end) for t in tokens if not t.bigram]
    return {t.text for t in tokens if t.bigram and not any(a <= t.start and t.end <= b for a, b in words)}


def _unknown_words(tokens: Sequence[Token]) -> set[str]:
    """Pairs of characters that the dictionary knows only singly: the halves of a word that it does not know."""
    singles = {t.start for t in tokens if not t.bigram and len(t.text) == 1}
    return {t.text for t in tokens if t.bigram and t.start in singles and t.start + 1 in singles}


@lru_cache(maxsize=_REMEMBERED)
def _words(form: str) -> tuple[str, ...]:
    """The words of a name; the same names are in many queries."""
    return tuple(token.text for token in analyse(form) if not token.bigram)
