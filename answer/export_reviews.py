"""The review sheet as CSV or workbook, out to people and back in."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from answer.commitment_records import Commitment
from answer.export_cells import csv_bytes, xlsx_bytes
from answer.export_commitments import STATUS_NAMES, due_text
from answer.reviews import PRESETS, Preset, Review, digest_of, state_of
from errors import NotFound, UsageError
from index.store import KnowledgeBase

__all__ = ["read_sheet", "review_sheet"]

_HEADS = (
    "编号", "承诺原文", "引文", "期限", "程序所见", "后续段落", "量表", "结论", "理由", "评审人", "评审日期",
    "第二评审人", "第二结论", "原文指纹", "状态",
)  # fmt: skip
_WIDTHS = (28, 60, 36, 24, 16, 60, 8, 14, 40, 12, 12, 12, 14, 18, 14)
_UNPACKED = 60_000_000  # bytes; the sheet of 10,000 commitments takes a fifth of it
_STATES = {"current": "", "source_changed": "原文已变，请重审", "source_gone": "原文已不在库中"}


def review_sheet(
    kb: KnowledgeBase, items: Sequence[Commitment], reviews: Sequence[Review], name: str, preset: Preset
) -> bytes:
    """The sheet for the given commitments, with what was decided already, by the end of ``name`` .csv or .xlsx.

    :raises UsageError: another kind of file.
    """
    decided = {r.commitment: r for r in reviews if r.preset == preset}
    rows = [_row(kb, item, decided.get(item.id), preset) for item in items]
    kind = Path(name).suffix.lower()
    if kind == ".csv":
        return csv_bytes(_HEADS, rows)
    if kind == ".xlsx":
        return xlsx_bytes("评审", _HEADS, rows, _WIDTHS)
    raise UsageError(f"{name}: a review sheet is .csv or .xlsx")


def read_sheet(kb: KnowledgeBase, name: str, data: bytes | None = None) -> tuple[Review, ...]:
    """The reviews that people filled into a sheet; rows without a verdict are left out.

    The digest in the sheet is kept: a source that changed while the sheet was out is flagged.

    :param data: the content, where the file is not on this computer.
    :raises UsageError: the file cannot be read, lacks a column, or holds a step that its scale does not have.
    """
    rows = _cells(name, data)
    heads = rows[0] if rows else []
    missing = [head for head in ("编号", "量表", "结论", "评审人") if head not in heads]
    if missing:
        raise UsageError(f"{name}: no review sheet, the columns {', '.join(missing)} are missing")
    found = []
    for row in rows[1:]:
        cell = {head: value.strip().removeprefix("'") for head, value in zip(heads, row, strict=False)}
        if cell["结论"]:
            found.append(_review(kb, cell))
    return tuple(found)


def _review(kb: KnowledgeBase, cell: dict[str, str]) -> Review:
    passage = cell["编号"].rsplit("/", 1)[0]
    digest = cell.get("原文指纹", "")
    if not digest:
        try:
            digest = digest_of(kb.passage(passage).text)
        except NotFound as error:
            raise UsageError(f"{cell['编号']}: {error}") from error
    return Review(
        commitment=cell["编号"],
        passage=passage,
        digest=digest,
        preset=_preset(cell["量表"], cell["编号"]),
        verdict=cell["结论"],
        reason=cell.get("理由", ""),
        reviewer=cell["评审人"],
        day=cell.get("评审日期", ""),
        second_reader=cell.get("第二评审人", ""),
        second_verdict=cell.get("第二结论", ""),
    )


def _preset(text: str, commitment: str) -> Preset:
    for preset in PRESETS:
        if preset == text:
            return preset
    raise UsageError(f"{commitment}: no scale {text!r}; there are {', '.join(PRESETS)}")


def _row(kb: KnowledgeBase, item: Commitment, review: Review | None, preset: Preset) -> tuple[str, ...]:
    evidence = "\n".join(f"{e.citation}：{e.text}" for e in item.evidence)
    shown = (item.id, item.text, item.citation.text, due_text(item.due), STATUS_NAMES[item.status], evidence, preset)
    if review is None:
        return (*shown, "", "", "", "", "", "", digest_of(kb.passage(item.passage).text), "")
    state = _STATES[state_of(kb, review)] or ("两位评审人意见不同" if review.disputed else "")
    given = (review.verdict, review.reason, review.reviewer, review.day, review.second_reader, review.second_verdict)
    return (*shown, *given, review.digest, state)


def _cells(name: str, data: bytes | None) -> list[list[str]]:
    try:
        data = Path(name).read_bytes() if data is None else data
        if Path(name).suffix.lower() == ".xlsx":
            return _workbook(name, data)
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    except (OSError, UnicodeDecodeError, zipfile.BadZipFile, KeyError, csv.Error) as error:
        raise UsageError(f"{name}: cannot be read ({error}); a review sheet is UTF-8 .csv or .xlsx") from error


def _workbook(name: str, data: bytes) -> list[list[str]]:
    from openpyxl import load_workbook

    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(info.file_size for info in package.infolist()) > _UNPACKED:
            raise UsageError(f"{name}: too large for a review sheet when unpacked")
    sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).active
    return [["" if v is None else str(v) for v in row] for row in sheet.iter_rows(values_only=True)]
