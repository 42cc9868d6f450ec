"""The burden at home 填报负担: what was typed in one's areas in the newest whole month; what it filled."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import CharField, Value
from django.utils.timezone import localdate

from nuanxin.kernel.access import seen
from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.bulletins.forms.models import FilledForm
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.figures.burden import Burden, newest_burden
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.plain.periods import Period


@dataclass(frozen=True, slots=True)
class TypedHere:
    """A month, what was typed in it and in the one before, and how many papers it filled by itself."""

    month: Period
    now: Burden
    before: Burden
    forms: int
    bulletins: int


def typed_here(actor: Actor, latest: Bulletin | None) -> TypedHere | None:
    """Return what was typed in one's areas in the newest month that is whole, or None where nothing was.

    Whole are the months the latest bulletin covers, as on the boards; without one, those that are over.
    Two statements.
    """
    after = latest.as_of + timedelta(days=1) if latest else localdate()
    last = after.replace(day=1) - timedelta(days=1)
    number, now, before = newest_burden(ranges_of(actor, *READERS), last.year * 100 + last.month)
    if not number:
        return None
    month = Period.parse(f"{number // 100}-{number % 100:02}")
    kinds = [kind for kind, _name in _papers(actor, month)]
    return TypedHere(month, now, before, kinds.count("form"), kinds.count("bulletin"))


def _papers(actor: Actor, month: Period) -> list[tuple[str, str]]:
    """Return the forms filled and the bulletins that stand for a month, each once: kind and name."""
    forms = seen(actor, FilledForm.objects.filter(period__in=periods_ending(month.last)), "form__area")
    issues = seen(actor, Bulletin.objects.filter(as_of__range=(month.first, month.last)))
    issues = issues.filter(withdrawal__act=None, corrected=None)
    return list(
        forms.order_by()
        .values_list(Value("form", CharField()), "form_id")
        .union(issues.order_by().values_list(Value("bulletin", CharField()), "number"))
    )


def periods_ending(day: date) -> list[str]:
    """Return the periods a form is filled for that end with a month's last day, in the short form."""
    found = [f"{day:%Y-%m}", f"..{day}"]
    if day.month % 3 == 0:
        found.append(f"{day.year}Q{day.month // 3}")
    return [*found, str(day.year)] if day.month == 12 else found
