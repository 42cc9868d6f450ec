"""Errors 出错页: what happened, in plain words, and what to do about it."""

from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

DJANGOS = "matches the given query."
"""How the English sentence ends that Django says where no view says anything."""


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a page that does not exist, saying why where a view of ours said so."""
    said = exception.args[0] if exception.args and isinstance(exception.args[0], str) else ""
    ours = "" if said.endswith(DJANGOS) else said
    return render(request, "web/404.html", {"said": ours}, status=404)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer somebody who may not do this, saying what is lacking and whom to ask."""
    return render(request, "web/403.html", {"said": str(exception)}, status=403)


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that this browser was not given, or was given too long ago."""
    said = _(
        "This form is too old, or did not come from this browser. Go back, load the page anew, and send it."
    )
    return render(request, "web/403.html", {"said": said}, status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer an error of ours. Touches neither database nor session, which may be what broke."""
    return HttpResponseServerError(render_to_string("web/500.html"))
