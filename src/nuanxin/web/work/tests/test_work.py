"""Work orders through HTTP: given, mended, looked at by another, sent back; who may see and move what."""

import re
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from nuanxin.kernel.ledger.acts import ANYBODY, By
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.programme import all_finders
from nuanxin.kernel.work.actions import open_order
from nuanxin.kernel.work.models import Step
from tests.people import account_of, client_of, client_over
from tests.repairs import end_told_repairs, repairs

pytestmark = pytest.mark.usefixtures("demo")
NOW = datetime(2026, 11, 25, 4, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(demo):
    end_told_repairs()
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


def stations():
    """Return the stations of a district, whatever programme keeps them."""
    register = next(finder for _owner, finder in all_finders() if finder.slug == "stations").record
    return register.objects.filter(area__range=(150802000000, 150802999999)).order_by("key")


@pytest.fixture
def station():
    """Return one that no organisation keeps: the town gives its repairs out."""
    return stations().filter(keeper=None).first()


@pytest.fixture
def order(station):
    return open_order(By(ANYBODY), "station_repair", "locked", station).result


def page_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def moved(client, order, move, **said):
    page = page_of(client, f"/work/{order.pk}/")
    token = re.search(r'name="token" value="([^"]+)"', page)[1]
    return client.post(f"/work/{order.pk}/move/", {"move": move, "token": token, **said})


def test_an_order_is_found_given_mended_and_passed_by_another(order, station):
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    listed = page_of(clerk, "/work/")
    assert "门锁着" in listed and str(station) in listed and "待派" in listed
    assert "过路人" in page_of(clerk, f"/work/{order.pk}/")
    worker = account_of("bayannur").party_id
    assert moved(clerk, order, "give", give_to=worker).status_code == 302
    keeper = client_of("bayannur")
    assert "门锁着" in page_of(keeper, "/work/?view=given")
    assert moved(keeper, order, "mend").status_code == 302
    assert "要由别人查看" in page_of(keeper, f"/work/{order.pk}/")
    assert moved(reviewer, order, "send_back", reason="not_mended").status_code == 302
    assert moved(keeper, order, "mend").status_code == 302
    assert moved(reviewer, order, "verify").status_code == 302
    assert "门锁着" not in page_of(reviewer, "/work/?view=open")
    assert "办结" in page_of(reviewer, "/work/?view=ended")
    steps = list(Step.objects.filter(order=order).values_list("move", flat=True))
    assert steps == ["open", "give", "mend", "send_back", "mend", "verify"]
    history = page_of(reviewer, f"/work/{order.pk}/")
    assert history.index("查看通过") < history.index("没有修好") < history.index("派单")
    assert verify_records() == []


def test_what_one_mended_waits_for_others_and_not_for_oneself(order):
    both = client_over("150802", "clerk")
    moved(both, order, "mend")
    assert "门锁着" not in page_of(both, "/work/")
    assert "门锁着" in page_of(client_of("reviewer"), "/work/")


def test_a_move_that_cannot_be_made_is_refused_with_the_reason(order):
    clerk, reviewer = client_of("clerk"), client_of("reviewer")
    refused = clerk.post(f"/work/{order.pk}/move/", {"move": "give"})
    assert refused.status_code == 409 and "由谁办理" in refused.content.decode()
    assert reviewer.post(f"/work/{order.pk}/move/", {"move": "verify"}).status_code == 409
    assert reviewer.post(f"/work/{order.pk}/move/", {"move": "drop"}).status_code == 409
    assert clerk.post(f"/work/{order.pk}/move/", {"move": "fly"}).status_code == 404
    assert client_of("leader").post(f"/work/{order.pk}/move/", {"move": "mend"}).status_code == 403
    assert repairs().get().state == "open"


def test_what_only_refuses_is_not_the_first_thing_to_press(order):
    address, first = f"/work/{order.pk}/", 'class="primary"'
    assert first in page_of(client_of("clerk"), address)
    page = page_of(client_of("reviewer"), address)
    assert "不予办理" in page and first not in page


def test_an_order_is_not_given_again_to_who_has_it(order):
    clerk, worker = client_of("clerk"), account_of("bayannur").party_id
    moved(clerk, order, "give", give_to=worker)
    page = page_of(clerk, f"/work/{order.pk}/")
    assert "改派" in page and f'<option value="{worker}"' not in page
    refused = moved(clerk, order, "reassign", reason="not_done", give_to=worker)
    assert refused.status_code == 409 and "已经在其手上" in refused.content.decode()
    assert order.steps.count() == 2


def test_what_a_repair_counts_opens_to_the_station_it_is_about(order, station, django_assert_max_num_queries):
    for each in stations().exclude(pk=station.pk)[:20]:
        open_order(By(ANYBODY), "station_repair", "dirty", each)
    clerk = client_of("clerk")
    rows = page_of(clerk, "/figures/stations.repairs_opened/?period=2026-11")
    assert station.name in rows and "分录 " not in rows
    entry = re.search(r"/ledger/entries/(\d+)/", rows)[0]
    assert "驿站" in page_of(clerk, entry).partition("对象")[2][:200]
    with django_assert_max_num_queries(60):
        page_of(clerk, "/figures/stations.repairs_opened/?period=2026-11")


def test_a_slip_is_taken_back_to_where_the_order_was(order):
    clerk = client_of("clerk")
    assert "撤回（点错了）" not in page_of(clerk, f"/work/{order.pk}/")
    moved(clerk, order, "mend")
    assert "撤回（点错了）" in page_of(clerk, f"/work/{order.pk}/")
    assert "撤回（点错了）" not in page_of(client_of("reviewer"), f"/work/{order.pk}/")
    assert "门锁着" not in page_of(clerk, "/work/")
    assert moved(clerk, order, "take_back").status_code == 302
    assert repairs().get().state == "open"
    assert moved(clerk, order, "take_back").status_code == 409


def test_an_order_is_called_by_its_kind_and_number_and_counts_what_was_told(order, station):
    clerk = client_of("clerk")
    open_order(By(ANYBODY), "station_repair", "locked", station)
    page = page_of(clerk, f"/work/{order.pk}/")
    assert f"驿站维修 {order.serial}" in page and "station_repair-" not in page
    assert "2 次，最早在" in page and "反映次数" in page_of(clerk, "/work/")
    refused = moved(client_of("reviewer"), order, "verify").content.decode()
    assert f"“驿站维修 {order.serial}”现在是“待派”" in refused and "刷新" not in refused


def test_sent_twice_moves_once(order):
    for _time in range(2):
        sent = {"move": "mend", "token": "one-and-the-same"}
        assert client_of("clerk").post(f"/work/{order.pk}/move/", sent).status_code == 302
    assert order.steps.filter(move="mend").count() == 1


def test_another_citys_orders_are_not_found(order):
    other = client_over("1504", "clerk")
    assert "门锁着" not in page_of(other, "/work/?view=open")
    assert other.get(f"/work/{order.pk}/").status_code == 404
    assert other.post(f"/work/{order.pk}/move/", {"move": "mend"}).status_code == 404
    about = f"/work/ask/station_repair/{order.about_kind}/{order.about}/"
    assert other.get(about).status_code == 404
    assert Client().get("/work/").status_code == 302


def test_work_is_asked_for_from_the_records_page(station):
    clerk = client_of("clerk")
    record = page_of(clerk, f"/records/stations/stations/{station.pk}/")
    address = re.search(r'href="(/work/ask/[^"]+)"', record)[1]
    assert "脏乱" in page_of(clerk, address)
    made = clerk.post(address, {"matter": "dirty", "token": "once"})
    again = clerk.post(address, {"matter": "dirty", "token": "once"})
    order = repairs().get()
    assert made["Location"] == again["Location"] == f"/work/{order.pk}/"
    assert (order.said_by, order.matter) == (1, "dirty")
    assert f"/work/{order.pk}/" in page_of(clerk, f"/records/stations/stations/{station.pk}/")
    assert clerk.post(address, {"matter": "nothing"}).status_code == 200
    assert clerk.get("/work/ask/no_such/201/1/").status_code == 404


def test_home_and_board_count_what_waits_and_overdue_comes_first(order, clock):
    clerk = client_of("clerk")
    assert "待您办理的工单" in page_of(clerk, "/") and "件逾期" not in page_of(clerk, "/")
    clock.shift(3 * 86_400)
    assert "1 件逾期" in page_of(client_of("clerk"), "/")
    assert "待您办理的工单" in page_of(client_of("clerk"), "/programmes/stations/")
    assert "逾期" in page_of(client_of("clerk"), "/work/?view=overdue").partition("<table")[2]
    assert "待您办理的工单" not in page_of(client_of("leader"), "/")


def test_pages_are_light_however_many_orders_there_are(station, order):
    for each in stations().exclude(pk=station.pk)[:30]:
        for matter in ("dirty", "water_broken"):
            open_order(By(ANYBODY), "station_repair", matter, each)
    clerk = client_of("clerk")
    moved(clerk, order, "give", give_to=account_of("bayannur").party_id)
    record = f"/records/stations/stations/{station.pk}/"
    for page in ("/work/", "/work/?view=open&offset=50", f"/work/{order.pk}/", record, "/"):
        with CaptureQueriesContext(connection) as statements:
            page_of(clerk, page)
        assert len(statements) <= 15, (page, len(statements))
    assert "第 1—50 件，共 66 件" in page_of(clerk, "/work/?view=open"), "61 repairs, 5 openings of the plan"
