"""Texts are cut by the mapped vocabularies as by the libraries, to the last word and piece."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import rjieba
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer

from errors import ModelError
from eval.retrieval import CASES
from index.encoders import BUILT_IN
from index.encoders.folder import VOCABULARY
from index.encoders.tokenizer import PieceCutter, TextPieces, write_vocabulary
from index.pieces import Pieces
from index.segmenter import cut_from_file, write_dictionary

ROOT = Path(__file__).resolve().parent.parent
QUERIES = [json.loads(line)["query"] for line in CASES.read_text(encoding="utf-8").splitlines()]
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=1, max_size=20)
USUAL = st.text(
    st.one_of(
        st.sampled_from("的贸易海关中国年第一次会议过境CAREC2030 ,.?%（）“”，。：…·"),
        st.characters(min_codepoint=0x20, max_codepoint=0x7E, exclude_characters="<"),
        st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF),
    ),
    max_size=40,
)
MODELS = ("default", "fast")


@pytest.fixture(scope="module")
def cutters():
    paths = [BUILT_IN[name] for name in MODELS]
    return [(Tokenizer.from_file(str(p / "tokenizer.json")), PieceCutter(p / VOCABULARY)) for p in paths]


def test_words_of_real_text(corpus_files):
    runs = {
        run for read in corpus_files.values() for p in read.passages for run in re.findall("[\u4e00-\u9fff]+", p.text)
    }
    runs |= {run for query in QUERIES for run in re.findall("[\u4e00-\u9fff]+", query)}
    assert len(runs) > 1000
    assert [run for run in sorted(runs) if cut_from_file(run) != rjieba.cut(run, False)] == []


@given(HAN)
def test_words_of_any_characters(run):
    assert cut_from_file(run) == rjieba.cut(run, False)


def test_pieces_of_real_text(cutters, corpus_files):
    texts = QUERIES + [p.text[:80] for read in corpus_files.values() for p in read.passages]
    for library, cutter in cutters:
        cut = [(text, cutter.cut(text)) for text in texts]
        usual = [(text, numbers) for text, numbers in cut if numbers is not None]
        assert len(usual) > 0.9 * len(texts)
        assert [t for t, numbers in usual if numbers != library.encode(t, add_special_tokens=False).ids] == []


@given(USUAL)
@settings(max_examples=300)
def test_pieces_of_any_usual_text(cutters, text):
    for library, cutter in cutters:
        assert cutter.cut(text) == library.encode(text, add_special_tokens=False).ids


@pytest.mark.parametrize("text", ["Ünal", "〇八年", "ﬁ", "<s>", "中" * 81, "a\tb"])
def test_unusual_and_long_texts_are_left_to_the_library(cutters, text):
    assert [cutter.cut(text) for _, cutter in cutters] == [None, None]


def test_the_first_texts_are_cut_as_all_later_ones():
    pieces = TextPieces(BUILT_IN["default"] / "tokenizer.json", most=8)
    found = [pieces.of(text) for text in ["过境货物的海关手续 of CAREC", "〇八年"] * 4]
    assert len({tuple(numbers) for numbers in found}) == 2
    assert found[0] == pieces.of_all(["过境货物的海关手续 of CAREC", "x"])[0]
    assert len(found[0]) == 8  # cut off, and still with its last piece
    assert found[0][-1] == 2


def test_the_shipped_files_say_what_the_libraries_have(tmp_path):
    write_dictionary(tmp_path / "dictionary.bin")
    assert (tmp_path / "dictionary.bin").read_bytes() == (ROOT / "index" / "dictionary.bin").read_bytes()
    for name in MODELS:
        copy = tmp_path / "tokenizer.json"
        copy.write_bytes((BUILT_IN[name] / "tokenizer.json").read_bytes())
        assert write_vocabulary(copy).read_bytes() == (BUILT_IN[name] / VOCABULARY).read_bytes()


@pytest.mark.parametrize("change", ["normalizer", "pattern"])
def test_a_tokenizer_of_another_kind_has_no_such_file(tmp_path, change):
    data = json.loads((BUILT_IN["fast"] / "tokenizer.json").read_text(encoding="utf-8"))
    if change == "normalizer":
        data["normalizer"]["normalizers"].append({"type": "StripAccents"})
    else:
        data["pre_tokenizer"]["pattern"]["Regex"] = "[a-z]+"
    (tmp_path / "tokenizer.json").write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(ValueError, match="leave it out"):
        write_vocabulary(tmp_path / "tokenizer.json")


def test_a_file_that_was_cut_off_is_refused(tmp_path):
    (tmp_path / "cut.bin").write_bytes((BUILT_IN["fast"] / VOCABULARY).read_bytes()[:-1])
    with pytest.raises(ModelError, match="cut off"):
        Pieces(tmp_path / "cut.bin")


def test_one_question_loads_no_library_that_it_can_do_without(kb):
    code = (
        "import sys, cli; code = cli.main(['search', '过境货物的海关手续', '--kb', sys.argv[1]]); "
        "print({'rjieba', 'jieba', 'tokenizers', 'torch'} & {*sys.modules}, file=sys.stderr); sys.exit(code)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(kb.layout.root)], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stderr.strip().splitlines()[-1] == "set()"
