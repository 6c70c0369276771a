"""The network of the ``default`` model as ONNX Runtime likes it: one fused operator for attention, no padding."""

from __future__ import annotations

from typing import Any

import torch
from torch import nn
from torch.nn import functional
from transformers import BertModel

__all__ = ["MOST_PIECES", "Layer", "Network", "pairs"]


MOST_PIECES = 128  #: of a text
_PROMPT = 4  # pieces at the beginning of a text that are never left out


class _Attention(torch.autograd.Function):
    """Self-attention; exported as the one fused operator of ONNX Runtime. It has no gradient: see :class:`Layer`."""

    @staticmethod
    def symbolic(g: Any, x: Any, weight: Any, bias: Any, heads: int) -> Any:
        return g.op("com.microsoft::Attention", x, weight, bias, num_heads_i=heads).setType(x.type())

    @staticmethod
    def forward(ctx: Any, x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, heads: int) -> torch.Tensor:
        return _attend(x, weight, bias, heads)


def _attend(
    x: torch.Tensor, weight: torch.Tensor, bias: torch.Tensor, heads: int, filled: torch.Tensor | None = None
) -> torch.Tensor:
    """Before the output projection; ``weight`` is (hidden, 3 * hidden): query, key, value.

    :param filled: shape (texts, pieces), true where there is a piece; nothing: everywhere.
    """
    texts, pieces, hidden = x.shape
    q, k, v = (x @ weight + bias).view(texts, pieces, 3, heads, hidden // heads).permute(2, 0, 3, 1, 4)
    seen = None if filled is None else filled[:, None, None, :]
    mixed = functional.scaled_dot_product_attention(q, k, v, attn_mask=seen)
    return mixed.transpose(1, 2).reshape(texts, pieces, hidden)


class Layer(nn.Module):
    """One layer of BERT with query, key and value in one matrix.

    :param dropped: the share of what attention and the inner units give that is left out at random while it is trained.
    """

    def __init__(self, layer: Any, dropped: float = 0.0) -> None:
        super().__init__()
        self.dropped = dropped
        parts = (layer.attention.self.query, layer.attention.self.key, layer.attention.self.value)
        self.heads = int(layer.attention.self.num_attention_heads)
        self.weight = nn.Parameter(torch.cat([part.weight.T for part in parts], dim=1).detach().contiguous())
        self.bias = nn.Parameter(torch.cat([part.bias for part in parts]).detach())
        self.out, self.first_norm = layer.attention.output.dense, layer.attention.output.LayerNorm
        self.wide, self.narrow, self.second_norm = layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm

    def forward(self, x: torch.Tensor, filled: torch.Tensor | None = None) -> torch.Tensor:
        if self.training or filled is not None:
            mixed = _attend(x, self.weight, self.bias, self.heads, filled)
        else:
            attend: Any = _Attention.apply
            mixed = attend(x, self.weight, self.bias, self.heads)
        x = self.first_norm(self._some(self.out(mixed)) + x)
        result: torch.Tensor = self.second_norm(self._some(self.narrow(functional.gelu(self.wide(x)))) + x)
        return result

    def _some(self, x: torch.Tensor) -> torch.Tensor:
        return functional.dropout(x, self.dropped, self.training) if self.dropped else x


class Network(nn.Module):
    """Piece ids of texts of one length and role become vectors.

    :ivar centre: shape (2, hidden): what the vectors of queries, and those of passages, have in common. The vectors of
        e5 lie close together (cosines of .7 to .9); without what they all share, the cosine tells near from far.
    :ivar halved: the layer (from 0) before which each two neighbouring pieces become one, their mean, so that the rest
        costs half (the idea of the Funnel-Transformer, Dai et al. 2020); nothing: all layers see all pieces.
    """

    centre: torch.Tensor
    places: torch.Tensor

    def __init__(
        self, model: BertModel, centre: torch.Tensor, halved: int | None = None, most: int = MOST_PIECES
    ) -> None:
        super().__init__()
        embeddings = model.embeddings
        self.words, self.norm = embeddings.word_embeddings, embeddings.LayerNorm
        # token types are not used: the first one belongs to every position
        places = (embeddings.position_embeddings.weight + embeddings.token_type_embeddings.weight[:1])[:most]
        self.register_buffer("places", places.detach())
        self.layers = nn.ModuleList(Layer(layer) for layer in model.encoder.layer)
        self.register_buffer("centre", centre)
        self.halved = halved

    @property
    def hidden(self) -> int:
        return int(self.centre.shape[1])

    def states(self, ids: torch.Tensor) -> list[torch.Tensor]:
        """What each layer gives, shape (texts, pieces or half of them, hidden)."""
        x = self.norm(self.words(ids) + self.places[: ids.shape[1]])
        found = []
        for number, layer in enumerate(self.layers):
            x = layer(pairs(x) if number == self.halved else x)
            found.append(x)
        return found

    def padded(self, ids: torch.Tensor, lengths: torch.Tensor, seen: torch.Tensor | None = None) -> torch.Tensor:
        """What the last layer gives for texts of different lengths, shape (texts, pieces or half of them, hidden).

        :param ids: shape (texts, most pieces); what stands behind the end of a text does not count.
        :param lengths: of the texts in pieces, shape (texts,).
        :param seen: the pieces that are not left out, shape (texts, most pieces), for a network that halves nothing.
        """
        x: torch.Tensor = self.norm(self.words(ids) + self.places[: ids.shape[1]])
        filled = _filled(lengths, x.shape[1]) if seen is None else seen
        for number, layer in enumerate(self.layers):
            if number == self.halved:
                last = (lengths - 1)[:, None].clamp(max=x.shape[1] - 1)
                place = torch.minimum(torch.arange(x.shape[1], device=x.device)[None], last)
                x = pairs(x.gather(1, place[..., None].expand_as(x)))
                filled = _filled((lengths + 1) // 2, x.shape[1])
            x = layer(x, filled)
        return x

    def vectors(self, ids: torch.Tensor, lengths: torch.Tensor, role: int, dropped: float = 0.0) -> torch.Tensor:
        """Unit vectors of texts of different lengths (see :meth:`padded`) and one role, shape (texts, hidden).

        :param dropped: the share of pieces that are left out at random, for a network that halves nothing.
        """
        seen = _some_of(_filled(lengths, ids.shape[1]), dropped) if dropped else None
        x = self.padded(ids, lengths, seen)
        filled = seen
        if filled is None:
            filled = _filled(lengths if self.halved is None else (lengths + 1) // 2, x.shape[1])
        mean = functional.normalize((x * filled[..., None]).sum(1), dim=-1)
        return functional.normalize(mean - self.centre[role], dim=-1)

    def forward(self, ids: torch.Tensor, role: torch.Tensor) -> torch.Tensor:
        """Vectors, shape (texts, hidden), not of unit length.

        :param ids: (texts, pieces).
        :param role: shape (1,): 0 queries, 1 passages.
        """
        x = self.states(ids)[-1]
        mean = x.sum(1) / x.shape[1]
        # square root of the sum instead of normalize(), which would be exported as many small operators
        vector: torch.Tensor = mean / torch.sqrt((mean * mean).sum(-1, keepdim=True)) - self.centre[role]
        return vector


def _filled(lengths: torch.Tensor, most: int) -> torch.Tensor:
    return torch.arange(most, device=lengths.device)[None] < lengths[:, None]


def _some_of(filled: torch.Tensor, dropped: float) -> torch.Tensor:
    """The pieces but for those left out; the first ones, which are the prompt, stay."""
    stays = torch.rand(filled.shape, device=filled.device) >= dropped
    stays[:, :_PROMPT] = True
    return filled & stays


def pairs(x: torch.Tensor) -> torch.Tensor:
    """The means of neighbouring pieces, shape (texts, half of the pieces, hidden); an odd last one stands alone."""
    texts, pieces, hidden = x.shape
    even = torch.cat([x, x[:, -1:]], dim=1)[:, : (pieces + 1) // 2 * 2]
    return even.reshape(texts, -1, 2, hidden).mean(dim=2)
