"""My tokens 我的令牌: made, shown once, revoked."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuanxin.api.actions import TokenRefused, make_machine_token, make_token, revoke_token
from nuanxin.api.models import ApiToken
from nuanxin.api.scopes import SCOPES
from nuanxin.kernel.access.ranges import roles_of
from nuanxin.kernel.ledger.acts import By
from nuanxin.web.routes import SignedRequest, signed_in
from nuanxin.web.templatetags.wording import language


@signed_in
@never_cache
@require_http_methods(["GET", "POST"])
def tokens(request: SignedRequest) -> HttpResponse:
    """List one's tokens and, for the system administrator, the machines'; make one and show it once."""
    secret = refused = ""
    if request.method == "POST":
        try:
            secret = _made(request)
        except TokenRefused as error:
            refused = str(error)
    return render(request, "api/tokens.html", {**_picture(request), "secret": secret, "refused": refused})


def _made(request: SignedRequest) -> str:
    scopes, until = request.POST.getlist("scope"), request.POST.get("expires_on", "")
    try:
        expires_on = date.fromisoformat(until) if until else None
    except ValueError:
        raise TokenRefused(_("Write the last day as 2024-05-31, or leave it blank.")) from None
    by = By(request.actor)
    if request.POST.get("for") == "machine":
        return make_machine_token(by, request.POST.get("name", ""), scopes, expires_on).result[1]
    return make_token(by, request.POST.get("name", ""), scopes, expires_on).result[1]


def _picture(request: SignedRequest) -> dict[str, object]:
    system = "system" in roles_of(request.actor)
    own = Q(owner_id=request.actor.party)
    found = ApiToken.objects.select_related("owner").order_by("revoked_on", "-made_on", "-id")
    machines = found.filter(owner__account=None).exclude(own) if system else found.none()
    return {
        "own": list(found.filter(own)),
        "machines": list(machines),
        "system": system,
        "scopes": [(scope, words.said(language())) for scope, words in SCOPES.items()],
    }


@signed_in
@require_POST
def revoke(request: SignedRequest, prefix: str) -> HttpResponse:
    """Revoke a token at once."""
    try:
        revoke_token(By(request.actor), prefix)
    except TokenRefused as error:
        raise PermissionDenied(str(error)) from None
    return redirect("api_tokens")
