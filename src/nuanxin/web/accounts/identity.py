"""The city's identity service (OIDC): it opens accounts that were opened here, never new ones."""

from typing import Any

from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.http import HttpRequest

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.ledger.journal import REFUSED
from nuanxin.web.accounts import happenings


class Identity(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """Joins an identity to the account of the same sign-in name at its first coming."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: an identity nobody invited opens nothing."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Find whose identity it is; keep nothing the service tells but its own number of the person.

        An account that another identity was joined to already is not given to a second one.
        """
        named = str((sociallogin.account.extra_data or {}).get("preferred_username", ""))
        claims = (sociallogin.account.extra_data or {}).get("userinfo") or {}
        named = named or str(claims.get("preferred_username", ""))
        sociallogin.account.extra_data = {}
        if sociallogin.is_existing:
            return
        account = Account.objects.filter(username=named.strip().lower(), is_active=True).first()
        if account is None or SocialAccount.objects.filter(user=account).exists():
            happenings.note(request, happenings.FAILED_SIGN_IN, None, outcome=REFUSED)
            return
        sociallogin.connect(request, account)
