"""Sessions 会话: ending one of one's own."""

from allauth.usersessions.models import UserSession
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from nuanxin.web.accounts.happenings import SESSION_ENDED, note
from nuanxin.web.paging import whole
from nuanxin.web.routes import SignedRequest, signed_in


@signed_in
@require_POST
def end_session(request: SignedRequest) -> HttpResponse:
    """End one session of one's own; the browser it is open in is signed out at its next click."""
    mine = UserSession.objects.filter(user__party_id=request.actor.party)
    get_object_or_404(mine, pk=whole(request.POST.get("session"))).end()
    note(request, SESSION_ENDED, request.actor.party)
    return redirect("usersessions_list")
