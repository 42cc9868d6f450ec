"""Stars as the record is worth them, every reason with its numbers; two persons; an exit waits."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine

from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.work.actions import open_order
from nuanxin.programmes.stations.actions import inspect
from nuanxin.programmes.stations.appraising.proposing import propose
from nuanxin.programmes.stations.models import Grade, Station
from tests.loop.sheets import value
from tests.people import account_of, client_of, client_over

pytestmark = pytest.mark.usefixtures("demo")
TODAY = datetime(2026, 11, 26, 10, tzinfo=HERE)
PLACE = "/appraisals/stations/LH-001/"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False):
        yield


def station():
    return Station.objects.get(key="LH-001")


def looked_at(*rounds):
    """Keep an inspection a day before today for each (items in order, whether it was open)."""
    for ago, (met, found_open) in enumerate(rounds, 1):
        values = {
            "station": "LH-001",
            "on": TODAY.date() - timedelta(ago),
            "met": met,
            "found_open": found_open,
        }
        inspect(By(account_of("bayannur").actor), [Row(1, values)])


def proposed():
    said = propose([station().pk], TODAY.date())[station().pk]
    return said.mark, " ".join(reason.en for reason in said.reasons)


def test_stars_follow_the_checklist_and_say_so():
    assert proposed() == (None, "Not inspected of late; nothing is proposed.")
    looked_at(("1、2、3、4、5", True), ("1、2、3、4", True))
    assert proposed()[0] == 4
    assert "9 of 10 items in order (90%)" in proposed()[1] and "open 2" in proposed()[1]


def test_a_shut_door_an_overdue_repair_and_reports_cost_a_star_each():
    looked_at(("1、2、3、4、5", True), ("1、2、3、4、5", True), ("1、2、3、4、5", False))
    mark, reasons = proposed()
    assert mark == 4 and "open 2: one star less" in reasons
    by = By(account_of("bayannur").actor)
    for _passer_by in range(5):
        open_order(by, "station_repair", "locked", station())
    assert proposed()[0] == 3
    with time_machine.travel(TODAY + timedelta(30), tick=False):
        late = propose([station().pk], date(2026, 12, 26))[station().pk]
    assert late.mark == 2 and any("1 repair overdue" in reason.en for reason in late.reasons)


def test_one_decides_another_passes_and_then_it_counts():
    looked_at(("1、2、3、4、5", True))
    clerk, reviewer = client_of("clerk", "en"), client_of("reviewer", "en")
    before = value("stations.stars_5 150802 ..2026-11-26")
    page = clerk.get(PLACE).content.decode()
    assert "5 of 5 items in order (100%)" in page and '<option value="5" selected' in page
    assert clerk.post(PLACE, {"do": "give", "mark": "5", "reason": "Spring and autumn"}).status_code == 302
    grade = Grade.objects.get(station=station(), on=TODAY.date())
    assert value("stations.stars_5 150802 ..2026-11-26") == before
    assert "grades waiting for a second person" in reviewer.get("/").content.decode().lower()
    mine = clerk.post(PLACE, {"do": "pass", "number": grade.pk})
    assert mine.status_code == 422
    assert (
        "waits for a second person"
        in clerk.post(PLACE, {"do": "give", "mark": "4", "reason": "again"}).content.decode()
    )
    assert reviewer.post(PLACE, {"do": "pass", "number": grade.pk}).status_code == 302
    stood = Grade.objects.exclude(pk=grade.pk).filter(station=station(), withdrawn=False).latest("on")
    assert stood.until == TODAY.date()
    assert value("stations.stars_5 150802 ..2026-11-26") == before + (stood.stars != 5)
    assert verify_records() == []


def test_who_is_clerk_and_reviewer_does_not_pass_his_own():
    both = account_of("clerk").actor
    grant(By(account_of("security").actor), both.party, "reviewer", full("15"))
    client = client_of("clerk", "en")
    client.post(PLACE, {"do": "give", "mark": "3", "reason": "so it is"})
    grade = Grade.objects.get(station=station(), on=TODAY.date())
    refused = client.post(PLACE, {"do": "pass", "number": grade.pk})
    assert refused.status_code == 422 and "somebody else has to pass it" in refused.content.decode()
    assert 'value="pass"' not in client.get(PLACE).content.decode()


def test_an_exit_is_announced_waits_and_closes_the_station():
    looked_at(("1", False), ("1", False), ("1、2", True))
    clerk, reviewer = client_of("bayannur", "en"), client_of("reviewer", "en")
    open_before = value("stations.open 150802 ..2026-12-31")
    assert '<option value="0" selected' in clerk.get(PLACE).content.decode()
    assert clerk.post(PLACE, {"do": "give", "mark": "0", "reason": ""}).status_code == 422
    clerk.post(PLACE, {"do": "give", "mark": "0", "reason": "locked twice in three tries"})
    grade = Grade.objects.get(station=station(), stars=0)
    assert grade.on == date(2026, 12, 10), "ten workdays' notice"
    notice = clerk.get(PLACE + "notice/").content.decode()
    assert "locked twice in three tries" in notice and "10 December 2026" in notice
    early = reviewer.post(PLACE, {"do": "pass", "number": grade.pk})
    assert early.status_code == 422 and station().closed_on is None
    with time_machine.travel(TODAY + timedelta(14), tick=False):
        reviewer = client_of("reviewer", "en")
        assert reviewer.post(PLACE, {"do": "pass", "number": grade.pk})["Location"] == "/appraisals/stations/"
        assert station().closed_on == date(2026, 12, 10)
        assert reviewer.get(PLACE).status_code == 404
    assert value("stations.open 150802 ..2026-12-31") == open_before - 1
    assert verify_records() == []


def test_an_exit_passed_late_leaves_out_no_day_on_which_something_was_recorded():
    looked_at(("1", False), ("1", False))
    client_of("bayannur").post(PLACE, {"do": "give", "mark": "0", "reason": "locked twice"})
    grade = Grade.objects.get(station=station(), stars=0)
    with time_machine.travel(TODAY + timedelta(19), tick=False):
        seen = {"station": "LH-001", "on": date(2026, 12, 12), "met": "1", "found_open": True}
        inspect(By(account_of("bayannur").actor), [Row(1, seen)])
        client_of("reviewer").post(PLACE, {"do": "pass", "number": grade.pk})
    grade.refresh_from_db()
    assert (grade.on, station().closed_on) == (date(2026, 12, 10), date(2026, 12, 12))
    assert verify_records() == []


def test_what_is_mended_in_time_is_dropped_and_nothing_is_closed():
    clerk = client_of("bayannur", "en")
    clerk.post(PLACE, {"do": "give", "mark": "0", "reason": "locked"})
    grade = Grade.objects.get(station=station(), stars=0)
    assert clerk.post(PLACE, {"do": "drop", "number": grade.pk}).status_code == 302
    assert Grade.objects.get(pk=grade.pk).withdrawn
    assert clerk.get(PLACE + "notice/").status_code == 404
    assert clerk.post(PLACE, {"do": "pass", "number": grade.pk}).status_code == 422


def test_the_list_shows_what_differs_within_ones_areas(django_assert_max_num_queries):
    looked_at(("1", True))
    clerk = client_of("bayannur", "en")
    clerk.get("/appraisals/stations/")
    for address in ("/appraisals/stations/", "/appraisals/stations/?view=all", PLACE):
        with django_assert_max_num_queries(15):
            page = clerk.get(address).content.decode()
        assert "LH-001" in page
    different = clerk.get("/appraisals/stations/").content.decode()
    assert different.count('<th scope="row"') == 1 and "20%" in different
    elsewhere = client_over("1504", "clerk")
    assert elsewhere.get(PLACE).status_code == 404
    assert "LH-001" not in elsewhere.get("/appraisals/stations/?view=all").content.decode()
    assert client_of("leader").get("/appraisals/stations/").status_code == 403


def test_a_grade_says_who_decided_and_passed_it_and_leads_to_what_it_goes_by():
    looked_at(("1、2、3、4、5", True))
    open_order(By(account_of("clerk").actor), "station_repair", "dirty", station())
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    clerk.post(PLACE, {"do": "give", "mark": "5", "reason": "检查全部达标"})
    waits = reviewer.get(PLACE).content.decode()
    decider = account_of("clerk").actor.name
    assert f"{decider} 拟定" in waits
    number = Grade.objects.get(station=station(), passed_by=None, reason="检查全部达标").pk
    reviewer.post(PLACE, {"do": "pass", "number": number})
    shown = clerk.get(PLACE).content.decode()
    assert f"{decider} 拟定" in shown and f"{account_of('reviewer').actor.name} 复核" in shown
    assert "/records/stations/inspections/?q=LH-001" in shown and "/work/" in shown and "脏乱" in shown


def test_in_the_whole_list_what_is_to_be_decided_stands_first():
    looked_at(("1、2、3、4、5", True))
    page = client_of("clerk").get("/appraisals/stations/?view=all").content.decode()
    listed = re.findall(r'<th scope="row"[^>]*><a href="/appraisals/stations/([^/]+)/"', page)
    assert listed[0] == "LH-001" and listed[1:] == sorted(listed[1:]) and listed[1] < "LH-001"
