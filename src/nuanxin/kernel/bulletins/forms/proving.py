"""Filled copies recomputed: each is what its act handed out, its numbers what the ledger said at its seal."""

from collections.abc import Mapping
from fractions import Fraction

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.bulletins.forms.actions import filled_digest
from nuanxin.kernel.bulletins.forms.answering import number_written
from nuanxin.kernel.bulletins.forms.binding import Binding, bindings_of
from nuanxin.kernel.bulletins.forms.models import FilledCell, FilledForm
from nuanxin.kernel.figures.answers import Ask, answer
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.ledger.findings import Finding
from nuanxin.kernel.ledger.models import Act
from nuanxin.plain.periods import Period


def verify_filled_forms() -> list[Finding]:
    """Prove every filled copy as frozen: no value changed, and each what the ledger said as of its entry.

    A cell whose figure was defined anew since cannot be recomputed; its act still vouches for what was
    written.
    """
    acts = dict(Act.objects.filter(object__startswith="filled form:").values_list("number", "object"))
    findings: list[Finding] = []
    for filled in FilledForm.objects.select_related("version").order_by("pk"):
        place, cells = f"form {filled.form_id} copy {filled.number}", list(filled.cells.all())
        if acts.pop(filled.act_id, "") != _mark(filled, cells):
            findings.append(Finding(place, _("it is not what its act handed out")))
            continue
        said = _("the number is not what the ledger said at its seal")
        otherwise = _otherwise(filled, cells)
        findings += [Finding(f"{place} {each.part} {each.cell}", said) for each in otherwise]
    return findings + [Finding(f"act {number}", _("its filled form is gone")) for number in acts]


def _mark(filled: FilledForm, cells: list[FilledCell]) -> str:
    return f"filled form:{filled.form_id}:{filled.number}:{filled_digest(filled, cells)}"


def _otherwise(filled: FilledForm, cells: list[FilledCell]) -> list[FilledCell]:
    """Return the cells whose value, or the number written from it, the ledger does not say."""
    asks = {each.position: _ask(each) for each in cells if _stands(each)}
    answers = answer(list(dict.fromkeys(asks.values())), as_of=filled.as_of_seq) if asks else {}
    bound = {each.place: each for each in bindings_of(filled.version.bindings)}
    asked = [(each, answers[asks[each.position]].value) for each in cells if each.position in asks]
    return [each for each, value in asked if value != _value(each) or not _rightly(each, value, bound)]


def _rightly(cell: FilledCell, value: Fraction | None, bound: Mapping[tuple[str, str], Binding]) -> bool:
    """Return whether what was written is the value as its binding writes it; a blank says nothing."""
    if not cell.written:
        return True
    binding = bound.get((cell.part, cell.cell))
    return binding is not None and value is not None and cell.written == str(number_written(binding, value))


def _ask(cell: FilledCell) -> Ask:
    return Ask(cell.figure, full(cell.area), Period.parse(cell.period))


def _value(cell: FilledCell) -> Fraction | None:
    return Fraction(int(cell.numerator), int(cell.denominator)) if cell.numerator else None


def _stands(cell: FilledCell) -> bool:
    """Return whether a cell asked a figure that is defined today as it was then."""
    try:
        return bool(cell.definition) and figure(cell.figure).definition_hash == cell.definition
    except KeyError:
        return False
