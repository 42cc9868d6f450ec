"""Answering 应答: what is the same for every operation.

Caller, limit, strict parameters, tags, caching, errors.
"""

import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from nuanxin.api.callers import ApiRequest, Caller, caller_of
from nuanxin.api.limits import Allowance, charge
from nuanxin.api.problems import Problem
from nuanxin.api.tokens import short_hash
from nuanxin.kernel.ledger.models import Act

View = Callable[..., HttpResponseBase]
PUBLIC_S = 60
"""For how long anybody may keep a public answer before asking again."""

_log = logging.getLogger("nuanxin.api")


class NotChanged(Exception):
    """What the caller holds is what would be answered; raised before the work is done."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def answered(view: View, operations: Mapping[str, tuple[str, frozenset[str]]]) -> View:
    """Wrap a view of the API. ``operations`` tells for each method its access and its parameters' names."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        asked = cast(ApiRequest, request)
        method, allowance = _method(asked), None
        access = operations.get(method, ("", frozenset()))[0]
        try:
            if request.method == "OPTIONS":
                return _options(operations)
            asked.caller = Caller(None, frozenset())
            allowance = _charged(asked)
            _check(asked, method, operations)
            response = _run(view, asked, method, args, kwargs)
        except Problem as problem:
            response = problem.response(request)
        return _finished(asked, response, method, access, allowance)

    answer.access = " ".join(sorted({access for access, _ in operations.values()}))  # type: ignore[attr-defined]
    return answer


def _method(request: HttpRequest) -> str:
    return "GET" if request.method == "HEAD" else str(request.method)


def _charged(request: ApiRequest) -> Allowance:
    """Find out who asks and count it; a wrong token counts for its address."""
    fault = None
    try:
        request.caller = caller_of(request)
    except Problem as problem:
        fault = problem
    allowance = charge(request, request.caller)
    if not allowance.granted:
        raise Problem("too-many-requests", limit=allowance.limit, wait=allowance.reset_s)
    if fault is not None:
        raise fault
    return allowance


def _check(request: ApiRequest, method: str, operations: Mapping[str, tuple[str, frozenset[str]]]) -> None:
    """Refuse a method or a parameter that the operation does not have."""
    if method not in operations:
        raise Problem("method-not-allowed", method=request.method, allowed=", ".join(operations))
    known = operations[method][1]
    for name in request.GET:
        if name not in known:
            said = ", ".join(sorted(known)) or "-"
            raise Problem("unknown-parameter", {"in": "query", "name": name}, name=name, known=said)


def _run(
    view: View, request: ApiRequest, method: str, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> HttpResponseBase:
    head, request.method = request.method == "HEAD", method
    response = view(request, *args, **kwargs)
    if head:
        request.method = "HEAD"
        response["Content-Length"] = str(len(getattr(response, "content", b"")))
    return response


def _options(operations: Mapping[str, tuple[str, frozenset[str]]]) -> HttpResponse:
    response = HttpResponse(status=204)
    methods = [*operations, *(("HEAD",) if "GET" in operations else ()), "OPTIONS"]
    response["Allow"] = ", ".join(methods)
    if operations.get("GET", ("", frozenset()))[0] == "public":
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = "GET, HEAD"
        response["Access-Control-Allow-Headers"] = "If-None-Match, Accept-Language"
        response["Access-Control-Max-Age"] = "86400"
    return response


def _finished(
    request: ApiRequest, response: HttpResponseBase, method: str, access: str, allowance: Allowance | None
) -> HttpResponseBase:
    """Add what every answer carries; an answer the caller holds already becomes a 304."""
    if response.status_code == 429 and allowance is None:
        allowance = _spent(request)
    for name, said in (allowance.headers if allowance else {}).items():
        response[name] = said
    if response.status_code == 401:
        response["WWW-Authenticate"] = 'Bearer realm="nuanxin"'
    if response.status_code == 405:
        response["Allow"] = ", ".join(getattr(request, "allowed", ("GET",)))
    if method != "GET" or response.status_code not in (200, 304):
        response["Cache-Control"] = "no-store"
        return response
    open_to_all = access == "public"
    if open_to_all:
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link, RateLimit, RateLimit-Policy"
    if "Cache-Control" not in response:
        response["Cache-Control"] = f"public, max-age={PUBLIC_S}" if open_to_all else "private, no-cache"
    if isinstance(response, HttpResponse) and "ETag" not in response:
        response["ETag"] = f'"{short_hash(response.content)}"'
    return _unless_held(request, response)


def _spent(request: ApiRequest) -> Allowance:
    return charge(request, request.caller)


def _unless_held(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    held = request.headers.get("If-None-Match", "")
    if response.status_code != 200 or not _held(held, response.get("ETag", "")):
        return response
    bare = HttpResponse(status=304)
    for name, said in response.items():
        if name not in ("Content-Type", "Content-Length"):
            bare[name] = said
    return bare


def _held(said: str, tag: str) -> bool:
    tags = [each.strip().removeprefix("W/") for each in said.split(",")]
    return bool(tag) and ("*" in tags or tag in tags)


def unless_held(request: HttpRequest, response: HttpResponse, *parts: object) -> None:
    """Set the tag of an answer before it is made; raise NotChanged where the caller holds it already.

    ``parts`` are what the answer depends on besides the address and the ledger: definitions, mostly.
    """
    newest = Act.objects.order_by("-number").values_list("number", flat=True).first()
    tag = f'"{short_hash(request.get_full_path(), newest, *parts)}"'
    response["ETag"] = tag
    if _held(request.headers.get("If-None-Match", ""), tag):
        raise NotChanged(tag)


def linked(request: HttpRequest, response: HttpResponse, **relations: dict[str, object]) -> None:
    """Set the Link header: each relation (``next``) is this address with some parameters changed."""
    said = []
    for relation, changes in relations.items():
        query = request.GET.copy()
        for name, value in changes.items():
            query[name] = str(value)
        address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
        said.append(f'<{address}>; rel="{relation}"')
    if said:
        response["Link"] = ", ".join(said)
