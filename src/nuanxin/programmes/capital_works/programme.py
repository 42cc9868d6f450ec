"""Capital works 温暖工程: the year's heating, water and gas projects, and the money said to go into them.

Loop    projects are listed with their planned money, the announced total beside them (register) -> work is
        fitted into the season between thaw and heating (plan) -> lots go to builders (dispatch) -> progress
        is seen on site (verify) -> payment follows accepted work (settle) -> list, money, check (publish)
Source  the autonomous region's warm-project practice; planning, dispatch and payment have their own issue
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.capital_works import intake, models
from nuanxin.programmes.capital_works.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="capital_works",
    zh="温暖工程",
    en="Warm project",
    says=Words(
        "入冬前的供暖、供水、供气项目：哪些、在哪、多少钱，分项与总数对得上。",
        "Heating, water and gas works before winter: which, where, for how much, and do the parts add up?",
    ),
    measures=models.MEASURES,
    sheets=intake.SHEETS,
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words("登记项目和公布的总投资。", "Projects and the announced total are registered."),
        "verify": Words("分项之和与公布总数核对。", "The parts are checked against the announced total."),
        "publish": Words(
            "公开项目、投资和核对说明。", "Projects, money and the check's answer are published."
        ),
    },
    pages=PAGES,
)
