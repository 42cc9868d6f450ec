"""Binding 绑定: the form as a grid of links; a cell chosen is bound, by hand or as its labels suggest."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.areas.codes import full, short
from nuanxin.kernel.areas.naming import full_name
from nuanxin.kernel.bulletins.forms.actions import FormRefused, bind_cells, unbind_cells
from nuanxin.kernel.bulletins.forms.binding import SPANS, TEXTS, Binding, NotBound, bindings_of, said_span_of
from nuanxin.kernel.bulletins.forms.grid import Cell, Grid, grids_of
from nuanxin.kernel.bulletins.forms.models import Form
from nuanxin.kernel.bulletins.forms.suggesting import Suggestion, bound_by_hand, series, suggestions
from nuanxin.kernel.figures.catalogue import all_figures, owner
from nuanxin.kernel.figures.declare import Figure
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.programme import all_programmes
from nuanxin.plain.units import UNITS
from nuanxin.web.forms.held import cell_address, hands, own_form
from nuanxin.web.forms.listing import area_meant
from nuanxin.web.routes import SignedRequest
from nuanxin.web.templatetags.wording import language


@dataclass(frozen=True, slots=True)
class Square:
    """A cell as the page draws it: where it leads, what it is bound to, what is suggested."""

    cell: Cell
    address: str
    bound: str
    suggested: Suggestion | None
    picked: bool

    @property
    def said(self) -> str:
        """What stands in it: its own text, or what will."""
        return self.bound or self.cell.text

    @property
    def classes(self) -> str:
        """How it looks."""
        told = {
            "edge": self.cell.bordered,
            "strong": self.cell.strong,
            self.cell.side: bool(self.cell.side),
            "bound": bool(self.bound),
            "sure": self.suggested is not None and self.suggested.certain and not self.bound,
            "maybe": self.suggested is not None and not self.suggested.certain and not self.bound,
            "works": self.cell.kind == "formula",
            "picked": self.picked,
        }
        return " ".join(name for name, holds in told.items() if holds)


@dataclass(frozen=True, slots=True)
class Picture:
    """All a page of cells needs: the form, its worksheet, bindings and suggestions."""

    form: Form
    grids: tuple[Grid, ...]
    number: int
    bindings: dict[tuple[str, str], Binding]
    found: list[Suggestion]

    @property
    def grid(self) -> Grid:
        """The worksheet shown."""
        return self.grids[self.number - 1]


def _picture(request: SignedRequest, name: str) -> Picture:
    found = own_form(request, name)
    newest = found.newest
    try:
        grids = grids_of(bytes(newest.digest))
        number = int(request.GET.get("sheet") or request.POST.get("sheet") or 1)
        if not 1 <= number <= len(grids):
            raise Http404
    except (FileNotFoundError, ValueError):
        raise Http404 from None
    bindings = bindings_of(newest.bindings)
    likely = suggestions(grids, found.area, bindings)
    return Picture(found, grids, number, {each.place: each for each in bindings}, likely)


@hands
def cells(request: SignedRequest, name: str, said: str = "", status: int = 200) -> HttpResponse:
    """Show a worksheet of a form as it looks; a cell chosen is bound beside it."""
    picture = _picture(request, name)
    grid = picture.grid
    picked = grid.cell(request.GET.get("cell") or request.POST.get("cell") or "")
    likely = {each.binding.place: each for each in picture.found}
    sure = [each for each in picture.found if each.certain]
    shown: dict[str, Any] = {
        "form": picture.form,
        "version": picture.form.newest,
        "grid": grid,
        "number": picture.number,
        "tabs": [(at, each.part, cell_address(name, at)) for at, each in enumerate(picture.grids, 1)],
        "lines": [[_square(picture, each, likely, picked) for each in line] for line in grid.lines],
        "sure": len(sure),
        "likely": len(picture.found) - len(sure),
        "bound": len(picture.bindings),
        "said": said,
        "open": picked,
    }
    if picked is not None:
        shown |= _panel(picture, picked, likely.get((grid.part, picked.ref)))
    return render(request, "forms/cells.html", shown, status=status)


def _square(
    picture: Picture, cell: Cell, likely: dict[tuple[str, str], Suggestion], picked: Cell | None
) -> Square:
    place = (picture.grid.part, cell.ref)
    bound = picture.bindings.get(place)
    opens = (cell.kind in ("blank", "number") and (cell.bordered or place in likely)) or bound is not None
    address = cell_address(picture.form.name, picture.number, cell.ref) if opens else ""
    return Square(cell, address, said_of(bound), likely.get(place), cell is picked)


def said_of(bound: Binding | None) -> str:
    """Return what a binding puts into a cell, shortly."""
    if bound is None:
        return ""
    if bound.text:
        return str(TEXTS[bound.text])
    asked = next((each for each in all_figures() if each.id == bound.figure), None)
    if asked is None:
        return bound.figure
    return asked.en if language().startswith("en") else asked.zh


def _panel(picture: Picture, picked: Cell, likely: Suggestion | None) -> dict[str, Any]:
    """Return what stands beside the sheet for a cell: how it is bound, what is suggested, the choices."""
    now = picture.bindings.get((picture.grid.part, picked.ref))
    start = now or (likely.binding if likely else None)
    area = full(start.area) if start and start.area else picture.form.area
    span = start.span if start else "form"
    return {
        "now": now,
        "now_said": said_of(now),
        "suggested": likely,
        "suggested_said": said_of(likely.binding) if likely else "",
        "suggested_span": said_span_of(likely.binding.span) if likely and not likely.binding.text else "",
        "start": start,
        "area": short(area),
        "place": full_name(area, language()),
        "fixed": span[1:] if span.startswith("=") else "",
        "span": span,
        "spans": [(code, said_span_of(code)) for code in SPANS],
        "texts": TEXTS.items(),
        "figures": _figures(),
        "units": [each.label for each in UNITS.values()],
    }


def _figures() -> list[tuple[str, list[Figure]]]:
    """Return the figures one may choose, by programme."""
    called = {each.name: each.en if language().startswith("en") else each.zh for each in all_programmes()}
    found = dict[str, list[Figure]]()
    for each in all_figures():
        found.setdefault(called.get(owner(each.id), owner(each.id)), []).append(each)
    return list(found.items())


@hands
@require_POST
def bind(request: SignedRequest, name: str) -> HttpResponse:
    """Bind a cell as chosen, and its row or column in one go where that was asked for."""
    picture = _picture(request, name)
    cell = picture.grid.cell(request.POST.get("cell", ""))
    if cell is None:
        raise Http404
    try:
        made = _asked(request, picture, cell)
        way = request.POST.get("series", "")
        more = [made]
        if way in ("row", "column") and made.figure:
            more = series(picture.grid, picture.form.area, made, way, picture.bindings.values())
        bind_cells(By(request.actor), name, more)
    except (FormRefused, NotBound, NotAllowed) as error:
        return cells(request, name, str(error), 422)
    return HttpResponseRedirect(cell_address(name, picture.number, cell.ref))


def _asked(request: SignedRequest, picture: Picture, cell: Cell) -> Binding:
    given = request.POST
    if text := given.get("text", ""):
        return Binding(picture.grid.part, cell.ref, text=text)
    identity = given.get("figure", "")
    if identity not in {each.id for each in all_figures()}:
        raise NotBound(_("Choose what the cell is filled with."))
    area = area_meant(given.get("area", ""), picture.form.area) if given.get("area") else picture.form.area
    fixed = given.get("fixed", "").strip()
    made = bound_by_hand(
        picture.grid.part, cell, identity, area, f"={fixed}" if fixed else given.get("span", "form")
    )
    if unit := given.get("unit", ""):
        made = replace(made, unit=unit, percent=made.percent and unit == "%")
    if (digits := given.get("decimals", "").strip()).isdigit():
        made = replace(made, decimals=int(digits))
    return made.checked()


@hands
@require_POST
def accept(request: SignedRequest, name: str) -> HttpResponse:
    """Accept all certain suggestions, or the one of a cell."""
    picture, ref = _picture(request, name), request.POST.get("cell", "")
    if ref:
        taken = [each for each in picture.found if each.binding.place == (picture.grid.part, ref)]
    else:
        taken = [each for each in picture.found if each.certain]
    try:
        bind_cells(By(request.actor), name, [each.binding for each in taken])
    except (FormRefused, NotBound, NotAllowed) as error:
        return cells(request, name, str(error), 422)
    return HttpResponseRedirect(cell_address(name, picture.number, ref))


@hands
@require_POST
def unbind(request: SignedRequest, name: str) -> HttpResponse:
    """Take a cell's binding away."""
    picture, ref = _picture(request, name), request.POST.get("cell", "")
    unbind_cells(By(request.actor), name, [(picture.grid.part, ref)])
    return HttpResponseRedirect(cell_address(name, picture.number, ref))
