"""Pages of sand control: tasks, projects, wages, targets, and the superior office's schedule."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Need, Page
from nuanxin.plain.merged_heads import Layout, laid_out
from nuanxin.plain.units import UNITS
from nuanxin.plain.words import Words
from nuanxin.programmes.sand_control import intake, models

TICKS = ("prepared", "building", "built", "in_use")
MONEY = ("quota_fen", "invested_fen", "relief_fen", "integrated_fen")
PAID = ("paid_fen", "paid_province_fen", "wages_fen")
PEOPLE = ("workers", "posts", "trained")
INVESTED, STAGES, SPENT, GAINS = "项目投资（万元）", "工程进度", "资金支付情况（万元）", "带动群众（人）"
SCHEDULE = Layout(
    part="实施进度表",
    title="以工代赈项目实施进度表",
    left="填报单位：",
    right="单位：万元、人",
    heads=(
        ("序号",), ("旗县区",), ("项目名称",), ("资金类型",), ("资金额度（万元）",),
        (INVESTED, "总投资"), (INVESTED, "其中", "以工代赈资金"), (INVESTED, "其中", "整合资金"),
        (STAGES, "前期工作"), (STAGES, "主体施工"), (STAGES, "主体完工"), (STAGES, "建成投用"),
        (SPENT, "累计支付资金", "合计"), (SPENT, "累计支付资金", "其中：省级资金"), (SPENT, "发放劳务报酬"),
        (GAINS, "吸纳农村劳动力"), (GAINS, "设置公益岗位"), (GAINS, "开展技能培训"), ("建设内容",), ("备注",),
    ),
    widths=(6, 12, 30, 14, 11, 11, 11, 11, 7, 7, 7, 7, 11, 11, 11, 10, 10, 10, 30, 16),
    summed=(4, 5, 6, 7, 12, 13, 14, 15, 16, 17),
    formats=tuple((place, "0.00") for place in (4, 5, 6, 7, 12, 13, 14)),
    foot="填报人：                审核人：                填报日期：",
)  # fmt: skip
"""The superior office's 20-column schedule of work-for-relief projects, money in 万元 with two decimals."""


def scheduled(records: Sequence[Record]) -> bytes:
    """Return lines of the schedule as the superior office lays it out."""
    places = names({each.area for each in records}, "zh-hans")
    return laid_out(SCHEDULE, [_cells(number, each, places) for number, each in enumerate(records, 1)])


def _cells(number: int, line: Any, places: Mapping[int, str]) -> list[Any]:
    """Return a line's twenty cells."""
    return [
        number, places[line.area], line.name, line.fund or None,
        *(_in_ten_thousands(getattr(line, each)) for each in MONEY),
        *("√" if getattr(line, each) else None for each in TICKS),
        *(_in_ten_thousands(getattr(line, each)) for each in PAID),
        *(getattr(line, each) for each in PEOPLE), line.content or None, line.remarks or None,
    ]  # fmt: skip


def _in_ten_thousands(fen: int | None) -> float | None:
    """Return money in 万元, exactly what a spreadsheet keeps of it."""
    return None if fen is None else float(Fraction(fen) / UNITS["万元"].factor)


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
    Page(
        slug="schedule",
        zh="以工代赈实施进度",
        en="schedule of relief projects",
        says=Words(
            "上级 20 栏进度表里的一个项目；导出就是那张表的样子。",
            "A project of the superior office's 20-column schedule; exported in exactly that layout.",
        ),
        record=models.ScheduleLine,
        sheet=intake.SCHEDULE,
        columns=("name", "area", "fund", "invested_fen", "paid_fen", "wages_fen", "workers", "in_use"),
        day="reported_on",
        filters=("in_use",),
        search=("name",),
        measure="invested_fen",
        sort="id",
        layout=scheduled,
    ),
)
