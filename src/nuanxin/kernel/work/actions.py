"""Writes of the work room: an order is opened, said again, and moved."""

from datetime import UTC, date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from nuanxin.kernel.access import NotAllowed, allow
from nuanxin.kernel.access.keeping import keeper_of
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.ledger.acts import Act, Actor, action
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.rules.calendar import HERE
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.kernel.work.deadlines import due
from nuanxin.kernel.work.declare import OPENING, RESUMES, STARTS, STOPS, Move, WorkType, work_type
from nuanxin.kernel.work.faults import MoveRefused, SecondPersonNeeded
from nuanxin.kernel.work.models import PROOF, Proof, Step, WorkOrder, moment_us
from nuanxin.kernel.work.proofs import Bare, content_of, digest_of, keep_proof
from nuanxin.kernel.work.queries import in_hand
from nuanxin.plain.ranges import covers


@action("work.open", zh="开立工单", en="open a work order")
def open_order(
    act: Act, kind: str, matter: str, about: Record, *, grade: str = "", token: str = ""
) -> WorkOrder:
    """Open an order about a record; what is open about the same matter of it is said again instead.

    Without a grade it has its matter's. The actor has the type's role in the record's area (anybody, where
    the type names none). A token sent twice gives the order it gave the first time. Raises NotAllowed,
    KeyError, MoveRefused.
    """
    known = _known(token)
    if known is not None:
        return known
    of = work_type(kind)
    if of.opened_by:
        allow(act.by.actor, of.opened_by, [about.area])
    if matter not in of.matters:
        raise MoveRefused(_("%(matter)s is no matter of this kind of work.") % {"matter": matter})
    same = WorkOrder.objects.filter(
        kind=kind, matter=matter, about_kind=about.record_kind, about=about.pk, ended_on=None, withdrawn=False
    ).first()
    return _again(act, same, token) if same else _fresh(act, of, matter, about, grade, token)


def _fresh(act: Act, of: WorkType, matter: str, about: Record, grade: str, token: str) -> WorkOrder:
    now, grade = _now(act), grade or of.graded.get(matter, "")
    at, certain = due(of, grade, now) if of.starts else (None, True)
    order = WorkOrder(
        key=_number(act, of),
        area=about.area,
        kind=of.name,
        matter=matter,
        grade=grade,
        about_kind=about.record_kind,
        about=about.pk,
        state=of.begins,
        opened_on=_day(now),
        due_at=moment_us(at),
        due_certain=certain,
    )
    order.reached = {of.begins: order.opened_on}
    keeper = keeper_of(about) if of.to_keeper else None
    if keeper:
        _moved(order, of.move(of.to_keeper), now, keeper)
    act.keep(WorkOrder, [order])
    _step(act, order, OPENING, token=token, given_to=keeper)
    return order


def _number(act: Act, of: WorkType) -> str:
    """Return what a fresh order is called: by its act, and by its place where one act opens several."""
    first = f"{of.name}-{act.number}"
    known = Q(key=first) | Q(key__startswith=f"{first}.")
    before = WorkOrder.objects.filter(known).count()
    return f"{first}.{before + 1}" if before else first


def _again(act: Act, order: WorkOrder, token: str) -> WorkOrder:
    order.said_by += 1
    act.keep(WorkOrder, [order])
    _step(act, order, "also", token=token)
    return order


@action("work.move", zh="流转工单", en="move a work order")
def move_order(
    act: Act,
    order: int,
    move: str,
    *,
    reason: str = "",
    give_to: int | None = None,
    proof: Bare | None = None,
    token: str = "",
) -> WorkOrder:
    """Make a move of an order: its state, its clock and what it counts follow.

    ``give_to`` is the party who is to do the work, where the move gives it; ``proof`` a photo or file that
    is kept with the step, never asked for. A token sent twice moves once. Raises MoveRefused where the order
    is not where the move begins, a reason or a party is missing, the party has it already, or it was
    moved so too often;
    SecondPersonNeeded where its doer would verify; NotAllowed.
    """
    known = _known(token)
    if known is not None:
        return known
    found = WorkOrder.objects.get(pk=order)
    way = found.type.move(move)
    _may(act.by.actor, found, way)
    _fits(found, way)
    _complete(found, way, reason, give_to)
    _second_person(act.by.actor, found, way)
    _same_person(act.by.actor, found, way)
    _not_too_often(found, way, _now(act))
    _moved(found, way, _now(act), give_to)
    act.keep(WorkOrder, [found])
    _step(act, found, move, reason=reason, proof=proof, token=token, given_to=give_to)
    return found


