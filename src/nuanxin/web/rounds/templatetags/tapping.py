"""Tags that the forms of a place need."""

from django import template

from nuanxin.web.rounds.opened import fresh_token

register = template.Library()
register.simple_tag(fresh_token, name="fresh_token")


@register.filter
def signed_step(number: int) -> str:
    """Return an amount with its sign, as a button says it."""
    return f"+{number}" if number > 0 else f"\u2212{-number}"
