"""Plan types 计划类型: a kind of plan as data, and the functions that its programme's planning room holds.

The kernel keeps plans and knows none of what they are about. A programme names its planning room, which
is loaded when somebody first asks it: planners bring compiled code with them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, Protocol, cast

from nuanxin.kernel.access.models import ROLES
from nuanxin.kernel.ledger.acts import Act, Actor
from nuanxin.kernel.ledger.measures import Measure
from nuanxin.plain.words import Words

if TYPE_CHECKING:
    from nuanxin.kernel.plans.models import Plan

OPTIMAL, FEASIBLE, INFEASIBLE = "optimal", "feasible", "infeasible"
"""How a run ended: proved best, best found, no plan at all."""
CERTIFICATE, SOLVER = "certificate", "solver"
"""Who proves the bound: numbers that were checked apart, or a solver that is believed."""
Json = dict[str, Any]
LISTED = "listed"
"""What an answer calls what a list says of it.

It may have ``stations``, ``cost_yuan``, ``share_percent`` and ``before_percent``.
"""


@dataclass(frozen=True, slots=True)
class Point:
    """How far a run is: seconds since it began, what is being done, the best value and the bound."""

    seconds: float
    doing: str
    value: int
    bound: int


Tell = Callable[[Point], None]
Stopped = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """What a planner hands in to be kept.

    ``inputs`` are the packed inputs and ``certificate`` the packed proof (``plans.packing``); ``answer``
    is what pages show. ``reason`` says in each language why there is no plan. ``before`` is the value
    without a new site, ``promised`` what taking it promises.
    """

    status: str
    proof: str
    reason: Mapping[str, str]
    value: int
    bound: int
    before: int
    promised: int
    seed: int
    took_ms: int
    inputs: bytes
    certificate: bytes
    answer: Json


@dataclass(frozen=True, slots=True)
class Count:
    """What was counted of an area on a day: amounts by the names of the type's ``reads``.

    ``part`` tells counts of one area apart (the key of a plan); blank for the area's own.
    """

    area: int
    amounts: Mapping[str, int]
    part: str = ""


class Planner(Protocol):
    """What a planning room holds. Unknown sites raise KeyError, what cannot be planned PlanRefused."""

    def areas(self, actor: Actor) -> list[int]:
        """Return the areas an actor may plan for, and that have something to plan with."""

    def grounds(self, actor: Actor, area: int, asked: Json | None = None) -> Json:
        """Return what there is to plan with: layers, choices, the rules behind them.

        Layers are what ``asked`` (as `read` returns it) would plan with; without it, what the defaults would.
        """

    def read(self, form: Mapping[str, Any], area: int) -> Json:
        """Return what a form asks, checked."""

    def in_words(self, asked: Json) -> Json:
        """Return in words what is asked (``words``), and what its value counts (``unit``)."""

    def gathered(self, actor: Actor, area: int, asked: Json, on: date) -> Any:
        """Return the inputs of a run, read from the registers as they hold on a day."""

    def solved(self, task: Any, tell: Tell, stopped: Stopped) -> Found:
        """Return the answer; nothing is read or written meanwhile."""

    def further(self, task: Any, found: Found, stopped: Stopped) -> Json:
        """Return what is put to the answer of a plan once it is kept, such as what other numbers would do."""

    def proved(self, asked: Json, inputs: bytes, certificate: bytes) -> tuple[int, int]:
        """Return value and bound as worked out anew from what is kept; PlanUnproven where they are not."""

    def shown(self, plan: "Plan") -> Json:
        """Return a kept plan as pages show it."""

    def why(self, plan: "Plan", candidate: str) -> Json:
        """Return why a candidate is in or out."""

    def moved(self, plan: "Plan", site: str, longitude: float, latitude: float) -> Json:
        """Return what changes where a site stands elsewhere."""

    def compared(self, plan: "Plan", other: "Plan") -> Json:
        """Return two plans side by side."""

    def follows(self, plan: "Plan", decline: bool) -> Json:
        """Return what follows where the plan is taken."""

    def checked(self, plan: "Plan") -> Json:
        """Return what checking the kept certificate anew says."""

    def taken(self, act: Act, plan: "Plan", before: "Plan | None", decline: bool) -> None:
        """Bring about what follows from taking a plan, in the act that takes it; ``before`` ends by it."""

    def taken_back(self, act: Act, plan: "Plan", before: "Plan | None", taking: int) -> None:
        """Take back what followed from the act ``taking`` of a plan; ``before`` is in force again."""

    def counted(self, area: int, on: date, taken: "Plan | None") -> Sequence[Count]:
        """Return what is served on a day in an area, and what came of the plan taken last."""


@dataclass(frozen=True, slots=True)
class PlanType:
    """A kind of plan.

    ``role`` makes one, ``taken_by`` takes it: somebody else. ``room`` is the module that holds the
    `Planner` functions. ``promises`` is the measure whose stock is what the plan in force promised;
    ``reads`` the measures of tallies by name: stocks that hold from one tally to the next. ``titled``
    says what a plan is called that nobody named, from what it was asked, in the language in use.
    """

    name: str
    zh: str
    en: str
    says: Words
    role: str
    taken_by: str
    room: str
    titled: Callable[[Json], str]
    promises: Measure | None = None
    reads: Mapping[str, Measure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse roles that are none."""
        if unknown := {self.role, self.taken_by} - set(ROLES):
            raise ValueError(f"plan type {self.name}: {min(unknown)!r} is no role")

    @property
    def planner(self) -> Planner:
        """The functions of its planning room."""
        return cast("Planner", import_module(self.room))


_types: dict[str, PlanType] = {}


def register_plans(types: Iterable[PlanType]) -> None:
    """Make plan types known to the house; a second type of one name is an error."""
    for each in types:
        if _types.setdefault(each.name, each) is not each:
            raise ValueError(f"two plan types are named {each.name}")


def plan_type(name: str) -> PlanType:
    """Return a plan type by name; KeyError where none is registered."""
    return _types[name]


def all_plan_types() -> list[PlanType]:
    """Return every registered plan type."""
    return list(_types.values())
