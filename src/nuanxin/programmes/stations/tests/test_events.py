"""Two talks at a station in a day are two; the same sheet, or the same tap, sent twice is one."""

from datetime import date
from secrets import token_hex

import pytest
from django.utils.timezone import localdate

from nuanxin.kernel.intake.actions import Chosen, settle
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.office import office_of
from nuanxin.kernel.intake.questions import open_questions
from nuanxin.kernel.intake.settling import settle_rows
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.programmes.stations.intake import EVENTS
from nuanxin.programmes.stations.models import ServiceEvent
from nuanxin.programmes.stations.tests.test_impossible import drawn
from tests.people import account_of, client_of

pytestmark = pytest.mark.usefixtures("demo")
DAY = date(2026, 1, 5)
TALK = {"station": "LH-001", "on": DAY, "kind": "讲座"}


def taken(tmp_path, *rows):
    (report,) = take(account_of("bayannur").actor, drawn(tmp_path / "t.xlsx", EVENTS, *rows))
    return report


def held(day=DAY):
    stand = ServiceEvent.objects.filter(station__key="LH-001", on=day, withdrawn=False)
    return sorted(stand.values_list("kind", "session", "attended"))


def tap(**fields):
    sent = {"deed": "event", "token": token_hex(16), "on": localdate().isoformat(), **fields}
    keeper = client_of("bayannur", "en")
    return keeper.post("/rounds/stations/LH-001/", sent, headers={"accept": "application/json"})


def test_two_talks_of_a_day_count_each_and_the_same_sheet_counts_once(tmp_path):
    first, second = {**TALK, "session": None, "attended": 12}, {**TALK, "session": 2, "attended": 20}
    assert taken(tmp_path, first, second).good == 2
    entries = Entry.objects.count()
    assert taken(tmp_path, first, second).outcome.act is None
    assert taken(tmp_path, {**TALK, "attended": 12}).outcome.act is None, "an old sheet tells the first"
    assert (held(), Entry.objects.count()) == ([("talk", 1, 12), ("talk", 2, 20)], entries)
    assert taken(tmp_path, {**TALK, "attended": 14}).good == 1
    assert held() == [("talk", 1, 14), ("talk", 2, 20)] and verify_records() == []


def test_two_talks_in_an_old_sheet_are_asked_about_and_each_may_count(tmp_path):
    rows = [{**TALK, "attended": 12}, {**TALK, "attended": 20}, {**TALK, "attended": 20}]
    report = taken(tmp_path, *rows)
    assert (report.good, report.waiting) == (0, 2)
    office = office_of(account_of("bayannur").actor)
    (question,) = open_questions(office)
    assert "each" in [option.code for option in report.asked[0].doubt.options]
    actor = account_of("bayannur").actor
    settle(By(actor), office.key, office.area, [Chosen(question.pk, "each")])
    settle_rows(actor, lambda settled: None)
    assert held() == [("talk", 1, 12), ("talk", 2, 20)]
    entries = Entry.objects.count()
    assert taken(tmp_path, *rows).outcome.act is None and Entry.objects.count() == entries


def test_a_session_below_one_is_returned(tmp_path):
    report = taken(tmp_path, {**TALK, "session": 0, "attended": 12})
    (fault,) = report.bad
    assert (fault.row, fault.column) == (2, "场次") and "1" in fault.said and not held()


def test_a_second_tap_is_a_second_talk_and_a_session_given_corrects_it():
    today = localdate()
    one = {"kind": "talk", "attended": "12", "token": token_hex(16)}
    assert [tap(**one).json()["state"] for _twice in range(2)] == ["kept", "known"]
    assert held(today) == [("talk", 1, 12)]
    said = tap(kind="talk", attended="20").json()["said"]
    assert said == "today: talk 12, talk (session 2) 20"
    tap(kind="talk", attended="22", session="2")
    assert held(today) == [("talk", 1, 12), ("talk", 2, 22)]
    refused = tap(kind="talk", attended="3", session="7")
    assert refused.status_code == 422 and "Session 7" in refused.json()["said"]
    assert verify_records() == []
