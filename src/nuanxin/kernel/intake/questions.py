"""Questions 疑问: what is asked about an office's sheet, alike doubts once, with rows to look at."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.doubts import Asked
from nuanxin.kernel.intake.models import WAITING, Answer, Question, WaitingRow
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.telling import Name, Telling, name_of
from nuanxin.kernel.privacy.fields import conceal
from nuanxin.kernel.privacy.ring import Ring
from nuanxin.plain.masks import normal

BATCH = 400


def keep_questions(
    office: Office, sheet: Sheet, asked: Iterable[Asked], told: Mapping[Name, Telling]
) -> dict[Name, int]:
    """Keep the questions of a worksheet, those that are known told anew; return their numbers by name."""
    ring, names = Ring(), list(dict.fromkeys(name_of(each) for each in asked))
    numbers: dict[Name, int] = {}
    for start in range(0, len(names), BATCH):
        some = names[start : start + BATCH]
        known = _known(office, sheet, some, ring)
        made = [_made(office, sheet, name, ring) for name in some if name not in known]
        for question, name in (*((known[n], n) for n in some if n in known), *made):
            question.at = timezone.now()
            conceal(question, "sealed_told", told[name].written(), ring)
            numbers[name] = question.pk
        Question.objects.bulk_create([question for question, _name in made])
        Question.objects.bulk_update(known.values(), ["sealed_told", "at"])
    return numbers


def _known(office: Office, sheet: Sheet, names: Sequence[Name], ring: Ring) -> dict[Name, Question]:
    by_index = {
        (field, kind, index): (field, kind, text)
        for field, kind, text in names
        for index in ring.indexes("text", normal("text", text))
    }
    found = Question.objects.filter(
        office=office.key, sheet=sheet.name, text_index__in=[index for _f, _k, index in by_index]
    )
    known = {(each.field, each.kind, bytes(each.text_index or b"")): each for each in found}
    return {by_index[key]: each for key, each in known.items() if key in by_index}


def _made(office: Office, sheet: Sheet, name: Name, ring: Ring) -> tuple[Question, Name]:
    field, kind, text = name
    made = Question(office=office.key, area=office.area, sheet=sheet.name, field=field, kind=kind)
    conceal(made, "sealed_text", text, ring)
    return made, name


def open_questions(office: Office) -> QuerySet[Question]:
    """Return an office's questions that rows wait for, each with ``number``: how many rows."""
    standing = Answer.objects.filter(question=OuterRef("pk"), ended=None, at__gte=OuterRef("at"))
    waiting = Count("rows", filter=Q(rows__state=WAITING))
    open_ones = Question.objects.filter(Exists(_waiting_rows()), ~Exists(standing), office=office.key)
    return open_ones.annotate(number=waiting).order_by("sheet", "field", "kind", "-number", "at")


def _waiting_rows() -> QuerySet[Any]:
    links = WaitingRow.questions.through.objects
    return links.filter(question=OuterRef("pk"), waitingrow__state=WAITING)
