"""Named questions to the register of stations."""

from datetime import date

from django.db.models import Q


def in_use(day: date) -> Q:
    """Return the condition of being in use on a day: opened by then, and not withdrawn by then."""
    return Q(opened_on__lte=day) & (Q(closed_on=None) | Q(closed_on__gt=day))
