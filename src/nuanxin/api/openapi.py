"""The OpenAPI document 接口描述: written from the operations, with problems, scopes and examples put in."""

import json
from copy import deepcopy
from functools import cache
from typing import Any

from ninja.openapi.schema import get_schema

from nuanxin.api.application import access_of, api
from nuanxin.api.examples import EXAMPLES
from nuanxin.api.places_described import feeds_of_places
from nuanxin.api.problems import MEDIA

_PLACE = {
    "type": "object",
    "description": "Where: a parameter or header by name, or a pointer (RFC 6901) into the body.",
    "properties": {
        "in": {"type": "string", "enum": ["query", "path", "header", "cookie", "body"]},
        "name": {"type": "string"},
        "pointer": {"type": "string"},
    },
    "required": ["in"],
}
_PROBLEM = {
    "type": "object",
    "description": "What is wrong, where, and what to do (RFC 9457), in the language of Accept-Language.",
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "remedy": {"type": "string"},
        "number": {"type": "integer"},
        "place": {"$ref": "#/components/schemas/Place"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
    "required": ["type", "title", "status", "detail", "remedy", "number"],
}
_SESSION = {
    "type": "apiKey",
    "in": "cookie",
    "name": "nuanxin_session",
    "description": "A session of the same site, for reading.",
}


def document(server: str) -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of the API as it stands on a server (its address without a path)."""
    described: dict[str, Any] = deepcopy(_document())
    described["servers"] = [{"url": server}]
    return described


@cache
def _document() -> dict[str, Any]:
    described: dict[str, Any] = json.loads(json.dumps(get_schema(api, "api/v1/")))
    scopes = {operation.view_func.__name__: access_of(operation) for operation in _all_operations()}
    for methods in described["paths"].values():
        for operation in methods.values():
            _complete(operation, scopes[operation["operationId"]])
    described["paths"] |= feeds_of_places()
    parts = described["components"]
    parts["schemas"] |= {"Problem": _PROBLEM, "Place": _PLACE}
    parts["securitySchemes"] = {**parts.get("securitySchemes", {}), "Session": _SESSION}
    return described


def _all_operations() -> list[Any]:
    return [
        operation
        for bound in api._get_bound_routers()
        for view in bound.path_operations.values()
        for operation in view.operations
    ]


def _complete(operation: dict[str, Any], access: str) -> None:
    """Put in what the library leaves out: problems, scopes, examples."""
    example = EXAMPLES.get(operation["operationId"], {})
    for parameter in operation["parameters"]:
        given = parameter.pop("examples", None) or [None]
        value = example.get(parameter["name"], given[0])
        if value is not None:
            parameter["example"] = value
    body = operation.get("requestBody", {}).get("content", {})
    for content in body.values():
        if "body" in example:
            content["example"] = example["body"]
    operation["responses"]["default"] = {
        "description": "A problem.",
        "content": {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    operation.pop("security", None)
    if access in ("public", "mixed"):
        operation["security"] = [{}, {"Token": []}, {"Session": []}] if access == "mixed" else []
        return
    needed: list[dict[str, list[str]]] = [{"Token": [] if access == "token" else [access]}]
    operation["security"] = needed if access.endswith(":write") else [*needed, {"Session": []}]
    operation["x-scope"] = access
