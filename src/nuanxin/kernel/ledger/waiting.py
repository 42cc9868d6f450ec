"""Waiting 待办: an index over just those records that want a hand, so that counting them reads no others."""

from django.db import models
from django.db.models import Q


def waiting(name: str, where: Q, since: str = "") -> models.Index:
    """Return the index of the records a condition tells and nobody withdrew, by area and waiting day.

    ``name`` is the index's own in the whole database; ``since`` the day a need counts from, blank
    without one. A page's ``Need`` must be told by the same condition, or the index does not serve it.
    """
    fields = ["area", since] if since else ["area"]
    return models.Index(fields=fields, name=name, condition=where & Q(withdrawn=False))
