"""The story of the stations, all of it through HTTP: from a room on offer to published figures that open.

Rooms are offered by a sheet; a plan is made, and taken by another; a station opens, and who is in reach is
counted against what the plan promised; an inspector taps the checklist; what is lacking goes to whoever keeps
the station, who repairs it and hands in a photo, and a second person looks at it and passes it; taps that
waited without a network are counted once; a passer-by says that a door is locked; stars are given by two
persons; the figures are published, and each opens to its rows.
"""

import re
from datetime import date, datetime
from fractions import Fraction
from html import unescape
from secrets import token_hex

import pytest
import time_machine
from django.test import Client
from openpyxl import Workbook

from nuanxin.kernel.bulletins.models import CheckResult
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.shown import show
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.work.models import Step, WorkOrder
from nuanxin.programmes.stations.models import Offer, Station
from nuanxin.web.addresses import reading_address
from nuanxin.web.work.tests.test_proofs import photo
from tests.loop.sheets import value
from tests.loop.test_editor import begun, fields, hand
from tests.loop.test_questions import confirmed, dropped
from tests.people import account_of, client_of

NOON = datetime(2026, 11, 25, 12, tzinfo=HERE)
STREET, EVERY_DAY = "临河区汇丰街道", "每天 8:00-20:00"
OFFERS = (
    "暖心驿站空间提供登记表",
    ["空间名称", "所在街道（乡镇）", "提供单位", "经度", "纬度", "坐标系", "可开放时间",
     "年费用（元）", "提出日期", "踏勘日期", "采用日期"],
    ["东门大厅（示例）", STREET, "银行（示例）", "107.4276", "40.7365", "高德", EVERY_DAY,
     12000, date(2026, 11, 2), date(2026, 11, 5), None],
    ["西门门房（示例）", STREET, "社区（示例）", "107.42", "40.76", "高德", EVERY_DAY,
     3000, date(2026, 11, 3), date(2026, 11, 5), None],
)  # fmt: skip
OPENED = (
    "暖心驿站登记台账",
    ["驿站编号", "驿站名称", "依托场所", "所在街道（乡镇）", "地址", "经度", "纬度", "坐标系", "开放时间",
     "运营单位", "饮水", "充电", "药箱", "启用日期"],
    ["LH-901", "东门暖心驿站（示例）", "银行网点", STREET, "东门大厅", "107.4276", "40.7365", "高德",
     EVERY_DAY, "临河区暖城便民服务公司（示例）", "√", "√", "√", date(2026, 11, 20)],
)  # fmt: skip
PLANNING = "/plans/new/stations.siting/150802000000/"
ASKED = {
    "model": "cover", "count": "1", "minutes": "10", "by": "walking", "seconds": "2", "seed": "7",
    "curve": "0", "bands": ["morning", "noon", "evening", "night"],
    "kinds": ["hot_spot", "road", "population"],
    "sources": ["offers", "buildings"], "grid_m": "500",
}  # fmt: skip
PLACE, DOOR = "/rounds/stations/LH-901/", "/near/stations/LH-901/"
PUBLISHED = {
    "stations.open": "..2026-11-25",
    "stations.offered": "..2026-11-25",
    "stations.stars_4": "..2026-11-25",
    "stations.visits": "2026-11",
    "stations.inspections": "2026-11",
    "stations.repairs_opened": "2026-11",
    "stations.repairs_verified": "2026-11",
    "stations.overdue_repairs": "..2026-11-25",
    "stations.demand": "..2026-11-25",
    "stations.reached": "..2026-11-25",
    "stations.share": "..2026-11-25",
    "stations.promised": "..2026-11-25",
    "stations.gained": "..2026-11-25",
    "stations.promise_kept": "..2026-11-25",
}
COUNTED = ("demand", "reached", "share", "promised", "gained", "promise_kept")
"""What is counted of coverage, apart from what happens at one station."""


