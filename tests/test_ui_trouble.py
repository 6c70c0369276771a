"""What goes wrong with a knowledge base is said in the language of the visitor, with the next step."""

import json
import re

import pytest

import errors
from errors import KnowledgeBaseMismatch, SourceError, YijuError
from tests.test_app import open_page
from ui import resources
from ui.nav import BRIEFING, COMMITMENTS, SEARCH, PageSpec
from ui.trouble import trouble_words

HAN = re.compile(r"[\u4e00-\u9fff]")
PAGES: tuple[tuple[PageSpec, dict[str, str]], ...] = ((COMMITMENTS, {}), (BRIEFING, {"topic": "格鲁吉亚"}))


@pytest.fixture
def outdated(kb_copy, monkeypatch):
    """A knowledge base that an earlier version of the program has indexed."""
    pointer = kb_copy / "current.json"
    manifest = json.loads(pointer.read_text(encoding="utf-8"))
    pointer.write_text(json.dumps({**manifest, "analyser": "earlier 1"}), encoding="utf-8")
    monkeypatch.setenv("YIJU_HOME", str(kb_copy))
    return kb_copy


def test_an_outdated_index_is_explained_and_built_again_at_the_press_of_a_button(outdated):
    for page, params in PAGES:
        open_page(page, **params)
    test = open_page(SEARCH, q="国家单一窗口", lang="en")
    assert "has to be built again" in test.error[0].value
    test = open_page(SEARCH, q="国家单一窗口")
    assert "须重建后才能检索" in test.error[0].value
    assert "earlier 1" in test.code[0].value
    test.button(key="trouble_rebuild").click().run()
    resources.importer().wait(300)
    test.run()
    assert not test.error
    assert any("第18段" in e.proto.body for e in test.get("html"))


def test_a_reader_is_sent_to_a_curator(outdated, monkeypatch):
    monkeypatch.setattr("ui.access.may_curate", lambda: False)
    test = open_page(SEARCH, q="国家单一窗口")
    assert "请管理员打开本页" in test.caption[0].value
    assert "trouble_rebuild" not in [b.key for b in test.button]


def test_every_error_has_words_in_both_languages():
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert YijuError in kinds
    for kind in [k for k in kinds if not issubclass(k, SourceError)]:  # files have words of their own
        error = kind("knowledge.sqlite was written by an earlier state of this program")
        assert len(HAN.findall(trouble_words(error, "zh"))) > 8
        assert not HAN.search(trouble_words(error, "en"))
    assert "重建" in trouble_words(KnowledgeBaseMismatch("a; run `yiju rebuild`"), "zh")
