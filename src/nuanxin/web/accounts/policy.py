"""Which passwords do: long enough, of several kinds of characters, not used before. Numbers are rules."""

import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.access.passwords import keep_password, used_before
from nuanxin.web.accounts.numbers import number

LONGEST = 128


class Policy:
    """Django asks it of every new password, and tells it once one is set."""

    def validate(self, password: str, user: Account | None = None) -> None:
        """Raise ValidationError, one sentence a fault, for a password that will not do."""
        faults = [said for said in (_length(password), _classes(password), _known(password, user)) if said]
        if faults:
            raise ValidationError(faults)

    def password_changed(self, password: str, user: Account | None = None) -> None:
        """Note when it was set, and remember it."""
        if isinstance(user, Account) and user.pk:
            keep_password(user, number("passwords_remembered"))

    def get_help_text(self) -> str:
        """Say beforehand what will do."""
        return password_help()


def password_help() -> str:
    """Return what a password must be, in one sentence."""
    facts = {"length": number("password_length"), "classes": number("password_classes")}
    return (
        _(
            "At least %(length)d characters; %(classes)d of these four: small letters, capital letters, "
            "digits, other signs. Nothing common, and not your sign-in name."
        )
        % facts
    )


def _length(password: str) -> str:
    if len(password) > LONGEST:
        return _("Take at most %(length)d characters.") % {"length": LONGEST}
    least = number("password_length")
    return _("Take at least %(length)d characters.") % {"length": least} if len(password) < least else ""


def _classes(password: str) -> str:
    kinds, least = {_kind(sign) for sign in password}, number("password_classes")
    if len(kinds) >= least:
        return ""
    return _("Mix %(classes)d kinds: small letters, capital letters, digits, other signs.") % {
        "classes": least
    }


def _kind(sign: str) -> str:
    category = unicodedata.category(sign)
    return category if category in ("Ll", "Lu", "Nd") else "other"


def _known(password: str, user: Account | None) -> str:
    if not isinstance(user, Account) or not user.pk:
        return ""
    remembered = number("passwords_remembered")
    if not used_before(user, password, remembered):
        return ""
    return _("This was one of your last %(count)d passwords; take a new one.") % {"count": remembered}
