"""The study tours 研学: pupils of several peoples see the capital and the country together.

Register: the tour, its days, and the roster by pupil number.
Plan and dispatch: an itinerary under opening hours, headcounts on the way; they come with their own issue.
Verify: a pupil counts with a guardian's consent and having gone. Settle: nothing is paid here.
Publish: pupils and days.
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.study_tours.intake import ROSTER, TOURS
from nuanxin.programmes.study_tours.models import DAYS, STUDENTS
from nuanxin.programmes.study_tours.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="study_tours",
    zh="研学",
    en="Study tours",
    says=Words(
        "各族学生一起出门看、一起学，监护人同意才成行。",
        "Pupils of several peoples travel and learn together, each with a guardian's consent.",
    ),
    measures=(DAYS, STUDENTS),
    sheets=(TOURS, ROSTER),
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words(
            "登记团组、行程日期和学生编号。", "Tours, their days and pupils by number are registered."
        ),
        "verify": Words("监护人同意且实际参加才计数。", "A pupil counts with consent and having taken part."),
        "publish": Words("公开人数和天数。", "Pupils and days are published."),
    },
    pages=PAGES,
)
