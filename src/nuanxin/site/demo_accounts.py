"""Accounts of the demonstration: invented persons get random passwords, kept beside the data and shown.

Never for anybody who is not marked as invented: a real person chooses a password by an invitation.
"""

import os
import secrets
from pathlib import Path

import click
from django.conf import settings
from django.utils.translation import gettext as _

from nuanxin.kernel.access.models import Account
from nuanxin.site.city import City

LETTERS, DIGITS = "abcdefghjkmnpqrstuvwxyz", "23456789"


def keep_demo_accounts(city: City) -> dict[str, str]:
    """Give every invented person of a city a password who has none; return all of them by sign-in name."""
    known = _read()
    logins = [each.login for each in city.people.values() if each.demonstration]
    accounts = Account.objects.filter(username__in=logins, party__demonstration=True)
    for account in accounts:
        if account.username in known and account.has_usable_password():
            continue
        known[account.username] = fresh_password()
        account.set_password(known[account.username])
        account.save(update_fields=["password"])
    _write(known)
    return known


def show_demo_accounts(city: City) -> None:
    """Print who may sign in with which password, a line each, with what they do."""
    from nuanxin.site.cli import language

    words = keep_demo_accounts(city)
    click.echo(_("Sign in as one of these invented people (kept in %(path)s):") % {"path": _path()})
    for person in city.people.values():
        if person.login in words:
            does = person.title.said(language())
            click.echo(f"  {person.login:10} {words[person.login]:16} {does}")


def fresh_password() -> str:
    """Return a password one can read out and type: two words of letters and four digits."""
    first, second = ("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(2))
    return f"{first.capitalize()}-{second}-{''.join(secrets.choice(DIGITS) for _ in range(4))}"


def _path() -> Path:
    folder: Path = settings.NUANXIN["data"]
    return folder / "demo-accounts.txt"


def _read() -> dict[str, str]:
    if not _path().exists():
        return {}
    lines = _path().read_text(encoding="ascii").splitlines()
    return dict(line.split(maxsplit=1) for line in lines if line.strip())


def _write(words: dict[str, str]) -> None:
    descriptor = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{login} {word}\n" for login, word in words.items())
