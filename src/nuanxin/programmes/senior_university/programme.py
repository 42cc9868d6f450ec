"""Senior university 老年大学: teaching points inside village and community centres, and what is taught there.

Loop    a point is registered where a hall already stands (register) -> courses and places are planned for
        the term (plan) -> teachers are sent to points (dispatch) -> the first class is held and counted by
        the point, not by the teacher (verify) -> places go by a fair draw (settle) -> the bulletin (publish)
Source  teaching points placed inside public centres; timetable, draw and outreach have their own issue
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.senior_university import intake, models
from nuanxin.programmes.senior_university.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="senior_university",
    zh="老年大学",
    en="Senior university",
    says=Words(
        "把教学点嵌进村和社区的公共场所，让老人在家门口上课。",
        "Teaching points inside village and community centres, so that classes are a short walk from home.",
    ),
    measures=models.MEASURES,
    sheets=intake.SHEETS,
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words("登记教学点和课程。", "Teaching points and courses are registered."),
        "verify": Words(
            "开了课才计数，人数以第一节课为准。", "A course counts once its first class was held."
        ),
        "publish": Words("公开教学点、课程和学员人次。", "Points, courses and enrolments are published."),
    },
    pages=PAGES,
)
