"""Triggers that keep the ledger append-only, in the SQL of each database."""

from collections.abc import Callable
from typing import Any

Tables = dict[str, tuple[str, ...]]

TABLES: Tables = {
    "ledger_ledger": ("UPDATE", "DELETE"),
    "ledger_source": ("UPDATE", "DELETE"),
    "ledger_act": ("UPDATE", "DELETE"),
    "ledger_entry": ("UPDATE", "DELETE"),
    "ledger_closing": ("UPDATE", "DELETE"),
    "ledger_segment": ("UPDATE", "DELETE"),
    "ledger_head": ("UPDATE", "DELETE"),
    "ledger_note": ("UPDATE",),
}
"""What is refused in each table. The words of a reason may be erased, never rewritten."""

_joined: dict[str, tuple[str, ...]] = {"ledger_typedlot": ("UPDATE", "DELETE")}


def append_only(*tables: str) -> None:
    """Say that tables of a room above are append-only too: rights, doctor and moves then know them."""
    _joined.update(dict.fromkeys(tables, ("UPDATE", "DELETE")))


def guarded() -> dict[str, tuple[str, ...]]:
    """Return every append-only table of the house with what is refused in it."""
    return {**TABLES, **_joined}


GAP = "ledger_entry: seq must follow the last one without a gap"
REVERSAL = "ledger_entry: a reversal copies its target and negates the quantity"

GAP_FREE = f"""
CREATE TRIGGER ledger_entry_gap_free BEFORE INSERT ON ledger_entry
WHEN NEW.seq <> 1 + coalesce((SELECT max(seq) FROM ledger_entry), 0)
BEGIN SELECT RAISE(ABORT, '{GAP}'); END
"""

FULL_REVERSAL = f"""
CREATE TRIGGER ledger_entry_full_reversal BEFORE INSERT ON ledger_entry
WHEN NEW.kind = 1 AND NOT EXISTS (
  SELECT 1 FROM ledger_entry t WHERE t.seq = NEW.reverses AND t.kind <> 1
  AND t.measure = NEW.measure AND t.area = NEW.area AND t.occurred = NEW.occurred
  AND t.subject IS NEW.subject AND t.counterpart IS NEW.counterpart AND t.site IS NEW.site
  AND t.quantity = -NEW.quantity AND t.record_kind = NEW.record_kind AND t.record = NEW.record)
BEGIN SELECT RAISE(ABORT, '{REVERSAL}'); END
"""

REFUSE = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

APPENDED = f"""
CREATE FUNCTION ledger_entry_appended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE low bigint; high bigint; lines bigint; before bigint; reversals bigint;
BEGIN
  SELECT min(seq), max(seq), count(*), count(*) FILTER (WHERE kind = 1)
    INTO low, high, lines, reversals FROM fresh;
  SELECT coalesce(max(seq), 0) INTO before FROM ledger_entry WHERE seq < low;
  IF low <> before + 1 OR high - low + 1 <> lines THEN
    RAISE EXCEPTION '{GAP}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF reversals > 0 AND EXISTS (
    SELECT 1 FROM fresh f WHERE f.kind = 1 AND NOT EXISTS (
      SELECT 1 FROM ledger_entry t WHERE t.seq = f.reverses AND t.seq < f.seq AND t.kind <> 1
      AND t.measure = f.measure AND t.area = f.area AND t.occurred = f.occurred
      AND t.subject IS NOT DISTINCT FROM f.subject
      AND t.counterpart IS NOT DISTINCT FROM f.counterpart AND t.site IS NOT DISTINCT FROM f.site
      AND t.quantity = -f.quantity AND t.record_kind = f.record_kind AND t.record = f.record)
  ) THEN
    RAISE EXCEPTION '{REVERSAL}' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
"""
"""Looks once at all entries of a statement: after it, so that COPY pays per statement and not per row."""

WATCH = (
    "CREATE TRIGGER ledger_entry_appended AFTER INSERT ON ledger_entry "
    "REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_entry_appended()"
)


def statements() -> list[str]:
    """Return the trigger statements for SQLite."""
    return [*_refusals(TABLES), GAP_FREE, FULL_REVERSAL]


def _refusals(tables: Tables) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
        for table, verbs in tables.items()
        for verb in verbs
    ]


def postgresql_statements() -> list[str]:
    """Return the trigger statements for PostgreSQL; TRUNCATE is refused with the rest."""
    return [REFUSE, *_postgresql_refusals(TABLES), APPENDED, WATCH]


def _postgresql_refusals(tables: Tables) -> list[str]:
    return [
        f"CREATE TRIGGER {table}_append_only BEFORE {' OR '.join((*verbs, 'TRUNCATE'))} ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse()"
        for table, verbs in tables.items()
    ]


def guard(*tables: str) -> Callable[[Any, Any], None]:
    """Return a migration's step that makes tables of a room above append-only."""
    refused: Tables = dict.fromkeys(tables, ("UPDATE", "DELETE"))

    def raise_them(apps: Any, editor: Any) -> None:
        sqlite = editor.connection.vendor == "sqlite"
        for statement in (_refusals if sqlite else _postgresql_refusals)(refused):
            editor.execute(statement, params=None)

    return raise_them


def raise_guard(apps: Any, editor: Any) -> None:
    """Create the triggers; on a database whose triggers are not written yet, refuse to go on."""
    known = {"sqlite": statements, "postgresql": postgresql_statements}
    vendor = editor.connection.vendor
    if vendor not in known:
        raise NotImplementedError(f"no append-only triggers for {vendor} yet")
    for statement in known[vendor]():
        editor.execute(statement, params=None)
