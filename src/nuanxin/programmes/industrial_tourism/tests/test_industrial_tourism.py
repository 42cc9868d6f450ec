from datetime import date

import pytest

from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.ledger.possible import Impossible
from nuanxin.plain.periods import Period
from nuanxin.programmes.industrial_tourism.actions import log_days, register_attractions

COUNTY = 150622000000
SITE = "观景台（示例）"


def day(number, on, visitors, opened=True):
    said = {
        "day": on,
        "area": COUNTY,
        "site": SITE,
        "opened": opened,
        "visitors": visitors,
        "in_groups": None,
    }
    return Row(number, said)


def attraction(number, name, opened, closed=None):
    said = {"area": COUNTY, "site": SITE, "name": name, "opened_on": opened, "closed_on": closed}
    return Row(number, said)


def value(figure, period):
    ask = Ask(figure, COUNTY, Period.parse(period))
    return answer([ask])[ask].value


def test_the_mean_divides_by_open_days(by):
    log_days(
        by, [day(5, date(2024, 5, 1), 300), day(6, date(2024, 5, 2), 0, False), day(7, date(2024, 5, 3), 100)]
    )
    assert value("tourism.daily_visitors", "2024-05") == 200


def test_a_correction_keeps_the_number_of_days(by):
    log_days(by, [day(5, date(2024, 5, 1), 300), day(6, date(2024, 5, 2), 100)])
    log_days(by, [day(5, date(2024, 5, 1), 320)])
    assert value("tourism.daily_visitors", "2024-05") == 210


def test_a_shut_site_has_no_visitors(by):
    with pytest.raises(Impossible, match="opened、visitors"):
        log_days(by, [day(5, date(2024, 5, 1), 12, opened=False)])


def test_attractions_stand_until_they_close(by):
    register_attractions(
        by,
        [
            attraction(5, "体验馆", date(2021, 7, 1)),
            attraction(6, "手作坊", date(2022, 5, 1), date(2023, 10, 8)),
            attraction(7, "步道", date(2024, 6, 15)),
        ],
    )
    assert value("tourism.attractions", "..2024-05-31") == 1
