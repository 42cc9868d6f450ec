"""Ledger 台账: entries and acts of one's areas, and the proofs anybody can redo."""

from datetime import date
from typing import Annotated

from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from nuanxin.api import shapes
from nuanxin.api.answering import linked
from nuanxin.api.asked import AreaCode, Cursor, Limit, asked_area, where
from nuanxin.api.callers import ApiRequest, Caller, Token, demand_area
from nuanxin.api.problems import Problem
from nuanxin.api.wording import act_shape, entry_shape, head_shape
from nuanxin.kernel.access import seen
from nuanxin.kernel.areas.codes import span
from nuanxin.kernel.ledger.measures import measure as measure_of
from nuanxin.kernel.ledger.models import Act, Entry, Head, Ledger
from nuanxin.kernel.ledger.proofs import EntryProof, Step, prove_entry, prove_heads

router = Router(tags=["ledger"])
ACTS_A_PAGE = 50
Whole = Annotated[int, Path(ge=1, le=2**62)]


@router.get("/entries", response=shapes.EntryList, summary="Entries", auth=Token("entries:read"))
def entries(
    request: ApiRequest,
    response: HttpResponse,
    measure: Annotated[str, Query(max_length=80, description="code or number of a measure")] = "",
    area: Annotated[AreaCode | None, Query()] = None,
    since: Annotated[date | None, Query(alias="from", description="first day")] = None,
    until: Annotated[date | None, Query(alias="to", description="last day")] = None,
    act: Annotated[int | None, Query(ge=1, le=2**62)] = None,
    record: Annotated[str, Query(pattern=r"^(?:[0-9]{1,5}:[0-9]{1,18})?$", description="kind:number")] = "",
    before: Annotated[Cursor | None, Query()] = None,
    limit: Limit = 100,
) -> shapes.EntryList:
    """List the entries of one's areas, newest first, narrowed by measure, area, day, act or record."""
    found = seen(request.caller.person, Entry.objects.all())
    if measure:
        found = found.filter(measure=_measure(measure))
    if area:
        code = asked_area(area, where("area"))
        demand_area(request.caller, code, where("area"))
        found = found.filter(area__range=span(code))
    if since:
        found = found.filter(occurred__gte=int(since.strftime("%Y%m%d")))
    if until:
        found = found.filter(occurred__lte=int(until.strftime("%Y%m%d")))
    if act:
        found = _of_act(found, act)
    if record:
        kind, _sep, number = record.partition(":")
        found = found.filter(record_kind=int(kind), record=int(number))
    if before:
        found = found.filter(seq__lt=before)
    page = list(found.order_by("-seq")[: limit + 1])
    following = page[limit - 1].seq if len(page) > limit else None
    if following:
        linked(request, response, next={"before": following})
    return shapes.EntryList(entries=[entry_shape(each) for each in page[:limit]], next=following)


def _of_act(found: QuerySet[Entry], number: int) -> QuerySet[Entry]:
    """Narrow to an act by the range of its entries, which the key of the table finds at once."""
    act = Act.objects.filter(number=number).first()
    if act is None:
        return found.none()
    return found.filter(seq__range=(act.first_seq, act.first_seq + act.entries - 1))


def _measure(text: str) -> int:
    try:
        return measure_of(int(text) if text.isascii() and text.isdigit() and len(text) < 6 else text).number
    except KeyError:
        raise Problem("unknown-address", where("measure"), what=text) from None


@router.get("/entries/{seq}", response=shapes.EntryShape, summary="An entry", auth=Token("entries:read"))
def entry(request: ApiRequest, seq: Whole) -> shapes.EntryShape:
    """Give an entry. One outside one's areas is not told from one that is not there."""
    return entry_shape(_entry(request.caller, seq))


def _entry(caller: Caller, seq: int) -> Entry:
    found = seen(caller.person, Entry.objects.filter(seq=seq)).first()
    if found is None:
        raise Problem("unknown-address", where("seq", "path"), what=seq)
    return found


