"""Sand control 防沙治沙: land to treat, and work for relief 以工代赈 for those who live on it.

Loop    tasks, projects, payments and targets are registered (register) -> plots and belts are chosen (plan)
        -> crews of local households are called (dispatch) -> work is accepted by somebody else (verify)
        -> wages are paid per day worked, and count when paid (settle) -> area, wages, households (publish)
Source  work for relief: NDRC Order 57 (from 2023-03-01), wages openly, in full and on time
"""

from nuanxin.kernel.figures.declare import read_figures
from nuanxin.kernel.programme import Programme
from nuanxin.plain.words import Words
from nuanxin.programmes.sand_control import intake, models
from nuanxin.programmes.sand_control.pages import PAGES

FIGURES, CHECKS = read_figures(__package__)

PROGRAMME = Programme(
    name="sand_control",
    zh="防沙治沙",
    en="Sand control",
    says=Words(
        "治沙的任务落到旗县，活儿交给当地农牧户，报酬一笔一笔查得到。",
        "Sandy land is treated county by county, by people who live there, and every wage can be looked up.",
    ),
    measures=models.MEASURES,
    sheets=intake.SHEETS,
    figures=FIGURES,
    checks=CHECKS,
    steps={
        "register": Words(
            "登记任务、项目、报酬和目标。", "Tasks, projects, wages and targets are registered."
        ),
        "verify": Words(
            "报酬发到手才计数，只记户号。", "Wages count once paid; households are numbers only."
        ),
        "settle": Words("按出工天数发放报酬。", "Wages are paid for days worked."),
        "publish": Words(
            "公开任务、开工、报酬和农牧户数。", "Tasks, starts, wages and households are published."
        ),
    },
    pages=PAGES,
)
