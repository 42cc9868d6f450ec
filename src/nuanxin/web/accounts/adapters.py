"""How allauth behaves here: nobody signs himself up, nothing is sent by e-mail, what happens is noted."""

import ipaddress
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.access.models import Account
from nuanxin.web.accounts import happenings
from nuanxin.web.accounts.happenings import address_of, note
from nuanxin.web.accounts.lock import count_wrong, demand_unlocked, forget_wrong
from nuanxin.web.accounts.secrets import factor_key

_WRONG = _("That name and password do not belong together. Look at both and try again.")
_NOT_YOURS = _("That is not your password. Try again.")


class Door(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts of the house's own."""

    error_messages = {  # noqa: RUF012
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _WRONG,
        "incorrect_password": _NOT_YOURS,
        "enter_current_password": _NOT_YOURS,
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Return False: people come by invitation only."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return the steps between a right password and being signed in: the second factor alone."""
        return ["allauth.mfa.stages.AuthenticateStage"]

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse at once where the name is locked, whether there is such a name or not."""
        demand_unlocked(request, "name", _typed(credentials))

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Return whose name and password these are, or None; either is remembered."""
        found: AbstractBaseUser | None = super().authenticate(request, **credentials)
        if found:
            forget_wrong("name", _typed(credentials))
        return found

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a wrong try."""
        known = Account.objects.filter(username=_typed(credentials)).first()
        actor = known.party_id if known else None
        count_wrong(request, happenings.FAILED_SIGN_IN, "name", _typed(credentials), actor)

    def post_login(self, request: HttpRequest, user: Account, **facts: Any) -> HttpResponse:
        """Note who came in."""
        note(request, happenings.SIGNED_IN, user.party_id, about=f"account:{user.pk}")
        answer: HttpResponse = super().post_login(request, user, **facts)
        return answer

    def logout(self, request: HttpRequest) -> None:
        """Note who goes, and let go."""
        if isinstance(request.user, Account):
            note(request, happenings.SIGNED_OUT, request.user.party_id, about=f"account:{request.user.pk}")
        super().logout(request)

    def _rollback_login_failed_rl_usage(self) -> None:
        """Do nothing: tries are counted here, not by allauth."""

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the network a request came from: enough to know one's own session, no exact address."""
        return coarse(address_of(request))

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Return where one goes after choosing a new password."""
        return reverse("me")

    def send_notification_mail(self, template_prefix: str, user: Account, *rest: Any, **more: Any) -> None:
        """Write into the journal what allauth would send by e-mail."""
        _note_change(self.request, template_prefix, user)

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

    def get_public_key_credential_user_entity(self, user: Account) -> dict[str, Any]:
        """Return what a passkey remembers of its owner: the sign-in name, never a person's name."""
        told: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**told, "display_name": user.username}


def _typed(credentials: dict[str, Any]) -> str:
    return str(credentials.get("username", "")).strip().lower()


def _note_change(request: HttpRequest | None, what: str, user: Account) -> None:
    """Note a new password, or a second factor that came or went: ``what`` names allauth's e-mail."""
    name = what.rpartition("/")[2]
    verb = happenings.PASSWORD_SET if "password" in name else happenings.FACTOR_CHANGED
    note(request, verb, user.party_id, about=f"{name}:{user.pk}")


def coarse(address: str) -> str:
    """Return an address without its last part: 10.1.2.3 becomes 10.1.2.0; what is none, 0.0.0.0."""
    try:
        version = ipaddress.ip_address(address).version
    except ValueError:
        return "0.0.0.0"  # noqa: S104
    return str(ipaddress.ip_network(f"{address}/{24 if version == 4 else 48}", strict=False).network_address)
