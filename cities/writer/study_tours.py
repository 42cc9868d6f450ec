"""Sheets of the study tours of Horqin Left Rear Banner: the tours and their rosters."""

from datetime import date
from pathlib import Path
from random import Random

from cities.writer.divisions import name, path
from cities.writer.office import MARK, Table, write_workbook

COUNTY = "150522"
OFFICE = f"科尔沁左翼后旗研学工作组{MARK}"
HOST = f"科尔沁左翼后旗民族事务、教育、共青团三家单位{MARK}"
TOURS = (
    ("KZHQ202307", "大青沟自然研学", "科尔沁左翼后旗大青沟", date(2023, 7, 18), date(2023, 7, 19), 36, 2, 1),
    ("KZHQ202405", "首都行：科技与历史", "北京市", date(2024, 5, 13), date(2024, 5, 16), 43, 2, 1),
)
"""Number, theme, destination, first and last day, pupils who went, without consent, ill on the day."""

SCHOOLS = (
    ("150522100", "甘旗卡第一初级中学", 6),
    ("150522100", "甘旗卡蒙古族中学", 6),
    ("150522101", "吉尔嘎朗学校", 3),
    ("150522102", "金宝屯初级中学", 3),
    ("150522103", "常胜学校", 2),
    ("150522201", "茂道吐学校", 2),
    ("150522109", "海鲁吐学校", 2),
)


def write(out: Path, rng: Random) -> None:
    """Write one workbook: the list of tours and a roster a tour."""
    rosters = [_roster(rng, *tour) for tour in TOURS]
    write_workbook(out / "科尔沁左翼后旗研学团组和学生名册.xlsx", [_tours(), *rosters])


def _tours() -> Table:
    return Table(
        part="团组",
        title="科尔沁左翼后旗研学团组台账",
        office=OFFICE,
        headings=("团组编号", "研学主题", "主办单位", "派出旗县区", "目的地", "出发日期", "返回日期"),
        rows=[
            [number, theme, HOST, name(COUNTY), where, first, last]
            for number, theme, where, first, last, *_ in TOURS
        ],
    )


def _roster(rng: Random, *tour: object) -> Table:
    """Return a tour's roster: pupils by number; some without consent, one who stayed at home ill."""
    number, theme, _, departed, _, went, refused, ill = tour
    marks = (
        [(True, True)] * int(str(went))
        + [(False, False)] * int(str(refused))
        + [(True, False)] * int(str(ill))
    )
    rng.shuffle(marks)
    return Table(
        part=f"名册{str(number)[-6:]}",
        title=f"科尔沁左翼后旗研学学生名册（{theme}）",
        office=OFFICE,
        headings=(
            "学生编号",
            "团组编号",
            "学校",
            "学校所在乡镇（苏木）",
            "出发日期",
            "监护人是否同意",
            "是否参加",
        ),
        rows=[
            [f"XS{str(number)[-6:]}{place:03d}", number, *_school(rng), departed, consented, present]
            for place, (consented, present) in enumerate(marks, 1)
        ],
        note="说明：本表只列学生编号；监护人同意书由学校保管。",
    )


def _school(rng: Random) -> tuple[str, str]:
    code, school, _ = rng.choices(SCHOOLS, [weight for *_, weight in SCHOOLS])[0]
    return school + MARK, path(code)
