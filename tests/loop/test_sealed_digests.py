"""What was sealed is checked with the database's digests, all of them asked for at once."""

from datetime import date

import pytest

from nuanxin.kernel.figures.snapshots import Reader, SegmentDamaged
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Segment
from nuanxin.kernel.ledger.seals import seal
from nuanxin.programmes.industrial_tourism.actions import log_days
from tests.people import account_of


def _sealed(site: str, day: int) -> None:
    """Enter one visitor day and seal it."""
    row = {"area": 150200000000, "site": site, "day": date(2024, 3, day), "opened": True}
    log_days(By(account_of("clerk").actor), [Row(1, row | {"visitors": 5, "in_groups": None})])
    seal()


@pytest.fixture
def segments(demo):
    """The demonstration with two segments more."""
    _sealed("one", 1)
    _sealed("two", 2)
    return Segment.objects.count()


def test_a_process_asks_once_for_all_of_them(segments, django_assert_num_queries):
    reader = Reader()
    sealed = reader.snapshot().sealed
    assert len(sealed) == segments > 2
    with django_assert_num_queries(1):
        assert [reader.sound(each) for each in sealed] == list(sealed)
    with django_assert_num_queries(0):
        reader.sound(sealed[0])


def test_one_sealed_afterwards_is_asked_for_too(segments):
    reader = Reader()
    reader.sound(reader.snapshot().sealed[0])
    _sealed("late", 9)
    newest = reader.snapshot().sealed[-1]
    assert reader.sound(newest) == newest
    newest.rows.chmod(0o600)
    newest.rows.write_bytes(newest.rows.read_bytes() + b"x")
    with pytest.raises(SegmentDamaged):
        Reader().sound(newest)
