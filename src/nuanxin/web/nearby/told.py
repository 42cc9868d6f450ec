"""Told 反映: what passers-by may say of a place in one tap, and what they have said that still stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Near
from nuanxin.kernel.work.queries import orders_standing
from nuanxin.web.templatetags.wording import said


@dataclass(frozen=True, slots=True)
class Told:
    """Something said of a place: by how many, since when; whether it means that the door is shut.

    ``done`` says that it is reported as mended and waits for somebody to look.
    """

    matter: str
    words: str
    count: int
    since: date
    shut: bool
    done: bool


def told_of(finder: Finder, numbers: Iterable[int] | None) -> dict[int, list[Told]]:
    """Return what still stands of some places, by the number of their record (None: of all); one query."""
    found: dict[int, list[Told]] = {}
    if finder.report is None:
        return found
    for order in orders_standing(finder.report.work, finder.record.record_kind, numbers):
        words = finder.report.work.matters.get(order.matter)
        told = Told(
            order.matter,
            said(words) if words else order.matter,
            order.said_by,
            order.opened_on,
            order.matter in finder.report.shut,
            order.stopped_at is not None,
        )
        found.setdefault(order.about or 0, []).append(told)
    for each in found.values():
        each.sort(key=lambda told: not told.shut)
    return found


def shut_by(told: Iterable[Told]) -> int:
    """Return how many said of a place that its door is shut, which nobody has mended yet."""
    return max((each.count for each in told if each.shut and not each.done), default=0)


def sayable(finder: Finder, near: Near) -> dict[str, str]:
    """Return the matters one may tell of a place now, with their words.

    That its door is shut is news only where it should be open, or nobody knows its hours.
    """
    if finder.report is None:
        return {}
    matters = list(finder.report.shut) if near.opening is None or near.opening.open else []
    matters += [matter for name, matter in finder.report.lacking.items() if name in near.spot.has]
    matters += finder.report.anytime
    return {matter: said(finder.report.work.matters[matter]) for matter in matters}
