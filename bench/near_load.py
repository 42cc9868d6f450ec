"""Claim: the public pages of the stations hold when many ask at once, and the nearest is found among many.

The demonstration is served on loopback as an office serves it; a light client of our own keeps connections
open, asks a mix of pages as phones do, and tells a report now and then. The client runs on the same machine.
"""

import json
import math
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from urllib.parse import urlsplit

from bench import child
from bench.claim import Claim
from bench.demo_office import demonstration, served
from bench.sizes import sizes, target

NAME = "near"
LIST, FEED, FROM = "/near/stations/", "/near/stations/places.json", "/near/stations/from/"
HEADERS = {"Accept-Encoding": "gzip", "Accept-Language": "zh-CN"}
WORKERS, VISITORS = 2, 32
SPOTS, LINHE = 100_000, (107.394, 40.751)


def claims() -> Iterator[Claim]:
    """Load the public pages; then ask for the nearest of a hundred thousand."""
    turns = 20 * sizes().repeats
    with served(demonstration(), WORKERS) as server:
        told = child.call("bench.near_load:load", demonstration(), port=server.port, turns=turns)
    size = f"{told['asked']:,} requests by {VISITORS} visitors at once, {WORKERS} processes"
    yield Claim("public pages of stations: answers that failed", told["failed"], "answers", "= 0", size=size)
    yield Claim(
        claim="public pages of stations: time of an answer under load, p95",
        value=told["p95_ms"],
        unit="ms",
        to_reach=target("<= 1000"),
        size=size,
        peer=f"{told['rate']:.0f} answers a second; median {told['p50_ms']:.0f} ms",
        packages=("Django", "granian"),
    )
    found = child.call("bench.near_load:nearest", demonstration(), turns=turns)
    yield Claim(
        claim="nearest open stations, server time, p95",
        value=found["p95_ms"],
        unit="ms",
        to_reach=target("<= 10"),
        size=f"{SPOTS:,} stations, the 20 nearest open ones",
        peer=f"{found['cpu_ms']:.1f} ms of CPU, p95",
        cpu_s=found["cpu_ms"] / 1000,
        packages=("Django", "scipy"),
    )


def load(port: int, turns: int) -> dict[str, Any]:
    """Return how many answers came, failed, and how long they took, of visitors who all ask at once."""
    known, begun = _addresses(port), perf_counter()
    with ThreadPoolExecutor(VISITORS) as visitors:
        each = list(visitors.map(lambda seed: _visit(port, known, turns, seed), range(VISITORS)))
    seconds, times = perf_counter() - begun, [time for visit, _bad in each for time in visit]
    return {
        "asked": len(times),
        "failed": sum(bad for _visit, bad in each),
        "p50_ms": 1000 * quantiles(times, n=20)[9],
        "p95_ms": 1000 * quantiles(times, n=20)[-1],
        "rate": len(times) / seconds,
    }


def _addresses(port: int) -> list[str]:
    """Return the pages of the stations there are."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", FEED)
    places = json.loads(connection.getresponse().read())["places"]
    connection.close()
    return [urlsplit(place["url"]).path for place in places]


def _visit(port: int, known: list[str], turns: int, seed: int) -> tuple[list[float], int]:
    """Ask as one phone does, on one connection; return the seconds of each answer and the faults."""
    chance, connection = random.Random(seed), HTTPConnection("127.0.0.1", port, timeout=60)
    times, bad = list[float](), 0
    for _turn in range(turns):
        method, path, body = _wish(chance, known)
        begun = perf_counter()
        connection.request(method, path, body, HEADERS | _kind(path))
        answer = connection.getresponse()
        answer.read()
        times.append(perf_counter() - begun)
        bad += answer.status >= 500 or (method == "GET" and answer.status != 200)
    connection.close()
    return times, bad


def _wish(chance: random.Random, known: list[str]) -> tuple[str, str, str | None]:
    """Return what is asked next: the list, a station, the nearest, the feed, now and then a report."""
    at, way = chance.choice(known[:40]), chance.random()
    if way < 0.35:
        return "GET", LIST, None
    if way < 0.70:
        return "GET", at, None
    if way < 0.90:
        east, north = (middle + chance.gauss(0, 0.02) for middle in LINHE)
        return "POST", FROM, json.dumps({"longitude": east, "latitude": north, "open": True})
    return ("GET", FEED, None) if way < 0.98 else ("POST", f"{at}report/", "matter=dirty")


def _kind(path: str) -> dict[str, str]:
    return {"Content-Type": "application/x-www-form-urlencoded"} if path.endswith("report/") else {}


def nearest(turns: int) -> dict[str, Any]:
    """Return the p95 of finding the nearest open of very many stations in Django's client; median of runs."""
    from django.test import Client

    from nuanxin.kernel.places import finding
    from nuanxin.kernel.programme import all_finders

    model = next(each for _owner, each in all_finders() if each.slug == "stations").record
    known, chance = finding.book(model).spots, random.Random(1)
    many = finding.Book([_moved(known[at % len(known)], at, chance) for at in range(SPOTS)])
    client, runs = Client(), [list[float](), list[float]()]
    with finding.standing_in(model, many):
        for _run in range(turns // 20):
            times, used = _asked(client, chance)
            runs[0].append(1000 * quantiles(times, n=20)[-1])
            runs[1].append(1000 * quantiles(used, n=20)[-1])
    return {"p95_ms": median(runs[0]), "cpu_ms": median(runs[1])}


def _asked(client: Any, chance: random.Random) -> tuple[list[float], list[float]]:
    """Ask a hundred times from somewhere; return the seconds each took, on the wall and of CPU."""
    times, used = list[float](), list[float]()
    for _turn in range(100):
        asked = {"longitude": LINHE[0] + chance.gauss(0, 1), "latitude": LINHE[1] + chance.gauss(0, 1)}
        begun, busy = perf_counter(), process_time()
        answer = client.post(FROM, json.dumps({**asked, "open": True}), content_type="application/json")
        times.append(perf_counter() - begun)
        used.append(process_time() - busy)
        if answer.status_code != 200:
            raise RuntimeError(f"{FROM} answered {answer.status_code}")
    return times, used


def _moved(spot: Any, at: int, chance: random.Random) -> Any:
    """Return a spot of another number somewhere within 300 km of Linhe."""
    from dataclasses import replace

    far, turn = 2.7 * math.sqrt(chance.random()), chance.random() * 2 * math.pi
    east, north = LINHE[0] + far * math.cos(turn) * 1.3, LINHE[1] + far * math.sin(turn)
    return replace(spot, key=f"{spot.key}-{at}", longitude=east, latitude=north, number=at)
