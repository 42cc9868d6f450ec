from datetime import date

from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.intake.declare import Row
from nuanxin.plain.periods import Period
from nuanxin.programmes.power_inspection.actions import record_check_ups, record_hazards

COUNTY = 150102000000
FIRM, ROOM = "新城某商贸有限公司（示例）", "1号配电室"


def check_up(number, on):
    return Row(
        number, {"area": COUNTY, "firm": FIRM, "room": ROOM, "checked_on": on, "checked_by": "甲（示例）"}
    )


def hazard(number, fixed_by=None, fixed_on=None, verified_by=None, verified_on=None):
    said = {"number": f"YD-{number}", "area": COUNTY, "firm": FIRM, "room": ROOM, "matter": "电缆沟积水"}
    clearing = {
        "fixed_by": fixed_by,
        "fixed_on": fixed_on,
        "verified_by": verified_by,
        "verified_on": verified_on,
    }
    return Row(number, {**said, "grade": "ordinary", "found_on": date(2024, 1, 5), **clearing})


def value(figure):
    ask = Ask(figure, 150100000000, Period.parse("2024"))
    return answer([ask])[ask].value


def test_a_room_checked_twice_is_one_room(by):
    record_check_ups(by, [check_up(5, date(2024, 1, 5)), check_up(6, date(2024, 3, 5))])
    assert value("power.rooms_checked") == 1


def test_only_a_second_person_clears_a_hazard(by):
    fixed, looked = date(2024, 1, 9), date(2024, 1, 12)
    rows = [
        hazard(5, "甲（示例）", fixed, "乙（示例）", looked),
        hazard(6, "甲（示例）", fixed, "甲（示例）", looked),
        hazard(7, "甲（示例）", fixed),
        hazard(8),
    ]
    record_hazards(by, rows)
    assert (value("power.hazards_found"), value("power.hazards_cleared")) == (4, 1)


def test_a_second_look_later_posts_only_the_clearance(by):
    record_hazards(by, [hazard(5, "甲（示例）", date(2024, 1, 9))])
    looked = record_hazards(by, [hazard(5, "甲（示例）", date(2024, 1, 9), "乙（示例）", date(2024, 1, 12))])
    assert (looked.posted, looked.reversed) == (1, 0)
