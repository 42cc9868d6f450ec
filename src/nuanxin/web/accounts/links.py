"""Links of invitations: opened once, shown once, known to nobody but the two."""

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from nuanxin.kernel.access.accounts import digest_of
from nuanxin.kernel.access.models import Invitation


def link_of(request: HttpRequest | None, word: str) -> str:
    """Return the whole address of an invitation; at the console, that of the site's own address."""
    path = f"{reverse('invitation')}?word={word}"
    if request is not None:
        return str(request.build_absolute_uri(path))
    return (settings.NUANXIN_ADDRESS or "http://localhost:8000").rstrip("/") + path


def invitation_of(word: str) -> Invitation | None:
    """Return the invitation of a word, where it still opens."""
    now = timezone.now()
    return (
        Invitation.objects.filter(digest=digest_of(word), used_at=None, expires_at__gt=now)
        .select_related("account__party")
        .first()
    )
