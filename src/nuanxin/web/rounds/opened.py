"""Opened 到站: one place of a round, with what may be said there in a tap."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Any

from django.utils import timezone
from django.utils.timezone import localdate

from nuanxin.kernel.access.keeping import keeps
from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.places.finding import open_at, pauses_of
from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.places.models import Located
from nuanxin.kernel.places.opening import Opening
from nuanxin.kernel.rounds import Deed, Item, Line, Round, Want
from nuanxin.kernel.work.declare import Move, WorkType, work_type
from nuanxin.kernel.work.models import Step, WorkOrder
from nuanxin.kernel.work.queries import may_move
from nuanxin.plain.ranges import covers
from nuanxin.plain.words import Words
from nuanxin.web.rounds.listed import open_work, theirs, wants_of
from nuanxin.web.rounds.taps import line_name
from nuanxin.web.templatetags.wording import language


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: its column, its kind, what may be chosen, what stands there now."""

    name: str
    column: Any
    kind: str
    options: list[tuple[str, str]]
    value: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A thing a deed is about, with the fields of its form; ``state`` is late, soon or nothing."""

    line: Line
    name: str
    fields: list[Field]
    late: bool


@dataclass(frozen=True, slots=True)
class Form:
    """A deed as a form: what stands so far, its things, the items of its checklist, its fields."""

    deed: Deed
    so_far: Words | None
    things: list[Thing]
    items: list[Item]
    fields: list[Field]

    @property
    def empty(self) -> bool:
        """Whether there is nothing here the deed could be about."""
        return bool((self.deed.lines and not self.things) or (self.deed.items and not self.items))


@dataclass(frozen=True, slots=True)
class Order:
    """An open work order of the place: whether it is late, and the moves the reader may make."""

    order: WorkOrder
    matter: Words
    state: Words
    late: bool
    moves: list[Move]


@dataclass(frozen=True, slots=True)
class Opened:
    """A place of a round as its page shows it."""

    place: Any
    area: str
    hours: str
    opening: Opening | None
    day: date
    wants: list[Want]
    forms: list[Form]
    work: WorkType | None
    orders: list[Order]


def opened(way: Round, actor: Actor, place: Located) -> Opened:
    """Gather a place: what it wants, the forms of somebody who may write there, the work that is open."""
    day, now = localdate(), timezone.now()
    pauses = pauses_of(way.pauses, day - timedelta(1), [place.pk]).get(place.pk, ())
    writes, orders = covers(ranges_of(actor, "clerk"), place.area), list(open_work(way, [place.pk]))
    place.known_pauses, place.known_orders = pauses, orders
    return Opened(
        place,
        names({place.area}, language())[place.area],
        parse_hours(place.opening_hours).said(language()) if place.opening_hours else "",
        open_at(place.opening_hours, now, pauses),
        day,
        theirs(
            way, ranges_of(actor, *READERS), place, wants_of(way, [place.pk], orders, now).get(place.pk, [])
        ),
        [_form(deed, place, day) for deed in way.deeds if writes or (deed.keepers and keeps(actor, place))],
        work_type(way.work) if way.work else None,
        _orders(actor, orders, now),
    )


def _form(deed: Deed, place: Located, day: date) -> Form:
    things = [_thing(deed, line, day) for line in deed.lines(place, day)] if deed.lines else []
    items = list(deed.items(place, day)) if deed.items else []
    fields = [] if deed.lines else _fields(deed, {})
    so_far = None if deed.lines else deed.so_far(place, day)  # each thing says it itself
    return Form(deed, so_far, things, items, fields)


def _thing(deed: Deed, line: Line, day: date) -> Thing:
    late = line.until is not None and line.until < day
    return Thing(line, line_name(line.known), _fields(deed, line.known), late)


def _fields(deed: Deed, known: Any) -> list[Field]:
    found = []
    for name in deed.asks:
        column, value = deed.column(name), known.get(name)
        options = _options(column.choices or {}) if column.kind == "choice" else []
        found.append(Field(name, column, column.kind, options, "" if value is None else str(value)))
    return found


def _options(choices: dict[str, str]) -> list[tuple[str, str]]:
    english = language().startswith("en")
    return [(code, code.replace("_", " ") if english else word) for word, code in choices.items()]


def _orders(actor: Actor, orders: list[WorkOrder], now: datetime) -> list[Order]:
    doers: dict[int, dict[str, int | None]] = {}
    for order, move, by in _steps(orders):
        doers.setdefault(order, {})[move] = by
    return [
        Order(
            order,
            order.type.matters[order.matter],
            order.type.states[order.state],
            order.overdue(now),
            [
                move
                for move in order.type.moves_from(order.state)
                if not move.gives and may_move(actor, order, move, doers.get(order.pk, {}))
            ],
        )
        for order in orders
    ]


def _steps(orders: list[WorkOrder]) -> Any:
    if not orders:
        return ()
    steps = Step.objects.filter(order_id__in=[order.pk for order in orders]).order_by("number")
    return steps.values_list("order_id", "move", "by_id")


def fresh_token() -> str:
    """Return a token for a form that is sent without a script."""
    return token_hex(16)
