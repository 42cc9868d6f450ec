"""Claim: any page of a city answers at once: server time and statements, over ten million entries.

The demonstration stands upon a synthetic book and has a register of a quarter of a million hazards. Each
page is asked by somebody with the role it takes, through Django's client: middleware, session, templates
and compression count, the network does not; Python collects its garbage as in a served process. The
slowest page speaks for all.
"""

from collections.abc import Iterator
from statistics import quantiles
from time import perf_counter, process_time
from typing import Any

from bench import child
from bench.claim import Claim
from bench.demo_office import big_city
from bench.sizes import sizes, target, told

NAME = "web"
HAZARDS = "/records/grid/hazards/"
STANDING = "/bulletins/2024-05/figures/stations.open/1508/..2024-05-31/"
PAGES = {
    "": (
        "/",
        "/bulletins/",
        "/bulletins/2024-05/",
        STANDING,
        "/programmes/",
        "/programmes/grid/",
        "/ledger/heads/",
    ),
    "leader": (
        "/",
        "/me/",
        "/programmes/grid/",
        "/bulletins/2024-05/",
        STANDING,
        "/figures/",
        "/figures/grid.hazards_found/?area=1508&period=2024",
        "/ledger/",
        "/ledger/?measure=20105&area=150802",
        "/ledger/?area=1504",
        "/ledger/entries/5000/",
        "/ledger/acts/50/",
        "/records/",
        HAZARDS,
        f"{HAZARDS}?sort=-found_on&kind=fire",
        f"{HAZARDS}?q=WT0012",
        f"{HAZARDS}?area=150802",
        f"{HAZARDS}?view=map",
        f"{HAZARDS}?view=chart",
        f"{HAZARDS}2000/",
    ),
    "bayannur": ("/", "/ledger/", HAZARDS, f"{HAZARDS}?q=东巷7", "/imports/", "/jobs/"),
}
"""What is asked, by whom (nobody: a stranger, whose pages are made anew here at each request)."""


def claims() -> Iterator[Claim]:
    """Ask every page again and again."""
    found = child.call("bench.office_pages:measure", big_city(), turns=sizes().repeats * 4)
    size = f"{told(sizes().book)} entries, {sizes().records:,} records, {len(found)} pages"
    slow = max(found, key=lambda each: each["p95_ms"])
    heavy = max(found, key=lambda each: each["statements"])
    listed = sorted(found, key=lambda each: -each["p95_ms"])[:5]
    yield Claim(
        claim="server time of the slowest page, p95 on the wall",
        value=slow["p95_ms"],
        unit="ms",
        to_reach=target("<= 150"),
        size=size,
        peer="; ".join(
            f"{each['page']} {each['p95_ms']:.0f} ms ({each['cpu_ms']:.0f} CPU)" for each in listed
        ),
        cpu_s=slow["cpu_ms"] / 1000,
        packages=("Django", "duckdb"),
    )
    yield Claim(
        claim="statements of the page that asks the most",
        value=heavy["statements"],
        unit="statements",
        to_reach=target("<= 15"),
        size=f"{size}: {heavy['page']}",
        packages=("Django",),
    )


def measure(turns: int) -> list[dict[str, Any]]:
    """Return each page's p95, the median of its CPU, and its statements when asked the second time."""
    from django.test import Client

    from nuanxin.site.collecting import set_aside
    from nuanxin.web import kept_pages
    from tests.people import client_of

    set_aside()
    kept_pages.MOST_BYTES = 0
    found = []
    for person, pages in PAGES.items():
        client = client_of(person) if person else Client()
        found += [_asked(client, page, f"{page} ({person or 'stranger'})", turns) for page in pages]
    return found


def _asked(client: Any, page: str, called: str, turns: int) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = client.get(page)
    if answer.status_code != 200:
        raise RuntimeError(f"{called} answered {answer.status_code}")
    with CaptureQueriesContext(connection) as statements:
        client.get(page)
    count = len(statements)
    wall, cpu = list[float](), list[float]()
    for _turn in range(turns):
        started, used = perf_counter(), process_time()
        client.get(page)
        wall.append(1000 * (perf_counter() - started))
        cpu.append(1000 * (process_time() - used))
    return {
        "page": called,
        "p95_ms": quantiles(wall, n=20)[-1],
        "cpu_ms": sorted(cpu)[len(cpu) // 2],
        "statements": count,
    }
