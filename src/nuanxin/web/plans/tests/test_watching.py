"""A run as it is watched: the best and the bound close on each other, and enough is enough."""

from datetime import timedelta

import pytest
from django.utils import timezone

from nuanxin.kernel.plans.declare import Point, plan_type
from nuanxin.kernel.plans.models import Plan
from nuanxin.web.jobs.models import CANCELLED, DONE, FAILED, RUNNING, Job
from nuanxin.web.jobs.progress import Cancelled, ask_to_stop
from nuanxin.web.plans.pictures import Frame
from nuanxin.web.plans.races import race_of, standing
from nuanxin.web.plans.tables import coverage
from nuanxin.web.plans.tests.conftest import ASKED, BEGIN, planned, text
from nuanxin.web.plans.told import MOST, Watch, forget, points_of, said_enough
from tests.people import account_of, client_of

POINTS = [
    {"seconds": 0.0, "doing": "gather", "value": 0, "bound": 0},
    {"seconds": 0.5, "doing": "search", "value": 700, "bound": 1000},
    {"seconds": 1.5, "doing": "bound", "value": 900, "bound": 920},
]


@pytest.fixture
def job(demo):
    given = {"kind": "stations.siting", "area": 150802000000, "asked": {}, "title": "Watched"}
    owner = account_of("clerk").actor.party
    return Job.objects.create(owner_id=owner, kind="plan", title="Watched", given=given, state=RUNNING)


def test_the_page_tells_the_best_the_bound_and_what_is_between(clerk, job):
    watch = Watch(job.pk, 8)
    for point in POINTS:
        watch._written = 0
        watch.tell(Point(**point))
    page = clerk.get(f"/plans/runs/{job.pk}/")
    said = text(page)
    assert "900" in said and "920" in said and "2.22 %" in said.replace("2.22 %", "2.22 %")
    assert "proving that no plan can be better" in said and 'class="between"' in page.content.decode()
    part = clerk.get(f"/plans/runs/{job.pk}/progress/", headers={"HX-Request": "true"})
    assert "<html" not in part.content.decode() and "every 700ms" in part.content.decode()


def test_enough_ends_a_run_and_stop_keeps_nothing(clerk, job):
    watch = Watch(job.pk, 8)
    assert not watch.enough()
    page = clerk.post(f"/plans/runs/{job.pk}/enough/", follow=True)
    assert watch.enough() and "keeps the best" in text(page)
    ask_to_stop(job.pk)
    with pytest.raises(Cancelled):
        watch.tell(Point(9.0, "search", 1, 2))
    forget(job.pk)
    assert points_of(job.pk) == [] and not said_enough(job.pk)


def test_a_run_is_found_again_from_the_list_and_says_at_once_that_it_stops(clerk, reviewer, job):
    address = f"/plans/runs/{job.pk}/"
    assert f'href="{address}"' in clerk.get("/plans/").content.decode()
    assert address not in reviewer.get("/plans/").content.decode()
    page = clerk.post(f"/jobs/{job.pk}/stop/", follow=True)
    assert page.redirect_chain[-1][0] == address and "You asked for it to stop" in text(page)
    assert "<button" not in page.content.decode().split('id="running"')[1]
    assert Watch(job.pk, 8).enough(), "a planner that tells nothing asks this"
    assert "stopping" in text(clerk.get("/plans/"))
    Job.objects.update(state=FAILED, finished_at=timezone.now())
    assert "failed" in text(clerk.get("/plans/"))
    for page in (address, "/plans/", "/jobs/"):
        assert "未成功" in text(client_of("clerk").get(page))
    Job.objects.update(finished_at=timezone.now() - timedelta(days=9))
    assert address not in clerk.get("/plans/").content.decode()


def test_a_plan_found_while_its_run_was_asked_to_stop_is_not_kept(demo, clerk, monkeypatch):
    plans = Plan.objects.count()
    monkeypatch.setattr("nuanxin.web.plans.work.asked_to_stop", lambda _number: True)
    clerk.post(BEGIN, ASKED)
    assert Plan.objects.count() == plans and Job.objects.get().state == CANCELLED


def test_a_plan_is_shown_before_its_curve_and_stands_where_that_fails(demo, clerk, monkeypatch):
    planner, seen = plan_type("stations.siting").planner, []

    def further(*_said):
        plan = Plan.objects.latest("pk")
        job = Job.objects.get()
        page = text(clerk.get(f"/plans/{plan.key}/"))
        seen.append((job.state, "proved best" in page, "comes here by itself" in page))
        part = clerk.get(f"/plans/{plan.key}/curve/", headers={"HX-Request": "true"})
        seen.append("every 1500ms" in part.content.decode())
        raise RuntimeError("the curve breaks")

    monkeypatch.setattr(planner, "further", further)
    address = clerk.post(BEGIN, ASKED, follow=True).redirect_chain[-1][0]
    assert seen == [(DONE, True, True), True]
    page = text(clerk.get(address))
    assert "proved best" in page and "comes here by itself" not in page


def test_a_curve_comes_by_itself(clerk):
    address = planned(clerk)
    part = clerk.get(f"{address}curve/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part and "The curve as a table" in part and "every" not in part


def test_a_bound_nobody_knows_yet_is_not_nought(clerk, job):
    Watch(job.pk, 8).tell(Point(0.4, "search", 700, 0))
    page = text(clerk.get(f"/plans/runs/{job.pk}/"))
    assert "Best so far 700" in page and "Nobody can do better than not known yet" in page


def test_another_sees_no_run_of_mine(clerk, reviewer, job):
    assert reviewer.get(f"/plans/runs/{job.pk}/").status_code == 404


def test_points_of_a_long_run_are_thinned_and_the_last_one_stays(own_data):
    watch = Watch(1, 60)
    for n in range(3 * MOST):
        watch.tell(Point(n / 100, "search", n, 5000))
    assert len(watch.points) <= MOST and watch.points[-1]["value"] == 3 * MOST - 1


def test_a_race_begins_at_zero_and_needs_both_lines():
    assert race_of(POINTS[:2]) is None and standing(POINTS[:1]) is None
    race = race_of(POINTS)
    assert race.ticks[0].zero and race.last.gap_percent == pytest.approx(20 * 100 / 900)
    assert abs(race.value_y - race.bound_y) >= 15


def test_small_towns_are_one_line_and_nothing_is_lost():
    towns = [{"name": f"T{n}", "total": [n, 10], "before": [0, 5], "after": [n, 5]} for n in range(1, 31)]
    lines = coverage(towns, "before", "after", "All", most=10)
    assert len(lines) == 11 and sum(line.total for line in lines[:-1]) == lines[-1].total
    assert lines[0].name == "T30" and lines[0].cells[0].other == 100 and lines[0].cells[0].moves


def test_a_frame_keeps_what_lies_on_it_inside():
    places = [{"longitude": 107.3, "latitude": 40.6}, {"longitude": 107.5, "latitude": 40.9}]
    frame = Frame(places)
    assert all(frame.inside(each["longitude"], each["latitude"]) for each in places)
    assert not frame.inside(109.0, 40.7)
    west, east = frame.at(107.3, 40.7)[0], frame.at(107.5, 40.7)[0]
    north, south = frame.at(107.4, 40.9)[1], frame.at(107.4, 40.6)[1]
    assert west < east and north < south
