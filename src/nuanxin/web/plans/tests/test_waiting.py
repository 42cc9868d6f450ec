"""The home page of who plans: what is being worked out, what is ready, what found no plan."""

from datetime import timedelta

from django.utils import timezone

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.plans.actions import take_plan
from nuanxin.kernel.plans.models import Plan
from nuanxin.web.jobs.models import FAILED, RUNNING, Job
from nuanxin.web.plans.tests.conftest import planned, text
from tests.people import account_of, client_of


def run(state: str) -> Job:
    given = {"kind": "stations.siting", "area": 150802000000, "asked": {"count": 3}, "title": "Watched"}
    owner = account_of("clerk").actor.party
    ended = None if state == RUNNING else timezone.now()
    return Job.objects.create(
        owner_id=owner, kind="plan", title="Watched", given=given, state=state, finished_at=ended
    )


def test_a_run_at_work_and_one_that_found_nothing_stand_on_the_home_page_of_its_owner_alone(clerk, reviewer):
    working, failed = run(RUNNING), run(FAILED)
    page = clerk.get("/")
    assert "“Watched” is being worked out" in text(page) and "“Watched” found no plan" in text(page)
    for job in (working, failed):
        assert f'href="/plans/runs/{job.pk}/"' in page.content.decode()
    assert "“Watched”正在计算" in text(client_of("clerk", "zh-CN").get("/"))
    assert "Watched" not in text(reviewer.get("/"))


def test_a_plan_just_made_waits_to_be_looked_at_until_it_is_taken_put_away_or_old(clerk):
    address = planned(clerk, title="Ready one")
    page = clerk.get("/")
    assert "“Ready one” is ready to look at" in text(page) and f'href="{address}"' in page.content.decode()
    planned(clerk, title="Second one", count="1")
    assert "2 Plans are ready to look at" in text(clerk.get("/"))
    clerk.post(f"{address}away/")
    assert "“Second one” is ready to look at" in text(clerk.get("/"))
    take_plan(By(account_of("reviewer").actor), Plan.objects.latest("pk").pk)
    assert "ready to look at" not in text(clerk.get("/"))
    clerk.post(f"{address}back/")
    assert "“Ready one” is ready to look at" in text(clerk.get("/"))
    Job.objects.update(finished_at=timezone.now() - timedelta(days=9))
    assert "ready to look at" not in text(clerk.get("/"))


def test_a_question_that_has_no_plan_is_told_as_that(clerk):
    planned(clerk, model="fewest", apart_m="500", curve="0", title="Too near")
    page = text(clerk.get("/"))
    assert "“Too near”: no plan keeps to what was asked" in page and "ready to look at" not in page
