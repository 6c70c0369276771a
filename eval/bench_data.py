"""Passages for the benchmark, made from real text: sentences of real reports, recombined.

Every sentence of the shipped reports and of the reports in ``tests/data`` is taken in several variants, with other
country names, years and numbers; the product's own detectors read each variant once. A passage joins one to three of
them up to the length of one window, so that passages, windows and vectors are the same number for every engine, and
has a quarter of its two-character words outside names and dates replaced by words of the segmenter's dictionary, as
frequent ones as often as they are frequent, so that there are rare words as in as many different reports.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from importlib.resources import files

from eval.bench_asked import document_id, per_document
from index.tokens import analyse
from ingest.annotate import Annotator, DocumentFacts
from ingest.files import ReadFile, read_file
from ingest.gazetteer import Gazetteer
from ingest.report import FileReport
from ingest.sentences import split_sentences
from records import Citation, Document, Passage, Segment
from settings import PROJECT, Settings

__all__ = ["make_files", "statements"]

_SOURCES = (PROJECT / "corpus", PROJECT / "tests" / "data")
_SUFFIXES = frozenset({".txt", ".md"})
_LONGEST = 110  # a passage up to this length is one window
_VARIANTS = 4_000
_REPLACED = 0.25
_SEED = 20261125
_HAN = re.compile(r"[\u3400-\u9fff]")
_YEAR = re.compile(r"(?<!\d)20[0-3]\d(?!\d)")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d+)?(?![\d.,])")


@dataclass(frozen=True, slots=True)
class _Real:
    """The real reports as they are read: their passages, and the titles of their documents."""

    passages: tuple[Passage, ...]
    titles: tuple[str, ...]
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence with its facts, and the starts of the two-character words that may be replaced."""

    passage: Passage
    free: tuple[int, ...]

    @property
    def text(self) -> str:
        return self.passage.text


def make_files(passages: int, seed: int = _SEED) -> Iterator[ReadFile]:
    """Files of one document each with ``passages`` passages in all; the same for the same seed."""
    chosen = random.Random(seed)
    sentences = _variants(min(passages, _VARIANTS), seed)
    real = _real()
    size = per_document(passages)
    for number, start in enumerate(range(0, passages, size)):
        yield _file(number, min(size, passages - start), sentences, real, chosen)


def statements(count: int) -> list[str]:
    """Sentences to check: real ones, as they stand in the reports."""
    found = [text for passage in _real().passages for text in _sentences(passage) if len(text) > 20]
    return random.Random(_SEED).sample(found, min(count, len(found)))


@lru_cache(maxsize=1)
def _real() -> _Real:
    gazetteer = Gazetteer.base()
    paths = [p for folder in _SOURCES for p in sorted(folder.iterdir()) if p.suffix in _SUFFIXES]
    read = [read_file(path, Settings(), gazetteer) for path in paths]
    countries = sorted({e.name for e in gazetteer.entries if e.kind == "country"})
    return _Real(
        tuple(p for one in read for p in one.passages if p.form in ("paragraph", "bullet", "footnote")),
        tuple(d.title for one in read for d in one.documents),
        tuple(countries),
    )


def _sentences(passage: Passage) -> list[str]:
    pieces = (passage.text[start:end].strip() for start, end in split_sentences(passage.text))
    return [piece for piece in pieces if 8 <= len(piece) <= _LONGEST and len(_HAN.findall(piece)) >= 6]


@lru_cache(maxsize=2)
def _variants(count: int, seed: int) -> tuple[_Sentence, ...]:
    """Sentences with their facts, each read as a passage of its own."""
    chosen = random.Random(seed)
    real = _real()
    pool = [(p, text) for p in real.passages for text in _sentences(p)]
    made = []
    for number in range(count):
        passage, text = pool[number % len(pool)] if number < len(pool) else chosen.choice(pool)
        if number >= len(pool):
            text = _varied(text, passage, real.countries, chosen)
        made.append(replace(passage, id=f"v{number}", text=text[:_LONGEST], form="paragraph", segments=(), cells=()))
    facts = DocumentFacts("", date(2022, 6, 28), None)
    return tuple(_Sentence(p, _free(p)) for p in Annotator(facts, Gazetteer.base(), made).annotate())


