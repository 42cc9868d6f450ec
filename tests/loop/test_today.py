"""The pages of those who work here: what needs a hand, a programme's board, the search."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from nuanxin.kernel.programme import all_pages, all_programmes
from nuanxin.programmes.grid.models import Hazard
from nuanxin.programmes.stations.models import Station
from nuanxin.site.city import read_city
from nuanxin.web.today.hands import needs_a_hand
from nuanxin.web.today.sources import needs_of
from tests.people import account_of, client_of, client_over

MOST_STATEMENTS = 15
NEEDS = [(owner, each, need) for owner, each in all_pages() for need in each.needs]


@pytest.fixture(autouse=True)
def at_once(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


def test_strangers_see_the_public_home(demo):
    page = Client().get("/").content.decode()
    assert "今天的待办" not in page
    assert reverse("registers") not in page
    assert 'id="find"' not in page


@pytest.mark.parametrize(
    ("person", "room"), [("system", "operation"), ("security", "people"), ("audit", "audit")]
)
def test_an_administrator_is_led_to_his_own_work_and_no_record(demo, person, room):
    page = client_of(person).get("/").content.decode()
    assert f'href="{reverse(room)}"' in page
    assert reverse("registers") not in page and 'id="find"' not in page
    others = {"operation", "people", "audit"} - {room}
    assert not [each for each in others if f'href="{reverse(each)}"' in page]


def test_what_needs_a_hand_is_counted_within_ones_areas(demo):
    """The count of a line is what the list behind it shows, for a wide grant and a narrow one."""
    open_ones = Hazard.objects.filter(handled_on=None, withdrawn=False)
    for person in ("clerk", "bayannur"):
        items = {item.address: item for item in needs_a_hand(account_of(person).actor)}
        page = client_of(person, "en").get("/").content.decode()
        for address, item in items.items():
            if item.count:
                assert address.replace("&", "&amp;") in page
                listed = client_of(person, "en").get(address).content.decode()
                assert re.search(rf"\b{item.count} (records?|orders?)\b", listed), address
    assert any(item.count == open_ones.count() for item in items.values())
    assert needs_a_hand(account_of("system").actor) == []


def test_a_workbook_left_lying_is_on_the_home_page(demo, settings):
    clerk = client_of("clerk", "en")
    path = next(p for p in read_city(settings.NUANXIN["city"]).sheets if "景点台账" in p.name)
    Station.objects.all()
    changed = path.read_bytes()
    clerk.post(reverse("imports"), {"files": SimpleUploadedFile(path.name, changed)})
    assert path.name not in clerk.get("/").content.decode()  # everything in it stands already
    clerk.post(reverse("imports"), {"files": SimpleUploadedFile("broken.xlsx", b"no workbook")})
    page = clerk.get("/").content.decode()
    assert "broken.xlsx" in page
    assert "See why" in page


@pytest.mark.parametrize("person", ["clerk", "bayannur", "publisher"])
def test_home_boards_and_search_stay_within_their_statements(demo, django_assert_max_num_queries, person):
    client = client_of(person)
    client.get("/")  # the process holds areas and grants in memory; the session is dated once
    for address in ("/", "/search/?q=社区", *(f"/programmes/{each.name}/" for each in all_programmes())):
        with django_assert_max_num_queries(MOST_STATEMENTS):
            assert client.get(address).status_code == 200


def test_a_board_says_what_the_figure_says(demo):
    leader = client_of("leader", "en")
    board = leader.get("/programmes/stations/").content.decode()
    opens = re.search(r'class="value" href="([^"]+)">([^<]+)<', board)
    shown = leader.get(opens[1].replace("&amp;", "&")).content.decode()
    assert f">{opens[2]}<" in shown
    assert "on the year before" in board
    for page in next(each for each in all_programmes() if each.name == "stations").pages:
        assert reverse("records", args=["stations", page.slug]) in board
    assert "暖心驿站" in Client().get("/programmes/stations/").content.decode()
    assert "主要指标" not in Client().get("/programmes/stations/").content.decode()


def test_a_board_tells_as_of_today_what_the_last_bulletins_day_did_not_know_yet(demo):
    clerk = client_of("clerk", "en")
    board = clerk.get("/programmes/stations/").content.decode()
    overdue = re.search(r'href="(/figures/stations.overdue_repairs/[^"]+)">as of today', board)[1]
    shown = clerk.get(overdue.replace("&amp;", "&")).content.decode()
    assert "has not come yet" not in shown
    ahead = localdate() + timedelta(days=7)
    later = clerk.get(f"/figures/stations.overdue_repairs/?period=..{ahead}").content.decode()
    assert "has not come yet" in later and "As of today" in later
    assert "has not come yet" not in clerk.get("/figures/stations.visits/?period=2099").content.decode()
    assert re.search(r'/figures/stations.share/[^"]*period=\.\.2024-05-31', board)


def test_a_search_finds_within_ones_areas_and_no_person(demo):
    station = Station.objects.filter(withdrawn=False).first()
    address = reverse("record", args=["stations", "stations", station.pk])
    assert address in client_of("bayannur").get("/search/", {"q": station.key}).content.decode()
    other = client_over("1504").get("/search/", {"q": station.key}).content.decode()
    assert "/records/stations/stations/" + str(station.pk) not in other
    found = client_of("clerk", "en").get("/search/", {"q": "hazards"}).content.decode()
    assert reverse("figure", args=["grid.hazards_found"]) in found
    assert reverse("records", args=["grid", "hazards"]) in found


def test_a_search_meets_no_number_of_a_person(demo):
    clerk = client_of("clerk")
    for _owner, page in all_pages():
        for name in page.personal:
            field = page.model_field(name)
            known = page.record.objects.exclude(**{name: None}).select_related(name).first()
            if known is not None:
                text = clerk.get("/search/", {"q": getattr(known, field.name).name}).content.decode()
                assert "/records/" not in text.partition("<main")[2].partition('role="search"')[2]


@pytest.mark.parametrize(("owner", "page", "need"), NEEDS, ids=lambda each: getattr(each, "name", "on"))
def test_every_need_is_counted_through_an_index_of_its_own(demo, owner, page, need):
    """A register of a quarter of a million is not read to say that three of its records wait."""
    mended = replace(page, needs=(need,))
    for person in ("leader", "bayannur"):
        with CaptureQueriesContext(connection) as asked:
            list(needs_of(account_of(person).actor, [(owner, mended)]))
        plan = _plan(asked[-1]["sql"])
        mine = [index.name for index in page.record._meta.indexes if index.condition == _stands(need)]
        assert mine and any(name in plan for name in mine), plan
        assert "SCAN" not in plan.upper().replace("INDEX SCAN", "").replace("INDEX ONLY SCAN", ""), plan


def _stands(need):
    return need.where & Q(withdrawn=False)


def _plan(sql):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            return "\n".join(row[3] for row in cursor)
        cursor.execute("SET enable_seqscan = off")
        cursor.execute("SET enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor)
