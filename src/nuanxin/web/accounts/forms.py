"""What one types to sign in and to change how one signs in: allauth's forms in the words of the house."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as passkeys
from django.core.exceptions import ValidationError
from django.forms import Form
from django.utils.translation import gettext_lazy as _

from nuanxin.web.accounts.happenings import FACTOR_FAILED
from nuanxin.web.accounts.lock import count_wrong, demand_unlocked, forget_wrong
from nuanxin.web.accounts.policy import password_help


def _plain(form: Form, **labels: Any) -> None:
    """Give fields their labels, and take away placeholders, which are no labels."""
    for name, field in form.fields.items():
        field.widget.attrs.pop("placeholder", None)
        field.label = labels.get(name, field.label)


class SignIn(account.LoginForm):  # type: ignore[misc]
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, login=_("Sign-in name"), password=_("Password"))
        self.fields["password"].help_text = ""
        self.fields["login"].widget.attrs.update(autocapitalize="none", spellcheck="false", autofocus=True)


class ConfirmPassword(account.ReauthenticateForm):  # type: ignore[misc]
    """One's password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, password=_("Password"))


class ChangePassword(account.ChangePasswordForm):  # type: ignore[misc]
    """The old password, and the new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = {"oldpassword": _("Old password"), "password1": _("New password")}
        _plain(self, **words, password2=_("New password once more"))
        self.fields["password1"].help_text = password_help()


class _Counted:
    """A code is tried so often and no oftener."""

    def clean_code(self) -> str:
        """Return the code where it is right; count it where it is not. Raises ValidationError."""
        user, request = self.user, context.request  # type: ignore[attr-defined]
        demand_unlocked(request, "factor", str(user.pk))
        try:
            code: str = super().clean_code()  # type: ignore[misc]
        except ValidationError:
            count_wrong(request, FACTOR_FAILED, "factor", str(user.pk), user.party_id)
            raise
        forget_wrong("factor", str(user.pk))
        return code


class SecondStep(_Counted, factors.AuthenticateForm):  # type: ignore[misc]
    """A code from the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code"))
        self.fields["code"].widget.attrs.update(inputmode="numeric", autofocus=True)


class ConfirmCode(_Counted, factors.ReauthenticateForm):  # type: ignore[misc]
    """A code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code"))


class SwitchOnApp(_Counted, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a newly set up app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, code=_("Code from the app"))
        self.fields["code"].widget.attrs.update(inputmode="numeric")


class AddPasskey(passkeys.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey's name, and whether it opens the account alone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, name=_("Name"), passwordless=_("It may open my account without the password"))
        self.fields["passwordless"].help_text = _("Then the key asks for a PIN or a fingerprint itself.")
        if not self.is_bound:
            self.initial["name"] = ""


class RenamePasskey(passkeys.EditWebAuthnForm):  # type: ignore[misc]
    """Another name for a passkey."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _plain(self, name=_("Name"))
