"""What a clause says, as features that can be compared: names, actions, concepts, words.

Questions, claims and sources are read by the same code, with the same names and detectors as the passages themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import rjieba

from answer.actions import action_spans, find_actions
from answer.english import english_words
from answer.keys import blanked, concepts_in, is_chinese, keys_of_word, terms_of, words_of
from answer.shares import shares_in
from answer.synonyms import words_for
from index.store import KnowledgeBase
from ingest.amounts.units import words
from ingest.dates import DateContext, date_spans, find_dates
from ingest.entities import find_entities
from ingest.folding import fold
from ingest.gazetteer import Gazetteer
from ingest.names import Entry
from records import Amount, DateMention, EntityMention

__all__ = ["COMMON", "Feature", "Reader", "Reading", "is_code"]

_CAPITALS = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*")
_NAME_WEIGHT, _ACTION_WEIGHT, _VERB_WEIGHT = 4.0, 2.5, 2.0
#: What one document calls its own subject (以下简称“项目”) is a common noun in every other text.
COMMON = frozenset(
    words("项目 计划 方案 报告 公约 协定 协议 战略 规划 基金 委员会 理事会 秘书处 公司 银行 双方 本行 总署 中心 工作组")
)
_BY_FORM = ("organisation", "event", "programme", "corridor", "place")
_NOUN = re.compile(r"n|vn|an|j|l|i|eng|x|b|s|g")  # tags of words that name things
# In a small knowledge base every word is frequent: what a word tells is judged as among so many passages at least.
_BACKGROUND = 300
_GENERIC = 0.25  # share of the passages
_FOREIGN = 1.0  # what an English word without a known translation counts over Chinese text
_CONCEPT = 3.5  # what a term of the glossary counts
_UNTOLD = 3.0  # the most that an everyday English word counts: its Chinese may be another one
_COMPARED = re.compile(r"[比较]\s?(?:上一?年度?|上年同期|去年(?:同期)?|上一?季度|上个?月)$")
# the economy grew is about its product
_ECONOMY = re.compile(
    r"\b[Ee]conomy(?= (?:(?:is|was) \w+ to |will |would |had |has )?(?:gr[eo]w|shr[aiu]nk|contract|expand))"
)
_GROWTH = re.compile(r"经济(?:总体|去年|当年|整体)?(?:增[长速幅]|下[降滑]|萎缩|收缩|缩水|衰退|扩张|增加|回升|反弹)")
_CAPITAL_BEFORE = re.compile(r"(?<![A-Za-z])([A-Z][a-z]+) $")
_NUMBERED = re.compile(r"\b(\d{1,3})(?:st|nd|rd|th)\b", re.IGNORECASE)
# how an answer is to be measured is nothing that it says: (千美元), (in 10,000 US dollars)
_UNIT_IN_BRACKETS = re.compile(
    r"[（(]\s?(?:单位[:：]\s?|in |以)?"
    r"(?:[十百千万亿]*(?:美元|欧元|英镑|日元|元|人|吨|公里|公顷|千瓦|平方米|立方米)|[%％]"
    r"|(?:[\d,]+ |thousands? of |millions? of |thousand |million |billion )*(?:US |U\.S\. )?"
    r"(?:dollars|euros?|yuan|USD|RMB|EUR|people|persons|tons|tonnes|hectares|kilomet\w+|percent|per cent))"
    r"\s?(?:计)?\s?[）)]"
)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Feature:
    """A part of what is said. A text has it when it has one of the ``keys``; ``text`` is how it is printed.

    Of a ``soft`` word a text has a part where it has one of like meaning.
    """

    text: str
    kind: str
    keys: frozenset[str]
    weight: float
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A question or a claim as it is understood."""

    text: str
    features: tuple[Feature, ...]
    dates: tuple[DateMention, ...]
    amounts: tuple[Amount, ...]
    entities: tuple[EntityMention, ...]
    actions: tuple[str, ...]
    foreign: bool

    @property
    def mass(self) -> float:
        return sum(feature.weight for feature in self.features)


