"""What the accounts' pages need to know besides the shell."""

from django.conf import settings
from django.http import HttpRequest


def entrance(request: HttpRequest) -> dict[str, object]:
    """Return whether the city has an identity service, and what is due before one may go on."""
    due = getattr(request, "due", "")
    return {
        "identity_service": bool(settings.SOCIALACCOUNT_PROVIDERS),
        "password_due": due == "password",
        "factor_due": due == "factor",
    }
