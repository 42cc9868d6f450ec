"""The operations of SDMX: structures for everybody, data by token. Both generations of the REST are taken."""

import re
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Path, Query, Router

from nuanxin.api.answering import unless_held
from nuanxin.api.asked import where
from nuanxin.api.callers import ApiRequest, Token
from nuanxin.api.problems import Problem
from nuanxin.api.sdmx.observed import as_csv, as_json, observations
from nuanxin.api.sdmx.structures import AGENCY, FLOW, VERSION, codelists
from nuanxin.api.sdmx.written import as_json as structures_as_json
from nuanxin.api.sdmx.written import as_xml

router = Router(tags=["sdmx"])
JSON_DATA = "application/vnd.sdmx.data+json;version=1.0.0"
CSV_DATA = "application/vnd.sdmx.data+csv;version=2.0.0"
XML_STRUCTURE = "application/vnd.sdmx.structure+xml;version=2.1"
JSON_STRUCTURE = "application/vnd.sdmx.structure+json;version=1.0.0"
Kind = Literal["dataflow", "datastructure", "codelist", "conceptscheme"]
Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_@$*-]+$", max_length=40)]
Version = Annotated[str, Path(pattern=r"^(?:latest|all|[0-9.]+\+?|[+*~])$", max_length=20)]
Key = Annotated[str, Path(pattern=r"^[A-Za-z0-9_@$*+, .-]+$", max_length=2000)]
Format = Annotated[Literal["json", "csv"] | None, Query(description="instead of Accept")]
Time = Annotated[str, Query(max_length=20, description="2024, 2024-Q1 or 2024-05")]
_OPEN: dict[str, Any] = {"responses": {200: {"content": {XML_STRUCTURE: {}, JSON_STRUCTURE: {}}}}}
_DATA: dict[str, Any] = {"responses": {200: {"content": {JSON_DATA: {}, CSV_DATA: {}}}}}


@router.get(
    "/sdmx/{kind}/{agency}/{identity}/{version}", summary="Structures", auth=None, openapi_extra=_OPEN
)
def sdmx_structure(
    request: HttpRequest,
    kind: Annotated[Kind, Path()],
    agency: Name,
    identity: Name,
    version: Version,
    references: Annotated[
        str, Query(max_length=40, description="none, children, descendants or all")
    ] = "none",
    detail: Annotated[str, Query(max_length=40, description="taken as full")] = "full",
) -> HttpResponse:
    """Give structures as SDMX-ML 2.1, or SDMX-JSON 1.0 where Accept asks for JSON."""
    return _structures(request, kind, agency, identity, version, references)


@router.get(
    "/sdmx/structure/{kind}/{agency}/{identity}/{version}",
    summary="Structures (REST 2)",
    auth=None,
    openapi_extra=_OPEN,
)
def sdmx_structure_2(
    request: HttpRequest,
    kind: Annotated[Kind, Path()],
    agency: Name,
    identity: Name,
    version: Version,
    references: Annotated[str, Query(max_length=40)] = "none",
    detail: Annotated[str, Query(max_length=40)] = "full",
) -> HttpResponse:
    """Give the same, as the REST of SDMX 3.0 addresses it."""
    return _structures(request, kind, agency, identity, version, references)


def _structures(
    request: HttpRequest, kind: str, agency: str, identity: str, version: str, references: str
) -> HttpResponse:
    lists = codelists()
    known = {each.identity for each in lists} if kind == "codelist" else {FLOW, "FIGURE_CONCEPTS"}
    open_words = {"all", "*"}
    if agency not in {AGENCY, *open_words} or identity not in known | open_words or not _is_ours(version):
        raise Problem("unknown-address", where("identity", "path"), what=f"{agency}:{identity}({version})")
    if kind == "codelist" and identity not in open_words:
        lists = [each for each in lists if each.identity == identity]
    kinds = [kind]
    if references != "none" and kind in ("dataflow", "datastructure"):
        kinds = ["dataflow", "datastructure", "conceptscheme", "codelist"]
    if "json" in request.headers.get("Accept", ""):
        said = structures_as_json(kinds, lists)
        return JsonResponse(said, content_type=JSON_STRUCTURE, json_dumps_params={"ensure_ascii": False})
    return HttpResponse(as_xml(kinds, lists), content_type=XML_STRUCTURE)


def _is_ours(version: str) -> bool:
    return version in ("latest", "all", "+", "*", "~") or version.rstrip("+").startswith(VERSION[:1])


@router.get("/sdmx/data/{flow}/{key}", summary="Data", auth=Token("figures:read"), openapi_extra=_DATA)
def sdmx_data(
    request: ApiRequest,
    response: HttpResponse,
    flow: Annotated[str, Path(pattern=r"^[A-Za-z0-9_,.]+$", max_length=60)],
    key: Key,
    start: Annotated[Time, Query(alias="startPeriod")],
    end: Annotated[Time, Query(alias="endPeriod")],
    format: Format = None,
    dimension: Annotated[str, Query(alias="dimensionAtObservation", max_length=40)] = "TIME_PERIOD",
    detail: Annotated[str, Query(max_length=40, description="taken as full")] = "full",
) -> HttpResponse:
    """Give observations: FREQ.FIGURE.REF_AREA, several joined by ``+``, figures left open for all."""
    parts = flow.split(",")
    if (parts[1] if len(parts) > 1 else parts[0]) != FLOW:
        raise Problem("unknown-address", where("flow", "path"), what=flow)
    return _data(request, response, key, start, end, format)


@router.get(
    "/sdmx/data/{context}/{agency}/{identity}/{version}/{key}",
    summary="Data (REST 2)",
    auth=Token("figures:read"),
    openapi_extra=_DATA,
)
def sdmx_data_2(
    request: ApiRequest,
    response: HttpResponse,
    context: Annotated[Literal["dataflow", "datastructure"], Path()],
    agency: Name,
    identity: Name,
    version: Version,
    key: Key,
    time: Annotated[
        str, Query(alias="c[TIME_PERIOD]", max_length=60, description="ge:2023+le:2024, or one period")
    ],
    format: Format = None,
) -> HttpResponse:
    """Give the same, as the REST of SDMX 3.0 addresses it."""
    if identity != FLOW or agency != AGENCY:
        raise Problem("unknown-address", where("identity", "path"), what=f"{agency}:{identity}")
    span = dict(re.findall(r"(ge|le):([0-9Q-]+)", time))
    return _data(request, response, key, span.get("ge", time), span.get("le", time), format)


def _data(
    request: ApiRequest, response: HttpResponse, key: str, start: str, end: str, format: str | None
) -> HttpResponse:
    asked = _wanted_format(request, format)
    found = observations(request.caller, key, start, end)
    if asked == "csv":
        answer = HttpResponse(as_csv(found), content_type=CSV_DATA)
    else:
        said: dict[str, Any] = as_json(found)
        answer = JsonResponse(said, content_type=JSON_DATA, json_dumps_params={"ensure_ascii": False})
    unless_held(request, answer, asked)
    return answer


def _wanted_format(request: HttpRequest, format: str | None) -> str:
    accept = request.headers.get("Accept", "*/*")
    if format or "csv" in accept:
        return format or "csv"
    if "json" in accept or "*" in accept:
        return "json"
    raise Problem(
        "format-not-offered", where("Accept", "header"), asked=accept[:80], offered=f"{JSON_DATA}, {CSV_DATA}"
    )
