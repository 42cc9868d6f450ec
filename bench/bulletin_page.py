"""Claim: the public page of a bulletin is served ten times as often as when plain Django makes it each time.

Both are granian with two workers on the same data, asked by the same client over connections kept open.
Counted are requests a second of CPU of the server's processes: the client shares the cores with them, so
seconds on the wall would measure the client.
"""

from collections.abc import Iterator
from http.client import HTTPConnection
from threading import Thread
from time import perf_counter

from bench.claim import Claim
from bench.clock import tree_s
from bench.demo_office import Served, demonstration, served
from bench.sizes import sizes, target

NAME = "web"
PAGE = "/bulletins/2024-05/"
WORKERS, CLIENTS, WARM = 2, 4, 40
HEADERS = {"Accept-Language": "zh-CN", "Accept-Encoding": "gzip"}


def claims() -> Iterator[Claim]:
    """Ask both servers for the page, one after the other."""
    folder, requests = demonstration(), sizes().repeats * 40
    with served(folder, WORKERS, "bench.plain_settings") as plain:
        theirs = _asked(plain, requests)
    with served(folder, WORKERS) as ours:
        mine = _asked(ours, requests * 20)
    yield Claim(
        claim="the public page of a bulletin, requests a second of CPU, two workers",
        value=mine["a_cpu_s"] / theirs["a_cpu_s"],
        unit="times plain Django",
        to_reach=target(">= 10"),
        peer=f"the same page made from the database at each request: {theirs['a_cpu_s']:,.0f} a CPU second "
        f"({theirs['a_s']:,.0f} a second on the wall); kept: {mine['a_cpu_s']:,.0f} ({mine['a_s']:,.0f})",
        size=f"{requests * 20:,} requests, {CLIENTS} connections, {mine['bytes'] / 1000:,.0f} kB compressed",
        cpu_s=1 / mine["a_cpu_s"],
        packages=("Django", "granian"),
    )


def _asked(server: Served, requests: int) -> dict[str, float]:
    """Return requests a second of CPU and of wall time, and the size of an answer."""
    _ask(server.port, WARM)
    cpu, wall = tree_s(server.pid), perf_counter()
    asking = [Thread(target=_ask, args=(server.port, requests // CLIENTS)) for _client in range(CLIENTS)]
    for each in asking:
        each.start()
    for each in asking:
        each.join()
    cpu, wall = tree_s(server.pid) - cpu, perf_counter() - wall
    return {"a_cpu_s": requests / cpu, "a_s": requests / wall, "bytes": _ask(server.port, 1)}


def _ask(port: int, times: int) -> int:
    """Ask for the page some times over one connection; return the bytes of the last answer."""
    link, size = HTTPConnection("127.0.0.1", port, timeout=60), 0
    for _turn in range(times):
        link.request("GET", PAGE, headers=HEADERS)
        answer = link.getresponse()
        size = len(answer.read())
        if answer.status != 200:
            raise RuntimeError(f"{PAGE} answered {answer.status}")
    link.close()
    return size
