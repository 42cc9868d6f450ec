"""Kept pages: strangers share one copy until something is recorded; nobody else is ever handed it."""

import gzip
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.plain.words import Words
from nuanxin.site.city import Person, enter_people
from nuanxin.web import kept_pages
from tests.people import client_of

PAGE = "/bulletins/2024-05/"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """Let every request look for a newer act."""
    monkeypatch.setattr(kept_pages.shelf.looked, "seconds", 0)


def test_a_second_stranger_gets_the_copy_with_one_statement(demo):
    first = Client().get(PAGE)
    with CaptureQueriesContext(connection) as statements:
        second = Client().get(PAGE)
    assert second.content == first.content and len(statements) == 1
    assert second["Cache-Control"] == "public, max-age=60" and "Cookie" in second["Vary"]
    assert (
        "Set-Cookie" not in second and second["Content-Security-Policy"] == first["Content-Security-Policy"]
    )


def test_who_has_the_page_is_sent_nothing(demo):
    tag = Client().get(PAGE)["ETag"]
    again = Client().get(PAGE, headers={"if-none-match": tag})
    assert again.status_code == 304 and again.content == b"" and again["ETag"] == tag


def test_the_copy_travels_compressed(demo):
    first, packed = (Client().get(PAGE, headers={"accept-encoding": "gzip"}) for _turn in range(2))
    plain = Client().get(PAGE)
    for each in (first, packed):
        assert gzip.decompress(each.content) == plain.content and len(each.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain and packed["ETag"] == plain["ETag"]
    assert {each.get("Content-Length", str(len(each.content))) for each in (first, packed)} == {
        str(len(packed.content))
    }


def test_languages_and_type_sizes_have_copies_of_their_own(demo):
    pages = {
        Client(headers={"accept-language": "en"}).get(PAGE).content,
        Client(headers={"accept-language": "zh-CN"}).get(PAGE).content,
        Client(headers={"accept-language": "zh-CN", "cookie": "nuanxin_large_type=1"}).get(PAGE).content,
    }
    assert len(pages) == 3


def test_words_a_view_does_not_read_make_no_copy_and_stand_in_none(demo):
    figure = re.search(r'href="(/bulletins/2024-05/[^"]+/)"', Client().get(PAGE).content.decode())[1]
    entry = re.search(r'href="([^"]+/entries/\d+/)"', Client().get(figure).content.decode())[1]
    ours = (PAGE, "/bulletins/", figure, entry, "/figures/", "/figures/?q=a", "/figures/stations.open/")
    for page in (
        "/",
        "/near/stations/",
        "/near/stations/?open=1",
        *ours,
        "/ledger/heads/",
        "/programmes/stations/",
    ):
        first = Client().get(page)
        mark = "&" if "?" in page else "?"
        with CaptureQueriesContext(connection) as statements:
            again = Client().get(f"{page}{mark}utm=secretword")
        assert again["ETag"] == first["ETag"] and len(statements) == 1
        assert "secretword" not in again.content.decode()
    assert Client().get("/near/stations/?q=LH-001")["ETag"] != Client().get("/near/stations/")["ETag"]


def test_values_nobody_reads_of_a_cookie_or_a_header_make_no_copy(demo):
    first = Client().get(PAGE)
    for strange in ({"cookie": "nuanxin_large_type=7x"}, {"hx-request": "again"}):
        with CaptureQueriesContext(connection) as statements:
            assert Client().get(PAGE, headers=strange)["ETag"] == first["ETag"]
        assert len(statements) == 1


def test_an_act_makes_the_pages_anew(demo):
    before = Client().get("/")["ETag"]
    enter_people(By(Actor(0, "console")), [Person("new", "新人（示例）", Words("新人", "new"))])
    assert Client().get("/")["ETag"] != before


def test_who_is_signed_in_neither_gets_nor_leaves_a_copy(demo):
    leader = client_of("leader")
    own = leader.get(PAGE)
    assert "public" not in own.get("Cache-Control", "")
    stranger = Client(headers={"accept-language": "zh-CN"}).get(PAGE).content.decode()
    assert "高远" in own.content.decode() and "高远" not in stranger


def test_preferences_are_not_chosen_from_another_site(demo):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/type/", {"large": "1", "next": "/"}).status_code == 302
    for sign in ({"origin": "https://elsewhere.example"}, {"sec-fetch-site": "cross-site"}):
        assert client.post("/type/", {"large": "0", "next": "/"}, headers=sign).status_code == 403
        assert client.post("/language/", {"language": "en"}, headers=sign).status_code == 403
