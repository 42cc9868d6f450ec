"""Claim: one durable act through an action costs little more than the flush that makes it durable.

The yardstick F is how often a second this disk overwrites and flushes (fdatasync) one page of a file
that stands already, measured in turns with the acts. An act is one visitor day through its
programme's action: allowed, kept by key, posted, hashed, chained and committed with synchronous=FULL.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from bench import child
from bench.claim import Claim
from bench.scratch import emptied
from bench.sizes import sizes, target

NAME = "figures"
TURNS, PAGE, PAGES = 20, 4096, 1024


def claims() -> Iterator[Claim]:
    """Enter acts one by one, in turns with bare flushes."""
    acts = sizes().acts
    found = child.call("bench.single_act:measure", emptied("single"), acts=acts)
    yield Claim(
        claim="durable single acts through an action, as a share of the disk's flush rate",
        value=found["acts_s"] / found["flushes_s"],
        unit="F",
        to_reach=target(">= 0.6"),
        peer=f"F = {found['flushes_s']:,.0f} flushes a second, same disk, interleaved; "
        f"{found['acts_s']:,.0f} acts a second",
        size=f"{acts:,} acts of one entry",
        cpu_s=found["cpu_s"],
        packages=("Django",),
    )


def measure(acts: int) -> dict[str, float]:
    """Return the median rates of acts and of flushes, and the CPU seconds of one act."""
    from bench.freshness import visitor_day
    from bench.office import opened
    from nuanxin.kernel.intake.declare import Row
    from nuanxin.kernel.ledger.acts import By
    from nuanxin.programmes.industrial_tourism.actions import log_days

    by, each = By(opened()), acts // TURNS
    log_days(by, [Row(number, visitor_day(number)) for number in range(each)])
    acted, flushed, cpu = list[float](), list[float](), list[float]()
    page = Page(Path(os.environ["NUANXIN_DATA"]) / "page")
    for turn in range(1, TURNS + 1):
        flushed.append(page.flushes_s(each))
        rows = [Row(number, visitor_day(number)) for number in range(turn * each, (turn + 1) * each)]
        started, used = perf_counter(), process_time()
        for row in rows:
            log_days(by, [row])
        acted.append(each / (perf_counter() - started))
        cpu.append((process_time() - used) / each)
    return {"acts_s": median(acted), "flushes_s": median(flushed), "cpu_s": median(cpu)}


class Page:
    """A file of the scratch that is overwritten page by page."""

    def __init__(self, path: Path) -> None:
        self.file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.write(self.file, bytes(PAGE * PAGES))
        os.fsync(self.file)

    def flushes_s(self, number: int) -> float:
        """Return how often a second a page was overwritten and flushed."""
        content, started = os.urandom(PAGE), perf_counter()
        for turn in range(number):
            os.pwrite(self.file, content, turn % PAGES * PAGE)
            os.fdatasync(self.file)
        return number / (perf_counter() - started)
