"""The journal: chained, sealed, append-only; whatever is changed in it is found; kept half a year."""

import time
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from nuanxin.kernel.ledger import journal
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.journal import event_kind, origin_of, record, seal_journal
from nuanxin.kernel.ledger.journal_triggers import JOURNAL_TABLES
from nuanxin.kernel.ledger.models import JournalEvent, JournalHead, JournalPruning
from nuanxin.kernel.ledger.pruning import prune_journal
from nuanxin.kernel.ledger.tests.lines import CLERK
from nuanxin.kernel.ledger.verify import verify

pytestmark = pytest.mark.django_db
TRIED = event_kind("trials.tried", "试", "tried")
DAY_US = 86_400 * 1_000_000


def write(count, **facts):
    return [record(TRIED, CLERK.party, about=f"trial:{number}", **facts) for number in range(count)]


def places():
    return {finding.place for finding in verify()}


@pytest.fixture
def unguarded():
    """Take the triggers away, as an intruder with the file in hand would."""

    def run(sql, *values):
        names = [f"{table}_no_{verb}" for table in JOURNAL_TABLES for verb in ("update", "delete")]
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for name in names:
                    cursor.execute(f"DROP TRIGGER IF EXISTS {name}")
            else:
                for table in JOURNAL_TABLES:
                    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(sql, values)

    return run


def test_events_are_numbered_without_a_gap_and_sound():
    assert write(3) == [1, 2, 3]
    seal_journal()
    assert write(1) == [4]
    assert verify() == []


def test_an_event_holds_ids_and_codes_only():
    for wrong in ("person:田小满", "just words", "person:a b"):
        with pytest.raises(ValueError, match="kind:id"):
            record(TRIED, 1, about=wrong)
    with pytest.raises(ValueError, match="declare"):
        record("trials.unknown", 1)
    record(TRIED, None, origin=origin_of("10.1.2.3"))
    kept = JournalEvent.objects.get()
    assert kept.origin == origin_of("10.1.2.3") != origin_of("10.1.2.4")
    assert "10.1" not in kept.origin and len(kept.origin) == 16


@pytest.mark.parametrize("table", JOURNAL_TABLES)
@pytest.mark.parametrize("verb", ["UPDATE", "DELETE"])
def test_the_database_refuses_change(table, verb):
    write(2)
    seal_journal()
    with connection.cursor() as cursor:
        if table.endswith("pruning"):
            cursor.execute(
                "INSERT INTO ledger_journalpruning VALUES (1, 1, 0, %s, 1, 'x', 'x', %s)", [b"1", b"1"]
            )
        sql = f"UPDATE {table} SET number = number" if verb == "UPDATE" else f"DELETE FROM {table}"  # noqa: S608
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.parametrize("column", ["at", "actor", "verb", "object", "area", "outcome", "origin", "hash"])
def test_a_changed_cell_is_found(unguarded, column):
    write(5, area=150800000000, origin=origin_of("10.1.2.3"))
    seal_journal()
    value = b"\x01" * 32 if column == "hash" else 7 if column in ("at", "actor", "area") else "x"
    unguarded(f"UPDATE ledger_journalevent SET {column} = %s WHERE number = 3", value)  # noqa: S608
    assert "journalevent 3" in places()


@pytest.mark.parametrize("number", [1, 3, 5])
def test_a_removed_event_is_found(unguarded, number):
    write(5)
    seal_journal()
    unguarded("DELETE FROM ledger_journalevent WHERE number = %s", number)
    assert f"journalevent {number}" in places()


def test_a_rewritten_chain_is_found_by_its_head(unguarded):
    """Whoever recomputes all hashes after a change still lacks the seal's key."""
    write(3)
    seal_journal()
    event = JournalEvent.objects.get(number=3)
    before = bytes(JournalEvent.objects.get(number=2).hash)
    end = journal.store.last()
    values = (3, event.at, 99, event.verb, event.object, event.area, event.outcome, event.origin)
    forged = journal.hash_function(end.algorithm)(before + journal.event_line(values))
    unguarded("UPDATE ledger_journalevent SET actor = 99, hash = %s WHERE number = 3", forged)
    assert places() == {"journalhead 1"}


@pytest.mark.parametrize("column", ["last", "tail", "previous", "at", "signature"])
def test_a_changed_head_is_found(unguarded, column):
    write(2)
    seal_journal()
    value = b"\x07" * 32 if column in ("tail", "previous", "signature") else 1
    unguarded(f"UPDATE ledger_journalhead SET {column} = %s", value)  # noqa: S608
    assert "journalhead 1" in places()


def aged(monkeypatch, days):
    past = time.time_ns() - days * DAY_US * 1_000
    monkeypatch.setattr(journal.time, "time_ns", lambda: past)


def test_events_past_their_time_go_in_whole_sealed_ranges_with_proof(monkeypatch):
    with monkeypatch.context() as then:
        aged(then, 400)
        write(3)
        seal_journal()
        write(2)
    seal_journal()
    removed = prune_journal(By(CLERK), timedelta(days=184)).result
    assert removed is not None and removed.last == 3
    assert list(JournalEvent.objects.values_list("number", flat=True)) == [4, 5]
    assert verify() == []
    assert prune_journal(By(CLERK), timedelta(days=184)).result is None
    assert write(1) == [6] and verify() == []


def test_nothing_goes_before_six_months():
    write(2)
    seal_journal()
    assert prune_journal(By(CLERK), timedelta(days=184)).result is None
    with pytest.raises(ValueError, match="184"):
        prune_journal(By(CLERK), timedelta(days=30))


def test_the_database_holds_young_events_even_against_a_pruning(unguarded):
    write(2)
    head = seal_journal()
    JournalPruning.objects.create(
        number=1, head=1, last=2, hash=head.tail, at=head.at, signature_algorithm="x", key="x", signature=b"x"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalEvent.objects.all().delete()
    unguarded("DELETE FROM ledger_journalevent")
    assert "journalpruning 1" in places()


def test_a_head_is_signed_every_so_often_by_itself(monkeypatch):
    monkeypatch.setattr(journal, "SEALED_EVERY", 4)
    write(9)
    assert list(JournalHead.objects.order_by("number").values_list("last", flat=True)) == [4, 8]
    assert verify() == []
