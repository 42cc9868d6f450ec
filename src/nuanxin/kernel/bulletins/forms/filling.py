"""Filling 填报: a form for a period, its values as of a seal, the file handed out, and what changed since."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.access import visible
from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.areas.tree import full_name
from nuanxin.kernel.bulletins.forms.actions import HANDS, FormRefused, demand_hand, keep_filled
from nuanxin.kernel.bulletins.forms.answering import Found, Words, found_for
from nuanxin.kernel.bulletins.forms.binding import bindings_of, period_for
from nuanxin.kernel.bulletins.forms.models import FilledCell, FilledForm, Form, FormVersion
from nuanxin.kernel.bulletins.forms.writing import Origin, written
from nuanxin.kernel.bulletins.wording import english, said_span
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.intake.files import keep_file, kept_file
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.models import Head
from nuanxin.kernel.ledger.seals import seal, short_code
from nuanxin.plain.periods import Period

Progress = Callable[[int, int], None]
_STEPS = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A form answered and written, not kept yet."""

    found: list[Found]
    content: bytes


def fill(
    actor: Actor, name: str, period_text: str, *, address: str = "", progress: Progress | None = None
) -> FilledForm:
    """Fill a form for a period as of a fresh seal, keep the copy, and return it.

    ``address`` is where the pages are found, for links (else ``NUANXIN_ADDRESS``). Filled again without
    a change, the copy there is answers. Raises NotAllowed, FormRefused, NotBound, FileRefused.
    """
    tell = progress or (lambda _done, _all: None)
    form = form_named(name)
    demand_hand(actor, form.area)
    version = form.newest
    period = period_for(version.period_kind, period_text)
    if not version.bindings:
        raise FormRefused(_("No cell of the form is bound to anything yet; bind its cells first."))
    tell(0, _STEPS)
    head = seal()
    if head is None:
        raise FormRefused(_("The ledger is empty: import the sheets first."))
    tell(1, _STEPS)
    made = make(version, period, head, actor, address or settings.NUANXIN_ADDRESS)
    tell(3, _STEPS)
    kept = keep_file(made.content, file_name(version, period))
    filled = FilledForm(
        form=form,
        version=version,
        period=str(period),
        digest=kept.digest,
        as_of_seq=head.entries,
        head=head,
    )
    cells = [_cell(place, each) for place, each in enumerate(made.found)]
    done = keep_filled(By(actor), filled, cells).result
    tell(_STEPS, _STEPS)
    return done


def make(version: FormVersion, period: Period, head: Head, actor: Actor, address: str = "") -> Made:
    """Answer and write a version of a form for a period, as of a head."""
    words = Words(office_of(version), actor.name, localdate())
    found = found_for(bindings_of(version.bindings), version, period, words, head.entries)
    facts = {"last": f"{head.entries:,}", "code": short_code(head)}
    sealed = _("as of entry %(last)s, sealed as %(code)s") % facts
    origin = Origin(version.title, said_span(period), sealed, address)
    blank = kept_file(bytes(version.digest), version.file_name)
    return Made(found, written(blank.read().content, blank.path.name, found, origin))


def form_named(name: str) -> Form:
    """Return a form by name. Raises FormRefused where there is none."""
    form = Form.objects.filter(name=name).first()
    if form is None:
        known = ", ".join(Form.objects.values_list("name", flat=True)) or "-"
        facts = {"name": name, "known": known}
        raise FormRefused(_("There is no form %(name)s; these are: %(known)s") % facts)
    return form


def digests_kept() -> set[bytes]:
    """Return the digests of the files forms keep: blanks and filled copies."""
    blanks = FormVersion.objects.values_list("digest", flat=True)
    filled = FilledForm.objects.values_list("digest", flat=True)
    return {bytes(each) for each in (*blanks, *filled)}


def forms_held(actor: Actor) -> list[Form]:
    """Return the forms of the areas an actor binds and fills for, those in use first."""
    found = Form.objects.none()
    for role in HANDS:
        found = found | visible(actor, role, Form.objects.all())
    return list(found.distinct().order_by("retired", "name"))


def office_of(version: FormVersion) -> str:
    """Return the reporting office as a form says it: as written, or the area's name."""
    return version.office or full_name(version.form.area, "en" if english() else "zh-hans")


def file_name(version: FormVersion, period: Period) -> str:
    """Return what a filled copy is called: as the blank, with the period."""
    stem = version.file_name.removesuffix(".xlsx")
    said = str(period).replace("/", "_").removeprefix("..")
    return f"{stem}-{said}.xlsx"


def _cell(place: int, found: Found) -> FilledCell:
    bound, ask, value = found.binding, found.ask, found.value
    return FilledCell(
        position=place,
        part=bound.part,
        cell=bound.cell,
        figure=bound.figure,
        area=short(ask.area) if ask else "",
        period=str(ask.period) if ask else "",
        definition=figure(bound.figure).definition_hash if ask else "",
        numerator="" if value is None else str(value.numerator),
        denominator="" if value is None else str(value.denominator),
        written="" if found.written is None else str(found.written)[:120],
        unit=bound.unit,
        reason=found.reason,
        cautions=" ".join(found.cautions),
        rows=found.drilled.total_rows if ask else None,
    )


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that says something else than in an earlier copy: then and now, as written; their difference."""

    part: str
    cell: str
    figure: str
    before: str
    after: str
    difference: Fraction | None


def earlier(filled: FilledForm) -> FilledForm | None:
    """Return what a copy is compared with: the last one sent for its period, else the one before."""
    others = FilledForm.objects.filter(form=filled.form, period=filled.period, number__lt=filled.number)
    return others.exclude(sent_at=None).first() or others.first()


def changes(before: FilledForm, after: FilledForm) -> list[Change]:
    """Return the cells that differ between two copies, in the order of the later one."""
    old = {(each.part, each.cell): each for each in before.cells.all()}
    new = {(each.part, each.cell): each for each in after.cells.all()}
    found = []
    for place in [*new, *(each for each in old if each not in new)]:
        then, now = old.get(place), new.get(place)
        said = (then.written if then else "", now.written if now else "")
        if said[0] != said[1]:
            one, other = _value(then), _value(now)
            gap = None if one is None or other is None else other - one
            known = now or then
            found.append(Change(*place, known.figure if known else "", *said, gap))
    return [each for each in found if each.figure]


def _value(cell: FilledCell | None) -> Fraction | None:
    if cell is None or not cell.numerator:
        return None
    return Fraction(int(cell.numerator), int(cell.denominator))
