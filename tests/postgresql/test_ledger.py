"""Append-only on PostgreSQL: by triggers for everybody, by rights for the program's own role."""

from contextlib import closing
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction

from conftest import nuanxin
from nuanxin.kernel.ledger import verify_entries as counting
from nuanxin.kernel.ledger.models import Entry
from nuanxin.kernel.ledger.triggers import TABLES
from nuanxin.kernel.ledger.verify import verify
from tests import installations

COLUMNS = (
    "seq, act_id, kind, measure, area, occurred, subject, counterpart, site, quantity, reverses, corrects, "
    "record_kind, record, row, hash"
)


def refused(statement: str, words: str) -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
def test_nothing_is_changed_or_taken_away(demo, table):
    """UPDATE, DELETE and TRUNCATE are refused even to the owner; a reason's words may be erased."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT attname FROM pg_attribute WHERE attrelid = '{table}'::regclass AND attnum = 1"
        )
        column = cursor.fetchone()[0]
    refused(f"UPDATE {table} SET {column} = {column}", "append-only")
    refused(f"TRUNCATE {table} CASCADE", "append-only")
    if "DELETE" in TABLES[table]:
        refused(f"DELETE FROM {table}", "append-only")


@pytest.mark.parametrize(("change", "words"), [
    ("seq + 2", "without a gap"),
    ("seq", "duplicate key"),
])  # fmt: skip
def test_seq_is_gap_free(demo, change, words):
    """An entry that leaves a seq out, or takes one twice, is refused."""
    names = COLUMNS.replace("seq", change, 1)
    refused(
        f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {names} FROM ledger_entry "
        "WHERE seq = (SELECT max(seq) FROM ledger_entry) AND kind <> 1",
        words,
    )


def test_many_entries_at_once_are_looked_at_too(demo):
    """Of several rows in one statement each must follow the one before."""
    names = COLUMNS.replace(
        "seq", "(SELECT max(seq) FROM ledger_entry) + 2 * row_number() OVER (ORDER BY seq) - 1", 1
    )
    names = names.replace("reverses", "NULL").replace("kind", "0", 1)
    refused(
        f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {names} FROM ledger_entry ORDER BY seq LIMIT 3",
        "without a gap",
    )


@pytest.mark.parametrize("quantity", ["quantity", "-quantity + 1"])
def test_a_reversal_is_full(demo, quantity):
    """A red line that does not negate its target to the last unit is refused."""
    names = COLUMNS.replace("seq", "(SELECT max(seq) + 1 FROM ledger_entry)", 1).replace("kind", "1", 1)
    names = names.replace("quantity", quantity).replace("reverses", "seq")
    refused(f"INSERT INTO ledger_entry ({COLUMNS}) SELECT {names} FROM ledger_entry WHERE seq = 1", "negates")


def test_the_programs_role_can_work_and_cannot_change_the_past(demo):
    """As the granted role: importing, closing and sealing work; nothing undoes the ledger or its guard."""
    with connection.cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS clerkship")
        cursor.execute("CREATE ROLE clerkship LOGIN")
        for statement in nuanxin(demo, "grants", "--role", "clerkship").stdout.splitlines():
            cursor.execute(statement)
    parts = urlsplit(installations.named(demo))
    as_role = urlunsplit(parts._replace(netloc="clerkship@"))
    try:
        assert "Closed" in nuanxin(demo, "close", "stations", "1508", "2024-05", database=as_role).stdout
        nuanxin(demo, "seal", database=as_role)
        nuanxin(demo, "verify", database=as_role)
        with closing(psycopg.connect(as_role, autocommit=True)) as session:
            for statement in (
                "UPDATE ledger_entry SET quantity = 0",
                "DELETE FROM ledger_act",
                "TRUNCATE ledger_head",
                "ALTER TABLE ledger_entry DISABLE TRIGGER ALL",
                "DROP TRIGGER ledger_entry_appended ON ledger_entry",
                "DROP FUNCTION ledger_refuse() CASCADE",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    session.execute(statement)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP OWNED BY clerkship")
            cursor.execute("DROP ROLE clerkship")


def test_a_change_behind_the_triggers_is_found(demo, monkeypatch):
    """The owner can switch triggers off; verification, in worker processes, names the entry."""
    monkeypatch.setattr(counting, "CHUNK", 1_000)
    monkeypatch.setattr(counting, "SMALL", 100)
    assert verify(workers=2) == []
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_entry DISABLE TRIGGER ALL")
        cursor.execute("UPDATE ledger_entry SET quantity = quantity + 1 WHERE seq = 777")
    assert "entry 777" in [finding.place for finding in verify(workers=2)]
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_entry WHERE seq = 778")
    assert "entry 778" in [finding.place for finding in verify(workers=2)]
    assert Entry.objects.count()
