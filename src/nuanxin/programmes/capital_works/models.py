"""What the warm project keeps: the projects 项目 of a year, and the total that was announced for them."""

from collections.abc import Iterator

from django.db import models
from django.db.models import Q

from nuanxin.kernel.ledger.measures import Measure
from nuanxin.kernel.ledger.posting import Posting, posting
from nuanxin.kernel.ledger.records import Record, surrogate
from nuanxin.kernel.ledger.waiting import waiting
from nuanxin.plain.words import Words

LISTED = Words(
    "列入年度“温暖工程”清单的项目，列入当日记一个。",
    "A project on the year's list of works: one on the day it was listed.",
)
PLANNED = Words(
    "项目计划总投资，列入清单当日入账；不是到位资金，也不是已付款。",
    "A project's planned investment, on the day it was listed; neither funds received nor money spent.",
)
HEATING_PROJECTS = Measure(801, "works.heating_projects", "供暖项目", "heating projects", "piece", LISTED)
WATER_PROJECTS = Measure(802, "works.water_projects", "供水项目", "water projects", "piece", LISTED)
GAS_PROJECTS = Measure(803, "works.gas_projects", "供气项目", "gas projects", "piece", LISTED)
HEATING_INVESTMENT = Measure(
    804, "works.heating_investment", "供暖计划投资", "planned investment in heating", "fen", PLANNED
)
WATER_INVESTMENT = Measure(
    805, "works.water_investment", "供水计划投资", "planned investment in water", "fen", PLANNED
)
GAS_INVESTMENT = Measure(
    806, "works.gas_investment", "供气计划投资", "planned investment in gas", "fen", PLANNED
)
ANNOUNCED = Measure(
    807,
    "works.announced_investment",
    "公布的总投资",
    "investment as announced",
    "fen",
    Words(
        "对外公布的年度总投资原数，公布当日入账；与各项目之和是否相符由核对查明。",
        "The year's total exactly as announced, on the day of the announcement; "
        "whether the projects add up to it is for the check to say.",
    ),
)
PIPE = Measure(
    808,
    "works.gas_pipe",
    "新建燃气管网",
    "new gas main",
    "metre",
    Words(
        "清单内新建燃气管网的沟槽长度，列入当日入账；双管同沟只计一次。",
        "Trench length of new gas main, on the day it was listed; two pipes in one trench count once.",
    ),
)
HOUSEHOLDS = Measure(
    809,
    "works.households_covered",
    "燃气管网覆盖居民",
    "households covered by the gas main",
    "household",
    Words(
        "新建燃气管网建成后供气范围内的居民户，列入当日入账；不是已通气户。",
        "Households the new gas main will reach once built, on the day it was listed; not those connected.",
    ),
)
MEASURES = (
    HEATING_PROJECTS,
    WATER_PROJECTS,
    GAS_PROJECTS,
    HEATING_INVESTMENT,
    WATER_INVESTMENT,
    GAS_INVESTMENT,
    ANNOUNCED,
    PIPE,
    HOUSEHOLDS,
)
BY_CATEGORY = {
    "heating": (HEATING_PROJECTS, HEATING_INVESTMENT),
    "water": (WATER_PROJECTS, WATER_INVESTMENT),
    "gas": (GAS_PROJECTS, GAS_INVESTMENT),
}
"""What a project of each category posts: itself, and its planned investment."""

UNMEASURED = Q(category="gas", pipe_m=None)
"""Gas projects without the length of their main."""


class Project(Record):
    """A project of the year's list; ``area`` is its town, or the county where it spans towns."""

    record_kind = 801

    year = models.PositiveSmallIntegerField()
    category = models.CharField(max_length=10)
    name = models.CharField(max_length=120)
    listed_on = models.DateField()
    investment_fen = models.BigIntegerField()
    pipe_m = models.PositiveIntegerField(null=True)
    households = models.PositiveIntegerField(null=True)

    class Meta:
        indexes = (waiting("works_unmeasured", UNMEASURED, "listed_on"),)
        constraints = (
            models.CheckConstraint(name="works_category_known", condition=Q(category__in=tuple(BY_CATEGORY))),
            models.CheckConstraint(name="works_money_positive", condition=Q(investment_fen__gt=0)),
        )

    def postings(self) -> Iterator[Posting]:
        """The project, its money, and for a gas main its length and reach, on the day it was listed."""
        projects, investment = BY_CATEGORY[self.category]
        asked = (
            (projects, 1),
            (investment, self.investment_fen),
            (PIPE, self.pipe_m or 0),
            (HOUSEHOLDS, self.households or 0),
        )
        project = surrogate("capital_works.project", self.key)
        for measure, quantity in asked:
            if quantity:
                yield posting(measure, area=self.area, on=self.listed_on, quantity=quantity, subject=project)


class Announcement(Record):
    """The year's total as it was announced 公布总投资; a later announcement of the year replaces it."""

    record_kind = 802

    year = models.PositiveSmallIntegerField()
    announced_on = models.DateField()
    investment_fen = models.BigIntegerField()

    def postings(self) -> Iterator[Posting]:
        """The announced total, on the day of the announcement."""
        yield posting(ANNOUNCED, area=self.area, on=self.announced_on, quantity=self.investment_fen)
