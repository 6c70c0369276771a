"""From the network to the int8 ONNX file that the ``default`` encoder runs."""

from __future__ import annotations

import logging
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx.external_data_helper import set_external_data
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from onnxruntime.transformers.fusion_options import FusionOptions
from torch import nn

from index.encoders import ModelFolder
from models.comprehension import ComprehensionNetwork
from models.network import Network

__all__ = ["export_comprehension", "export_onnx", "export_states", "share_pieces", "share_tables", "write_beside"]

_OPSET = 17
_LARGE = 100_000  # bytes
_ALIGNED = 4096  # bytes: what is aligned can be mapped into memory
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


class _States(nn.Module):
    """What some layers give, for teaching another network."""

    def __init__(self, network: Network, layers: Sequence[int]) -> None:
        super().__init__()
        self.network, self.numbers = network, tuple(layers)

    def forward(self, ids: torch.Tensor) -> tuple[torch.Tensor, ...]:
        states = self.network.states(ids)
        return tuple(states[number] for number in self.numbers)


def export_onnx(network: Network, path: Path) -> None:
    """Export, fuse and quantise; the network is changed and of no use afterwards.

    :param path: the ONNX file to write; a float one is left beside it with the suffix ``.float.onnx``.
    """
    network.words = _RowQuantised(network.words.weight.detach())  # type: ignore[assignment]
    example = (torch.ones(1, 9, dtype=torch.long), torch.zeros(1, dtype=torch.long))
    _export(network, network, example, {"ids": ("texts", "pieces"), "role": ()}, {"vector": ("texts",)}, path)


def export_states(network: Network, layers: Sequence[int], path: Path) -> None:
    """Export what some layers (from 0) give for ``ids``, in their order; the network is changed by it."""
    example = (torch.ones(1, 9, dtype=torch.long),)
    outputs = {f"state_{number}": ("texts", "pieces") for number in layers}
    _export(_States(network, layers), network, example, {"ids": ("texts", "pieces")}, outputs, path)


def export_comprehension(network: ComprehensionNetwork, path: Path) -> None:
    """Export the network that reads pairs; it is changed by it."""
    network.words = _RowQuantised(network.words.weight.detach())  # type: ignore[assignment]
    example = (torch.ones(1, 9, dtype=torch.long), torch.zeros(1, 9, dtype=torch.long))
    axes = ("pairs", "pieces")
    _export(network, network, example, {"ids": axes, "kinds": axes}, {"verdict": axes[:1], "span": axes}, path)


def _export(
    module: nn.Module,
    network: Network | ComprehensionNetwork,
    example: tuple[torch.Tensor, ...],
    inputs: Mapping[str, tuple[str, ...]],
    outputs: Mapping[str, tuple[str, ...]],
    path: Path,
) -> None:
    """Weights get seven bits (``reduce_range``): with eight, the 16-bit sums of processors without VNNI overflow.

    Sums and norms stay two operators: the one that ONNX Runtime has for both is twice as slow on a CPU.

    :param inputs: their names, each with the names of its leading axes; ``outputs`` likewise.
    """
    module.train(False)
    for parameter in module.parameters():
        parameter.requires_grad_(False)
    whole, floats = path.with_suffix(".whole.onnx"), path.with_suffix(".float.onnx")
    torch.onnx.export(
        module,
        example,
        str(whole),
        input_names=list(inputs),
        output_names=list(outputs),
        dynamic_axes={name: dict(enumerate(axes)) for name, axes in [*inputs.items(), *outputs.items()] if axes},
        opset_version=_OPSET,
        dynamo=False,
    )
    first: Any = network.layers[0]
    options = FusionOptions("bert")
    options.enable_skip_layer_norm = options.enable_bias_skip_layer_norm = False
    fused = optimizer.optimize_model(
        str(whole),
        model_type="bert",
        num_heads=first.heads,
        hidden_size=network.hidden,
        optimization_options=options,
    )
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


def share_tables(paths: Sequence[Path], shared: Path) -> None:
    """Put the large tensors that all of some ONNX files have into one file, to which they refer.

    :param shared: the file to write, in the folder of the others.
    """
    files = [onnx.load(str(path)) for path in paths]
    raws = [{t.raw_data for t in file.graph.initializer if len(t.raw_data) >= _LARGE} for file in files]
    places: dict[bytes, int] = {}
    with shared.open("wb") as stream:
        for raw in sorted(set.intersection(*raws), key=len, reverse=True):
            stream.write(b"\0" * (-stream.tell() % _ALIGNED))
            places[raw] = stream.tell()
            stream.write(raw)
    for file, path in zip(files, paths, strict=True):
        for tensor in file.graph.initializer:
            if (raw := tensor.raw_data) in places:
                set_external_data(tensor, shared.name, offset=places[raw], length=len(raw))
                tensor.ClearField("raw_data")
        path.write_bytes(file.SerializeToString())


def share_pieces(path: Path, other: Path, shared: Path) -> None:
    """Let a network's file refer to the table of pieces that another one refers to already.

    :param other: the ONNX file that refers to ``shared``; all three lie in one folder.
    :raises ValueError: the network has other vectors of pieces.
    """
    network = onnx.load(str(path), load_external_data=False)
    there = {
        tensor.name: {each.key: each.value for each in tensor.external_data}
        for tensor in onnx.load(str(other), load_external_data=False).graph.initializer
    }
    with shared.open("rb") as stream:
        for tensor in network.graph.initializer:
            place = there.get(tensor.name) if tensor.name.startswith("words.") else None
            if not place:
                continue
            offset, length = int(place["offset"]), int(place["length"])
            stream.seek(offset)
            if stream.read(length) != tensor.raw_data:
                raise ValueError(f"{path.name}: {tensor.name} differs from the one in {shared.name}")
            set_external_data(tensor, shared.name, offset=offset, length=length)
            tensor.ClearField("raw_data")
    path.write_bytes(network.SerializeToString())


def write_beside(network: ComprehensionNetwork, name: str, most_pieces: int, work: Path, out: Path) -> ModelFolder:
    """Export a network that reads two texts to ``out/default``, whose pieces it has, and describe it in ``out/name``.

    :param most_pieces: of both texts together.
    :raises ValueError: it has other vectors of pieces than the models in ``out``; nothing is changed then.
    """
    weights, shared, beside, folder = f"{name}.onnx", "pieces.bin", out / "default", out / name
    export_comprehension(network, work / weights)
    part = Path(shutil.copy(work / weights, beside / f"part-{weights}"))
    try:
        share_pieces(part, beside / "query.onnx", beside / shared)
        part.replace(beside / weights)
    finally:
        part.unlink(missing_ok=True)
    folder.mkdir(exist_ok=True)
    return ModelFolder.write(
        folder,
        name=f"yiju-{name}",
        kind="comprehension",
        dimensions=network.hidden,
        max_pieces=most_pieces,
        weights=f"../default/{weights}",
        shared=f"../default/{shared}",
        tokenizer="../default/tokenizer.json",
    )
