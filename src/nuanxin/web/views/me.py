"""Me 我的: who one is here, which roles one has where."""

from django.http import HttpResponse
from django.shortcuts import render

from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.access.ranges import roles_of
from nuanxin.kernel.access.review import grants_due
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.models import JournalEvent
from nuanxin.web.accounts.doors import doors_of
from nuanxin.web.accounts.numbers import number
from nuanxin.web.accounts.roster import placed
from nuanxin.web.accounts.scopes import scope_words
from nuanxin.web.routes import SignedRequest, signed_in
from nuanxin.web.templatetags.wording import language

RECENT = 12


@signed_in
def me(request: SignedRequest) -> HttpResponse:
    """Show one's own roles by area, one's doors, what was noted of one's sign-ins, and the way out."""
    grants = list(Grant.objects.filter(party_id=request.actor.party).order_by("area", "role"))
    called = names({grant.area for grant in grants}, language())
    bound = scope_words(grants)
    mine = [(grant.role, placed(grant, called, bound)) for grant in grants]
    roles = roles_of(request.actor)
    due = grants_due(request.actor, number("review_days")).count() if "security" in roles else 0
    events = JournalEvent.objects.filter(actor=request.actor.party).order_by("-number")[:RECENT]
    picture = {"grants": mine, "menu": doors_of(roles), "due": due, "events": events}
    return render(request, "web/me.html", picture)
