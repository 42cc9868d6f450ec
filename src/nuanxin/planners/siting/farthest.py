"""The least worst way: the question, and the check of what is claimed of it."""

from dataclasses import dataclass, replace

import numpy as np

from nuanxin.planners.siting.checking import must, planned
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Reach, Refused, checked_reach
from nuanxin.planners.siting.everyone import Everyone, FewestCertificate, check_fewest
from nuanxin.planners.siting.inputs import counted, known, sited
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, sides


@dataclass(frozen=True, slots=True)
class Farthest:
    """Reach every row of demand with ``count`` new sites at most, so that the worst-served has least to go.

    ``reach`` holds metres (or seconds), rounded to whole ones, of every pair that may matter. Sites are
    as in `Question`.
    """

    reach: Reach
    count: int
    existing: tuple[int, ...] = ()
    forced: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        sited(self)

    def within(self, limit: int) -> Everyone:
        """Return the question of reaching everybody within a distance with fewest sites."""
        whole = replace(self.reach, metres=np.rint(self.reach.metres))
        times = np.ones(len(self.reach.starts) - 1, np.int64)
        costs = np.ones(self.reach.candidates, np.int64)
        costs[list(self.existing)] = 0
        return Everyone(whole.within(float(limit)), times, costs, self.existing, self.forced, self.forbidden)

    def states(self) -> Places:
        """Return for each candidate whether it is open, shut or free."""
        found = np.full(self.reach.candidates, FREE, np.int32)
        found[list(self.forbidden)] = SHUT
        found[[*self.existing, *self.forced]] = OPEN
        return found

    def fresh(self) -> list[int]:
        """Return the forced sites that are new, ascending: they are counted."""
        return sorted(set(self.forced) - set(self.existing))

    def metres(self) -> Ints:
        """Return the distances that there are, ascending: one of them is how far the worst-served goes."""
        return np.unique(np.rint(self.reach.metres).astype(np.int64))


def check_worst(
    question: Farthest, sites: Places, value: int, bound: int, certificate: FewestCertificate | None
) -> int:
    """Return ``bound``, once everybody is seen to go ``value`` at most, and somebody ``bound`` at least.

    Within the next shorter distance somebody reaches no candidate, or the certificate proves that more sites
    are needed than the question has. Raises Unproven where either fails.
    """
    whole = question.within(value).whole()
    opened = planned(whole.question, sides(whole.question), question.states(), sites)
    must(len(sites) <= question.count, "the plan has too many sites")
    whole.gained(opened, np.zeros(0, np.int64))
    metres = question.metres()
    shorter = metres[metres < bound]
    must(bound <= value and bound <= int(metres.max(initial=0)), "the bound is longer than any way")
    if not len(shorter):
        return bound
    below = question.within(int(shorter[-1]))
    if (below.cover.times_covered(np.flatnonzero(question.states() != SHUT)) == 0).any():
        return bound
    must(certificate is not None, "nothing shows that a shorter way needs more sites")
    shown = check_fewest(below, certificate) if certificate is not None else 0
    must(shown > question.count, f"{question.count} sites may reach everybody within {int(shorter[-1]):,}")
    return bound


def put_farthest(question: Farthest) -> None:
    """Check a question; Refused says what is wrong with it, and in which row."""
    checked_reach(question.reach)
    if question.count is None:
        raise Refused("say how many sites may be opened")
    counted(question.count)
    known(question, question.reach.candidates)
