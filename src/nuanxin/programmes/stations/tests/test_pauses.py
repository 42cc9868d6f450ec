"""A station announced closed for a time: by whom, when it cannot be, and what everybody is told of it."""

import json
from datetime import date, datetime, timedelta
from secrets import token_hex

import pytest
import time_machine
from django.test import Client

from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.intake.faults import RowsRefused
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.places.finding import keep_at_hand
from nuanxin.kernel.plans.actions import read_coverage
from nuanxin.kernel.plans.models import Tally
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.programmes.stations.actions import SERVICES, record_inspections
from nuanxin.programmes.stations.intake import PAUSES
from nuanxin.programmes.stations.models import Inspection, Station, StationPause
from nuanxin.programmes.stations.pausing.actions import record_pauses
from nuanxin.programmes.stations.planning.asking import asked_of, defaults
from nuanxin.programmes.stations.planning.gathering import ground_for
from nuanxin.programmes.stations.queries import in_use
from nuanxin.programmes.stations.tests.test_impossible import drawn
from nuanxin.web import kept_pages
from tests.people import account_of, client_of
from tests.repairs import repairs

NOON = datetime(2026, 12, 1, 12, tzinfo=HERE)
TODAY = NOON.date()
PLACE, FINDER = "/near/stations/LH-001/", "/near/stations/"
ROUND = "/rounds/stations/LH-003/"
LINHE = 150802000000


@pytest.fixture(autouse=True)
def noon(demo, monkeypatch):
    """Stand at noon; pages kept look at once whether something was."""
    monkeypatch.setattr(kept_pages.shelf.looked, "seconds", 0)
    monkeypatch.setattr(kept_pages.shelf, "stamp", -1)  # another test began from the same act
    keep_at_hand(Station, in_use, SERVICES, StationPause)
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def said(page, language="zh-CN"):
    return Client(headers={"accept-language": language}).get(page).content.decode()


def clerk():
    return By(account_of("clerk").actor)


def row(number="LH-001", since=0, until=4, reason="heating_repair", announced=0):
    days = {"since": since, "until": until, "announced_on": announced}
    told = {name: None if day is None else TODAY + timedelta(day) for name, day in days.items()}
    return Row(1, {"station": number, "reason": reason, **told})


def announce(*rows, by=None):
    told = [Row(number, each.values) for number, each in enumerate(rows, 1)]
    return record_pauses(by or clerk(), told)


def tap(person, deed, page=ROUND, **fields):
    sent = {"deed": deed, "token": token_hex(16), "on": str(TODAY), **fields}
    return client_of(person).post(page, sent, headers={"accept": "application/json"})


def test_the_public_pages_say_why_and_when_it_opens_again_in_both_languages():
    assert "正在开放" in said(PLACE)
    announce(row())
    page, english = said(PLACE), said(PLACE, "en")
    assert "暂停开放</span> 供暖维修，12月6日 08:00 恢复开放" in page
    assert "2026年12月1日至2026年12月5日：供暖维修" in page and 'value="locked"' not in page
    assert "the heating is being mended; opens again 12/6 08:00" in english
    assert 'data-breaks="2026-12-01/2026-12-05/供暖维修"' in page
    whole, narrowed = said(FINDER), said(f"{FINDER}?open=1")
    assert "供暖维修，12月6日 08:00 恢复开放" in whole and PLACE not in narrowed
    assert whole.index(PLACE) > whole.rindex('class="tag ok"')


def test_without_a_last_day_it_is_until_further_notice_and_the_day_after_it_is_over_nothing_is_said(noon):
    announce(row(until=None), row("LH-003", until=0))
    assert "供暖维修，恢复时间另行通知" in said(PLACE)
    assert "until further notice" in said(PLACE, "en")
    noon.move_to(NOON + timedelta(1))
    assert ">暂停开放<" not in said("/near/stations/LH-003/") and "正在开放" in said("/near/stations/LH-003/")


