"""Claim: a durable act done in a browser costs little more than the flush that makes it durable.

An act is a hazard withdrawn by a form: session, rights, token against forgery, the record reversed in
red, hashed, chained, committed with a flush, and the answer made; through Django's whole stack, without
the network. The yardstick F is that of ``single_act``: bare flushes of this disk, in turns with the acts.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

from bench import child
from bench.claim import Claim
from bench.demo_office import demonstration, load
from bench.peers import cluster, postgres_programs
from bench.scratch import emptied
from bench.single_act import TURNS, Page
from bench.sizes import sizes, target
from bench.workbook import workbook

NAME = "web"
DURABLE = {"fsync": "on", "synchronous_commit": "on"}
AS_BROWSERS_SEND = "application/x-www-form-urlencoded"


def claims() -> Iterator[Claim]:
    """Withdraw hazards on SQLite, and on PostgreSQL where it is installed."""
    folder = emptied("act_by_web")
    shutil.copytree(demonstration(), folder, dirs_exist_ok=True)
    yield _claim("SQLite", folder)
    if postgres_programs() is None:
        sys.stderr.write("PostgreSQL is not installed here: acts on it are left out.\n")
        return
    with cluster(**DURABLE) as socket:
        os.environ["NUANXIN_DATABASE"] = f"postgresql://postgres@/postgres?host={socket}"
        try:
            load(folder := emptied("act_by_web_postgresql"))
            yield _claim("PostgreSQL", folder)
        finally:
            del os.environ["NUANXIN_DATABASE"]


def _claim(database: str, folder: Path) -> Claim:
    acts = max(TURNS, sizes().acts // 5)
    child.call("bench.workbook:bring", folder, path=str(workbook(sizes().acts * 2)))
    found = child.call("bench.act_by_web:measure", folder, acts=acts)
    return Claim(
        claim=f"durable single acts through the web stack on {database}, as a share of the disk's flush rate",
        value=found["acts_s"] / found["flushes_s"],
        unit="F",
        to_reach=target(">= 0.5"),
        peer=f"F = {found['flushes_s']:,.0f} flushes a second, same disk, interleaved; "
        f"{found['acts_s']:,.0f} acts a second",
        size=f"{acts:,} acts",
        cpu_s=found["cpu_s"],
        packages=("Django",),
    )


def measure(acts: int) -> dict[str, float]:
    """Return the median rates of acts and of flushes, and the CPU seconds of one act."""
    from nuanxin.programmes.grid.models import Hazard
    from tests.people import client_of

    client, each = client_of("clerk"), acts // TURNS
    standing = Hazard.objects.filter(key__startswith="WT", withdrawn=False, verified_on__isnull=False)
    numbers = iter(list(standing.order_by("-id").values_list("id", flat=True)[: acts + each]))
    page = Page(Path(os.environ["NUANXIN_DATA"]) / "page")
    acted, flushed, cpu = list[float](), list[float](), list[float]()
    _withdraw(client, numbers, each)
    for _turn in range(TURNS):
        flushed.append(page.flushes_s(max(each, 50)))
        started, used = perf_counter(), process_time()
        _withdraw(client, numbers, each)
        acted.append(each / (perf_counter() - started))
        cpu.append((process_time() - used) / each)
    return {"acts_s": median(acted), "flushes_s": median(flushed), "cpu_s": median(cpu)}


def _withdraw(client: Any, numbers: Iterator[int], times: int) -> None:
    for _act in range(times):
        address = f"/records/grid/hazards/{next(numbers)}/withdraw/"
        answer = client.post(address, "reason=correction&note=bench", content_type=AS_BROWSERS_SEND)
        if answer.status_code != 302:
            raise RuntimeError(f"{address} answered {answer.status_code}")
