from datetime import date

import pytest

from nuanxin.programmes.alliance.models import HouseholdPairing, Pairing, Service
from tests.loop.sheets import take_in, value

VILLAGE = 150826100213


def test_only_a_settled_service_posts() -> None:
    service = Service(area=VILLAGE, firm_id=7, served_on=date(2024, 3, 5), settled=True)
    assert [(line.on, line.quantity, line.subject) for line in service.postings()] == [(20240305, 1, 7)]
    service.settled = False
    assert list(service.postings()) == []


def test_a_pairing_nets_out_once_it_ends() -> None:
    pairing = Pairing(area=VILLAGE, firm_id=7, started_on=date(2023, 5, 1), ended_on=date(2024, 5, 1))
    assert [(line.on, line.quantity, line.counterpart) for line in pairing.postings()] == [
        (20230501, 1, VILLAGE),
        (20240501, -1, VILLAGE),
    ]


def test_persons_come_and_go_with_their_household() -> None:
    pairing = HouseholdPairing(
        area=VILLAGE, household_id=9, persons=3, started_on=date(2024, 1, 2), ended_on=date(2024, 2, 2)
    )
    assert [line.quantity for line in pairing.postings()] == [1, 3, -1, -3]


@pytest.mark.django_db
def test_demo_sheets_make_the_figures_of_the_page() -> None:
    take_in("杭锦后旗企业精准服务台账.xlsx", "杭锦后旗*结对*.xlsx")
    assert value("alliance.firms_served 150826 2024-01-01/2024-05-31") == 153
    assert value("alliance.firms_paired 150826 ..2024-05-31") == 98
    assert value("alliance.villages_paired 150826 ..2024-05-31") == 68
    assert value("alliance.households_helped 150826 ..2024-05-31") == 295
    assert value("alliance.persons_helped 150826 ..2024-05-31") == 574
