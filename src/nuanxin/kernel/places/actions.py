"""Entering places."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.access.keeping import allow_at
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.places.models import Located, Photo, Place
from nuanxin.kernel.places.photos import SmallPhoto
from nuanxin.plain.coordinates import to_wgs84


class _Row(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def values(self) -> dict[str, Any]: ...


@action("places.register", zh="登记场所", en="register places")
def register_places(act: Act, rows: Sequence[_Row]) -> Kept:
    """Keep places: each row has ``name``, ``area``, and what is known of ``address``, ``longitude``,
    ``latitude`` (degrees, in ``crs``: wgs84, gcj02 or bd09) and ``hours`` (a weekly text).

    One name in one area is one place. ValueError names a point or hours that cannot be read.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(Place, _places(rows))


def _places(rows: Sequence[_Row]) -> Iterator[Place]:
    for row in rows:
        values = row.values
        yield place_of(
            key=f"{values['area']}:{values['name']}",
            area=values["area"],
            row=row.number,
            name=values["name"],
            address=values.get("address") or "",
            point=(values.get("longitude"), values.get("latitude")),
            crs=values.get("crs") or "wgs84",
            hours=values.get("hours") or "",
        )


def place_of(
    *,
    key: str,
    area: int,
    row: int | None,
    name: str,
    address: str = "",
    point: tuple[float | None, float | None] = (None, None),
    crs: str = "wgs84",
    hours: str = "",
) -> Place:
    """Return an unsaved place, its point shifted to WGS-84 and its hours in the canonical text."""
    longitude, latitude = point
    if (longitude is None) != (latitude is None):
        raise ValueError(
            _("“%(name)s” has half a point: give longitude and latitude, or neither.") % {"name": name}
        )
    if longitude is not None and latitude is not None:
        longitude, latitude = to_wgs84(longitude, latitude, crs)
    return Place(
        key=key,
        area=area,
        row=row,
        name=name,
        address=address,
        longitude=longitude,
        latitude=latitude,
        crs_entered=crs,
        opening_hours=str(parse_hours(hours)) if hours else "",
    )


@action("places.put_up_photo", zh="放上场所照片", en="put up a photo of a place")
def put_up_photo(act: Act, place: Located, small: SmallPhoto) -> Photo:
    """Keep the photo of a place in the stead of the one there was; a clerk there, or whoever keeps it.

    Raises NotAllowed.
    """
    allow_at(act.by.actor, "clerk", [place])
    facts = {"content": small.content, "width": small.width, "height": small.height, "act_id": act.number}
    found, _fresh = Photo.objects.update_or_create(
        about_kind=place.record_kind, about=place.pk, defaults=facts
    )
    act.about("photo", f"{place.record_kind}/{place.pk}")
    return found


@action("places.take_down_photo", zh="撤下场所照片", en="take a photo of a place down")
def take_down_photo(act: Act, place: Located) -> bool:
    """Destroy the photo of a place; False where there was none. Raises NotAllowed."""
    allow_at(act.by.actor, "clerk", [place])
    gone, _each = Photo.objects.filter(about_kind=place.record_kind, about=place.pk).delete()
    if gone:
        act.about("photo", f"{place.record_kind}/{place.pk}")
    return bool(gone)
