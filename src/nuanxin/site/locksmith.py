"""The commands of keys: rotate them, retire the old ones, say which there are."""

from collections.abc import Callable

import click
from django.db import transaction
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.renewing import keys_in_files, renew_files
from nuanxin.kernel.ledger.acts import Act, Actor, By, action
from nuanxin.kernel.ledger.statements import Statements
from nuanxin.kernel.privacy import master, rotation
from nuanxin.kernel.privacy.models import DataKey
from nuanxin.site.speaking import SpokenCommand, SpokenGroup, said

CONSOLE = By(Actor(0, "console"))


@click.group("keys", cls=SpokenGroup, help=said("The keys of personal fields: list, rotate, retire."))
def keys() -> None:
    """Hold the commands of keys together."""


@action("site.rotate_keys", zh="更换密钥", en="rotate keys")
def note_rotation(act: Act, name: str, renewed: int) -> None:
    """Leave the act that says values were sealed anew, and under which master key."""
    act.about("keys", f"rotated/{name}/{renewed}")


@action("site.retire_keys", zh="销毁旧密钥", en="retire old keys")
def note_retirement(act: Act, data_keys: int, masters: int) -> None:
    """Leave the act that says old keys were destroyed."""
    act.about("keys", f"retired/{data_keys}/{masters}")


def rotate(tell: rotation.Progress) -> int:
    """Finish a rotation that was cut off, or begin one and carry it through; return how many were renewed."""
    if in_use() <= rotation.newest():
        rotation.begin()
    renewed = rotation.renew_columns(tell) + renew_files(tell)
    note_rotation(CONSOLE, master.current()[0], renewed)
    return renewed


def in_use() -> set[int]:
    """Return the ids of the data keys that any value or file lies under."""
    return rotation.keys_in_columns() | keys_in_files()


def retire() -> tuple[int, int, int]:
    """Destroy what nothing needs; return data keys gone, master keys gone, and old data keys still needed."""
    with master.held(alone=True), transaction.atomic():
        Statements().alone()
        used = in_use()
        gone, masters = rotation.retire(used)
        left = len(used - rotation.newest())
    if gone or masters:
        note_retirement(CONSOLE, gone, masters)
    return gone, masters, left


@keys.command("list", cls=SpokenCommand, help=said("List master and data keys; never what they are."))
def list_keys() -> None:
    """List the keys."""
    used, fresh = in_use(), rotation.newest()
    for path, name in zip(master.files(), master.masters(), strict=True):
        click.echo(f"{name}  {path}")
    for key in DataKey.objects.order_by("record_class", "id"):
        state = (
            _("seals") if key.id in fresh else _("still read") if key.id in used else _("no longer needed")
        )
        click.echo(f"{key.id:6}  {key.record_class:24} {key.cipher:12} {key.master}  {state}")


@keys.command(
    "rotate",
    cls=SpokenCommand,
    help=said("Make new keys and seal everything anew while work goes on. Cut off anywhere, run it again."),
)
def rotate_keys() -> None:
    """Rotate the keys."""
    renewed = rotate(_spoken(click.echo))
    click.echo(_("%(count)d values lie under the new keys. Retire the old ones.") % {"count": renewed})


@keys.command(
    "retire",
    cls=SpokenCommand,
    help=said("Destroy old keys that nothing lies under any more; backups of before then open no more."),
)
def retire_keys() -> None:
    """Retire the old keys."""
    gone, masters, left = retire()
    facts = {"gone": gone, "masters": masters, "left": left}
    click.echo(_("Data keys destroyed: %(gone)d; master keys: %(masters)d.") % facts)
    if left:
        click.echo(_("Old keys still needed: %(left)d. Run `nuanxin keys rotate` first.") % facts)


def _spoken(echo: Callable[[str], object]) -> rotation.Progress:
    """Return a progress that says every twentieth of a column."""

    def tell(name: str, done: int, total: int) -> None:
        step = max(total // 20, 1)
        if done == total or done // step != max(done - rotation.BATCH, 0) // step:
            echo(f"{name}: {done:,} / {total:,}")

    return tell


COMMANDS = (keys,)
