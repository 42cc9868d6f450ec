"""An old score keeps the list it was made by, whatever list comes after it and from whatever day."""

from datetime import date, timedelta

import pytest
from django.utils.timezone import localdate
from django.utils.translation import override

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.intake.faults import RowsRefused
from nuanxin.kernel.ledger.acts import By
from nuanxin.programmes.stations.actions import inspect, set_checklist
from nuanxin.programmes.stations.appraising.proposing import propose
from nuanxin.programmes.stations.models import ChecklistItem, Inspection, Station
from tests.people import account_of, client_of

pytestmark = pytest.mark.usefixtures("demo")
PLACE = "/rounds/stations/LH-001/"
STATION = "LH-001"
OLD = date(2024, 1, 1)


def by():
    return By(account_of("bayannur").actor)


def inspected(met="1、3、5"):
    inspect(by(), [Row(1, {"station": STATION, "on": localdate(), "met": met, "found_open": None})])


def listed_from(since, items=6, area=None, says="新的一项"):
    rows = [
        Row(
            number,
            {
                "area": area or full("150802"),
                "since": since,
                "number": number,
                "says": f"{says}{number}",
                "says_en": f"new item {number}",
                "repair": None,
            },
        )
        for number in range(1, items + 1)
    ]
    return set_checklist(by(), rows)


def proposed():
    station = Station.objects.get(key=STATION)
    said = propose([station.pk], localdate())[station.pk]
    return said.mark, said.reasons[0].en


@pytest.mark.parametrize("ago", [0, 30])
def test_a_list_that_begins_later_rescores_nothing(ago):
    inspected()
    before = proposed()
    assert before[1] == "Inspected once: 3 of 5 items in order (60%)."
    listed_from(localdate() - timedelta(ago))
    assert proposed() == before
    assert "nspected today: 3 of 5 in order" in client_of("bayannur", "en").get(PLACE).content.decode()


def test_a_list_in_use_stays_as_it_was():
    inspected()
    with pytest.raises(RowsRefused) as refused:
        listed_from(OLD)
    assert [bad.row for bad in refused.value.rows] == [1, 2, 3, 4, 5, 6]
    assert "2024-01-01" in refused.value.rows[5].said and refused.value.rows[5].remedy
    with pytest.raises(RowsRefused):
        listed_from(OLD, 2, area=Station.objects.get(key=STATION).area)
    assert proposed()[1].startswith("Inspected once: 3 of 5")
    first = ChecklistItem.objects.get(since=OLD, number=1)
    mended = {
        "area": first.area,
        "since": OLD,
        "number": 1,
        "says": first.says,
        "says_en": "x",
        "repair": None,
    }
    set_checklist(by(), [Row(1, mended)])


def test_a_countys_own_list_from_the_same_day_rescores_nobody():
    listed_from(date(2024, 2, 1), 3, area=full("1508"), says="全市一项")
    inspected("1、2、3")
    assert Inspection.objects.get(station__key=STATION, on=localdate()).checklist == date(2024, 2, 1)
    listed_from(date(2024, 2, 1), 2, area=full("150821"), says="五原一项")
    assert proposed()[1].startswith("Inspected once: 3 of 3"), "nobody in that county was inspected by it"
    with pytest.raises(RowsRefused) as refused, override("en"):
        listed_from(date(2024, 2, 1), 2)
    bad = refused.value.rows[0]
    assert "2024-02-01" in bad.said and "Linhe" in bad.said and localdate().isoformat() in bad.remedy
    assert listed_from(localdate(), 2).act
    assert proposed()[1].startswith("Inspected once: 3 of 3")


def test_an_item_withdrawn_since_still_counts_where_it_was_looked_at():
    inspected()
    clerk = client_of("bayannur", "en")
    item = ChecklistItem.objects.get(since=OLD, number=2)
    sent = {"reason": "correction", "note": "no such item any more"}
    assert clerk.post(f"/records/stations/checklist/{item.pk}/withdraw/", sent).status_code == 302
    assert proposed()[1].startswith("Inspected once: 3 of 5")


def test_an_inspection_said_again_by_a_longer_list_asks_only_for_what_was_found_lacking():
    inspected("1、2、3、4、5")
    listed_from(localdate())
    inspected("1、2、3、4、5")
    found = Inspection.objects.get(station__key=STATION, on=localdate())
    assert found.checklist == localdate()
    assert proposed()[1].startswith("Inspected once: 5 of 6")


def test_the_record_says_the_total_the_items_and_the_list():
    inspected()
    listed_from(localdate())
    found = Inspection.objects.get(station__key=STATION, on=localdate())
    page = client_of("bayannur", "en").get(f"/records/stations/inspections/{found.pk}/").content.decode()
    assert f'<a href="/records/stations/stations/{found.station_id}/">' in page
    assert '3 of 5 in order (by the list of <span class="nowrap">1 January 2024</span>)' in page
    second = ChecklistItem.objects.get(since=OLD, number=2)
    assert f"2 {second.says_en}: not in order" in page and "new item" not in page
    chinese = client_of("bayannur").get(f"/records/stations/inspections/{found.pk}/").content.decode()
    assert (
        f"2 {second.says}：不达标" in chinese
        and '按<span class="nowrap">2024年1月1日</span>起的清单' in chinese
    )
