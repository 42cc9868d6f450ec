"""Changing the tree: new areas, new names, mergers. Codes are never taken back or given again.

Facts keep the code of their day; ``tree.spans(code, mapped=True)`` follows the mergers. This room
lies below access, so whoever opens these doors asks ``allow(actor, "security", ...)`` first.
"""

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.areas import codes
from nuanxin.kernel.areas.index import held, stands
from nuanxin.kernel.areas.models import Area, FormerName
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.areas.tree import path
from nuanxin.kernel.ledger.acts import Act, action

_GRIDS_A_VILLAGE = 999


class AreaRefused(ValueError):
    """The tree cannot be changed so; the text names the area and the remedy."""


@action("areas.merge", zh="撤并区划", en="merge an area into another")
def merge(act: Act, old: int, into: int, on: date) -> Area:
    """Merge an area into another of its level from a day on; its history goes with it when mapped.

    Raises AreaRefused where either does not stand any more, the levels differ, or ``into`` lies
    inside ``old``. The same merger twice changes nothing.
    """
    gone, heir = area_of(old), area_of(into)
    day_before = on - timedelta(days=1)
    if (gone.successor_id, gone.valid_to) == (into, day_before):
        return gone
    _refuse_merger(gone, heir)
    Area.objects.filter(code=old).update(valid_to=day_before, successor_id=into)
    act.about("area", old)
    held.changed()
    return area_of(old)


def _refuse_merger(gone: Area, heir: Area) -> None:
    low, high = codes.span(gone.code)
    words = {"old": f"{gone.name} {gone.code}", "into": f"{heir.name} {heir.code}"}
    if gone.valid_to is not None:
        raise AreaRefused(_("%(old)s was merged or closed before; name the area it became.") % words)
    if any(each.valid_to is not None for each in path(heir.code)):
        raise AreaRefused(_("%(into)s does not stand any more; name the area it became.") % words)
    if gone.level != heir.level:
        raise AreaRefused(_("%(old)s and %(into)s are not of one level; merge like into like.") % words)
    if low <= heir.code <= high:
        raise AreaRefused(_("%(into)s lies inside %(old)s; choose another area.") % words)


@action("areas.rename", zh="区划更名", en="rename an area")
def rename(act: Act, code: int, name: str, on: date, english: str = "") -> Area:
    """Give an area a new name from a day on; sheets that use the former one are still understood."""
    before = area_of(code)
    if before.name == name:
        return before
    FormerName.objects.create(area_id=code, name=before.name, last_day=on - timedelta(days=1))
    Area.objects.filter(code=code).update(name=name, english=english)
    act.about("area", code)
    held.changed()
    return area_of(code)


@action("areas.add", zh="新增区划", en="add an area")
def add_division(act: Act, code: int, name: str, on: date, english: str = "") -> Area:
    """Add a division that the published codes lack, standing from a day on.

    Raises AreaRefused where the code is taken by another name, AreaUnknown where nothing stands above.
    """
    known = held.get().areas.get(code)
    if known is not None and known.name == name:
        return known
    if known is not None:
        raise AreaRefused(
            _("Code %(code)s belongs to %(name)s; codes are never given again.")
            % {"code": code, "name": known.name}
        )
    parent, level = codes.parent(code), codes.level(code)
    if parent is not None:
        area_of(parent)
    made = Area.objects.create(
        code=code, name=name, english=english, level=level, parent_id=parent, valid_from=on, local=True
    )
    act.about("area", code)
    held.changed()
    return made


@action("areas.add_grid", zh="划分网格", en="add a grid")
def add_grid(act: Act, village: int, name: str) -> int:
    """Add a grid below a village and return its 15-digit code; a name already there keeps its code."""
    return ensure_grids(act, [(village, name)])[village, name]


def ensure_grids(act: Act, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Return the code of each (village, grid name), adding those that are not there, inside an act.

    A grid's code is the village's and a serial from 001. Raises AreaRefused for what is no village
    and for the thousandth grid of one.
    """
    index, today = held.get(), localdate()
    found: dict[tuple[int, str], int] = {}
    used: dict[int, set[int]] = {}
    fresh: list[Area] = []
    for village, name in dict.fromkeys(wanted):
        if village not in used:
            _refuse_no_village(area_of(village))
            grids = index.children.get(village, [])
            used[village] = {grid.code for grid in grids}
            found.update({(village, grid.name): grid.code for grid in grids if stands(grid, today)})
        if (village, name) not in found:
            code = max(used[village], default=village * 1000) + 1
            _refuse_too_many(code, village)
            used[village].add(code)
            found[village, name] = code
            fresh.append(Area(code=code, name=name, level="grid", parent_id=village, local=True))
    if fresh:
        Area.objects.bulk_create(fresh)
        act.about("area", fresh[0].code)
        held.changed()
    return found


def _refuse_no_village(area: Area) -> None:
    if area.level != "village":
        raise AreaRefused(
            _("%(name)s is no village or community; grids are drawn inside one.") % {"name": area.name}
        )


def _refuse_too_many(code: int, village: int) -> None:
    if code - village * 1000 > _GRIDS_A_VILLAGE:
        raise AreaRefused(_("Village %(code)s has 999 grids already.") % {"code": village})
