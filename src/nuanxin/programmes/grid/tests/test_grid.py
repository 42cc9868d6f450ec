from datetime import date

import pytest

from nuanxin.programmes.grid.models import Hazard
from tests.loop.sheets import take_in, value

DAY = date(2024, 3, 5)


def hazard(**facts: object) -> Hazard:
    done = {"handler_id": 1, "handled_on": DAY, "verifier_id": 2, "verified_on": date(2024, 3, 7)}
    return Hazard(**{"key": "WT0001", "area": 150802001001, "found_on": DAY, **done, **facts})


def test_a_verified_hazard_counts_on_the_day_of_verification() -> None:
    assert [line.on for line in hazard().postings()] == [20240307]


@pytest.mark.parametrize("missing", ["handler_id", "handled_on", "verifier_id", "verified_on"])
def test_a_step_not_taken_does_not_count(missing: str) -> None:
    assert list(hazard(**{missing: None}).postings()) == []


def test_nobody_verifies_his_own_work() -> None:
    assert list(hazard(verifier_id=1).postings()) == []


@pytest.mark.django_db
def test_demo_sheets_make_the_figures_of_the_page() -> None:
    take_in("巴彦淖尔市治安线索和安全隐患台账.xlsx")
    assert value("grid.hazards_found 1508 2023-06-01/2024-05-31") == 68
