"""The sheets the senior university keeps."""

from nuanxin.kernel.intake.checks import Band
from nuanxin.kernel.intake.declare import COUNTED, ITS_DAY, Column, Sheet
from nuanxin.programmes.senior_university import actions
from nuanxin.programmes.senior_university.models import Course

POINTS = Sheet(
    name="senior_university.points",
    zh="老年大学教学点台账",
    en="teaching points",
    columns=(
        Column("area", "所在村（社区）", "village or community", "area", level="village"),
        Column("name", "教学点名称", "teaching point"),
        Column("host", "依托场所", "host", aliases=("嵌入场所",)),
        Column("opened_on", "启用日期", "opened on", "day", needed=ITS_DAY),
        Column("closed_on", "停用日期", "closed on", "day"),
    ),
    key=("area", "name"),
    into=actions.register_points,
)
COURSES = Sheet(
    name="senior_university.courses",
    zh="老年大学开课表",
    en="courses",
    columns=(
        Column("area", "所在村（社区）", "village or community", "area", level="village"),
        Column("point", "教学点名称", "teaching point"),
        Column("term", "学期", "term"),
        Column("name", "课程名称", "course", aliases=("课程",)),
        Column(
            "form",
            "授课形式",
            "form",
            "choice",
            choices={"线下": "hall", "线上": "online", "线上线下结合": "both", "户外": "outdoor"},
        ),
        Column("started_on", "开课日期", "first class on", "day", needed=ITS_DAY),
        Column("learners", "学员人数", "learners", "whole", aliases=("实有学员",), needed=COUNTED),
    ),
    key=("area", "point", "term", "name"),
    into=actions.register_courses,
    doubts=(Band("learners", "plausible.learners_on_the_roll"),),
    record=Course,
)
SHEETS = (POINTS, COURSES)
