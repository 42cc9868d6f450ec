"""Bulk exports 批量导出: what an export's page calls before it gives many persons away.

An export asks ``release_needed(persons)``. Where it is, and ``claim(request)`` finds no release for this
very address, it answers with ``ask_for_release(...)``, which leads to the form. What ``claim`` returns is
the watermark to put on the export; it can be had once.
"""

from dataclasses import asdict, dataclass
from urllib.parse import urlencode

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import Release
from nuanxin.kernel.access.releases import GOOD_FOR, take_release
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.journal import event_kind
from nuanxin.kernel.parties.register import party_names
from nuanxin.web.accounts.happenings import note
from nuanxin.web.accounts.numbers import number

EXPORTED = event_kind("access.bulk_exported", "批量导出", "exported many persons")
_SALT = "nuanxin.release"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants to export: the address, a title, the area, how many persons."""

    what: str
    title: str
    area: int
    persons: int


def release_needed(persons: int) -> bool:
    """Return whether an export of so many persons needs a second person's word."""
    return persons > number("bulk_persons")


def ask_for_release(request: HttpRequest, title: str, area: int, persons: int) -> HttpResponse:
    """Lead to the form that asks for a release of the address being asked."""
    wanted = Wanted(request.get_full_path()[:500], title[:120], area, persons)
    packed = signing.dumps(asdict(wanted), salt=_SALT, compress=True)
    return redirect(f"{reverse('ask_release')}?{urlencode({'wanted': packed})}")


def wanted_of(packed: str) -> Wanted | None:
    """Return what was packed into the form's address by this house within the last hour, or None."""
    try:
        return Wanted(**signing.loads(packed, salt=_SALT, max_age=3600))
    except signing.BadSignature:
        return None


def claim(request: HttpRequest) -> str:
    """Take the release of the address being asked, once; return its watermark, "" where there is none."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    mine = Release.objects.filter(
        what=request.get_full_path(),
        requester=actor.party,
        approved=True,
        taken_at=None,
        decided_at__gt=timezone.now() - GOOD_FOR,
    )
    release = mine.order_by("pk").first()
    if release is None:
        return ""
    taken = take_release(By(actor), release).result
    note(request, EXPORTED, actor.party, about=f"release:{taken.pk}", area=taken.area)
    return watermark(taken)


def watermark(release: Release) -> str:
    """Return the line an export carries: whose it is, who let it go, when, and under which number."""
    people = party_names([release.requester, release.decided_by or 0])
    facts = {
        "number": release.pk,
        "requester": people.get(release.requester, ""),
        "decider": people.get(release.decided_by or 0, ""),
        "day": timezone.localdate(release.taken_at or timezone.now()),
    }
    return (
        _("Export %(number)d, asked for by %(requester)s, let go by %(decider)s, %(day)s. Do not pass on.")
        % facts
    )
