"""Reaching everybody with fewest sites: the question, its certificate, and the check of it."""

from dataclasses import dataclass, replace

import numpy as np

from nuanxin.planners.siting.case_certificate import most_gained
from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.checking import aside, must, planned
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Cover, checked, restricted
from nuanxin.planners.siting.dominance import Dominated, outdone
from nuanxin.planners.siting.inputs import kept_ints, known, places
from nuanxin.planners.siting.median_certificate import Nodes
from nuanxin.planners.siting.numbered import Reaching
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question, Sides, sides, sums_up

NONE = np.zeros(0, np.int32)
NOBODY_OUTDONE = Dominated(NONE, NONE)


@dataclass(frozen=True, slots=True)
class Everyone:
    """Reach every row of demand, each as often as it asks, at least cost (LSCP).

    Parameters
    ----------
    cover : Cover
        Who is reached by whom.
    times : array of int64, shape (rows,)
        How many open sites each row asks for; 2 is backup.
    costs : array of int64, shape (candidates,)
        What opening each candidate costs, in any unit; 1 where sites are counted.
    existing : tuple of int
        Sites that are open already: they cost nothing and are not counted.
    forced : tuple of int
        Candidates that must be opened, and are counted.
    forbidden : tuple of int
        Candidates that may not be opened.
    """

    cover: Cover
    times: Ints
    costs: Ints
    existing: tuple[int, ...] = ()
    forced: tuple[int, ...] = ()
    forbidden: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        for name in ("existing", "forced", "forbidden"):
            object.__setattr__(self, name, places(getattr(self, name), f"a candidate that is {name}"))

    def digest(self) -> str:
        """Return a hash of all inputs, for the certificate to hold.

        Returns
        -------
        str
            The hash, in hexadecimal digits.
        """
        arrays = (self.cover.starts, self.cover.items, self.times, self.costs)
        return seal_of((*arrays, int(self.cover.candidates), self.existing, self.forced, self.forbidden))

    def states(self) -> Places:
        """Return for each candidate whether it is open, shut or free before anything is planned.

        Returns
        -------
        array of int32, shape (candidates,)
            1 is open in every plan, -1 in none, 0 still to be decided.
        """
        found = np.full(self.cover.candidates, FREE, np.int32)
        found[list(self.forbidden)] = SHUT
        found[[*self.existing, *self.forced]] = OPEN
        return found

    def forced_cost(self) -> int:
        """Return what the forced sites cost.

        Returns
        -------
        int
            The cost, in the unit of costs; those that exist already are free.
        """
        return int(self.costs[sorted(set(self.forced) - set(self.existing))].sum())

    def whole(self) -> Reaching:
        """Return all of it, as plans are evaluated.

        Returns
        -------
        Reaching
            The question by numbers, without anything to win.

        Raises
        ------
        Refused
            Where a candidate named is no whole number.
        """
        named = (self.existing, self.forced, self.forbidden)
        nothing = np.zeros(self.cover.rows, np.int64)
        question = Question(self.cover, nothing, self.cover.candidates, None, None, *named)
        return Reaching(question, self.times, self.costs)

    def part(self, rows: Places, shut: Places | None = None) -> "Part":
        """Return what reaching some rows alone takes: whatever must be open is there already.

        Parameters
        ----------
        rows : array of int32, shape (many,)
            The rows, ascending.
        shut : array of int32, shape (sites,), optional
            Sites that it is asked without.

        Returns
        -------
        Part
            The question of these rows by numbers.

        Raises
        ------
        Refused
            Where a candidate named is no whole number.
        """
        wanted = np.zeros(self.cover.rows, bool)
        wanted[rows] = True
        cover = restricted(self.cover, wanted, np.ones(self.cover.candidates, bool))
        states = self.states()
        states[NONE if shut is None else shut] = SHUT
        opened, closed = (tuple(np.flatnonzero(states == state).tolist()) for state in (OPEN, SHUT))
        nothing = np.zeros(cover.rows, np.int64)
        question = Question(cover, nothing, cover.candidates, None, None, opened, (), closed)
        return Part(question, self.times[wanted], self.costs)


def put_everyone(question: Everyone) -> None:
    """Check a question; Refused says what is wrong with it, and in which row."""
    checked(question.cover)
    kept_ints(question.times, "times", (question.cover.rows,), "rows")
    kept_ints(question.costs, "costs", (question.cover.candidates,), "candidates")
    sums_up(question.times, "time", "row")
    sums_up(question.costs, "cost", "candidate")
    known(question, question.cover.candidates)


