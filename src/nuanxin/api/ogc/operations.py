"""The operations of OGC API Features: landing page, conformance, collections, items."""

from datetime import UTC, datetime
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from ninja import Path, Query, Router

from nuanxin.api.answering import PUBLIC_S
from nuanxin.api.asked import asked_box, asked_days, where
from nuanxin.api.callers import ApiRequest, Mixed
from nuanxin.api.ogc.collections import (
    WHOLE,
    Collection,
    Wanted,
    all_collections,
    demand,
    known_collection,
)
from nuanxin.api.ogc.definition import definition
from nuanxin.api.problems import Problem

router = Router(tags=["ogc"])
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
CLASSES = [
    f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" for name in ("core", "oas30", "geojson")
]
MOST = 1_000
GEO = "application/geo+json"
_GEO_ANSWER = {"responses": {200: {"content": {GEO: {"schema": {"type": "object"}}}}}}
_JSON_ANSWER = {"responses": {200: {"content": {"application/json": {"schema": {"type": "object"}}}}}}
CollectionId = Annotated[str, Path(pattern=r"^[a-z][a-z0-9_.-]*$", max_length=100, examples=["counties"])]


def _base(request: HttpRequest) -> str:
    return request.build_absolute_uri("/api/v1/ogc/").rstrip("/")


def _link(href: str, rel: str, media: str = "application/json", title: str = "") -> dict[str, str]:
    return {"href": href, "rel": rel, "type": media, **({"title": title} if title else {})}


@router.get("/ogc/", summary="Landing page", auth=None, openapi_extra=_JSON_ANSWER)
def ogc_landing(request: HttpRequest) -> HttpResponse:
    """Tell where the rest is."""
    base = _base(request)
    links = [
        _link(f"{base}/", "self"),
        _link(f"{base}/api", "service-desc", "application/vnd.oai.openapi+json;version=3.0"),
        _link(request.build_absolute_uri("/api/"), "service-doc", "text/html"),
        _link(f"{base}/conformance", "conformance"),
        _link(f"{base}/collections", "data"),
    ]
    said = {"title": "Nuanxin 暖新", "description": "Places and areas 场所与区划", "links": links}
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@router.get("/ogc/conformance", summary="Conformance classes", auth=None, openapi_extra=_JSON_ANSWER)
def ogc_conformance(request: HttpRequest) -> HttpResponse:
    """Tell what of the standard is kept."""
    return JsonResponse({"conformsTo": CLASSES})


@router.get("/ogc/api", summary="This part in OpenAPI 3.0", auth=None)
def ogc_api(request: HttpRequest) -> HttpResponse:
    """Give the definition that clients of the standard read."""
    media = "application/vnd.oai.openapi+json;version=3.0"
    return JsonResponse(definition(_base(request)), content_type=media)


@router.get("/ogc/collections", summary="Collections", auth=None, openapi_extra=_JSON_ANSWER)
def ogc_collections(request: HttpRequest) -> HttpResponse:
    """List the collections; those that need a token say so."""
    base = _base(request)
    said = {
        "links": [_link(f"{base}/collections", "self")],
        "collections": [_collection(base, each) for each in all_collections()],
    }
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


def _collection(base: str, each: Collection) -> dict[str, Any]:
    language, address = get_language() or "zh", f"{base}/collections/{each.identity}"
    said: dict[str, Any] = {
        "id": each.identity,
        "title": each.title.said(language),
        "description": each.says.said(language),
        "itemType": "feature",
        "crs": [CRS84],
        "extent": {"spatial": {"bbox": [list(WHOLE)], "crs": CRS84}},
        "links": [_link(address, "self"), _link(f"{address}/items", "items", GEO)],
    }
    if each.attribution:
        said["attribution"] = each.attribution
    if each.scope:
        said["scope"] = each.scope
    return said


@router.get("/ogc/collections/{collection}", summary="A collection", auth=None, openapi_extra=_JSON_ANSWER)
def ogc_collection(request: HttpRequest, collection: CollectionId) -> HttpResponse:
    """Describe a collection."""
    said = _collection(_base(request), known_collection(collection))
    return JsonResponse(said, json_dumps_params={"ensure_ascii": False})


@router.get(
    "/ogc/collections/{collection}/items", summary="Features", auth=Mixed(), openapi_extra=_GEO_ANSWER
)
def ogc_items(
    request: ApiRequest,
    collection: CollectionId,
    bbox: Annotated[str, Query(max_length=120, description="west,south,east,north in CRS84")] = "",
    datetime: Annotated[str, Query(max_length=60, description="a day, or an interval with ..")] = "",
    limit: Annotated[int, Query(ge=1, description="at most 1000 are given")] = 10,
    offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
) -> HttpResponse:
    """Give the features of a collection within a box and a time."""
    known = known_collection(collection)
    demand(known, request)
    first, last = asked_days(datetime, where("datetime")) if datetime else (None, None)
    box = asked_box(bbox, where("bbox")) if bbox else None
    wanted = Wanted(box, first, last, offset, min(limit, MOST))
    total, features = known.find(request.caller, wanted)
    said = {
        "type": "FeatureCollection",
        "features": features,
        "numberMatched": total,
        "numberReturned": len(features),
        "timeStamp": _now(),
        "links": _paging(request, known, wanted, total),
    }
    if known.attribution:
        said["attribution"] = known.attribution
    return _geojson(known, said)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:00Z")


def _paging(request: HttpRequest, known: Collection, wanted: Wanted, total: int) -> list[dict[str, str]]:
    links = [
        _link(request.build_absolute_uri(), "self", GEO),
        _link(f"{_base(request)}/collections/{known.identity}", "collection"),
    ]
    for relation, start in (("next", wanted.offset + wanted.limit), ("prev", wanted.offset - wanted.limit)):
        if (relation == "next" and start < total) or (relation == "prev" and wanted.offset > 0):
            query = request.GET.copy()
            query["offset"] = str(max(start, 0))
            address = request.build_absolute_uri(f"{request.path}?{query.urlencode()}")
            links.append(_link(address, relation, GEO))
    return links


@router.get(
    "/ogc/collections/{collection}/items/{feature}",
    summary="A feature",
    auth=Mixed(),
    openapi_extra=_GEO_ANSWER,
)
def ogc_feature(
    request: ApiRequest,
    collection: CollectionId,
    feature: Annotated[str, Path(pattern=r"^[0-9]{1,19}$", examples=["150826000000"])],
) -> HttpResponse:
    """Give a feature by its id."""
    known = known_collection(collection)
    demand(known, request)
    _total, features = known.find(request.caller, Wanted(identity=feature, limit=1))
    if not features:
        raise Problem("unknown-address", where("feature", "path"), what=feature)
    base = f"{_base(request)}/collections/{known.identity}"
    links = [_link(f"{base}/items/{feature}", "self", GEO), _link(base, "collection")]
    return _geojson(known, {**features[0], "links": links})


def _geojson(known: Collection, said: dict[str, Any]) -> HttpResponse:
    answer = JsonResponse(said, content_type=GEO, json_dumps_params={"ensure_ascii": False})
    if not known.scope:
        answer["Cache-Control"] = f"public, max-age={PUBLIC_S}"
        answer["Access-Control-Allow-Origin"] = "*"
    return answer
