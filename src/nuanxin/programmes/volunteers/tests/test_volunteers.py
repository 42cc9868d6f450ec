from datetime import date

import pytest

from nuanxin.programmes.volunteers.models import MEMBERS, OFFICERS, Activity, Member
from tests.loop.sheets import take_in, value

TOWN = 150802001000


def member(**facts: object) -> Member:
    known = {"area": TOWN, "person_id": 5, "team_id": 6, "trade": "rider", "joined_on": date(2023, 4, 1)}
    return Member(**{**known, **facts})


def test_a_member_who_left_nets_out_and_is_no_officer_any_more() -> None:
    left = member(officer_from=date(2023, 5, 1), left_on=date(2023, 9, 1), officer_until=date(2024, 1, 1))
    lines = [(line.measure, line.on, line.quantity) for line in left.postings()]
    assert lines == [
        (MEMBERS.number, 20230401, 1),
        (MEMBERS.number, 20230901, -1),
        (OFFICERS.number, 20230501, 1),
        (OFFICERS.number, 20230901, -1),
    ]


def test_a_lorry_driver_is_no_part_time_officer_of_this_count() -> None:
    driver = member(trade="driver", officer_from=date(2023, 5, 1))
    assert [line.measure for line in driver.postings()] == [MEMBERS.number]


def test_a_cancelled_activity_posts_nothing() -> None:
    activity = Activity(area=TOWN, team_id=6, held_on=date(2024, 3, 5), held=False, people_served=900)
    assert list(activity.postings()) == []
    activity.held = True
    assert [line.quantity for line in activity.postings()] == [1, 900]


@pytest.mark.django_db
def test_demo_sheets_make_the_figures_of_the_page() -> None:
    take_in("巴彦淖尔市暖新志愿服务*.xlsx")
    assert value("grid.part_time_officers 1508 ..2024-05-31") == 218
    assert value("grid.teams 1508 ..2024-05-31") == 9
    assert value("grid.volunteers 1508 ..2024-05-31") == 710
    assert value("grid.activities 1508 2023-06-01/2024-05-31") == 94
    assert value("grid.people_served 1508 2023-06-01/2024-05-31") == 203_418
