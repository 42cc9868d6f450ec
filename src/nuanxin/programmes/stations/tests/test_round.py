"""A round as a keeper and an inspector go it: what is late first, a tap counted once, nobody tracked."""

import re
from datetime import timedelta
from secrets import token_hex

import pytest
from django.utils.timezone import localdate

from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.programmes.stations.actions import record_equipment, record_visits
from nuanxin.programmes.stations.models import Equipment, Inspection, ServiceEvent, Station, Visits
from nuanxin.web.later.models import Counted
from tests.people import account_of, client_of, client_over
from tests.repairs import repairs

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/rounds/stations/LH-001/"
STATION = "LH-001"


def tap(client, deed, place=PLACE, token="", accept="application/json", **fields):
    sent = {"deed": deed, "token": token or token_hex(16), "on": localdate().isoformat(), **fields}
    return client.post(place, sent, headers={"accept": accept})


def stays():
    return Visits.objects.get(station__key=STATION, on=localdate()).stays


def test_a_tap_counts_and_the_same_tap_again_does_not():
    keeper, token = client_of("bayannur", "en"), token_hex(16)
    assert tap(keeper, "stays", stays="1", token=token).json() == {"state": "kept", "said": "1 counted today"}
    assert tap(keeper, "stays", stays="1", token=token).json()["state"] == "known"
    assert tap(keeper, "stays", stays="5").json()["said"] == "6 counted today"
    assert stays() == 6
    assert tap(keeper, "stays", stays="-1").status_code == 200 and stays() == 5
    refused = tap(keeper, "stays", stays="-9", token=(again := token_hex(16)))
    assert refused.status_code == 422 and "5 are counted" in refused.json()["said"]
    assert stays() == 5 and not Counted.objects.filter(token=again).exists()


def test_a_token_is_its_senders_and_no_tap_comes_without_one():
    token = token_hex(16)
    assert tap(client_of("bayannur"), "stays", stays="1", token=token).status_code == 200
    assert tap(client_of("clerk"), "stays", stays="1", token=token).status_code == 422
    assert client_of("clerk").post(PLACE, {"deed": "stays", "stays": "1"}).status_code == 422
    assert stays() == 1


def test_a_tap_waits_on_the_phone_for_days_but_not_for_ever():
    keeper, ago = client_of("bayannur"), localdate() - timedelta(days=3)
    assert tap(keeper, "stays", stays="4", on=ago.isoformat()).status_code == 200
    assert Visits.objects.get(station__key=STATION, on=ago).stays == 4
    for day in (localdate() + timedelta(days=1), localdate() - timedelta(days=61), "yesterday"):
        assert tap(keeper, "stays", stays="4", on=str(day)).status_code == 422


def test_what_is_lacking_asks_for_its_repair_once():
    keeper = client_of("bayannur", "en")
    found = {f"item_{number}": "1" for number in range(1, 6)} | {"found_open": "1"}
    assert "Item 3" in tap(keeper, "inspection", **(found | {"item_3": ""})).json()["said"]
    said = tap(keeper, "inspection", **(found | {"item_2": "0", "item_4": "0"})).json()["said"]
    assert said.startswith("inspected today: 3 of 5 in order; 2 lacking: 2 seats")
    orders = {order.matter: order for order in repairs()}
    assert set(orders) == {"lacking", "expired"}, "the checklist says which repair a lack asks for"
    assert {order.about for order in orders.values()} == {Station.objects.get(key=STATION).pk}
    assert len({order.key for order in orders.values()}) == 2
    tap(keeper, "inspection", **(found | {"item_2": "0"}))
    kept = Inspection.objects.get(station__key=STATION, on=localdate())
    assert kept.items_met == [1, 3, 4, 5] and kept.found_open
    assert {order.said_by for order in repairs().all()} == {1}, "nobody says a thing twice a day"
    other = tap(client_of("clerk", "en"), "inspection", **found)
    assert other.status_code == 422 and "Somebody else" in other.json()["said"]


