"""``nuanxin accounts``: accounts at the machine's own console, and the link of the first run."""

from datetime import timedelta

import click
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.access.accounts import CONSOLE, close_account, invite_again, unlock
from nuanxin.kernel.access.models import Account
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.pruning import prune_journal
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.site.speaking import SpokenCommand, SpokenGroup, said
from nuanxin.web.accounts.first import first_link
from nuanxin.web.accounts.links import link_of
from nuanxin.web.accounts.numbers import number


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


@accounts.command("link", help=said("Print a link by which somebody chooses a password; shown once."))
@click.argument("name")
def link(name: str) -> None:
    """Print a link."""
    word = invite_again(By(CONSOLE), _account(name), number("invitation_hours")).result
    click.echo(link_of(None, word))


@accounts.command("close", help=said("Close an account: whoever is signed in with it is out at once."))
@click.argument("name")
def close(name: str) -> None:
    """Close an account."""
    close_account(By(CONSOLE), _account(name))
    click.echo(_("It is closed."))


@accounts.command("unlock", help=said("Forget the wrong tries at an account, so that it opens at once."))
@click.argument("name")
def unlock_account(name: str) -> None:
    """Unlock an account."""
    unlock(By(CONSOLE), _account(name))
    click.echo(_("It is unlocked."))


def show_first_link() -> None:
    """Print the link of the first administrator where nobody can administer yet."""
    try:
        found = first_link()
    except DatabaseError:  # not set up yet: `nuanxin setup` comes first
        return
    if found:
        facts = {"hours": number("invitation_hours"), "link": found}
        said_ = _("Nobody can administer yet. Open this link once, within %(hours)d hours: %(link)s")
        click.echo(said_ % facts)


def _account(name: str) -> Account:
    known = Account.objects.filter(username=name.strip().lower()).first()
    if known is None:
        said_ = _("There is no account %(name)s; `nuanxin accounts list` names them all.")
        raise click.ClickException(said_ % {"name": name})
    return known


@click.command("prune", cls=SpokenCommand, help=said("Remove journal events past their time, with proof."))
def prune() -> None:
    """Prune the journal."""
    months = rule("audit.kept_months", timezone.localdate()).value
    removed = prune_journal(By(CONSOLE), timedelta(days=31 * int(str(months)))).result
    if removed is None:
        click.echo(_("No sealed range of the journal is older than %(months)s months.") % {"months": months})
    else:
        click.echo(_("Events up to %(last)d are removed; a signed line proves it.") % {"last": removed.last})


COMMANDS = (accounts, prune)
