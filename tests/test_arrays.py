"""Arrays of a snapshot: as saved, from many threads, with a clear word where a file is not one."""

import ast
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from index.arrays import open_array
from index.store import KnowledgeBase
from settings import Settings

_COLUMNS = np.dtype([("start", "<i8"), ("body", "<u4"), ("form", "S12")])
_SHAPES = st.sampled_from([(), (0,), (1,), (7,), (3, 4), (0, 5), (2, 3, 2)])


@given(
    st.sampled_from(["<f4", "<f2", "<i8", "<u4", "|u1", "?"]).flatmap(lambda kind: arrays(kind, _SHAPES)), st.booleans()
)
def test_an_array_comes_back_as_it_was_saved(tmp_path_factory, array, mapped):
    path = tmp_path_factory.mktemp("arrays") / "a.npy"
    np.save(path, array)
    opened = open_array(path, mapped=mapped)
    assert (opened.dtype, opened.shape) == (array.dtype, array.shape)
    assert np.array_equal(opened, array, equal_nan=array.dtype.kind == "f")


def test_columns_come_back_with_their_names(tmp_path):
    np.save(tmp_path / "a.npy", np.array([(7, 8, b"list"), (1, 2, b"table")], dtype=_COLUMNS))
    opened = open_array(tmp_path / "a.npy", mapped=True)
    assert opened.dtype == _COLUMNS
    assert opened["form"].tolist() == [b"list", b"table"]


def test_no_knowledge_base_is_opened_by_way_of_the_compiler(kb_copy, monkeypatch):
    # CPython 3.11 counts wrongly where two threads build syntax trees: one of twenty readers was once told SystemError
    def refuse(*_arguments, **_options):
        raise SystemError("AST constructor recursion depth mismatch")

    for name in ("parse", "literal_eval"):
        monkeypatch.setattr(ast, name, refuse)
    with KnowledgeBase.open(kb_copy, Settings(kb=kb_copy)) as kb:
        assert kb.search("国家单一窗口").results


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "magic"),
        (b"not an array, but a letter to the ministry", "magic"),
        (b"\x93NUMPY\x01\x00\x10\x00{'descr': '|O'} ", "header of a.npy"),
    ],
)
@pytest.mark.parametrize("mapped", [True, False])
def test_what_is_no_array_is_told(tmp_path, content, told, mapped):
    (tmp_path / "a.npy").write_bytes(content)
    with pytest.raises(ValueError, match=told):
        open_array(tmp_path / "a.npy", mapped=mapped)


@pytest.mark.parametrize("array", [np.arange(9.0), np.array([{}, {}], dtype=object), np.asfortranarray(np.eye(3))])
def test_an_array_cut_short_or_of_objects_is_told(tmp_path, array):
    path: Path = tmp_path / "a.npy"
    np.save(path, array, allow_pickle=True)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(ValueError, match=r"cut short|names no type|header of"):
        open_array(path)
