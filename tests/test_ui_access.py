"""Who may read and who may change things: decided by what the identity provider vouches for and nothing else."""

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from ui.access import is_local, role_of
from ui.nav import LIBRARY, PAGES

ROLES = {"curators": ["li@example.org"], "readers": ["*@example.org", "guest@partner.example"]}


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"email": "li@example.org", "email_verified": True}, "curator"),
        ({"email": " LI@Example.org "}, "curator"),
        ({"email": "wang@example.org"}, "reader"),
        ({"email": "guest@partner.example"}, "reader"),
        ({"email": "li@example.org.evil.example"}, None),
        ({"email": "other@partner.example"}, None),
        ({"email": "li@example.org", "email_verified": False}, None),
        ({"email": "li@example.org", "email_verified": "false"}, None),
        ({"email": ["li@example.org"]}, None),
        ({"name": "li@example.org", "sub": "li@example.org"}, None),
        ({}, None),
    ],
)
def test_only_an_address_that_the_provider_has_checked_counts(claims, role):
    assert role_of(claims, ROLES) == role


def test_without_a_list_of_readers_everybody_who_signs_in_reads_and_nobody_curates():
    assert role_of({"email": "anyone@example.com"}, {}) == "reader"
    assert role_of({"sub": "123"}, {"curators": ["*"]}) == "reader"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "[::1]", "localhost", "127.8.9.1"])
def test_addresses_of_this_computer(address):
    assert is_local(address)


@pytest.mark.parametrize("address", ["0.0.0.0", "::", "", None, "192.168.1.4", "yiju.example.org", "localhost.evil"])
def test_any_other_address_can_be_reached_from_elsewhere(address):
    assert not is_local(address)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_an_app_that_others_can_reach_shows_nothing_without_sign_in(corpus_kb_folder, monkeypatch, page):
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    try:
        test = AppTest.from_file(str(page.file), default_timeout=300).run()
    finally:
        config.set_option("server.address", before)
    assert not test.exception
    assert "未设置登录" in test.error[0].value
    assert not test.get("html")[2:], "style and script only"


def test_on_this_computer_everything_is_allowed_and_the_page_says_whom_it_serves(corpus_kb_folder, monkeypatch):
    monkeypatch.setenv("YIJU_HOME", str(corpus_kb_folder))
    test = AppTest.from_file(str(LIBRARY.file), default_timeout=300).run()
    assert any("仅在本机提供服务" in caption.value for caption in test.caption)
