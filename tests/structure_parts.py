"""What the tests of the structure share: a text read into passages, and views of these."""

from ingest.gazetteer import Gazetteer
from ingest.names import shipped_entries
from ingest.passages import build_documents
from ingest.text import read_text

GAZETTEER = Gazetteer(shipped_entries())


def passages(text):
    source = read_text(text)
    content = build_documents(source, file="report", stem="report", sha256="0", gazetteer=GAZETTEER)
    assert not source.ledger.unplaced()
    return [p for group in content.passages for p in group]


def listed(text, *forms):
    """Form, label and text of all passages, or of those of some forms."""
    return [(p.form, p.label, p.text) for p in passages(text) if not forms or p.form in forms]


def headings(text):
    return ["›".join((*p.section, p.text)) for p in passages(text) if p.form == "heading"]


def section_of(text, words):
    (found,) = {p.section for p in passages(text) if words in p.text and p.form not in ("table", "heading")}
    return found
