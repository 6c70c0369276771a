"""The printed page behind a passage: marked where it stands, and nowhere else."""

import io

import pytest
from PIL import Image

from errors import UnreadableSource
from ingest.files import fingerprint, read_file
from ingest.pdf.picture import draw_page
from settings import Settings
from tests.conftest import GENRES

STATEMENT = GENRES / "carec-mc20-2021-11-17-joint-statement.pdf"


@pytest.fixture(scope="module")
def read(gazetteer):
    return read_file(STATEMENT, Settings(), gazetteer)


def drawn(read, label, page=None):
    passage = next(p for p in read.passages if p.label == label)
    pieces = tuple(passage.text[s.start : s.end] for s in passage.segments)
    return draw_page(STATEMENT, read.sha256, page or passage.page, passage.page, pieces, None)


def tinted(picture):
    """The rows of the picture, as shares of its height, that have the tint of a mark."""
    image = Image.open(io.BytesIO(picture.png)).convert("RGB").reduce(4)
    pixels = image.load()
    rows = [y for y in range(image.height) if any(_yellow(pixels[x, y]) for x in range(image.width))]
    return [y / image.height for y in rows]


def _yellow(colour):
    red, green, blue = colour
    return red > 200 and green > 180 and blue < min(red, green) - 40


def test_a_paragraph_is_marked_where_it_is_printed(read):
    first, second = tinted(drawn(read, "1")), tinted(drawn(read, "2"))
    assert first
    assert second
    assert max(first) <= min(second) + 0.02, "paragraph 1 stands above paragraph 2"
    assert max(first) - min(first) < 0.4


def test_another_page_is_drawn_without_a_mark(read):
    picture = drawn(read, "1", page=3)
    assert (picture.page, picture.marked, picture.found) == (3, False, True)
    assert not tinted(picture)


def test_what_is_not_on_the_page_in_these_words_is_not_marked(read):
    picture = draw_page(STATEMENT, read.sha256, 1, 1, ("这些文字不在这份文件里。",), None)
    assert not picture.marked
    assert not picture.found
    assert not tinted(picture)


def test_a_file_that_has_changed_or_gone_is_not_shown(read, tmp_path):
    other = tmp_path / "other.pdf"
    other.write_bytes(STATEMENT.read_bytes() + b"\n")
    with pytest.raises(UnreadableSource, match="has changed"):
        draw_page(other, read.sha256, 1, 1, ("x",), None)
    with pytest.raises(UnreadableSource, match="not there any more"):
        draw_page(tmp_path / "gone.pdf", read.sha256, 1, 1, ("x",), None)
    with pytest.raises(UnreadableSource, match="no page 99"):
        draw_page(STATEMENT, fingerprint(STATEMENT, Settings())[0], 99, 1, ("x",), None)
