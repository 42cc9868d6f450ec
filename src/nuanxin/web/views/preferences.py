"""Preferences 偏好: language and type size, kept in the reader's own browser.

Their forms carry no token, so that a public page is the same for everybody; a form on another site
is told by where it comes from.
"""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from nuanxin.web.context import LARGE_TYPE_COOKIE, REMEMBERED_S
from nuanxin.web.routes import public


def from_here(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a form that stands on another site: its Origin is another host, or the browser says so."""

    @wraps(view)
    def checked(request: HttpRequest) -> HttpResponse:
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
        if site == "cross-site" or (origin and urlsplit(origin).netloc != request.get_host()):
            raise PermissionDenied
        return view(request)

    return csrf_exempt(checked)


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
