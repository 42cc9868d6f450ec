"""The suggestion box: anybody writes, somebody answers by a day, nothing tells who wrote."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.suggestions.models import Suggestion
from nuanxin.plain.workdays import workdays_after
from nuanxin.site.retention import CONSOLE, due, erase_due
from nuanxin.web import counts
from nuanxin.web.suggestions.box import PACE
from tests.people import client_of

SAID = "驿站下午锁门，打不开。"
PHONE = "13900001234"


@pytest.fixture
def anybody(demo):
    return Client(headers={"accept-language": "en"})


def send(client, **more):
    code = re.search(r'name="code" value="([^"]+)"', client.get("/suggestions/").content.decode())[1]
    return client.post("/suggestions/", {"code": code, "words": SAID, "area": "1508", **more})


def code_in(answer) -> str:
    return re.search(r'class="big mono">([^<]+)<', answer.content.decode())[1]


def test_from_a_word_to_a_published_answer(anybody):
    code = code_in(send(anybody, contact=PHONE, page="/programmes/stations/?q=x"))
    found = Suggestion.objects.get()
    assert found.due_on == workdays_after(found.received_at.astimezone().date(), 15)
    assert found.page == "/programmes/stations/"
    clerk, publisher = client_of("bayannur", "en"), client_of("publisher", "en")
    desk = clerk.get("/suggestions/desk/").content.decode()
    assert SAID in desk and PHONE not in desk
    assert "Suggestions without an answer" in clerk.get("/").content.decode()
    page = clerk.get(f"/suggestions/desk/{found.pk}/").content.decode()
    assert "139****1234" in page and PHONE not in page
    clerk.post(f"/suggestions/desk/{found.pk}/", {"step": "sort", "area": "1508", "programme": "stations"})
    waiting = anybody.post("/suggestions/receipt/", {"code": code.lower().replace("-", " ")})
    assert "not answered yet" in waiting.content.decode()
    clerk.post(f"/suggestions/desk/{found.pk}/", {"step": "answer", "answer": "The lock is mended."})
    assert "The lock is mended." in anybody.post("/suggestions/receipt/", {"code": code}).content.decode()
    assert "The lock is mended." not in anybody.get("/suggestions/").content.decode()
    told = {"step": "publish", "question": "A station was locked."}
    assert clerk.post(f"/suggestions/desk/{found.pk}/", told).status_code == 403
    assert publisher.post(f"/suggestions/desk/{found.pk}/", told).status_code == 302
    public = anybody.get("/suggestions/").content.decode()
    assert "A station was locked." in public and "The lock is mended." in public and SAID not in public
    verbs = (
        Act.objects.filter(verb__startswith="suggestions.").order_by("number").values_list("verb", flat=True)
    )
    assert [each.partition(".")[2] for each in verbs] == ["receive", "sort", "answer", "publish"]
    assert verify() == []


def test_the_contact_is_opened_with_a_reason_and_recorded(anybody):
    send(anybody, contact=PHONE)
    address = f"/suggestions/desk/{Suggestion.objects.get().pk}/"
    clerk = client_of("bayannur", "en")
    assert clerk.post(address, {"step": "open", "reason": " "}).status_code == 409
    page = clerk.post(address, {"step": "open", "reason": "to ask which station"})
    assert PHONE in page.content.decode() and page["Cache-Control"] == "no-store"
    assert Act.objects.latest("number").verb == "suggestions.open_contact"
    assert client_of("reviewer").post(address, {"step": "open", "reason": "x"}).status_code == 403


def test_what_was_answered_long_ago_is_destroyed_with_proof(anybody):
    send(anybody, contact=PHONE)
    found = Suggestion.objects.get()
    assert not [each for each in due(localdate()) if each.personal.name.startswith("suggestion.")]
    long_ago = timezone.now() - timedelta(days=4000)
    Suggestion.objects.update(answer="Mended.", answered_by="x", answered_at=long_ago)
    waiting = {each.personal.name: each for each in due(localdate())}
    for name in ("suggestion.contact", "suggestion.words"):
        assert erase_due(CONSOLE, waiting[name]).result.count == 1
    found.refresh_from_db()
    assert (found.sealed_words, found.sealed_contact, found.answer) == (None, None, "Mended.")
    assert client_of("clerk").get(f"/suggestions/desk/{found.pk}/").status_code == 200
    assert verify() == []


def test_the_database_holds_no_word_of_it(anybody, demo):
    code = code_in(send(anybody, contact=PHONE))
    connection.close()
    held = (
        b"".join(path.read_bytes() for path in demo.glob("*.sqlite3*"))
        if list(demo.glob("*.sqlite3"))
        else b""
    )
    for text in (SAID, PHONE, code):
        assert text.encode() not in held
    row = Suggestion.objects.get()
    assert SAID.encode() not in bytes(row.sealed_words) and PHONE.encode() not in bytes(row.sealed_contact)


def test_a_form_sent_twice_counts_once(anybody):
    page = anybody.get("/suggestions/").content.decode()
    code = re.search(r'name="code" value="([^"]+)"', page)[1]
    first = anybody.post("/suggestions/", {"code": code, "words": SAID})
    again = anybody.post("/suggestions/", {"code": code, "words": SAID})
    assert code_in(first) == code_in(again) == code and Suggestion.objects.count() == 1
    other = anybody.post("/suggestions/", {"code": code, "words": "Another matter"})
    assert code_in(other) != code and Suggestion.objects.count() == 2


def test_traps_and_pace_keep_machines_out(anybody):
    assert send(anybody, website="https://example.org").status_code == 200
    assert not Suggestion.objects.exists()
    for _turn in range(PACE.of_one):
        assert send(anybody).status_code == 200
    late = send(anybody)
    assert late.status_code == 400 and "later" in late.content.decode() and SAID in late.content.decode()
    assert Suggestion.objects.count() == PACE.of_one


def test_empty_and_endless_words_are_refused(anybody):
    assert send(anybody, words="  ").status_code == 400
    assert send(anybody, words="长" * 2001).status_code == 400
    assert anybody.post("/suggestions/receipt/", {"code": "AAAA-AAAA-AAAA"}).status_code == 404


def test_a_clerk_of_another_city_sees_none_of_it(anybody):
    send(anybody, area="1504")
    found = Suggestion.objects.get()
    other = client_of("bayannur", "en")
    assert SAID not in other.get("/suggestions/desk/").content.decode()
    assert other.get(f"/suggestions/desk/{found.pk}/").status_code == 404
    assert client_of("leader").get("/suggestions/desk/").status_code == 403


def test_the_pages_are_light(anybody):
    for _turn in range(3):
        send(anybody)
    clerk, number = client_of("clerk"), Suggestion.objects.first().pk
    for page in ("/suggestions/", "/suggestions/desk/", f"/suggestions/desk/{number}/"):
        with CaptureQueriesContext(connection) as statements:
            assert clerk.get(page).status_code == 200
        assert len(statements) <= 15, page


def test_every_process_counts_a_sender_together_and_forgets_him_after_the_hour(anybody, own_data):
    with time_machine.travel(datetime(2024, 6, 3, 9, 0, tzinfo=UTC), tick=False) as clock:
        asked = [PACE.allows("192.0.2.1") for _turn in range(PACE.of_one - 1)]
        counts._counts.clear()  # what another process has in memory: nothing but the file
        asked.append(PACE.allows("192.0.2.1"))
        assert asked == [True] * PACE.of_one
        assert not PACE.allows("192.0.2.1") and PACE.allows("192.0.2.2")
        key = (own_data / "pace.key").read_bytes()
        assert b"192.0.2" not in key + (own_data / "suggestion_pace.bin").read_bytes()
        clock.shift(3600)
        assert PACE.allows("192.0.2.1")
        assert (own_data / "pace.key").read_bytes()[8:] != key[8:]
