"""Published readings recomputed: what a bulletin froze is what the ledger said at its seal."""

from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.models import Bulletin, Reading
from nuanxin.kernel.bulletins.publishing import reading as fresh_reading
from nuanxin.kernel.bulletins.queries import citation_of
from nuanxin.kernel.figures.answers import answer
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.ledger.findings import Finding

_FROZEN = ("numerator", "denominator", "number_zh", "unit_zh", "number_en", "unit_en")


def verify_bulletins() -> list[Finding]:
    """Recompute every reading whose definition still stands, as of its bulletin's seal.

    A reading whose definition was bettered since is passed over: its hash says so on the page.
    """
    return [finding for bulletin in Bulletin.objects.all() for finding in _bulletin(bulletin)]


def _bulletin(bulletin: Bulletin) -> list[Finding]:
    kept = [each for each in bulletin.readings.all() if _stands(each)]
    answers = answer([citation_of(each).ask for each in kept], as_of=bulletin.as_of_seq)
    findings = []
    for each in kept:
        cited = citation_of(each)
        fresh = fresh_reading(bulletin, each.position, cited, answers[cited.ask])
        if any(getattr(each, name) != getattr(fresh, name) for name in _FROZEN):
            place = f"bulletin {bulletin.number} {cited}"
            findings.append(Finding(place, _("the reading is not what the ledger said at its seal")))
    return findings


def _stands(reading: Reading) -> bool:
    try:
        return figure(reading.figure).definition_hash == reading.definition
    except KeyError:
        return False
