"""From the network to the int8 ONNX file that the ``default`` encoder runs."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import nn

from models.network import Network

__all__ = ["export_onnx"]

_OPSET = 17
_FLOAT = 1  # onnx.TensorProto.FLOAT, for tensors whose type the quantiser cannot infer


class _RowQuantised(nn.Module):
    """An embedding table in int8 with one scale a row: the largest part of the file, at a quarter of its size."""

    def __init__(self, weight: torch.Tensor) -> None:
        super().__init__()
        scale = weight.abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("table", torch.round(weight / scale).to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: torch.Tensor) -> Any:
        return self.table[ids].float() * self.scale[ids]  # type: ignore[index]


def export_onnx(network: Network, path: Path) -> None:
    """Export, fuse and quantise; the network is changed and of no use afterwards.

    Weights have seven bits (``reduce_range``): with eight, the 16-bit sums of processors without VNNI overflow.

    :param path: the ONNX file to write; a float one is left beside it with the suffix ``.float.onnx``.
    """
    network.words = _RowQuantised(network.words.weight.detach())  # type: ignore[assignment]
    network.train(False)
    for parameter in network.parameters():
        parameter.requires_grad_(False)
    whole, floats = path.with_suffix(".whole.onnx"), path.with_suffix(".float.onnx")
    torch.onnx.export(
        network,
        (torch.ones(1, 9, dtype=torch.long), torch.zeros(1, dtype=torch.long)),
        str(whole),
        input_names=["ids", "role"],
        output_names=["vector"],
        dynamic_axes={"ids": {0: "texts", 1: "pieces"}, "vector": {0: "texts"}},
        opset_version=_OPSET,
        dynamo=False,
    )
    hidden = network.centre.shape[1]
    first: Any = network.layers[0]
    fused = optimizer.optimize_model(str(whole), model_type="bert", num_heads=first.heads, hidden_size=hidden)
    logging.getLogger(__name__).info("fused: %s", fused.get_fused_operator_statistics())
    fused.save_model_to_file(str(floats))
    quantize_dynamic(
        str(floats),
        str(path),
        op_types_to_quantize=["MatMul", "Attention"],
        weight_type=QuantType.QInt8,
        per_channel=True,
        reduce_range=True,
        extra_options={"DefaultTensorType": _FLOAT},
    )
    whole.unlink()
