"""Filters of a page in the address bar, so that a link shows somebody else the same rows, in whichever language.

A page names its widgets; their keys are the name of the page, an underscore, and the name. What a link says and the
page does not know is ignored by the widgets that draw it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

__all__ = ["Link"]


@dataclass(frozen=True, slots=True)
class Link:
    """The widgets of one page that its address remembers: ``lists`` hold several values, ``texts`` one."""

    page: str
    lists: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()

    def adopt(self) -> None:
        """Take over what the address says, when it is not what this page wrote itself; before the widgets are drawn."""
        params, last = self._params(), st.session_state.get(self._last)
        if last is not None and (params == last or not params):
            if any(self.key(name) not in st.session_state for name in (*self.lists, *self.texts)):
                self._fill(last)  # back from another page, which makes Streamlit forget the widgets of this one
            return
        self._fill(params)
        st.session_state[self._last] = params

    def publish(self, defaults: dict[str, str] | None = None) -> None:
        """Write into the address what the widgets hold; what is as it is without a link is left out."""
        given = {name: list(st.session_state.get(self.key(name)) or ()) for name in self.lists}
        given |= {name: [t] if (t := str(st.session_state.get(self.key(name)) or "")) else [] for name in self.texts}
        for name, text in (defaults or {}).items():
            given[name] = [] if given.get(name) == [text] else given.get(name, [])
        params = {name: values for name, values in given.items() if values}
        if params != self._params():
            language = st.query_params.get_all("lang")
            st.query_params.from_dict({**params, **({"lang": language} if language else {})})
        st.session_state[self._last] = params

    def key(self, name: str) -> str:
        """The key of a widget in the session."""
        return f"{self.page}_{name}"

    def keep(self, name: str, options: Sequence[str]) -> None:
        """Take out of a list what its widget does not offer."""
        chosen = st.session_state.get(self.key(name))
        if chosen:
            st.session_state[self.key(name)] = [value for value in chosen if value in options]

    @property
    def _last(self) -> str:
        return f"{self.page}_address"

    def _fill(self, params: dict[str, list[str]]) -> None:
        for name in self.lists:
            st.session_state[self.key(name)] = list(params.get(name, ()))
        for name in self.texts:
            values = params.get(name)
            if values:
                st.session_state[self.key(name)] = values[-1]

    def _params(self) -> dict[str, list[str]]:
        wanted = (*self.lists, *self.texts)
        return {name: values for name in wanted if (values := st.query_params.get_all(name))}
