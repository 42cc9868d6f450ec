"""Claims: most weight covered is proved at sizes and in times that no open tool reaches.

Seconds are CPU seconds of one process on one thread, kernels compiled before; the cover is built inside.
Every answer's certificate is checked again, and a claim stands only for what that check proves.
"""

from collections.abc import Callable, Iterator
from functools import partial
from time import process_time
from typing import NamedTuple

from bench.claim import Claim
from bench.siting_instances import asked, city, greeted, square
from bench.siting_peer import peer_cover_s
from bench.sizes import FULL, sizes, target
from nuanxin.planners.siting import Certificate, Effort, Progress, Question, check_certificate, most_covered
from nuanxin.planners.siting.compiling import compile_all

NAME = "siting"
PACKAGES = ("numpy", "scipy", "numba", "highspy")
NEVER_S = 1e9
"""What is told where a proof was not reached."""
CITY_S = 300
"""CPU seconds in which a city's best known plan is sought; the claim tells how many it took."""
SJC = {"SJC324": (1, 3, 5), "SJC402": (3, 6), "SJC500": (4, 8), "SJC708": (5, 10)}
CITIES = {
    ("Manhattan2713", 400.0): {50: 1153640, 60: 1288174, 70: 1396333, 80: 1481434, 90: 1539992, 100: 1574256},
    ("Bronx3839", 600.0): {50: 1205051, 60: 1290635, 70: 1348232, 80: 1376061, 90: 1384376, 100: 1385099},
}


def claims() -> Iterator[Claim]:
    """Solve made instances, then published ones where they are here."""
    greeted()
    compile_all()
    small = square(10_000, 1_000, 20, 0.02)
    ours = solved(lambda: asked(small), 60)
    told = "10k x 1k, p = 20, cover built and proved"
    yield _claim(told, _proved_s(ours), "s (CPU)", "<= 0.25", "", ours.ours_s)
    yield _checked("10k x 1k", ours)
    theirs_s = peer_cover_s(small)
    if theirs_s is not None:
        yield _claim(
            "10k x 1k, p = 20 against spopt",
            theirs_s / ours.ours_s,
            "times",
            ">= 150",
            "spopt, CBC",
            ours.ours_s,
        )
    if sizes() is not FULL:
        return
    ours = solved(lambda: asked(square(50_000, 2_000, 20, 0.02)), 60)
    yield _claim("50k x 2k, p = 20, proved", _proved_s(ours), "s (CPU)", "<= 4", "", ours.ours_s)
    ours = solved(lambda: asked(square(1_000_000, 10_000, 50, 0.003)), 60)
    yield _claim("1M x 10k, p = 50, gap in 60 s", 100 * ours.gap, "%", "<= 0.05", "", ours.ours_s)
    yield _checked("1M x 10k", ours)
    ours = solved(lambda: asked(square(10_000, 1_000, 50, 0.02)), 180)
    told = "near-full cover 10k x 1k, p = 50, gap in 180 s"
    yield _claim(told, 100 * ours.gap, "%", "<= 2", "", ours.ours_s)
    yield from published()


def published() -> Iterator[Claim]:
    """Solve the published sets that are here."""
    for name, counts in SJC.items():
        for count in counts:
            question = city(name, 800.0, count, planar=True)
            if question is not None:
                ours = solved(partial(city, name, 800.0, count, planar=True), 60)
                told = f"{name}, p = {count}, proved"
                yield _claim(told, _proved_s(ours), "s (CPU)", "<= 2", "", ours.ours_s)
    for (name, radius_m), known in CITIES.items():
        for count, best in known.items():
            question = city(name, radius_m, count)
            if question is None:
                continue
            before = process_time()
            result = most_covered(question, until(CITY_S, best))
            told = f"{name}, p = {count}: short of the best known (gap {100 * result.gap:.3f} %)"
            spent = process_time() - before
            yield _claim(told, best - result.value, "weight", "<= 0", "Maximo et al.", spent)


def until(cpu_s: float, value: int | None = None) -> Effort:
    """Return an effort that ends after so many CPU seconds, however busy the machine is.

    It ends as well once a plan is worth ``value``, where one is told.
    """
    begun, reached = process_time(), list[int]()

    def tell(step: Progress) -> None:
        if value is not None and step.value >= value:
            reached.append(step.value)

    return Effort(20 * cpu_s, 0, tell, lambda: bool(reached) or process_time() - begun > cpu_s)


class Solved(NamedTuple):
    """CPU seconds of making and solving a question, and of checking it; the plan's value, what is proved."""

    ours_s: float
    check_s: float
    value: int
    bound: int

    @property
    def gap(self) -> float:
        """Return the part of the value that the check leaves open."""
        return (self.bound - self.value) / max(1, self.value)


def solved(make: Callable[[], Question | None], cpu_s: float) -> Solved:
    """Make a question, solve it within so many CPU seconds, and check its certificate."""
    begun = process_time()
    question = make()
    if question is None:
        raise RuntimeError("the set is not here")
    result = most_covered(question, until(cpu_s))
    between = process_time()
    if not isinstance(result.certificate, Certificate):
        raise RuntimeError(result.reason)
    bound = check_certificate(question, result.certificate)
    return Solved(between - begun, process_time() - between, result.value, bound)


def _proved_s(ours: Solved) -> float:
    """Return the CPU seconds of a solve that the check proves, ``NEVER_S`` of another."""
    return ours.ours_s if ours.gap == 0 else NEVER_S


def _checked(name: str, ours: Solved) -> Claim:
    """Claim that a check takes little of the solve's time."""
    share = ours.check_s / ours.ours_s
    return _claim(f"certificate check of {name}", share, "of the solve", "< 0.05", "", ours.check_s)


def _claim(claim: str, value: float, unit: str, reach: str, peer: str, cpu_s: float) -> Claim:
    return Claim(f"MCLP {claim}", value, unit, target(reach), peer=peer, cpu_s=cpu_s, packages=PACKAGES)
