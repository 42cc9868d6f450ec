"""Ways 怎么去: links that open a place, or the way to it, in the map apps people have.

Nothing is sent to them before somebody follows a link. They are given GCJ-02, the system of their maps.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from nuanxin.kernel.places.finding import Spot
from nuanxin.plain.coordinates import Point, wgs84_to_gcj02

US = "nuanxin"


@dataclass(frozen=True, slots=True)
class MapApp:
    """A map app: its name, and the addresses of the place and of the ways there on foot and by bicycle."""

    name: str
    place: str
    on_foot: str = ""
    riding: str = ""


def map_apps(spot: Spot) -> list[MapApp]:
    """Return the links of a place, none where nobody knows its point."""
    if spot.longitude is None or spot.latitude is None:
        return []
    east, north = wgs84_to_gcj02(Point(spot.longitude, spot.latitude))
    return [
        _amap(spot, f"{east:.6f},{north:.6f}"),
        _tencent(spot, f"{north:.6f},{east:.6f}"),
        _baidu(spot, f"{north:.6f},{east:.6f}"),
    ]


_MARKS = str.maketrans({",": "，", ";": "；", ":": "：", "|": "｜"})


def _plain(text: str) -> str:
    """Return a name as the apps take it: marks that end a part of their addresses are full-width ones."""
    return text.translate(_MARKS)


def _amap(spot: Spot, at: str) -> MapApp:
    app = "https://uri.amap.com"
    way = {"to": f"{at},{_plain(spot.name)}", "coordinate": "gaode", "callnative": "1", "src": US}
    place = {"position": at, "name": spot.name, "coordinate": "gaode", "callnative": "1", "src": US}
    return MapApp(
        _("Amap"),
        f"{app}/marker?{urlencode(place)}",
        f"{app}/navigation?{urlencode({'mode': 'walk', **way})}",
        f"{app}/navigation?{urlencode({'mode': 'ride', **way})}",
    )


def _tencent(spot: Spot, at: str) -> MapApp:
    app = "https://apis.map.qq.com/uri/v1"
    way = {"to": spot.name, "tocoord": at, "referer": US}
    place = {"marker": f"coord:{at};title:{_plain(spot.name)};addr:{_plain(spot.address)}", "referer": US}
    return MapApp(
        _("Tencent Maps"),
        f"{app}/marker?{urlencode(place)}",
        f"{app}/routeplan?{urlencode({'type': 'walk', **way})}",
        f"{app}/routeplan?{urlencode({'type': 'bike', **way})}",
    )


def _baidu(spot: Spot, at: str) -> MapApp:
    place = {
        "location": at,
        "coord_type": "gcj02",
        "title": spot.name,
        "content": spot.address or spot.name,
        "output": "html",
        "src": US,
    }
    return MapApp(_("Baidu Maps"), f"https://api.map.baidu.com/marker?{urlencode(place)}")
