"""Standing 基: where the solver stood with a program, told for a smaller one of the same question.

A case that is gathered anew has fewer sites and rows, and rows that were told apart are one. The solver
begins it from the basis that it had: begun from nothing it takes ten to twenty times the steps. A basis has
as many members as the program has rows. What is left out may have had more or fewer; of those too many the
ones go that stand at 0, next to a row that was won, first. A row that is new is counted as covered, which
the solver then brings about. A basis that is none costs steps, no proof.
"""

from typing import Any, NamedTuple

import highspy
import numpy as np

from nuanxin.planners.siting.compiled import Flags, Floats, Ints
from nuanxin.planners.siting.gathering import Gathered

NOTHING = 1e-7
"""A site that is open by less is not open."""
LOW, IN, HIGH = 0, 1, 2
"""How a basis counts what stands at its lower end, its members, and what stands at its upper end."""
KINDS = [highspy.HighsBasisStatus(kind) for kind in range(5)]


class Stand(NamedTuple):
    """How each column (sites, then groups) and row (groups, limits, odd sets) stands, and sites' shares."""

    columns: Ints
    rows: Ints
    shares: Floats


def stand_of(basis: Any, shares: Floats) -> Stand:
    """Return a solver's basis as numbers."""
    columns, rows = ([int(kind) for kind in kinds] for kinds in (basis.col_status, basis.row_status))
    return Stand(np.array(columns, np.int64), np.array(rows, np.int64), shares)


def basis_of(stand: Stand, before: Gathered, after: Gathered, limits: int, kept: Flags) -> Any:
    """Return the basis to begin a later reduction from, of whose odd sets ``kept`` are left."""
    many, rows = len(before.columns), before.cover.rows
    groups, slack = stand.columns[many:], stand.rows[:rows]
    local = np.full(int(before.columns.max(initial=0)) + 1, -1)
    local[before.columns] = np.arange(many)
    places = local[after.columns]
    leads, gone = _leads(before, after, (groups == IN).astype(np.int64) + (slack == IN))
    sites, new = stand.columns[:many][places], leads < 0
    met, free = np.where(new, HIGH, groups[leads]), np.where(new, IN, slack[leads])
    rest = np.concatenate((stand.rows[rows : rows + limits], stand.rows[rows + limits :][kept]))
    extra = int(sum((part == IN).sum() for part in (sites, met, free, rest))) - len(free) - len(rest)
    if extra > 0:
        _leave(sites, np.where(stand.shares[places] < NOTHING, sites, LOW) == IN, extra, places, before, gone)
    elif extra < 0:
        free[np.flatnonzero((free != IN) & (met != IN))[:-extra]] = IN
    basis = highspy.HighsBasis()
    basis.valid = basis.alien = True
    basis.col_status = [KINDS[kind] for kind in np.concatenate((sites, met)).tolist()]
    basis.row_status = [KINDS[kind] for kind in np.concatenate((free, rest)).tolist()]
    return basis


def _leads(before: Gathered, after: Gathered, members: Ints) -> tuple[Ints, Ints]:
    """Return the group that a later group stands as, and groups that are gone without a member.

    Of groups that became one the others take a member of the basis each with them. A new one has none (-1).
    """
    named, grown = np.full(before.cover.rows, -1), np.flatnonzero((after.groups >= 0) & (before.groups >= 0))
    named[before.groups[grown]] = after.groups[grown]
    mine = np.flatnonzero(named >= 0)
    into = named[mine]
    total = np.bincount(into, members[mine], after.cover.rows).astype(np.int64)
    wanted = np.clip(total - np.bincount(into, minlength=after.cover.rows) + 1, 0, 2)
    order = np.lexsort((-before.weights[mine], np.abs(members[mine] - wanted[into]), into))
    leads = np.full(after.cover.rows, -1)
    groups, first = np.unique(into[order], return_index=True)
    leads[groups] = mine[order][first]
    return leads, np.flatnonzero((named < 0) & (members == 0))


def _leave(sites: Ints, may: Flags, extra: int, places: Ints, before: Gathered, gone: Ints) -> None:
    """Take ``extra`` sites out of a basis, of those that ``may`` go: first one next to each row gone."""
    after = np.full(len(before.columns), -1)
    after[places] = np.arange(len(places))
    for row in gone.tolist():
        near = after[before.cover.row(row)]
        near = near[near >= 0]
        near = near[may[near]]
        if extra and len(near):
            sites[near[0]], may[near[0]] = LOW, False
            extra -= 1
    sites[np.flatnonzero(may)[:extra]] = LOW
