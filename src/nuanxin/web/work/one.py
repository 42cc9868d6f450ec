"""One order 一件工单: what it is about, what can be done with it now, and what was done."""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.work.declare import Move, WorkType
from nuanxin.kernel.work.models import Proof, Step, WorkOrder
from nuanxin.kernel.work.queries import moves_for
from nuanxin.web.templatetags.wording import said
from nuanxin.web.work.hands import hands_for
from nuanxin.web.work.shown import Line, lines, people_called, record_of


@dataclass(frozen=True, slots=True)
class Taken:
    """A step that was taken: what, when, by whom, the state it led to, why, and to whom it was given.

    ``proof`` is "photo" or "file" where one was handed in with it, "gone" where its time is over.
    """

    words: str
    at: datetime
    who: str
    state: str
    reason: str
    given_to: str
    act: int
    proof: str
    number: int


@dataclass(frozen=True, slots=True)
class Opened:
    """An order with its next moves and its steps, the newest first; ``hands`` are who may be given it.

    ``apart`` names the moves that wait for somebody else, because this reader did the work.
    """

    line: Line
    moves: list[Move]
    hands: list[tuple[int, str]]
    apart: list[Move]
    steps: list[Taken]


def opened(order: WorkOrder, actor: Actor) -> Opened:
    """Gather an order's page."""
    steps = list(order.steps.order_by("-number"))
    files = Proof.objects.filter(step__in=steps, sealed__isnull=False)
    kept = dict(files.values_list("step", "media")) if any(step.proof for step in steps) else {}
    moves = moves_for(actor, order)
    called = people_called(party for step in steps for party in (step.by_id, step.given_to_id))
    return Opened(
        lines([order], timezone.now())[0],
        moves,
        _hands(order, moves),
        [move for move in order.type.moves_from(order.state) if _mine(move, steps, actor)],
        [_taken(order.type, step, called, _proof(step, kept)) for step in steps],
    )


def _hands(order: WorkOrder, moves: list[Move]) -> list[tuple[int, str]]:
    """Return who may be given an order by one of its moves; nobody who has it already."""
    giving = [move for move in moves if move.gives]
    found = hands_for(order, record_of(order)) if giving else []
    return [each for each in found if not any(order.has_it(each[0], move) for move in giving)]


def _mine(move: Move, steps: list[Step], actor: Actor) -> bool:
    """Whether a move is kept from an actor because he did what it looks at; steps are the newest first."""
    doer = next((step.by_id for step in steps if step.move == move.apart_from), None)
    return bool(move.apart_from) and doer == actor.party


def _proof(step: Step, kept: dict[int, str]) -> str:
    if not step.proof:
        return ""
    if step.pk not in kept:
        return "gone"
    return "photo" if kept[step.pk].startswith("image/") else "file"


def _taken(kind: WorkType, step: Step, called: dict[int, str], proof: str) -> Taken:
    beginnings = {"open": _("asked for"), "also": _("said again")}
    ways = {move.name: move for move in kind.moves}
    way = ways.get(step.move)
    reason = way.reasons.get(step.reason) if way else None
    return Taken(
        beginnings.get(step.move) or (said(way) if way else step.move),
        step.at,
        called.get(step.by_id or 0, _("a passer-by")),
        said(kind.states[step.state]) if step.state in kind.states else step.state,
        said(reason) if reason else step.reason,
        called.get(step.given_to_id or 0, ""),
        step.act_id,
        proof,
        step.pk,
    )
