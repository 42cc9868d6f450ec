"""Withdrawing 撤回: a bulletin stands no longer. It stays readable and provable, under a notice."""

from datetime import UTC, datetime

from django.utils.translation import gettext as _

from nuanxin.kernel.access import NotAllowed, allow
from nuanxin.kernel.bulletins.frozen import withdrawal_mark
from nuanxin.kernel.bulletins.models import Bulletin, Withdrawal
from nuanxin.kernel.ledger.acts import Act, Actor, action


class WithdrawalRefused(Exception):
    """A bulletin may not be withdrawn so; the message says what to do."""


@action("bulletins.ask_withdrawal", zh="提请撤回简报", en="ask for a bulletin's withdrawal")
def ask_withdrawal(act: Act, number: str, reason_zh: str, reason_en: str) -> Withdrawal:
    """Ask that a bulletin be withdrawn, with the notice in both languages. A publisher or reviewer asks.

    Asked again before it is confirmed, the notice is the new one and its asker the new person.
    Raises NotAllowed, WithdrawalRefused.
    """
    bulletin = Bulletin.objects.get(number=number)
    if not (holds(act.by.actor, "publisher", bulletin) or holds(act.by.actor, "reviewer", bulletin)):
        allow(act.by.actor, "publisher", {bulletin.area})
    if not reason_zh.strip() or not reason_en.strip():
        raise WithdrawalRefused(_("say why, in both languages: the reason is printed as a notice"))
    if Withdrawal.objects.filter(bulletin=bulletin, act__isnull=False).exists():
        raise WithdrawalRefused(_("bulletin %(number)s is withdrawn already") % {"number": number})
    act.about("bulletin", number)
    words = {"reason_zh": reason_zh.strip(), "reason_en": reason_en.strip()}
    who = {"asked_party": act.by.actor.party, "asked_by": act.by.actor.name}
    return Withdrawal.objects.update_or_create(bulletin=bulletin, defaults={**words, **who})[0]


@action("bulletins.refuse_withdrawal", zh="不予撤回简报", en="let a bulletin stand")
def refuse_withdrawal(act: Act, number: str) -> None:
    """Let a bulletin stand that somebody asked to withdraw; the asker may take it back likewise."""
    asked = _asked(number)
    if act.by.actor.party != asked.asked_party and not holds(act.by.actor, "reviewer", asked.bulletin):
        allow(act.by.actor, "publisher", {asked.bulletin.area})
    asked.delete()
    act.about("bulletin", number)


@action("bulletins.withdraw", zh="撤回简报", en="withdraw a bulletin")
def withdraw(act: Act, number: str) -> Withdrawal:
    """Confirm a withdrawal somebody else asked for; of the two one is publisher and one reviewer.

    Raises NotAllowed, WithdrawalRefused.
    """
    asked = _asked(number)
    one, other = Actor(asked.asked_party, asked.asked_by), act.by.actor
    if one.party == other.party:
        raise WithdrawalRefused(_("a withdrawal needs two persons: one asks, another confirms"))
    if not (holds(one, "publisher", asked.bulletin) and holds(other, "reviewer", asked.bulletin)):
        allow(one, "reviewer", {asked.bulletin.area})
        allow(other, "publisher", {asked.bulletin.area})
    asked.confirmed_by = other.name
    asked.withdrawn_at = datetime.fromtimestamp(act.at / 1_000_000, UTC)
    asked.act_id = act.number
    act.about("withdrawal", withdrawal_mark(asked))
    asked.save()
    return asked


def holds(actor: Actor, role: str, bulletin: Bulletin) -> bool:
    """Return whether an actor has a role over a bulletin's area."""
    try:
        allow(actor, role, {bulletin.area})
    except NotAllowed:
        return False
    return True


def _asked(number: str) -> Withdrawal:
    asked = Withdrawal.objects.select_related("bulletin").filter(bulletin=number, act=None).first()
    if asked is None:
        raise WithdrawalRefused(_("nobody has asked to withdraw bulletin %(number)s") % {"number": number})
    return asked
