"""Setting aside what stays: full collections of a served process walk over what is new, and nothing else.

A process that serves holds a million objects that live as long as it does: names of areas, declared
figures, patterns of addresses. Python walks over all of them at every full collection, a tenth of a second
in the middle of somebody's request. What outlived a full collection is set aside and not walked again.
"""

import atexit
import gc
from typing import Any

TIMES = 4
"""How often what lives is set aside: pages load what they need at their first request, so not once alone."""


class SettingAside:
    """Hears of Python's collections, and after each of the first full ones sets aside what is left."""

    def __init__(self, times: int = TIMES) -> None:
        self.left = times

    def __call__(self, phase: str, told: dict[str, Any]) -> None:
        """Set aside what outlived a full collection; after the last time hear of no more."""
        if phase != "stop" or told["generation"] < 2:
            return
        gc.freeze()
        self.left -= 1
        if self.left <= 0:
            gc.callbacks.remove(self)


def set_aside(times: int = TIMES) -> None:
    """Have what lives set aside after each of the next full collections, ``times`` in all.

    At the end of the process all of it is given back, so that libraries find nothing of theirs left over.
    """
    atexit.register(gc.unfreeze)
    gc.callbacks.append(SettingAside(times))
