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
    """Reach every row of demand with so many new sites, so that the worst-served has least to go (p-center).

    Parameters
    ----------
    reach : Reach
        Metres (or seconds), rounded to whole ones, of every pair that may matter.
    count : int
        How many new sites at most.
    existing : tuple of int
        Sites that are open already: they cost nothing and are not counted.
    forced : tuple of int
        Candidates that must be opened, and are counted.
    forbidden : tuple of int
        Candidates that may not be opened.
    """

    reach: Reach
    count: int
    existing: tuple[int, ...] = ()
    forced: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        sited(self)

    def within(self, limit: int) -> Everyone:
        """Return the question of reaching everybody within a distance with fewest sites.

        Parameters
        ----------
        limit : int
            Metres (or seconds).

        Returns
        -------
        Everyone
            Each new site costs 1, existing ones nothing.

        Raises
        ------
        Refused
            Where a candidate named is no whole number.
        """
        whole = replace(self.reach, metres=np.rint(self.reach.metres))
        times = np.ones(len(self.reach.starts) - 1, np.int64)
        costs = np.ones(self.reach.candidates, np.int64)
        costs[list(self.existing)] = 0
        return Everyone(whole.within(float(limit)), times, costs, self.existing, self.forced, self.forbidden)

    def states(self) -> Places:
        """Return for each candidate whether it is open, shut or free before anything is planned.

        Returns
        -------
        array of int32, shape (candidates,)
            1 is open in every plan, -1 in none, 0 still to be decided.
        """
        found = np.full(self.reach.candidates, FREE, np.int32)
        found[list(self.forbidden)] = SHUT
        found[[*self.existing, *self.forced]] = OPEN
        return found

    def fresh(self) -> list[int]:
        """Return the forced sites that are new: they are counted.

        Returns
        -------
        list of int
            Candidates, ascending.
        """
        return sorted(set(self.forced) - set(self.existing))

    def metres(self) -> Ints:
        """Return the distances that there are: one of them is how far the worst-served goes.

        Returns
        -------
        array of int64, shape (distances,)
            Metres (or seconds), ascending.
        """
        return np.unique(np.rint(self.reach.metres).astype(np.int64))


def check_worst(
    question: Farthest, sites: Places, value: int, bound: int, certificate: FewestCertificate | None
) -> int:
    """Return the bound of a least worst way, once it is seen to hold; nothing is taken on trust.

    Everybody is seen to go ``value`` at most. Within the next distance shorter than ``bound`` somebody
    reaches no candidate, or the certificate proves that more sites are needed than the question has.

    Parameters
    ----------
    question : Farthest
        The question that was asked.
    sites : array of int32, shape (sites,)
        The new sites of the plan.
    value : int
        How far the worst-served goes with it, in metres (or seconds).
    bound : int
        What the worst-served goes at least with any plan, in metres (or seconds).
    certificate : FewestCertificate or None
        That of a result of `least_worst`.

    Returns
    -------
    int
        The bound, in metres (or seconds).

    Raises
    ------
    Unproven
        Where it does not prove what it says, or was made for another question.
    Refused
        Where a part of the question is none; the row is named.
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
