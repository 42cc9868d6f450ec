"""Claims: least distance is proved on the published graphs and points, and every proof is checked again."""

from collections.abc import Iterator
from math import exp, log
from time import process_time

from bench.claim import Claim
from bench.siting_cover import PACKAGES, until
from bench.siting_instances import Ints, graph, greeted, medians, optima, plane
from bench.siting_peer import peer_median_s
from bench.sizes import FULL, sizes, target
from nuanxin.planners.siting import MedianCertificate, check_medians, least_distance
from nuanxin.planners.siting.compiling import compile_all

NAME = "siting"
RL1304 = {
    5: 3099073, 10: 2134295, 20: 1412108, 50: 795012, 100: 491639, 200: 268573, 300: 177326, 400: 128332,
    500: 97024,
}  # fmt: skip


def claims() -> Iterator[Claim]:
    """Solve the OR-Library graphs that are here and rl1304 in all its sizes."""
    greeted()
    compile_all()
    spent, checked, wrong, ratios = 0.0, 0.0, 0, list[float]()
    known = optima() if sizes() is FULL else dict(list(optima().items())[:3])
    for name, best in known.items():
        read = graph(name)
        if read is None:
            continue
        ours_s, check_s, value, bound = proved(*read, 60)
        spent, checked, wrong = spent + ours_s, checked + check_s, wrong + (value != best or bound != best)
        if int(name[4:]) <= 20 and (theirs_s := peer_median_s(*read)) is not None:
            ratios.append(theirs_s / ours_s)
    if known:
        yield _claim(f"of {len(known)} OR-Library graphs, not proved", wrong, "graphs", "<= 0", spent)
        scaled = spent * 40 / len(known)
        yield _claim("OR-Library graphs, scaled to 40", scaled, "s (CPU)", "<= 8", spent)
        yield _claim("OR-Library certificates, check", checked / spent, "of the solve", "< 0.05", checked)
    if ratios:
        mean = exp(sum(map(log, ratios)) / len(ratios))
        yield _claim("pmed1-20 against spopt, geometric mean", mean, "times", ">= 200", spent)
    table = plane("rl1304")
    if table is not None and sizes() is FULL:
        for count, best in RL1304.items():
            limit = 60 if count == 10 else 10
            ours_s, _, value, bound = proved(table, count, limit)
            short = (value - bound) + (value - best)
            yield _claim(f"rl1304, p = {count}, left to prove in {limit} s", short, "metres", "<= 0", ours_s)


def proved(table: Ints, count: int, cpu_s: float) -> tuple[float, float, int, int]:
    """Return CPU seconds of the solve and of the check, the value, and the bound that the check proves."""
    begun = process_time()
    question = medians(table, count)
    result = least_distance(question, until(cpu_s))
    between = process_time()
    if not isinstance(result.certificate, MedianCertificate):
        raise RuntimeError(result.reason)
    bound = check_medians(question, result.certificate)
    return between - begun, process_time() - between, result.value, bound


def _claim(claim: str, value: float, unit: str, reach: str, cpu_s: float) -> Claim:
    return Claim(f"p-median {claim}", value, unit, target(reach), cpu_s=cpu_s, packages=PACKAGES)
