"""Trains the network that reads two statements together: ``python -m models.contradiction --start FILE --work DIR``.

It starts from the network that reads a claim with a passage and is taught one question more: whether two statements
tell one fact otherwise. It has the vectors of the pieces of the embedding model, so that the file is shared.
"""

from __future__ import annotations

import argparse
import gzip
import json
import logging
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional
from transformers import BertConfig, BertModel

from index.encoders import ModelFolder
from models.comprehension import ComprehensionNetwork
from models.conflicts import LONG_READ, PLANTED, long_base
from models.contradiction_pairs import Found, Pair, Written, drawn, found_in, in_pieces
from models.export import write_beside

__all__ = ["contradiction_network", "main", "taught", "written_out"]

HERE = Path(__file__).parent
_TOKENIZER = "tokenizer.json"
_STATEMENT, _MOST = 125, 256  # pieces of the first statement, and of both
_HEADS, _DROPPED = 12, 0.1
_RATE, _RISING, _LEAST, _DECAY, _CLIPPED = 1.2e-4, 60, 0.03, 0.01, 1.0
_PAIRS, _SORTED = 32, 24  # of a batch; batches whose pairs are sorted by length together
_REAL = 2.0  # what a pair that contradicts counts
_OTHERS = 5  # pairs that were found and are no contradiction, for each that is
_LOG = logging.getLogger(__name__)


def contradiction_network(state: dict[str, torch.Tensor]) -> ComprehensionNetwork:
    """The network with the weights of a file of :mod:`models.reading`, whose last lesson is ``student-again.pt``."""
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    pieces, hidden = state["words.weight"].shape
    config = BertConfig(
        vocab_size=pieces,
        hidden_size=hidden,
        num_hidden_layers=layers,
        num_attention_heads=_HEADS,
        intermediate_size=4 * hidden,
        max_position_embeddings=512,
    )
    network = ComprehensionNetwork(BertModel(config), tuple(range(layers)), _DROPPED)
    network.load_state_dict(state)
    return network


def taught(
    network: ComprehensionNetwork,
    written: Sequence[Written],
    found: Sequence[Found],
    passes: int,
    seed: int,
    device: str = "cpu",
) -> ComprehensionNetwork:
    """Teach a network, which is changed; each pass reads what was written and other ones of what was found."""
    tokenizer = Tokenizer.from_file(str(HERE / "default" / _TOKENIZER))
    chance = random.Random(seed)
    torch.manual_seed(seed)
    network.to(device).train()
    weights = [(name, weight) for name, weight in network.named_parameters() if weight.requires_grad]
    plain = [weight for name, weight in weights if "bias" in name or "norm" in name]
    other = [weight for name, weight in weights if not ("bias" in name or "norm" in name)]
    optimiser = torch.optim.AdamW(
        [{"params": other, "weight_decay": _DECAY}, {"params": plain, "weight_decay": 0.0}], lr=_RATE
    )
    step, steps = 0, 0
    for number in range(passes):
        batches = [*_batches(drawn(written, found, _OTHERS, chance), chance)]
        steps = steps or passes * len(batches)
        for batch in batches:
            for group in optimiser.param_groups:
                group["lr"] = _RATE * min(1.0, (step + 1) / _RISING) * max(_LEAST, 1.0 - step / steps)
            loss = _loss(network, batch, tokenizer, device)
            optimiser.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_([weight for _, weight in weights], _CLIPPED)
            optimiser.step()
            step += 1
        _LOG.info("pass %d of %d: %d batches, the last one's loss %.4f", number + 1, passes, len(batches), loss.item())
    return network.to("cpu").train(False)


def _loss(network: ComprehensionNetwork, batch: Sequence[Pair], tokenizer: Tokenizer, device: str) -> torch.Tensor:
    ids, kinds, filled = in_pieces(batch, tokenizer, _STATEMENT, _MOST)
    with torch.autocast(device, torch.bfloat16):
        verdict, _ = network.heads(network.states(ids.to(device), kinds.to(device), filled.to(device)))
    told = verdict.float()
    odds = told[:, 1] - torch.logsumexp(told[:, [0, 2]], dim=1)
    right = torch.tensor([float(p.contradicts) for p in batch], device=device)
    counts = torch.tensor([p.weight * (_REAL if p.contradicts else 1.0) for p in batch], device=device)
    return (functional.binary_cross_entropy_with_logits(odds, right, reduction="none") * counts).mean()


def _batches(pairs: Sequence[Pair], chance: random.Random) -> Iterator[list[Pair]]:
    """Pairs of about one length together, in random order."""
    found: list[list[Pair]] = []
    for start in range(0, len(pairs), _PAIRS * _SORTED):
        some = sorted(pairs[start : start + _PAIRS * _SORTED], key=lambda p: len(p.first) + len(p.second))
        found += [some[at : at + _PAIRS] for at in range(0, len(some), _PAIRS)]
    chance.shuffle(found)
    yield from found


def _found(first: int | None) -> list[Found]:
    """What the program finds near each other in all invented knowledge bases, or in the first ones of both kinds."""
    with gzip.open(PLANTED, "rt", encoding="utf-8") as lines:
        bases = [(json.loads(line), False) for line in lines][:first]
    bases += [(long_base(name), True) for name in LONG_READ[:first]]
    found: list[Found] = []
    for base, long in bases:
        with tempfile.TemporaryDirectory() as folder:
            found += found_in(base, Path(folder), long=long)
    return found


def written_out(network: ComprehensionNetwork, work: Path, out: Path) -> ModelFolder:
    """Export a network, and describe the model.

    :raises ValueError: the network has other vectors of pieces than the models in ``out``; nothing is changed then.
    """
    network.dropped = 0.0
    for layer in network.layers:
        layer.dropped = 0.0  # type: ignore[assignment]
    return write_beside(network, "contradiction", _MOST, work, out)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--start", type=Path, required=True, help="student-again.pt of models.reading's work folder")
    parser.add_argument("--work", type=Path, required=True, help="folder for intermediates")
    parser.add_argument("--out", type=Path, default=HERE, help="folder of the models; default: where this file lies")
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--device", default="cpu", help="where it is taught: cpu or cuda")
    parser.add_argument("--tiny", action="store_true", help="a few pairs: shows that the parts fit together")
    options = parser.parse_args(arguments)
    if options.tiny and options.out == HERE:
        parser.error("--tiny makes weights of no use: give --out, a folder with a copy of models/default")
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    options.work.mkdir(parents=True, exist_ok=True)
    first = 2 if options.tiny else None
    found = _found(first)
    written = Written.read()[: 40 if options.tiny else None]
    network = contradiction_network(torch.load(options.start, map_location="cpu", weights_only=True))
    taught(network, written, found, options.passes, options.seed, options.device)
    torch.save(network.state_dict(), options.work / "contradiction.pt")
    _LOG.info("%s", written_out(network, options.work, options.out).id)
    return 0


if __name__ == "__main__":
    sys.exit(main())
