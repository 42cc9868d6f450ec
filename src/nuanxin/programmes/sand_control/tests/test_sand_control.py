from datetime import date
from fractions import Fraction

from nuanxin.kernel.areas.tree import load_divisions
from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.intake.reference import record_values
from nuanxin.plain.periods import Period
from nuanxin.programmes.sand_control.actions import (
    record_payments,
    record_projects,
    set_campaign_tasks,
    set_targets,
    set_year_tasks,
)

REGION, CITY, COUNTY, VILLAGE = 150000000000, 150400000000, 150422000000, 150422100200
TEN_THOUSAND_MU = 1_000_000


def value(figure, period, area=CITY):
    ask = Ask(figure, area, Period.parse(period))
    return answer([ask])[ask].value


def project(number, year, name, started, relief=False, finished=None):
    said = {"area": COUNTY, "year": year, "name": name, "relief": relief}
    return Row(number, {**said, "started_on": started, "finished_on": finished})


def payment(number, household, days, yuan, paid):
    said = {"county": COUNTY, "project": "治沙项目", "area": VILLAGE, "month": "2024年4月"}
    return Row(
        number, {**said, "household": household, "days": days, "wage_fen": yuan * 100, "paid_on": paid}
    )


def test_the_citys_share_is_of_the_regions_reference_value(by):
    load_divisions()
    said = {"area": COUNTY, "sand": "某沙地", "issued_on": date(2023, 8, 30)}
    set_campaign_tasks(by, [Row(4, {**said, "area_centimu": 39 * TEN_THOUSAND_MU})])
    value_row = {"measure": "sand.region_task", "area": REGION, "on": date(2024, 1, 1), "quantity": "100"}
    record_values(by, [Row(4, {**value_row, "unit": "万亩", "source": "示例", "verified": False})])
    assert value("sand.share_of_region", "..2024-05-31") == Fraction(39, 100)


def test_a_years_task_is_that_years_alone(by):
    said = {"area": COUNTY, "way": "forest", "area_centimu": 5}
    rows = [
        Row(4, {**said, "year": 2023, "issued_on": date(2023, 3, 3)}),
        Row(5, {**said, "year": 2024, "issued_on": date(2024, 2, 26)}),
    ]
    set_year_tasks(by, rows)
    assert value("sand.area_planned", "2024") == 5


def test_days_early_compares_with_the_mean_of_three_years(by):
    rows = [project(year - 2_000, year, f"{year}年项目", date(year, 4, 11)) for year in (2021, 2022, 2023)]
    record_projects(by, [*rows, project(24, 2024, "2024年项目", date(2024, 3, 21))])
    assert value("sand.start_day", "2024") == 81
    assert value("sand.days_early", "2024") == 20


def test_a_finished_relief_project_is_no_longer_under_way(by):
    finished = project(4, 2023, "去年", date(2023, 4, 1), relief=True, finished=date(2023, 10, 9))
    record_projects(by, [finished, project(5, 2024, "今年", date(2024, 3, 9), relief=True)])
    assert value("sand.relief_projects", "..2023-06-30") == 1
    assert value("sand.relief_projects", "2024") == 1


def test_wages_count_on_the_day_they_are_paid(by):
    rows = [
        payment(5, "户-001", 10, 1_560, date(2024, 5, 15)),
        payment(6, "户-002", 10, 1_540, date(2024, 6, 3)),
        payment(7, "户-003", 10, 1_500, None),
    ]
    record_payments(by, rows)
    assert value("sand.wages_paid", "..2024-05-31") == 156_000
    assert value("sand.day_wage", "2024", COUNTY) == 15_500
    assert value("sand.locals_hired", "2024", COUNTY) == 2


def test_targets_stand_on_their_last_day(by):
    said = {
        "area": COUNTY,
        "due_on": date(2030, 12, 31),
        "power_kw": 360_000,
        "land_centimu": 61 * TEN_THOUSAND_MU,
    }
    set_targets(by, [Row(4, said)])
    assert value("sand.power_by_2030", "..2030-12-31") == 360_000
    assert value("sand.power_by_2030", "2024") == 0
    assert value("sand.pv_area_by_2030", "..2030-12-31") == 61 * TEN_THOUSAND_MU
