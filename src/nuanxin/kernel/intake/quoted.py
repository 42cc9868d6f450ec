"""Quoted 引文: what questions quote of a sheet, and its end when the time of the sheet is over."""

from collections.abc import Sequence
from datetime import date

from django.db.models import QuerySet

from nuanxin.kernel.intake.models import WAITING, Question


def quoted_before(day: date, column: str) -> QuerySet[Question]:
    """Return the questions last asked before a day that still quote something in a sealed column."""
    held = Question.objects.filter(at__date__lt=day, **{f"{column}__isnull": False})
    return held.exclude(rows__state=WAITING)


def erase_quoted(keys: Sequence[int], column: str) -> list[tuple[str, bytes]]:
    """Empty a sealed column of questions; return what was destroyed, as it lay sealed.

    The index by which an answer is found goes with the text: what is asked again is answered anew.
    """
    rows = Question.objects.filter(pk__in=keys)
    lines = [(f"intake_question|{each.pk}|{column}", bytes(getattr(each, column))) for each in rows]
    gone: dict[str, None] = {column: None}
    if column == "sealed_text":
        gone["text_index"] = None
    rows.update(**gone)
    return lines
