"""Sheets of the senior university of Yuquan District: teaching points and the courses of two terms."""

from datetime import date, timedelta
from pathlib import Path
from random import Random

from cities.writer.divisions import Division, below, path
from cities.writer.office import Table, write_workbook

DISTRICT = "150104"
OFFICE = "玉泉区老年大学（示例填报）"
HOSTS = ("党群服务中心", "新时代文明实践站", "社区养老服务站", "综合服务中心")
COURSES = (
    ("声乐", "线下"),
    ("书法", "线下"),
    ("太极拳", "户外"),
    ("智能手机入门", "线下"),
    ("剪纸", "线下"),
    ("国画", "线下"),
    ("广场舞", "户外"),
    ("蒙古文书法", "线下"),
    ("中医养生", "线上线下结合"),
    ("二人台", "线下"),
    ("防骗课堂", "线上线下结合"),
    ("红色故事", "线下"),
    ("摄影", "户外"),
    ("家庭园艺", "线上"),
)
TERMS = (("2023年秋季", date(2023, 9, 4), 0.62), ("2024年春季", date(2024, 3, 4), 0.9))
OPEN, CLOSED, LATER = 46, 3, 2
"""Points in use at the end of May 2024, closed before, and opening in June."""

Point = tuple[Division, str, str, date, date | None]


def write(out: Path, rng: Random) -> None:
    """Write the register of points and the sheet of courses."""
    found = points(rng)
    write_workbook(out / "玉泉区老年大学教学点台账.xlsx", [_register(found)])
    write_workbook(out / "玉泉区老年大学开课表.xlsx", [_term(rng, found, *term) for term in TERMS])


def points(rng: Random) -> list[Point]:
    """Draw the points: most open, some closed again, some opening after the end of May."""
    places = sorted(rng.sample(below(DISTRICT, "village"), OPEN + CLOSED + LATER))
    kinds = ["closed"] * CLOSED + ["later"] * LATER + ["open"] * OPEN
    rng.shuffle(kinds)
    return [_point(rng, place, kind) for place, kind in zip(places, kinds, strict=True)]


def _point(rng: Random, place: Division, kind: str) -> Point:
    opened = date(2021, 3, 15) + timedelta(days=rng.randrange(1_140))
    if kind == "later":
        opened = date(2024, 6, rng.choice((5, 12, 19)))
    closed = None
    if kind == "closed":
        opened = date(2021, 4, 1) + timedelta(days=rng.randrange(300))
        closed = date(2023, 1, 10) + timedelta(days=rng.randrange(400))
    short = place.name.removesuffix("居委会").removesuffix("村委会").removesuffix("居民委员会")
    ending = "" if short.endswith(("社区", "村")) else "村" if place.name.endswith("村委会") else "社区"
    return place, f"{short}{ending}教学点", rng.choice(HOSTS), opened, closed


def _register(found: list[Point]) -> Table:
    return Table(
        part="教学点台账",
        title="玉泉区老年大学教学点台账",
        office=OFFICE,
        headings=("所在村（社区）", "教学点名称", "依托场所", "启用日期", "停用日期", "备注"),
        rows=[
            (path(place.code), name, host, opened, closed, "已并入邻近教学点" if closed else None)
            for place, name, host, opened, closed in found
        ],
        note="说明：停用的教学点保留在册，填停用日期，不删行。",
    )


def _term(rng: Random, found: list[Point], term: str, first: date, share: float) -> Table:
    rows = []
    for place, name, _host, opened, closed in found:
        running = opened <= first and (closed is None or closed > first)
        if running and rng.random() < share:
            for course, form in rng.sample(COURSES, rng.choice((1, 1, 2, 2, 3))):
                day = first + timedelta(days=rng.randrange(26))
                rows.append((path(place.code), name, term, course, form, day, rng.randint(18, 46)))
    return Table(
        part=term,
        title=f"玉泉区老年大学{term}开课表",
        office=OFFICE,
        corner="单位：人次",
        headings=("所在村（社区）", "教学点名称", "学期", "课程名称", "授课形式", "开课日期", "学员人数"),
        rows=rows,
        sums=("学员人数",),
        merged=("所在村（社区）", "教学点名称"),
    )
