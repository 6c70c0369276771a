"""What models that are not shipped say and give, told in one process: their libraries take seconds to load.

``python -m tests.foreign KB FOLDER`` prints one JSON object: by question what came of it, or the error.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

import torch  # noqa: E402
from sentence_transformers import SentenceTransformer  # noqa: E402
from transformers import (  # type: ignore[attr-defined]  # noqa: E402
    BertConfig,
    BertForSequenceClassification,
    BertTokenizerFast,
)

import cli  # noqa: E402
from errors import YijuError  # noqa: E402
from index.encoders import BUILT_IN, load_encoder  # noqa: E402
from index.store import KnowledgeBase  # noqa: E402
from settings import Settings  # noqa: E402

TEXTS = ["贸易便利化有哪些进展？", "How is border crossing simplified?", "阿拉木图"]
QUERY = "国家单一窗口"


def likeness(model):
    """The smallest cosine of our vectors and theirs, of passages and of queries."""
    theirs = SentenceTransformer(str(BUILT_IN[model]), trust_remote_code=True, device="cpu")
    ours = load_encoder(model)
    passages = (theirs.encode_document(TEXTS) * ours.encode(TEXTS)).sum(axis=1).min()
    queries = (theirs.encode_query(TEXTS) * ours.encode(TEXTS, role="query")).sum(axis=1).min()
    return float(min(passages, queries))


def gains(kb, folder, labels):
    """What a small cross-encoder with so many labels adds to each score; the same each time."""
    folder.mkdir()
    torch.manual_seed(1)
    letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(chr, range(0x4E00, 0x9FA6))]
    (folder / "vocab.txt").write_text("\n".join(letters), encoding="utf-8")
    BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
    sizes = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 32}
    config = BertConfig(vocab_size=len(letters), max_position_embeddings=64, num_labels=labels, **sizes)
    BertForSequenceClassification(config).save_pretrained(folder)
    settings = Settings(kb=kb, reranker=str(folder))
    found = KnowledgeBase.open(kb, Settings(kb=kb)).search(QUERY, limit=50).results
    plain = {hit.passage.id: hit.score for hit in found}
    first, again = (KnowledgeBase.open(kb, settings).search(QUERY) for _ in range(2))
    assert first.to_dict() == again.to_dict()
    return [hit.score - plain[hit.passage.id] for hit in first.results]


def searched(kb, reranker):
    """Exit code and messages of a search on the command line."""
    os.environ["YIJU_RERANKER"] = reranker
    told = io.StringIO()
    with contextlib.redirect_stderr(told), contextlib.redirect_stdout(io.StringIO()):
        code = cli.main(["search", "--kb", str(kb), "单一窗口"])
    return [code, told.getvalue()]


def outcome(function, *given):
    try:
        return {"result": function(*given)}
    except YijuError as error:
        return {"error": str(error)}


def main(kb, folder):
    return {
        "default": outcome(likeness, "default"),
        "fast": outcome(likeness, "fast"),
        "reranker": outcome(gains, kb, folder / "one", 1),
        "classifier": outcome(gains, kb, folder / "three", 3),
        "no encoder": outcome(load_encoder, "no-such-organisation/no-such-model"),
        "no reranker": outcome(searched, kb, "no-such/reranker"),
    }


if __name__ == "__main__":
    answers = json.dumps(main(Path(sys.argv[1]), Path(sys.argv[2])))
    sys.stdout.write(f"{answers}\n")