def _free(passage: Passage) -> tuple[int, ...]:
    taken = [d.at for d in passage.dates] + [e.at for e in passage.entities] + [a.at for a in passage.amounts]
    words = (t for t in analyse(passage.text) if not t.bigram and t.end - t.start == 2 and _HAN.match(t.text))
    return tuple(t.start for t in words if not any(a < t.end and t.start < b for a, b in taken))


@lru_cache(maxsize=1)
def _dictionary() -> tuple[tuple[str, ...], tuple[int, ...]]:
    """The words of two characters in the dictionary of the segmenter, and the running sum of their frequencies."""
    words: list[str] = []
    sums: list[int] = []
    for line in (files("jieba") / "dict.txt").read_text(encoding="utf-8").splitlines():
        word, frequency = line.split(" ")[:2]
        if len(word) == 2:
            words.append(word)
            sums.append((sums[-1] if sums else 0) + int(frequency))
    return tuple(words), tuple(sums)


def _varied(text: str, passage: Passage, countries: Sequence[str], chosen: random.Random) -> str:
    """The sentence with other countries, years and numbers."""
    for name in dict.fromkeys(e.text for e in passage.entities if e.kind == "country"):
        text = text.replace(name, chosen.choice(countries))
    text = _YEAR.sub(lambda _: str(chosen.randint(2005, 2030)), text)
    return _NUMBER.sub(lambda _: str(chosen.randint(1, 999)), text)


def _file(number: int, size: int, sentences: Sequence[_Sentence], real: _Real, chosen: random.Random) -> ReadFile:
    id_ = document_id(number)
    issued = date(chosen.randint(2005, 2025), chosen.randint(1, 12), chosen.randint(1, 28))
    title = f"{chosen.choice(real.countries)}{chosen.choice(real.titles)}"
    passages: list[Passage] = []
    place = 0
    for position in range(size):
        passage = _passage(id_, position, _joined(sentences, chosen), Citation(title, issued, f"第{position + 1}段"))
        end = place + len(passage.text)
        passages.append(replace(passage, segments=(Segment(0, len(passage.text), place, end),)))
        place = end + 1
    text = "\n".join(p.text for p in passages)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    name = f"{id_}.txt"
    document = Document(id_, title, name, 1, issued, None, None, size, sha256)
    return ReadFile(name, sha256, text, (document,), tuple(passages), FileReport(name, "added", (id_,), size))


def _joined(sentences: Sequence[_Sentence], chosen: random.Random) -> list[Passage]:
    """One to three sentences that fit into one window, some of their words replaced."""
    joined = [chosen.choice(sentences)]
    for _ in range(chosen.randint(0, 2)):
        another = chosen.choice(sentences)
        if sum(len(s.text) for s in joined) + len(another.text) <= _LONGEST:
            joined.append(another)
    return [replace(s.passage, text=_reworded(s, chosen)) for s in joined]


def _reworded(sentence: _Sentence, chosen: random.Random) -> str:
    words, sums = _dictionary()
    starts = [start for start in sentence.free if chosen.random() < _REPLACED]
    text = sentence.text
    for start, word in zip(starts, chosen.choices(words, cum_weights=sums, k=len(starts)), strict=True):
        text = text[:start] + word + text[start + 2 :]
    return text


def _passage(document: str, position: int, parts: Sequence[Passage], citation: Citation) -> Passage:
    """A passage of some sentences; the facts of each keep their place."""
    first, text = parts[0], "".join(part.text for part in parts)
    starts = [sum(len(p.text) for p in parts[:i]) for i in range(len(parts))]

    def at(span: tuple[int, int], start: int) -> tuple[int, int]:
        return span[0] + start, span[1] + start

    return Passage(
        id=f"{document}:{position + 1}",
        document=document,
        label=str(position + 1),
        section=first.section,
        page=None,
        form="paragraph",
        type=first.type,
        text=text,
        citation=citation,
        position=position,
        dates=tuple(replace(d, at=at(d.at, s)) for p, s in zip(parts, starts, strict=True) for d in p.dates),
        entities=tuple(replace(e, at=at(e.at, s)) for p, s in zip(parts, starts, strict=True) for e in p.entities),
        amounts=tuple(replace(a, at=at(a.at, s)) for p, s in zip(parts, starts, strict=True) for a in p.amounts),
        reasons=first.reasons,
    )
