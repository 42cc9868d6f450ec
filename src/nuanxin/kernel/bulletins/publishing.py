"""Publishing 发布: seal, compute, check, freeze. One act; nothing of it changes afterwards."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.bulletins.burdens import burden_of
from nuanxin.kernel.bulletins.checks import Checked
from nuanxin.kernel.bulletins.composing import bulletin_of, compose, save
from nuanxin.kernel.bulletins.draft import Draft
from nuanxin.kernel.bulletins.frozen import frozen_mark
from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Correction, Withdrawal
from nuanxin.kernel.ledger.acts import Act, By, Outcome, action
from nuanxin.kernel.ledger.models import Head
from nuanxin.kernel.ledger.seals import seal


class PublicationRefused(Exception):
    """A bulletin may not be published as it is; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a publication froze: the bulletin, its readings by citation, its checks."""

    bulletin: Bulletin
    checks: list[Checked]


def publish(by: By, draft: Draft) -> Outcome[Frozen | None]:
    """Seal the ledger and publish a draft as of that seal; two persons, or it is refused.

    ``by.actor`` publishes and ``by.second`` confirms. Publishing the same draft again changes
    nothing. Raises PublicationRefused where the second person is missing or the same, another text
    stands under that number, the ledger is empty, or a failed check has no explanation.
    """
    if by.second is None or by.second.party == by.actor.party:
        raise PublicationRefused(_("a bulletin needs two persons: one publishes, another confirms"))
    head = seal()
    if head is None:
        raise PublicationRefused(_("the ledger is empty: import the sheets first"))
    return publish_bulletin(by, draft, head)


@action("bulletins.publish", zh="发布简报", en="publish a bulletin")
def publish_bulletin(act: Act, draft: Draft, head: Head) -> Frozen | None:
    """Freeze a draft as of a sealed head; see ``publish``, which seals first.

    Returns what was frozen, or None where this very draft is published already.
    """
    allow(act.by.actor, "publisher", {draft.area})
    allow(act.by.second or act.by.actor, "reviewer", {draft.area})
    before = Bulletin.objects.filter(number=draft.number).first()
    if before is not None:
        if before.digest == draft.digest:
            return None
        raise PublicationRefused(
            _("bulletin %(number)s is published with another text; give this one its own number")
            % {"number": draft.number}
        )
    _correctable(draft)
    bulletin = _bulletin(act, draft, head)
    edition, checked = compose(draft, bulletin, head.entries)
    _demand_explanations(edition.checks)
    save(edition)
    burden_of(bulletin, [each.ask for each in draft.cited()], act.typed.fields).save(force_insert=True)
    act.about("bulletin", frozen_mark(Bulletin.objects.get(pk=bulletin.pk)))
    return Frozen(bulletin, checked)


def _correctable(draft: Draft) -> None:
    """Refuse a correction of what does not stand, or stands corrected already."""
    if draft.corrects is None:
        return
    old = Bulletin.objects.filter(number=draft.corrects.number).first()
    facts = {"number": draft.corrects.number}
    if old is None or old.area != draft.area:
        raise PublicationRefused(_("there is no bulletin %(number)s of this area to correct") % facts)
    if Withdrawal.objects.filter(bulletin=old, act__isnull=False).exists():
        raise PublicationRefused(_("bulletin %(number)s is withdrawn; publish a new one instead") % facts)
    if newer := Correction.objects.filter(of=old).first():
        facts["newer"] = newer.bulletin_id
        raise PublicationRefused(
            _("bulletin %(number)s is corrected by %(newer)s already; correct that one") % facts
        )


def _demand_explanations(results: list[CheckResult]) -> None:
    """Refuse where a failed check has no explanation, naming which and how far it is off."""
    missing = [
        f"{each.check_id} {each.area} {each.period} ({each.difference_zh})"
        for each in results
        if not each.passed and not (each.explanation_zh and each.explanation_en)
    ]
    if missing:
        raise PublicationRefused(
            _(
                "these checks failed and nobody explained them: %(checks)s. "
                "Mend the sheets or add an explanation"
            )
            % {"checks": "; ".join(missing)}
        )


def _bulletin(act: Act, draft: Draft, head: Head) -> Bulletin:
    at = datetime.fromtimestamp(act.at / 1_000_000, UTC)
    bulletin = bulletin_of(draft, at, head.entries, act.by.actor.name)
    bulletin.head, bulletin.act_id = head, act.number
    bulletin.confirmed_by = act.by.second.name if act.by.second else ""
    return bulletin
