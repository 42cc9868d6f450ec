"""The privacy notice 个人信息处理告知: made from the declarations, open to everybody."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from nuanxin.kernel.access.roles import role_name
from nuanxin.kernel.privacy.declare import Personal, all_personal
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.web.routes import public


@dataclass(frozen=True, slots=True)
class Line:
    """A field as the notice tells of it: its declaration, how long it is kept, by whom it may be opened."""

    personal: Personal
    kept: str
    seen_by: str


@public
def notice(request: HttpRequest) -> HttpResponse:
    """Tell what is kept of persons, why, on which ground, how long, who may open it, and one's rights."""
    least = rule("privacy.smallest_cell", date.today()).value
    return render(request, "web/people/notice.html", {"lines": list(_lines()), "least": least})


def _lines() -> Iterator[Line]:
    for each in all_personal():
        who = _(", ").join(role_name(role) for role in each.seen_by)
        yield Line(each, kept_for(each), who)


def kept_for(personal: Personal) -> str:
    """Say how long a field is kept, by the rule in force."""
    found = rule(personal.kept, date.today())
    if found.unit == "日":
        return _("%(count)s days") % {"count": found.value}
    return _("%(count)s months") % {"count": found.value}
