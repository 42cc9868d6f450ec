"""Repairs at stations that a test asks for, apart from those the demonstration tells of."""

from django.db.models import QuerySet

from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.work.actions import move_order
from nuanxin.kernel.work.models import Step, WorkOrder
from tests.people import account_of


def _told() -> "QuerySet[WorkOrder]":
    steps = Step.objects.filter(token__startswith="demo.")
    return WorkOrder.objects.filter(kind="station_repair", pk__in=steps.values("order"))


def repairs() -> "QuerySet[WorkOrder]":
    """Return the repairs of the test."""
    return WorkOrder.objects.filter(kind="station_repair").exclude(pk__in=_told().values("pk"))


def end_told_repairs() -> None:
    """End those of the demonstration, so that only what a test asks for waits."""
    for order in _told().filter(ended_on=None):
        ends = ("verify", "") if order.state == "mended" else ("drop", "no_fault")
        move_order(By(account_of("reviewer").actor), order.pk, ends[0], reason=ends[1])
