"""Runs that end without a plan, and forms that cannot be asked: why, and what to do, in two languages."""

import pytest

from nuanxin.kernel.plans.declare import Point
from nuanxin.kernel.plans.models import Plan
from nuanxin.web.jobs.models import CANCELLED, FAILED, RUNNING, Job
from nuanxin.web.plans.tests.conftest import ASKED, BEGIN, planned, text
from nuanxin.web.plans.told import Watch
from tests.people import account_of, client_of

HARD = {**ASKED, "count": "30", "least_percent": "10", "sources": ["grid"], "seconds": "3", "curve": "0"}
"""A question for which the solver needs more than no time at all."""


@pytest.fixture
def chinese(demo):
    return client_of("clerk", "zh-CN")


def ended_at_once(monkeypatch):
    monkeypatch.setattr(Watch, "enough", lambda _watch: True)


def test_a_run_without_an_answer_in_its_time_says_so_in_each_language_and_keeps_nothing(
    clerk, chinese, monkeypatch
):
    ended_at_once(monkeypatch)
    plans, page = Plan.objects.count(), clerk.post(BEGIN, HARD, follow=True)
    job = Job.objects.get()
    assert job.state == FAILED and Plan.objects.count() == plans
    said = text(page)
    assert "no plan was found that keeps to all that is asked; there may be one" in said
    assert "Give it more seconds" in said and "no plan possible" not in said
    assert "What was asked" in said and "per cent of every town, at least 10" in said
    other = text(chinese.get(f"/plans/runs/{job.pk}/"))
    assert (
        "没有找到满足全部要求的方案；也没有证明不存在" in other
        and "多给几秒" in other
        and "要求是什么" in other
    )
    form = clerk.get(f"{BEGIN}?run={job.pk}").content.decode()
    assert "<details open><summary>More choices" in form, "seconds stand there"
    assert 'name="seconds" min="1" max="60" step="1" value="3"' in form


def test_with_all_the_seconds_there_are_no_more_are_advised(clerk, monkeypatch):
    ended_at_once(monkeypatch)
    said = text(clerk.post(BEGIN, {**HARD, "seconds": "60"}, follow=True))
    assert "Ask for more stations or less else." in said and "more seconds" not in said


def test_a_run_that_is_watched_says_units_and_keeps_a_best_only_once_there_is_one(clerk, chinese):
    asked = {**ASKED, "model": "center"}
    given = {"kind": "stations.siting", "area": 150802000000, "asked": asked, "title": ""}
    owner = account_of("clerk").actor.party
    job = Job.objects.create(owner_id=owner, kind="plan", title="", given=given, state=RUNNING)
    page = text(clerk.get(address := f"/plans/runs/{job.pk}/"))
    assert "Enough: keep the best so far" not in page and "Stop, keep nothing" in page
    assert "You need not wait here" in page and "least way for the farthest" in page
    Watch(job.pk, 8).tell(Point(0.5, "search", 5200, 3100))
    page = text(clerk.get(address))
    assert "Best so far 5,200 metres" in page and "Enough: keep the best so far" in page
    assert "5,200 米" in text(chinese.get(address))
    Job.objects.update(state=CANCELLED)
    page = text(clerk.get(address))
    assert "You stopped it" in page and "Back to the form as you filled it in" in page


def test_no_plan_possible_names_the_limits_that_may_be_eased_and_prints_what_was_asked(clerk, chinese):
    address = planned(clerk, model="fewest", apart_m="500", curve="0")
    said = text(clerk.get(address))
    assert "no plan possible" in said and "Ease one of these: the distance between new stations" in said
    assert "请放宽其中一项：新站间距、分钟数、时段。" in text(chinese.get(address))
    report = text(clerk.get(f"{address}report/"))
    assert "What was asked" in report and "two pages of A4" not in report


def test_several_errors_at_once_are_each_told_in_words_with_the_way_to_their_fields(clerk, chinese):
    wrong = {**ASKED, "minutes": "0", "grid_m": "5", "bands": [], "kinds": [], "budget_yuan": "-5"}
    page = clerk.post(BEGIN, wrong)
    body, said = page.content.decode(), text(page)
    for name in ("minutes", "grid_m", "bands", "kinds", "budget_yuan"):
        assert f'href="#wrong-{name}"' in body and body.count(f'id="wrong-{name}"') == 1, name
    assert "Choose among: hot spots, roads, where people live." in said and "hot_spot" not in said
    assert "from 0 to 1,000,000,000" in said
    other = text(chinese.post(BEGIN, wrong))
    assert "请在这些里选：早间、午间、傍晚、夜间。" in other and "请在这些里选：热点、路段、人口。" in other
