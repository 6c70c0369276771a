"""What depends on a snapshot alone is made once for all visitors and reruns, and made anew after an import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

import streamlit as st

from index.store import KnowledgeBase
from records import Filters

__all__ = ["remembered"]

P = ParamSpec("P")
R = TypeVar("R")
Making = Callable[Concatenate[KnowledgeBase, P], R]

_HOUR = 3600.0


def remembered(
    most: int, *, hour: bool = False, by_id: tuple[type, ...] = ()
) -> Callable[[Making[P, R]], Making[P, R]]:
    """Keep what a function returns for a knowledge base and its other arguments, by folder, snapshot and build.

    Two visitors who ask for the same at the same time wait for one answer. What is kept is shared: never change it.

    :param most: results that are kept; the oldest go first.
    :param hour: forget them after an hour, too.
    :param by_id: classes of arguments that are told apart by their ``id``.
    """

    def wrap(make: Making[P, R]) -> Making[P, R]:
        def keep(_kb: KnowledgeBase, version: str, *args: P.args, **more: P.kwargs) -> R:
            return make(_kb, *args, **more)

        # Streamlit tells cached functions apart by these names (streamlit issue 11157).
        keep.__module__, keep.__qualname__ = make.__module__, f"{make.__qualname__}.kept"
        # Told apart by what they say; Streamlit would take a record to pieces each time.
        hash_funcs: dict[Any, Callable[[Any], Any]] = {Filters: repr} | {kind: _id_of for kind in by_id}
        kept = st.cache_resource(
            show_spinner=False, max_entries=most, ttl=_HOUR if hour else None, hash_funcs=hash_funcs
        )(keep)

        def get(kb: KnowledgeBase, /, *args: P.args, **more: P.kwargs) -> R:
            return kept(kb, _version(kb), *args, **more)

        get.__doc__, get.__name__ = make.__doc__, make.__name__
        return get

    return wrap


def _version(kb: KnowledgeBase) -> str:
    return repr((str(kb.layout.root), kb.snapshot, kb.manifest.built))


def _id_of(record: Any) -> str:
    return str(record.id)
