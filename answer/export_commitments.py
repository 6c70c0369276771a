"""The register of commitments for a terminal and for spreadsheets: the same rows everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from answer.commitment_records import Commitment, CommitmentKind, CommitmentStatus, Due, Relation
from answer.export_cells import csv_bytes, xlsx_bytes

__all__ = [
    "KIND_NAMES",
    "RELATION_NAMES",
    "STATUS_NAMES",
    "commitment_block",
    "due_text",
    "register_csv",
    "register_json",
    "register_xlsx",
]

KIND_NAMES: Mapping[CommitmentKind, str] = {"deliverable": "可交付成果", "workplan": "工作计划", "request": "请求批准"}
STATUS_NAMES: Mapping[CommitmentStatus, str] = {
    "reported_done": "有段落报告已完成",
    "in_progress": "有段落报告进展",
    "rescheduled": "另有不同时间",
    "repeated": "再次提出",
    "no_evidence": "未见后续报告",
}
RELATION_NAMES: Mapping[Relation, str] = {
    "fulfilled": "报告完成",
    "progress": "报告进展",
    "repeats": "再次提出",
    "delayed": "时间推后",
}
_HEADS = (
    "编号", "承诺原文", "类型", "行动方", "国家", "部门", "期限（原文）", "期限起", "期限止", "期限依据", "状态",
    "逾期", "后续段落", "另述期限", "最近提及", "引文", "段落编号",
)  # fmt: skip
_WIDTHS = (28, 60, 12, 20, 20, 10, 18, 12, 12, 10, 16, 8, 60, 18, 12, 40, 28)
_BASIS = {"printed": "原文", "inherited": "承自标题、引语或列标题", "relative": "按文件日期推算"}


def commitment_block(item: Commitment) -> str:
    """One commitment for a terminal."""
    who = "、".join(item.actors) or "（未写明）"
    where = f"  国家: {'、'.join(item.countries)}" if item.countries else ""
    overdue = "  逾期" if item.overdue else ""
    lines = [
        f"[{KIND_NAMES[item.kind]}·{STATUS_NAMES[item.status]}{overdue}] {item.text}",
        f"   期限: {due_text(item.due)}  行动方: {who}{where}",
        f"   {item.citation}  {item.id}",
    ]
    for evidence in item.evidence:
        due = f"（期限 {evidence.due.text}）" if evidence.due else ""
        lines.append(f"   → {RELATION_NAMES[evidence.relation]}{due}: {_short(evidence.text)} {evidence.citation}")
    return "\n".join(lines)


def due_text(due: Due | None) -> str:
    """A due interval for people: the words that print it and the days they mean."""
    if due is None:
        return "未写明"
    inherited = "，承自上文" if due.basis == "inherited" else ""
    return f"{due.text}（{due.start or ''}至{due.end or ''}{inherited}）"


def register_csv(items: Sequence[Commitment]) -> bytes:
    """All rows as CSV: UTF-8 with byte order mark."""
    return csv_bytes(_HEADS, map(_row, items))


def register_json(items: Sequence[Commitment]) -> bytes:
    """All rows in the shape of ``yiju commitments --json``."""
    return json.dumps({"commitments": [item.to_dict() for item in items]}, ensure_ascii=False, indent=1).encode()


def register_xlsx(items: Sequence[Commitment]) -> bytes:
    """All rows as a workbook that can be sorted and filtered."""
    return xlsx_bytes("承诺", _HEADS, map(_row, items), _WIDTHS)


def _row(item: Commitment) -> tuple[str, ...]:
    due = item.due
    evidence = "\n".join(f"{RELATION_NAMES[e.relation]}：{e.citation}" for e in item.evidence)
    other = "\n".join(f"{e.due.text}（{e.citation.address}）" for e in item.other_dues if e.due)
    return (
        item.id,
        item.text,
        KIND_NAMES[item.kind],
        "、".join(item.actors),
        "、".join(item.countries),
        item.sector or "",
        due.text if due else "",
        due.start.isoformat() if due and due.start else "",
        due.end.isoformat() if due and due.end else "",
        _BASIS[due.basis] if due else "",
        STATUS_NAMES[item.status],
        {True: "是", False: "否", None: ""}[item.overdue],
        evidence,
        other,
        item.silent_since.isoformat() if item.silent_since else "",
        item.citation.text,
        item.passage,
    )


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= 60 else f"{line[:59]}…"
