"""Registers 名录: places, organisations and teams of one's areas. Persons are counted, never listed."""

from typing import Annotated

from django.db.models import Count
from django.http import HttpResponse
from ninja import Path, Query, Router

from nuanxin.api import shapes
from nuanxin.api.answering import linked
from nuanxin.api.asked import AreaCode, Limit, asked_area, asked_box, where
from nuanxin.api.callers import ApiRequest, Token, demand_area, granted_ranges
from nuanxin.api.pages import NAMED
from nuanxin.api.problems import Problem
from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.figures.suppression import smallest_cell
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.places.models import Place

router = Router(tags=["registers"])
After = Annotated[str, Query(pattern=r"^[0-9]{0,19}$", description="as `next` of the page before says")]


@router.get(
    "/parties", response=shapes.PartyList, summary="Organisations and teams", auth=Token("parties:read")
)
def parties(
    request: ApiRequest,
    response: HttpResponse,
    kind: Annotated[str, Query(pattern=r"^(?:organisation|team)?$")] = "",
    within: Annotated[AreaCode | None, Query()] = None,
    after: After = "",
    limit: Limit = 100,
) -> shapes.PartyList:
    """List the organisations and teams that belong to one's areas, by id."""
    found = seen(request.caller.person, Party.objects.filter(kind__in=[kind] if kind else NAMED))
    if within:
        code = asked_area(within, where("within"))
        demand_area(request.caller, code, where("within"))
        found = found.filter(area__range=span(code))
    if after:
        found = found.filter(id__gt=min(int(after), 2**63 - 1))
    page = list(found.order_by("id")[: limit + 1])
    following = str(page[limit - 1].id) if len(page) > limit else None
    if following:
        linked(request, response, next={"after": following})
    shown = [
        shapes.PartyShape(
            id=str(each.id),
            kind=each.kind,
            name=each.name,
            area=str(each.area),
            demonstration=each.demonstration,
        )
        for each in page[:limit]
    ]
    return shapes.PartyList(parties=shown, next=following)


@router.get(
    "/parties/counts", response=shapes.PartyCounts, summary="Parties counted", auth=Token("parties:read")
)
def party_counts(request: ApiRequest, area: Annotated[AreaCode, Query()]) -> shapes.PartyCounts:
    """Count the parties of an area by kind; few persons or households are not told."""
    code = asked_area(area, where("area"))
    demand_area(request.caller, code, where("area"))
    counted = Party.objects.filter(area__range=span(code)).values_list("kind").annotate(Count("id"))
    by_kind = dict(counted)
    few = {kind: by_kind.get(kind, 0) for kind in ("person", "household")}
    smallest = smallest_cell()
    told = {kind: None if 0 < count < smallest else count for kind, count in few.items()}
    return shapes.PartyCounts(
        area=str(code),
        organisation=by_kind.get("organisation", 0),
        team=by_kind.get("team", 0),
        person=told["person"],
        household=told["household"],
    )


@router.get("/places", response=shapes.PlaceList, summary="Places", auth=Token("places:read"))
def places(
    request: ApiRequest,
    response: HttpResponse,
    within: Annotated[AreaCode | None, Query()] = None,
    bbox: Annotated[str, Query(max_length=120, description="west,south,east,north in WGS-84 degrees")] = "",
    after: After = "",
    limit: Limit = 100,
) -> shapes.PlaceList:
    """List the places of one's areas, by id."""
    found = seen(request.caller.person, Place.objects.filter(withdrawn=False))
    if within:
        code = asked_area(within, where("within"))
        demand_area(request.caller, code, where("within"))
        found = found.filter(area__range=span(code))
    if bbox:
        west, south, east, north = asked_box(bbox, where("bbox"))
        found = found.filter(longitude__range=(west, east), latitude__range=(south, north))
    if after:
        found = found.filter(id__gt=min(int(after), 2**63 - 1))
    page = list(found.order_by("id")[: limit + 1])
    following = str(page[limit - 1].id) if len(page) > limit else None
    if following:
        linked(request, response, next={"after": following})
    return shapes.PlaceList(places=[_place(each) for each in page[:limit]], next=following)


@router.get("/places/{number}", response=shapes.PlaceShape, summary="A place", auth=Token("places:read"))
def place(request: ApiRequest, number: Annotated[int, Path(ge=1, le=2**62)]) -> shapes.PlaceShape:
    """Give a place of one's areas."""
    found = seen(request.caller.person, Place.objects.filter(id=number, withdrawn=False)).first()
    if found is None:
        raise Problem("unknown-address", where("number", "path"), what=number)
    return _place(found)


def _place(each: Place) -> shapes.PlaceShape:
    return shapes.PlaceShape(
        id=str(each.id),
        name=each.name,
        address=each.address,
        area=str(each.area),
        longitude=each.longitude,
        latitude=each.latitude,
        opening_hours=each.opening_hours,
    )


@router.get("/me", response=shapes.WhoShape, summary="Who the caller is taken for", auth=Token(""))
def me(request: ApiRequest) -> shapes.WhoShape:
    """Tell the scopes and areas of the token or session."""
    caller = request.caller
    return shapes.WhoShape(
        party=str(caller.person.party),
        token=caller.token.prefix if caller.token else None,
        scopes=sorted(caller.scopes),
        areas=[shapes.GrantShape(first=str(low), last=str(high)) for low, high in granted_ranges(caller)],
    )