class Reader:
    """Reads claims and questions with the names of one knowledge base. Build it once for a snapshot."""

    def __init__(self, kb: KnowledgeBase) -> None:
        names = kb.names()
        entries = [Entry(e.name, e.name_en, e.kind, e.aliases) for e in names]
        self.gazetteer = _grown(Gazetteer.base(), entries)
        total = max(kb.manifest.passages, _BACKGROUND // 2)
        # so common in the knowledge base that they tell passages apart no more than 的 does
        self.generic = frozenset(e.name for e in names if e.count > _GENERIC * total)
        self._names_known = frozenset(e.name for e in self.gazetteer.entries)
        self._idf, self._known = kb.lexical.idf, kb.lexical.known

    def read(self, text: str, *, soft: bool = False) -> Reading:
        """The features of a text; dates and amounts are kept apart, they are compared by value.

        :param soft: words of like meaning count in part, as is right for a question or claim of a stranger.
        """
        from ingest.amounts import find_amounts

        text = _ECONOMY.sub("GDP", text)
        text = _UNIT_IN_BRACKETS.sub(lambda match: " " * len(match.group()), text)
        dates = find_dates(text, DateContext())
        entities = self._known_names(text)
        covered = [e.at for e in entities]
        dates = tuple(d for d in dates if not _inside(d.at, covered) and not _COMPARED.search(text, 0, d.at[1]))
        amounts = tuple(
            a for a in (*find_amounts(text), *shares_in(text)) if not _inside(a.at, [*covered, *(d.at for d in dates)])
        )
        foreign = not is_chinese(text)
        blank = blanked(text, [*covered, *(d.at for d in dates), *date_spans(text), *(_number_of(a) for a in amounts)])
        actions = find_actions(text)
        features = [*self._names(entities), *self._words(blank, text, actions, foreign=foreign)]
        if soft:
            features = [replace(f, soft=True) if _is_soft(f, text) else f for f in features]
        return Reading(text, tuple(features), dates, amounts, entities, tuple(actions), foreign)

    def _known_names(self, text: str) -> tuple[EntityMention, ...]:
        """The names of a text; one that only its form shows, and that no source has, is taken as the words it has.

        Works in 《》 stay: a title that no source has is another work.
        """
        found = tuple(
            e for e in find_entities(text, self.gazetteer) if e.text not in COMMON and not _is_end_of_name(e, text)
        )
        built = [e for e in found if e.kind in _BY_FORM and e.name not in self._names_known and e.text[0] not in "《“"]
        if not built:
            return found
        folded = fold(text)
        spans = [(folded.span(m.start, m.end), m.entry) for m in self.gazetteer.scan(folded)]
        inside = [
            EntityMention(text[slice(*at)], entry.name, entry.name_en, entry.kind, at)
            for at, entry in spans
            if any(e.at[0] <= at[0] and at[1] <= e.at[1] for e in built)
        ]
        kept = [e for e in found if e not in built]
        return tuple(sorted([*kept, *(e for e in inside if e not in kept)], key=lambda e: e.at))

    def idf(self, word: str) -> float:
        return float(self._idf(word, _BACKGROUND))

    def _names(self, entities: Sequence[EntityMention]) -> Iterable[Feature]:
        seen: set[str] = set()
        for mention in entities:
            if mention.name not in seen:
                seen.add(mention.name)
                weight = 0.5 if mention.name in self.generic else _NAME_WEIGHT
                yield Feature(mention.text, mention.kind, frozenset({f"e:{mention.name}"}), weight)

    def _words(
        self, text: str, whole: str, actions: Mapping[str, tuple[int, int]], *, foreign: bool
    ) -> Iterable[Feature]:
        for name, (start, end) in actions.items():
            yield Feature(text[start:end].replace("\0", "") or name, "action", frozenset({f"a:{name}"}), _ACTION_WEIGHT)
        text_as_written = text = blanked(text, action_spans(text))
        if foreign:
            numbered = list(_NUMBERED.finditer(text))
            for match in numbered:  # the 20th conference: 第20次会议
                token = f"第{int(match[1])}"
                yield Feature(match.group(), "word", keys_of_word(token), self._weight(token, None, foreign=False))
            text_as_written = text = blanked(text, [match.span() for match in numbered])
            concepts_here, text = concepts_in(text)
            for form, keys in concepts_here:
                yield Feature(form, "word", frozenset(f"g:{key}" for key in keys), _CONCEPT)
            everyday, text = english_words(text)
            for form, chinese in everyday:
                yield from self._translated(form, chinese)
            left = set(words_of(text))
            for name in _CAPITALS.findall(text_as_written):
                tokens = words_of(name)
                # a name of which nothing is known: what is asked about it cannot be answered without it
                if tokens and left.issuperset(tokens):
                    yield Feature(name, "event", frozenset(f"w:{token}" for token in tokens), _NAME_WEIGHT)
        tags: dict[str, str] = {} if foreign else dict(rjieba.tag(text.replace("\0", "，")))
        seen = set()
        for token in words_of(text) if foreign else terms_of(text, whole):
            if token not in seen:
                seen.add(token)
                grows = token == "经济" and _GROWTH.search(whole) is not None
                yield Feature(
                    token,
                    "word",
                    keys_of_word(token) | (keys_of_word("国内生产总值") if grows else frozenset()),
                    self._weight(token, tags.get(token) or _tag(token, foreign=foreign), foreign=foreign),
                )

    def _translated(self, english: str, chinese: Sequence[str]) -> Iterable[Feature]:
        """One word with all Chinese forms of an English one; the words of the first form where that has several."""
        terms = terms_of(chinese[0])
        if len(terms) > 1:
            for term in terms:
                yield Feature(english, "word", keys_of_word(term), self._weight(term, None, foreign=False))
        else:
            keys = frozenset().union(*(keys_of_word(form) for form in chinese))
            weights = [self._weight(form, None, foreign=False) for form in chinese if self._known(form)]
            yield Feature(english, "word", keys, min(min(weights, default=_UNTOLD), _UNTOLD))

    def _weight(self, token: str, tag: str | None, *, foreign: bool) -> float:
        """What a word tells. A word that no source has counts like one of its group; a verb says less than a noun."""
        if foreign:
            # an English word that a Chinese text has by chance, as in a link, tells nothing
            named = _DIGIT.search(token) and self._known(token)
            return min(self.idf(token), 5.0) if named else _FOREIGN
        known = self._known(token)
        others = () if known else [other for other in words_for(token) if self._known(other)]
        weight = min(min(map(self.idf, others), default=self.idf(token)), 5.0) * (1.0 if len(token) > 1 else 0.3)
        return min(weight, _VERB_WEIGHT) if tag is not None and not _NOUN.match(tag) else weight


@lru_cache(maxsize=20_000)
def _tag(token: str, *, foreign: bool) -> str | None:
    """The part of speech of a word by itself, ``None`` where it is not in the dictionary as one."""
    tagged = [] if foreign else rjieba.tag(token)
    return str(tagged[0][1]) if len(tagged) == 1 else None


def is_code(feature: Feature, text: str) -> bool:
    """Whether a word is written in capitals in a text (TIR): the name of a thing, although no source may know it."""
    word = feature.text
    return feature.kind == "word" and len(word) > 1 and word.isascii() and word.isalpha() and word.upper() in text


def _is_end_of_name(mention: EntityMention, text: str) -> bool:
    """Whether a Latin name ends a longer one that no table knows: Strategy 2030 in Digital Strategy 2030."""
    if mention.kind not in ("programme", "publication", "agreement") or not mention.text[0].isascii():
        return False
    before = _CAPITAL_BEFORE.search(text, 0, mention.at[0])
    return before is not None and before[1] not in ("The", "Our", "This", "That", "Its")


def _is_soft(feature: Feature, text: str) -> bool:
    """Whether a word has a meaning that other words may share: no single character, number or code."""
    is_word = feature.kind == "word" and len(feature.text) > 1 and _DIGIT.search(feature.text) is None
    return is_word and not is_code(feature, text)


def _grown(base: Gazetteer, entries: Sequence[Entry]) -> Gazetteer:
    """The shipped names with all the forms that the knowledge base adds to them."""
    known = {(e.name, e.kind): e for e in base.entries}
    merged = []
    for entry in entries:
        old = known.get((entry.name, entry.kind))
        aliases = dict.fromkeys((*(old.forms if old else ()), *entry.aliases))
        merged.append(Entry(entry.name, entry.name_en or (old.name_en if old else None), entry.kind, tuple(aliases)))
    return base.with_entries(merged)


def _number_of(amount: Amount) -> tuple[int, int]:
    """The span of an amount without the noun that it counts, which is a word like others."""
    if not amount.unit.startswith("count:"):
        return amount.at
    match = re.match(r"[\d,.\s一二两三四五六七八九十百千万亿多余-]+[个项名位场次家台份所种条座笔]?", amount.text)
    return amount.at[0], amount.at[0] + (match.end() if match else 0)


def _inside(span: tuple[int, int], others: Iterable[tuple[int, int]]) -> bool:
    return any(a <= span[0] and span[1] <= b for a, b in others)
