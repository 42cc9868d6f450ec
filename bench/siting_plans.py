"""Claims: a plan for the demo city is useful within three seconds of being asked for, and proved within ten.

The clock runs from the question to the plan kept: registers read, ways measured along the made-up streets,
solved, its certificate checked apart, the curve drawn. A process that has loaded no planner yet is timed
first, as the first plan of a day is; what set-up compiles is compiled.
"""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench import child
from bench.claim import Claim
from bench.scratch import emptied
from bench.siting_cover import PACKAGES
from bench.sizes import sizes, target
from nuanxin.planners.siting.compiling import compile_all

NAME = "siting"
SHEETS = (
    "巴彦淖尔市暖心驿站登记台账",
    "临河区户外作业需求登记表",
    "临河区驿站空间提供登记表",
    "临河区可设驿站公共建筑登记表",
)
COUNTY = 150_802_000_000
QUESTIONS: tuple[dict[str, Any], ...] = (
    {"count": 5},
    {"count": 10, "sources": ["offers", "buildings", "grid"]},
    {"budget_yuan": 200_000, "count": ""},
    {"model": "served", "count": 5},
)


def claims() -> Iterator[Claim]:
    """Lay the demo city's sheets, and plan on them in a process that has planned nothing yet."""
    compile_all()
    folder = emptied("siting_plans")
    child.call("bench.siting_plans:lay", folder)
    found = child.call("bench.siting_plans:measured", folder, turns=sizes().repeats)
    facts: dict[str, Any] = {"size": found["size"], "packages": PACKAGES}
    yield Claim("first useful plan, planners not loaded yet", found["cold_s"], "s", target("<= 3"), **facts)
    yield Claim("first useful plan, after that (median)", found["useful_s"], "s", target("<= 3"), **facts)
    yield Claim(
        "plan proved, checked and kept, curve included", found["kept_s"], "s", target("<= 10"), **facts
    )
    yield Claim("questions left unproved", found["unproved"], "questions", "= 0", **facts)


def lay() -> None:
    """Take the demo city's sheets in."""
    from django.conf import settings

    from bench.office import opened
    from nuanxin.kernel.intake.importing import take

    clerk, folder = opened(), Path(settings.NUANXIN["city"]) / "sheets"
    for name in SHEETS:
        take(clerk, folder / f"{name}.xlsx")


def measured(turns: int) -> dict[str, Any]:
    """Return seconds to the first useful plan, cold and then, and to the plan kept; and how many unproved."""
    from bench.office import opened
    from nuanxin.kernel.ledger.acts import By
    from nuanxin.kernel.plans.declare import plan_type

    by = By(opened())
    begun = perf_counter()
    planner = plan_type("stations.siting").planner
    first = planned(by, planner, QUESTIONS[0], begun)
    runs = [planned(by, planner, asked, perf_counter()) for asked in QUESTIONS for _turn in range(turns)]
    return {
        "size": first["size"],
        "cold_s": first["useful_s"],
        "useful_s": median(run["useful_s"] for run in runs),
        "kept_s": max(run["kept_s"] for run in runs),
        "unproved": sum(not run["proved"] for run in [first, *runs]) // turns,
    }


def planned(by: Any, planner: Any, asked: dict[str, Any], begun: float) -> dict[str, Any]:
    """Make one plan; a plan is useful from the first that is better than what there is."""
    from nuanxin.kernel.plans.running import Hearing, make_plan

    useful = list[float]()

    def tell(point: Any) -> None:
        if point.doing not in ("gather", "check", "curve") and point.value:
            useful.append(perf_counter() - begun)

    plan = make_plan(by, "stations.siting", COUNTY, planner.read(asked, COUNTY), hearing=Hearing(tell))
    kept_s = perf_counter() - begun
    shown = planner.shown(plan)
    size = f"{len(shown['demand'])} points of demand, {len(shown['candidates'])} candidates"
    return {"useful_s": min(useful, default=kept_s), "kept_s": kept_s, "proved": plan.proved, "size": size}
