"""Rooms on offer on their own page: visited, taken, declined with a reason; and what belongs to a station."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.programmes.stations import models
from nuanxin.programmes.stations.intake import OFFERS
from nuanxin.programmes.stations.models import Offer, Station
from nuanxin.programmes.stations.tests.test_impossible import drawn
from tests.people import account_of, client_of

pytestmark = pytest.mark.usefixtures("demo")


@pytest.fixture
def visited():
    return Offer.objects.filter(models.UNDECIDED, withdrawn=False).first()


def page_of(client, offer):
    answer = client.get(reverse("record", args=["stations", "offers", offer.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def decide(client, offer, name, **said):
    return client.post(reverse("decide_record", args=["stations", "offers", offer.pk, name]), said)


def test_a_room_is_declined_with_a_reason_that_stands_on_its_page(visited):
    clerk = client_of("clerk")
    assert "可以怎样处理" in page_of(clerk, visited)
    assert decide(clerk, visited, "decline", reason=" ").status_code == 422
    assert decide(clerk, visited, "decline", reason="三楼没有电梯").status_code == 302
    shown = page_of(clerk, visited)
    assert "三楼没有电梯" in shown and 'value="take"' not in shown and "不采用提供的空间" in shown
    assert Offer.objects.get(pk=visited.pk).declined_on == localdate()
    again = decide(clerk, visited, "decline", reason="再说一次")
    assert again.status_code == 422 and "不" in again.content.decode()
    assert verify_records() == []


def handed_in(tmp_path, offer, **said):
    row = {"name": offer.name, "area": name_of(offer.area), "offered_on": offer.offered_on}
    row |= {"seats": 7, "visited_on": None, "taken_on": None, "declined_on": None, "reason": None, **said}
    (report,) = take(account_of("clerk").actor, drawn(tmp_path / "t.xlsx", OFFERS, row))
    return report


def name_of(area):
    return full_name(area, "zh-hans").replace(" ", "")


@pytest.mark.parametrize("who", ["clerk", "reviewer"])
def test_a_blank_cell_of_a_sheet_undoes_no_decision_of_the_page(tmp_path, visited, who):
    client = client_of(who)
    if who == "clerk":
        assert decide(client, visited, "decline", reason="三楼没有电梯").status_code == 302
    else:
        assert decide(client, visited, "take").status_code == 302
    decided = Offer.objects.get(pk=visited.pk)
    report = handed_in(tmp_path, visited)
    for asked in report.asked:
        assert "用日期" not in asked.doubt.said and "不采用理由" not in asked.doubt.said
    stands = Offer.objects.get(pk=visited.pk)
    for name in ("visited_on", "taken_on", "declined_on", "reason"):
        assert getattr(stands, name) == getattr(decided, name), name
    if who == "clerk":
        assert (report.good, stands.seats) == (1, 7), "what the sheet does say is taken"
    assert verify_records() == []


def test_a_decision_filled_in_a_sheet_takes_the_place_of_another_and_a_slip_is_undone(tmp_path, visited):
    clerk = client_of("clerk")
    decide(clerk, visited, "decline", reason="点错了")
    assert handed_in(tmp_path, visited, taken_on=localdate(), visited_on=visited.visited_on).good == 1
    taken = Offer.objects.get(pk=visited.pk)
    assert (taken.taken_on, taken.declined_on) == (localdate(), None)
    other = Offer.objects.filter(models.UNDECIDED, withdrawn=False).first()
    decide(clerk, other, "decline", reason="点错了")
    assert "重新考虑" in page_of(clerk, other)
    assert decide(clerk, other, "reopen").status_code == 302
    again = Offer.objects.get(pk=other.pk)
    assert (again.declined_on, again.reason) == (None, "")
    assert decide(clerk, other, "reopen").status_code == 422
    assert verify_records() == []


def test_a_room_is_taken_by_a_reviewer_once_it_was_visited_and_its_opening_is_ordered(visited):
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    unseen = Offer.objects.filter(models.UNVISITED, withdrawn=False).first()
    if unseen:
        assert decide(reviewer, unseen, "take").status_code == 422
        assert decide(clerk, unseen, "visit").status_code == 302
        assert Offer.objects.get(pk=unseen.pk).visited_on == localdate()
    assert decide(clerk, visited, "take").status_code == 403
    assert decide(reviewer, visited, "take").status_code == 302
    assert Offer.objects.get(pk=visited.pk).taken_on == localdate()
    order = WorkOrder.objects.get(about_kind=Offer.record_kind, about=visited.pk, withdrawn=False)
    assert (order.kind, order.matter, order.state) == ("station_opening", "offer", "planned")
    assert verify_records() == []


def test_who_only_reads_decides_nothing(visited):
    assert "可以怎样处理" not in page_of(client_of("leader"), visited)
    assert decide(client_of("leader"), visited, "decline", reason="x").status_code == 403
    assert decide(client_of("clerk"), visited, "fly").status_code == 404


def test_a_stations_page_shows_what_is_there_and_what_belongs_to_it(django_assert_max_num_queries):
    station, clerk = Station.objects.get(key="LH-001"), client_of("clerk")
    address = reverse("record", args=["stations", "stations", station.pk])
    clerk.get(address)
    with django_assert_max_num_queries(15):
        shown = clerk.get(address).content.decode()
    for words in ("饮水", "蒙古文名称", "经度", "与它有关", "服务人次"):
        assert words in shown, words
    assert "/records/stations/visits/?q=LH-001" in shown
    for name in ("near_place", "round_place", "appraised_place"):
        assert reverse(name, args=["stations", "LH-001"]) in shown
    listed = clerk.get("/records/stations/visits/?q=LH-001").content.decode()
    assert "LH-001" in listed
    assert (
        reverse("round_place", args=["stations", "LH-001"])
        not in client_of("leader").get(address).content.decode()
    )
