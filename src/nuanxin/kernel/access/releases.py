"""Releases 导出放行: many persons leave the house only when somebody else has let them go."""

from datetime import timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import READERS, Release
from nuanxin.kernel.access.ranges import NotAllowed, allow, ranges_of, visible
from nuanxin.kernel.areas.codes import LAST
from nuanxin.kernel.ledger.acts import Act, Actor, action
from nuanxin.plain.ranges import covers

DECIDERS = ("reviewer", "security")
"""Who may let an export go: a reviewer of the area, or its security administrator."""
GOOD_FOR = timedelta(days=7)


class ReleaseRefused(ValueError):
    """A release cannot be asked for, decided or taken so; the text says why."""


@action("access.request_release", zh="申请批量导出", en="ask for a bulk export")
def request_release(act: Act, what: str, title: str, area: int, persons: int) -> Release:
    """Ask to export so many persons from an address; why stands in the act's note.

    Raises NotAllowed where the actor may not read the area, ReleaseRefused without a reason.
    """
    if not _has_any(act.by.actor, READERS, area):
        raise NotAllowed(act.by.actor, "reader", area)
    if not act.by.note.strip():
        raise ReleaseRefused(_("Say what the export is needed for."))
    made = Release.objects.create(
        what=what, title=title, area=area, persons=persons, requester=act.by.actor.party, act=act.number
    )
    act.about("release", made.pk)
    return made


@action("access.decide_release", zh="审批批量导出", en="decide on a bulk export")
def decide_release(act: Act, release: Release, approved: bool) -> Release:
    """Let an export go, or not. Raises NotAllowed; ReleaseRefused for one's own and for a decided one."""
    if release.requester == act.by.actor.party:
        raise ReleaseRefused(_("Nobody lets his own export go; somebody else must look at it."))
    if not _has_any(act.by.actor, DECIDERS, release.area):
        allow(act.by.actor, "reviewer", [release.area])
    if release.approved is not None:
        raise ReleaseRefused(_("This was decided already."))
    release.approved, release.decided_by, release.decided_at = approved, act.by.actor.party, timezone.now()
    release.save()
    act.about("release", release.pk)
    return release


@action("access.take_release", zh="取用已放行的导出", en="take a released export")
def take_release(act: Act, release: Release) -> Release:
    """Take a released export, once and within a week. Raises ReleaseRefused."""
    known = Release.objects.select_for_update().get(pk=release.pk)
    if known.requester != act.by.actor.party or not known.approved or known.taken_at:
        raise ReleaseRefused(_("This export is not released to you, or was taken already. Ask anew."))
    if known.decided_at is None or timezone.now() - known.decided_at > GOOD_FOR:
        raise ReleaseRefused(_("The release has run out after a week. Ask anew."))
    known.taken_at = timezone.now()
    known.save()
    act.about("release", known.pk)
    return known


def releases_to_decide(actor: Actor) -> QuerySet[Release]:
    """Return the requests that wait for an actor: in his areas, and not his own."""
    waiting = Release.objects.filter(approved=None).exclude(requester=actor.party)
    return (visible(actor, "reviewer", waiting) | visible(actor, "security", waiting)).order_by(
        "requested_at"
    )


def _has_any(actor: Actor, roles: tuple[str, ...], area: int) -> bool:
    return covers(ranges_of(actor, *roles), area // 1000 if area > LAST else area)
