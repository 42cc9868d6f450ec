"""Invitations 邀请: the page behind a link that opens once, and where the first administrator is made."""

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from nuanxin.kernel.access.accounts import AccountRefused
from nuanxin.kernel.access.models import Account, Invitation
from nuanxin.web.accounts.first import found_first
from nuanxin.web.accounts.happenings import PASSWORD_SET, note
from nuanxin.web.accounts.links import invitation_of
from nuanxin.web.accounts.policy import password_help
from nuanxin.web.routes import public


@public
@never_cache
@sensitive_post_parameters("password", "again")
def invitation(request: HttpRequest) -> HttpResponse:
    """Let somebody invited choose a password; the very first one a name as well."""
    word = request.POST.get("word", "") or request.GET.get("word", "")
    found = invitation_of(word)
    if found is None:
        return render(request, "accounts/invitation_over.html", status=410)
    picture = {
        "word": word,
        "invited": found.account,
        "help": password_help(),
        "first": found.account is None,
    }
    if request.method != "POST":
        return render(request, "accounts/invitation.html", picture)
    try:
        account = _accept(request, found)
    except (ValidationError, AccountRefused) as refused:
        faults = refused.messages if isinstance(refused, ValidationError) else [str(refused)]
        return render(request, "accounts/invitation.html", {**picture, "faults": faults}, status=400)
    return render(request, "accounts/invitation_done.html", {"account": account})


@transaction.atomic
def _accept(request: HttpRequest, found: Invitation) -> Account:
    """Set the password and use the invitation up. Raises ValidationError, AccountRefused."""
    password = request.POST.get("password", "")
    if password != request.POST.get("again", ""):
        raise ValidationError(_("The two passwords are not the same."))
    account = found.account or found_first(request.POST.get("name", ""), request.POST.get("username", ""))
    validate_password(password, account)
    used = Invitation.objects.filter(pk=found.pk, used_at=None).update(used_at=timezone.now())
    if not used:
        raise ValidationError(_("This link was used a moment ago."))
    account.set_password(password)
    account.save(update_fields=["password"])
    note(request, PASSWORD_SET, account.party_id, about=f"account:{account.pk}")
    return account
