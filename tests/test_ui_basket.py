"""The basket keeps what somebody chose, once each, in the order that they gave it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from ui.basket import MOST, Basket
from ui.cards import basket_button
from ui.nav import LIBRARY, SEARCH

ids = st.lists(st.sampled_from("abcdefgh"), max_size=12)
PASSAGE = "carec-som-2022-06-28-trade-and-corridors.1:18"


@given(ids, ids)
def test_a_passage_is_there_once_and_stays_where_it_was(first, more):
    basket = Basket().adding(*first)
    assert basket.adding(*more).passages[: len(basket.passages)] == basket.passages
    assert sorted(basket.adding(*more).passages) == sorted({*first, *more})


def test_passages_move_up_and_down_and_stop_at_the_ends():
    basket = Basket(("a", "b", "c"))
    assert basket.moving("c", -1).passages == ("a", "c", "b")
    assert basket.moving("a", 2).passages == ("b", "c", "a")
    assert basket.moving("b", -9).passages == ("b", "a", "c")
    assert basket.moving("b", 9).passages == ("a", "c", "b")
    with pytest.raises(ValueError, match="not in tuple"):
        basket.moving("x", 1)


def test_what_is_taken_out_is_gone_and_the_rest_keeps_its_order():
    assert Basket(("a", "b", "c")).removing("b", "x").passages == ("a", "c")


def test_a_basket_has_an_end():
    assert len(Basket().adding(*map(str, range(MOST + 50))).passages) == MOST


def test_the_button_carries_the_passage_as_text_only():
    html = basket_button('"><script>x</script>', "en")
    assert "<script" not in html
    assert "Add to briefing" in html


@pytest.mark.parametrize(
    ("page", "params"), [(SEARCH, {"q": "国家单一窗口"}), (LIBRARY, {})], ids=["search", "library"]
)
def test_every_page_says_how_many_passages_are_chosen(corpus_kb_folder, monkeypatch, page, params):
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))
    test = AppTest.from_file(str(page.file), default_timeout=300)
    for name, value in params.items():
        test.query_params[name] = value
    test.run()
    assert not any(b.key == "app_basket" for b in test.button)
    test.session_state["basket_passages"] = (PASSAGE,)
    test.run()
    assert not test.exception
    assert test.button(key="app_basket").label == "已选 1 段"
