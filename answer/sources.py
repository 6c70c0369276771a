"""The units of one knowledge base that bear on a text, found by search and kept in memory while they are in use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from answer.keys import keys_of
from answer.likeness import likeness
from answer.match_figures import has_topic
from answer.reading import Feature, Reader, Reading
from answer.subjects import country_keys
from answer.units import Unit, units_of
from answer.whereabouts import place_keys
from index.encoder import Role
from index.search import SearchOptions
from index.store import KnowledgeBase
from index.tokens import fold_name
from ingest.dates import DateContext, find_dates
from ingest.entities import find_entities
from records import DateMention, Filters, Hit, Passage, Term

__all__ = [
    "Sources",
    "cover",
    "fit",
    "pairs_of",
    "points_back",
    "said_in_clause",
    "sources_of",
    "squeezed",
    "telling",
    "written",
]

_KEPT = 20_000  # passages whose units stay in memory
_VECTORS = 2_000  # sentences and questions whose vectors stay in memory
_OPENING = 4  # passages that say what place a document is about
_YEAR = 366  # days; 2025年工作总结和“十四五”成就 is about the year
_ASKED = SearchOptions(quoted=False)
_SENTENCE, _PART = 0.85, 0.7
_POINTED, _VERB = 0.6, 2.0  # what a clause says by 该, 此, 上述, of other words than verbs
_BACK = re.compile(r"该|此(?!外)|其(?!他|余|中)|上述|这[一两项个]")
_REFERENCE = re.compile(
    r"(?:19|20)\d\d\s?年?(?:\d{1,2}\s?月(?:\d{1,2}\s?日)?)?\s?[。.]?\s*$|[，,。.]\s?(?:19|20)\d\d\s?年?[。，,.]"
    r"|^\s*《[^》]+》[^，。]{0,12}[。.]?\s*$|https?:|^\s*(?:参?见|来源|资料来源|同上|引自)"
)
_TITLE = 0.8  # the title of a table belongs to what each of its cells says
# What it counts that the clause, else its sentence, else what leads into it has a feature. Who does what is said in
# the clause; what it is about may be said before.
_SHARES = {"country": (1.0, 0.7, 0.6, 0.5), "action": (1.0, 0.5, 0.4, 0.3), "word": (1.0, _SENTENCE, 0.75, 0.6)}


class Sources:
    """Search with reading: what the units of the best passages say.

    Safe to share between threads: what it keeps in memory is the same whoever reads it first.
    """

    def __init__(self, kb: KnowledgeBase) -> None:
        self.kb, self.reader = kb, Reader(kb)
        self.documents = kb.documents()
        self._periods = {d.id: find_dates(d.title, DateContext()) for d in self.documents}
        self._titles = {document.id: document.title for document in self.documents}
        self._units = lru_cache(maxsize=_KEPT)(self._read)
        self._lead_keys = lru_cache(maxsize=_KEPT)(self._keys_of_lead)
        self._subject = lru_cache(maxsize=None)(self._named_on_cover)
        self._opening = lru_cache(maxsize=_KEPT)(lambda document: tuple(islice(kb.passages(document), _OPENING)))
        self._passage = lru_cache(maxsize=_KEPT)(kb.passage)
        self._of_table = lru_cache(maxsize=_KEPT)(self._rows_of_table)
        self._vector = lru_cache(maxsize=_VECTORS)(self._encoded)

    def title(self, document: str) -> str:
        """The title of a document by its id."""
        return self._titles.get(document, "")

    def opening(self, document: str) -> tuple[Passage, ...]:
        """The first passages of a document, among them its cover."""
        return self._opening(document)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        """The abbreviations that the documents explain."""
        return self.kb.terms()

    def passages(self, text: str, limit: int, filters: Filters | None = None) -> list[Passage]:
        """The best passages; a table is replaced by its rows, since cells are read row by row."""
        return [hit.passage for hit in self.hits(text, limit, filters)]

    def hits(self, text: str, limit: int, filters: Filters | None = None) -> Sequence[Hit]:
        """The best passages with their scores. In a question or claim a name stands in quotation marks because it is
        one: passages about the thing need not repeat it.
        """
        return self.kb.search(text, filters, limit, _ASKED).results

    def units(self, passages: Iterable[Passage]) -> list[Unit]:
        seen: dict[str, None] = {}
        for passage in passages:
            for id_ in self._rows(passage):
                seen.setdefault(id_)
        return [unit for id_ in seen for unit in self._units(id_)]

    def all_units(self) -> list[Unit]:
        return [unit for passage in self.kb.passages() for unit in self._units(passage.id)]

    def nearness(self, question: str, sentence: str) -> float:
        """The cosine (-1..1) of a question and a sentence, by the model of the knowledge base."""
        return float(self._vector(question, "query") @ self._vector(sentence, "passage"))

    def _encoded(self, text: str, role: Role) -> NDArray[np.float32]:
        vector: NDArray[np.float32] = self.kb.encoder.encode([text], role=role)[0]
        return vector

    def _rows(self, passage: Passage) -> tuple[str, ...]:
        return self._of_table(passage.id) if passage.form == "table" else (passage.id,)

    def _rows_of_table(self, table: str) -> tuple[str, ...]:
        return tuple(row.id for row in self.kb.rows(self._passage(table)))

    def rows(self, table: str) -> list[Passage]:
        """The rows of a table, or the items of a list by the passage that leads into it."""
        return [self._passage(id_) for id_ in self._of_table(table)]

    def _read(self, id_: str) -> tuple[Unit, ...]:
        passage = self._passage(id_)
        if passage.form in ("heading", "cover", "glossary"):
            return ()
        # a note speaks of what it is a note to, but for one that says where that is from
        explains = passage.form == "footnote" and _REFERENCE.search(passage.text) is None
        beside = (*passage.footnotes, *(passage.cited_by if explains else ()))
        lead = " ".join((self._lead(passage), *(self._passage(id_).text for id_ in beside)))
        period = self._period(passage)
        table = self._passage(passage.parent) if passage.form == "row" and passage.parent is not None else None
        caption = table.text.split("\n", 1)[0] if table is not None else ""
        keys = self._lead_keys(" ".join((*passage.section, lead))) | self._subject(passage.document)
        return units_of(passage, lead, keys, period, caption)

    def _named_on_cover(self, document: str) -> frozenset[str]:
        """The programme, agreement or publication that a document names on its cover, and the places that its first
        lines name: all of it is about these.
        """
        opening, title = self.opening(document), self.title(document)
        about = place_keys((title, *(passage.text for passage in opening)))
        on_cover = "\n".join(passage.text for passage in opening if passage.form == "cover")
        about |= country_keys(title, on_cover)
        if not opening or opening[0].form != "cover":
            return about
        named = opening[0].entities
        return about.union(f"e:{e.name}" for e in named if e.kind in ("programme", "agreement", "publication"))

    def _keys_of_lead(self, text: str) -> frozenset[str]:
        return keys_of(text, find_entities(text, self.reader.gazetteer))

    def _period(self, passage: Passage) -> tuple[DateMention, ...]:
        """The time that the lead-in names, else the nearest heading that names any, else the title."""
        parent = self._passage(passage.parent) if passage.parent is not None else None
        if parent is not None and parent.form not in ("table", "row") and parent.dates:
            return tuple(d for d in parent.dates if d.start is not None)
        headings = (find_dates(heading, DateContext()) for heading in reversed(passage.section))
        found = next((dates for dates in headings if dates), self._periods.get(passage.document, ()))
        return tuple(d for d in found if d.start and d.end and (d.end - d.start).days <= _YEAR) or found

    def _lead(self, passage: Passage) -> str:
        lead = [self._titles.get(passage.document, "")]
        parent = passage.parent
        while parent is not None:
            above = self._passage(parent)
            lead.append(above.text.split("\n", 1)[0] if above.form == "table" else above.text)
            parent = above.parent
        return " ".join(lead)


@lru_cache(maxsize=4)
def sources_of(kb: KnowledgeBase) -> Sources:
    """The sources of an open knowledge base; the same ones for the same snapshot."""
    return Sources(kb)


def cover(feature: Feature, unit: Unit) -> float:
    """How far (0..1) a unit says a feature: 1 in the clause, less in its sentence, less in what leads into it."""
    shares = _SHARES.get(feature.kind, _SHARES["word"])
    for keys, share in zip((unit.keys, unit.around, unit.near, unit.context), shares, strict=True):
        if feature.keys & keys:
            return _TITLE if unit.cell is not None and keys is unit.context else share
    if feature.kind == "word":
        return _PART * max(_similar(feature, unit), _alike(feature, unit) if feature.soft else 0.0)
    if feature.kind not in ("country", "action") and len(feature.text) >= 2:
        # 二十国集团 in 二十国集团领导人杭州峰会
        events = "".join(e.text for e in unit.entities if e.kind == "event")
        named = squeezed(feature.text) in squeezed(unit.said or unit.sentence)
        return _SENTENCE if named or any(written(key[2:], events) for key in feature.keys if events) else 0.0
    return 0.0


@lru_cache(maxsize=50_000)
def _likeness(word: str, clause: str, sentence: str) -> float:
    own = likeness(word, clause)
    return own if sentence == clause else max(own, _SENTENCE * likeness(word, sentence))


def _alike(feature: Feature, unit: Unit) -> float:
    """How near the clause, or its sentence, comes to a word in other words."""
    return _likeness(feature.text, unit.said or unit.text, unit.sentence)


def points_back(unit: Unit) -> bool:
    """Whether a clause speaks of something as named before: 该协定, 上述项目."""
    return _BACK.search(unit.text) is not None


def said_in_clause(feature: Feature, unit: Unit) -> float:
    """How far (0..1) the clause itself says a feature, in its words, in words of like meaning, or by pointing to it."""
    if feature.keys & unit.keys:
        return 1.0
    if feature.keys & unit.around and not has_topic(unit.passage.text[slice(*unit.at)]):
        return _POINTED  # 全年上涨0.3%: of what the clause before it is about
    if feature.weight > _VERB and points_back(unit) and feature.keys & (unit.around | unit.near | unit.context):
        return _POINTED
    return likeness(feature.text, unit.said or unit.text) if feature.soft else 0.0


def _similar(feature: Feature, unit: Unit) -> float:
    """The share of the character pairs of a long word that the sentence has, where it has most of them."""
    word = next(iter(feature.keys))[2:]
    if len(feature.keys) != 1 or len(word) < 3 or word.isascii():
        return 0.0
    pairs = [f"w:{word[i : i + 2]}" for i in range(len(word) - 1)]
    share = sum(pair in unit.around for pair in pairs) / len(pairs)
    return share if share >= 0.5 else 0.0


def written(name: str, text: str) -> bool:
    """Whether a text has a name of two characters or more in these words."""
    plain = squeezed(name)
    return (
        len(plain) > 1
        and re.search(rf"(?<!内){re.escape(plain)}" if len(plain) == 2 else re.escape(plain), squeezed(text))
        is not None
    )


@lru_cache(maxsize=50_000)
def squeezed(text: str) -> str:
    """A text without spaces and quotation marks, folded."""
    return fold_name(re.sub(r"[\s《》“”]", "", text))


def pairs_of(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, squeezed."""
    plain = squeezed(text)
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def telling(text: str) -> frozenset[str]:
    """What tells a text from others on one subject: its pairs of Han, its Latin words and its years."""
    words = re.findall(r"[a-z]{2,}", text.lower())
    years = re.findall(r"(?:19|20)\d\d(?=\s?年)", text)
    return frozenset((*re.findall(r"(?=([\u4e00-\u9fff]{2}))", text), *words, *years))


def fit(reading: Reading, unit: Unit) -> float:
    """The share (0..1) of what a text speaks about that a unit speaks about too."""
    mass = reading.mass
    return sum(f.weight * cover(f, unit) for f in reading.features) / mass if mass else 0.0
