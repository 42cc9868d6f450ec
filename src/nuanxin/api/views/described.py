"""The API described: for programs as OpenAPI, for people as a page without another host's scripts."""

import re

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from nuanxin.api.answering import answered
from nuanxin.api.openapi import document
from nuanxin.api.problems import KINDS, Problem
from nuanxin.api.scopes import SCOPES
from nuanxin.web.routes import public
from nuanxin.web.templatetags.wording import language

_ANY = ("GET", "POST", "PUT", "PATCH", "DELETE", "TRACE")


@public
def documentation(request: HttpRequest) -> HttpResponse:
    """Show what may be asked, operation by operation, from the same document programs read."""
    described = document(request.build_absolute_uri("/").rstrip("/"))
    groups: dict[str, list[dict[str, object]]] = {}
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            shown = {"method": method.upper(), "path": path, "scope": operation.get("x-scope"), **operation}
            groups.setdefault(operation["tags"][0], []).append(shown)
    scopes = [(scope, words.said(language())) for scope, words in SCOPES.items()]
    return render(request, "api/documentation.html", {"groups": groups, "scopes": scopes})


@public
def problems(request: HttpRequest) -> HttpResponse:
    """List the problems by number, with their remedies: the page a problem's type leads to."""
    said = [
        {
            "kind": kind,
            "title": kind.title.said(language()),
            "remedy": _open(kind.remedy.said(language())),
            "detail": _open(kind.detail.said(language())),
        }
        for kind in KINDS.values()
    ]
    return render(request, "api/problems.html", {"problems": said})


def _open(words: str) -> str:
    """Return words with an ellipsis for what a case fills in."""
    return re.sub(r"%\(\w+\)s", "…", words)


def _openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(
        document(request.build_absolute_uri("/").rstrip("/")), json_dumps_params={"ensure_ascii": False}
    )


def _nowhere(request: HttpRequest, rest: str) -> HttpResponse:
    raise Problem("unknown-address", {"in": "path", "name": ""}, what=f"/api/v1/{rest[:120]}")


openapi = answered(_openapi, {"GET": ("public", frozenset())})
nowhere = answered(_nowhere, {method: ("public", frozenset()) for method in _ANY})
nowhere.csrf_exempt = True  # type: ignore[attr-defined]
