"""Moments 片刻: whether something was looked at only a moment ago, and need not be looked at again.

The clock never goes back. Whatever is fresh for a moment asks this one, so that a test can hold it still.
"""

from time import monotonic

clock = monotonic
NEVER = float("-inf")


class Moment:
    """So many seconds since something was looked at."""

    __slots__ = ("_begun", "seconds")

    def __init__(self, seconds: float) -> None:
        self.seconds, self._begun = seconds, NEVER

    def over(self) -> bool:
        """Return whether it is over, or never began."""
        return clock() - self._begun >= self.seconds

    def begin(self, at: float | None = None) -> None:
        """Begin it now, or at a time by the clock: before a look that takes long."""
        self._begun = clock() if at is None else at

    def end(self) -> None:
        """Look again at the next use."""
        self._begun = NEVER
