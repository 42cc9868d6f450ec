"""Feeds and calendars, read back by other people's readers; secret addresses that end when revoked."""

from datetime import date, timedelta

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from nuanxin.api.feeds import calendars
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.areas.tree import name
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.withdrawing import ask_withdrawal, withdraw
from nuanxin.kernel.ledger.acts import By
from nuanxin.web import kept_pages
from tests.people import client_of


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    monkeypatch.setattr(kept_pages.shelf.looked, "seconds", 0)


@pytest.mark.parametrize(("language", "tag"), [("zh", "zh-Hans"), ("en", "en")])
def test_the_atom_feed_lists_every_bulletin(demo, language, tag):
    answer = Client().get(f"/feeds/{language}/bulletins.atom")
    found = feedparser.parse(answer.content)
    assert not found.bozo and found.feed.language == tag
    assert len(found.entries) == Bulletin.objects.count() > 0
    assert Client().get(found.entries[0].link).status_code == 200
    assert answer["Cache-Control"].startswith("public")
    again = Client().get(f"/feeds/{language}/bulletins.atom", headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304


def test_a_withdrawal_is_news_under_the_same_id(people):
    before = feedparser.parse(Client().get("/feeds/zh/bulletins.atom").content).entries[0]
    number = Bulletin.objects.get().number
    ask_withdrawal(By(people["publisher"]), number, "数字有误", "a number was wrong")
    withdraw(By(people["reviewer"]), number)
    after = feedparser.parse(Client().get("/feeds/zh/bulletins.atom").content).entries[0]
    assert after.id == before.id and after.updated_parsed > before.updated_parsed
    assert after.title.startswith("已撤回") and after.tags[0].term == "withdrawn"
    assert Client().get("/feeds/en/bulletins.json").json()["items"][0]["tags"] == ["withdrawn"]
    said = Client().get(f"/api/v1/bulletins/{number}").json()
    assert said["withdrawn_at"] and said["corrected_by"] is None


def test_feeds_name_nobody(people):
    pages = ["/feeds/zh/bulletins.atom", "/feeds/zh/bulletins.json", "/sitemap.xml", "/api/v1/bulletins"]
    for address in pages:
        page = Client().get(address).content.decode()
        assert not any(each.name.partition("（")[0] in page for each in people.values()), address


def test_pages_point_to_the_feed(demo):
    page = Client(headers={"accept-language": "en"}).get("/bulletins/2024-05/").content.decode()
    assert 'type="application/atom+xml"' in page and "/feeds/en/bulletins.atom" in page


def test_the_sitemap_holds_pages_that_are_open(demo):
    text = Client().get("/sitemap.xml").content.decode()
    pages = [part.partition("</loc>")[0] for part in text.split("<loc>")[1:]]
    assert "http://testserver/bulletins/2024-05/" in pages
    assert {Client().get(page.removeprefix("http://testserver")).status_code for page in pages} == {200}
    assert "Sitemap: http://testserver/sitemap.xml" in Client().get("/robots.txt").content.decode()


@pytest.fixture
def at_the_time(monkeypatch):
    """Let today be a day on which the demonstration is going on."""
    monkeypatch.setattr(calendars, "localdate", lambda: date(2024, 6, 1))


def address_of(who, language="en"):
    page = client_of(who).post("/me/calendar/", {"language": language}).content.decode()
    return page.partition("<code>http://testserver")[2].partition("</code>")[0]


def read(address):
    return Calendar.from_ical(Client().get(address).content).walk("VEVENT")


def test_a_calendar_holds_ones_own_areas_only(demo, at_the_time):
    shown = {who: read(address_of(who, "zh")) for who in ("bayannur", "leader", "system")}
    words = [str(each["summary"]) for each in shown["bayannur"] if "bulletin" not in each["uid"]]
    areas = {each.rpartition(" · ")[2] for each in words}
    wider = {str(each["summary"]).rpartition(" · ")[2] for each in shown["leader"]}
    assert wider - areas, "whoever answers for more sees more"
    foreign = {name(area_of(code), "zh") for code in (150402000000, 150502000000, 150622000000)}
    assert areas and not areas & foreign
    assert all(each["uid"].startswith(("bulletin-", "token-")) for each in shown["system"])
    for each in shown["leader"]:
        assert each["dtend"].dt - each["dtstart"].dt == timedelta(days=1)
    assert len({each["uid"] for each in shown["leader"]}) == len(shown["leader"])


def test_a_calendar_takes_few_statements(demo, at_the_time):
    address = address_of("leader")
    Client().get(address)
    with CaptureQueriesContext(connection) as statements:
        assert Client().get(address).status_code == 200
    assert len(statements) <= 15


def test_a_revoked_address_is_gone_and_a_new_one_ends_the_old(demo):
    first = address_of("leader")
    assert Client().get(first).status_code == 200
    second = address_of("leader")
    assert Client().get(first).status_code == 404 and Client().get(second).status_code == 200
    client_of("leader").post("/me/calendar/revoke/")
    assert Client().get(second).status_code == 404
    assert Client().get("/calendars/zh/guessed.ics").status_code == 404


def test_the_secret_of_a_calendar_stands_in_no_log_line(demo, caplog, settings):
    import logging

    address = address_of("leader")
    with caplog.at_level(logging.INFO):
        Client().get(address)
    assert address.split("/")[3].partition(".")[0] not in caplog.text
