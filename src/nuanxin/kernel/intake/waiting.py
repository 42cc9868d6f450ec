"""Waiting 待答: the rows that wait for answers, counted as waiting, and how each ended."""

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, QuerySet
from django.utils import timezone

from nuanxin.kernel.access import seen
from nuanxin.kernel.intake.doubts import Asked
from nuanxin.kernel.intake.models import SUPERSEDED, WAITING, Taking, WaitingRow
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.telling import Name, name_of
from nuanxin.kernel.ledger.acts import Actor

BATCH = 2_000


def keep_waiting(
    taking: Taking,
    asked: Sequence[Asked],
    numbers: Mapping[Name, int],
    areas: Mapping[int, int],
    records: Mapping[int, int] | None = None,
) -> int:
    """Keep the rows of a worksheet that wait, each with its questions; return how many there are.

    ``areas`` are those of rows that could be read; the others wait in the office's. ``records`` names the
    record of each row that is gone from the sheet.
    """
    questions: dict[int, set[int]] = {}
    for each in asked:
        questions.setdefault(each.row, set()).add(numbers[name_of(each)])
    if records is None:
        _ask_anew(taking, list(questions))
    rows = [
        WaitingRow(
            taking=taking,
            row=row,
            area=areas.get(row) or taking.area,
            record=records.get(row) if records else None,
        )
        for row in questions
    ]
    WaitingRow.objects.bulk_create(rows, BATCH)
    links = WaitingRow.questions.through
    links.objects.bulk_create(
        [links(waitingrow_id=row.pk, question_id=number) for row in rows for number in questions[row.row]],
        BATCH,
    )
    return len(rows)


def _ask_anew(taking: Taking, rows: Sequence[int]) -> None:
    """Let rows of the same worksheet go that wait already: they are kept with the questions of now."""
    waiting = WaitingRow.objects.filter(taking=taking, state=WAITING, record=None)
    for start in range(0, len(rows), BATCH):
        waiting.filter(row__in=rows[start : start + BATCH]).delete()


def end(
    rows: Iterable[WaitingRow],
    state: str,
    why: str = "",
    act: int | None = None,
    told: Mapping[str, str] | None = None,
) -> None:
    """Note how waiting rows ended: ``why`` as a person wrote it, or ``told`` in each language."""
    for row in (given := list(rows)):
        row.state, row.why, row.ended_at, row.told = state, why[:300], timezone.now(), dict(told or {})
        row.act_id = act  # type: ignore[assignment]
    WaitingRow.objects.bulk_update(given, ["state", "why", "told", "act", "ended_at"], BATCH)


def supersede(taking: Taking, earlier: Iterable[int]) -> int:
    """Let the waiting rows of earlier editions go: a later sheet says them anew. Return how many."""
    rows = WaitingRow.objects.filter(taking__in=list(earlier), state=WAITING, record=None)
    return rows.update(state=SUPERSEDED, ended_by=taking, ended_at=timezone.now())


def rows_of(office: Office) -> QuerySet[WaitingRow]:
    """Return the rows an office's answers are waited for, those gone from its sheets among them."""
    return WaitingRow.objects.filter(taking__office=office.key, state=WAITING)


def waiting_in(actor: Actor, sheets: Iterable[str]) -> dict[str, int]:
    """Return how many rows of each sheet wait within the actor's areas, where any do."""
    rows = seen(actor, WaitingRow.objects.filter(state=WAITING, record=None, taking__sheet__in=list(sheets)))
    counted = rows.order_by().values("taking__sheet").annotate(number=Count("pk"))
    return {each["taking__sheet"]: each["number"] for each in counted}
