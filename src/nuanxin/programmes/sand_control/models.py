"""What sand control keeps: tasks 任务, projects 项目, wages paid 劳务报酬 and targets 目标."""

from collections.abc import Iterator

from django.db import models
from django.db.models import F, Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.kernel.parties.models import Party
from nuanxin.plain.words import Words

YEAR_TASK = Measure(
    1101,
    "sand.year_task",
    "年度沙地治理任务",
    "sandy land to treat in a year",
    "centimu",
    Words(
        "下达到旗县区的年度治理面积，下达当日入账；是任务，不是完成数。",
        "Area a county is to treat in a year, on the day the task was handed down; a task, not work done.",
    ),
)
WHOLE_TASK = Measure(
    1102,
    "sand.whole_task",
    "攻坚战林草建设总任务",
    "forest and grass works of the whole campaign",
    "centimu",
    Words(
        "攻坚战全期下达到旗县区的林草建设面积，下达当日入账。",
        "Area of forest and grass works a county has in the whole campaign, on the day it was handed down.",
    ),
)
REGION_TASK = Measure(
    1103,
    "sand.region_task",
    "全区林草建设总任务",
    "the region's forest and grass works",
    "centimu",
    Words(
        "自治区全区的攻坚战总任务；不在本市表中，以登记的参考值入账。",
        "The region's task in the whole campaign; outside the city's sheets, a recorded reference value.",
    ),
)
RELIEF = Measure(
    1104,
    "sand.relief_projects",
    "以工代赈治沙项目",
    "work-for-relief projects",
    "piece",
    Words(
        "以工代赈方式实施的治沙项目，开工当日加一，完工当日减一。",
        "A project run as work for relief: plus one the day work begins, minus one the day it is finished.",
    ),
)
WAGES = Measure(
    1105,
    "sand.wages",
    "以工代赈劳务报酬",
    "work-for-relief wages",
    "fen",
    Words(
        "发到农牧户手中的劳务报酬，发放当日入账；应发未发的不计。",
        "Wages handed to a household, on the day of payment; wages due and not yet paid do not count.",
    ),
)
WORKDAYS = Measure(
    1106,
    "sand.workdays",
    "以工代赈工日",
    "work-for-relief days",
    "day",
    Words(
        "已发报酬对应的出工天数，随报酬在发放当日入账。",
        "Days of work that a payment is for, entered with the payment.",
    ),
)
START_DAY = Measure(
    1107,
    "sand.start_day",
    "开工日序",
    "day of the year work began",
    "day",
    Words(
        "项目开工那天是当年第几天（1 月 1 日为 1），开工当日一项目一笔。",
        "Which day of its year a project began (1 January is 1), one line a project, on that day.",
    ),
)
POWER_TARGET = Measure(
    1108,
    "sand.power_target",
    "新能源装机目标",
    "target of new renewable capacity",
    "kilowatt",
    Words(
        "规划新增的新能源装机，记在目标年末日。",
        "Planned new renewable capacity, dated the last day of its year.",
    ),
)
PV_AREA_TARGET = Measure(
    1109,
    "sand.pv_area_target",
    "配套治沙目标",
    "target of sandy land treated with it",
    "centimu",
    Words(
        "与新增装机配套治理的沙化土地，记在目标年末日。",
        "Sandy land to be treated along with new capacity, dated the last day of its year.",
    ),
)
SCHEDULED = Measure(
    1110,
    "sand.scheduled_investment",
    "以工代赈项目总投资",
    "investment of work-for-relief projects",
    "fen",
    Words(
        "实施进度表所报的项目总投资，报来当日入账；数变了，旧数冲销，新数按新的报来日入账。",
        "Investment as a project's schedule reports it, on the day it was reported; changed, it is reversed.",
    ),
)
SCHEDULED_PAID = Measure(
    1111,
    "sand.scheduled_paid",
    "以工代赈项目累计支付",
    "paid for work-for-relief projects",
    "fen",
    Words(
        "实施进度表所报的累计支付资金，报来当日入账；劳务报酬另按发放表计，不从这里取。",
        "Paid in all as a project's schedule reports it; wages are counted from the roll, never from here.",
    ),
)
MEASURES = (
    YEAR_TASK,
    WHOLE_TASK,
    REGION_TASK,
    RELIEF,
    WAGES,
    WORKDAYS,
    START_DAY,
    POWER_TARGET,
    PV_AREA_TARGET,
    SCHEDULED,
    SCHEDULED_PAID,
)


class YearTask(Record):
    """A county's task of one year in one way of treating land 造林、种草、封育."""

    record_kind = 1101

    year = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10)
    area_centimu = models.BigIntegerField()
    issued_on = models.DateField()

    def postings(self) -> Iterator[Posting]:
        """The task's area, on the day it was handed down."""
        yield posting(YEAR_TASK, area=self.area, on=self.issued_on, quantity=self.area_centimu)


