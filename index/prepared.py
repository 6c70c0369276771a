"""A file as the store keeps it: all that follows from what was read, so that readers derive it in their own processes.

Rows are tuples in the order of the columns; places of passages count from 0 in their document, and become row numbers
when they are stored. Long texts are UTF-8 already, as SQLite keeps them: so they are encoded once, by the reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from json.encoder import encode_basestring as _quoted

from index.database import digest_of
from index.record_json import record_of
from index.rows import passage_of
from index.tokens import token_texts
from index.windows import context_parts, windows_of, without_links
from index.wording import codes_of
from ingest.annotate import glossary_rows
from ingest.files import ReadFile
from ingest.report import FileReport
from ingest.terms import find_terms
from records import Document, Passage, Term

__all__ = ["PreparedDocument", "PreparedFile", "prepare", "prepare_document", "tokens_of"]

_plain = json.JSONEncoder(ensure_ascii=False).encode
_CONTEXTS = 4096  # headings and lead-ins whose tokens are remembered: many passages have the same

#: id, position, form, type, digest, and in UTF-8 record, context, tokens, windows
PassageRow = tuple[str, int, str, str, str, bytes, bytes, bytes, bytes]


@dataclass(frozen=True, slots=True)
class PreparedDocument:
    """A document and its passages as rows.

    :ivar wording: of each passage its form and the codes of the tokens of its text and of its context;
    :ivar types: (type, place); :ivar dates: (place, start, end);
    :ivar entities: (place, name, surface, English name, kind); :ivar terms: (abbreviation, zh, en, JSON of passage ids)
    """

    id: str
    issued: str | None
    record: str
    digest: str
    passages: tuple[PassageRow, ...]
    wording: tuple[tuple[str, bytes, bytes], ...]
    types: tuple[tuple[str, int], ...]
    dates: tuple[tuple[int, str, str], ...]
    entities: tuple[tuple[int, str, str, str, str], ...]
    terms: tuple[tuple[str, str | None, str | None, str], ...]

    def windows(self) -> Iterator[tuple[str, str]]:
        """The id of each passage, and its windows as JSON."""
        return ((passage[0], passage[8].decode()) for passage in self.passages)


@dataclass(frozen=True, slots=True)
class PreparedFile:
    """A file with its documents; ``digest`` is that of the text."""

    file: str
    sha256: str
    text: str
    digest: str
    report: FileReport
    documents: tuple[PreparedDocument, ...]

    def read_again(self) -> ReadFile:
        """The file as it was read, from its rows."""
        documents = tuple(Document.from_dict(json.loads(d.record)) for d in self.documents)
        passages = tuple(passage_of(row[5].decode(), None) for d in self.documents for row in d.passages)
        return ReadFile(self.file, self.sha256, self.text, documents, passages, self.report)


def prepare(
    read: ReadFile, bodies: Sequence[str] | None = None, terms: Mapping[str, Sequence[Term]] | None = None
) -> PreparedFile:
    """Derive what is stored of a file.

    :param bodies: the tokens of each passage's text, where they are known already (see :func:`tokens_of`).
    :param terms: the abbreviations of each document, where they are known already.
    """
    groups: dict[str, list[Passage]] = {document.id: [] for document in read.documents}
    for passage in read.passages:
        groups[passage.document].append(passage)
    known = iter(bodies) if bodies is not None else None
    documents = []
    for document in read.documents:
        passages = groups[document.id]
        given = list(islice(known, len(passages))) if known is not None else None
        found = terms[document.id] if terms is not None else None
        documents.append(prepare_document(document, passages, given, found))
    return PreparedFile(read.file, read.sha256, read.text, digest_of(read.text), read.report, tuple(documents))


def prepare_document(
    document: Document,
    passages: Sequence[Passage],
    bodies: Sequence[str] | None = None,
    terms: Sequence[Term] | None = None,
) -> PreparedDocument:
    """:func:`prepare` for one document."""
    if terms is None:
        terms = find_terms([(p.id, p.text) for p in passages], glossary_rows(passages))
    by_id = {p.id: p for p in passages}
    record = _plain(document.to_dict())
    numbered = list(enumerate(passages))
    tokens = [_tokens(p, document, by_id, bodies[place] if bodies is not None else None) for place, p in numbered]
    return PreparedDocument(
        document.id,
        document.date.isoformat() if document.date else None,
        record,
        digest_of(record),
        tuple(_row(p, document, by_id, held) for p, held in zip(passages, tokens, strict=True)),
        tuple(_wording(p.form, held) for p, held in zip(passages, tokens, strict=True)),
        tuple((kind, n) for n, p in numbered for kind in sorted({p.type, *(span.type for span in p.also)})),
        tuple((n, d.start.isoformat(), d.end.isoformat()) for n, p in numbered for d in p.dates if d.start and d.end),
        tuple(row for n, p in numbered for row in _entities(n, p)),
        tuple((t.abbreviation, t.zh, t.en, json.dumps(t.defined_in)) for t in terms),
    )


def _tokens(passage: Passage, document: Document, by_id: Mapping[str, Passage], body: str | None) -> str:
    if passage.form == "heading":  # headings are found through the passages under them
        return "\n"
    return tokens_of(passage.text, context_parts(passage, document, by_id), body)


def _row(passage: Passage, document: Document, by_id: Mapping[str, Passage], tokens: str) -> PassageRow:
    record = record_of(passage).encode()
    windows = windows_of(passage, document, by_id) if passage.form != "heading" else ()
    context = " ".join(context_parts(passage, document, by_id))
    texts = f"[{', '.join(map(_quoted, windows))}]"
    place = (passage.id, passage.position, passage.form, passage.type)
    return (*place, digest_of(record), record, context.encode(), tokens.encode(), texts.encode())


def _wording(form: str, tokens: str) -> tuple[str, bytes, bytes]:
    body, _, around = tokens.partition("\n")
    return form, codes_of(body.encode()), _context_codes(around)


@lru_cache(maxsize=_CONTEXTS)
def _context_codes(tokens: str) -> bytes:
    return codes_of(tokens.encode())


def _entities(place: int, passage: Passage) -> Iterator[tuple[int, str, str, str, str]]:
    if passage.entities:
        yield from sorted({(place, e.name, e.text, e.name_en or "", e.kind) for e in passage.entities})


def tokens_of(text: str, context: Sequence[str], body: str | None = None) -> str:
    """All tokens of a text in order, a line break, and those of its context: what the lexical index is built from.

    :param body: the tokens of the text, where they are known already.
    """
    if body is None:
        body = " ".join(token_texts(without_links(text)))
    around = " ".join(filter(None, map(_context_tokens, context)))
    return f"{body}\n{around}"


@lru_cache(maxsize=_CONTEXTS)
def _context_tokens(part: str) -> str:
    return " ".join(token_texts(part))
