"""What a clause says, as features that can be compared: names, actions, concepts, words.

Questions, claims and sources are read by the same code, with the same names and detectors as the passages themselves.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from answer.actions import find_actions
from index.concepts import concepts
from index.store import KnowledgeBase
from index.tokens import analyse, analyse_query, fold_name
from ingest.amounts.units import words
from ingest.dates import DateContext, date_spans, find_dates
from ingest.entities import find_entities
from ingest.gazetteer import Gazetteer
from ingest.names import Entry
from records import Amount, DateMention, EntityMention

__all__ = ["Feature", "Reader", "Reading", "keys_of", "words_of"]

_HAN = re.compile(r"[\u3400-\u9fff]")
_CAPITALS = re.compile(r"(?<=[a-z,] )[A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*")
_ORDINAL = re.compile(r"第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[次届期号轮批章条]")
_LONGEST_CONCEPT = 12
_NAME_WEIGHT, _ACTION_WEIGHT = 4.0, 2.5
# In a small knowledge base every word is frequent: what a word tells is judged as among so many passages at least.
_BACKGROUND = 300
_GENERIC = 0.25  # share of the passages
_FOREIGN = 0.11  # what an English word without a known translation counts over Chinese text
# Words that say how, when or how much, not what: they neither make nor break a match.
_LIGHT = frozenset(
    words(
        "目前 正式 已经 已 正在 正 成功 积极 共同 一共 共 共有 共计 总共 约 大约 左右 期间 方面 相关 有关 其中 "
        "以及 并 并且 同时 此外 另外 于 至 到 由 对 "
        "进行 开展 实施 工作 情况 截至 截止 底 年 月 日 名 个 项 场 次 家 台 款 份 第 该 此 其 全年 当年 同年 每年 "
        "进一步 继续 国家 机制 显示 报告 指出 表示 "
        "哪 哪些 什么 多少 何时 几 谁 是否 吗 呢 请问 有没有 哪个 哪年 哪里 主要 具体 分别 是 有 在 了 的 和 与 及 "
        "都 均 也 为 被 把 将 会 要 能 可以 "
        "the a an of in on at to for by with from and or is are was were be been has have had did do does it its "
        "this that as which who when what where how many "
        "much there between during under than more whether year month date country countrie will not doe s become "
        "became account share"
    )
)


@dataclass(frozen=True, slots=True)
class Feature:
    """A part of what is said. A text has it when it has one of the ``keys``; ``text`` is how it is printed."""

    text: str
    kind: str
    keys: frozenset[str]
    weight: float


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
        self._idf, self._known = kb.lexical.idf, kb.lexical.known

    def read(self, text: str) -> Reading:
        """The features of a text; dates and amounts are kept apart, they are compared by value."""
        from ingest.amounts import find_amounts

        dates = find_dates(text, DateContext())
        entities = find_entities(text, self.gazetteer)
        covered = [e.at for e in entities]
        dates = tuple(d for d in dates if not _inside(d.at, covered))
        amounts = tuple(a for a in find_amounts(text) if not _inside(a.at, [*covered, *(d.at for d in dates)]))
        foreign = not _HAN.search(text)
        blank = _blanked(text, [*covered, *(d.at for d in dates), *date_spans(text), *(_number_of(a) for a in amounts)])
        actions = find_actions(text)
        features = [*self._names(entities), *self._words(blank, actions, foreign=foreign)]
        return Reading(text, tuple(features), dates, amounts, entities, tuple(actions), foreign)

    def idf(self, word: str) -> float:
        return float(self._idf(word, _BACKGROUND))

    def _names(self, entities: Sequence[EntityMention]) -> Iterable[Feature]:
        seen: set[str] = set()
        for mention in entities:
            if mention.name not in seen:
                seen.add(mention.name)
                weight = 0.5 if mention.name in self.generic else _NAME_WEIGHT
                yield Feature(mention.text, mention.kind, frozenset({f"e:{mention.name}"}), weight)

    def _words(self, text: str, actions: dict[str, tuple[int, int]], *, foreign: bool) -> Iterable[Feature]:
        for name, (start, end) in actions.items():
            yield Feature(text[start:end].replace("\0", "") or name, "action", frozenset({f"a:{name}"}), _ACTION_WEIGHT)
        text_as_written = text = _blanked(text, actions.values())
        if foreign:
            concepts_here, text = _concepts_in(text)
            for form, keys in concepts_here:
                yield Feature(form, "word", frozenset(f"g:{key}" for key in keys), 3.0)
            left = set(words_of(text))
            for name in _CAPITALS.findall(text_as_written):
                tokens = words_of(name)
                # a name of which nothing is known: what is asked about it cannot be answered without it
                if tokens and left.issuperset(tokens):
                    yield Feature(name, "event", frozenset(f"w:{token}" for token in tokens), _NAME_WEIGHT)
        seen = set()
        for token in words_of(text):
            if token not in seen:
                seen.add(token)
                weight = min(self.idf(token), 5.0) * (1.0 if len(token) > 1 else 0.3)
                if foreign and not self._known(token):
                    weight = _FOREIGN * 3.0
                known = _concept_forms()[0].get(token, ())
                yield Feature(token, "word", frozenset({f"w:{token}", *(f"g:{name}" for name in known)}), weight)


def words_of(text: str) -> list[str]:
    """The words of a text that say what it is about."""
    return [t.text for t in analyse_query(text) if not t.bigram and t.text not in _LIGHT]


def keys_of(text: str, entities: Iterable[EntityMention]) -> frozenset[str]:
    """Everything by which a feature may be found in a source text."""
    keys = {f"e:{mention.name}" for mention in entities}
    keys |= {f"a:{name}" for name in find_actions(text)}
    keys |= {f"w:{token.text}" for token in analyse(text)}
    keys |= {f"w:{token.text}" for match in _ORDINAL.finditer(text) for token in analyse(match.group())}
    return frozenset(keys | {f"g:{name}" for form, names in _concepts_in(text)[0] for name in names})


@lru_cache(maxsize=1)
def _concept_forms() -> tuple[dict[str, tuple[str, ...]], frozenset[str]]:
    table = {form: tuple(c.zh[0] for c in found) for form, found in concepts().items()}
    return table, frozenset(form[:2] for form in table)


def _concepts_in(text: str) -> tuple[list[tuple[str, tuple[str, ...]]], str]:
    """Concepts of the glossary in a text, and the text without them."""
    table, heads = _concept_forms()
    folded = fold_name(text)
    found: list[tuple[str, tuple[str, ...]]] = []
    if _HAN.search(folded):
        for i in range(len(folded) - 1):
            if folded[i : i + 2] in heads:
                for length in range(2, _LONGEST_CONCEPT + 1):
                    form = folded[i : i + length]
                    if form in table:
                        found.append((form, table[form]))
        return found, text
    latin = re.findall(r"[a-z0-9][a-z0-9'&/-]*", folded)
    rest, i = [], 0
    while i < len(latin):
        for length in range(min(6, len(latin) - i), 0, -1):
            name = next((n for n in _singular(latin[i : i + length]) if n in table), None)
            if name:
                found.append((name, table[name]))
                i += length
                break
        else:
            rest.append(latin[i])
            i += 1
    return found, " ".join(rest)


def _singular(parts: Sequence[str]) -> Iterable[str]:
    phrase = " ".join(parts)
    yield phrase
    if phrase.endswith("s"):
        yield phrase[:-1]
    if phrase.endswith("ies"):
        yield f"{phrase[:-3]}y"
    yield phrase.replace("-", " ")


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


def _blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    return text
