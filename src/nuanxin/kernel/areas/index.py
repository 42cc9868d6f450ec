"""The whole division tree in memory: some 16,000 areas, read once an edition."""

from collections import defaultdict
from datetime import date
from functools import cached_property

from django.utils.timezone import localdate

from nuanxin.kernel.areas import codes
from nuanxin.kernel.areas.aliases import Aliases
from nuanxin.kernel.areas.held import Held
from nuanxin.kernel.areas.models import Area, FormerName
from nuanxin.plain.ranges import Range, covers, joined, without


class Index:
    """The tree as read: areas by code, their children, their merges and the ways they are written."""

    def __init__(self, areas: list[Area], former: list[tuple[int, str]]) -> None:
        self.areas = {area.code: area for area in areas}
        self.former = former
        self.children: dict[int | None, list[Area]] = defaultdict(list)
        for area in areas:
            self.children[area.parent_id].append(area)
        self._mapped: dict[tuple[int, date], list[Range]] = {}
        self._within: dict[tuple[int, str], list[Area]] = {}
        self._apart: dict[tuple[int, str, date | None], list[Range]] = {}
        self.answers: dict[tuple[str, int | None, str], tuple[int, ...]] = {}

    @cached_property
    def aliases(self) -> Aliases:
        """The ways offices write the areas' names; built at the first search."""
        return Aliases(self.areas.values(), self.former)

    @cached_property
    def _merged(self) -> list[Area]:
        """Areas that were merged into others, widest first."""
        merged = [area for area in self.areas.values() if area.successor_id is not None]
        return sorted(merged, key=lambda area: codes.LEVELS.index(area.level))

    def path(self, code: int) -> list[Area]:
        """Return an area and those above it, widest first; empty for an unknown code."""
        out, step = [], self.areas.get(code)
        while step is not None:
            out.append(step)
            step = self.areas.get(step.parent_id) if step.parent_id else None
        return out[::-1]

    def located(self, code: int, on: date) -> int:
        """Return where a code belongs on a day: the end of its own or its ancestors' mergers."""
        step: int | None = code
        while step is not None:
            area = self.areas.get(step)
            if area is not None and area.successor_id is not None and not stands(area, on):
                code = step = area.successor_id
            else:
                step = codes.parent(step)
        return code

    def mapped(self, code: int) -> list[Range]:
        """Return the codes that today belong to the subtree: merged in, and not merged away."""
        today = localdate()
        known = self._mapped.get((code, today))
        if known is None:
            known = self._mapped[code, today] = self._map(code, today)
        return known

    def _map(self, code: int, today: date) -> list[Range]:
        home = codes.span(code)
        ranges = [home]
        for area in self._merged:
            if stands(area, today):
                continue
            if covers([home], self.located(area.code, today)):
                ranges = joined([*ranges, codes.span(area.code)])
            else:
                ranges = without(ranges, codes.span(area.code))
        return ranges

    def within(self, code: int, level: str) -> list[Area]:
        """Return the areas of a level in a subtree, standing or not, by code."""
        known = self._within.get((code, level))
        if known is None:
            low, high = codes.span(code)
            known = self._within[code, level] = [
                area for area in self.areas.values() if area.level == level and low <= area.code <= high
            ]
        return known

    def apart(self, code: int, level: str, *, mapped: bool) -> list[Range]:
        """Return the codes of a subtree that lie in none of its areas of a level."""
        today = localdate() if mapped else None
        known = self._apart.get((code, level, today))
        if known is None:
            known = self.mapped(code) if mapped else [codes.span(code)]
            for area in self.within(code, level):
                for part in self.mapped(area.code) if mapped else [codes.span(area.code)]:
                    known = without(known, part)
            self._apart[code, level, today] = known
        return known


def stands(area: Area, on: date) -> bool:
    """Whether an area stood on a day."""
    return (area.valid_from is None or area.valid_from <= on) and (
        area.valid_to is None or on <= area.valid_to
    )


def _load() -> Index:
    former = FormerName.objects.order_by("area_id", "last_day").values_list("area_id", "name")
    return Index(list(Area.objects.order_by("code")), list(former))


held = Held("areas", _load)
"""The tree of the moment; whoever changes it calls ``held.changed()``."""