def _moved(order: WorkOrder, way: Move, now: datetime, give_to: int | None) -> None:
    """Bring an order to where a move leads; what is taken back leads to where it was before."""
    returns = way.takes_back not in ("", OPENING)
    order.state = order.before(way.takes_back) if returns else way.to
    kept = {state: day for state, day in order.reached.items() if state not in way.undoes}
    order.reached = kept if returns else {**kept, way.to: _day(now)}
    order.ended_on = _day(now) if order.state in order.type.ends else None
    if way.clock == STARTS:
        at, order.due_certain = due(order.type, order.grade, now)
        order.due_at = moment_us(at)
    if way.clock in (STARTS, RESUMES):
        order.stopped_at = None
    if way.clock == STOPS or (order.ended_on and order.stopped_at is None):
        order.stopped_at = moment_us(now)
    if way.gives:
        order.given_to_id = give_to


def _may(actor: Actor, order: WorkOrder, way: Move) -> None:
    if not (way.by_assignee and in_hand(actor, order)):
        allow(actor, way.role, [order.area])


def _fits(order: WorkOrder, way: Move) -> None:
    if order.withdrawn or order.state not in way.come_from:
        words = {
            "order": _called(order),
            "state": called(order.type.states[order.state]),
            "move": called(way),
        }
        raise MoveRefused(
            _("%(order)s is “%(state)s” now, so “%(move)s” is not its next step. Choose one it has.") % words
        )


def _called(order: WorkOrder) -> str:
    return f"{called(order.type)} {order.serial}"


def _complete(order: WorkOrder, way: Move, reason: str, give_to: int | None) -> None:
    if way.reasons and reason not in way.reasons:
        raise MoveRefused(_("Choose a reason for “%(move)s”.") % {"move": called(way)})
    if way.gives and (give_to is None or not Party.objects.filter(pk=give_to).exists()):
        raise MoveRefused(_("Say who is to do the work."))
    if way.gives and order.has_it(give_to, way):
        raise MoveRefused(_("They have it already. Choose somebody else."))


def _same_person(actor: Actor, order: WorkOrder, way: Move) -> None:
    if way.takes_back and order.last_doer(way.takes_back) != actor.party:
        raise MoveRefused(
            _("Only who did the work may do “%(move)s”; a second person looks at it.") % {"move": called(way)}
        )
    if way.takes_back == OPENING and order.said_by_others(actor.party):
        raise MoveRefused(_("Somebody else has said the same; a second person looks at it."))


def _second_person(actor: Actor, order: WorkOrder, way: Move) -> None:
    if not way.apart_from:
        return
    if order.last_doer(way.apart_from) == actor.party:
        raise SecondPersonNeeded(
            _("You did the work, so somebody else has to do “%(move)s”.") % {"move": called(way)}
        )


def _not_too_often(order: WorkOrder, way: Move, now: datetime) -> None:
    if not way.most:
        return
    most = int(str(rule(way.most, now.astimezone(HERE).date()).value))
    if order.steps.filter(move=way.name).count() >= most:
        words = {"order": _called(order), "move": called(way), "most": most}
        raise MoveRefused(_("%(order)s has had “%(move)s” %(most)d times; it is not done again.") % words)


def _known(token: str) -> WorkOrder | None:
    step = Step.objects.filter(token=token).select_related("order").first() if token else None
    return step.order if step else None


def _step(
    act: Act,
    order: WorkOrder,
    move: str,
    *,
    reason: str = "",
    proof: Bare | None = None,
    token: str = "",
    given_to: int | None = None,
) -> None:
    if not act.touched:
        act.about("order", order.pk)
    step = Step.objects.create(
        order_id=order.pk,
        number=order.steps.count() + 1,
        move=move,
        state=order.state,
        at=_now(act),
        by_id=act.by.actor.party or None,
        given_to_id=given_to,
        reason=reason,
        proof=digest_of(proof) if proof else "",
        token=token or None,
        act_id=act.number,
    )
    if proof:
        keep_proof(step, proof)


@action("work.open_proof", zh="查看工单凭据", en="open a proof of a work order")
def open_proof(act: Act, step: int) -> tuple[bytes, str]:
    """Return a kept file of a step and what it is; the look stays as an act, for it may show a person.

    The actor has a role in the order's area that may, or the order was given to him. Raises NotAllowed,
    and LookupError where none is kept, or none any more.
    """
    kept = Proof.objects.select_related("step__order").filter(step=step, sealed__isnull=False).first()
    if kept is None:
        raise LookupError(step)
    order, actor = kept.step.order, act.by.actor
    if not in_hand(actor, order) and not covers(ranges_of(actor, *PROOF.seen_by), order.area):
        raise NotAllowed(actor, PROOF.seen_by[0], order.area)
    act.about("proof", step)
    return content_of(kept), kept.media


def _now(act: Act) -> datetime:
    return datetime.fromtimestamp(act.at / 1e6, UTC)


def _day(moment: datetime) -> date:
    return moment.astimezone(HERE).date()
