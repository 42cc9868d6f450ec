"""Reaching everybody with fewest sites: the question, its certificate, and the check of it."""

from dataclasses import dataclass, replace

import numpy as np

from nuanxin.planners.siting.case_certificate import most_gained
from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.checking import must, planned
from nuanxin.planners.siting.compiled import Ints, Places
from nuanxin.planners.siting.cover import Cover, checked, restricted
from nuanxin.planners.siting.inputs import kept_ints, known, places
from nuanxin.planners.siting.median_certificate import Nodes
from nuanxin.planners.siting.numbered import Reaching
from nuanxin.planners.siting.question import FREE, OPEN, SHUT, Question, sides, sums_up


@dataclass(frozen=True, slots=True)
class Everyone:
    """Reach every row of demand ``times`` (int64, a row each; 2 is backup) at least cost.

    ``costs`` (int64, a candidate each) are 1 where sites are counted. Sites are as in `Question`.
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
        """Return a hash of all inputs."""
        arrays = (self.cover.starts, self.cover.items, self.times, self.costs)
        return seal_of((*arrays, int(self.cover.candidates), self.existing, self.forced, self.forbidden))

    def states(self) -> Places:
        """Return for each candidate whether it is open, shut or free."""
        found = np.full(self.cover.candidates, FREE, np.int32)
        found[list(self.forbidden)] = SHUT
        found[[*self.existing, *self.forced]] = OPEN
        return found

    def forced_cost(self) -> int:
        """Return what the forced sites cost."""
        return int(self.costs[sorted(set(self.forced) - set(self.existing))].sum())

    def whole(self) -> Reaching:
        """Return all of it, as plans are evaluated."""
        named = (self.existing, self.forced, self.forbidden)
        nothing = np.zeros(self.cover.rows, np.int64)
        question = Question(self.cover, nothing, self.cover.candidates, None, None, *named)
        return Reaching(question, self.times, self.costs)

    def part(self, rows: Places) -> "Part":
        """Return what reaching some rows alone takes: whatever must be open is there already."""
        wanted = np.zeros(self.cover.rows, bool)
        wanted[rows] = True
        cover = restricted(self.cover, wanted, np.ones(self.cover.candidates, bool))
        states = self.states()
        opened, shut = (tuple(np.flatnonzero(states == state).tolist()) for state in (OPEN, SHUT))
        nothing = np.zeros(cover.rows, np.int64)
        question = Question(cover, nothing, cover.candidates, None, None, opened, (), shut)
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
    """Rows (int32, ascending) that share no site with another part's, and the cases of what they cost."""

    rows: Places
    nodes: Nodes


@dataclass(frozen=True, slots=True)
class FewestCertificate:
    """A plan of cost ``value``, and parts that prove together that none costs less than ``bound``."""

    inputs: str
    sites: Places
    value: int
    bound: int
    parts: tuple[FewestPart, ...]
    seal: str = ""


def check_fewest(question: Everyone, certificate: FewestCertificate) -> int:
    """Return the least cost that a certificate proves; Unproven where it does not prove its claim.

    The parts' costs add up, as no free site reaches rows of two of them.

    Parameters
    ----------
    question
        The question that was asked.
    certificate
        That of a result of `fewest_sites`; of `least_worst`, for `within` the next shorter distance.

    Raises
    ------
    Unproven
        Where it does not prove what it says, or was made for another question.
    Refused
        Where a part is none; the row is named.
    """
    put_everyone(question)
    must(certificate.seal == seal_of(replace(certificate, seal="")), "it was changed after it was sealed")
    must(certificate.inputs == question.digest(), "it was made for other inputs")
    whole = question.whole()
    opened = planned(whole.question, sides(whole.question), question.states(), certificate.sites)
    must(whole.gained(opened, np.zeros(0, np.int64)) == -certificate.value, "the plan has another cost")
    taken, bound = np.zeros(question.cover.candidates, bool), question.forced_cost()
    for part in certificate.parts:
        must(part.rows.dtype == np.int32 and (np.diff(part.rows) > 0).all(), "rows of a part ascend")
        must(part.rows.min(initial=0) >= 0 and part.rows.max(initial=-1) < question.cover.rows, "no such row")
        numbered = question.part(part.rows)
        sites = numbered.sites()
        must(not taken[sites].any(), "a site stands in two parts")
        taken[sites] = True
        cost = int(question.costs[sites[opened[sites]]].sum())
        bound -= most_gained(numbered, part.nodes, -cost)
    must(bound == certificate.bound, f"it proves {bound}, not {certificate.bound}")
    return bound
