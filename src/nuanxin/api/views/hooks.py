"""Webhooks 推送: the system administrator's page: who is told of what, and what did not arrive."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from nuanxin.api.actions import TokenRefused, subscribe, unsubscribe
from nuanxin.api.hooks.events import KINDS
from nuanxin.api.hooks.outbox import send_again
from nuanxin.api.hooks.receivers import ReceiverRefused
from nuanxin.api.hooks.signing import secret_of
from nuanxin.api.models import Delivery, Subscription
from nuanxin.kernel.ledger.acts import By
from nuanxin.web.routes import SignedRequest, role
from nuanxin.web.templatetags.wording import language

SHOWN = 50


@role("system")
@never_cache
@require_http_methods(["GET", "POST"])
def webhooks(request: SignedRequest) -> HttpResponse:
    """Show the subscriptions and what waits or is parked; make one and show its secret once."""
    secret = refused = ""
    if request.method == "POST":
        given = request.POST
        try:
            made = subscribe(
                By(request.actor), given.get("name", ""), given.get("url", ""), given.getlist("kind")
            )
            secret = secret_of(made.result.nonce)
        except (TokenRefused, ReceiverRefused) as error:
            refused = str(error)
    unsent = Delivery.objects.exclude(state=Delivery.ARRIVED).select_related("subscription")
    picture = {
        "subscriptions": list(Subscription.objects.order_by("ended_on", "-pk")),
        "unsent": list(unsent.order_by("-state", "due_at")[:SHOWN]),
        "kinds": [(kind, words.said(language())) for kind, words in KINDS.items()],
        "secret": secret,
        "refused": refused,
    }
    return render(request, "api/webhooks.html", picture)


@role("system")
@require_POST
def end(request: SignedRequest, number: int) -> HttpResponse:
    """End a subscription."""
    unsubscribe(By(request.actor), number)
    return redirect("api_webhooks")


@role("system")
@require_POST
def again(request: SignedRequest, number: int) -> HttpResponse:
    """Send a parked delivery again."""
    delivery = get_object_or_404(Delivery, pk=number)
    if delivery.state != Delivery.PARKED:
        raise PermissionDenied
    send_again(delivery)
    return redirect("api_webhooks")
