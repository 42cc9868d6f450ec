"""Me 我的: who one is here, which roles one has where."""

from django.http import HttpResponse
from django.shortcuts import render

from nuanxin.kernel.access.models import Grant
from nuanxin.kernel.access.ranges import roles_of
from nuanxin.kernel.areas.tree import names
from nuanxin.web.accounts.doors import doors_of
from nuanxin.web.routes import SignedRequest, signed_in
from nuanxin.web.templatetags.wording import language


@signed_in
def me(request: SignedRequest) -> HttpResponse:
    """Show one's own roles by area, and the way out."""
    grants = list(Grant.objects.filter(party_id=request.actor.party).order_by("area", "role"))
    called = names({grant.area for grant in grants}, language())
    mine = [(grant.role, called[grant.area]) for grant in grants]
    return render(request, "web/me.html", {"grants": mine, "menu": doors_of(roles_of(request.actor))})
