"""Moving an installation 迁移: from SQLite to PostgreSQL, proved equal. Files stay where they are.

The ledger's tables only grow, so they are copied range by range and a second try goes on where the
first was cut off; everything else is copied anew in one transaction. Meanwhile nobody writes to the
source.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.core.management import call_command
from django.db import DataError, connections, models, transaction
from django.db.utils import ConnectionHandler
from django.utils.translation import gettext as _

from nuanxin.kernel.ledger.findings import Finding
from nuanxin.kernel.ledger.models import Act, Ledger
from nuanxin.site import tables
from nuanxin.site.connecting import connected_to
from nuanxin.site.proving import prove_all

HERE, THERE = "default", "there"
CHUNK = 100_000
"""Rows of a ledger table copied in one transaction."""

Tell = Callable[[str], object]


class MoveRefused(Exception):
    """The installation cannot be moved there; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Moved:
    """What was proved after a move: rows in all, and what is not equal or not sound."""

    rows: int
    findings: list[Finding]


def move(database: dict[str, Any], tell: Tell) -> Moved:
    """Copy everything into an empty PostgreSQL database, or finish what was begun there; prove it equal.

    Raises MoveRefused where the target holds something else, where the source is not sound, or where
    PostgreSQL refuses a value.
    """
    if connections[HERE].vendor != "sqlite" or not database["ENGINE"].endswith("postgresql"):
        raise MoveRefused(_("A move goes from SQLite to PostgreSQL: name its URL with --to."))
    tell(_("Proving the source."))
    if prove_all(deep=False, workers=2, tell=tell):
        raise MoveRefused(_("The source is not sound; `nuanxin verify` says where. Nothing was moved."))
    with _there(database):
        call_command("migrate", database=THERE, interactive=False, verbosity=0)
        with transaction.atomic(using=HERE):
            _agree()
            for model in tables.APPENDED:
                _append(model, tell)
            _rewrite(tell)
            tell(_("Comparing every table."))
            number, findings = _compared()
    tell(_("Proving the copy."))
    with connected_to(database):
        findings += prove_all(deep=True, workers=2, tell=tell)
    return Moved(number, findings)


@contextmanager
def _there(database: dict[str, Any]) -> Iterator[None]:
    connections.settings[THERE] = ConnectionHandler({"default": dict(database)}).settings["default"]
    try:
        yield
    finally:
        connections[THERE].close()
        del connections[THERE], connections.settings[THERE]


def _agree() -> None:
    """Refuse a target that holds anything but the beginning of this very ledger."""
    there = Ledger.objects.using(THERE).first()
    if there is None:
        if not tables.empty(THERE):
            raise MoveRefused(_("The target database is not empty: name an empty one."))
        return
    if not Ledger.objects.filter(pk=there.pk).exists():
        raise MoveRefused(_("The target database holds another ledger: name an empty one."))
    last = Act.objects.using(THERE).order_by("-number").first()
    mine = Act.objects.filter(number=last.number).first() if last else None
    if last and (mine is None or bytes(mine.hash) != bytes(last.hash)):
        raise MoveRefused(
            _("The target has gone its own way by act %(number)d: it is in use. Name an empty one.")
            % {"number": last.number}
        )


def _append(model: type[models.Model], tell: Tell) -> None:
    """Copy what a ledger table has more here than there, range by range."""
    fresh = tables.rows(HERE, model, tables.last_key(THERE, model))
    total = 0
    while some := list(islice(fresh, CHUNK)):
        with transaction.atomic(using=THERE):
            total += _fill(model, iter(some))
        tell(f"{model._meta.db_table}: {total:,}")


def _rewrite(tell: Tell) -> None:
    """Copy every other table in one transaction: what a first try left there goes."""
    models_ = tables.rewritten()
    with transaction.atomic(using=THERE):
        with connections[THERE].cursor() as cursor:
            for model in reversed(models_):
                cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
        for model in models_:
            number = _fill(model, tables.rows(HERE, model))
            tell(f"{model._meta.db_table}: {number:,}")
        tables.reset_sequences(THERE)


def _fill(model: type[models.Model], lines: Iterator[tables.Row]) -> int:
    try:
        return tables.fill(THERE, model, lines)
    except DataError as error:
        raise MoveRefused(
            _("PostgreSQL refuses a value of %(table)s: %(said)s Correct it in the source and move again.")
            % {"table": model._meta.db_table, "said": str(error).strip()}
        ) from error


def _compared() -> tuple[int, list[Finding]]:
    """Return the rows of all tables, and a finding for each table that is not the same on both sides."""
    total, findings = 0, []
    for model in (*tables.APPENDED, *tables.rewritten()):
        here, there = tables.digest(HERE, model), tables.digest(THERE, model)
        total += here[0]
        if here != there:
            facts = {"here": here[0], "there": there[0]}
            findings.append(
                Finding(
                    model._meta.db_table,
                    _("the copy differs (%(here)d rows here, %(there)d there)") % facts,
                )
            )
    return total, findings
