"""Models that are not shipped: sentence-transformers reads ours as we do, and a cross-encoder of anybody's reranks."""

import importlib.util
import json
import subprocess
import sys

import pytest

from settings import PROJECT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        importlib.util.find_spec("sentence_transformers") is None, reason="sentence-transformers is not installed"
    ),
]


@pytest.fixture(scope="module")
def told(corpus_kb_folder, tmp_path_factory):
    """In a process of its own: the library reads HF_HUB_OFFLINE once, at import."""
    environment = {"HF_HUB_OFFLINE": "1", "PATH": "", "HOME": "/nonexistent"}
    run = subprocess.run(
        [sys.executable, "-m", "tests.foreign", str(corpus_kb_folder), str(tmp_path_factory.mktemp("models"))],
        cwd=PROJECT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    return json.loads(run.stdout.splitlines()[-1])


@pytest.mark.parametrize("model", ["default", "fast"])
def test_sentence_transformers_loads_the_folder_and_gives_the_same_vectors(told, model):
    assert told[model]["result"] > 0.999


def test_a_model_that_cannot_be_had_says_the_three_ways_out(told):
    for words in ("no-such-organisation/no-such-model", "YIJU_MODEL=default", "path of a folder", "HF_ENDPOINT"):
        assert words in told["no encoder"]["error"]


def test_a_cross_encoder_from_a_folder_reads_the_best_passages(told):
    gains = told["reranker"]["result"]
    assert all(0 < gain < 1 for gain in gains)
    assert len(set(gains)) > 1


def test_a_classifier_is_no_reranker(told):
    assert "gives 3 values for a text; one is needed" in told["classifier"]["error"]
    assert "unset YIJU_RERANKER" in told["classifier"]["error"]


def test_a_reranker_that_cannot_be_had_says_the_ways_out(told):
    code, message = told["no reranker"]["result"]
    assert code == 3
    for words in ("'no-such/reranker' could not be loaded", "unset YIJU_RERANKER", "path of a folder", "HF_ENDPOINT"):
        assert words in message
