"""Every write to forms: handed in, bound, handed out filled, sent, retired. Each is an act; versions stay."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from json import dumps
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.access import NotAllowed, allow
from nuanxin.kernel.bulletins.forms.binding import KINDS, Binding, NotBound, bindings_of
from nuanxin.kernel.bulletins.forms.grid import grids_of
from nuanxin.kernel.bulletins.forms.models import FilledCell, FilledForm, Form, FormVersion
from nuanxin.kernel.intake.files import StoredFile, kept_file
from nuanxin.kernel.ledger.acts import Act, Actor, action

HANDS = ("clerk", "publisher")
"""The roles that bind and fill the forms of their areas."""
_NAME = re.compile(r"[\w][\w.-]{0,39}")


class FormRefused(ValueError):
    """A form cannot be kept, changed or filled so; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class About:
    """What is said of a form when it is handed in, or said anew later."""

    title: str
    issued_by: str = ""
    office: str = ""
    period_kind: str = "month"
    only_closed: bool = False


def demand_hand(actor: Actor, area: int) -> None:
    """Let a clerk or publisher of an area pass; raise NotAllowed else."""
    try:
        allow(actor, HANDS[0], {area})
    except NotAllowed:
        allow(actor, HANDS[1], {area})


@action("forms.upload", zh="收存上级报表", en="hand in a superior office's form")
def upload_form(act: Act, name: str, area: int, blank: StoredFile, about: About) -> FormVersion:
    """Keep a superior office's blank under a name, for an area; the same again changes nothing.

    A blank with other cells under a known name is its next version: bindings of cells that are gone or
    hold a formula now are dropped. Raises NotAllowed, FormRefused, FileRefused.
    """
    demand_hand(act.by.actor, area)
    if not _NAME.fullmatch(name):
        raise FormRefused(_("A form's name has up to 40 letters, digits, dots and dashes."))
    _told(about)
    grids = grids_of(blank.digest)
    form = Form.objects.select_for_update().filter(name=name).first()
    if form is None:
        return _version(act, Form.objects.create(name=name, area=area), blank, about, [])
    if form.area != area:
        raise FormRefused(_("Another area has a form of that name; choose another name."))
    newest = form.newest
    if bytes(newest.digest) == blank.digest and _about(newest) == about and not form.retired:
        return newest
    free = {(grid.part, each.ref) for grid in grids for each in grid.cells() if each.kind != "formula"}
    kept = [each for each in bindings_of(newest.bindings) if each.place in free]
    _retire(form, retired=False)
    return _version(act, form, blank, about, kept)


@action("forms.describe", zh="更改报表说明", en="say anew what a form is")
def describe_form(act: Act, name: str, about: About) -> FormVersion:
    """Change a form's title, issuer, office or kind of period. Raises NotAllowed, FormRefused."""
    form = _mine(act, name)
    _told(about)
    newest = form.newest
    if _about(newest) == about:
        return newest
    return _version(act, form, _blank(newest), about, bindings_of(newest.bindings))


@action("forms.bind", zh="绑定取数", en="bind cells of a form")
def bind_cells(act: Act, name: str, bindings: Sequence[Binding]) -> FormVersion:
    """Bind cells, each to what it says; cells bound before are bound anew, the others stay.

    Raises NotAllowed (nor may one bind figures of areas one has no hand in), FormRefused, NotBound.
    """
    form = _mine(act, name)
    newest = form.newest
    cells = {(grid.part, each.ref): each for grid in grids_of(bytes(newest.digest)) for each in grid.cells()}
    for each in bindings:
        cell = cells.get(each.checked().place)
        if cell is None:
            raise NotBound(_("The form has no cell %(cell)s.") % {"cell": each.cell})
        if cell.kind == "formula":
            raise NotBound(
                _("%(cell)s holds a formula of the form; it works itself out.") % {"cell": each.cell}
            )
    known = {each.place: each for each in bindings_of(newest.bindings)}
    wanted = known | {each.place: each for each in bindings}
    if wanted == known:
        return newest
    order = {place: number for number, place in enumerate(cells)}
    inside = sorted(wanted.values(), key=lambda each: order.get(each.place, len(order)))
    return _version(act, form, _blank(newest), _about(newest), inside)


@action("forms.unbind", zh="解除取数", en="unbind cells of a form")
def unbind_cells(act: Act, name: str, places: Iterable[tuple[str, str]]) -> FormVersion:
    """Take the bindings of some cells (worksheet, cell) away. Raises NotAllowed, FormRefused."""
    form = _mine(act, name)
    newest, gone = form.newest, set(places)
    kept = [each for each in bindings_of(newest.bindings) if each.place not in gone]
    if len(kept) == len(newest.bindings):
        return newest
    return _version(act, form, _blank(newest), _about(newest), kept)