def test_the_first_to_expire_stands_first_and_what_has_expired_is_late():
    keeper, today = client_of("bayannur", "en"), localdate()
    station = Station.objects.get(key=STATION)
    days = {
        "aed": today + timedelta(400),
        "medicine": today - timedelta(2),
        "extinguisher": today + timedelta(9),
    }
    rows = [
        Row(n, {"station": STATION, "item": item, "pieces": 1, "expires_on": until, "inspected_on": None})
        for n, (item, until) in enumerate(days.items(), 1)
    ]
    record_equipment(By(account_of("bayannur").actor), rows)
    page = keeper.get("/rounds/stations/").content.decode()
    assert page.index(station.name) < page.index("LH-003")
    assert "medicine expired" in page and "extinguisher expires soon" in page and "aed expires" not in page
    place = keeper.get(PLACE).content.decode()
    lines = [place.index(f'name="line" value="{item}"') for item in ("medicine", "extinguisher", "aed")]
    assert lines == sorted(lines)
    fresh = today + timedelta(365)
    assert tap(keeper, "equipment", line="medicine", expires_on=fresh.isoformat()).status_code == 200
    box = Equipment.objects.get(station=station, item="medicine")
    assert (box.expires_on, box.inspected_on, box.pieces) == (fresh, today, 1)
    wiped = tap(keeper, "equipment", line="medicine", expires_on="")
    assert wiped.status_code == 422 and f"{fresh} stood there" in wiped.json()["said"]
    assert Equipment.objects.get(station=station, item="medicine").expires_on == fresh
    assert not repairs().exists()
    old = today - timedelta(1)
    assert tap(keeper, "equipment", line="extinguisher", expires_on=old.isoformat()).status_code == 200
    assert repairs().get().matter == "expired"


def days_before(station, stays, days=6):
    """Record a station's stays of the days before today."""
    rows = [
        Row(n, {"station": station, "on": localdate() - timedelta(n), "stays": stays, "counted": "hand"})
        for n in range(1, days + 1)
    ]
    record_visits(By(account_of("bayannur").actor), rows)


def test_a_number_far_beyond_what_the_station_ever_had_is_asked_about_once():
    keeper, token = client_of("bayannur", "en"), token_hex(16)
    days_before(STATION, 20)
    asked = tap(keeper, "stays", stays="300", token=token)
    assert asked.status_code == 409 and not Visits.objects.filter(station__key=STATION, on=localdate())
    assert (
        asked.json()["said"] == "LH-001: here 300; it never had more than 20."
        and asked.json()["sure"] == "300"
    )
    assert tap(keeper, "stays", stays="300", token=token, sure="200").status_code == 409
    assert tap(keeper, "stays", stays="300", token=token, sure="300").json()["said"] == "300 counted today"
    act = Act.objects.order_by("-number").first()
    assert (act.verb, act.reason) == ("stations.count_stays", "confirmed")
    assert "300" in act.note.text and "20" in act.note.text
    assert "confirmed when asked about" in keeper.get(f"/ledger/acts/{act.number}/").content.decode()
    assert tap(keeper, "stays", stays="300", token=token).json()["state"] == "known"
    assert tap(keeper, "stays", stays="1").json()["said"] == "301 counted today", "it is not asked again"
    assert verify(deep=True) + verify_records() == []


def test_many_taps_that_add_up_to_far_too_much_are_asked_about_where_they_do():
    keeper = client_of("bayannur", "en")
    days_before(STATION, 20)
    assert [tap(keeper, "stays", stays="60").status_code for _tap in range(2)] == [200, 409]
    assert stays() == 60
    assert tap(keeper, "stays", stays="60", sure="60").status_code == 200


def test_where_little_is_known_a_rule_with_its_source_says_what_is_too_much():
    keeper = client_of("bayannur", "en")
    asked = tap(keeper, "stays", place="/rounds/stations/WY-001/", stays="125")
    assert asked.status_code == 409 and "visits to one station on one day" in asked.json()["said"]
    assert "全国总工会" in asked.json()["said"] and "124" in asked.json()["said"]
    assert tap(keeper, "stays", place="/rounds/stations/WY-001/", stays="124").status_code == 200
    asked = tap(keeper, "event", kind="clinic", attended="900")
    assert asked.status_code == 409 and "attendance of one event" in asked.json()["said"]


def test_without_a_script_the_page_asks_and_the_yes_keeps_it():
    keeper = client_of("bayannur", "en")
    days_before(STATION, 20)
    asked = tap(keeper, "stays", stays="300", accept="text/html")
    page = asked.content.decode()
    assert asked.status_code == 409 and "Is that right?" in page and "never had more than 20" in page
    form = page[page.index('<form class="notice asked"') :]
    form = form[: form.index("</form>")]
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
    assert keeper.post(PLACE, sent).status_code == 302 and stays() == 300


def test_what_the_door_counted_stays_counted_by_the_door():
    row = {"station": STATION, "on": localdate(), "stays": 40, "counted": "door"}
    record_visits(By(account_of("bayannur").actor), [Row(1, row)])
    tap(client_of("bayannur"), "stays", stays="2")
    counted = Visits.objects.get(station__key=STATION, on=localdate())
    assert (counted.stays, counted.counted) == (42, "door")


