"""Published readings recomputed: what a bulletin froze is what the ledger said at its seal."""

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.frozen import frozen_mark, withdrawal_mark
from nuanxin.kernel.bulletins.models import Bulletin, Reading, Withdrawal
from nuanxin.kernel.bulletins.readings import citation_of
from nuanxin.kernel.bulletins.readings import reading as fresh_reading
from nuanxin.kernel.figures.answers import answer
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.ledger.findings import Finding
from nuanxin.kernel.ledger.models import Act

_FROZEN = ("numerator", "denominator", "number_zh", "unit_zh", "number_en", "unit_en")


def verify_bulletins() -> list[Finding]:
    """Prove every bulletin as frozen: no word changed, and its readings what the ledger said.

    A reading whose definition was bettered since cannot be recomputed; its hash says so on the page,
    and the publishing act still vouches for what was printed.
    """
    published = dict(Act.objects.filter(verb="bulletins.publish").values_list("number", "object"))
    findings: list[Finding] = []
    for bulletin in Bulletin.objects.all():
        if _as_frozen(bulletin, published.pop(bulletin.act_id, "")):
            findings += _readings(bulletin)
        else:
            said = _("it is not what its act published")
            findings.append(Finding(f"bulletin {bulletin.number}", said))
    findings += [Finding(f"act {number}", _("its bulletin is gone")) for number in published]
    return findings + _withdrawals()


def _withdrawals() -> list[Finding]:
    """Prove every notice of withdrawal: its words are those of its act, and no act has lost its notice."""
    acts = dict(Act.objects.filter(verb="bulletins.withdraw").values_list("number", "object"))
    findings = []
    for each in Withdrawal.objects.exclude(act=None, withdrawn_at=None):
        if acts.pop(each.act_id or 0, "") != f"withdrawal:{withdrawal_mark(each)}":
            said = _("its notice of withdrawal is not what its act says")
            findings.append(Finding(f"bulletin {each.bulletin_id}", said))
    return findings + [Finding(f"act {number}", _("its notice of withdrawal is gone")) for number in acts]


def _as_frozen(bulletin: Bulletin, mark: str) -> bool:
    try:
        return mark == f"bulletin:{frozen_mark(bulletin)}"
    except ObjectDoesNotExist:
        return False


def _readings(bulletin: Bulletin) -> list[Finding]:
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
