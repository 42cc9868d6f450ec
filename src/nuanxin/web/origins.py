"""Origins 来处: a form without a token, told by where it comes from.

Forms that know nobody carry no token, so that a public page is the same for everybody and sets no cookie.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt


def from_here(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Refuse a form that stands on another site: its Origin is another host, or the browser says so."""

    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
        if site == "cross-site" or (origin and urlsplit(origin).netloc != request.get_host()):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return csrf_exempt(checked)
