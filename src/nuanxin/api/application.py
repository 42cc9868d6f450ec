"""The application 接口应用: every operation put together under ``/api/v1/``."""

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.operation import Operation, PathView

from nuanxin.api.answering import NotChanged, answered
from nuanxin.api.callers import Mixed, Token
from nuanxin.api.faults import misread, no_json
from nuanxin.api.ogc import operations as ogc
from nuanxin.api.operations import (
    areas,
    bulletins,
    catalogue,
    figures,
    forms,
    ledger,
    records,
    registers,
    sheets,
)
from nuanxin.api.problems import Problem
from nuanxin.api.sdmx import operations as sdmx

VERSION = "1.0.0"
"""Version of the API: the first number stands in the address and changes only where something breaks."""

_log = logging.getLogger("nuanxin.api")


class _Api(NinjaAPI):
    """The library's application; an operation is called by its function's name."""

    def get_openapi_operation_id(self, operation: Operation) -> str:
        """Return the name of an operation, which is its function's."""
        return operation.view_func.__name__


api = _Api(
    title="Nuanxin 暖新",
    version=VERSION,
    description="Record once; publish figures that open. 一次登记，数字可点开。",
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
for each in (areas, figures, catalogue, bulletins, ledger, registers, records, sheets, forms, ogc, sdmx):
    api.add_router("", each.router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, problem: Problem | type[Problem]) -> HttpResponse:
    assert isinstance(problem, Problem)  # noqa: S101 (the library's type is wider than what it passes)
    return problem.response(request)


@api.exception_handler(NotChanged)
def _not_changed(request: HttpRequest, known: Any) -> HttpResponse:
    answer = HttpResponse(status=304)
    answer["ETag"] = known.tag
    return answer


@api.exception_handler(ValidationError)
def _misread(request: HttpRequest, fault: Any) -> HttpResponse:
    return misread(fault.errors).response(request)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, fault: Any) -> HttpResponse:
    known = {400: no_json(), 401: Problem("not-signed-in")}
    return known.get(fault.status_code, Problem("broken")).response(request)


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, fault: Any) -> HttpResponse:
    return Problem("unknown-address", what=request.path).response(request)


@api.exception_handler(PermissionDenied)
def _denied(request: HttpRequest, fault: Any) -> HttpResponse:
    return Problem("not-allowed", said=str(fault)).response(request)


@api.exception_handler(Exception)
def _broken(request: HttpRequest, fault: Any) -> HttpResponse:
    """Answer an error of ours; the log gets the trace, the caller does not."""
    _log.error("the API broke at %s", request.path, exc_info=fault)
    return Problem("broken").response(request)


def operation_addresses() -> list[URLPattern]:
    """Return the addresses of every operation, each wrapped in what is the same for all of them."""
    return [
        path(
            route, answered(view.get_view(), operations), name=f"api_{view.operations[0].view_func.__name__}"
        )
        for route, view, operations in _operations()
    ]


def _operations() -> Iterator[tuple[str, PathView, dict[str, tuple[str, frozenset[str]]]]]:
    """Yield every route with its operations: method, access, names of the query's parameters."""
    for bound in api._get_bound_routers():
        for where, view in bound.path_operations.items():
            operations = {
                method: (access_of(operation), frozenset(_parameters(operation)))
                for operation in view.operations
                for method in operation.methods
            }
            yield where.replace("{", "<").replace("}", ">").removeprefix("/"), view, operations


def access_of(operation: Operation) -> str:
    """Return who may come: "public", the scope a token needs ("token" where any does), or "mixed"."""
    for door in operation.auth_callbacks:
        if isinstance(door, Token):
            return door.scope or "token"
        if isinstance(door, Mixed):
            return "mixed"
    return "public"


def _parameters(operation: Operation) -> Iterator[str]:
    for model in operation.models:
        if model.__ninja_param_source__ == "query":
            yield from (str(field.alias or name) for name, field in model.model_fields.items())
