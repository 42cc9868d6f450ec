"""The planning pages as their people use them: asked for, looked into, compared, taken, printed."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from django.utils.translation import override

from nuanxin.kernel.areas.tree import span
from nuanxin.kernel.plans.declare import plan_type
from nuanxin.kernel.plans.models import Plan
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.web.jobs.models import Job
from nuanxin.web.jobs.running import ask_for
from nuanxin.web.plans.tests.conftest import ASKED, BEGIN, planned, text
from tests.people import account_of, client_of, client_over

MOST_STATEMENTS = 15
LINHE = 150802000000
PART = {"HX-Request": "true"}


def test_the_demonstration_has_a_plan_that_was_taken(clerk):
    page = text(clerk.get("/plans/"))
    assert "Most demand in reach · 5 new · 10 minutes" in page and "Make a plan" in page
    assert "覆盖最多需求 · 新增 5 处 · 10 分钟" in text(client_of("leader", "zh-CN").get("/plans/"))


def test_without_a_plan_the_page_says_how_to_begin(clerk):
    Plan.objects.update(withdrawn=True)
    page = text(clerk.get("/plans/"))
    assert "No plan has been made yet" in page and "Make the first plan" in page
    assert clerk.get("/plans/new/").url == BEGIN
    assert "Make the first plan" not in text(client_of("leader", "en").get("/plans/"))


def test_a_plan_is_asked_for_and_answers_where_how_sure_and_what_next(clerk):
    form = clerk.get(BEGIN)
    assert "<svg" in form.content.decode() and "made up" in text(form) and "Make the plan" in text(form)
    left_out = re.search(r'href="(/records/stations/offers/\?q=[^"]+)"', form.content.decode())[1]
    assert "1 record cannot be planned with" in text(form) and clerk.get(left_out).status_code == 200
    address = planned(clerk)
    plan, page = Plan.objects.latest("pk"), clerk.get(address)
    assert plan.asked["count"] == 2 and plan.proved
    said = text(page)
    assert "proved best" in said and "nobody has taken it" in said and "whoever made a plan does not" in said
    assert page.content.decode().count("data-site=") == 2
    assert "One more 3 new stations" in said and "One fewer 1 new station" in said
    assert f"{plan.value:,}" in said and plan.inputs in said
    assert str(plan) in text(clerk.get("/plans/"))


def test_what_cannot_be_asked_is_said_at_its_field_and_nothing_typed_is_lost(clerk):
    drawn = {
        "drawn_name": ["New gate", ""],
        "drawn_longitude": ["107.4", ""],
        "drawn_latitude": ["40.75", ""],
    }
    drawn |= {"drawn_noon": ["80", ""]}
    page = clerk.post(BEGIN, {**ASKED, **drawn, "count": "", "budget_yuan": "", "title": "My plan"})
    assert page.status_code == 400 and not Job.objects.exists()
    body = page.content.decode()
    assert 'class="wrong"' in body and 'aria-invalid="true"' in body
    for kept in ('value="New gate"', 'value="107.4"', 'value="80"', 'value="My plan"'):
        assert kept in body


def test_demand_drawn_and_candidates_put_belong_to_the_plan(clerk):
    candidate = re.search(r'value="forced (offer:\d+)"', clerk.get(BEGIN).content.decode())[1]
    address = planned(
        clerk,
        put=[f"forced {candidate}", ""],
        drawn_name=["Gate"], drawn_longitude=["107.4"], drawn_latitude=["40.75"],
        drawn_morning=[""], drawn_noon=["80"], drawn_evening=[""], drawn_night=[""],
        title="With the gate",
    )  # fmt: skip
    asked = Plan.objects.latest("pk").asked
    assert asked["forced"] == [candidate] and asked["drawn"][0]["noon"] == 80
    assert f'data-site="{candidate}"' in clerk.get(address).content.decode()
    again = clerk.get(f"{BEGIN}?from={address.split('/')[2]}").content.decode()
    assert 'value="Gate"' in again and f'value="forced {candidate}" selected' in again


@pytest.mark.parametrize(
    ("wrong", "field", "said"),
    [
        ({"count": "9999"}, "New stations", "9999 stations are asked for"),
        ({"count": "", "budget_yuan": "5"}, "Budget, yuan a year", "The cheapest candidate costs"),
        ({"minutes": ""}, "Within minutes", "Nothing is written here. Give a whole number from 1 to 60."),
    ],
)
def test_what_the_registers_do_not_allow_is_said_at_the_field_before_a_run_begins(clerk, wrong, field, said):
    page = clerk.post(BEGIN, {**ASKED, **wrong, "title": "Too many"})
    assert page.status_code == 400 and not Job.objects.exists()
    body = page.content.decode()
    assert re.search(f"{field} : {said}", text(page)) and text(page).count(said) == 2
    assert all(f'value="{value}"' in body for value in wrong.values()) and 'value="Too many"' in body


def test_a_run_that_fails_says_why_and_gives_the_form_back(clerk, monkeypatch):
    planner = plan_type("stations.siting").planner
    gathered, monkeyed = planner.gathered, iter([True])
    monkeypatch.setattr(planner, "gathered", lambda *said: next(monkeyed, None) or gathered(*said))
    page = clerk.post(BEGIN, {**ASKED, "count": "9999", "title": "Too many"}, follow=True)
    said, job = text(page), Job.objects.get()
    assert job.state == "failed" and job.said in said and "Back to the form as you filled it in" in said
    assert 'value="9999"' in clerk.get(f"{BEGIN}?run={job.pk}").content.decode()


def test_why_moved_and_the_proof_answer_by_link_and_beside(clerk):
    address = planned(clerk)
    shown = Plan.objects.latest("pk").type.planner.shown(Plan.objects.latest("pk"))
    site = shown["sites"][0]
    out = next(each for each in shown["candidates"] if not each["chosen"])
    why = clerk.get(f"{address}why/", {"candidate": out["id"]})
    assert out["name"] in text(why) and "not in the plan" in text(why) and "Back to the plan" in text(why)
    part = clerk.get(f"{address}why/", {"candidate": site["id"]}, headers=PART).content.decode()
    assert "<html" not in part and site["name"] in part
    far = {"site": site["id"], "longitude": site["longitude"] + 0.05, "latitude": site["latitude"]}
    moved = clerk.get(f"{address}moved/", far, headers=PART).content.decode()
    assert re.search(r"· −\d+\.\d+ %", moved)
    assert site["name"] in moved and "loses" in moved and "−" in moved and '"lost"' in moved
    assert clerk.get(f"{address}moved/", {**far, "site": "offer:0"}).status_code == 404
    swapped = {**far, "longitude": site["latitude"], "latitude": site["longitude"]}
    assert "swapped" in text(clerk.get(f"{address}moved/", swapped))
    assert "the proof holds" in text(clerk.post(f"{address}checked/"))


def test_a_plan_is_taken_by_another_who_sees_what_follows(clerk, reviewer):
    address = planned(clerk)
    assert clerk.get(f"{address}take/").status_code == 403
    assert "nobody has taken" in text(reviewer.get("/"))
    before = reviewer.get(f"{address}take/")
    assert "It promises" in text(before) and "Work orders opened" in text(before)
    assert "none; they stay on offer" in text(before)
    assert "none; they stay on offer" not in text(reviewer.get(f"{address}take/?decline=1"))
    assert not Plan.objects.latest("pk").taken
    orders, in_force = WorkOrder.objects.count(), Plan.objects.get(until=None, taken_on__isnull=False).key
    stale = reviewer.post(f"{address}take/", {"decline": "0", "in_force": ""})
    assert stale.status_code == 400 and "Since this page was shown" in text(stale)
    assert not Plan.objects.latest("pk").taken and WorkOrder.objects.count() == orders
    assert f"({in_force}) ends" in text(stale) and f'value="{in_force}"' in stale.content.decode()
    sent = {"decline": "0", "in_force": in_force}
    after = reviewer.post(f"{address}take/", sent, follow=True)
    assert "Taken on" in text(after) and Plan.objects.latest("pk").taken
    assert "has not been counted yet" in text(after) and "counted so far" not in text(after)
    assert "2 work orders opened by it" in text(after)
    for order in WorkOrder.objects.order_by("-pk")[:2]:
        assert f'href="/work/{order.pk}/"' in after.content.decode()
    assert WorkOrder.objects.count() == orders + 2
    again = reviewer.post(f"{address}take/", {"decline": "0"})
    assert again.status_code == 400 and "already" in text(again)
    assert "nobody has taken" not in text(reviewer.get("/"))
    counted = text(clerk.post(f"{address}count/", follow=True))
    assert "Counted; the figures follow." in counted
    assert "counted so far" in text(clerk.get(address))
    assert "Take it back" in text(after) and clerk.post(f"{address}take-back/").status_code == 403
    assert "nobody has taken it" in text(reviewer.post(f"{address}take-back/", follow=True))
    assert Plan.objects.get(key=in_force).until is None
    assert reviewer.post(f"{address}take-back/").status_code == 400


def test_two_plans_are_set_side_by_side(clerk):
    keys = [planned(clerk, count=count).split("/")[2] for count in ("1", "3")]
    page = clerk.get("/plans/compare/", {"plan": keys})
    assert "+2 stations" in text(page) and "only in B" in text(page)
    assert "Choose two plans" in text(clerk.get("/plans/compare/", {"plan": keys[:1]}))


def test_what_is_larger_is_marked_whichever_plan_has_it(clerk):
    keys = [planned(clerk, count=count).split("/")[2] for count in ("1", "3")]
    for pair, marked in ((keys, r"/ <b>\d+</b>"), (keys[::-1], r"<b>\d+</b> / <span")):
        body = clerk.get("/plans/compare/", {"plan": pair}).content.decode()
        assert re.search(marked, body) and 'class="up"' not in body


def test_a_question_without_an_answer_is_not_compared_as_if_it_were_a_plan(clerk):
    none = planned(clerk, model="fair", least_percent="100", count="1", curve="0").split("/")[2]
    some = planned(clerk)
    page = clerk.get("/plans/compare/", {"plan": [some.split("/")[2], none]})
    assert f"({none}) found no plan" in text(page) and "Who is served" not in text(page)
    assert f'<option value="{none}">' not in clerk.get(some).content.decode()


def test_stations_that_are_not_open_yet_are_counted_apart(clerk):
    coming = WorkOrder.objects.filter(kind="station_opening", ended_on=None).count()
    stations = apps.get_model("stations", "Station").objects.filter(area__range=span(150802000000))
    open_now = stations.filter(opened_on__lte=localdate(), closed_on=None, withdrawn=False)
    form, said = clerk.get(BEGIN), f"stations in use ({open_now.count()})"
    fitted = f"being fitted out by earlier plans, counted as open ({coming})"
    assert coming and said in text(form) and fitted in text(form)
    assert form.content.decode().count('class="mark existing coming" transform') == coming
    page = text(clerk.get(planned(clerk)))
    assert said in page and fitted in page
    assert re.search(rf"% without the plan \({coming} stations being fitted out counted in; [\d.]+ %", page)


def test_no_new_station_costs_nothing_and_is_called_by_its_number(clerk):
    page = text(clerk.get(planned(clerk, count="0")))
    assert "Most demand in reach · 0 new · 10 minutes" in page and "0 yuan a year" in page
    assert "No new station was asked for" in page and "nothing would be gained" not in page


def test_plans_of_one_question_are_told_apart_in_the_list(clerk):
    planned(clerk)
    planned(clerk, put=["forbidden " + Plan.objects.latest("pk").papers.answer["sites"][0]])
    rows = re.findall(r"<tr><td class=\"pick.*?</tr>", clerk.get("/plans/").content.decode(), re.DOTALL)
    shares = [re.findall(r"([\d.]+) %", row) for row in rows]
    assert len(shares) == 3 and shares[0] != shares[1] and all(shares)
    assert all('data-head="Yuan a year"' in row and re.search(r"\d,\d{3}<", row) for row in rows)


def test_more_than_two_ticked_plans_are_asked_about(clerk):
    keys = [planned(clerk, count=count).split("/")[2] for count in ("1", "2", "3")]
    page = clerk.get("/plans/compare/", {"plan": keys})
    assert "You ticked 3 plans" in text(page) and page.content.decode().count("selected") == 2


def test_a_plan_made_by_mistake_is_put_away_and_put_back(clerk, reviewer):
    address = planned(clerk)
    assert reviewer.post(f"{address}away/").status_code == 403
    page = clerk.post(f"{address}away/", follow=True)
    assert "This plan was put away" in text(page) and address not in clerk.get("/plans/").content.decode()
    assert address in clerk.get("/plans/?away").content.decode() and "1 plan put away" in text(
        clerk.get("/plans/")
    )
    assert "put away" in text(reviewer.post(f"{address}take/", {"decline": "0"}))
    assert not Plan.objects.latest("pk").taken
    clerk.post(f"{address}back/")
    assert address in clerk.get("/plans/").content.decode() and "Nobody" not in text(clerk.get(address))
    in_force = Plan.objects.get(until=None, taken_on__isnull=False).key
    reviewer.post(f"{address}take/", {"decline": "0", "in_force": in_force})
    refused = clerk.post(f"{address}away/")
    assert refused.status_code == 400 and "so it stays" in text(refused)
    assert not Plan.objects.latest("pk").withdrawn


def test_a_question_nothing_answers_is_kept_with_its_reason(clerk):
    address = planned(clerk, model="fair", least_percent="100", count="1", curve="0")
    said = text(clerk.get(address))
    assert "best plan" not in said and "How the search went" not in said
    assert "no plan possible" in said and "Nothing keeps to what was asked" in said
    assert "Ask differently" in said and "Take this plan" not in said
    assert clerk.get(f"{address}report/").status_code == 200


@pytest.mark.parametrize("model", [{"model": "cover", "least_percent": "100"}, {"model": "center"}])
def test_why_there_is_no_plan_is_said_in_the_language_of_who_reads(clerk, model):
    apart = {"apart_m": "20000"} if model["model"] == "center" else {}
    address = planned(clerk, **model, **apart, count="1", curve="0")
    english, chinese = text(clerk.get(address)), text(client_of("clerk").get(address))
    assert "no plan possible" in english and "Nothing keeps to what was asked." in english
    said = re.search(r"没有满足全部要求的方案。 (.*?) 修改要求", chinese)[1]
    assert re.search("[\u4e00-\u9fff]", said) and not re.search("[A-Za-z]{4}", said), said


def test_a_run_that_fails_is_called_and_says_why_in_the_language_of_who_reads(clerk):
    asked = plan_type("stations.siting").planner.read({**ASKED, "count": "", "budget_yuan": "5"}, LINHE)
    given = {"kind": "stations.siting", "area": LINHE, "asked": asked, "title": ""}
    with override("en"):
        job = ask_for(account_of("clerk").actor, "plan", "most demand in reach · 5 yuan a year", given)
    assert "cheapest candidate costs" in text(clerk.get(f"/plans/runs/{job.pk}/"))
    chinese = text(client_of("clerk").get(f"/plans/runs/{job.pk}/"))
    assert "覆盖最多需求 · 每年 5 元" in chinese and "most demand" not in chinese
    assert "最便宜的候选点" in chinese and "cheapest" not in chinese
    assert "覆盖最多需求 · 每年 5 元" in text(client_of("clerk").get("/jobs/"))


def test_a_run_of_somebody_else_is_not_found_in_the_words_of_who_asks(clerk, reviewer):
    for client, said in ((client_of("reviewer"), "您没有这项后台任务"), (reviewer, "no such work of yours")):
        page = client.get("/plans/runs/999/")
        assert page.status_code == 404 and said in text(page) and "given query" not in text(page)


def test_seats_are_counted_and_the_page_says_how_full_stations_get(clerk):
    pin = {"pinned_name": ["Kiosk"], "pinned_longitude": ["107.4"], "pinned_latitude": ["40.75"]}
    pin |= {"pinned_cost_yuan": ["100"], "pinned_seats": ["1"]}
    address = planned(clerk, model="served", put=["forced pin:1"], **pin)
    plan, page = Plan.objects.latest("pk"), clerk.get(address)
    assert plan.asked["pinned"][0]["seats"] == 1 and plan.proof == "certificate"
    said = text(page)
    assert "How full" in said and "find no seat there" in said and "nobody said how many seats" in said
    assert (
        "Stations in use or being fitted out, the fullest first" in said and "A certificate proves it" in said
    )
    assert "the proof holds" in text(clerk.post(f"{address}checked/"))
    assert "find no seat there" in text(clerk.get(f"{address}report/"))
    assert 'value="1"' in clerk.get(f"{BEGIN}?from={plan.key}").content.decode()
    assert "座位紧不紧" in text(client_of("clerk").get(address))


def test_fewer_seats_than_people_is_an_answer_with_its_reason(clerk):
    crowd = {"drawn_name": ["Fair"], "drawn_longitude": ["107.4"], "drawn_latitude": ["40.75"]}
    address = planned(clerk, model="served_median", count="1", drawn_noon=["900000"], **crowd)
    said = text(clerk.get(address))
    assert "no plan possible" in said and "have seats for" in said and "Ask differently" in said


def test_equity_and_fading_are_options_of_most_demand(clerk):
    form = clerk.get(BEGIN).content.decode()
    assert 'value="fair"' not in form and 'name="least_percent"' in form and 'name="fading"' in form
    planned(clerk, least_percent="1", count="1", curve="0")
    fair = Plan.objects.latest("pk")
    assert fair.asked["least_percent"] == 1 and "no town left behind" in text(clerk.get("/plans/"))
    address = planned(clerk, fading="1")
    plan = Plan.objects.latest("pk")
    assert plan.asked["fading"] and plan.proof == "certificate"
    assert "counted in part" in text(clerk.get(address))
    again = clerk.get(f"{BEGIN}?from={plan.key}").content.decode()
    assert 'name="fading" value="1" checked' in again


def test_a_grid_is_shown_on_the_map_before_a_plan_is_asked_for(clerk):
    assert "grid:" not in clerk.get(BEGIN).content.decode()
    page = clerk.post(BEGIN, {**ASKED, "sources": ["grid"], "grid_m": "900", "show": "1", "title": "Later"})
    body = page.content.decode()
    assert page.status_code == 200 and not Job.objects.exists()
    assert "grid:900:" in body and 'name="grid_m"' in body and 'value="Later"' in body
    fine = clerk.post(BEGIN, {**ASKED, "sources": ["grid"], "grid_m": "10", "show": "1"})
    assert fine.status_code == 400 and 'class="wrong"' in fine.content.decode()


def test_pages_cost_few_statements_and_answer_in_chinese(clerk):
    address, chinese = planned(clerk), client_of("clerk")
    key = address.split("/")[2]
    for page in ("/plans/", BEGIN, address, f"{address}report/", f"/plans/compare/?plan={key}&plan={key}"):
        chinese.get(page)
        with CaptureQueriesContext(connection) as statements:
            answer = chinese.get(page)
        assert answer.status_code == 200
        assert len(statements) <= MOST_STATEMENTS, (page, len(statements))
    said = text(chinese.get(address))
    assert "已证最优" in said and not re.search(r"[\d.]+ s\b", said)
    assert "数据指纹（SHA-256）" in said.split("重算所需")[1] and "所用数据" not in said


@pytest.mark.parametrize("role", ["clerk", "reader"])
def test_another_county_neither_sees_nor_plans(clerk, role):
    address, outsider = planned(clerk), client_over("150430", role)
    assert outsider.get(address).status_code == 404
    assert outsider.get(BEGIN).status_code == 403
    assert address not in outsider.get("/plans/").content.decode()
    neighbour = client_over("150802", "reader", "en")
    assert neighbour.get(address).status_code == 200
    assert neighbour.post(f"{address}title/", {"title": "x"}).status_code == 403


def test_a_plan_is_called_what_somebody_calls_it(clerk):
    address = planned(clerk)
    assert "Winter plan" in text(clerk.post(f"{address}title/", {"title": "Winter plan"}, follow=True))


def test_a_reviewer_is_told_who_makes_plans_and_not_that_demand_is_lacking(reviewer):
    page = reviewer.get("/plans/new/")
    assert "a clerk of the area makes them, and a reviewer takes them" in text(page)
    assert "has demand to plan for" not in text(page) and 'href="/plans/"' in page.content.decode()
    chinese = text(client_of("reviewer").get("/plans/new/"))
    assert "方案由该区域的经办人制定" in chinese and "录入人" not in chinese


def test_a_county_without_demand_says_what_is_lacking(clerk):
    page = clerk.get(BEGIN.replace("150802", "150821"))
    assert page.status_code == 200 and 'class="empty"' in page.content.decode()
    assert "Take in a workbook" in text(page)
