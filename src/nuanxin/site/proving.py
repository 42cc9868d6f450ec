"""Proving an installation: ledger, records and published readings; and what its keeper should mend."""

from collections.abc import Callable

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.draft import DraftFaulty, read_draft
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.ledger.verify import Finding, verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.site.city import City


def prove_all(*, deep: bool, workers: int, tell: Callable[[str], object]) -> list[Finding]:
    """Verify the ledger, then records against it, then published readings; say each step's outcome."""
    findings: list[Finding] = []
    steps: tuple[tuple[str, Callable[[], list[Finding]]], ...] = (
        (_("ledger: entries, acts, segments, heads"), lambda: verify(workers=workers, deep=deep)),
        (_("records: every posting recomputed"), verify_records),
        (_("bulletins: every reading recomputed"), verify_bulletins),
    )
    for name, step in steps:
        found = step()
        findings += found
        tell(f"{name}: {_('sound') if not found else _('%(count)d findings') % {'count': len(found)}}")
    return findings


def faults_of_installation(city: City) -> list[str]:
    """Return what is wrong with an installation, each with its remedy; nothing where all is in order."""
    faults = []
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        faults.append(_("The database is behind the program: run `nuanxin setup`."))
    try:
        call_command("check", verbosity=0, fail_level="WARNING")
    except CommandError as error:
        faults.append(str(error))
    faults += [
        _("The sheet %(name)s is missing.") % {"name": path.name} for path in city.sheets if not path.exists()
    ]
    for path in city.bulletins:
        try:
            read_draft(path, city.imprint)
        except DraftFaulty as error:
            faults.append(str(error))
    return faults
