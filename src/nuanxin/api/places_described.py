"""The feeds of places 场所数据 in the OpenAPI document: they lie beside the pages, open to everybody."""

from typing import Any

from django.urls import reverse

from nuanxin.kernel.pages import Finder
from nuanxin.kernel.places.pauses import REASONS
from nuanxin.kernel.programme import all_finders

Described = dict[str, Any]


def _object(**properties: Described) -> Described:
    return {"type": "object", "properties": properties, "required": list(properties)}


_TEXT: Described = {"type": "string"}
_BOTH: Described = {"zh": _TEXT, "en": _TEXT}
_HEAD: dict[str, Described] = {
    "as_of": {
        "type": "string",
        "format": "date-time",
        "description": "The moment for which open_now and what was reported hold.",
    },
    "source": {**_object(**_BOTH), "description": "Whose data these are."},
    "license": {
        **_object(url={"type": ["string", "null"], "format": "uri"}, **_BOTH),
        "description": "The licence by name and address; url is null where the city states none.",
    },
}
_DAYS: dict[str, Described] = {
    "from": {"type": "string", "format": "date"},
    "to": {
        "type": ["string", "null"],
        "format": "date",
        "description": "The last day closed; null until further notice.",
    },
}
_CLOSURE = _object(**_DAYS, reason={"type": "string", "enum": list(REASONS)})
_FACTS: dict[str, Described] = {
    "name": _TEXT,
    "address": _TEXT,
    "area": {"type": "string", "description": "Division code of 12 digits."},
    "opening_hours": {"type": "string", "description": "In the manner of OpenStreetMap."},
    "open_now": {
        "type": ["boolean", "null"],
        "description": "By its hours and closures; null where hours are unknown.",
    },
    "temporary_closures": {
        "type": "array",
        "description": "Days announced as closed that are not over; open_now obeys them.",
        "items": _CLOSURE,
    },
    "has": {"type": "array", "items": _TEXT},
    "reported": {"type": "object", "additionalProperties": {"type": "integer"}},
    "reported_shut": {"type": "integer", "description": "How many found its door shut all the same."},
    "url": {"type": "string", "format": "uri"},
}
_DEGREES: Described = {"type": ["number", "null"], "description": "WGS-84."}
_PLACE = _object(id=_TEXT, **_FACTS, longitude=_DEGREES, latitude=_DEGREES)
_POINT: Described = {
    "type": ["object", "null"],
    "description": "A point in WGS-84 (RFC 7946); null where nobody knows it.",
}
_FEATURE = _object(type={"const": "Feature"}, id=_TEXT, geometry=_POINT, properties=_object(**_FACTS))
_ALL = _object(**_HEAD, places={"type": "array", "items": _PLACE})
_COLLECTION = _object(
    type={"const": "FeatureCollection"}, **_HEAD, features={"type": "array", "items": _FEATURE}
)
_FORMS = (("json", "application/json", _ALL), ("geojson", "application/geo+json", _COLLECTION))


def feeds_of_places() -> dict[str, Described]:
    """Return the feeds of every finder as paths of an OpenAPI document."""
    return {
        reverse(f"near_{form}", args=[finder.slug]): {"get": _feed(finder, form, media, schema)}
        for _owner, finder in all_finders()
        for form, media, schema in _FORMS
    }


def _feed(finder: Finder, form: str, media: str, schema: Described) -> Described:
    return {
        "operationId": f"near_{finder.slug}_{form}",
        "summary": f"{finder.en}: every place in use",
        "description": "Without paging, as of a moment, under the licence it names. Open to everybody.",
        "tags": ["places"],
        "parameters": [],
        "security": [],
        "responses": {"200": {"description": "OK", "content": {media: {"schema": schema}}}},
    }
