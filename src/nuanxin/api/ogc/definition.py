"""The definition of the OGC part in OpenAPI 3.0, as its clients read it (requirement class OAS30)."""

from typing import Any

from nuanxin.api.problems import MEDIA

_GEO = "application/geo+json"


def definition(base: str) -> dict[str, Any]:
    """Return the OpenAPI 3.0 document of the OGC part, whose root is ``base``."""
    return {
        "openapi": "3.0.3",
        "info": {"title": "Nuanxin 暖新: OGC API Features", "version": "1.0.0"},
        "servers": [{"url": base}],
        "paths": {
            "/": _get("landing", "Landing page", "application/json"),
            "/conformance": _get("conformance", "Conformance classes", "application/json"),
            "/collections": _get("collections", "Collections", "application/json"),
            "/collections/{collectionId}": _get(
                "collection", "A collection", "application/json", _path("collectionId")
            ),
            "/collections/{collectionId}/items": _get(
                "items", "Features", _GEO, _path("collectionId"), *_QUERY
            ),
            "/collections/{collectionId}/items/{featureId}": _get(
                "feature", "A feature", _GEO, _path("collectionId"), _path("featureId")
            ),
        },
    }


def _get(identity: str, summary: str, media: str, *parameters: dict[str, Any]) -> dict[str, Any]:
    answers = {
        "200": {"description": summary, "content": {media: {"schema": {"type": "object"}}}},
        "default": {"description": "A problem.", "content": {MEDIA: {"schema": {"type": "object"}}}},
    }
    operation: dict[str, Any] = {"operationId": identity, "summary": summary, "responses": answers}
    if parameters:
        operation["parameters"] = list(parameters)
    return {"get": operation}


def _path(name: str) -> dict[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


_NUMBERS = {"type": "array", "minItems": 4, "maxItems": 6, "items": {"type": "number"}}
_QUERY: tuple[dict[str, Any], ...] = (
    {"name": "bbox", "in": "query", "style": "form", "explode": False, "schema": _NUMBERS},
    {"name": "datetime", "in": "query", "schema": {"type": "string"}},
    {
        "name": "limit",
        "in": "query",
        "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 10},
    },
    {"name": "offset", "in": "query", "schema": {"type": "integer", "minimum": 0, "default": 0}},
)
