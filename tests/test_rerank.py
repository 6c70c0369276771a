"""The optional reranker: off unless it is set, added to the fused score, never in the way of the bands."""

import pytest

from index.search import Searcher, SearchOptions
from records import Filters
from settings import Settings


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
