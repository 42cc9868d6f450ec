"""Work types 工单类型: kinds of work as data: their states, their moves, their deadline, what they count.

A programme's ``work.py`` declares them. Nothing here depends on which kind it is: a repair at a station
and a hazard on a street go through the same two actions.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from nuanxin.kernel.access.models import ROLES
from nuanxin.kernel.ledger.measures import Measure
from nuanxin.plain.words import Words

STARTS, STOPS, RESUMES = "starts", "stops", "resumes"
OPENING = "open"
"""What the step by which an order was opened is called."""


@dataclass(frozen=True, slots=True)
class Move:
    """One way from state to state.

    ``role`` is whose move it is in the order's area; with ``by_assignee`` whoever the order is given to
    may do it as well. ``apart_from`` names the move whose doer may not do this one: a second person looks.
    ``reasons`` are codes with their words; where there are any, one is asked for. ``gives`` says that the
    move names who is to do the work. ``clock`` starts the deadline anew, stops it because the work is done,
    or lets it run on because it was not; ``undoes`` are states whose days no longer count. ``most`` is
    the rule that says how often one order may make this move. ``takes_back`` names the move that this one
    undoes, for its doer alone: the order is again in the state it had before (``to`` is one of these). What
    takes back the opening itself (``OPENING``) leads to ``to``, as long as nobody else has said the same.
    ``aside`` are the states in which it may be done and nobody waits for it: a way out beside the usual one.
    """

    name: str
    zh: str
    en: str
    come_from: tuple[str, ...]
    to: str
    role: str
    by_assignee: bool = False
    apart_from: str = ""
    reasons: Mapping[str, Words] = field(default_factory=dict)
    gives: bool = False
    clock: str = ""
    undoes: tuple[str, ...] = ()
    most: str = ""
    takes_back: str = ""
    aside: tuple[str, ...] = ()

    @property
    def awaited(self) -> tuple[str, ...]:
        """The states in which an order waits for whoever may do this."""
        return tuple(state for state in self.come_from if state not in self.aside)


@dataclass(frozen=True, slots=True)
class WorkType:
    """A kind of work order 工单.

    ``states`` in the order they are usual, the first of them where an order begins; ``matters`` are the
    coded things it may be about, ``graded`` the grade of those that have one of their own; ``deadlines`` the
    rule of each grade ("" where there are none), whose unit is 工作日, 日 or 小时; ``counts`` the measure of
    which one is posted on the day a state was reached and has not been undone since; ``overdue`` a measure
    whose stock is the orders past their time on a day, from the day after they were due until the work was
    done. ``starts`` says whether the clock runs from opening, else a move starts it. ``to_keeper`` is the
    move by which an order is given, as it is opened, to the organisation that keeps what it is about.
    """

    name: str
    zh: str
    en: str
    says: Words
    states: Mapping[str, Words]
    matters: Mapping[str, Words]
    moves: tuple[Move, ...]
    opened_by: str
    graded: Mapping[str, str] = field(default_factory=dict)
    deadlines: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, Measure] = field(default_factory=dict)
    overdue: Measure | None = None
    starts: bool = True
    to_keeper: str = ""

    def __post_init__(self) -> None:
        """Refuse a type whose work could not be done, or nobody could verify."""
        for fault in _faults(self):
            raise ValueError(f"work type {self.name}: {fault}")

    @property
    def begins(self) -> str:
        """The state an order begins in."""
        return next(iter(self.states))

    @property
    def ends(self) -> frozenset[str]:
        """The states no move leads out of."""
        return frozenset(self.states) - {state for move in self.moves for state in move.come_from}

    def move(self, name: str) -> Move:
        """Return a move by name; KeyError where there is none."""
        return {move.name: move for move in self.moves}[name]

    def moves_from(self, state: str) -> tuple[Move, ...]:
        """Return the moves that lead out of a state."""
        return tuple(move for move in self.moves if state in move.come_from)


def _faults(work: WorkType) -> Iterable[str]:
    names = [move.name for move in work.moves]
    if not work.states or len(set(names)) < len(names):
        yield "it needs states, and moves of different names"
        return
    for move in work.moves:
        yield from _move_faults(work, move, names)
    if work.opened_by not in (*ROLES, ""):
        yield f"it is opened by the unknown role {work.opened_by!r}"
    if work.to_keeper and not any(move.name == work.to_keeper and move.gives for move in work.moves):
        yield f"it is given to the keeper by {work.to_keeper}, which is no move that gives"
    if unknown := set(work.graded) - set(work.matters):
        yield f"it grades {min(unknown)}, which is no matter"
    if unknown := set(work.counts) - set(work.states):
        yield f"it counts {min(unknown)}, which is no state"
    waited = {state for move in work.moves for state in move.awaited}
    if unmoved := [state for state in work.states if state not in waited | work.ends]:
        yield f"nobody is waited for in {unmoved[0]}"
    if stuck := [state for state in work.states if not work.ends & _reach(work, state)]:
        yield f"no end can be reached from {stuck[0]}"


def _move_faults(work: WorkType, move: Move, names: list[str]) -> Iterable[str]:
    if unknown := {*move.come_from, move.to, *move.undoes} - set(work.states):
        yield f"move {move.name} speaks of {min(unknown)}, which is no state"
    if move.apart_from and move.apart_from not in names:
        yield f"move {move.name} is apart from {move.apart_from}, which is no move"
    if move.takes_back and move.takes_back not in (OPENING, *names):
        yield f"move {move.name} takes back {move.takes_back}, which is no move"
    if unknown := set(move.aside) - set(move.come_from):
        yield f"move {move.name} stands aside in {min(unknown)}, from where it does not lead"
    if move.role not in ROLES:
        yield f"move {move.name} has the unknown role {move.role!r}"
    if move.clock not in ("", STARTS, STOPS, RESUMES):
        yield f"move {move.name} has the unknown clock {move.clock!r}"


def _reach(work: WorkType, state: str) -> set[str]:
    found, ahead = {state}, [state]
    while ahead:
        for move in work.moves_from(ahead.pop()):
            if move.to not in found:
                found.add(move.to)
                ahead.append(move.to)
    return found


_types: dict[str, WorkType] = {}


def register_work(types: Iterable[WorkType]) -> None:
    """Make work types known to the house; a second type of one name is an error."""
    for each in types:
        if _types.setdefault(each.name, each) is not each:
            raise ValueError(f"two work types are named {each.name}")


def work_type(name: str) -> WorkType:
    """Return a work type by name; KeyError where none is registered."""
    return _types[name]


def all_work_types() -> list[WorkType]:
    """Return every registered work type."""
    return list(_types.values())
