"""The basket for briefings: passages that somebody has chosen, in an order of their own.

It lives in the session of one visitor; the browser keeps a copy for the tab, so that a reload does not lose it. Pages
write :func:`ui.cards.basket_button` beside a passage and nothing else; ``script/basket.js`` and :func:`mount` do the
rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from errors import NotFound
from index.store import KnowledgeBase
from ui import nav, picture
from ui.strings import Language, translate

__all__ = ["MOST", "Basket", "add", "clear", "current", "mount", "move", "remove"]

MOST = 200
"""Passages that a basket holds; more is no briefing."""

_KEY = "basket_passages"
_WHOLE = "basket_whole_page"  # what the browser says concerns more than the basket
_COMPONENT = "basket_bridge"
_SCRIPT = Path(__file__).resolve().parent / "script" / "basket.js"


@dataclass(frozen=True, slots=True)
class Basket:
    """Passage ids, each once, in the order that the person gave them."""

    passages: tuple[str, ...] = ()

    def adding(self, *passages: str) -> Basket:
        """With passages at the end; those that are in it stay where they are, those beyond :data:`MOST` are left."""
        return replace(self, passages=tuple(dict.fromkeys((*self.passages, *passages)))[:MOST])

    def removing(self, *passages: str) -> Basket:
        return replace(self, passages=tuple(id_ for id_ in self.passages if id_ not in passages))

    def moving(self, passage: str, by: int) -> Basket:
        """With a passage so many places further down, up where ``by`` is negative; at the ends it stops.

        :raises ValueError: the passage is not in the basket.
        """
        rest = [id_ for id_ in self.passages if id_ != passage]
        place = self.passages.index(passage) + by
        rest.insert(min(max(place, 0), len(rest)), passage)
        return replace(self, passages=tuple(rest))


def current() -> tuple[str, ...]:
    """The ids in the basket of this visitor, in their order."""
    return _basket().passages


def add(*passages: str) -> None:
    """Put passages into the basket."""
    _keep(_basket().adding(*passages))


def remove(*passages: str) -> None:
    """Take passages out."""
    _keep(_basket().removing(*passages))


def move(passage: str, by: int) -> None:
    """Move a passage by so many places: ``-1`` is one up.

    :raises ValueError: the passage is not in the basket.
    """
    _keep(_basket().moving(passage, by))


def clear() -> None:
    """Empty the basket."""
    _keep(Basket())


@st.fragment
def mount(kb: KnowledgeBase, language: Language) -> None:
    """Let the buttons on this page work, and say how many passages are chosen; once, before anything reads the basket.

    A button that is pressed draws this again and not the page.
    """

    def pressed() -> None:
        passage = st.session_state[_COMPONENT].pressed
        if isinstance(passage, str) and passage in current():
            remove(passage)
        else:
            add(*_known(kb, [passage]))

    def restored() -> None:
        add(*_known(kb, st.session_state[_COMPONENT].restored))
        st.session_state[_WHOLE] = True

    def page() -> None:
        st.session_state[picture.ASKED] = st.session_state[_COMPONENT].page
        st.session_state[_WHOLE] = True

    with st.container(key="basket"):
        _bridge()(
            key=_COMPONENT,
            data=json.dumps({"passages": current(), "known": _KEY in st.session_state}),
            height=1,
            on_pressed_change=pressed,
            on_page_change=page,
            on_restored_change=restored,
        )
    if st.session_state.pop(_WHOLE, False):
        st.rerun()
    _count(language)


def _count(language: Language) -> None:
    """How many passages are in the basket, and the way to the briefing; nothing while it is empty.

    Its place is always there: whatever comes and goes on a page moves all that stands after it.
    """
    n = len(current())
    with st.container(key="basket_count"):
        if n and st.button(
            translate("basket.count", language, n=n),
            key="app_basket",
            icon=":material/inventory_2:",
            type="tertiary",
            help=translate("basket.count_help", language),
        ):
            st.switch_page(nav.BRIEFING.file)


def _basket() -> Basket:
    return Basket(st.session_state.get(_KEY, ()))


def _keep(basket: Basket) -> None:
    st.session_state[_KEY] = basket.passages


def _known(kb: KnowledgeBase, passages: Any) -> list[str]:
    """What the browser names, as far as this knowledge base has it."""
    named = [id_ for id_ in passages if isinstance(id_, str)][:MOST] if isinstance(passages, list) else []
    return [id_ for id_ in named if _is_there(kb, id_)]


def _is_there(kb: KnowledgeBase, passage: str) -> bool:
    try:
        kb.passage(passage)
    except NotFound:
        return False
    return True


@cache
def _bridge() -> Callable[..., Any]:
    script = _SCRIPT.read_text(encoding="utf-8")
    bridge: Callable[..., Any] = st.components.v2.component("yiju_basket", js=script)
    return bridge
