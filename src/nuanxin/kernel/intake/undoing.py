"""Undoing 撤销导入: what worksheets brought is withdrawn, what they changed says again what it said."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from nuanxin.kernel.intake.actions import restore, undo_import
from nuanxin.kernel.intake.models import Taking
from nuanxin.kernel.intake.takings import before, still_theirs
from nuanxin.kernel.ledger.acts import By, SourceRef
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.records import Before, record_models
from nuanxin.kernel.ledger.statements import Statements


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What became of an undone import: records withdrawn, restored, left because changed since; reversals."""

    withdrawn: int
    restored: int
    changed_since: int
    reversed: int
    act: int | None


def take_back(by: By, takings: Sequence[int]) -> TakenBack:
    """Undo worksheets, newest first, with the rows of theirs that were settled later; in one transaction.

    What a record said before comes back under the sheet line that had said it. Raises what ``undo_import``
    and ``restore`` raise.
    """
    with transaction.atomic():
        Statements().alone()
        settled = Taking.objects.filter(settles__in=takings).values_list("pk", flat=True)
        every = [*takings, *settled]
        restored, reversals = 0, 0
        for taking in Taking.objects.filter(pk__in=every, undone=None).order_by("-pk"):
            done, red = _restore(by, taking)
            restored, reversals = restored + done, reversals + red
        outcome = undo_import(by, every)
    result = outcome.result
    return TakenBack(
        result.withdrawn, restored, result.changed_since, reversals + outcome.reversed, outcome.act
    )


def _restore(by: By, taking: Taking) -> tuple[int, int]:
    """Restore what a worksheet changed, an act for each sheet that had said it; return records, reversals."""
    if taking.record_kind is None or taking.act_id is None:
        return 0, 0
    mine = still_theirs(record_models()[taking.record_kind], taking)
    by_act: dict[int, list[Before]] = {}
    for said in before(taking):
        if said.record in mine:
            by_act.setdefault(said.act, []).append(said)
    acts = Act.objects.select_related("source").in_bulk(by_act)
    restored, reversals = 0, 0
    for number in sorted(by_act):
        source = acts[number].source
        ref = SourceRef(source.kind, bytes(source.digest), source.name, source.part) if source else None
        outcome = restore(replace(by, source=ref), taking.pk, taking.record_kind, by_act[number])
        restored, reversals = restored + outcome.result.changed, reversals + outcome.reversed
    return restored, reversals