class CampaignTask(Record):
    """A county's task in the whole campaign, by sandy land."""

    record_kind = 1102

    sand = models.CharField(max_length=40)
    area_centimu = models.BigIntegerField()
    issued_on = models.DateField()

    def postings(self) -> Iterator[Posting]:
        """The task's area, on the day it was handed down."""
        yield posting(WHOLE_TASK, area=self.area, on=self.issued_on, quantity=self.area_centimu)


UNFINISHED = Q(finished_on=None)
"""Sand projects not finished yet."""


class Project(Record):
    """A sand project of a year: when work began, when it was finished, whether it is work for relief."""

    record_kind = 1103

    year = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=120)
    relief = models.BooleanField()
    started_on = models.DateField()
    finished_on = models.DateField(null=True)

    class Meta:
        indexes = (waiting("sand_unfinished", UNFINISHED, "started_on"),)
        constraints = (
            models.CheckConstraint(
                name="sand_project_finishes_after_start",
                condition=Q(finished_on__gte=F("started_on")),
            ),
        )

    def postings(self) -> Iterator[Posting]:
        """The day it began; and for work for relief, one in on the first day, one out on the last."""
        project, day = project_id(self.area, self.name), self.started_on.timetuple().tm_yday
        yield posting(START_DAY, area=self.area, on=self.started_on, quantity=day, subject=project)
        if self.relief:
            yield posting(RELIEF, area=self.area, on=self.started_on, subject=project)
        if self.relief and self.finished_on:
            yield posting(RELIEF, area=self.area, on=self.finished_on, quantity=-1, subject=project)


UNPAID = Q(paid_on=None)
"""Wages not paid yet."""


class Payment(Record):
    """Wages of one month paid to one household, known by number only, for work on one project."""

    record_kind = 1104
    ends = "paid_on"

    project = models.CharField(max_length=120)
    county = models.BigIntegerField()
    household = models.ForeignKey(Party, models.PROTECT, related_name="+")
    month = models.CharField(max_length=12)
    days = models.PositiveSmallIntegerField()
    wage_fen = models.BigIntegerField()
    paid_on = models.DateField(null=True)

    class Meta:
        indexes = (waiting("sand_unpaid", UNPAID),)
        constraints = (
            models.CheckConstraint(name="sand_payment_for_work", condition=Q(days__gt=0)),
            models.CheckConstraint(name="sand_payment_positive", condition=Q(wage_fen__gt=0)),
        )

    def postings(self) -> Iterator[Posting]:
        """Wages and days, the household as subject and the project as counterpart, once paid."""
        if self.paid_on is None:
            return
        project = project_id(self.county, self.project)
        for measure, quantity in ((WAGES, self.wage_fen), (WORKDAYS, self.days)):
            yield posting(
                measure,
                area=self.area,
                on=self.paid_on,
                quantity=quantity,
                subject=self.household_id,
                counterpart=project,
            )


class Target(Record):
    """What a county means to reach by the end of a year: capacity, and land treated along with it."""

    record_kind = 1105

    due_on = models.DateField()
    power_kw = models.BigIntegerField()
    land_centimu = models.BigIntegerField()

    def postings(self) -> Iterator[Posting]:
        """Both targets, on the day they fall due."""
        yield posting(POWER_TARGET, area=self.area, on=self.due_on, quantity=self.power_kw)
        yield posting(PV_AREA_TARGET, area=self.area, on=self.due_on, quantity=self.land_centimu)


class ScheduleLine(Record):
    """A work-for-relief project as the superior office's 20-column schedule tells it, newest word only.

    ``reported_on`` is the day its numbers were reported as they stand.
    """

    record_kind = 1106

    name = models.CharField(max_length=120)
    fund = models.CharField(max_length=60, blank=True)
    quota_fen = models.BigIntegerField(null=True)
    invested_fen = models.BigIntegerField()
    relief_fen = models.BigIntegerField(null=True)
    integrated_fen = models.BigIntegerField(null=True)
    prepared = models.BooleanField(null=True)
    building = models.BooleanField(null=True)
    built = models.BooleanField(null=True)
    in_use = models.BooleanField(null=True)
    paid_fen = models.BigIntegerField(null=True)
    paid_province_fen = models.BigIntegerField(null=True)
    wages_fen = models.BigIntegerField(null=True)
    workers = models.IntegerField(null=True)
    posts = models.IntegerField(null=True)
    trained = models.IntegerField(null=True)
    content = models.CharField(max_length=500, blank=True)
    remarks = models.CharField(max_length=300, blank=True)
    reported_on = models.DateField()

    class Meta:
        constraints = (
            models.CheckConstraint(name="sand_schedule_invests", condition=models.Q(invested_fen__gte=0)),
        )

    def postings(self) -> Iterator[Posting]:
        """Investment and what was paid of it, on the day they were reported."""
        project = project_id(self.area, self.name)
        for measure, quantity in ((SCHEDULED, self.invested_fen), (SCHEDULED_PAID, self.paid_fen)):
            if quantity:
                yield posting(
                    measure, area=self.area, on=self.reported_on, quantity=quantity, subject=project
                )


def project_id(county: int, name: str) -> int:
    """Return the ledger's id of a project of a county."""
    return surrogate("sand_control.project", county, name)