def test_a_kind_of_event_nobody_declared_is_refused():
    assert tap(client_of("bayannur", "en"), "event", kind="concert", attended="1").status_code == 422


def test_fewer_than_nobody_is_refused_with_a_sentence():
    refused = tap(client_of("bayannur"), "event", kind="clinic", attended="-4")
    assert refused.status_code == 422 and "不能是负数" in refused.json()["said"]
    assert not ServiceEvent.objects.filter(station__key=STATION, on=localdate()).exists()


def test_without_a_script_a_form_does_the_same_and_the_page_says_so():
    keeper = client_of("bayannur", "en")
    sent = tap(keeper, "stays", stays="1", accept="text/html")
    assert sent.status_code == 302 and sent["Location"].endswith("?told=stays#stays")
    assert "1 counted today" in keeper.get(sent["Location"]).content.decode()
    refused = tap(keeper, "stays", stays="many", accept="text/html")
    assert refused.status_code == 422 and 'role="alert"' in refused.content.decode()


def test_ones_own_places_are_the_list_and_others_are_a_tap_away():
    keeper = client_of("bayannur", "en")
    assert keeper.get("/rounds/stations/").content.decode().count('<li class="stop') == 185
    for key in ("LH-001", "WY-001"):
        keeper.post(f"/rounds/stations/{key}/own/", {"own": "1"})
    page = keeper.get("/rounds/stations/").content.decode()
    assert page.count('<li class="stop') == 2 and "my places (2)" in page
    assert keeper.get("/rounds/stations/?all=1").content.decode().count('<li class="stop') == 185
    keeper.post("/rounds/stations/LH-001/own/", {"own": "0"})
    assert keeper.get("/rounds/stations/").content.decode().count('<li class="stop') == 1


def test_a_place_outside_ones_areas_is_not_found_and_a_reader_writes_nothing():
    elsewhere = client_over("1504", "clerk")
    assert elsewhere.get(PLACE).status_code == 404
    assert tap(elsewhere, "stays", stays="1").status_code == 404
    assert client_of("leader").get(PLACE).status_code == 403
    reviewer = client_of("reviewer")
    assert 'id="stays"' not in reviewer.get(PLACE).content.decode()
    assert tap(reviewer, "stays", stays="1").status_code == 422
    assert not Visits.objects.filter(on=localdate()).exists()


def test_a_repair_goes_through_two_persons_at_the_place():
    keeper, reviewer = client_of("bayannur", "en"), client_of("reviewer", "en")
    tap(keeper, "repair", matter="microwave_broken")
    order = repairs().get()
    assert "microwave out of order" in keeper.get("/rounds/stations/").content.decode()
    move = {"order": order.pk, "move": "mend"}
    assert tap(keeper, "move", **move).status_code == 200
    assert 'value="verify"' not in keeper.get(PLACE).content.decode()
    assert tap(keeper, "move", order=order.pk, move="verify").status_code == 422
    assert 'value="verify"' in reviewer.get(PLACE).content.decode()
    assert tap(reviewer, "move", order=order.pk, move="verify").status_code == 200
    assert repairs().get().ended_on == localdate()


def test_no_photo_no_position_is_asked_for_and_statements_are_few(django_assert_max_num_queries):
    keeper = client_of("bayannur", "en")
    lacking = {f"item_{number}": "0" if number in (2, 4) else "1" for number in range(1, 6)}
    tap(keeper, "inspection", found_open="1", **lacking)
    tap(keeper, "repair", matter="microwave_broken")
    tap(keeper, "event", kind="lecture", attended="5")
    keeper.get(PLACE)
    for address in (PLACE, "/rounds/stations/", "/rounds/"):
        with django_assert_max_num_queries(15):
            page = keeper.get(address).content.decode()
        asked, _heading, offered = page.partition('<section class="part deed noprint" id="photo">')
        assert 'type="file"' not in asked and "geolocation" not in page
        assert "Nobody has to" in offered or address != PLACE
    assert {field.name for field in Counted._meta.fields} == {"token", "by", "until"}


def test_a_checklist_belongs_to_its_area():
    keeper = client_of("bayannur")
    assert 'id="inspection"' in keeper.get(PLACE).content.decode()
    page = keeper.get("/rounds/stations/WY-001/").content.decode()
    assert 'id="inspection"' not in page and 'id="stays"' in page
