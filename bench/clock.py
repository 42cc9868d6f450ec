"""Clocks: medians of repeated runs, in CPU seconds and in seconds on the wall.

CPU is that of this process, or with ``tree_s`` that of all it has started too: a Java machine, say.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Spent(Generic[T]):
    """What a call took (CPU of all threads, wall), and what it returned the last time."""

    cpu_s: float
    wall_s: float
    result: T


def tree_s(root: int = 0) -> float:
    """Return the CPU seconds that a process (this one) and its descendants have had (/proc: Linux only)."""
    found: dict[int, tuple[int, int]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = path.read_text().rpartition(")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        found[int(path.parent.name)] = int(told[1]), sum(map(int, told[11:15]))
    own, more = {root or os.getpid()}, {root or os.getpid()}
    while more:
        more = {pid for pid, (parent, _ticks) in found.items() if parent in more}
        own |= more
    return sum(found[pid][1] for pid in own) / os.sysconf("SC_CLK_TCK")


def spent(call: Callable[[], T], repeats: int = 1, clock: Callable[[], float] = process_time) -> Spent[T]:
    """Call something ``repeats`` times; return the medians."""
    cpu, wall = list[float](), list[float]()
    for _turn in range(repeats):
        cpu_before, wall_before = clock(), perf_counter()
        result = call()
        cpu.append(clock() - cpu_before)
        wall.append(perf_counter() - wall_before)
    return Spent(median(cpu), median(wall), result)
