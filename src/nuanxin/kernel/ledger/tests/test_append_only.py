"""What the database itself refuses, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction

from nuanxin.kernel.ledger.acts import By, SourceRef
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.models import Entry, Note
from nuanxin.kernel.ledger.seals import seal
from nuanxin.kernel.ledger.tests.lines import BY, CLERK, append, line, reversal
from nuanxin.kernel.ledger.triggers import TABLES

pytestmark = pytest.mark.django_db
COLUMNS = {
    "ledger_ledger": "algorithm",
    "ledger_source": "name",
    "ledger_act": "verb",
    "ledger_entry": "quantity",
    "ledger_closing": "month",
    "ledger_segment": "root",
    "ledger_head": "root",
    "ledger_note": "sealed",
}


@pytest.fixture
def filled():
    """A ledger with a row in every table."""
    append(By(CLERK, SourceRef("console", b"1" * 32, "console"), note="by telephone"), line(), line())
    close_month(BY, programme=2, area=150800000000, last_area=150899999999, month=202312)
    seal()


def refused(sql, *values):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", TABLES)
def test_rows_are_not_updated(table):
    refused(f"UPDATE {table} SET {COLUMNS[table]} = {COLUMNS[table]}")  # noqa: S608


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("table", [table for table, verbs in TABLES.items() if "DELETE" in verbs])
def test_rows_are_not_deleted(table):
    refused(f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.usefixtures("filled")
def test_the_words_of_a_reason_may_be_erased():
    Note.objects.all().delete()
    assert not Note.objects.exists()


@pytest.mark.parametrize("seq", [2, 3, 5])
def test_a_gap_is_refused(seq):
    append(BY, line(), line())
    insert = (
        "INSERT INTO ledger_entry (seq, act_id, kind, measure, area, occurred, quantity, record_kind, "
        "record, hash) VALUES (%s, 1, 0, 201, 1, 20240501, 1, 99, 1, %s)"
    )
    if seq == 3:
        with connection.cursor() as cursor:
            cursor.execute(insert, [seq, b"0" * 32])
    else:
        refused(insert, seq, b"0" * 32)


@pytest.mark.parametrize("column", ["measure", "area", "on", "quantity", "subject", "counterpart", "site"])
def test_a_reversal_copies_all_of_its_target(column):
    whole = line(subject=7, counterpart=8, site=9, quantity=5)
    append(BY, whole)
    red = reversal(1, whole)
    wrong = red._replace(posting=red.posting._replace(**{column: getattr(red.posting, column) + 1}))
    with pytest.raises(IntegrityError), transaction.atomic():
        append(BY, wrong)
    append(BY, red)
    assert Entry.objects.count() == 2


def test_a_reversal_of_another_record_is_refused():
    append(BY, line(record=1))
    with pytest.raises(IntegrityError), transaction.atomic():
        append(BY, reversal(1, line(record=2)))


def test_an_entry_is_reversed_once():
    append(BY, line(), reversal(1, line()))
    with pytest.raises(IntegrityError), transaction.atomic():
        append(BY, reversal(1, line()))


def test_a_reversal_is_not_reversed():
    append(BY, line(), reversal(1, line()))
    with pytest.raises(IntegrityError), transaction.atomic():
        append(BY, reversal(2, line(quantity=-1)))


@pytest.mark.parametrize("bad", [line()._replace(reverses=1), reversal(None, line()), line(kind=4)])
def test_kind_and_reversal_go_together(bad):
    append(BY, line())
    with pytest.raises(IntegrityError), transaction.atomic():
        append(BY, bad)
