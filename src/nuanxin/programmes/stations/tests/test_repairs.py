"""Repairs at stations: said by anybody, mended by one and passed by another, overdue until mended."""

from datetime import UTC, datetime

import pytest
import time_machine

from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.ledger.acts import ANYBODY, Actor, By
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.faults import MoveRefused, SecondPersonNeeded
from nuanxin.kernel.work.models import Step
from nuanxin.programmes.stations.actions import register_stations
from nuanxin.programmes.stations.intake import REGISTER
from nuanxin.programmes.stations.models import Station
from nuanxin.programmes.stations.work import BROKEN, STATION_REPAIR
from tests.loop.sheets import clerk, value

pytestmark = pytest.mark.django_db
TOWN = full("150802001")


@pytest.fixture
def people():
    """Return a clerk and a reviewer of the whole region."""
    giver = clerk()
    chief, looker = named("person", "chief"), Party.objects.create(kind="person", name="looker")
    grant(By(Actor(chief.id, "chief")), looker.id, "reviewer", full("15"))
    return {"clerk": giver, "looker": Actor(looker.id, "looker")}


@pytest.fixture
def station(people):
    """Return a station in use."""
    said = dict.fromkeys(column.field for column in REGISTER.columns)
    said |= {"number": "LH-1", "name": "东站", "area": TOWN, "opened_on": datetime(2024, 1, 2).date()}
    register_stations(By(people["clerk"]), [type("Row", (), {"number": 1, "values": said})])
    return Station.objects.get()


def opened(station, matter="locked", by=ANYBODY, **said):
    return open_order(By(by), "station_repair", matter, station, **said).result


def moved(by, order, move, **said):
    return move_order(By(by), order.pk, move, **said).result


def test_what_passers_by_say_is_one_order_without_anybodys_name(people, station):
    for _time in range(3):
        order = opened(station)
    assert (order.said_by, order.state, order.area) == (3, "open", TOWN)
    assert list(Step.objects.values_list("move", "by")) == [("open", None), ("also", None), ("also", None)]
    assert opened(station, "water_broken").pk != order.pk
    assert value("stations.repairs_opened 1508 2000-01-01/2099-12-31") == 2


def test_whoever_mends_it_does_not_pass_it_and_it_counts_once_passed(people, station):
    order = opened(station)
    moved(people["clerk"], order, "mend")
    grant(By(Actor(named("person", "chief").id, "chief")), people["clerk"].party, "reviewer", full("15"))
    with pytest.raises(SecondPersonNeeded):
        moved(people["clerk"], order, "verify")
    assert value("stations.repairs_verified 1508 2000-01-01/2099-12-31") == 0
    assert moved(people["looker"], order, "verify").ended_on
    assert value("stations.repairs_verified 1508 2000-01-01/2099-12-31") == 1
    assert verify(deep=True) + verify_records() == []
    assert opened(station).pk != order.pk


def test_a_locked_door_has_a_day_and_a_broken_thing_three_workdays(people, station):
    with time_machine.travel(datetime(2026, 9, 29, 2, tzinfo=UTC)) as clock:
        locked, broken = opened(station), opened(station, "water_broken")
        assert locked.due.isoformat(timespec="minutes") == "2026-09-30T10:00+08:00"
        assert broken.due.isoformat() == "2026-10-09T23:59:59+08:00"
        clock.move_to(datetime(2026, 10, 12, 2, tzinfo=UTC))
        moved(people["clerk"], broken, "mend")
        sent = moved(people["looker"], broken, "send_back", reason="not_mended")
    until = [f"stations.overdue_repairs 1508 ..2026-{day}" for day in ("09-29", "09-30", "10-10", "10-12")]
    assert [value(each) for each in until] == [0, 1, 2, 2]
    assert (sent.state, sent.stopped_at) == ("given", None)


def test_what_cannot_be_done_is_dropped_with_a_reason(people, station):
    order = opened(station)
    with pytest.raises(MoveRefused):
        moved(people["looker"], order, "drop")
    assert moved(people["looker"], order, "drop", reason="no_fault").ended_on
    assert value("stations.repairs_verified 1508 2000-01-01/2099-12-31") == 0


def test_everything_a_station_has_can_be_out_of_order():
    equipment = {column.field: column for column in REGISTER.columns if column.kind == "yes_no"}
    assert set(equipment) <= set(BROKEN)
    assert all(f"{item}_broken" in STATION_REPAIR.matters for item in BROKEN)
