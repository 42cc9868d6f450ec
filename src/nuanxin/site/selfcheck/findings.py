"""What is seen in the running system, an item at a time; none of these changes anything."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import ADMINISTRATORS, Account, Grant
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.ledger.models import JournalEvent
from nuanxin.kernel.privacy.declare import all_personal
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.site.examinations import sealing, storage
from nuanxin.site.examinations.verdicts import Opinion, Verdict
from nuanxin.web.accounts.demanded import has_factor, password_is_old
from nuanxin.web.accounts.numbers import number


@dataclass(frozen=True, slots=True)
class Seen:
    """What was seen: whether it is met (None: the office must show it), the evidence, the remedy."""

    met: bool | None
    evidence: str
    remedy: str = ""


def _open() -> list[Account]:
    accounts = Account.objects.filter(is_active=True).select_related("party")
    return [each for each in accounts if each.has_usable_password()]


def unique_accounts() -> Seen:
    """Everybody has an account of their own."""
    facts = {"count": Account.objects.count()}
    return Seen(True, _("%(count)d accounts, one a person; the database refuses a second one.") % facts)


def complexity() -> Seen:
    """Passwords are long and mixed."""
    facts = {"length": number("password_length"), "classes": number("password_classes")}
    met = facts["length"] >= 8 and facts["classes"] >= 3
    said = (
        _("At least %(length)d characters of %(classes)d kinds, none common, none of the last ones.") % facts
    )
    return Seen(met, said, "" if met else _("Raise the numbers of the rule pack security."))


def periodic_change() -> Seen:
    """Passwords change in time."""
    old = sum(password_is_old(each) for each in _open())
    facts = {"days": number("password_days"), "old": old}
    said = _("Changed after %(days)d days, asked for at the next sign-in; %(old)d are due.") % facts
    return Seen(True, said)


def lock() -> Seen:
    """Wrong tries lock."""
    facts = {"failures": number("lock_failures"), "minutes": number("lock_minutes")}
    return Seen(True, _("%(failures)d wrong tries lock for %(minutes)d minutes, in every process.") % facts)


def idle() -> Seen:
    """Idle sessions end."""
    facts = {"minutes": settings.NUANXIN_IDLE_MINUTES, "most": number("idle_minutes")}
    facts |= {"hours": settings.NUANXIN_SESSION_HOURS, "longest": number("session_hours")}
    met = facts["minutes"] <= facts["most"] and facts["hours"] <= facts["longest"]
    said = _(
        "Signed out after %(minutes)d minutes idle (at most %(most)d are usual) and after %(hours)d hours "
        "in any case (at most %(longest)d)."
    )
    remedy = "" if met else _("Lower NUANXIN_IDLE_MINUTES or NUANXIN_SESSION_HOURS.")
    return Seen(met, said % facts, remedy)


def no_default_accounts() -> Seen:
    """No account of an invented person opens."""
    invented = sum(each.party.demonstration for each in _open())
    if not invented:
        return Seen(True, _("No account came with a password; none of an invented person is open."))
    remedy = _("Close them before real work: `nuanxin accounts close NAME`.")
    return Seen(False, _("%(count)d invented people can sign in.") % {"count": invented}, remedy)


def reviewed() -> Seen:
    """Grants are looked at again in time."""
    days = number("review_days")
    due = Grant.objects.filter(confirmed_at__lt=timezone.now() - timedelta(days=days)).count()
    said = _("%(due)d grants were not confirmed for %(days)d days.") % {"due": due, "days": days}
    return Seen(
        not due, said, _("The security administrator reviews them under /accounts/review/.") if due else ""
    )


def three_apart() -> Seen:
    """Three administrators, none of them two."""
    held: dict[int, set[str]] = {}
    for party, role in Grant.objects.filter(party__account__is_active=True).values_list("party_id", "role"):
        held.setdefault(party, set()).add(role)
    missing = [each for each in ADMINISTRATORS if not any(each in roles for roles in held.values())]
    joined = sum(bool(roles & set(ADMINISTRATORS)) and len(roles) > 1 for roles in held.values())
    if missing or joined:
        facts = {"missing": ", ".join(missing) or "-", "joined": joined}
        said = _("Missing: %(missing)s; people with joined duties: %(joined)d.") % facts
        return Seen(False, said, _("Give each of the three roles to a person of their own."))
    return Seen(True, _("System, security and audit each have a person; the program refuses to join them."))


def audited() -> Seen:
    """Every deed and every sign-in is recorded."""
    facts = {"events": JournalEvent.objects.count()}
    return Seen(
        True, _("Every act has actor, time and object; %(events)d events of sign-ins and looks.") % facts
    )


def protected() -> Seen:
    """Records of deeds refuse change."""
    return _of(storage.append_only())


def sealed() -> Seen:
    """Records of deeds are sealed in time."""
    return _of(sealing.seals())


def backed_up() -> Seen:
    """There are fresh backups."""
    return _of(storage.backups())


def kept_long() -> Seen:
    """Logs stay half a year."""
    facts = {"months": rule("audit.kept_months", timezone.localdate()).value}
    return Seen(True, _("At least %(months)s months; the database itself refuses to delete earlier.") % facts)


def encrypted_transport() -> Seen:
    """Pages travel encrypted."""
    if settings.HTTPS:
        return Seen(True, _("Behind a proxy that speaks HTTPS; cookies are secure and HSTS is on."))
    return Seen(
        False, _("Pages are served without HTTPS."), _("Put a proxy in front and set NUANXIN_HTTPS=1.")
    )


def valid_input() -> Seen:
    """What is entered is checked."""
    facts = {"sheets": len(all_sheets())}
    return Seen(
        True, _("%(sheets)d sheets declare their columns; what does not fit is refused and named.") % facts
    )


def personal_declared() -> Seen:
    """Only what is needed is collected, and it is sealed."""
    facts = {"fields": len(all_personal())}
    return Seen(
        True, _("%(fields)d personal fields, each with purpose, basis and retention; sealed at rest.") % facts
    )


def residue() -> Seen:
    """Nothing is left behind."""
    said = _("Sessions are deleted at sign-out; pages of people signed in are kept in no cache.")
    return Seen(True, said)


def two_factors() -> Seen:
    """A second step is asked of administrators, and they have one."""
    keepers = set(Grant.objects.filter(role__in=ADMINISTRATORS).values_list("party_id", flat=True))
    asked = [each for each in _open() if each.party_id in keepers]
    lacking = sum(not has_factor(each) for each in asked)
    facts = {"setting": settings.NUANXIN_MFA, "lacking": lacking, "asked": len(asked)}
    said = (
        _("NUANXIN_MFA is %(setting)s; %(lacking)d of %(asked)d administrators have no second step.") % facts
    )
    met = settings.NUANXIN_MFA != "off" and not lacking
    remedy = _("Set NUANXIN_MFA to administrators or all; each sets it up at the next sign-in.")
    return Seen(met, said, "" if met else remedy)


def sessions() -> Seen:
    """One session a person is usual; here they are listed and can be ended."""
    said = _("Several sessions are possible; each is listed, and can be ended by its owner and by security.")
    return Seen(False, said, _("Where one session is demanded, show the list as the equal measure."))


def searchable() -> Seen:
    """Logs can be searched by the audit administrator alone."""
    return Seen(True, _("/audit/ by person, deed, area, days and outcome; exported, verified and noted."))


def four_eyes() -> Seen:
    """Many persons leave only with two people's word."""
    facts = {"persons": number("bulk_persons")}
    return Seen(
        True,
        _("Exports leave personal columns out; a bulk one, over %(persons)d persons, needs two people.")
        % facts,
    )


def office() -> Seen:
    """Return that the office must show it: nothing of it can be seen from here."""
    return Seen(None, _("Cannot be seen from the running system."), _("The office shows its own papers."))


def _of(opinion: Opinion) -> Seen:
    return Seen(opinion.verdict is Verdict.FINE, opinion.seen, opinion.remedy)
