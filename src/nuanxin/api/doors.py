"""Doors 个人菜单: what the API adds to the personal menu."""

from django.utils.translation import gettext_lazy as _

from nuanxin.web.accounts.doors import DOORS, Door


def add_doors() -> None:
    """Add tokens and the calendar for everybody, webhooks for the system administrator."""
    DOORS.append(Door("api_tokens", _("My tokens"), _("So that a program may ask in your name.")))
    DOORS.append(Door("my_calendar", _("My calendar"), _("Your dates in the calendar of your phone.")))
    told = _("Other systems that are told what happens here.")
    DOORS.append(Door("api_webhooks", _("Webhooks"), told, roles=("system",)))
