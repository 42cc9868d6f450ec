"""Least distance solved (p-median 求解): exchange, multipliers, fixings, then proof by cases."""

from time import perf_counter

from nuanxin.planners.siting.answer import FEASIBLE, OPTIMAL, Result, gap, infeasible
from nuanxin.planners.siting.medians import Medians, impossible_medians, put_medians
from nuanxin.planners.siting.question import Effort
from nuanxin.planners.siting.seeking import Seeker
from nuanxin.planners.siting.splitting import Cases


def least_distance(question: Medians, effort: Effort | None = None) -> Result:
    """Return the sites to which all demand travels least (p-median), with a bound and a certificate.

    Parameters
    ----------
    question : Medians
        Costs of demand and sites, and how many may be opened.
    effort : Effort, optional
        How long to try, from which seed, whom to tell; a minute where None.

    Returns
    -------
    Result
        ``value`` is the least cost found (weight times metres), ``bound`` what no plan costs less than; the
        certificate is one for `check_medians`.

    Raises
    ------
    Refused
        Where a part is none; the row is named.

    Notes
    -----
    Hakimi (1964); bounds by Cornuejols, Fisher and Nemhauser (1977), exchange by Whitaker (1983).
    """
    put_medians(question)
    effort = effort or Effort()
    reason = impossible_medians(question)
    if reason:
        return infeasible(reason, effort.seed)
    seeker = Seeker(question, effort)
    cases = Cases(seeker)
    cases.begin(seeker.begin())
    while cases.waiting and not seeker.finished():
        cases.divide()
        if cases.outdated():
            cases.again()
    seeker.bound = cases.bound()
    seeker.tell("cases")
    return _told(seeker, cases)


def _told(seeker: Seeker, cases: Cases) -> Result:
    """Return the answer."""
    value, bound = seeker.value, seeker.bound
    status = OPTIMAL if bound == value else FEASIBLE
    parts = (value, bound, gap(value, bound), cases.certificate())
    return Result(status, seeker.sites, *parts, perf_counter() - seeker.started, seeker.effort.seed)
