"""About a record 关于记录: its work orders, and what work can be asked for, for the record's own page."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.programme import all_finders
from nuanxin.kernel.work.declare import WorkType
from nuanxin.kernel.work.queries import orders_about
from nuanxin.web.work.shown import Line, lines

MOST = 20


@dataclass(frozen=True, slots=True)
class About:
    """The newest orders about a record, and the kinds of work one may ask for, each with its address."""

    lines: list[Line]
    kinds: list[tuple[WorkType, str]]


def about(record: Record) -> About:
    """Return what work there is about a record; one can ask for what its finder takes reports of."""
    model = type(record)
    kinds = [each.report.work for _owner, each in all_finders() if each.record is model and each.report]
    asked = [
        (kind, reverse("work_asking", args=[kind.name, model.record_kind, record.pk]))
        for kind in kinds
        if not record.withdrawn
    ]
    return About(lines(orders_about(record)[:MOST], timezone.now()), asked)
