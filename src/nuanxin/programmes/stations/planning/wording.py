"""What is said of plans of stations, in the language in use."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from nuanxin.kernel.ledger.wording import called
from nuanxin.kernel.plans.declare import CERTIFICATE, FEASIBLE, INFEASIBLE, OPTIMAL
from nuanxin.plain.words import Words
from nuanxin.programmes.stations.planning.asking import CENTER, FEWEST, MEDIAN, SERVED_MEDIAN, Asked

PERSON_TIMES = Words("人次/日", "person-times a day")
METRES = Words("米", "m")
ON_AVERAGE = Words("米（人均路程）", "metres of way on average")
FADED = Words("人次/日（远处打折）", "person-times a day, farther ones in part")
UNITS = {
    MEDIAN: Words("人次·米/日", "person-times × metres a day"),
    SERVED_MEDIAN: Words("人次·米/日", "person-times × metres a day"),
    CENTER: Words("米", "metres"),
    FEWEST: Words("处", "stations"),
}


def enumerated(several: Iterable[Words]) -> str:
    """Return several words one after another, parted as the language in use parts them."""
    return called(Words("、", ", ")).join(called(words) for words in several)


def and_more(said: str, more: int) -> str:
    """Return what is said, and how many more there are, if there are any."""
    if more < 1:
        return said
    words = {"names": said, "n": more}
    return ngettext("%(names)s and %(n)d more", "%(names)s and %(n)d more", more) % words


def status_words(status: str) -> str:
    """Return how a run ended; only what is proved is called the best there is."""
    return {
        OPTIMAL: _("proved: no plan is better"),
        FEASIBLE: _("best found; a better one may exist"),
        INFEASIBLE: _("no plan keeps to this"),
    }[status]


def proof_words(proof: str) -> str:
    """Return who proves the bound."""
    if not proof:
        return ""
    if proof == CERTIFICATE:
        return _("A certificate proves it, checked apart from the solver before the plan was kept.")
    return _("The solver HiGHS says so; what its certificate proves apart from it is less.")


def numbered(identity: str) -> str:
    """Return what a point nobody named is called, by its id: drawn, a pin, one of a grid."""
    source, _colon, number = identity.partition(":")
    if source == "drawn":
        return _("Drawn point %(number)s") % {"number": number}
    if source == "pin":
        return _("Pin %(number)s") % {"number": number}
    return _("Grid point %(name)s") % {"name": number} if source == "grid" else identity


def unit_words(asked: Asked) -> str:
    """Return what a plan's value counts."""
    return called(FADED if asked.fading else UNITS.get(asked.model, PERSON_TIMES))


def no_such_site(name: str) -> tuple[str, str]:
    """Return that a candidate is none, and the remedy."""
    said = _("%(name)s is no candidate of this plan.") % {"name": name}
    return said, _("Choose among the candidates on the map.")
