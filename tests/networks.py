"""Small networks with random weights, for tests of the code that trains and exports large ones."""

import pytest

_NEEDED = "a package of requirements-train.txt is not installed"


def small_bert(layers: int, vocabulary: int, places: int):
    """torch, and a BERT of 32 dimensions and four heads; a test that asks for it is skipped where packages lack."""
    torch = pytest.importorskip("torch", reason=_NEEDED)
    transformers = pytest.importorskip("transformers", reason=_NEEDED)
    pytest.importorskip("onnx", reason=_NEEDED)
    torch.manual_seed(5)
    config = transformers.BertConfig(
        vocab_size=vocabulary,
        hidden_size=32,
        num_hidden_layers=layers,
        num_attention_heads=4,
        intermediate_size=64,
        max_position_embeddings=places,
        initializer_range=0.2,  # so that every layer matters
    )
    return torch, transformers.BertModel(config, add_pooling_layer=False).train(False)
