"""The sheets the office of the warm project keeps."""

from nuanxin.kernel.intake.declare import COUNTED, ITS_DAY, Column, Sheet
from nuanxin.plain.words import Words
from nuanxin.programmes.capital_works import actions

CATEGORIES = {"供暖": "heating", "供水": "water", "供气": "gas"}
MEASURED = Words("供暖、供水、供气分别计数", "heating, water and gas are counted apart")

PROJECTS = Sheet(
    name="capital_works.projects",
    zh="“温暖工程”重点项目清单",
    en="list of warm projects",
    columns=(
        Column("year", "年度", "year", "whole"),
        Column(
            "category",
            "类别",
            "category",
            "choice",
            aliases=("保障类别",),
            choices=CATEGORIES,
            needed=MEASURED,
        ),
        Column("name", "项目名称", "project"),
        Column("area", "建设地点", "place", "area", level="town", aliases=("所在旗县及苏木乡镇",)),
        Column("listed_on", "列入日期", "listed on", "day", needed=ITS_DAY),
        Column("investment_fen", "计划总投资", "planned investment", "quantity", unit="万元", needed=COUNTED),
        Column("pipe_m", "新建燃气管网", "new gas main", "quantity", unit="公里"),
        Column("households", "覆盖居民", "households covered", "quantity", unit="户"),
    ),
    key=("year", "name"),
    into=actions.list_projects,
)
ANNOUNCEMENTS = Sheet(
    name="capital_works.announcements",
    zh="“温暖工程”公布总投资",
    en="announced totals",
    columns=(
        Column("year", "年度", "year", "whole"),
        Column("area", "旗县区", "county", "area"),
        Column("announced_on", "公布日期", "announced on", "day", needed=ITS_DAY),
        Column(
            "investment_fen", "公布总投资", "announced investment", "quantity", unit="万元", needed=COUNTED
        ),
    ),
    key=("year", "area"),
    into=actions.announce_total,
)
SHEETS = (PROJECTS, ANNOUNCEMENTS)
