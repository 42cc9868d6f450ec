"""Waiting 待答复: the suggestions a clerk has yet to answer, for the home page of what needs a hand."""

from collections.abc import Iterator

from django.db.models import Count, Min
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.acts import Actor
from nuanxin.web.suggestions.desk import unanswered
from nuanxin.web.templatetags.wording import day
from nuanxin.web.today.hands import Item


def suggestions_waiting(actor: Actor) -> Iterator[Item]:
    """Yield how many suggestions of an actor's areas want an answer, and by when the first; one query."""
    found = unanswered(actor).order_by().aggregate(count=Count("pk"), first=Min("due_on"))
    if not found["count"]:
        return
    due = _("the first is due on %(day)s") % {"day": day(found["first"])}
    yield Item(
        _("Suggestions and complaints"),
        _("Suggestions without an answer"),
        reverse("suggestion_desk"),
        _("Answer"),
        found["count"],
        due,
        urgent=found["first"] < localdate(),
    )
