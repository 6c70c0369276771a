"""An optional second look: a cross-encoder reads the query together with each of the best passages.

The scores are added, fused + relevance (0..1), for the first passages of the fused order; the others stay behind them.
So a passage that lacks a number of the query is still behind an equal one that has it, and the bands, which are
calibrated on the fused score, mean what they mean without a reranker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from errors import ModelError
from index.explain import Candidate
from index.fuse import Weights
from records import Passage

__all__ = ["Reranker", "load_reranker", "reranked"]

_READ = 20  # passages that are read: a cross-encoder takes some ten milliseconds to a second for each
_BATCH = 8
_WAYS_OUT = (
    "Ways out: (1) unset YIJU_RERANKER, the search works without; "
    "(2) give the path of a folder that holds the model; "
    "(3) set HF_ENDPOINT to a mirror that you can reach, or download the model elsewhere and copy its folder here."
)


class Reranker(Protocol):
    """Judges how far texts answer a query."""

    def relevance(self, query: str, texts: Sequence[str]) -> list[float]:
        """One value for each text, from 0 (has nothing to do with it) to 1 (answers it)."""
        ...


class _CrossEncoder:
    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import CrossEncoder
            from torch.nn import Sigmoid
        except ImportError as error:
            raise ModelError(
                f"The reranker {name!r} needs the package sentence-transformers, which is not installed: "
                f"pip install sentence-transformers. {_WAYS_OUT}"
            ) from error
        try:
            self._model = CrossEncoder(name, device="cpu")
        # Hub clients raise errors of several libraries (OSError, ValueError, httpx's): all mean the same.
        except Exception as error:
            reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
            raise ModelError(f"The reranker {name!r} could not be loaded ({reason}). {_WAYS_OUT}") from error
        if self._model.num_labels != 1:
            raise ModelError(
                f"The reranker {name!r} gives {self._model.num_labels} values for a text; one is needed, "
                f"the relevance. {_WAYS_OUT}"
            )
        self._sigmoid = Sigmoid()  # whatever the model is set to: 0..1 is what is added

    def relevance(self, query: str, texts: Sequence[str]) -> list[float]:
        """See :class:`Reranker`; texts that are too long for the model are cut by it."""
        pairs = [(query, text) for text in texts]
        values = self._model.predict(
            pairs, batch_size=_BATCH, activation_fn=self._sigmoid, show_progress_bar=False, convert_to_numpy=True
        )
        return [float(value) for value in values]


def load_reranker(name: str) -> Reranker:
    """Load a sentence-transformers ``CrossEncoder``. Imports torch: seconds.

    :param name: a name on a model hub, or the path of a folder.
    :raises ModelError: it cannot be had, or is none; the message names the ways out.
    """
    return _CrossEncoder(name)


def reranked(
    reranker: Reranker,
    query: str,
    candidates: Sequence[Candidate],
    weights: Weights,
    load: Callable[[Sequence[int]], Mapping[int, Passage]],
) -> list[Candidate]:
    """The candidates (best first) with what the reranker says about the first of them, in their new order.

    :param load: gives passages by their rows.
    """
    chosen, rest = candidates[:_READ], candidates[_READ:]
    passages = load([c.row for c in chosen])
    values = reranker.relevance(query, [_text(passages[c.row]) for c in chosen]) if chosen else []
    read = [*(c._replace(relevance=value) for c, value in zip(chosen, values, strict=True)), *rest]
    return sorted(read, key=lambda c: (-c.score, c.row))


def _text(passage: Passage) -> str:
    """A passage behind its innermost heading, as it is embedded."""
    heading = passage.section[-1] if passage.section else ""
    return f"{heading} {passage.text}".strip()
