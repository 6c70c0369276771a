"""The network that reads a claim or a question together with a passage: six layers of multilingual-e5-small."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional
from transformers import BertModel

from models.network import Layer

__all__ = ["MOST_PIECES", "OUTPUTS", "ComprehensionNetwork"]

MOST_PIECES = 288  #: of a claim or question and its passage together
OUTPUTS = ("supported", "contradicted", "not_found", "answered")
"""What the first piece is asked: the verdict on a claim, and whether the passage answers a question."""
_SPAN = 2  # where an answer begins, where it ends


class ComprehensionNetwork(nn.Module):
    """``<s> claim or question </s> passage </s>`` becomes a verdict, and how likely pieces begin or end an answer.

    The claim or question is of kind 0, the passage of kind 1. The vectors of the pieces are those of the embedding
    model and are not trained, so that both share one file.

    :param layers: of the model, that it has.
    :param dropped: the share of what its parts give that is left out at random while it is trained.
    """

    kinds: torch.Tensor

    def __init__(self, model: BertModel, layers: tuple[int, ...], dropped: float = 0.0) -> None:
        super().__init__()
        self.dropped = dropped
        embeddings = model.embeddings
        self.hidden = hidden = int(model.config.hidden_size)
        self.words, self.norm = embeddings.word_embeddings, embeddings.LayerNorm
        self.words.weight.requires_grad_(False)
        self.places = nn.Parameter(embeddings.position_embeddings.weight[:MOST_PIECES].detach().clone())
        self.kinds = nn.Parameter(embeddings.token_type_embeddings.weight.detach().clone())
        self.layers = nn.ModuleList(Layer(model.encoder.layer[number], dropped) for number in layers)
        self.pool, self.verdict = nn.Linear(hidden, hidden), nn.Linear(hidden, len(OUTPUTS))
        self.span = nn.Linear(hidden, _SPAN)

    def states(self, ids: torch.Tensor, kinds: torch.Tensor, filled: torch.Tensor | None = None) -> torch.Tensor:
        """What the last layer gives, shape (pairs, pieces, hidden).

        :param filled: shape (pairs, pieces), true where there is a piece; nothing: everywhere.
        """
        x = self._some(self.norm(self.words(ids) + self.places[: ids.shape[1]] + self.kinds[kinds]))
        for layer in self.layers:
            x = layer(x, filled)
        return x

    def heads(self, states: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """The verdict, shape (pairs, 4), and the span, shape (pairs, pieces, 2); neither is a chance yet."""
        return self.verdict(self._some(torch.tanh(self.pool(states[:, 0])))), self.span(states)

    def forward(self, ids: torch.Tensor, kinds: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """For pairs of one length; both arguments have the shape (pairs, pieces)."""
        return self.heads(self.states(ids, kinds))

    def _some(self, x: torch.Tensor) -> torch.Tensor:
        return functional.dropout(x, self.dropped, self.training) if self.dropped else x
