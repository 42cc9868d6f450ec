"""Listing 报表清单: the forms of one's areas, and where a new blank is handed in."""

import re
from pathlib import Path

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.ranges import reach_of
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.areas.tree import AreaUnknown, find, names
from nuanxin.kernel.areas.tree import area as area_of
from nuanxin.kernel.bulletins.forms.actions import FormRefused, upload_form
from nuanxin.kernel.bulletins.forms.filling import forms_held
from nuanxin.kernel.bulletins.forms.grid import grids_of
from nuanxin.kernel.bulletins.forms.guessing import guessed
from nuanxin.kernel.bulletins.forms.models import FilledForm, Form
from nuanxin.kernel.bulletins.forms.package import LARGEST_BYTES
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.files import keep_file
from nuanxin.kernel.ledger.acts import By
from nuanxin.web.forms.held import hands
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language

_NOT_NAME = re.compile(r"[^\w.-]+")


@hands
def forms(request: SignedRequest) -> HttpResponse:
    """List the forms of one's areas; take a blank that is handed in."""
    said = ""
    if request.method == "POST":
        try:
            return HttpResponseRedirect(reverse("form", args=[_handed_in(request)]))
        except (FormRefused, CellError, NotAllowed, AreaUnknown) as error:
            said = str(error)
    held = forms_held(request.actor)
    places = names({each.area for each in held}, language())
    last = dict[str, FilledForm]()
    for each in FilledForm.objects.filter(form__in=held).order_by("number"):
        last[each.form_id] = each
    lines = [(each, each.newest, places[each.area], last.get(each.name)) for each in held]
    own = reach_of(request.actor)
    picture = {
        "lines": lines,
        "said": said,
        "area": request.POST.get("area", names(own[:1], language()).get(own[0], "") if own else ""),
        "most_mb": LARGEST_BYTES >> 20,
    }
    return render(request, "forms/forms.html", picture, status=422 if said else 200)


def _handed_in(request: SignedRequest) -> str:
    """Keep a blank as a form of its own; what it is, is read from it and can be said anew."""
    file = request.FILES.get("file")
    if file is None:
        raise FormRefused(_("Choose the blank form first."))
    name = Path(file.name or "").name
    if (file.size or 0) > LARGEST_BYTES:
        raise FormRefused(_("The file is larger than %(size)s MB.") % {"size": LARGEST_BYTES >> 20})
    area = area_meant(request.POST.get("area", ""))
    kept = keep_file(file.read(), name)
    about = guessed(grids_of(kept.digest), name)
    version = upload_form(By(request.actor), _free(about.title or Path(name).stem, area), area, kept, about)
    return version.result.form_id


def area_meant(text: str, within: int | None = None) -> int:
    """Return the area a code or name means, inside one perhaps. FormRefused where it is none or several."""
    text = text.strip()
    if text.isdigit():
        try:
            return area_of(full(text)).code
        except ValueError as error:
            raise FormRefused(str(error)) from error
    found = find(text, within=within) if text else []
    standing = [each for each in found if each.level == found[0].level]
    if len(standing) != 1:
        raise FormRefused(_("Name one area, or give its division code."))
    return standing[0].code


def _free(title: str, area: int) -> str:
    """Return a name for a form: from its title; one that another form has gets a number."""
    stem = _NOT_NAME.sub("-", title).strip("-.")[:32] or "form"
    name, number = stem, 2
    while Form.objects.filter(name=name).exclude(area=area).exists():
        name, number = f"{stem}-{number}", number + 1
    return name
