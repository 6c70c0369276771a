"""The whole passage listing of real reports, as it was looked at and found right.

``YIJU_REWRITE_GOLDEN=1 pytest tests/test_golden.py`` writes the files anew; read the difference before you commit it.
"""

import json
import os

import pytest

from ingest.files import read_file
from settings import PROJECT, Settings
from tests.conftest import CORPUS, GENRES

GOLDEN = PROJECT / "tests" / "golden"
REPORTS = [*sorted(CORPUS.glob("*.txt")), *sorted(GENRES.glob("*.txt")), *sorted(GENRES.glob("*.md"))]
REWRITE = "YIJU_REWRITE_GOLDEN" in os.environ


def listing(path, gazetteer):
    """One line for each passage: what a reader of the report could check."""
    for passage in read_file(path, Settings(), gazetteer).passages:
        kept = {
            "id": passage.id,
            "label": passage.label,
            "form": passage.form,
            "section": passage.section,
            "address": passage.citation.address,
            "footnotes": passage.footnotes,
            "parent": passage.parent,
            "text": passage.text,
        }
        yield json.dumps(kept, ensure_ascii=False)


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.name)
def test_a_report_gives_the_passages_that_were_found_right(path, gazetteer):
    golden = GOLDEN / f"{path.stem}.jsonl"
    lines = list(listing(path, gazetteer))
    if REWRITE:
        golden.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert lines == golden.read_text(encoding="utf-8").splitlines()


def test_golden_files_are_not_rewritten_by_accident():
    assert not REWRITE
