"""Tiles 底图: Tianditu's map under the areas, where the office has a key; nothing otherwise."""

from django.conf import settings

_LAYER = (
    "/{name}_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER={name}&STYLE=default"
    "&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={{z}}&TILEROW={{y}}&TILECOL={{x}}&tk={key}"
)


def tiles() -> list[str]:
    """Return the addresses of the layers for a map, ground first; none without ``NUANXIN_TIANDITU``."""
    key = settings.NUANXIN_TIANDITU
    if not key:
        return []
    return ["https://t{s}.tianditu.gov.cn" + _LAYER.format(name=name, key=key) for name in ("vec", "cva")]
