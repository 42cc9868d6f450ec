"""The 40 mixed figures once more, as a good Django programmer would write them over one table.

Each is one query where one will do; the table has the index they all want (measure, day, area).
"""

from fractions import Fraction
from typing import ClassVar

from django.db import models
from django.db.models import Case, F, QuerySet, Sum, Value, When

from bench.questions import MONTHS, Question, whole_of
from bench.synthetic import COUNTY
from nuanxin.plain.periods import Period

REVERSAL = 1


class PeerEntry(models.Model):
    """An entry in a table of its own, without hashes or triggers."""

    seq = models.BigIntegerField(primary_key=True)
    kind = models.SmallIntegerField()
    measure = models.IntegerField()
    area = models.BigIntegerField()
    occurred = models.IntegerField()
    subject = models.BigIntegerField(null=True)
    counterpart = models.BigIntegerField(null=True)
    quantity = models.BigIntegerField()

    class Meta:
        app_label = "bench"
        db_table = "peer_entry"
        managed = False
        indexes: ClassVar = [models.Index("measure", "occurred", "area", name="peer_by_measure")]


COLUMNS = [field.column for field in PeerEntry._meta.concrete_fields]


def answered(database: str, questions: list[Question]) -> list[list[str]]:
    """Answer the questions by the ORM, in the form of ``questions.answered``."""
    return [[str(value) for value in _answer(database, question)] for question in questions]


def _answer(database: str, question: Question) -> list[Fraction | None]:
    rows, period = PeerEntry._default_manager.using(database), question.period
    own = rows.filter(measure=_number(question.code))
    asked = _within(own, question.area, period)
    match question.kind:
        case "count":
            sign = Case(When(kind=REVERSAL, then=Value(-1)), default=Value(1))
            return [Fraction(asked.aggregate(all=Sum(sign))["all"] or 0)]
        case "sum" | "stock":
            return [_sum(asked)]
        case "distinct" | "standing":
            held = asked.exclude(subject=None).values("subject").annotate(all=Sum("quantity"))
            return [Fraction(held.filter(all__gt=0).count())]
        case "year_before" | "before":
            other = period.year_before() if question.kind == "year_before" else period.before()
            base = _sum(_within(own, question.area, other))
            return [(_sum(asked) - base) / base if base > 0 else None]
        case "share":
            parts = rows.filter(measure__in=map(_number, whole_of(question.code)))
            whole = _sum(_within(parts, question.area, period))
            return [_sum(asked) / whole if whole else None]
        case "by_town":
            towns = asked.values(slot=F("area") / 1000).annotate(all=Sum("quantity")).order_by("slot")
            return [Fraction(part) for row in towns for part in (row["slot"] * 1000, row["all"])]
    return _by_month(own, question)


def _by_month(own: QuerySet[PeerEntry], question: Question) -> list[Fraction | None]:
    months = [question.period]
    while len(months) < MONTHS:
        months.insert(0, months[0].before())
    every = _within(own, question.area, Period(months[0].first, months[-1].last))
    sums = every.values(slot=F("occurred") / 100).annotate(all=Sum("quantity"))
    found = {row["slot"]: row["all"] for row in sums}
    return [Fraction(found.get(month.first.year * 100 + month.first.month, 0)) for month in months]


def _within(rows: QuerySet[PeerEntry], area: int, period: Period) -> QuerySet[PeerEntry]:
    width = 10**6 if area == COUNTY else 10**3
    days = (int(f"{period.first:%Y%m%d}"), int(f"{period.last:%Y%m%d}"))
    return rows.filter(area__range=(area, area + width - 1), occurred__range=days)


def _sum(rows: QuerySet[PeerEntry]) -> Fraction:
    return Fraction(rows.aggregate(all=Sum("quantity"))["all"] or 0)


def _number(code: str) -> int:
    return int(code.removeprefix("bench.m"))
