"""Days 日子: drawing days as offices live them, and counts that make a given whole."""

from datetime import date, timedelta
from random import Random


def day_between(rng: Random, first: date, last: date, workday: bool = True) -> date:
    """Return a day of a span, both ends included; a Saturday or Sunday moves to a weekday inside it."""
    drawn = first + timedelta(days=rng.randint(0, (last - first).days))
    while workday and drawn.weekday() > 4:
        drawn = first + timedelta(days=rng.randint(0, (last - first).days))
    return drawn


def growing(rng: Random, first: date, last: date) -> date:
    """Return a weekday of a span, later days being likelier: a programme that gathers pace."""
    return max(day_between(rng, first, last), day_between(rng, first, last))


def split_whole(rng: Random, whole: int, weights: list[float], least: int = 1) -> list[int]:
    """Return whole numbers that sum to ``whole``, in proportion to weights, none below ``least``."""
    free = whole - least * len(weights)
    parts = [least + int(free * weight / sum(weights)) for weight in weights]
    for _ in range(whole - sum(parts)):
        parts[rng.randrange(len(parts))] += 1
    return parts
