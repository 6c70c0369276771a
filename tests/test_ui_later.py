"""What takes long is made once in the background, and a note does not wait for it."""

import threading

import pytest
from streamlit.testing.v1 import AppTest

from answer.brief import make_brief
from answer.brief_docx import brief_docx
from answer.brief_known import Known
from answer.brief_markdown import brief_markdown
from answer.commitments import register
from errors import NotFound
from ui import resources
from ui.later import Later
from ui.nav import BRIEFING


def test_a_result_is_made_once_and_whoever_does_not_wait_goes_on_without():
    may_go, made = threading.Event(), []

    def make():
        may_go.wait()
        made.append(1)
        return "done"

    later = Later(make)
    assert later.soon(0.0) is None
    assert later.soon(0.01) is None
    may_go.set()
    assert later.wait() == later.soon(0.0) == "done"
    assert made == [1]


def test_what_fails_is_told_and_tried_again():
    outcomes = [NotFound("no document"), "done"]

    def make():
        outcome = outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    later = Later(make)
    with pytest.raises(NotFound, match="no document"):
        later.wait()
    assert later.wait() == "done"


def test_a_note_without_the_conflicts_says_so_in_its_files(kb, tmp_path):
    known = Known(register(kb), None)
    brief = make_brief(kb, "土库曼斯坦", known=known)
    (section,) = [s for s in brief.sections if s.kind == "disagree"]
    assert "还没有查完" in section.empty
    assert "还没有查完" in brief_markdown(brief)
    assert brief_docx(brief)


def test_the_note_is_shown_while_the_conflicts_are_still_looked_for(corpus_kb_folder, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))
    monkeypatch.setattr(resources, "has_conflicts", lambda kb, seconds=0.0: False)
    test = AppTest.from_file(str(BRIEFING.file), default_timeout=300)
    test.query_params["topic"] = "土库曼斯坦"
    test.run()
    assert not test.exception
    shown = "\n".join(e.proto.body for e in test.get("html"))
    assert "正在全库查找不一致的说法" in shown
    assert "土库曼斯坦：要点简报" in shown
    assert "还没有查完" in shown
