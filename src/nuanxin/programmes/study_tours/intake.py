"""Sheets of the study tours: the list of tours and the roster of pupils."""

from nuanxin.kernel.intake.declare import DECIDES, ITS_DAY, Column, Sheet
from nuanxin.plain.words import Words
from nuanxin.programmes.study_tours.actions import enrol_pupils, register_tours

UNTIL = Words("研学天数从出发数到返回", "the days of a tour are counted until the return")

TOURS = Sheet(
    name="study_tours.tours",
    zh="研学团组台账",
    en="list of study tours",
    columns=(
        Column("number", "团组编号", "tour number"),
        Column("name", "研学主题", "theme"),
        Column("host", "主办单位", "host"),
        Column("area", "派出旗县区", "sent by", kind="area"),
        Column("destination", "目的地", "destination"),
        Column("departed_on", "出发日期", "departed on", kind="day", needed=ITS_DAY),
        Column("returned_on", "返回日期", "returned on", kind="day", needed=UNTIL),
    ),
    key=("number",),
    into=register_tours,
)
ROSTER = Sheet(
    name="study_tours.roster",
    zh="研学学生名册",
    en="roster of pupils",
    columns=(
        Column("number", "学生编号", "pupil number", personal="party.name"),
        Column("tour", "团组编号", "tour number"),
        Column("school", "学校", "school"),
        Column("area", "学校所在乡镇（苏木）", "town of the school", kind="area", level="town"),
        Column("departed_on", "出发日期", "departed on", kind="day", needed=ITS_DAY),
        Column(
            "consented",
            "监护人是否同意",
            "guardian's consent",
            kind="yes_no",
            needed="study_tours.guardian_consent",
        ),
        Column("present", "是否参加", "took part", kind="yes_no", needed=DECIDES),
    ),
    key=("tour", "number"),
    into=enrol_pupils,
)
