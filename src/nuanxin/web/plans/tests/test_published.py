"""A plan and the figure counted last: each says its day, and why they differ."""

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.plans.actions import read_coverage
from nuanxin.kernel.plans.models import Plan, Tally
from nuanxin.web.plans.tests.conftest import planned, text
from tests.people import account_of, client_of

FIGURE = "/figures/stations.share/?area=150802&period=.."


def test_a_plan_and_the_figure_each_say_their_day_and_what_opened_and_closed_between_them(clerk):
    page = text(clerk.get(address := planned(clerk)))
    plan = Plan.objects.latest("pk")
    mine = plan.type.planner.shown(plan)["published"]["mine"]
    assert mine != 45.8 and f"Stations in use reached {mine} % of demand on" in page
    assert "published figure is 45.8 %, counted for 31 May 2024" in page
    assert "Opened between the two days: " in page and "Closed between them: " in page
    figure = text(clerk.get(f"{FIGURE}{plan.made_on}"))
    assert "Counted for 31 May 2024" in figure and "A plan says it for the day it was made." in figure
    chinese = client_of("clerk", "zh-CN")
    assert "测算日 2024年5月31日" in text(chinese.get(f"{FIGURE}{plan.made_on}"))
    assert "公布的指标" in text(chinese.get(address)) and "公布的指标" in text(
        chinese.get(f"{address}report/")
    )


def test_counted_anew_both_are_one_number_and_the_page_says_so(clerk):
    address = planned(clerk)
    plan = Plan.objects.latest("pk")
    read_coverage(By(account_of("clerk").actor), plan.kind, plan.area)
    page = text(clerk.get(address))
    assert "That is the published figure" in page and "between the two days" not in page
    mine = plan.type.planner.shown(plan)["published"]["mine"]
    assert f"{mine} %" in text(clerk.get(f"{FIGURE}{plan.made_on}"))


def test_a_plan_that_counts_otherwise_says_so(clerk):
    page = text(clerk.get(planned(clerk, minutes="15", bands=["noon"])))
    assert "counts otherwise than the published figure (minutes of way, hours)" in page


def test_without_a_count_nothing_is_said(clerk):
    Tally.objects.all().delete()
    assert "published figure" not in text(clerk.get(planned(clerk)))
    assert "Counted for" not in text(clerk.get(f"{FIGURE}2026-01-01"))


def test_what_a_plan_gained_and_promised_opens_to_rows_that_name_the_plan(demo):
    english, chinese = client_of("leader", "en"), client_of("leader", "zh-CN")
    plan = Plan.objects.get(taken_on__isnull=False, until=None)
    for figure, amount in (("gained", "326"), ("promised", "1,610")):
        address = f"/figures/stations.{figure}/?area=150802&period=..2024-06-30"
        page = text(english.get(address))
        assert "Rows 1–1 of 1" in page and f"{amount} person-times" in page
        assert f"Most demand in reach · 5 new · 10 minutes · {plan.key}" in page
        assert f"覆盖最多需求 · 新增 5 处 · 10 分钟 · {plan.key}" in text(chinese.get(address))
    counted = text(english.get("/figures/stations.reached_h12/?area=150802&period=..2024-06-30"))
    assert "count of what is served" in counted
