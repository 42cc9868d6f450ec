"""Routes 路由: every page says who may open it. A house test refuses a route that says nothing."""

from collections.abc import Callable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails


class Request(HttpRequest):
    """A request that knows whether htmx asks: then a page's part answers, to stand beside the text."""

    htmx: HtmxDetails


View = TypeVar("View", bound=Callable[..., HttpResponse])


def public(view: View) -> View:
    """Mark a view as open to everybody, signed in or not (``view.access`` becomes "public")."""
    view.access = "public"  # type: ignore[attr-defined]
    return view
