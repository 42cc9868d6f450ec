"""Told 进展: what a running plan says of itself, in small files beside the job's own.

The best value so far and the bound are written while the job runs, and read by the page that watches;
a mark left by the page tells the job that the best so far is enough.
"""

import json
import time
from typing import Any

from nuanxin.kernel.plans.declare import Point
from nuanxin.web.jobs.progress import TOLD_S, Pace, asked_to_stop, output

POINTS, ENOUGH = "points", "enough"
MOST = 400
"""So many points are kept of one run; where there are more, every second one is left out."""


class Watch:
    """What a run tells its progress to; it raises where the job shall stop and nothing be kept."""

    def __init__(self, number: int, seconds: int) -> None:
        self.number, self.limit = number, max(1, seconds) * 10
        self.pace, self.points, self._written = Pace(number), list[dict[str, Any]](), 0.0

    def tell(self, point: Point) -> None:
        """Note a point. Raises Cancelled or Interrupted."""
        self.points.append(
            {"seconds": point.seconds, "doing": point.doing, "value": point.value, "bound": point.bound}
        )
        if len(self.points) > MOST:
            self.points = [*self.points[:-1:2], self.points[-1]]
        now = time.monotonic()
        if now - self._written >= TOLD_S or len(self.points) < 3:
            self._written = now
            self._write()
        self.pace(min(int(point.seconds * 10), self.limit - 1), self.limit)

    def enough(self) -> bool:
        """Return whether somebody said that the best so far is enough, or that all of it shall stop."""
        return said_enough(self.number) or asked_to_stop(self.number)

    def _write(self) -> None:
        fresh = output(self.number, f"{POINTS}.fresh")
        fresh.write_text(json.dumps(self.points), encoding="ascii")
        fresh.replace(output(self.number, POINTS))


def points_of(number: int) -> list[dict[str, Any]]:
    """Return what a run said so far, oldest first."""
    try:
        found: list[dict[str, Any]] = json.loads(output(number, POINTS).read_text(encoding="ascii"))
    except (FileNotFoundError, ValueError):
        return []
    return found


def say_enough(number: int) -> None:
    """Leave word that the best so far is enough: the run ends soon and keeps it."""
    output(number, ENOUGH).touch()


def said_enough(number: int) -> bool:
    """Return whether somebody left that word."""
    return output(number, ENOUGH).exists()


def forget(number: int) -> None:
    """Take the small files of a finished run away; the plan holds its points."""
    for name in (POINTS, f"{POINTS}.fresh", ENOUGH):
        output(number, name).unlink(missing_ok=True)
