"""Books 场所名录: the finder an address names, its places, and which of them an address asks for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404
from django.utils.translation import gettext as _

from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.finding import Book, Near, book, plainly
from nuanxin.kernel.programme import all_finders


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for: words, open now, open day and night, and a thing that has to be there."""

    words: str = ""
    open_now: bool = False
    always: bool = False
    thing: str = ""

    @classmethod
    def of(cls, asked: Mapping[str, object], finder: Finder) -> "Wanted":
        """Read it from a query or from JSON; what is not understood is not asked for."""
        thing = str(asked.get("has") or "")
        return cls(
            str(asked.get("q") or "").strip()[:80],
            asked.get("open") in ("1", True),
            asked.get("always") in ("1", True),
            thing if thing in finder.shows else "",
        )

    @property
    def narrows(self) -> bool:
        """Whether it asks for more than words."""
        return self.open_now or self.always or bool(self.thing)

    def fits(self, near: Near) -> bool:
        """Whether a place is one of those wanted; its words are not looked at."""
        if self.open_now and not (near.opening and near.opening.open):
            return False
        return (near.spot.always or not self.always) and (not self.thing or self.thing in near.spot.has)


def book_of(slug: str) -> tuple[Finder, Book]:
    """Return a finder and its places by the name addresses give it; Http404 where there is none."""
    found = next((each for _owner, each in all_finders() if each.slug == slug), None)
    if found is None:
        raise Http404(_("There is nothing of this name to find."))
    return found, book(found.record)


def place_of(slug: str, key: str, now: datetime) -> tuple[Finder, Near]:
    """Return a finder and one of its places by number; Http404 where it is not in use."""
    found, places = book_of(slug)
    spot = next((each for each in places.spots if each.key == key), None) or next(
        (each for each in places.spots if plainly(each.key) == plainly(key)), None
    )
    if spot is None:
        raise Http404(_("No place of this number is in use."))
    return found, Near(spot, None, spot.opening(now))