def test_feeds_nearest_and_schema_obey_it():
    announce(row(), row("LH-001", since=20, until=None, reason="rebuilding"))
    places = {each["id"]: each for each in Client().get(f"{FINDER}places.json").json()["places"]}
    assert places["LH-001"]["open_now"] is False and places["LH-003"]["temporary_closures"] == []
    assert places["LH-001"]["temporary_closures"] == [
        {"from": "2026-12-01", "to": "2026-12-05", "reason": "heating_repair"},
        {"from": "2026-12-21", "to": None, "reason": "rebuilding"},
    ]
    features = Client().get(f"{FINDER}places.geojson").json()["features"]
    mine = next(each for each in features if each["id"] == "LH-001")
    assert mine["properties"]["temporary_closures"] == places["LH-001"]["temporary_closures"]
    at = {"longitude": places["LH-001"]["longitude"], "latitude": places["LH-001"]["latitude"]}
    asked = json.dumps({**at, "open": True})
    near = Client().post(f"{FINDER}from/", asked, content_type="application/json").json()["places"]
    assert near and "LH-001" not in {each["id"] for each in near}
    schema = said(PLACE).split('type="application/ld+json">')[1].split("</script>")[0]
    special = json.loads(schema)["specialOpeningHoursSpecification"]
    assert special[0]["validFrom"] == "2026-12-01" and special[0]["validThrough"] == "2026-12-05"
    assert (special[0]["opens"], special[0]["closes"]) == ("00:00", "00:00")
    assert "validThrough" not in special[1]


def test_locked_told_of_it_is_thanked_for_and_opens_no_work_order():
    announce(row())
    before = repairs().count()
    passer_by = Client(headers={"accept-language": "zh-CN"})
    thanked = passer_by.post(f"{PLACE}report/", {"matter": "locked"})
    assert thanked.status_code == 200 and "谢谢" in thanked.content.decode()
    assert "已公告暂停开放（供暖维修，12月6日 08:00 恢复开放）" in thanked.content.decode()
    told = passer_by.post(f"{PLACE}report/", {"matter": "locked"}, headers={"accept": "application/json"})
    assert told.status_code == 200 and told.json()["state"] == "announced"
    assert repairs().count() == before
    passer_by.post(f"{PLACE}report/", {"matter": "dirty"})
    assert repairs().count() == before + 1


def test_a_keeper_announces_shortens_and_ends_it_at_the_own_station_only():
    days = {"since": str(TODAY), "until": str(TODAY + timedelta(4)), "reason": "heating_repair"}
    assert tap("keeper", "pause", **days).status_code == 200
    assert "closed for a time" in client_of("keeper", "en").get(ROUND).content.decode()
    assert tap("keeper", "pause", **{**days, "until": str(TODAY + timedelta(2))}).status_code == 200
    pause = StationPause.objects.get(station__key="LH-003")
    assert (pause.until, pause.announced_on, pause.paused.holds(TODAY)) == (TODAY + timedelta(2), TODAY, True)
    assert tap("keeper", "pause", "/rounds/stations/LH-001/", **days).status_code in (403, 404)
    assert tap("keeper", "reopen", line=str(TODAY)).status_code == 200
    assert StationPause.objects.get(pk=pause.pk).withdrawn
    assert "正在开放" in said("/near/stations/LH-003/")
    assert verify() == [] and verify_records() == []


def test_opened_again_on_a_later_day_it_ends_the_day_before(noon):
    announce(row("LH-003", until=None))
    noon.move_to(NOON + timedelta(2))
    sent = {"deed": "reopen", "token": token_hex(16), "line": str(TODAY), "on": "2026-12-03"}
    assert client_of("keeper").post(ROUND, sent, headers={"accept": "application/json"}).status_code == 200
    assert StationPause.objects.get(station__key="LH-003").until == date(2026, 12, 2)
    assert "正在开放" in said("/near/stations/LH-003/")


def test_a_clerk_ends_it_on_its_own_page():
    announce(row(until=None))
    pause = StationPause.objects.get(station__key="LH-001")
    page = f"/records/stations/pauses/{pause.pk}/"
    assert "今天起恢复开放" in client_of("clerk").get(page).content.decode()
    assert client_of("clerk").post(f"{page}decide/reopen/").status_code == 302
    assert StationPause.objects.get(pk=pause.pk).withdrawn


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"until": -1}, "until", "早于首日"),
        ({"number": "LH-999"}, "", "没有"),
        ({"number": "LH-008"}, "since", "已于"),
        ({"since": -3000}, "since", "启用"),
    ],
)
def test_days_that_cannot_be_are_refused_with_the_remedy(changed, field, words):
    with pytest.raises(RowsRefused) as refused:
        announce(row(**changed))
    (bad,) = refused.value.rows
    assert bad.remedy and (not field or bad.column == field)


def test_days_of_another_closing_are_refused_and_the_same_first_day_is_said_again():
    announce(row())
    with pytest.raises(RowsRefused) as refused:
        announce(row(since=4, until=9))
    assert refused.value.rows[0].column == "since" and "2026-12-05" in refused.value.rows[0].said
    with pytest.raises(RowsRefused):
        announce(row("LH-003", since=1, until=None), row("LH-003", since=5))
    announce(row(until=9))
    announce(row(since=10, until=None))
    assert StationPause.objects.filter(station__key="LH-001").count() == 2


