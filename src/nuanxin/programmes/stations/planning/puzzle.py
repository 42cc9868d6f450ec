"""The puzzle 题目: what is asked of a ground, as rows of demand by hours, and what a plan is worth.

What a plan is worth is worked out here by adding up, apart from whatever solves it.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nuanxin.kernel.plans.faults import Fault, PlanRefused
from nuanxin.planners.siting import Cover, Everyone, Farthest, Medians, Question, Reach, medians_of
from nuanxin.programmes.stations.planning.asking import (
    BACKUP,
    CENTER,
    FEWEST,
    MEDIAN,
    SEATED,
    SERVED,
    SERVED_MEDIAN,
    Asked,
)
from nuanxin.programmes.stations.planning.fading import Faded
from nuanxin.programmes.stations.planning.ground import UNKNOWN_COST, Flags, Ground, Ints, Places
from nuanxin.programmes.stations.planning.measures import BANDS
from nuanxin.programmes.stations.planning.seating import Seated, Seating, rows_of, shortened
from nuanxin.programmes.stations.planning.wording import no_such_site

FEN = 100
MILLIONTHS_A_PERCENT = 10_000


@dataclass(frozen=True)
class Puzzle:
    """A ground with what is asked of it.

    A row is a demand in a group of hours in which the same sites are open: `cells` says which, ``weights``
    (int64) how many person-times. A site shut in these hours reaches no row of them.
    """

    ground: Ground
    asked: Asked

    @cached_property
    def groups(self) -> Ints:
        """The group of each hour of the day: hours in which the same sites are open; -1: not asked for."""
        bands = self.ground.bands
        wanted = np.isin(bands, [BANDS.index(band) for band in self.asked.bands])
        found = np.full(len(wanted), -1, np.int64)
        apart = bands if self.asked.model in SEATED else np.zeros_like(bands)
        open_ = list(map(tuple, np.column_stack((apart, self.ground.sites.amounts.T))[wanted].tolist()))
        known = {column: place for place, column in enumerate(dict.fromkeys(open_))}
        found[wanted] = [known[column] for column in open_]
        return found

    @cached_property
    def grouped(self) -> Ints:
        """Person-times of each demand in each group of hours."""
        member = self.groups[:, None] == np.arange(self.groups.max(initial=-1) + 1)
        return np.asarray(self.ground.demand.amounts @ member, np.int64)

    @cached_property
    def cells(self) -> tuple[Ints, Ints]:
        """The demand and the group of hours of each row: only those with somebody in them."""
        group, row = np.nonzero(self.grouped.T)
        return row.astype(np.int64), group.astype(np.int64)

    @cached_property
    def weights(self) -> Ints:
        """Person-times of each row."""
        return self.grouped[self.cells]

    def hourly(self, people: Ints) -> Ints:
        """Return person-times of each demand in each hour (n, 24), so many of each row, even over its hours.

        Whole numbers, which add up to ``people``.
        """
        row, group = self.cells
        found = np.zeros((len(self.ground.demand), len(self.groups)), np.int64)
        for each in range(self.grouped.shape[1]):
            hours, mine = np.flatnonzero(self.groups == each), group == each
            told = np.cumsum(self.ground.demand.amounts[np.ix_(row[mine], hours)], axis=1)
            shares = told * people[mine][:, None] // self.weights[mine][:, None]
            found[np.ix_(row[mine], hours)] = np.diff(shares, axis=1, prepend=0)
        return found

    @cached_property
    def reach(self) -> Reach:
        """Metres from sites to rows, only from sites that are open in the row's hours."""
        row, group = self.cells
        first = np.array([np.argmax(self.groups == each) for each in range(self.grouped.shape[1])], np.int64)
        hour = first[group]
        whole, starts = self.ground.reach, self.ground.reach.starts
        lengths = (starts[row + 1] - starts[row]).astype(np.int64)
        ends = np.concatenate(([0], np.cumsum(lengths))).astype(np.int64)
        place = np.arange(ends[-1]) - np.repeat(ends[:-1], lengths) + np.repeat(starts[row], lengths)
        items = whole.items[place]
        open_ = self.ground.sites.amounts[items, np.repeat(hour, lengths)] > 0
        before = np.concatenate(([0], np.cumsum(open_, dtype=np.int64)))
        return Reach(before[ends], items[open_], whole.metres[place][open_], len(self.ground.sites))

    @cached_property
    def seating(self) -> Seating:
        """Who wants a seat and how many there are, in each group of hours."""
        hours = np.bincount(self.groups[self.groups >= 0], minlength=self.grouped.shape[1])
        seats = np.floor(np.outer(self.ground.seated, hours) * self.ground.stays_a_seat).astype(np.int64)
        far = self.seat_m if self.asked.model == SERVED_MEDIAN else self.limit_m
        return Seating(shortened(self.reach, far), self.weights, self.cells[1], seats)

    @property
    def limit_m(self) -> float:
        """Metres that count as in reach."""
        return self.asked.minutes * 60 * self.ground.speed_m_s

    @cached_property
    def seats_open(self) -> Ints:
        """How many each site takes in each group of hours (sites, groups): none where it is shut."""
        first = [int(np.argmax(self.groups == each)) for each in range(self.grouped.shape[1])]
        return self.seating.seats * (self.ground.sites.amounts[:, first] > 0)

    @property
    def seat_m(self) -> float:
        """Metres up to which a seat is looked for."""
        return self.limit_m * self.ground.seat_search

    @property
    def no_seat_m(self) -> int:
        """Whole metres that count for who finds no seat."""
        return int(np.ceil(self.seat_m))

    @cached_property
    def cover(self) -> Cover:
        """Which sites reach each row within the minutes asked."""
        return self.reach.within(self.limit_m)

    @cached_property
    def towns(self) -> Ints:
        """The town of each row of the question, numbered from 0."""
        row, _group = self.cells
        found = np.unique(self.ground.demand.areas, return_inverse=True)[1].astype(np.int64)[row]
        return found[self.faded.rows] if self.asked.fading else found

    @cached_property
    def second(self) -> Ints:
        """What a second station in reach of each row is worth."""
        return (self.weights * self.ground.backup_worth).astype(np.int64)

    @cached_property
    def forced(self) -> tuple[int, ...]:
        """The candidates that stand in every plan. Raises PlanRefused for one that is none."""
        return self._named(self.asked.forced)

    @cached_property
    def forbidden(self) -> tuple[int, ...]:
        """The candidates that stand in none: those named, and under a budget those without a cost."""
        named = self._named(self.asked.forbidden)
        if self.asked.budget_yuan is None:
            return named
        unknown = np.flatnonzero(self.ground.costs == UNKNOWN_COST).tolist()
        return tuple(sorted({*named, *unknown}))

    def _named(self, names: tuple[str, ...]) -> tuple[int, ...]:
        known = {name: place for place, name in enumerate(self.ground.sites.ids)}
        if strange := [name for name in names if known.get(name, -1) < self.ground.existing]:
            raise PlanRefused([Fault("forced", *no_such_site(strange[0]), strange[0])])
        return tuple(sorted(known[name] for name in names))

    @property
    def existing(self) -> tuple[int, ...]:
        """The stations there are."""
        return tuple(range(self.ground.existing))

    @cached_property
    def reachable(self) -> Flags:
        """Whether a row is reached by any site that may be open: as far as the question looks."""
        reach = self.reach if self.asked.model in (MEDIAN, CENTER) else self.cover
        if self.asked.model == SERVED_MEDIAN:
            reach = self.seating.reach
        usable = np.ones(len(self.ground.sites), bool)
        usable[list(self.forbidden)] = False
        counts = np.concatenate(([0], np.cumsum(usable[reach.items], dtype=np.int64)))
        return np.asarray(counts[reach.starts[1:]] > counts[reach.starts[:-1]])

    def question(self, count: int | None = None) -> Question:
        """Return it as a question of most weight covered; ``count`` stands in for what was asked."""
        asked = self.asked
        budget = None if asked.budget_yuan is None else asked.budget_yuan * FEN
        faded = asked.fading
        return Question(
            self.faded.cover if faded else self.seating.cover if asked.model in SEATED else self.cover,
            self.faded.falls if faded else self.weights,
            count=asked.count if count is None else count,
            costs=None if budget is None else np.maximum(self.ground.costs, 0),
            budget=budget,
            existing=self.existing,
            forced=self.forced,
            forbidden=self.forbidden,
            apart=self.ground.apart,
        )

    @property
    def limited(self) -> bool:
        """Whether a budget or a distance between stations limits the plan, besides their number."""
        return self.asked.budget_yuan is not None or bool(len(self.ground.apart))

    def whole(self, count: int | None = None) -> tuple[Question, Ints]:
        """Return the question with all ways as its cover, and their whole metres; for limited plans."""
        cover = Cover(self.reach.starts, self.reach.items, self.reach.candidates)
        return replace(self.question(count), cover=cover), np.rint(self.reach.metres).astype(np.int64)

    def all_reachable(self, count: int | None = None) -> tuple[Question, Reach]:
        """Return a question of the rows that anybody reaches, and their ways; for limited plans.

        Any number of stations is as many as there are.
        """
        reach = rows_of(self.reach, self.reachable)
        if (many := self.asked.count if count is None else count) is None:
            many = len(self.ground.sites)
        cover = reach.within(self.limit_m)
        asked = replace(self.question(many), cover=cover, weights=np.ones(cover.rows, np.int64))
        return asked, reach

    def medians(self, count: int | None = None) -> Medians:
        """Return it as a question of least way; who is out of reach counts as the farthest looked for."""
        reach, far_m = self.reach, self.farthest_m
        parts = medians_of(reach.starts, reach.items, reach.metres, self.weights, far_m)
        many = self.asked.count if count is None else count
        rest = (self.existing, self.forced, self.forbidden)
        return Medians(*parts, len(self.ground.sites), many or 0, *rest)

    @cached_property
    def farthest_m(self) -> float:
        """Metres that stand for a way that was not found: no way that was found is longer."""
        return float(np.ceil(self.ground.reach.metres.max(initial=self.limit_m)))

    def farthest(self, count: int | None = None) -> Farthest:
        """Return it as a question of least worst way, of the rows that anybody reaches."""
        many = self.asked.count if count is None else count
        rest = (self.existing, self.forced, self.forbidden)
        return Farthest(rows_of(self.reach, self.reachable), many or 0, *rest)

    def everyone(self) -> Everyone:
        """Return it as a question of fewest stations, of the rows that anybody reaches."""
        cover = rows_of(self.reach, self.reachable).within(self.limit_m)
        costs = np.ones(len(self.ground.sites), np.int64)
        costs[: self.ground.existing] = 0
        times = np.ones(cover.rows, np.int64)
        return Everyone(cover, times, costs, self.existing, self.forced, self.forbidden)

    def opened(self, sites: Places) -> Flags:
        """Return which sites are open under a plan: those there are, and its own."""
        found = np.zeros(len(self.ground.sites), bool)
        found[: self.ground.existing] = True
        found[sites] = True
        return found

    def keeps(self, opened: Flags) -> bool:
        """Return whether the budget pays for the open sites, and none of them stand too near."""
        ground, budget = self.ground, self.asked.budget_yuan
        new = np.flatnonzero(opened[ground.existing :]) + ground.existing
        if budget is not None and int(ground.costs[new].sum()) > budget * FEN:
            return False
        return not opened[ground.apart].all(axis=1).any()

    def times(self, opened: Flags) -> Ints:
        """Return how many open sites reach each row within the minutes."""
        counts = np.concatenate(([0], np.cumsum(opened[self.cover.items], dtype=np.int64)))
        return counts[self.cover.starts[1:]] - counts[self.cover.starts[:-1]]

    def metres(self, opened: Flags) -> Ints:
        """Return whole metres from each row to its nearest open site; the farthest where there is none."""
        found = np.full(len(self.weights), int(np.ceil(self.farthest_m)), np.int64)
        rows = np.repeat(np.arange(len(found)), np.diff(self.reach.starts))
        near = opened[self.reach.items]
        np.minimum.at(found, rows[near], np.rint(self.reach.metres[near]).astype(np.int64))
        return found

    def worth(self, opened: Flags) -> int:
        """Return what is reached, travelled, or needed where these sites are open."""
        if (key := opened.tobytes()) not in self._worths:
            self._worths[key] = self._worth(opened)
        return self._worths[key]

    @cached_property
    def _worths(self) -> dict[bytes, int]:
        return {}

    def _worth(self, opened: Flags) -> int:
        if self.asked.model == FEWEST:
            return int(opened.sum()) - self.ground.existing
        if self.asked.model == MEDIAN:
            return int((self.weights * self.metres(opened)).sum())
        if self.asked.model == CENTER:
            return int(self.metres(opened)[self.reachable].max(initial=0))
        if self.asked.model == SERVED:
            return self.seating.most(opened)
        if self.asked.model == SERVED_MEDIAN:
            return self.seated(opened).way(self.weights, self.no_seat_m)
        if self.asked.fading:
            return int(self.faded.parts[self.zones(opened), np.arange(len(self.weights))].sum())
        times = self.times(opened)
        found = int(self.weights[times >= 1].sum())
        return found + int(self.second[times >= 2].sum()) if self.asked.model == BACKUP else found

    def seated(self, opened: Flags) -> Seated:
        """Return who finds a seat where: as many as can within the minutes, or all with least way."""
        if (key := opened.tobytes()) not in self._seated:
            median = self.asked.model == SERVED_MEDIAN
            gain_m = self.no_seat_m if median else self.seating.most_gain_m()
            self._seated[key] = self.seating.nearest(opened, gain_m)
        return self._seated[key]

    @cached_property
    def _seated(self) -> dict[bytes, Seated]:
        return {}

    def served(self, opened: Flags) -> Ints:
        """Return the person-times of each row within the minutes, with a seat where seats are counted."""
        if self.asked.model in SEATED:
            return self.seated(opened).within(self.limit_m).by_row(len(self.weights))
        return self.weights * (self.times(opened) >= 1)

    def covered(self, opened: Flags) -> int:
        """Return the person-times within the minutes, whatever the question is."""
        return int(self.served(opened).sum())

    @cached_property
    def faded(self) -> Faded:
        """The question in which a way beyond the minutes counts in part."""
        return Faded(self.reach, self.weights, self.limit_m, tuple(self.ground.fading))

    def zones(self, opened: Flags) -> Ints:
        """Return the zone of each row, by the way to its nearest open site; past the last for none."""
        rows = np.repeat(np.arange(len(self.weights)), np.diff(self.reach.starts))
        near, nearest = opened[self.reach.items], np.full(len(self.weights), np.inf)
        np.minimum.at(nearest, rows[near], self.reach.metres[near])
        return np.searchsorted(self.faded.limits, nearest, side="left")