@pytest.fixture(autouse=True)
def at_noon(settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
    with time_machine.travel(NOON):
        yield


@pytest.fixture
def people(demo):
    return {key: client_of(key, "en") for key in ("clerk", "bayannur", "keeper", "reviewer", "publisher")}


def handed_in(client, folder, name, sheet):
    title, *rows = sheet
    book = Workbook()
    for cells in ([title], *rows):
        book.active.append(cells)
    book.save(folder / name)
    return confirmed(client, dropped(client, folder / name))


def tapped(client, deed, **said):
    sent = {"deed": deed, "token": token_hex(16), "on": "2026-11-25", **said}
    return client.post(PLACE, sent, headers={"accept": "application/json"})


def now(name):
    return value(f"{name} 150802 {PUBLISHED[name]}")


def test_from_a_room_on_offer_to_figures_that_open(people, tmp_path):
    before = {name: now(name) for name in PUBLISHED if name.partition(".")[2] not in COUNTED}
    handed_in(people["clerk"], tmp_path, "空间.xlsx", OFFERS)
    room, plan = planned_and_taken(people)
    nobody_new = counted(people["clerk"], plan)
    opened(people, room, tmp_path)
    kept_its_promise(plan, nobody_new, counted(people["clerk"], plan))
    order = inspected_and_found_lacking(people["bayannur"])
    repaired_by_its_keeper_and_verified_by_another(people, order)
    counted_once_after_a_while_without_a_network(people["keeper"])
    said_to_be_locked(people["keeper"])
    graded_by_two(people)
    changed = {name: now(name) - before[name] for name in before}
    assert changed == {
        "stations.open": 1,
        "stations.offered": 1,
        "stations.stars_4": 1,
        "stations.visits": 16,
        "stations.inspections": 1,
        "stations.repairs_opened": 2,
        "stations.repairs_verified": 1,
        "stations.overdue_repairs": 0,
    }
    published_and_opened(people)
    the_loop_says_what_was_done()
    assert verify() + verify_records() == []


def planned_and_taken(people):
    """A plan of one station that has to be in the room offered: the clerk asks, another takes it."""
    clerk, reviewer = people["clerk"], people["reviewer"]
    room = Offer.objects.get(name="东门大厅（示例）")
    assert "东门大厅" in clerk.get(PLANNING).content.decode()
    page = clerk.post(PLANNING, {**ASKED, "put": [f"forced offer:{room.pk}"]}, follow=True)
    address = page.redirect_chain[-1][0]
    assert re.fullmatch(r"/plans/P-\d+/", address)
    assert f'data-site="offer:{room.pk}"' in page.content.decode()
    assert clerk.post(f"{address}take/", {"decline": "0"}).status_code == 403
    assert "东门大厅" in reviewer.get(f"{address}take/").content.decode()
    in_force = Plan.objects.get(taken_on__isnull=False, until=None).key
    assert reviewer.post(f"{address}take/", {"decline": "0", "in_force": in_force}).status_code == 302
    room.refresh_from_db()
    assert room.taken_on == date(2026, 11, 25)
    return room, address


def counted(clerk, plan):
    """Who is in reach is counted by a press of a button; return what it says."""
    page = clerk.post(f"{plan}count/", follow=True)
    assert "Counted; the figures follow." in page.content.decode()
    return {name: now(f"stations.{name}") for name in COUNTED}


def kept_its_promise(plan, before, after):
    """The station the plan asked for brings about what was promised, no more and no less."""
    promised = Plan.objects.get(key=plan.split("/")[2]).promised
    assert before["promised"] == after["promised"] == promised > 0
    assert not before["gained"] and after["gained"] == promised and after["promise_kept"] == 1
    assert after["demand"] == before["demand"]
    assert after["reached"] == before["reached"] + promised
    assert after["share"] == Fraction(after["reached"], after["demand"])


def opened(people, room, folder):
    """The work order of the plan is given, fitted out, passed by another; then the station is registered."""
    order = WorkOrder.objects.get(kind="station_opening", about=room.pk, about_kind=Offer.record_kind)
    keeper = account_of("bayannur").party_id
    for person, move in (("clerk", "give"), ("bayannur", "ready"), ("reviewer", "pass")):
        sent = {"move": move, "token": token_hex(16), "give_to": keeper if move == "give" else ""}
        assert people[person].post(f"/work/{order.pk}/move/", sent).status_code == 302
    assert WorkOrder.objects.get(pk=order.pk).state == "opened"
    handed_in(people["clerk"], folder, "登记.xlsx", OPENED)
    assert "LH-901" in Client().get("/near/stations/?q=LH-901").content.decode()


def inspected_and_found_lacking(inspector):
    assert "inspection due" in inspector.get("/rounds/stations/?q=LH-901").content.decode()
    assert tapped(inspector, "stays", stays="10").status_code == 200
    assert tapped(inspector, "stays", stays="2").json()["said"] == "12 counted today"
    found = {f"item_{number}": "1" for number in range(1, 6)} | {"item_3": "0", "found_open": "1"}
    said = tapped(inspector, "inspection", **found).json()["said"]
    assert said.startswith("inspected today: 4 of 5 in order; 1 lacking: 3 ") and "1 repair asked for" in said
    order = WorkOrder.objects.get(kind="station_repair", about=Station.objects.get(key="LH-901").pk)
    assert order.matter == "charging_broken" and order.due_at is not None
    return order


def repaired_by_its_keeper_and_verified_by_another(people, order):
    """The keeper finds it under what is theirs and hands in a photo; another looks at it and passes it."""
    keeper, reviewer, page = people["keeper"], people["reviewer"], f"/work/{order.pk}/"
    assert "charging out of order" in keeper.get("/rounds/stations/?q=LH-901").content.decode()
    assert page in keeper.get("/work/?view=given").content.decode()
    sent = {"move": "mend", "token": token_hex(16), "proof": photo()}
    assert keeper.post(f"{page}move/", sent).status_code == 302
    verify = {"move": "verify", "token": token_hex(16)}
    assert keeper.post(f"{page}move/", verify).status_code == 403
    assert tapped(people["bayannur"], "move", order=order.pk, move="verify").status_code == 422
    look = re.search(rf'action="({page}proofs/\d+/)"', reviewer.get(page).content.decode())[1]
    seen = reviewer.post(look)
    assert (
        seen["Content-Type"] == "image/jpeg" and b"KEEPER" not in seen.content and b"Exif" not in seen.content
    )
    assert reviewer.post(f"{page}move/", verify).status_code == 302
    assert WorkOrder.objects.get(pk=order.pk).state == "verified"


def counted_once_after_a_while_without_a_network(keeper):
    """A tap that waited on the phone comes by the page and by the worker: it is counted once."""
    sent = {"deed": "stays", "token": token_hex(16), "on": "2026-11-25", "stays": "3"}
    answers = [keeper.post(PLACE, sent, headers={"accept": "application/json"}).json() for _time in range(2)]
    assert [each["state"] for each in answers] == ["kept", "known"]
    assert tapped(keeper, "stays", stays="1").json()["said"] == "16 counted today"


def said_to_be_locked(keeper):
    """Two say so, one of them without a network: his tap comes from two places, half an hour late."""
    waited = {"matter": "locked", "token": token_hex(16), "ago": "1800"}
    for line in ("203.0.113.7", "192.0.2.44"):
        answer = Client(REMOTE_ADDR=line).post(
            f"{DOOR}report/", waited, headers={"accept": "application/json"}
        )
        assert answer.json() == {"state": "kept"}
    assert Client(REMOTE_ADDR="198.51.100.9").post(f"{DOOR}report/", {"matter": "locked"}).status_code == 302
    order = WorkOrder.objects.get(matter="locked", about=Station.objects.get(key="LH-901").pk)
    assert order.said_by == 2
    assert "told 2 times" in keeper.get(PLACE).content.decode()


def graded_by_two(people):
    page = people["clerk"].get("/appraisals/stations/LH-901/").content.decode()
    assert "4 of 5 items in order (80%)" in page and "Said to be locked 2 times" in page
    sent = {"do": "give", "mark": "4", "reason": "new, nearly everything in order"}
    people["clerk"].post("/appraisals/stations/LH-901/", sent)
    number = re.search(
        r'name="number" value="(\d+)"',
        people["reviewer"].get("/appraisals/stations/LH-901/").content.decode(),
    )[1]
    sent = {"do": "pass", "number": number}
    assert people["reviewer"].post("/appraisals/stations/LH-901/", sent).status_code == 302


def published_and_opened(people):
    cited = [Citation(name, "150802", period) for name, period in PUBLISHED.items()]
    text = "。".join(f"{{{each.figure} {each.area} {each.period}}}" for each in cited)
    number = begun(people["clerk"])
    words = {
        "number": "2026-S1", "title_zh": "驿站", "title_en": "Stations", "issue_zh": "第1期",
        "issue_en": "No. 1", "as_of": "2026-11-25",
        "story-0-headline_zh": "驿站", "story-0-headline_en": "Stations",
        "story-0-body_zh": text, "story-0-body_en": text,
    }  # fmt: skip
    people["clerk"].post(f"/drafts/{number}/", fields(number, **words))
    for person, step in (("clerk", "send"), ("reviewer", "confirm"), ("publisher", "publish")):
        assert hand(people[person], number, step).status_code == 302
    for each in cited:
        opens_to_its_rows(each, now(each.figure))


def the_loop_says_what_was_done():
    """The home page counts what every step did; the one nothing was done in says so, and no other."""
    plans, orders = Plan.objects.count(), WorkOrder.objects.count()
    looks = Step.objects.filter(move__in=("verify", "pass")).count()
    checks = CheckResult.objects.count() + looks
    assert plans and orders > 1 < looks
    english, chinese = (
        unescape(Client(headers={"accept-language": each}).get("/").content.decode())
        for each in ("en", "zh-hans")
    )
    assert f"{plans} plan{'s' if plans > 1 else ''} made" in english and f"已做 {plans} 个方案" in chinese
    assert f"{orders} work orders given" in english and f"已派 {orders} 张工单" in chinese
    assert f"{checks} checks made" in english and f"已核对 {checks} 项" in chinese
    assert english.count(">not in use yet<") == 1


def opens_to_its_rows(cited, worth):
    """A stranger opens a published figure: its rows add up to it, and a row opens to what made it."""
    stranger, address = Client(headers={"accept-language": "en"}), reading_address("2026-S1", cited)
    page = unescape(stranger.get(address).content.decode())
    assert str(show(figure(cited.figure), worth, "en").number) in page
    for part in figure(cited.figure).parts:
        assert part in PUBLISHED and f'href="/figures/{part}/' in page, "a share opens to what it is made of"
    if figure(cited.figure).parts:
        return
    rows, offset = set(), 0
    while found := set(re.findall(rf"{re.escape(address)}entries/(\d+)/", page)) - rows:
        rows |= found
        offset = len(rows)
        page = unescape(stranger.get(f"{address}?offset={offset}").content.decode())
    assert sum(Entry.objects.filter(seq__in=rows).values_list("quantity", flat=True)) == worth
    for seq in sorted(rows)[-1:]:
        assert stranger.get(f"{address}entries/{seq}/").status_code == 200
