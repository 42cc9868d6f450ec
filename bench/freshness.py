"""Claim: what has just been entered stands in the figures at once; nothing is rebuilt overnight.

One visitor day is entered through its programme's action and a figure is asked that sums it with
sealed entries. The clock runs from before the action until the figure is known.
"""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bench import child
from bench.claim import Claim
from bench.ledgers import book
from bench.scratch import emptied
from bench.sizes import sizes, target, told

NAME = "figures"
AREA, FIRST_DAY = 150_802_000_000, date(2024, 6, 1)


def claims() -> Iterator[Claim]:
    """Enter and ask many times, behind a tail that is not sealed yet."""
    tail = sizes().tail
    folder = copied(book(sizes().book))
    found = child.call("bench.freshness:measure", folder, tail=tail, turns=sizes().acts // 30)
    shutil.rmtree(folder)
    yield Claim(
        claim=f"an act entered, committed and seen in a figure, behind {tail:,} unsealed entries (median)",
        value=found["wall_s"] * 1000,
        unit="ms (wall)",
        to_reach=target("<= 50"),
        peer="a nightly rebuild; DHIS2-like tables take 22.5 s at this size (reference)",
        size=told(sizes().book),
        cpu_s=found["cpu_s"],
        packages=("duckdb", "pyarrow", "Django"),
    )


def copied(laid: Path) -> Path:
    """Return a data folder with the book's database copied and its segments linked."""
    folder = emptied("fresh")
    shutil.copy(laid / "nuanxin.sqlite3", folder)
    shutil.copytree(laid / "segments", folder / "segments", copy_function=_link)
    return folder


def _link(source: str, at: str) -> None:
    Path(at).hardlink_to(source)


def measure(tail: int, turns: int) -> dict[str, float]:
    """Return the median of entering and asking; refuse where the figure does not show the act."""
    from bench.office import opened
    from bench.questions import WORDS, declare
    from nuanxin.kernel.figures.answers import Ask, answer
    from nuanxin.kernel.figures.catalogue import register_figures
    from nuanxin.kernel.figures.declare import Figure
    from nuanxin.kernel.intake.declare import Row
    from nuanxin.kernel.ledger.acts import By
    from nuanxin.plain.periods import Period
    from nuanxin.programmes.industrial_tourism.actions import log_days

    declare()
    figure = Figure(
        "bench.fresh", "测速", "bench", "sum", "人次", WORDS, measures=("tourism.visits", "bench.m20101")
    )
    register_figures("bench", [figure])
    by, ask = By(opened()), Ask("bench.fresh", AREA, Period.parse("..2030-12-31"))
    log_days(by, [Row(number, visitor_day(number)) for number in range(tail)])
    before, wall, cpu = answer([ask])[ask].value or 0, list[float](), list[float]()
    for number in range(tail, tail + turns):
        started, used = perf_counter(), process_time()
        log_days(by, [Row(number, visitor_day(number))])
        shown = answer([ask])[ask].value or 0
        wall.append(perf_counter() - started)
        cpu.append(process_time() - used)
        if shown != before + visitor_day(number)["visitors"]:
            raise RuntimeError(f"the figure went from {before} to {shown}: the act is not in it")
        before = shown
    return {"wall_s": median(wall), "cpu_s": median(cpu)}


def visitor_day(number: int) -> dict[str, Any]:
    """Return one row of a site's log, as intake would hand it over."""
    return {
        "area": AREA,
        "site": f"site {number % 50}",
        "day": FIRST_DAY + timedelta(days=number // 50),
        "opened": True,
        "visitors": 1 + number % 300,
        "in_groups": None,
    }
