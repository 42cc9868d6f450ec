"""Routes 路由: every page says who may open it. A house test refuses a route that says nothing."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit, urlunsplit

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from nuanxin.kernel.access.models import READERS, ROLES
from nuanxin.kernel.access.ranges import demand
from nuanxin.kernel.ledger.acts import Actor


class Request(HttpRequest):
    """A request that knows whether htmx asks: then a page's part answers, to stand beside the text."""

    htmx: HtmxDetails


class SignedRequest(Request):
    """A request of somebody signed in."""

    actor: Actor


View = TypeVar("View", bound=Callable[..., HttpResponse])


def public(view: View) -> View:
    """Mark a view as open to everybody, signed in or not (``view.access`` becomes "public")."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def role(*roles: str) -> Callable[[View], View]:
    """Open a view to whoever has one of some roles anywhere; a stranger is sent to the door.

    Which rows and which verbs are theirs, the view's queries (``seen``, ``visible``) and actions
    (``allow``) decide by area. ``view.access`` becomes the roles, with blanks between.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.actor is None:
                return _to_the_door(request)
            demand(request.actor, roles)
            return view(request, *args, **kwargs)

        guarded.access = " ".join(roles)  # type: ignore[attr-defined]
        return guarded  # type: ignore[return-value]

    return mark


reader = role(*READERS)
"""Open a view to everybody who may read records anywhere."""

signed_in = role(*ROLES)
"""Open a view to everybody with any role at all."""


def _to_the_door(request: Request) -> HttpResponse:
    """Send a stranger to sign in and back; a part asked for by htmx takes the whole page along.

    Who pressed a button, and was signed out meanwhile, comes back to the page it stood on.
    """
    if request.htmx:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = redirect_to_login(request.htmx.current_url_abs_path or "/").url
        return answer
    asked = request.get_full_path() if request.method in ("GET", "HEAD") else _page_before(request)
    return redirect_to_login(asked)


def _page_before(request: Request) -> str:
    """Return the page of this house a form was sent from; the first page where none is told."""
    told = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(told, {request.get_host()}):
        return "/"
    before = urlsplit(told)
    return urlunsplit(("", "", before.path, before.query, "")) or "/"
