"""Labels of blocks: cut off the text where they are printed, put before it where only the format gives them."""

from __future__ import annotations

from dataclasses import replace

from ingest.aligned import Aligned
from ingest.blocks import Block, NoteMark
from ingest.ledger import Ledger

__all__ = ["with_given_label", "without_label"]


def without_label(block: Block, length: int, ledger: Ledger) -> Block:
    """The block without the label of ``length`` characters at its start; the label is claimed in ``ledger``."""
    if not length:
        return block
    ledger.claim_all(block.text.slice(0, length).sources(), "label")
    rest = block.text.slice(length)
    cut = length + len(rest.text) - len(rest.text.lstrip())
    return replace(
        block,
        text=rest.strip(),
        marks=tuple(NoteMark(m.label, max(m.at - cut, 0)) for m in block.marks),
        bold=tuple((max(a - cut, 0), b - cut) for a, b in block.bold if b > cut),
    )


def with_given_label(block: Block) -> Block:
    """A heading with the automatic number of its format before its text, unless it is printed there."""
    label = (block.label or "").strip()
    if not label or block.text.text.startswith(label):
        return block
    prefix = Aligned(f"{label} ")
    return replace(
        block,
        text=Aligned.join((prefix, block.text)),
        marks=tuple(NoteMark(m.label, m.at + len(prefix)) for m in block.marks),
        label=None,
    )
