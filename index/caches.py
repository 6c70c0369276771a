"""The indexes of a snapshot, opened only if they are what its manifest says."""

from __future__ import annotations

from errors import KnowledgeBaseDamaged, KnowledgeBaseMismatch
from index.dense import DenseIndex
from index.layout import Layout, Manifest
from index.lexical import LexicalIndex
from index.tokens import ANALYSER
from index.wording_file import WordingFile

__all__ = ["open_indexes", "open_wording"]


def open_indexes(layout: Layout, manifest: Manifest) -> tuple[DenseIndex, LexicalIndex]:
    """Open both indexes of a snapshot.

    Sizes and counts are compared with the manifest, which finds what was cut off or swapped; ``yiju doctor`` compares
    every byte.

    :raises KnowledgeBaseMismatch: they were built with another analyser.
    :raises KnowledgeBaseDamaged: a file is missing, of another size, or holds something else.
    """
    folder = layout.snapshot(manifest.generation)
    if manifest.analyser != ANALYSER:
        raise KnowledgeBaseMismatch(
            f"{layout.root}: built with the analyser {manifest.analyser}, this program has {ANALYSER}; "
            "run `yiju rebuild --embed-only`"
        )
    try:
        for name, size in manifest.sizes.items():
            found = (folder / name).stat().st_size
            if found != size:
                raise KnowledgeBaseDamaged(
                    f"{folder / name}: has {found} bytes instead of {size}; run `yiju doctor --repair`"
                )
        dense, lexical = DenseIndex.open(folder), LexicalIndex.open(folder / "lexical")
    except (OSError, RuntimeError, ValueError, KeyError) as error:
        raise KnowledgeBaseDamaged(
            f"{folder}: an index cannot be read ({error}); run `yiju doctor --repair`"
        ) from error
    held = (len(dense), dense.dimensions, len(lexical))
    expected = (manifest.windows, manifest.dimensions, manifest.entries)
    if held != expected:
        raise KnowledgeBaseDamaged(
            f"{folder}: its indexes hold {held} (vectors, dimensions, entries) instead of {expected}; "
            "run `yiju doctor --repair`"
        )
    return dense, lexical


def open_wording(layout: Layout, manifest: Manifest) -> WordingFile | None:
    """The wording of a snapshot whose indexes have been opened; ``None`` where it is in the database only.

    :raises KnowledgeBaseDamaged: it cannot be read.
    """
    folder = layout.snapshot(manifest.generation)
    try:
        return WordingFile.open(folder)
    except (OSError, ValueError) as error:
        raise KnowledgeBaseDamaged(
            f"{folder}: the wording cannot be read ({error}); run `yiju doctor --repair`"
        ) from error
