"""A town with a place in it, somebody who does the work, somebody else who looks, and a kind of work."""

import pytest

from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.areas.tests.fixtures import divisions, divisions_loaded
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.measures import Measure, register_measures
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.places.actions import register_places
from nuanxin.kernel.places.models import Place
from nuanxin.kernel.rules import catalogue
from nuanxin.kernel.work.declare import RESUMES, STOPS, Move, WorkType, register_work
from nuanxin.plain.words import Words

__all__ = ["divisions", "divisions_loaded"]
TOWN = 150802001000
FIXED = Measure(
    9101, "trial.fixed", "修好", "fixed", "piece", Words("修好并经他人查看。", "Fixed, and looked at.")
)
LATE = Measure(9102, "trial.late", "逾期", "overdue", "piece", Words("到期未修。", "Not fixed in time."))
REPAIR = WorkType(
    name="trial.repair",
    zh="维修",
    en="repair",
    says=Words("一处损坏。", "Something broken."),
    states={
        "open": Words("待派", "to be given"),
        "given": Words("待修", "to be fixed"),
        "fixed": Words("待验", "to be looked at"),
        "passed": Words("办结", "done"),
        "dropped": Words("不予办理", "not to be done"),
    },
    matters={"door": Words("门", "the door"), "heating": Words("取暖", "the heating")},
    moves=(
        Move("give", "派单", "give", ("open",), "given", "clerk", gives=True),
        Move("return", "退单", "return", ("given",), "open", "clerk", by_assignee=True, most="trial.returns",
             reasons={"not_ours": Words("不属本单位", "not ours")}, undoes=("given",)),
        Move("fix", "报修好", "report as fixed", ("given",), "fixed", "clerk", by_assignee=True, clock=STOPS),
        Move("undo", "撤回", "take back", ("fixed",), "given", "clerk", by_assignee=True, undoes=("fixed",),
             clock=RESUMES, takes_back="fix"),
        Move("pass", "验收", "pass", ("fixed",), "passed", "reviewer", apart_from="fix"),
        Move("fail", "返工", "send back", ("fixed",), "given", "reviewer", apart_from="fix",
             undoes=("fixed",), clock=RESUMES),
        Move("drop", "不予办理", "drop", ("open",), "dropped", "reviewer", aside=("open",),
             reasons={"no_fault": Words("没有损坏", "nothing is broken")}),
    ),
    opened_by="",
    deadlines={"": "trial.days", "urgent": "trial.hours"},
    counts={"passed": FIXED},
    overdue=LATE,
)  # fmt: skip
PASSED_ON = WorkType(
    name="trial.passed_on",
    zh="转办",
    en="passed on",
    says=Words("一件可以转手的事。", "Something that goes from hand to hand."),
    states={"open": Words("待办", "open"), "ended": Words("办结", "done")},
    matters=REPAIR.matters,
    moves=(
        Move("give", "交办", "give", ("open",), "open", "clerk", gives=True),
        Move("look", "看过", "look", ("open",), "open", "clerk"),
        Move("end", "办结", "end", ("open",), "ended", "clerk"),
    ),
    opened_by="",
)
RULE = """
[[rule]]
id = "trial.{id}"
zh = "时限"
en = "limit"
value = {value}
unit = "{unit}"
clause = "一"
source = "试行"
valid_from = 2020-01-01
verified = true
"""


@pytest.fixture(autouse=True)
def rules(tmp_path, settings):
    settings.NUANXIN = {**settings.NUANXIN, "city": tmp_path / "town"}
    (tmp_path / "town/rules").mkdir(parents=True)
    pack = [("days", 3, "工作日"), ("hours", 2, "小时"), ("returns", 1, "次")]
    text = "".join(RULE.format(id=name, value=value, unit=unit) for name, value, unit in pack)
    (tmp_path / "town/rules/trial.toml").write_text(text)
    register_measures([FIXED, LATE])
    register_work([REPAIR, PASSED_ON])
    yield
    catalogue._loaded.cache_clear()


def _person(name):
    return Party.objects.create(kind="person", name=name, demonstration=True)


@pytest.fixture
def people(divisions):
    """Return a clerk, a reviewer who is one too, a looker who reviews alone, and a keeper without a role."""
    chief, clerk, reviewer, looker, keeper = map(_person, ("管理员", "科员", "审核", "验收", "站长"))
    by = By(Actor(chief.id, chief.name))
    found_administrator(by, chief.id, 150000000000)
    for party, role in (
        (clerk, "clerk"),
        (reviewer, "reviewer"),
        (reviewer, "clerk"),
        (looker, "reviewer"),
    ):
        grant(by, party.id, role, 150802000000)
    return {
        name: Actor(party.id, party.name)
        for name, party in (
            ("clerk", clerk),
            ("reviewer", reviewer),
            ("looker", looker),
            ("keeper", keeper),
        )
    }


def placed(actor, name):
    """Return a place of that name, which somebody registers."""
    row = type("Row", (), {"number": 1, "values": {"name": name, "area": TOWN}})
    register_places(By(actor), [row])
    return Place.objects.get(name=name)


@pytest.fixture
def place(people):
    return placed(people["clerk"], "东站")
