"""Text keeps its way back to the source, whatever is cut out of it and joined to it."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.aligned import Aligned

texts = st.text(alphabet="国家单一窗口 abc，。12\n", max_size=40)


def holds(piece: Aligned, source: str) -> bool:
    """Every segment of one-to-one length names exactly its characters in the source."""
    return all(piece.text[s.start : s.end] == source[s.source_start : s.source_end] for s in piece.segments)


@given(texts, st.integers(0, 40), st.integers(0, 40))
def test_a_slice_leads_back_to_its_characters(source, a, b):
    piece = Aligned.verbatim(source).slice(min(a, b), max(a, b))
    assert piece.text == source[min(a, b) : max(a, b)]
    assert holds(piece, source)


@given(texts, st.lists(st.integers(0, 40), min_size=2, max_size=8))
def test_what_is_cut_out_is_gone_and_the_rest_stays_mapped(source, edges):
    edges = sorted({min(e, len(source)) for e in edges})
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    left = Aligned.verbatim(source).without(spans)
    expected = "".join(c for i, c in enumerate(source) if not any(a <= i < b for a, b in spans))
    assert left.text == expected
    assert holds(left, source)


@given(texts, texts)
def test_joined_parts_keep_their_places_and_the_separator_has_none(first, second):
    source = first + second
    joined = Aligned.join([Aligned.verbatim(source, 0, len(first)), Aligned.verbatim(source, len(first))], " ")
    assert joined.text == f"{first} {second}"
    assert holds(joined, source)
    assert sum(s.end - s.start for s in joined.segments) == len(source)


def test_a_replaced_glyph_maps_as_a_whole():
    ligature = Aligned.replaced("fi", 3, 4)
    assert list(ligature.slice(1).sources()) == [(3, 4)]
