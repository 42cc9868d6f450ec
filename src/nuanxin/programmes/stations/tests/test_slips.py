"""A round says what a tap recorded, and what was tapped by a slip is corrected, its repair taken back."""

from secrets import token_hex

import pytest
from django.utils.timezone import localdate

from nuanxin.kernel.ledger.acts import ANYBODY, By
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.faults import MoveRefused
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.programmes.stations.models import Equipment, Inspection, Station
from tests.people import account_of, client_of

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/rounds/stations/LH-001/"


def tap(deed, client=None, **fields):
    sent = {"deed": deed, "token": token_hex(16), "on": localdate().isoformat(), **fields}
    client = client or client_of("bayannur", "en")
    answer = client.post(PLACE, sent, headers={"accept": "application/json"})
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["said"]


def checked(*lacking, client=None):
    answers = {f"item_{number}": "0" if number in lacking else "1" for number in range(1, 6)}
    return tap("inspection", client, **answers)


def repairs(**which):
    station = Station.objects.get(key="LH-001")
    of = WorkOrder.objects.filter(kind="station_repair", about=station.pk, opened_on=localdate())
    return of.filter(withdrawn=False, **which)


def test_a_checklist_says_what_was_recorded_and_how_many_repairs_it_asked_for():
    said = checked(2, 4)
    count = repairs(ended_on=None).count()
    assert said.startswith("inspected today: 3 of 5 in order; 2 lacking: 2 ") and ", 4 " in said
    assert said.endswith(f"{count} {'repair' if count == 1 else 'repairs'} asked for") and count
    chinese = client_of("bayannur").get(PLACE).content.decode()
    assert "5 项达标 3 项；不达标 2 项：2 " in chinese and f"已报修 {count} 件" in chinese


def test_tapped_through_again_a_slip_is_corrected_and_its_repair_taken_back():
    checked(2)
    order = repairs(ended_on=None).get()
    assert checked() == "inspected today: 5 of 5 in order"
    order.refresh_from_db()
    assert (order.state, order.ended_on, "open" in order.reached) == ("dropped", localdate(), False)
    assert Inspection.objects.get(station__key="LH-001", on=localdate()).items_met == [1, 2, 3, 4, 5]
    checked(2)
    assert repairs(ended_on=None).count() == 1
    assert verify(deep=True) + verify_records() == []


def test_a_repair_somebody_else_asked_for_too_stays():
    checked(2)
    order = repairs(ended_on=None).get()
    open_order(By(ANYBODY), "station_repair", order.matter, Station.objects.get(key="LH-001"))
    checked()
    order.refresh_from_db()
    assert order.ended_on is None
    with pytest.raises(MoveRefused):
        move_order(By(account_of("bayannur").actor), order.pk, "unsay")


def test_a_repair_asked_for_by_a_slip_is_named_and_taken_back_by_whoever_asked_alone():
    keeper, other = client_of("bayannur", "en"), client_of("clerk", "en")
    said = tap("repair", keeper, matter="microwave_broken")
    order = repairs(matter="microwave_broken").get()
    assert said.startswith(f"Kept: microwave out of order (order {order.serial}), now: ")
    assert 'value="unsay"' in keeper.get(PLACE).content.decode()
    assert 'value="unsay"' not in other.get(PLACE).content.decode()
    assert tap("move", keeper, order=order.pk, move="unsay").endswith("now: not to be done.")
    assert not repairs(ended_on=None).exists() and verify(deep=True) + verify_records() == []


def test_what_was_looked_at_says_so_and_a_wrong_day_is_mended():
    thing = Equipment.objects.filter(station__key="LH-001", expires_on__isnull=False).first()
    right, wrong = "2027-03-05", "2027-03-15"
    page = client_of("bayannur", "en").get(PLACE).content.decode()
    assert "seen today" not in page
    assert "(good until 15 March 2027)" in tap("equipment", line=thing.item, expires_on=wrong)
    said = tap("equipment", line=thing.item, expires_on=right)
    assert (
        said.startswith("looked at today: ")
        and "(good until 5 March 2027)" in said
        and "15 March" not in said
    )
    assert client_of("bayannur", "en").get(PLACE).content.decode().count("seen today") == 1
    assert "今天看过" in client_of("bayannur").get(PLACE).content.decode()