def test_days_that_are_over_are_a_clerks():
    days = {"since": str(TODAY - timedelta(3)), "until": str(TODAY), "reason": "repairs"}
    refused = tap("keeper", "pause", **days)
    assert refused.status_code == 422 and "经办人" in refused.json()["said"]
    assert tap("clerk", "pause", **days).status_code == 200


def test_one_far_longer_than_usual_is_asked_about():
    days = {"since": str(TODAY), "until": str(TODAY + timedelta(60)), "reason": "rebuilding"}
    asked = tap("keeper", "pause", **days)
    assert asked.json()["state"] == "asked" and "61" in asked.json()["said"]
    assert tap("keeper", "pause", **{**days, "until": str(TODAY + timedelta(59))}).status_code == 200


def test_a_sheet_tells_it_and_returns_the_rows_that_cannot_be(tmp_path):
    told = {"station": "LH-001", "since": TODAY, "until": None, "reason": "装修改造"}
    wrong = {**told, "station": "LH-003", "until": TODAY - timedelta(1)}
    other = {**told, "station": "LH-004", "reason": "不想开"}
    (report,) = take(account_of("bayannur").actor, drawn(tmp_path / "t.xlsx", PAUSES, told, wrong, other))
    assert {(bad.row, bad.column) for bad in report.bad} == {(3, "暂停末日"), (4, "暂停原因")}
    assert all(bad.remedy for bad in report.bad)
    kept = StationPause.objects.get(station__key="LH-001")
    assert (kept.since, kept.until, kept.reason, kept.announced_on) == (TODAY, None, "rebuilding", None)
    assert "装修改造，恢复时间另行通知" in said(PLACE)


def test_a_door_found_shut_as_announced_breaks_no_promise():
    announce(row("LH-003", since=-1, announced=-1))
    seen = {"station": "LH-003", "inspector": None, "met": "1"}
    with pytest.raises(RowsRefused) as refused:
        record_inspections(clerk(), [Row(1, {**seen, "on": TODAY, "found_open": False})])
    assert refused.value.rows[0].column == "found_open" and "LH-003" in refused.value.rows[0].said
    record_inspections(clerk(), [Row(1, {**seen, "on": TODAY, "found_open": None})])
    record_inspections(clerk(), [Row(1, {**seen, "on": TODAY - timedelta(2), "found_open": False})])
    assert Inspection.objects.filter(
        station__key="LH-003", found_open=False, on=TODAY - timedelta(2)
    ).exists()


def test_what_was_found_before_it_was_announced_stands():
    announce(row("LH-003", since=-3, announced=0))
    found = {"station": "LH-003", "inspector": None, "met": "1", "on": TODAY - timedelta(2)}
    record_inspections(clerk(), [Row(1, {**found, "found_open": False})])
    assert Inspection.objects.get(station__key="LH-003", on=TODAY - timedelta(2)).found_open is False


def test_it_stays_in_use_covers_nobody_that_day_and_counts_in_a_plan():
    asked = asked_of({**defaults(TODAY), "sources": ["offers"]}, TODAY)

    def hours(**lasting):
        ground = ground_for(LINHE, asked, TODAY, **lasting)
        return ground.sites.amounts[ground.sites.ids.index("LH-003")].sum()

    def reached():
        read_coverage(clerk(), "stations.siting", LINHE, TODAY)
        held = Tally.objects.filter(kind="stations.siting", part="", until=None, withdrawn=False)
        return sum(n for each in held for name, n in each.amounts.items() if name.startswith("reached_"))

    before, usual = reached(), hours(lasting=False)
    announce(*map(row, _located()))
    assert reached() < before
    assert (hours(lasting=False), hours()) == (0, usual) and usual > 0
    assert Station.objects.get(key="LH-003").closed_on is None
    assert "暂停开放" in figure("stations.open").says.zh
    page = client_of("clerk").get(f"/plans/new/stations.siting/{LINHE}/").content.decode()
    assert "公告暂停开放、仍按开放计" in page


def _located():
    """Return the stations in use in Linhe that have a point."""
    here = Station.objects.filter(area__range=(LINHE, LINHE + 10**6), closed_on=None, longitude__isnull=False)
    here = here.exclude(key="LH-019")  # it is announced closed in the demonstration
    return list(here.filter(opened_on__lte=TODAY).values_list("key", flat=True))
