"""Signing in with the provider of an office: readers read, curators also change, others see nothing."""

import socket
import urllib.parse

import pytest

from tests.browser import PARTS, app, ask, free_port, settled, turn, until, visit, visitor
from tests.oidc import CLIENT, SECRET, provider

pytestmark = PARTS

PEOPLE = {
    "Li": {"email": "li@example.org", "email_verified": True},
    "Wang": {"email": "wang@example.org", "email_verified": True},
    "Stranger": {"email": "someone@elsewhere.example", "email_verified": True},
    "Unchecked": {"email": "li@example.org", "email_verified": False},
}
SECRETS = """
[auth]
redirect_uri = "{address}/oauth2callback"
cookie_secret = "a secret of this test, long enough to sign with"
client_id = "{client}"
client_secret = "{secret}"
server_metadata_url = "{provider}/.well-known/openid-configuration"

[roles]
curators = ["li@example.org"]
readers = ["*@example.org"]
"""


@pytest.fixture(scope="module")
def office(corpus_kb_folder, tmp_path_factory):
    """The address of an app with sign-in, and its provider."""
    folder, port = tmp_path_factory.mktemp("office"), free_port()
    with provider(PEOPLE) as identity:
        file = folder / "secrets.toml"
        address = f"http://127.0.0.1:{port}"
        words = SECRETS.format(address=address, client=CLIENT, secret=SECRET, provider=identity.address)
        file.write_text(words, encoding="utf-8")
        with app(corpus_kb_folder, folder / "log", "--secrets.files", str(file), port=port) as running:
            yield running, identity


@pytest.fixture
def person(chromium):
    """Somebody at a computer of their own: nobody has signed in there."""
    context = chromium.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    with visitor(context) as page:
        yield page
    context.close()


def sign_in(page, address, name, path=""):
    page.goto(f"{address}/{path}")
    page.get_by_role("button", name="用单位账号登录").click()
    page.get_by_role("heading", name="Who are you?").wait_for()
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url(f"{address}/**")


def test_before_signing_in_nothing_is_shown_whatever_the_address(person, office):
    address, _ = office
    for path in ("", "check", "commitments", "conflicts", "briefing", "library", "overview"):
        person.goto(f"{address}/{path}")
        person.get_by_role("heading", name="请先登录").wait_for()
        settled(person)
        assert person.locator("article, input, textarea, table").count() == 0, path
        assert person.locator(".st-key-app_foot").count() == 0, path


def test_a_reader_reads_and_has_nothing_that_changes_anything(person, office):
    address, _ = office
    sign_in(person, address, "Wang")
    person.get_by_role("searchbox").wait_for()
    ask(person, "国家单一窗口")
    assert "第18段" in person.locator("article.yj-card").first.inner_text()
    turn(person, "library")
    person.get_by_text("由管理员进行").wait_for()
    assert person.locator("input[type=file]").count() == 0
    person.get_by_role("button", name="阅读", exact=True).first.click()
    person.locator(".yj-reader").wait_for()
    settled(person)
    for name in ("替换为新版本", "移除这份文献"):
        assert person.get_by_role("button", name=name).count() == 0
    turn(person, "commitments", view="review")
    person.locator("article, .yj-judged").first.wait_for(state="attached")
    assert person.get_by_text("由管理员进行").count() == 1
    assert person.locator("textarea, input[type=file]").count() == 0
    turn(person, "conflicts")
    person.locator("article.yj-pair").first.wait_for()
    assert person.get_by_role("button", name="搁置").count() == 0
    assert person.get_by_text("搁置", exact=True).count() == 0


def test_a_curator_may_change_things_and_stays_signed_in_until_they_sign_out(person, office):
    address, identity = office
    sign_in(person, address, "Li")
    person.get_by_role("searchbox").wait_for()
    turn(person, "library")
    person.locator("input[type=file]").wait_for(state="attached")
    turn(person, "conflicts")
    person.get_by_text("搁置", exact=True).first.wait_for(state="attached")
    person.get_by_role("button", name="账号").click()
    person.get_by_text("li@example.org").wait_for()
    person.get_by_text("管理员：还可以导入").wait_for()
    ended = identity.ended
    person.get_by_role("button", name="退出登录").click()
    person.get_by_role("heading", name="请先登录").wait_for()
    until(person, lambda: identity.ended > ended)  # the provider forgets the person too
    assert identity.ended == ended + 1
    person.goto(f"{address}/library")
    person.get_by_role("heading", name="请先登录").wait_for()


@pytest.mark.parametrize("name", ["Stranger", "Unchecked"])
def test_whoever_is_not_listed_or_not_vouched_for_sees_nothing_and_can_leave(person, office, name):
    address, _ = office
    sign_in(person, address, name)
    person.get_by_text("您的账号没有使用本系统的权限").wait_for()
    settled(person)
    assert person.get_by_role("searchbox").count() == 0
    person.get_by_role("button", name="退出登录").click()
    person.get_by_role("heading", name="请先登录").wait_for()


def test_a_made_up_cookie_lets_nobody_in(person, office):
    address, _ = office
    forged = '{"email": "li@example.org", "email_verified": true, "is_logged_in": true}'
    person.context.add_cookies(
        [{"name": "_streamlit_user", "value": urllib.parse.quote(forged), "domain": "127.0.0.1", "path": "/"}]
    )
    person.goto(address)
    person.get_by_role("heading", name="请先登录").wait_for()


def test_without_sign_in_the_app_answers_this_computer_only_and_says_so(page, address):
    visit(page, address)
    page.get_by_text("未设置登录，仅在本机提供服务。").wait_for()
    port = int(address.rpartition(":")[2])
    # All of 127.0.0.0/8 is this computer, but a server that listens on every address would answer here as well.
    with pytest.raises(OSError, match=r"refused|unreachable|assign|timed out"):
        socket.create_connection(("127.0.0.2", port), timeout=2).close()
