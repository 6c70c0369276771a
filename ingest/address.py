"""Ids and addresses: what a passage is called by programs and by people."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence

from ingest.nodes import Node

__all__ = ["address", "document_id", "passage_ids"]

# no i, l, 1, o, 0, u: nothing that is misread when somebody types an id from paper
_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


def document_id(stem: str, part: int, parts: int) -> str:
    """``report`` or, where a file holds several documents, ``report.2``. Readable, without spaces or separators."""
    slug = re.sub(r"[^\w.\-]+", "-", stem.strip(), flags=re.UNICODE).strip("-.") or "document"
    return slug if parts == 1 else f"{slug}.{part}"


def passage_ids(document: str, nodes: Sequence[Node]) -> list[str]:
    """One unique id for each node: the label where there is one, else the form and a digest of the text.

    Ids depend on the document alone, not on the run: unchanged content keeps its ids.
    """
    seen: Counter[str] = Counter()
    ids = []
    for node in nodes:
        local = _local_name(node)
        seen[local] += 1
        suffix = f"@{seen[local]}" if seen[local] > 1 else ""
        ids.append(f"{document}:{local}{suffix}")
    return ids


def _local_name(node: Node) -> str:
    if node.label is None:
        return f"{node.form}-{_digest(node.text.text)}"
    name = node.label.replace("#", "_").replace("/", ".").replace(" ", "-")
    return f"h-{name}" if node.form == "heading" else name


def _digest(text: str) -> str:
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, len(_ALPHABET))
        letters += _ALPHABET[rest]
    return letters


def address(node: Node, *, ambiguous: bool = False) -> str:
    """The place of a node inside its document, for people: 第18段, 第2段第3项, 脚注21, 表1第3行.

    :param ambiguous: another passage of the document has the same label, so the heading is named too.
    """
    place = _place(node)
    heading = node.section[-1] if node.section else None
    if heading and node.form != "heading" and (ambiguous or node.label is None):
        return f"“{heading}”{place}"
    return place


def _place(node: Node) -> str:
    label, form = node.label, node.form
    if form == "cover":
        return "封面"
    if form == "heading":
        return f"标题“{node.text.text}”"
    if form == "glossary":
        return "缩略语表" if label is None else f"{_named(label)}（缩略语）"
    table = node if form == "table" else node.parent
    if label and table is not None and table.form == "table" and table.borrowed_label and table.label:
        return _named(label).replace(_base(table.label), f"{_base(table.label.removeprefix('table '))}的表", 1)
    if label is None:
        return {"paragraph": "正文段落", "bullet": "列项", "table": "表", "row": "表中一行", "note": "注"}.get(form, "")
    return _named(label)


def _named(label: str) -> str:
    """A label in words: ``2#3`` as 第2段第3项."""
    row = re.fullmatch(r"(.+)/r(\d+)", label)
    if row:
        return f"{_named(row[1])}第{row[2]}行"
    after = re.fullmatch(r"(.+)~(\d+)", label)
    if after:
        if after[1].startswith(("table", "appendix", "figure")):
            return f"{_named(after[1])}注{after[2]}"
        base = _base(after[1])
        if re.fullmatch(r"\d+(?:\.\d+)+", after[1]):
            return f"第{after[1]}节第{after[2]}段"
        return f"{base}后第{after[2]}段" if base.endswith(("段", "项", "）")) else f"{base}第{after[2]}段"
    bullet = re.fullmatch(r"(.+?)((?:#\d+)+)", label)
    if bullet:
        items = "".join(f"第{n}项" for n in bullet[2][1:].split("#"))
        return f"{_named(bullet[1]) if '~' in bullet[1] else _base(bullet[1])}{items}"
    if label.startswith("fn"):
        return f"脚注{label[2:]}"
    return _base(label)


def _base(label: str) -> str:
    named = re.fullmatch(r"(table|figure|box|appendix)\s*(.*)", label)
    if named:
        word = {"table": "表", "figure": "图", "box": "专栏", "appendix": "附录"}[named[1]]
        return f"{word}{named[2]}"
    if re.fullmatch(r"\d+(?:\.\d+)*", label):
        return f"第{label}段"
    if label.startswith(("第", "（")):
        return label
    return f"第{label}部分"