@action("forms.retire", zh="停用报表", en="retire a form")
def retire_form(act: Act, name: str) -> Form:
    """Take a form out of use; what was filled stays. Raises NotAllowed."""
    form = _mine(act, name, retired=True)
    if not form.retired:
        _retire(form, retired=True)
        act.about("form", f"{name}:retired")
    return form


@action("forms.fill", zh="填报", en="fill in a form")
def keep_filled(act: Act, filled: FilledForm, cells: Sequence[FilledCell]) -> FilledForm:
    """Keep a filled copy as handed out, with its values; see ``filling.fill``, which makes it.

    The same values as in the newest copy for the period are that copy: nothing is kept twice.
    Raises NotAllowed, FormRefused.
    """
    form = _mine(act, filled.form_id)
    last = form.filled.filter(period=filled.period).first()
    if last is not None and last.version_id == filled.version_id and _same(last.cells.all(), cells):
        return last
    newest = form.filled.first()
    filled.number = newest.number + 1 if newest else 1
    filled.by, filled.at, filled.act_id = act.by.actor.name, _moment(act), act.number
    filled.save(force_insert=True)
    for each in cells:
        each.filled = filled
    FilledCell.objects.bulk_create(cells)
    act.about("filled form", f"{form.name}:{filled.number}:{filled_digest(filled, cells)}")
    return filled


@action("forms.send", zh="上报", en="note that a form was handed up")
def send_filled(act: Act, name: str, number: int) -> FilledForm:
    """Note that a filled copy was handed up; noted once. Raises NotAllowed, FilledForm.DoesNotExist."""
    form = _mine(act, name, retired=True)
    filled = form.filled.select_for_update().get(number=number)
    if filled.sent_at is None:
        filled.sent_at, filled.sent_act_id = _moment(act), act.number
        filled.save(update_fields=["sent_at", "sent_act"])
        act.about("sent form", f"{name}:{number}")
    return filled


def filled_digest(filled: FilledForm, cells: Iterable[FilledCell]) -> str:
    """Return the SHA-256 of what a filled copy froze: its file, period, seal and every value."""
    head = [filled.form_id, filled.number, filled.period, bytes(filled.digest).hex(), filled.as_of_seq]
    return _digest([head, [[getattr(each, name) for name in FROZEN] for each in cells]])


FROZEN = (
    "part", "cell", "figure", "area", "period", "definition", "numerator", "denominator", "written",
    "unit", "reason", "cautions", "rows",
)  # fmt: skip
"""What of a filled cell its act vouches for."""


def version_digest(version: FormVersion) -> str:
    """Return the SHA-256 of what a version says."""
    about = _about(version)
    told = [about.title, about.issued_by, about.office, about.period_kind, about.only_closed]
    return _digest([told, bytes(version.digest).hex(), version.file_name, version.bindings])


def _digest(told: Any) -> str:
    return sha256(dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _same(one: Iterable[FilledCell], other: Iterable[FilledCell]) -> bool:
    def told(cells: Iterable[FilledCell]) -> list[tuple[Any, ...]]:
        return [tuple(getattr(each, name) for name in FROZEN) for each in cells]

    return told(one) == told(other)


def _mine(act: Act, name: str, *, retired: bool = False) -> Form:
    form = Form.objects.select_for_update().filter(name=name).first()
    if form is None:
        raise FormRefused(_("There is no form %(name)s.") % {"name": name})
    demand_hand(act.by.actor, form.area)
    if form.retired and not retired:
        raise FormRefused(_("The form is retired; hand its blank in again to use it."))
    return form


def _told(about: About) -> None:
    if not about.title.strip():
        raise FormRefused(_("Give the form a title."))
    if about.period_kind not in KINDS:
        raise FormRefused(_("Say what the form is filled for: a month, a quarter, a year, or a day."))


def _about(version: FormVersion) -> About:
    return About(version.title, version.issued_by, version.office, version.period_kind, version.only_closed)


def _blank(version: FormVersion) -> StoredFile:
    return kept_file(bytes(version.digest), version.file_name)


def _retire(form: Form, *, retired: bool) -> None:
    form.retired = retired
    form.save(update_fields=["retired"])


def _version(
    act: Act, form: Form, blank: StoredFile, about: About, bindings: Sequence[Binding]
) -> FormVersion:
    last = form.versions.order_by("-number").values_list("number", flat=True).first()
    version = FormVersion(
        form=form,
        number=(last or 0) + 1,
        title=about.title.strip()[:200],
        issued_by=about.issued_by.strip()[:120],
        office=about.office.strip()[:120],
        period_kind=about.period_kind,
        only_closed=about.only_closed,
        digest=blank.digest,
        file_name=blank.name[:255],
        bindings=[each.kept() for each in bindings],
        by=act.by.actor.name,
        at=_moment(act),
        act_id=act.number,
    )
    version.save(force_insert=True)
    act.about("form", f"{form.name}:{version.number}:{version_digest(version)}")
    return version


def _moment(act: Act) -> datetime:
    return datetime.fromtimestamp(act.at / 1_000_000, UTC)
