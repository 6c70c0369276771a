"""The cases that nobody had looked at: what they quote stands in their texts."""

import json
import re

import pytest

from eval.unseen import _CASES, _has
from tests.conftest import REPORTS, STATEMENT

_FOLDERS = sorted(path for path in _CASES.iterdir() if path.is_dir())
_BARE = re.compile(r"[\s|*\\]+")


def _texts(folder):
    files = sorted((folder / "texts").iterdir()) if (folder / "texts").exists() else [STATEMENT, REPORTS]
    return _BARE.sub("", "".join(path.read_text(encoding="utf-8") for path in files))


def _read(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda path: path.name)
def test_what_is_quoted_stands_in_the_texts(folder):
    text = _texts(folder)
    quotes = [case[side] for case in _read(folder / "conflicts.jsonl") for side in ("a", "b")]
    quotes += [span for case in _read(folder / "questions.jsonl") for span in case["expected"]]
    assert quotes
    missing = [quote for quote in quotes if any(_BARE.sub("", line) not in text for line in quote.splitlines())]
    assert missing == []


@pytest.mark.parametrize("folder", _FOLDERS, ids=lambda path: path.name)
def test_verdicts_and_severities_are_known(folder):
    verdicts = {case["verdict"] for case in _read(folder / "claims.jsonl")}
    assert verdicts <= {"supported", "partially_supported", "contradicted", "not_found"}
    assert {case["severity"] for case in _read(folder / "conflicts.jsonl")} <= {"high", "medium", "decoy"}


def test_a_quote_of_several_rows_is_found_by_one_of_them():
    assert _has("合计|860".replace("|", ""), "| 合计 | 860 |\n| 二期 | 320 |")
    assert not _has("合计870", "| 合计 | 860 |\n| 二期 | 320 |")