class Part(Reaching):
    """Some rows of the question, all that the sites that reach them reach."""

    def sites(self) -> Places:
        """Return the free sites that reach some row of it."""
        free = self.question.states() == FREE
        found: Places = np.unique(self.question.cover.items[free[self.question.cover.items]])
        return found


@dataclass(frozen=True, slots=True)
class FewestPart:
    """Rows that share no site with another part's, and the cases of what they cost.

    Parameters
    ----------
    rows : array of int32, shape (rows,)
        Rows of the question, ascending.
    nodes : Nodes
        The cases, with their multipliers.
    cost : int
        What they cost at least, as is claimed: sites are set aside that no cheaper plan would have.
    aside : Dominated
        Sites that another one outdoes among these rows, and costs no more: set aside before there are cases.
    """

    rows: Places
    nodes: Nodes
    cost: int
    aside: Dominated = NOBODY_OUTDONE


@dataclass(frozen=True, slots=True)
class FewestCertificate:
    """A plan that reaches everybody, and parts that prove together that none costs less than a bound.

    Parameters
    ----------
    inputs : str
        The hash of the question.
    sites : array of int32, shape (sites,)
        The new sites of the plan, ascending.
    value : int
        What the plan costs.
    bound : int
        What no plan costs less than.
    parts : tuple of FewestPart
        What proves it.
    seal : str
        The hash of all the rest.
    """

    inputs: str
    sites: Places
    value: int
    bound: int
    parts: tuple[FewestPart, ...]
    seal: str = ""


def check_fewest(question: Everyone, certificate: FewestCertificate) -> int:
    """Return the least cost that a certificate proves; it takes nothing on trust.

    The parts' costs add up, as no free site reaches rows of two of them.

    Parameters
    ----------
    question : Everyone
        The question that was asked.
    certificate : FewestCertificate
        That of a result of `fewest_sites`; of `least_worst`, for `within` the next shorter distance.

    Returns
    -------
    int
        What no plan costs less than, in the unit of costs.

    Raises
    ------
    Unproven
        Where it does not prove what it says, or was made for another question.
    Refused
        Where a part of the question is none; the row is named.
    """
    put_everyone(question)
    must(certificate.seal == seal_of(replace(certificate, seal="")), "it was changed after it was sealed")
    must(certificate.inputs == question.digest(), "it was made for other inputs")
    whole = question.whole()
    opened = planned(whole.question, sides(whole.question), question.states(), certificate.sites)
    must(whole.gained(opened, np.zeros(0, np.int64)) == -certificate.value, "the plan has another cost")
    taken, bound = np.zeros(question.cover.candidates, bool), question.forced_cost()
    for part in certificate.parts:
        must(type(part.cost) is int, "a cost is whole")
        must(part.rows.dtype == np.int32 and (np.diff(part.rows) > 0).all(), "rows of a part ascend")
        must(part.rows.min(initial=0) >= 0 and part.rows.max(initial=-1) < question.cover.rows, "no such row")
        numbered = question.part(part.rows)
        sites = numbered.sites()
        must(not taken[sites].any(), "a site stands in two parts")
        taken[sites] = True
        if len(part.aside.shut):
            numbered = _without(question, numbered, part)
        bound -= most_gained(numbered, part.nodes, -part.cost)
    must(bound == certificate.bound, f"it proves {bound}, not {certificate.bound}")
    return bound


def _without(question: Everyone, numbered: Part, part: FewestPart) -> Part:
    """Return a part without the sites it sets aside, once each is seen to be outdone by one that stays."""
    cover, states = numbered.question.cover, numbered.question.states()
    must((numbered.times <= 1).all(), "sites are outdone only where rows ask for one")
    must(aside(part.aside.shut, states), "a site is set aside twice")
    sites = np.arange(cover.candidates, dtype=np.int32)
    costs = Sides(np.array([0, len(sites)]), sites, question.costs, np.zeros(1, np.int64))
    ones = np.ones(cover.rows, np.int64)
    fair = outdone(part.aside, cover.starts, cover.items, ones, costs, states)
    must(fair, "a site is set aside for none that is better")
    return question.part(part.rows, part.aside.shut)
