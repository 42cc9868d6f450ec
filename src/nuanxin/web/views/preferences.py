"""Preferences 偏好: language and type size, kept in the reader's own browser.

Their forms carry no token, so that a public page is the same for everybody; a form on another site
is told by where it comes from.
"""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from nuanxin.web.context import LARGE_TYPE_COOKIE, REMEMBERED_S
from nuanxin.web.origins import from_here
from nuanxin.web.routes import public


@public
@from_here
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language asked for and return to the page one came from."""
    return set_language(request)


@public
@from_here
@require_POST
def choose_type(request: HttpRequest) -> HttpResponse:
    """Switch large type 大字 on or off and return to the page one came from."""
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    response = HttpResponseRedirect(wanted if safe else reverse("home"))
    large = "1" if request.POST.get("large") == "1" else "0"
    response.set_cookie(LARGE_TYPE_COOKIE, large, max_age=REMEMBERED_S, samesite="Lax", httponly=True)
    return response
