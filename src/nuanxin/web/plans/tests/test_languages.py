"""What a plan keeps is read in the reader's language, whoever made it; what cannot be taken back says so."""

import re

from django.utils.timezone import localdate

from nuanxin.kernel.plans.models import Plan
from nuanxin.web.plans.tests.conftest import planned, text
from tests.people import account_of, client_of


def test_points_nobody_named_are_called_in_the_language_of_the_reader(clerk):
    address = planned(
        clerk,
        count="3", sources=["grid"], grid_m="2000",
        pinned_name=["", "The old mill"],
        pinned_longitude=["107.4", "107.41"], pinned_latitude=["40.75", "40.76"],
        drawn_name=[""], drawn_longitude=["107.4001"], drawn_latitude=["40.7501"],
        drawn_morning=[""], drawn_noon=["900"], drawn_evening=[""], drawn_night=[""],
        put=["forced pin:1", "forced pin:2"],
    )  # fmt: skip
    page = text(clerk.get(address))
    assert "Pin 1" in page and "Grid point 2000:" in page and "The old mill" in page
    chinese = client_of("clerk", "zh-CN")
    other = chinese.get(address)
    named = re.findall(r"Grid point|Pin \d|Drawn point", text(other) + other.content.decode())
    assert named == [] and "The old mill" in text(other)
    why = text(chinese.get(f"{address}why/", {"candidate": "pin:1"}))
    assert "Pin 1" not in why and "图钉 1" in why


def test_a_plan_taken_before_that_was_recorded_is_not_offered_to_be_taken_back(clerk, reviewer):
    address = planned(clerk)
    plan = Plan.objects.latest("pk")
    Plan.objects.exclude(pk=plan.pk).update(until=localdate())
    who = account_of("reviewer").actor.party
    Plan.objects.filter(pk=plan.pk).update(taken_on=localdate(), taken_by_id=who)
    page = text(reviewer.get(address))
    assert "taken before the house recorded what follows" in page and "Take it back" not in page
    assert "不能撤回" in text(client_of("reviewer", "zh-CN").get(address))
    refused = reviewer.post(f"{address}take-back/")
    assert refused.status_code == 400 and "taken before the house recorded" in text(refused)
    assert "taken before the house" not in text(clerk.get(address)), "who made it takes nothing back anyway"
