"""Documents and their passages: nodes get ids, addresses, footnote links, resolved cells and facts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath

from ingest.address import address, document_id, passage_ids
from ingest.aligned import Aligned
from ingest.annotate import Annotator, DocumentFacts
from ingest.blocks import Block, Source
from ingest.gazetteer import Gazetteer
from ingest.ledger import PASSAGE
from ingest.links import Links, link_footnotes
from ingest.manifest import ManifestEntry
from ingest.nodes import DocumentDraft, Node
from ingest.split import CoverFacts, read_cover
from ingest.tables import RawCell, ResolvedTable, is_glossary, resolve_table, split_notes
from ingest.tree import parse_documents
from records import Cell, Citation, Document, Passage

__all__ = ["FileContent", "build_documents"]


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file gives: documents in order, the passages of each, and warnings for the ingest report."""

    documents: tuple[Document, ...]
    passages: tuple[tuple[Passage, ...], ...]
    warnings: tuple[str, ...]
    unresolved_marks: int


def build_documents(
    source: Source,
    *,
    file: str,
    stem: str,
    sha256: str,
    gazetteer: Gazetteer,
    entry: ManifestEntry | None = None,
) -> FileContent:
    """Turn a source into documents with passages, and settle the account of its characters.

    :param file: path of the file as it is to be shown and found again.
    :param stem: what document ids begin with.
    :param gazetteer: known names; each document's own abbreviations are learned on top of it.
    :param entry: what the manifest says about the file.
    """
    drafts = parse_documents(source.blocks, source.ledger)
    documents: list[Document] = []
    passages: list[tuple[Passage, ...]] = []
    warnings = list(source.warnings)
    unresolved = 0
    for part, draft in enumerate(drafts, 1):
        builder = _DocumentBuilder(draft, source, file, stem, sha256, part, len(drafts), entry)
        built = builder.build(gazetteer)
        documents.append(builder.document(len(built)))
        passages.append(built)
        unresolved += len(builder.unresolved)
        warnings += builder.warnings
    source.ledger.settle(source.text)
    return FileContent(tuple(documents), tuple(passages), tuple(warnings), unresolved)


