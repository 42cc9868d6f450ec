"""Pages of the warm project: projects and announced totals."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.capital_works import intake, models

PAGES = (
    Page(
        slug="projects",
        zh="温暖工程项目",
        en="warm projects",
        says=Words("年度清单上的一个项目。", "One project on the year's list."),
        record=models.Project,
        sheet=intake.PROJECTS,
        columns=("name", "year", "category", "area", "listed_on", "investment_fen", "pipe_m", "households"),
        day="listed_on",
        filters=("category",),
        search=("name",),
        measure="investment_fen",
        needs=(
            Need(
                "unmeasured",
                "供气项目没有填管网长度",
                "gas projects without the length of their main",
                models.UNMEASURED,
                "listed_on",
            ),
        ),
    ),
    Page(
        slug="announcements",
        zh="公布总投资",
        en="announced totals",
        says=Words("一年对外公布的一个总投资。", "One total as announced for a year."),
        record=models.Announcement,
        sheet=intake.ANNOUNCEMENTS,
        columns=("area", "year", "announced_on", "investment_fen"),
        day="announced_on",
        measure="investment_fen",
    ),
)
