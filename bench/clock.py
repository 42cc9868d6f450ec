"""Clocks: medians of repeated runs, in CPU seconds of this process and in seconds on the wall."""

from collections.abc import Callable
from dataclasses import dataclass
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


def spent(call: Callable[[], T], repeats: int = 1) -> Spent[T]:
    """Call something ``repeats`` times; return the medians."""
    cpu, wall = list[float](), list[float]()
    for _turn in range(repeats):
        cpu_before, wall_before = process_time(), perf_counter()
        result = call()
        cpu.append(process_time() - cpu_before)
        wall.append(perf_counter() - wall_before)
    return Spent(median(cpu), median(wall), result)
