"""Programme 项目: the one object a programme is. The kernel and the shell derive the rest from it."""

from dataclasses import dataclass, field

from nuanxin.kernel.figures.catalogue import register_checks, register_figures
from nuanxin.kernel.figures.declare import Check, Figure
from nuanxin.kernel.intake.catalogue import register_sheets
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.ledger.measures import Measure, register_measures
from nuanxin.plain.words import Words


@dataclass(frozen=True, slots=True)
class Programme:
    """A public-service programme as data: what it counts, reads and publishes.

    ``name`` is the package's name, ``zh``/``en`` what people call it, ``says`` one sentence a
    newcomer understands, ``steps`` what each step of the loop means in it (step -> sentence).
    """

    name: str
    zh: str
    en: str
    says: Words
    measures: tuple[Measure, ...]
    sheets: tuple[Sheet, ...]
    figures: tuple[Figure, ...]
    checks: tuple[Check, ...] = ()
    steps: dict[str, Words] = field(default_factory=dict)


_programmes: dict[str, Programme] = {}


def register(programme: Programme) -> None:
    """Make a programme known to the house; called from its app's ``ready``."""
    _programmes[programme.name] = programme
    register_measures(programme.measures)
    register_sheets(programme.sheets)
    register_figures(programme.name, programme.figures)
    register_checks(programme.checks)


def all_programmes() -> list[Programme]:
    """Return every registered programme in the order of registration."""
    return list(_programmes.values())


def programme(name: str) -> Programme:
    """Return the programme of that package name; KeyError where none is registered."""
    return _programmes[name]
