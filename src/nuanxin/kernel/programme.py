"""Programme 项目: the one object a programme is. The kernel and the shell derive the rest from it."""

from dataclasses import dataclass, field

from nuanxin.kernel.appraisals import Appraisal
from nuanxin.kernel.figures.catalogue import register_checks, register_figures
from nuanxin.kernel.figures.declare import Check, Figure
from nuanxin.kernel.intake.catalogue import register_sheets
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.ledger.measures import Measure, register_measures
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.pages import Finder, Page
from nuanxin.kernel.places.finding import keep_at_hand
from nuanxin.kernel.plans.declare import PlanType, register_plans
from nuanxin.kernel.rounds import Round
from nuanxin.kernel.work.declare import WorkType, register_work
from nuanxin.plain.words import Words


@dataclass(frozen=True, slots=True)
class Programme:
    """A public-service programme as data: what it counts, reads and publishes.

    ``name`` is the package's name, ``zh``/``en`` what people call it, ``says`` one sentence a
    newcomer understands, ``steps`` what each step of the loop means in it (step -> sentence),
    ``pages`` a page for each of its record models, ``work`` the kinds of work orders it has,
    ``plans`` its kinds of plans, ``finders`` the public pages that find the nearest of its places,
    ``rounds`` what whoever goes from one of them to the next says there, ``appraisals`` the marks its
    places are given.
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
    pages: tuple[Page, ...] = ()
    work: tuple[WorkType, ...] = ()
    plans: tuple[PlanType, ...] = ()
    finders: tuple[Finder, ...] = ()
    rounds: tuple[Round, ...] = ()
    appraisals: tuple[Appraisal, ...] = ()


_programmes: dict[str, Programme] = {}


def register(programme: Programme) -> None:
    """Make a programme known to the house; called from its app's ``ready``."""
    _programmes[programme.name] = programme
    register_measures(programme.measures)
    register_sheets(programme.sheets)
    register_figures(programme.name, programme.figures)
    register_checks(programme.checks)
    register_work(programme.work)
    register_plans(programme.plans)
    for finder in programme.finders:
        keep_at_hand(finder.record, finder.standing, finder.shows, finder.pauses)


def all_programmes() -> list[Programme]:
    """Return every registered programme in the order of registration."""
    return list(_programmes.values())


def programme(name: str) -> Programme:
    """Return the programme of that package name; KeyError where none is registered."""
    return _programmes[name]


def page(name: str, slug: str) -> Page:
    """Return a page of a programme; KeyError where there is none."""
    return {each.slug: each for each in programme(name).pages}[slug]


def all_pages() -> list[tuple[Programme, Page]]:
    """Return every page with its programme."""
    return [(each, page) for each in all_programmes() for page in each.pages]


def page_of(model: type[Record]) -> tuple[Programme, Page] | None:
    """Return the page of a record model with its programme; None where it is nobody's."""
    return next(((each, page) for each, page in all_pages() if page.record is model), None)


def all_finders() -> list[tuple[Programme, Finder]]:
    """Return every finder with its programme."""
    return [(each, finder) for each in all_programmes() for finder in each.finders]


def all_rounds() -> list[tuple[Programme, Round]]:
    """Return every round of places with its programme."""
    return [(each, found) for each in all_programmes() for found in each.rounds]


def all_appraisals() -> list[tuple[Programme, Appraisal]]:
    """Return every appraisal of places with its programme."""
    return [(each, found) for each in all_programmes() for found in each.appraisals]
