"""What the check of a draft found, in words."""

from __future__ import annotations

from collections.abc import Mapping

from answer.brief_verify import DraftFinding, FindingKind, Verification

__all__ = ["finding_text", "marks", "report_text"]

_KINDS: Mapping[FindingKind, str] = {"quotation": "引文", "number": "数字", "date": "日期", "name": "名称"}


def report_text(result: Verification) -> str:
    """All faults, one block each, and the count of what was checked."""
    counts = {kind: sum(f.kind == kind for f in result.findings) for kind in _KINDS}
    checked = "、".join(f"{_KINDS[kind]}{count}" for kind, count in counts.items() if count) or "没有可核对的内容"
    lines = [f"✗ 第{f.paragraph + 1}行　{finding_text(f)}" for f in result.faults]
    lines.append(f"已核对：{checked}；不符 {len(result.faults)}。快照 {result.snapshot}")
    return "\n".join(lines)


def finding_text(finding: DraftFinding) -> str:
    """One fault: what, and what the nearest source says."""
    what = f"{_KINDS[finding.kind]}“{finding.text}”未找到依据"
    if finding.nearest is None:
        return what
    said = f"：{finding.nearest_text}" if finding.nearest_text else ""
    return f"{what}；最接近{finding.nearest.citation}{said}"


def marks(result: Verification) -> dict[int, list[str]]:
    """The faults by number of their paragraph."""
    found: dict[int, list[str]] = {}
    for finding in result.faults:
        found.setdefault(finding.paragraph, []).append(finding_text(finding))
    return found
