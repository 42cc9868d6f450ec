"""Worst served 最差街道: the town a plan leaves with the least share of its demand served."""

from collections.abc import Iterable

from nuanxin.kernel.plans.declare import Json


def worst_served(towns: Iterable[Json], amount: str) -> Json | None:
    """Return the name and share of the town that is served least by an amount; None where nobody asks.

    ``towns`` are sums by band as `sums.by_town` gives them; of two alike the one with more demand.
    """
    known = [(sum(each[amount]), sum(each["total"]), each["name"]) for each in towns if sum(each["total"])]
    if not known:
        return None
    part, whole, name = min(known, key=lambda each: (each[0] / each[1], -each[1], each[2]))
    return {"name": name, "percent": round(100 * part / whole, 1)}
