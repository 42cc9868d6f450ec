"""The sheets of sand control, as forestry and reform offices keep them."""

from nuanxin.kernel.intake.checks import Band
from nuanxin.kernel.intake.declare import COUNTED, DECIDES, ITS_DAY, Column, Sheet
from nuanxin.programmes.sand_control import actions
from nuanxin.programmes.sand_control.models import Payment

COUNTY = Column("area", "旗县区", "county", "area")

YEAR_TASKS = Sheet(
    name="sand_control.year_tasks",
    zh="年度沙地综合治理任务表",
    en="the year's tasks",
    columns=(
        COUNTY,
        Column("year", "年度", "year", "whole"),
        Column(
            "way",
            "治理措施",
            "way of treating land",
            "choice",
            choices={"造林": "forest", "种草": "grass", "封育": "enclosure"},
        ),
        Column("area_centimu", "任务面积", "area", "quantity", unit="万亩", needed=COUNTED),
        Column("issued_on", "下达日期", "handed down on", "day", needed=ITS_DAY),
    ),
    key=("area", "year", "way"),
    into=actions.set_year_tasks,
)
CAMPAIGN_TASKS = Sheet(
    name="sand_control.campaign_tasks",
    zh="攻坚战总任务表",
    en="the campaign's tasks",
    columns=(
        COUNTY,
        Column("sand", "所在沙地", "sandy land"),
        Column("area_centimu", "林草建设总任务", "area", "quantity", unit="万亩", needed=COUNTED),
        Column("issued_on", "下达日期", "handed down on", "day", needed=ITS_DAY),
    ),
    key=("area", "sand"),
    into=actions.set_campaign_tasks,
)
PROJECTS = Sheet(
    name="sand_control.projects",
    zh="治沙项目开工台账",
    en="sand projects",
    columns=(
        COUNTY,
        Column("year", "年度", "year", "whole"),
        Column("name", "项目名称", "project"),
        Column("relief", "是否以工代赈", "work for relief", "yes_no", needed=DECIDES),
        Column("started_on", "开工日期", "work began on", "day", needed=ITS_DAY),
        Column("finished_on", "完工日期", "finished on", "day"),
    ),
    key=("area", "year", "name"),
    into=actions.record_projects,
)
PAYMENTS = Sheet(
    name="sand_control.payments",
    zh="以工代赈劳务报酬发放表",
    en="wages paid",
    columns=(
        Column("county", "旗县区", "county", "area"),
        Column("project", "项目名称", "project"),
        Column("area", "所在嘎查村", "village", "area", level="village"),
        Column("household", "户编号", "household number", personal="party.name"),
        Column("month", "务工月份", "month worked"),
        Column("days", "出工天数", "days worked", "whole", needed=COUNTED),
        Column("wage_fen", "发放金额", "wages", "quantity", unit="元", needed=COUNTED),
        Column("paid_on", "发放日期", "paid on", "day"),
    ),
    key=("county", "project", "month", "household"),
    into=actions.record_payments,
    doubts=(Band("wage_fen", "plausible.relief_wage_per_day", per="days"),),
    record=Payment,
)
TARGETS = Sheet(
    name="sand_control.targets",
    zh="光伏治沙目标分解表",
    en="targets of photovoltaic sand control",
    columns=(
        COUNTY,
        Column("due_on", "目标期限", "due on", "day"),
        Column(
            "power_kw", "新增新能源装机", "new renewable capacity", "quantity", unit="万千瓦", needed=COUNTED
        ),
        Column(
            "land_centimu",
            "配套治理沙化土地",
            "sandy land treated with it",
            "quantity",
            unit="万亩",
            needed=COUNTED,
        ),
    ),
    key=("area", "due_on"),
    into=actions.set_targets,
)
SCHEDULE = Sheet(
    name="sand_control.schedule",
    zh="以工代赈项目实施进度表",
    en="schedule of work-for-relief projects",
    columns=(
        COUNTY,
        Column("name", "项目名称", "project"),
        Column("fund", "资金类型", "type of fund"),
        Column("quota_fen", "资金额度", "quota", "quantity", unit="万元"),
        Column("invested_fen", "总投资", "total investment", "quantity", unit="万元", needed=COUNTED),
        Column("relief_fen", "以工代赈资金", "of which work for relief", "quantity", unit="万元"),
        Column("integrated_fen", "整合资金", "integrated funds", "quantity", unit="万元"),
        Column("prepared", "前期工作", "preparation", "yes_no"),
        Column("building", "主体施工", "main works under way", "yes_no"),
        Column("built", "主体完工", "main works finished", "yes_no"),
        Column("in_use", "建成投用", "in use", "yes_no"),
        Column("paid_fen", "累计支付资金", "paid in all", "quantity", unit="万元"),
        Column(
            "paid_province_fen",
            "省级资金",
            "of which provincial",
            "quantity",
            unit="万元",
            aliases=("其中：省级资金",),
        ),
        Column("wages_fen", "发放劳务报酬", "wages paid", "quantity", unit="万元"),
        Column("workers", "吸纳农村劳动力", "rural workers", "whole"),
        Column("posts", "设置公益岗位", "public posts", "whole"),
        Column("trained", "开展技能培训", "people trained", "whole"),
        Column("content", "建设内容", "what is built"),
        Column("remarks", "备注", "remarks"),
    ),
    key=("area", "name"),
    into=actions.report_schedule,
)
SHEETS = (YEAR_TASKS, CAMPAIGN_TASKS, PROJECTS, PAYMENTS, TARGETS, SCHEDULE)
