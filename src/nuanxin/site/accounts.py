"""``nuanxin accounts``: accounts at the machine's own console."""

import click
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import Account
from nuanxin.site.speaking import SpokenGroup, said


@click.group("accounts", cls=SpokenGroup, help=said("List accounts, and help where nobody can sign in."))
def accounts() -> None:
    """Hold the commands together."""


@accounts.command("list", help=said("List every account: sign-in name, open or closed, roles."))
def list_accounts() -> None:
    """List accounts."""
    for account in Account.objects.select_related("party").prefetch_related("party__grants"):
        roles = ", ".join(sorted({grant.role for grant in account.party.grants.all()})) or "-"
        state = _("open") if account.is_active else _("closed")
        click.echo(f"{account.username:20} {state:8} {roles}")


COMMANDS = (accounts,)
