"""Words of accounts in templates: states, verbs, browsers, moments."""

import re
from datetime import UTC, datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.web.accounts.audit import outcome_word, verb_word
from nuanxin.web.accounts.roster import state_word

register = template.Library()
register.filter("state_word", state_word)
register.filter("verb_word", verb_word)
register.filter("outcome_word", outcome_word)

_BROWSERS = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


@register.filter
def browser_word(agent: str) -> str:
    """Return a browser's own description in two words, such as "Chrome · Windows"."""
    browser = next((said for mark, said in _BROWSERS if mark in agent), "")
    system = next((said for mark, said in _SYSTEMS if re.search(mark, agent)), "")
    return " · ".join(filter(None, (browser, system))) or _("another browser")


@register.filter
def moment(microseconds: int) -> str:
    """Return a moment of the ledger or journal as local day and time."""
    at = datetime.fromtimestamp(microseconds / 1_000_000, tz=UTC)
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S")
