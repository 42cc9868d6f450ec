from datetime import date

import pytest

from nuanxin.programmes.study_tours.models import Pupil, Tour
from tests.loop.sheets import take_in, value

COUNTY = 150522000000


def test_every_day_of_a_tour_is_a_line_of_its_own() -> None:
    tour = Tour(key="T1", area=COUNTY, departed_on=date(2024, 4, 30), returned_on=date(2024, 5, 2))
    assert [line.on for line in tour.postings()] == [20240430, 20240501, 20240502]


@pytest.mark.parametrize(
    ("consented", "present", "lines"), [(True, True, 1), (False, True, 0), (True, False, 0)]
)
def test_a_pupil_counts_with_consent_and_having_gone(consented: bool, present: bool, lines: int) -> None:
    pupil = Pupil(
        area=COUNTY,
        person_id=4,
        tour="T1",
        departed_on=date(2024, 5, 13),
        consented=consented,
        present=present,
    )
    assert len(list(pupil.postings())) == lines


@pytest.mark.django_db
def test_demo_sheets_make_the_figures_of_the_page() -> None:
    take_in("科尔沁左翼后旗研学*.xlsx")
    assert value("study.students 150522 2024-05") == 43
    assert value("study.days 150522 2024-05") == 4
