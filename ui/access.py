"""Who may do what: sign-in through Streamlit's OpenID Connect where the office has set it up, this computer otherwise.

``secrets.toml`` of Streamlit holds both parts::

    [auth]      # redirect_uri, cookie_secret, client_id, client_secret, server_metadata_url: see st.login
    [roles]
    curators = ["li@example.org"]      # may import, replace, remove and review
    readers = ["*@example.org"]        # may read; without this line everybody who can sign in

Without ``[auth]`` the app serves this computer only, and whoever sits at it may do everything. An app that listens on
other addresses without sign-in shows nothing at all.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.util import find_spec
from typing import Any, Literal

import streamlit as st

from ui.strings import Language, translate

__all__ = [
    "Person",
    "Role",
    "curators_only",
    "is_local",
    "may_curate",
    "person",
    "require",
    "role_of",
    "show_person",
    "whose",
]

Role = Literal["reader", "curator"]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is in front of the app. ``name`` is the address that they signed in with, ``""`` on this computer alone."""

    name: str
    role: Role


def role_of(claims: Mapping[str, Any], roles: Mapping[str, Any]) -> Role | None:
    """The role of somebody who has signed in; ``None`` where they may not even read.

    :param claims: what the identity provider says: ``email``, and ``email_verified`` where it says that.
    :param roles: ``curators`` and ``readers``: addresses, or patterns with ``*``; upper and lower case are the same.
    """
    email = _email(claims)
    if email and _listed(email, roles.get("curators", ())):
        return "curator"
    if "readers" not in roles or (email and _listed(email, roles["readers"])):
        return "reader"
    return None


def person() -> Person | None:
    """Who this visitor is; ``None`` before they sign in, or where they may not read."""
    if not _sign_in_configured():
        return Person("", "curator") if _serves_this_computer_only() else None
    if not st.user.is_logged_in:
        return None
    claims = dict(st.user)
    role = role_of(claims, _roles())
    return Person(_email(claims) or str(claims.get("name") or claims.get("sub") or ""), role) if role else None


def may_curate() -> bool:
    """Whether this visitor may import, replace, remove and review. Ask again in the callback that does it."""
    someone = person()
    return someone is not None and someone.role == "curator"


def curators_only(language: Language) -> None:
    """Say why there is nothing to press here."""
    st.caption(translate("access.curators_only", language))


def require(language: Language) -> None:
    """Let readers through; for everybody else the page ends here, with what to do."""
    if person() is not None:
        return
    st.title(translate("access.title", language), anchor=False)
    if not _sign_in_configured():
        st.error(translate("access.closed", language), icon=":material/lock:")
    elif st.user.is_logged_in:
        st.warning(translate("access.not_listed", language), icon=":material/lock:")
        st.button(translate("access.sign_out", language), key="access_sign_out", on_click=st.logout)
    elif find_spec("authlib") is None:
        st.error(translate("access.no_authlib", language), icon=":material/lock:")
    else:
        st.write(translate("access.sign_in_body", language))
        st.button(translate("access.sign_in", language), key="access_sign_in", type="primary", on_click=st.login)
    st.stop()


def show_person(language: Language) -> None:
    """Who has signed in, and the way out; nothing where there is no sign-in."""
    someone = person()
    if someone is None or not _sign_in_configured():
        return
    with st.container(key="app_person"), st.popover(translate("access.account", language), icon=":material/person:"):
        st.text(someone.name)
        st.caption(translate(f"access.{someone.role}", language))
        st.button(translate("access.sign_out", language), key="access_sign_out", on_click=st.logout)


def whose(language: Language) -> str:
    """For the foot of a page: that nobody else can reach this app, where nobody signs in."""
    return "" if _sign_in_configured() else translate("app.local", language)


def is_local(address: str | None) -> bool:
    """Whether a server that listens on this address can be reached from this computer only."""
    if not address:
        return False
    try:
        return ipaddress.ip_address(address.strip("[]")).is_loopback
    except ValueError:
        return address == "localhost"


def _serves_this_computer_only() -> bool:
    return is_local(st.get_option("server.address"))


def _sign_in_configured() -> bool:
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def _roles() -> Mapping[str, Any]:
    roles: Mapping[str, Any] = st.secrets.get("roles", {})
    return roles


def _email(claims: Mapping[str, Any]) -> str:
    """The address, unless the provider says that nobody has checked it."""
    email = claims.get("email")
    return email.strip().lower() if isinstance(email, str) and claims.get("email_verified", True) is True else ""


def _listed(email: str, patterns: Sequence[str] | str) -> bool:
    listed = [patterns] if isinstance(patterns, str) else patterns
    return any(fnmatchcase(email, str(pattern).strip().lower()) for pattern in listed)
