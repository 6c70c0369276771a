"""The optional reranker: off unless it is set, added to the fused score, never in the way of the bands."""

import subprocess
import sys

import pytest

from index.search import Searcher, SearchOptions
from records import Filters
from settings import PROJECT, Settings


class ByLength:
    """Finds short texts relevant."""

    def __init__(self):
        self.read = 0

    def relevance(self, query, texts):
        self.read += len(texts)
        return [1 / (1 + len(text)) for text in texts]


@pytest.fixture(scope="module")
def search(kb):
    def searched(reranker=None, rerank=True, limit=10):
        own = kb._searcher_ready()
        searcher = Searcher(kb.manifest.generation, own.dense, own.lexical, own.encoder, reranker)
        return searcher.search(kb.db, "国家单一窗口", Filters(), limit, SearchOptions(rerank=rerank))[0]

    return searched


def test_what_the_reranker_says_is_added_to_the_score(search):
    reranker = ByLength()
    before = {hit.passage.id: hit for hit in search(limit=50)}
    after = search(reranker)
    assert reranker.read == 20
    assert after == sorted(after, key=lambda hit: (-hit.score, hit.passage.id))
    for hit in after:
        heading = hit.passage.section[-1] if hit.passage.section else ""
        text = f"{heading} {hit.passage.text}".strip()
        assert hit.score == pytest.approx(before[hit.passage.id].score + 1 / (1 + len(text)))
        assert (hit.band, hit.why) == (before[hit.passage.id].band, before[hit.passage.id].why)


def test_without_a_reranker_nothing_changes(search):
    assert search(ByLength(), rerank=False) == search()


def test_it_is_off_unless_it_is_set():
    assert Settings.from_environment({}).reranker is None
    assert Settings.from_environment({"YIJU_RERANKER": "models/mine"}).reranker == "models/mine"


_TINY = """
import sys, warnings
warnings.simplefilter("ignore")
from pathlib import Path
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast
from index.store import KnowledgeBase
from settings import Settings

folder, kb = Path(sys.argv[1]), Path(sys.argv[2])
folder.mkdir()
torch.manual_seed(1)
letters = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *map(chr, range(0x4e00, 0x9fa6))]
(folder / "vocab.txt").write_text("\\n".join(letters), encoding="utf-8")
BertTokenizerFast(str(folder / "vocab.txt"), model_max_length=64).save_pretrained(folder)
sizes = dict(hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32)
config = BertConfig(vocab_size=len(letters), max_position_embeddings=64, num_labels=int(sys.argv[3]), **sizes)
BertForSequenceClassification(config).save_pretrained(folder)
settings = Settings(kb=kb, reranker=str(folder))
plain = KnowledgeBase.open(kb, Settings(kb=kb)).search("国家单一窗口", limit=50).results
plain = {hit.passage.id: hit.score for hit in plain}
first, again = (KnowledgeBase.open(kb, settings).search("国家单一窗口") for _ in range(2))
assert first.to_dict() == again.to_dict()
gains = [hit.score - plain[hit.passage.id] for hit in first.results]
assert all(0 < gain < 1 for gain in gains) and len(set(gains)) > 1, gains
sys.stdout.write("reranked")
"""


def _tiny(tmp_path, kb_folder, labels):
    return subprocess.run(
        [sys.executable, "-c", _TINY, str(tmp_path / "tiny"), str(kb_folder), str(labels)],
        cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_a_cross_encoder_from_a_folder_reads_the_best_passages(tmp_path, corpus_kb_folder):
    pytest.importorskip("sentence_transformers")
    run = _tiny(tmp_path, corpus_kb_folder, 1)
    assert run.stdout == "reranked", run.stderr[-1500:]


@pytest.mark.slow
def test_a_classifier_is_no_reranker(tmp_path, corpus_kb_folder):
    pytest.importorskip("sentence_transformers")
    run = _tiny(tmp_path, corpus_kb_folder, 3)
    assert "gives 3 values for a text; one is needed" in run.stderr
    assert "unset YIJU_RERANKER" in run.stderr


@pytest.mark.slow
def test_a_reranker_that_cannot_be_had_says_the_ways_out(corpus_kb_folder):
    pytest.importorskip("sentence_transformers")
    environment = {"HF_HUB_OFFLINE": "1", "PATH": "", "HOME": "/nonexistent", "YIJU_RERANKER": "no-such/reranker"}
    run = subprocess.run(
        [sys.executable, "-m", "cli", "search", "--kb", str(corpus_kb_folder), "单一窗口"],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 3
    for words in ("'no-such/reranker' could not be loaded", "unset YIJU_RERANKER", "path of a folder", "HF_ENDPOINT"):
        assert words in run.stderr
