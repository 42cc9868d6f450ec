from datetime import date

import pytest

from nuanxin.programmes.stations.models import Station
from tests.loop.sheets import take_in, value


def test_a_station_counts_from_opening_to_withdrawal() -> None:
    station = Station(key="LH-001", area=150802001000, opened_on=date(2023, 3, 1))
    assert [(line.on, line.quantity) for line in station.postings()] == [(20230301, 1)]
    station.closed_on = date(2024, 4, 2)
    assert [(line.on, line.quantity) for line in station.postings()] == [(20230301, 1), (20240402, -1)]


def test_a_station_is_one_subject_throughout() -> None:
    station = Station(key="LH-001", area=150802001000, opened_on=date(2023, 3, 1), closed_on=date(2024, 4, 2))
    assert len({line.subject for line in station.postings()}) == 1


@pytest.mark.django_db
def test_demo_sheets_make_the_figures_of_the_page() -> None:
    take_in("巴彦淖尔市暖心驿站登记台账.xlsx")
    assert value("stations.open 1508 ..2024-05-31") == 182
    assert value("stations.open 1508 ..2024-06-03") == 185
