"""What the benchmark asks; apart from what makes its passages, which needs every reader of files: the memory of an
engine that only answers is measured without these.
"""

from __future__ import annotations

import json

from settings import PROJECT

__all__ = ["SHARE", "document_id", "per_document", "queries", "selective"]

#: The share of the passages that the selective filter of the benchmark leaves: two documents.
SHARE = 0.004


def per_document(passages: int) -> int:
    """How many passages a document has, so that two documents are :data:`SHARE` of all."""
    return max(round(passages * SHARE / 2), 1)


def selective(passages: int) -> tuple[str, ...]:
    """The ids of the documents of the selective filter."""
    return tuple(document_id(number) for number in (0, 1) if number < max(passages // per_document(passages), 1))


def queries() -> list[str]:
    """Real questions and key words: the development half of the labelled queries."""
    path = PROJECT / "eval" / "cases" / "retrieval.jsonl"
    cases = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip())
    return [case["query"] for case in cases if case["split"] == "dev"]


def document_id(number: int) -> str:
    return f"bench-{number:06d}"
