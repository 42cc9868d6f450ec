"""Triggers that keep the journal append-only; events may go only once their time is over and proved."""

from typing import Any

JOURNAL_TABLES = {
    "ledger_journalevent": ("UPDATE",),
    "ledger_journalhead": ("UPDATE", "DELETE"),
    "ledger_journalpruning": ("UPDATE", "DELETE"),
}
KEPT_US = 184 * 86_400 * 1_000_000
"""Six months, the longest there are, in microseconds: the least that the database itself keeps an event.

How long events are kept stands in a rule pack (``audit.kept_months``); this is the last stop beneath it.
"""

EARLY = "ledger_journalevent is append-only until its time is over"

_SQLITE_NOW = "CAST(strftime('%s', 'now') AS INTEGER) * 1000000"
_SQLITE_DELETE = f"""
CREATE TRIGGER ledger_journalevent_no_delete BEFORE DELETE ON ledger_journalevent
WHEN OLD.at > {_SQLITE_NOW} - {KEPT_US}
  OR OLD.number > coalesce((SELECT max(last) FROM ledger_journalpruning), 0)
BEGIN SELECT RAISE(ABORT, '{EARLY}'); END
"""

_FUNCTION = f"""
CREATE FUNCTION ledger_journalevent_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.at > extract(epoch FROM now()) * 1000000 - {KEPT_US}
     OR OLD.number > coalesce((SELECT max(last) FROM ledger_journalpruning), 0) THEN
    RAISE EXCEPTION '{EARLY}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN OLD;
END $$
"""
_POSTGRESQL_DELETE = (
    "CREATE TRIGGER ledger_journalevent_no_delete BEFORE DELETE ON ledger_journalevent "
    "FOR EACH ROW EXECUTE FUNCTION ledger_journalevent_due()"
)


def sqlite_statements() -> list[str]:
    """Return the trigger statements for SQLite."""
    refusals = [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, verbs in JOURNAL_TABLES.items()
        for verb in verbs
    ]
    return [*refusals, _SQLITE_DELETE]


def postgresql_statements() -> list[str]:
    """Return the trigger statements for PostgreSQL."""
    refusals = [
        f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join((*verbs, 'TRUNCATE'))} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        for table, verbs in JOURNAL_TABLES.items()
    ]
    return [*refusals, _FUNCTION, _POSTGRESQL_DELETE]


def guard_journal(apps: Any, editor: Any) -> None:
    """Create the journal's triggers."""
    statements = sqlite_statements if editor.connection.vendor == "sqlite" else postgresql_statements
    for statement in statements():
        editor.execute(statement, params=None)