@router.get(
    "/entries/{seq}/proof",
    response=shapes.EntryProofShape,
    summary="That an entry is sealed",
    auth=Token("entries:read"),
)
def entry_proof(request: ApiRequest, seq: Whole) -> shapes.EntryProofShape:
    """Prove that an entry stands under the newest signed head."""
    proof = prove_entry(_entry(request.caller, seq))
    if proof is None:
        raise Problem("not-sealed-yet", where("seq", "path"), seq=seq)
    return _proof_shape(proof, Ledger.objects.get())


def _proof_shape(proof: EntryProof, ledger: Ledger) -> shapes.EntryProofShape:
    return shapes.EntryProofShape(
        line=proof.line,
        leaf=proof.leaf.hex(),
        index=proof.index,
        size=proof.size,
        within=[_step(each) for each in proof.within],
        segment=proof.segment.number,
        segment_root=bytes(proof.segment.root).hex(),
        segment_index=proof.segment_index,
        segments=proof.segments,
        above=[_step(each) for each in proof.above],
        head=head_shape(proof.head, ledger),
        holds=proof.holds,
    )


def _step(step: Step) -> shapes.StepShape:
    return shapes.StepShape(side=step.side, sibling=step.sibling.hex(), made=step.made.hex())


def _seen_acts(caller: Caller) -> QuerySet[Act]:
    """Return the acts that have an entry in one's areas."""
    lines = Entry.objects.filter(
        seq__gte=OuterRef("first_seq"), seq__lt=OuterRef("first_seq") + OuterRef("entries")
    )
    found = Act.objects.filter(Exists(seen(caller.person, lines)), entries__gt=0)
    return found.select_related("source")


@router.get("/acts", response=shapes.ActList, summary="Acts", auth=Token("entries:read"))
def acts(
    request: ApiRequest, response: HttpResponse, before: Annotated[Cursor | None, Query()] = None
) -> shapes.ActList:
    """List the acts with entries in one's areas, newest first; a page looks at 50 acts."""
    numbers = Act.objects.filter(number__lt=before) if before else Act.objects.all()
    window = list(numbers.order_by("-number").values_list("number", flat=True)[:ACTS_A_PAGE])
    if not window:
        return shapes.ActList(acts=[], next=None)
    found = _seen_acts(request.caller).filter(number__range=(window[-1], window[0]))
    following = window[-1] if window[-1] > 1 else None
    if following:
        linked(request, response, next={"before": following})
    shown = [act_shape(each) for each in found.order_by(F("number").desc())]
    return shapes.ActList(acts=shown, next=following)


@router.get("/acts/{number}", response=shapes.ActShape, summary="An act", auth=Token("entries:read"))
def act(request: ApiRequest, number: Whole) -> shapes.ActShape:
    """Give an act that has entries in one's areas."""
    found = _seen_acts(request.caller).filter(number=number).first()
    if found is None:
        raise Problem("unknown-address", where("number", "path"), what=number)
    return act_shape(found)


@router.get("/heads", response=shapes.HeadList, summary="Signed heads", auth=None)
def heads(request: HttpRequest) -> shapes.HeadList:
    """List the newest 50 signed heads, each with the proof that it continues the one before."""
    ledger = Ledger.objects.first()
    if ledger is None:
        return shapes.HeadList(heads=[])
    return shapes.HeadList(
        heads=[
            shapes.HeadProofShape(
                head=head_shape(each.head, ledger),
                before=each.before.number if each.before else None,
                path=[step.hex() for step in each.path],
                holds=each.holds,
            )
            for each in prove_heads()
        ]
    )


@router.get("/heads/{number}", response=shapes.HeadShape, summary="A signed head", auth=None)
def head(request: HttpRequest, number: Annotated[int, Path(ge=1, le=2**31 - 1)]) -> shapes.HeadShape:
    """Give a head with the line it signs, so that anybody can hold it and check later ones against it."""
    found = Head.objects.filter(number=number).first()
    if found is None:
        raise Problem("unknown-address", where("number", "path"), what=number)
    return head_shape(found, Ledger.objects.get())
