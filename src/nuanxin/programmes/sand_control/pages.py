"""Pages of sand control: tasks, projects, wages, targets."""

from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.words import Words
from nuanxin.programmes.sand_control import intake, models

PAGES = (
    Page(
        slug="year-tasks",
        zh="年度任务",
        en="the year's tasks",
        says=Words(
            "一个旗县一年一种措施的任务。", "One county's task of a year in one way of treating land."
        ),
        record=models.YearTask,
        sheet=intake.YEAR_TASKS,
        columns=("area", "year", "way", "area_centimu", "issued_on"),
        day="issued_on",
        filters=("way",),
        measure="area_centimu",
    ),
    Page(
        slug="campaign-tasks",
        zh="攻坚战任务",
        en="the campaign's tasks",
        says=Words("一个旗县在一片沙地上的总任务。", "One county's task on one sandy land."),
        record=models.CampaignTask,
        sheet=intake.CAMPAIGN_TASKS,
        columns=("area", "sand", "area_centimu", "issued_on"),
        day="issued_on",
        search=("sand",),
        measure="area_centimu",
    ),
    Page(
        slug="projects",
        zh="治沙项目",
        en="sand projects",
        says=Words("一个治沙项目，从开工到完工。", "One sand project, from its start to its end."),
        record=models.Project,
        sheet=intake.PROJECTS,
        columns=("name", "area", "year", "relief", "started_on", "finished_on"),
        day="started_on",
        filters=("relief",),
        search=("name",),
        needs=(
            Need(
                "unfinished",
                "治沙项目还没有完工",
                "sand projects not finished yet",
                models.UNFINISHED,
                "started_on",
            ),
        ),
    ),
    Page(
        slug="payments",
        zh="劳务报酬",
        en="wages",
        says=Words(
            "一户一个月在一个项目上的报酬；户号不公开。",
            "One household's wages of one month on one project; its number stays closed.",
        ),
        record=models.Payment,
        sheet=intake.PAYMENTS,
        columns=("project", "area", "household", "month", "days", "wage_fen", "paid_on"),
        day="paid_on",
        search=("project",),
        personal=("household",),
        measure="wage_fen",
        needs=(Need("unpaid", "劳务报酬还没有发放", "wages not paid yet", models.UNPAID),),
    ),
    Page(
        slug="targets",
        zh="光伏治沙目标",
        en="targets of photovoltaic sand control",
        says=Words("一个旗县到一个期限要达到的目标。", "What one county means to reach by a day."),
        record=models.Target,
        sheet=intake.TARGETS,
        columns=("area", "due_on", "power_kw", "land_centimu"),
        day="due_on",
        measure="power_kw",
    ),
)
