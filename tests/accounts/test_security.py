"""What ASVS 4.0 level 2 asks of pages, headers, cookies and forms; docs/security.md names each item."""

import json
import re

import pytest
from django.test import Client

from conftest import ROOT, python
from nuanxin.web.views import home
from tests.access.test_routes import routes

EVIL = "https://evil.example"
PAGES = [address for address, _ in routes() if not address.startswith("/health/")]
CHANGING_NOTHING = ("/language/", "/type/", "/feeds/", "/calendars/", "/near/")
"""How this browser shows pages (its forms stand on pages that caches keep, and are refused from other
sites), feeds, which are only read, and the nearest place, which is told to anybody."""
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
INLINE = re.compile(
    r"""<script(?![^>]*(?:\ssrc=|type="application/json"))|\sstyle=|\son[a-z]+=["']|javascript:"""
)


WALKED = []
"""What the first walk was answered; answers do not change, so one walk is enough."""


@pytest.fixture
def walked(people, as_):
    """Return every page's answer to a stranger and to four of the house, by address."""
    if not WALKED:
        guests = {"": Client(), **{name: as_(name) for name in ("clerk", "security", "audit", "system")}}
        WALKED.extend((name, page, client.get(page)) for name, client in guests.items() for page in PAGES)
    return WALKED


def test_headers_stand_on_every_answer_and_no_page_needs_inline_code(walked):
    for name, page, answer in walked:
        place = f"{page} for {name or 'a stranger'}"
        for header, value in HEADERS.items():
            assert answer.headers.get(header) == value, f"{place}: {header}"
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "default-src 'self'" in policy and "unsafe" not in policy, f"{place}: policy of content"
        assert (
            "frame-ancestors 'none'" in policy
            and "base-uri 'none'" in policy
            and "object-src 'none'" in policy
        )
        assert "geolocation=(self)" in answer.headers.get("Permissions-Policy", ""), place
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            found = INLINE.search(answer.content.decode())
            assert found is None, f"{place}: {found and found[0]}"


def test_no_cache_keeps_a_page_of_somebody_signed_in(walked):
    for name, page, answer in walked:
        if name and answer.status_code == 200:
            assert "no-store" in answer.headers.get("Cache-Control", ""), f"{page} for {name}"


def test_every_form_proves_where_it_came_from(people):
    client = Client(enforce_csrf_checks=True)
    client.force_login(people["security"])
    pages = [page for page in PAGES if not page.startswith(CHANGING_NOTHING)]
    let_in = [page for page in pages if client.post(page, {"verb": "close"}).status_code not in (403, 405)]
    assert let_in == []


def test_a_forged_form_is_refused_in_words(people):
    client = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    assert "This form is too old" in client.post("/account/login/", {"login": "clerk"}).content.decode()


def test_the_session_changes_its_name_at_sign_in_and_ends_at_sign_out(people, as_):
    client = Client()
    client.get("/account/login/")
    client.session["planted"] = 1
    client.session.save()
    before = client.session.session_key
    answer = client.post("/account/login/", {"login": "clerk", "password": "Quiet-river-2741"})
    after = client.session.session_key
    assert answer.status_code == 302 and before != after
    stolen = client.cookies["nuanxin_session"].value
    client.post("/account/logout/")
    thief = Client()
    thief.cookies["nuanxin_session"] = stolen
    assert thief.get("/me/").status_code == 302


def test_nobody_is_led_to_another_host(people):
    for next_ in (EVIL, "//evil.example", "https:evil.example", "\\\\evil.example", "javascript:alert(1)"):
        client = Client()
        there = {"login": "clerk", "password": "Quiet-river-2741", "next": next_}
        assert client.post("/account/login/", there)["Location"] == "/", next_
        for address in ("/language/", "/type/"):
            told = client.post(address, {"next": next_, "language": "en", "large": "1"})["Location"]
            assert told.startswith("/") and not told.startswith("//"), (address, next_)
        assert client.post("/account/logout/", {"next": next_})["Location"] == "/", next_


def test_another_host_name_is_not_answered(people, settings):
    settings.DEBUG = False
    assert Client(headers={"host": "evil.example"}).get("/").status_code == 400
    answer = Client(headers={"x-forwarded-host": "evil.example"}).get("/me/")
    assert "evil" not in str(answer.headers) + answer.content.decode()


def test_errors_tell_nothing(people, monkeypatch):
    client = Client(raise_request_exception=False)
    assert client.get("/nowhere/%3Cscript%3E/").status_code == 404

    def fail(*_):
        raise RuntimeError("secret-in-the-message")

    monkeypatch.setattr(home, "holding", fail, raising=False)
    monkeypatch.setattr(home, "render", fail)
    answer = client.get("/")
    assert answer.status_code == 500 and "secret" not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()


def test_cookies_are_bound_to_the_browser_and_with_https_to_the_host(demo, monkeypatch):
    script = """
import json, django; django.setup()
from django.test import Client
words = dict(line.split() for line in open("%s"))
client = Client(headers={"x-forwarded-proto": "https"})
client.post("/account/login/", {"login": "clerk", "password": words["clerk"]})
client.post("/language/", {"language": "en"}); client.get("/account/password/")
answer = client.get("/")
print(json.dumps({"cookies": {name: dict(kept) for name, kept in client.cookies.items()},
  "hsts": answer.headers.get("Strict-Transport-Security", "")}))
""" % (demo / "demo-accounts.txt")
    monkeypatch.setenv("NUANXIN_HTTPS", "1")
    told = json.loads(python(demo, "-c", script).stdout)
    assert "max-age=31536000" in told["hsts"]
    assert {"__Host-nuanxin_session", "__Host-nuanxin_form"} <= set(told["cookies"])
    for name, kept in told["cookies"].items():
        assert kept["secure"] and kept["httponly"] and kept["samesite"] == "Lax", name
        if name.startswith("__Host-"):
            assert kept["path"] == "/" and not kept["domain"]


def test_every_item_of_the_table_names_a_test_that_is_there():
    named = set(re.findall(r"`(test_\w+)`", (ROOT / "docs/security.md").read_text(encoding="utf-8")))
    tests = [*ROOT.glob("tests/**/test_*.py"), *ROOT.glob("src/**/test_*.py")]
    there = {
        name for path in tests for name in re.findall(r"^def (test_\w+)", path.read_text(), re.MULTILINE)
    }
    assert named and not named - there
