"""One form 一张报表: what it is, what it was filled with, and a button that fills it."""

from datetime import date, timedelta
from pathlib import Path

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.areas.naming import full_name
from nuanxin.kernel.bulletins.changes import last_issue
from nuanxin.kernel.bulletins.forms.actions import About, FormRefused, describe_form, retire_form, upload_form
from nuanxin.kernel.bulletins.forms.binding import KINDS, NotBound, period_for
from nuanxin.kernel.bulletins.forms.costing import FormCost, cost_of
from nuanxin.kernel.bulletins.forms.filling import office_of
from nuanxin.kernel.bulletins.forms.models import FilledForm, Form, FormVersion
from nuanxin.kernel.bulletins.forms.package import LARGEST_BYTES
from nuanxin.kernel.intake.faults import CellError
from nuanxin.kernel.intake.files import keep_file
from nuanxin.kernel.ledger.acts import By
from nuanxin.plain.periods import Period
from nuanxin.web.forms.held import hands, own_form, workbook
from nuanxin.web.jobs.running import ask_for, job_address
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language

LISTED = 24


@hands
def form(request: SignedRequest, name: str, said: str = "", status: int = 200) -> HttpResponse:
    """Show a form: how it stands, how to fill it, what was filled, and its versions."""
    found = own_form(request, name)
    versions = list(found.versions.order_by("-number"))
    newest, copies = versions[0], list(found.filled.select_related("head", "version")[:LISTED])
    picture = {
        "form": found,
        "version": newest,
        "place": full_name(found.area, language()),
        "office": office_of(newest),
        "kinds": KINDS.items(),
        "kind": KINDS[newest.period_kind],
        "bound": len(newest.bindings),
        "filled": copies,
        "cost": _cost(found, newest, copies),
        "versions": [(each, _difference(each, before)) for each, before in _pairs(versions)],
        "period": request.POST.get("period") or next_period(found, newest.period_kind),
        "said": said,
    }
    return render(request, "forms/form.html", picture, status=status)


def _cost(found: Form, newest: FormVersion, copies: list[FilledForm]) -> FormCost:
    """Return what a form cost for the period of its newest copy; without one, what its figures cost."""
    if not copies:
        return cost_of(newest, Period.parse(next_period(found, newest.period_kind)), ())
    last = copies[0]
    return cost_of(last.version, Period.parse(last.period), last.cells.all())


def _pairs(versions: list[FormVersion]) -> list[tuple[FormVersion, FormVersion | None]]:
    return list(zip(versions, [*versions[1:], None], strict=True))[:LISTED]


def _difference(version: FormVersion, before: FormVersion | None) -> str:
    """Say what a version brought."""
    if before is None:
        return _("handed in")
    if bytes(version.digest) != bytes(before.digest):
        return _("a new blank")
    more = len(version.bindings) - len(before.bindings)
    if version.bindings == before.bindings:
        return _("said anew what it is")
    if more == 0:
        return _("cells bound anew")
    return _("%(n)d cells bound") % {"n": more} if more > 0 else _("%(n)d cells unbound") % {"n": -more}


def next_period(found: Form, kind: str) -> str:
    """Return the period a form is most likely filled for: of the newest bulletin, else the last over."""
    issue = last_issue(found.area)
    return period_ending(kind, issue.as_of if issue else localdate().replace(day=1) - timedelta(days=1))


def period_ending(kind: str, day: date) -> str:
    """Return the period of a kind that is over by a day, or that ends with it."""
    after = day + timedelta(days=1)
    if kind == "as_of":
        return f"..{day}"
    if kind == "year":
        return str(after.year - 1)
    if kind == "quarter":
        return f"{after.year}Q{(after.month - 1) // 3}" if after.month > 3 else f"{after.year - 1}Q4"
    return f"{after.replace(day=1) - timedelta(days=1):%Y-%m}"


@hands
def blank(request: SignedRequest, name: str) -> HttpResponse:
    """Hand the blank back as it came."""
    newest = own_form(request, name).newest
    return workbook(bytes(newest.digest), newest.file_name)


@hands
@require_POST
def about(request: SignedRequest, name: str) -> HttpResponse:
    """Say anew what a form is."""
    found = own_form(request, name)
    told = {each: request.POST.get(each, "") for each in ("title", "issued_by", "office", "period_kind")}
    try:
        describe_form(
            By(request.actor), name, About(**told, only_closed=bool(request.POST.get("only_closed")))
        )
    except (FormRefused, NotAllowed) as error:
        return form(request, name, str(error), 422)
    return HttpResponseRedirect(reverse("form", args=[found.name]))


@hands
@require_POST
def renew(request: SignedRequest, name: str) -> HttpResponse:
    """Take the superior office's newer blank of a form; bindings of cells that are still there stay."""
    found, file = own_form(request, name), request.FILES.get("file")
    try:
        if file is None or (file.size or 0) > LARGEST_BYTES:
            raise FormRefused(
                _("Choose the new blank, of at most %(size)s MB.") % {"size": LARGEST_BYTES >> 20}
            )
        kept = keep_file(file.read(), Path(file.name or "").name)
        upload_form(By(request.actor), name, found.area, kept, _same(found))
    except (FormRefused, NotAllowed, CellError) as error:
        return form(request, name, str(error), 422)
    return HttpResponseRedirect(reverse("form", args=[name]))


def _same(found: Form) -> About:
    told = found.newest
    return About(told.title, told.issued_by, told.office, told.period_kind, told.only_closed)


@hands
@require_POST
def retire(request: SignedRequest, name: str) -> HttpResponse:
    """Take a form out of use."""
    own_form(request, name)
    retire_form(By(request.actor), name)
    return HttpResponseRedirect(reverse("forms"))


@hands
@require_POST
def fill(request: SignedRequest, name: str) -> HttpResponse:
    """Ask for a form to be filled for a period."""
    found, period = own_form(request, name), request.POST.get("period", "").strip()
    try:
        if found.retired:
            raise FormRefused(_("The form is retired; hand its blank in again to use it."))
        if not found.newest.bindings:
            raise FormRefused(_("No cell of the form is bound to anything yet; bind its cells first."))
        text = str(period_for(found.newest.period_kind, period))
    except (NotBound, FormRefused) as error:
        return form(request, name, str(error), 422)
    given = {"form": name, "period": text, "address": request.build_absolute_uri("/").rstrip("/")}
    job = ask_for(request.actor, "fill_form", f"{found.newest.title} {text}", given)
    return HttpResponseRedirect(job_address(job))
