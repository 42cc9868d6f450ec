"""Triggers that keep the ledger append-only, in the SQL of each database."""

from typing import Any

TABLES = {
    "ledger_ledger": ("UPDATE", "DELETE"),
    "ledger_source": ("UPDATE", "DELETE"),
    "ledger_act": ("UPDATE", "DELETE"),
    "ledger_entry": ("UPDATE", "DELETE"),
    "ledger_closing": ("UPDATE", "DELETE"),
    "ledger_segment": ("UPDATE", "DELETE"),
    "ledger_head": ("UPDATE", "DELETE"),
    "ledger_note": ("UPDATE",),
}

GAP_FREE = """
CREATE TRIGGER ledger_entry_gap_free BEFORE INSERT ON ledger_entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM ledger_entry), 0)
BEGIN SELECT RAISE(ABORT, 'ledger_entry: seq must follow the last one without a gap'); END
"""

FULL_REVERSAL = """
CREATE TRIGGER ledger_entry_full_reversal BEFORE INSERT ON ledger_entry
WHEN NEW.kind = 1 AND NOT EXISTS (
  SELECT 1 FROM ledger_entry t WHERE t.seq = NEW.reverses AND t.kind <> 1
  AND t.measure = NEW.measure AND t.area = NEW.area AND t.occurred = NEW.occurred
  AND t.subject IS NEW.subject AND t.counterpart IS NEW.counterpart AND t.site IS NEW.site
  AND t.quantity = -NEW.quantity AND t.record_kind = NEW.record_kind AND t.record = NEW.record)
BEGIN SELECT RAISE(ABORT, 'ledger_entry: a reversal copies its target and negates the quantity'); END
"""


def statements() -> list[str]:
    """Return the trigger statements for SQLite."""
    refusals = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, verbs in TABLES.items()
        for verb in verbs
    ]
    return [*refusals, GAP_FREE, FULL_REVERSAL]


def raise_guard(apps: Any, editor: Any) -> None:
    """Create the triggers; on a database whose triggers are not written yet, refuse to go on."""
    if editor.connection.vendor != "sqlite":
        raise NotImplementedError(f"no append-only triggers for {editor.connection.vendor} yet")
    for statement in statements():
        editor.execute(statement)
