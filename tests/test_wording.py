"""How much of a query candidates cover, worked out for all at once, is what comparing word by word gives."""

import sqlite3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.duplicates import alike, sketches
from index.query import Unit
from index.tokens import token_texts
from index.wording import Measure, codes_of, load_wording
from index.wording_file import WordingFile, write_wording

TOKENS = st.sampled_from(["贸易", "便利", "carec", "2022", "第20", "蒙古", "边境", "口岸", "世贸"])
TEXTS = st.lists(TOKENS, max_size=8)
UNITS = st.lists(
    st.builds(
        Unit,
        st.floats(0.1, 5),
        st.lists(st.frozensets(TOKENS, min_size=1, max_size=3), min_size=1, max_size=3).map(tuple),
    ),
    min_size=1,
    max_size=5,
)


def coded(tokens):
    return codes_of(" ".join(tokens).encode())


def stored(texts):
    """A store with the wording of passages, numbered 10, 20, …"""
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE wording (row INTEGER PRIMARY KEY, form TEXT, body BLOB, context BLOB)")
    for number, (body, context) in enumerate(texts, 1):
        db.execute("INSERT INTO wording VALUES (?, 'paragraph', ?, ?)", (10 * number, coded(body), coded(context)))
    return db


def covered(unit, tokens):
    return any(alternative <= tokens for alternative in unit.alternatives)


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=6), UNITS, st.lists(TOKENS, unique=True, max_size=2))
def test_coverage_is_that_of_comparing_word_by_word(texts, units, exact):
    measure = Measure(units, exact, units[:1])
    held = load_wording(stored(texts), [10 * n for n in range(len(texts), 0, -1)], measure.vocabulary)
    assert held.held.rows == tuple(10 * n for n in range(1, len(texts) + 1))
    shares, tells = measure.coverage(held, 0.5)
    mass = sum(unit.weight for unit in units)
    for number, (body, context) in enumerate(texts):
        inside, around = set(body), {*body, *context}
        found = [u.weight * (1 if covered(u, inside) else 0.5 if covered(u, around) else 0) for u in units]
        assert shares[number] == pytest.approx(sum(found) / mass)
        assert tells[number] == covered(units[0], around)
        assert measure.present(held)[number].tolist() == [token in around for token in exact]


def test_a_query_without_units_covers_nothing():
    measure = Measure([], [], [])
    held = load_wording(stored([(["贸易"], [])]), [10], measure.vocabulary)
    shares, tells = measure.coverage(held, 0.5)
    assert shares.tolist() == [0.0]
    assert tells.tolist() == [False]


def test_passages_that_are_gone_are_left_out():
    held = load_wording(stored([(["贸易"], [])]), [10, 99], ["贸易"])
    assert held.held.rows == (10,)
    assert np.array_equal(held.body, [[True]])


def test_sketches_tell_texts_that_say_the_same_from_others():
    one = "2022年6月28日，第20次海关合作委员会会议以线上方式举行，各方讨论了贸易便利化的进展。"
    same = "2022 年 6 月 28 日，第 20 次海关合作委员会会议以线上方式举行，各方讨论了贸易便利化进展。"
    other = "哈萨克斯坦的国家单一窗口已经覆盖四十种许可证，吉尔吉斯共和国的覆盖范围较小。"
    found = sketches([coded(token_texts(text)) for text in (one, same, other)])
    assert alike(found[0], found[1:]) == [0]
    assert alike(found[2], found[:2]) == []


def test_the_file_of_a_snapshot_gives_what_the_database_has(tmp_path):
    texts = [(["贸易", "便利"], ["carec"]), ([], []), (["2022"], []), (["蒙古"], ["边境", "口岸"])]
    db = stored(texts)
    db.execute("CREATE TABLE passages (row INTEGER PRIMARY KEY, removed INTEGER)")
    db.execute("INSERT INTO passages VALUES (20, NULL), (30, 4), (40, 5)")
    write_wording(db, tmp_path, 4)
    file = WordingFile.open(tmp_path)
    assert file
    vocabulary = ["贸易", "carec", "口岸", "2022"]
    there = [10, 20, 40]  # 30 is gone from the fourth snapshot on, 40 from the fifth
    one, other = load_wording(db, there, vocabulary), load_wording(db, [5, 30, 99, *there], vocabulary, file)
    assert [list(column) for column in one.held] == [list(column) for column in other.held]
    assert [other.codes(place) for place in range(3)] == [coded(["贸易", "便利"]), b"", coded(["蒙古"])]
    assert np.array_equal(one.body, other.body)
    assert np.array_equal(one.both, other.both)


def test_a_snapshot_without_passages_has_an_empty_file(tmp_path):
    db = stored([])
    db.execute("CREATE TABLE passages (row INTEGER PRIMARY KEY, removed INTEGER)")
    write_wording(db, tmp_path, 1)
    file = WordingFile.open(tmp_path)
    assert file
    assert len(load_wording(db, [10], ["贸易"], file)) == 0
