"""Undoing what came in: a record withdrawn, an import taken back. The ledger keeps both, in red."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.models import Act as ActRow
from nuanxin.kernel.ledger.records import Record, record_models


class NotUndone(ValueError):
    """Something cannot be undone; the text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought into one register: the act, the kind of record, the last number before it."""

    act: int
    record_kind: int
    last_before: int


@dataclass(frozen=True, slots=True)
class Undone:
    """What became of an import's records: withdrawn, left as they are because they were there before, or
    because a later act has changed them since.
    """

    withdrawn: int
    known_before: int
    changed_since: int


@action("intake.withdraw_record", zh="撤回记录", en="withdraw a record")
def withdraw(act: Act, record_kind: int, identity: int) -> Record:
    """Reverse all a record posted and mark it withdrawn; a withdrawn one stays as it is.

    The actor must be clerk in its area and give a reason. Raises NotAllowed, NotUndone, PeriodClosed.
    """
    record = record_models()[record_kind]._default_manager.filter(pk=identity).first()
    if record is None:
        raise NotUndone(_("There is no such record any more."))
    allow(act.by.actor, "clerk", [record.area])
    _with_reason(act)
    if not record.withdrawn:
        act.withdraw(record)
    return record


@action("intake.undo_import", zh="撤销导入", en="undo an import")
def undo_import(act: Act, brought: list[Brought]) -> Undone:
    """Withdraw the records an import brought in and that nothing has changed since.

    A record the import only changed keeps its values: what it said before stands in an earlier sheet, and
    taking that sheet in again brings it back. The actor must be clerk over every area concerned, and give
    a reason. Raises NotAllowed, NotUndone, PeriodClosed.
    """
    _with_reason(act)
    models = record_models()
    done = Undone(0, 0, 0)
    for each in brought:
        one = _undo(act, models[each.record_kind], each)
        done = Undone(
            done.withdrawn + one.withdrawn,
            done.known_before + one.known_before,
            done.changed_since + one.changed_since,
        )
    return done


def _undo(act: Act, model: type[Record], brought: Brought) -> Undone:
    records = model._default_manager.filter(act_id=brought.act)
    fresh = records.filter(pk__gt=brought.last_before, withdrawn=False).order_by("pk")
    allow(act.by.actor, "clerk", set(fresh.values_list("area", flat=True)))
    before = records.filter(pk__lte=brought.last_before).count()
    withdrawn = act.withdraw_all(model, list(fresh))
    written = ActRow.objects.get(number=brought.act)
    touched = _touched(model, written)
    return Undone(withdrawn, before, max(0, touched - withdrawn - before))


def _touched(model: type[Record], written: ActRow) -> int:
    """Return how many records of a model the act posted for."""
    entries = written.lines.filter(record_kind=model.record_kind).order_by()
    return entries.values("record").distinct().count()


def _with_reason(act: Act) -> None:
    if not act.by.reason:
        raise NotUndone(_("Say why: an undoing without a reason is not kept."))