class _DocumentBuilder:
    def __init__(
        self,
        draft: DocumentDraft,
        source: Source,
        file: str,
        stem: str,
        sha256: str,
        part: int,
        parts: int,
        entry: ManifestEntry | None,
    ) -> None:
        self.source, self.file, self.sha256, self.part = source, file, sha256, part
        self.entry = entry
        self.cover: CoverFacts = read_cover(draft.cover, source.title if parts == 1 else None)
        self.id = document_id(stem, part, parts)
        self.single = parts == 1
        self.tables: dict[Node, ResolvedTable] = {}
        self.row_cells: dict[Node, tuple[Cell, ...]] = {}
        self.warnings = list(draft.warnings)
        self.nodes = self._expand(draft.nodes)
        self.links: Links = link_footnotes(self.nodes)
        self.unresolved: list[str] = [mark for _, mark in self.links.unresolved]

    # -- document -----------------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        if self.single and self.entry and self.entry.title:
            return self.entry.title
        return self.cover.title or (self.entry.title if self.entry else None) or PurePath(self.file).stem

    @property
    def facts(self) -> DocumentFacts:
        issued = self.cover.date or (self.entry.date if self.entry else None)
        return DocumentFacts(self.title, issued, self.cover.period)

    def document(self, passages: int) -> Document:
        notes = []
        if self.entry and self.entry.sha256 and self.entry.sha256 != self.sha256:
            notes.append("文件内容与 manifest.jsonl 中登记的 sha256 不一致")
        if self.cover.date_precision == "month":
            notes.append("封面只印有月份，日期取该月第一天")
        return Document(
            id=self.id,
            title=self.title,
            file=self.file,
            part=self.part,
            date=self.facts.issued,
            period=self.cover.period,
            sector=self.cover.sector,
            passages=passages,
            sha256=self.sha256,
            notes=tuple(notes),
            issuer=self.entry.issuer if self.entry else None,
            language=(self.entry.language if self.entry else None) or _language(self.source.text),
        )

    # -- tables -------------------------------------------------------------------------------------------------

    def _expand(self, nodes: Sequence[Node]) -> list[Node]:
        """All nodes in reading order, with the rows of each table after it."""
        notes = _notes_by_table(nodes)
        expanded: list[Node] = []
        for node in nodes:
            expanded.append(node)
            if node.form == "table":
                expanded += self._rows(node, notes.get(node, {}))
        return expanded

    def _rows(self, table: Node, notes: dict[str, str]) -> list[Node]:
        lines = [_row_text(row) for row in table.rows]
        caption = table.text
        table.text = Aligned.join([caption, *lines] if caption.text else lines, "\n")
        if is_glossary([_raw_cells(row) for row in table.rows], table.caption):
            table.form = "glossary"
            return []
        resolved = resolve_table([_raw_cells(row) for row in table.rows], caption=table.caption, notes=notes)
        self.tables[table] = resolved
        if resolved.unresolved_marks:
            marks = "、".join(sorted(set(resolved.unresolved_marks)))
            self.warnings.append(f"{table.label or '表'}: 表注 {marks} 没有对应的注释")
        rows: list[Node] = []
        for i, (row, line) in enumerate(zip(table.rows, lines, strict=True)):
            if i in resolved.header_rows or not line.text:
                continue
            number = len(rows) + 1
            label = f"{table.label}/r{number}" if table.label else None
            node = Node("row", line, label=label, section=table.section, page=row.page, page_label=row.page_label)
            node.parent, node.rows = table, [row]
            self.row_cells[node] = resolved.rows[i]
            rows.append(node)
        return rows

    def _cells(self, node: Node) -> tuple[Cell, ...]:
        if node.form == "table":
            return tuple(cell for row in self.tables[node].rows for cell in row)
        return self.row_cells.get(node, ())

    # -- passages -----------------------------------------------------------------------------------------------

    def build(self, gazetteer: Gazetteer) -> tuple[Passage, ...]:
        ids = passage_ids(self.id, self.nodes)
        place = {id(node): i for i, node in enumerate(self.nodes)}
        labels = Counter(node.label for node in self.nodes if node.form != "heading")
        bare = [self._bare(node, ids, place, i, ambiguous=labels[node.label] > 1) for i, node in enumerate(self.nodes)]
        bare = self._inherit_sections(bare)
        for node in self.nodes:
            self.source.ledger.claim_all(node.text.sources(), PASSAGE)
        for i, mark in self.links.unresolved:
            self.warnings.append(f"{bare[i].citation.address}: 脚注 {mark} 在文件中找不到")
        return Annotator(self.facts, gazetteer, bare).annotate()

    def _bare(self, node: Node, ids: Sequence[str], place: dict[int, int], i: int, *, ambiguous: bool) -> Passage:
        """The passage without its facts."""
        parent = ids[place[id(node.parent)]] if node.parent is not None and id(node.parent) in place else None
        page = node.page if node.label is None else None
        return Passage(
            id=ids[i],
            document=self.id,
            label=node.label,
            section=node.section,
            page=node.page,
            form=node.form,
            type="other",
            text=node.text.text,
            citation=Citation(self.title, self.facts.issued, address(node, ambiguous=ambiguous), page),
            position=i,
            footnotes=tuple(ids[j] for j in self.links.calls.get(i, ())),
            cited_by=tuple(ids[j] for j in self.links.called_by.get(i, ())),
            cells=self._cells(node),
            parent=parent,
            segments=node.text.segments,
        )

    def _inherit_sections(self, passages: list[Passage]) -> list[Passage]:
        """A footnote stands under the heading of the passage that calls it, not where the page put it."""
        section = {p.id: p.section for p in passages}
        return [
            replace(p, section=section[p.cited_by[0]]) if p.form == "footnote" and p.cited_by else p for p in passages
        ]


def _notes_by_table(nodes: Sequence[Node]) -> dict[Node, dict[str, str]]:
    """The numbered notes under each table."""
    notes: dict[Node, dict[str, str]] = {}
    for node in nodes:
        if node.notes_of is not None:
            found = split_notes(node.text.text, [(mark.label, mark.at) for mark in node.marks])
            notes.setdefault(node.notes_of, {}).update(found)
    return notes


def _raw_cells(row: Block) -> tuple[RawCell, ...]:
    """The cells of a row block as the header resolution wants them."""
    return tuple(
        RawCell(c.text.text, tuple(m.label for m in c.marks), c.colspan, c.rowspan, c.header) for c in row.cells
    )


def _row_text(row: Block) -> Aligned:
    """A row as one line: its filled cells."""
    return Aligned.join((cell.text for cell in row.cells if cell.text.text), " | ")


def _language(text: str) -> str | None:
    han = len(re.findall(r"[\u4e00-\u9fff]", text))
    latin = len(re.findall(r"[A-Za-z]+", text))
    if han == latin == 0:
        return None
    return "zh" if han >= latin else "en"
