"""How allauth behaves here: nobody signs himself up, nothing is sent by e-mail, addresses are coarse."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nuanxin.web.accounts.secrets import factor_key

_WRONG = _("That name and password do not belong together. Look at both and try again.")


class Door(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of the house's own."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "incorrect_password": _("That is not your password. Try again."),
        "enter_current_password": _("That is not your password. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people come by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return the steps between a right password and being signed in: the second factor alone."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network a request came from: enough to know one's own session, no exact address."""
        return coarse(str(request.META.get("REMOTE_ADDR", "")))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where one goes after choosing a new password."""
        return reverse("me")

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: the house has no e-mail; what happened stands in the journal."""

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Say nothing across pages: each page says itself what came of it."""


class Factors(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors; their secrets lie encrypted, the key outside the database."""

    error_messages = {  # noqa: RUF012
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("That code is not right, or it has run out. Take the newest one."),
    }

    def get_totp_issuer(self) -> str:
        """Return the name the phone shows beside the code."""
        return "Nuanxin"

    def encrypt(self, text: str) -> str:
        """Return a secret as the database keeps it."""
        return Fernet(factor_key()).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return a secret as it was."""
        return Fernet(factor_key()).decrypt(encrypted_text.encode()).decode()

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing; see ``Door``."""


class Identity(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """The city's identity service: it opens accounts that exist, never new ones."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Return False: an identity nobody invited opens nothing."""
        return False


def coarse(address: str) -> str:
    """Return an address without its last part: 10.1.2.3 becomes 10.1.2.0; what is none, 0.0.0.0."""
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return "0.0.0.0"  # noqa: S104
    return str(ipaddress.ip_network(f"{address}/{24 if version == 4 else 48}", strict=False).network_address)
