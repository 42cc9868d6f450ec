"""Claims: the cities' best known plans that are flagged as proven are found and proved, from nothing.

All seven take some five CPU hours, four of them Bronx with 60 sites, so a run of all benchmarks leaves this
file out. ``NUANXIN_BENCH_PROOFS`` in the environment names the ones to prove, as in ``Manhattan2713:90``.
"""

import os
import sys
from collections.abc import Iterator
from functools import partial

from bench.claim import Claim
from bench.siting_cover import CITIES, PACKAGES, solved
from bench.siting_instances import city, greeted
from bench.sizes import FULL, sizes
from nuanxin.planners.siting.compiling import compile_all

NAME, HOURS = "siting_proofs", 5
PROVEN = {"Manhattan2713": (50, 60, 70, 80, 90), "Bronx3839": (50, 60)}
"""Numbers of sites whose best known value is flagged as proven (Maximo et al.)."""
LONGEST_S = 30_000
"""CPU seconds after which one is given up."""


def chosen() -> set[str]:
    """Return the sets that are asked for, all where none is named; a name that is none of them is refused."""
    every = {f"{name}:{count}" for name, counts in PROVEN.items() for count in counts}
    asked = set(os.environ.get("NUANXIN_BENCH_PROOFS", "").split()) or every
    if asked - every:
        raise SystemExit(f"{', '.join(sorted(asked - every))} is none of {', '.join(sorted(every))}")
    return asked


def claims() -> Iterator[Claim]:
    """Prove the sets that are asked for, city by city, each from the fewest sites on."""
    asked = chosen()
    greeted()
    compile_all()
    for (name, radius_m), known in CITIES.items():
        for count in PROVEN[name] if sizes() is FULL else ():
            make = partial(city, name, radius_m, count)
            if f"{name}:{count}" not in asked:
                continue
            if make() is None:
                sys.stderr.write(f"{name} is NOT HERE: p = {count} is not proved (NUANXIN_BENCH_DATA).\n")
            else:
                ours = solved(make, LONGEST_S)
                off = max(abs(ours.value - known[count]), abs(ours.bound - known[count]))
                told = f"MCLP {name}, p = {count}: plan or bound off the proven {known[count]:,}"
                yield Claim(
                    told, off, "weight", "<= 0", "Maximo et al.", cpu_s=ours.ours_s, packages=PACKAGES
                )
