"""Proving an installation: ledger, records and published readings."""

from collections.abc import Callable

from django.db import DatabaseError
from django.utils.translation import gettext as _

from nuanxin.kernel.access.accounts import CONSOLE
from nuanxin.kernel.bulletins.forms.proving import verify_filled_forms
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.ledger.journal import DONE, FAILED, record
from nuanxin.kernel.ledger.verify import Finding, verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.parties.looks import verify_looks
from nuanxin.kernel.work.proving import verify_steps
from nuanxin.web.accounts.happenings import VERIFIED


def prove_all(*, deep: bool, workers: int, tell: Callable[[str], object]) -> list[Finding]:
    """Verify the ledger, then records against it, then published readings; say each step's outcome."""
    findings: list[Finding] = []
    steps: tuple[tuple[str, Callable[[], list[Finding]]], ...] = (
        (_("ledger: entries, acts, segments, heads"), lambda: verify(workers=workers, deep=deep)),
        (_("records: every posting recomputed"), verify_records),
        (_("work orders: every step as its act says"), verify_steps),
        (_("persons: every look and every erasure as its act says"), verify_looks),
        (_("bulletins: every reading recomputed"), verify_bulletins),
        (_("forms: every filled copy recomputed"), verify_filled_forms),
    )
    for name, step in steps:
        found = step()
        findings += found
        tell(f"{name}: {_('sound') if not found else _('%(count)d findings') % {'count': len(found)}}")
    _note(len(findings))
    return findings


def _note(findings: int) -> None:
    """Write into the journal that all was verified, unless what was found keeps it from being written."""
    try:
        record(VERIFIED, CONSOLE.party, outcome=FAILED if findings else DONE, about=f"findings:{findings}")
    except (DatabaseError, ArithmeticError, LookupError, ValueError):
        if not findings:
            raise
