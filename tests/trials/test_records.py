"""Records and their entries: what stands in the ledger is what the record asks for, and why."""

from datetime import date

import pytest
from django.db import connection

from nuanxin.kernel.ledger.acts import Act, Actor, By, SourceRef, action
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.models import NORMAL, REVERSAL, SUPPLEMENT, Entry, Source
from nuanxin.kernel.ledger.models import Act as ActRow
from nuanxin.kernel.ledger.possible import DoubleKey
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.programmes.stations.models import Station

pytestmark = pytest.mark.django_db
CLERK, CHIEF = Actor(1, "clerk"), Actor(2, "chief")
SHEET = SourceRef("sheet", b"1" * 32, "登记台账.xlsx", "临河区")
BY = By(CLERK, SHEET)
LATE = By(CLERK, SHEET, reason="late", second=CHIEF)


@action("trials.keep", zh="试登", en="keep stations")
def keep(act: Act, stations: list[Station]) -> Kept:
    return act.keep(Station, stations)


@action("trials.withdraw", zh="试撤", en="withdraw a station")
def withdraw(act: Act, station: Station) -> None:
    act.withdraw(station)


def station(key="LH-001", opened_on=date(2024, 5, 6), area=150802001000, row=4, **more):
    given = {"name": "驿站", "kind": "shop", "address": "", "closed_on": None, **more}
    return Station(key=key, area=area, row=row, opened_on=opened_on, **given)


def entries():
    return list(Entry.objects.order_by("seq"))


@pytest.fixture(autouse=True)
def _sound_afterwards():
    yield
    assert verify(deep=True) == []
    assert verify_records() == []


def test_keeping_twice_posts_nothing():
    assert keep(BY, [station(), station("LH-002")]).result == Kept(fresh=2)
    again = keep(BY, [station(row=9), station("LH-002")])
    assert (again.result, again.act) == (Kept(same=2), None)
    assert (Entry.objects.count(), ActRow.objects.count(), Source.objects.count()) == (2, 1, 1)


def test_a_correction_is_one_red_and_one_blue_and_the_red_copies_everything():
    keep(BY, [station(), station("LH-002")])
    outcome = keep(BY, [station(opened_on=date(2024, 5, 16), row=5), station("LH-002")])
    assert (outcome.result, outcome.posted, outcome.reversed) == (Kept(changed=1, same=1), 1, 1)
    assert outcome.totals == {201: 0}
    old, _other, red, blue = entries()
    assert (red.kind, red.reverses, red.corrects, red.quantity) == (REVERSAL, old.seq, None, -old.quantity)
    copied = ("measure", "area", "occurred", "subject", "counterpart", "site", "record_kind", "record")
    assert all(getattr(red, name) == getattr(old, name) for name in copied)
    assert (blue.kind, blue.reverses, blue.corrects, blue.occurred) == (NORMAL, None, old.seq, 20240516)
    assert (blue.record, blue.row) == (old.record, 5)


def test_a_correction_that_touches_no_posting_leaves_an_act_and_no_entry():
    keep(BY, [station()])
    outcome = keep(BY, [station(name="新名")])
    assert (outcome.act, outcome.posted, outcome.reversed) == (2, 0, 0)
    assert (Station.objects.get().name, Station.objects.get().act_id) == ("新名", 2)


def test_a_line_more_and_a_line_less_are_posted_alone():
    keep(BY, [station()])
    assert keep(BY, [station(closed_on=date(2024, 6, 1))]).totals == {201: -1}
    assert [entry.kind for entry in entries()] == [NORMAL, NORMAL]
    assert keep(BY, [station()]).totals == {201: 1}
    assert [entry.kind for entry in entries()] == [NORMAL, NORMAL, REVERSAL]


def test_there_and_back_again_stands_as_before():
    keep(BY, [station()])
    keep(BY, [station(area=150802002000)])
    keep(BY, [station()])
    assert [entry.kind for entry in entries()] == [NORMAL, REVERSAL, NORMAL, REVERSAL, NORMAL]
    assert sum(entry.quantity for entry in entries()) == 1


def test_withdrawing_reverses_what_stands_and_deletes_nothing():
    keep(BY, [station(closed_on=date(2024, 6, 1))])
    withdrawn = Station.objects.get()
    assert withdraw(By(CLERK, reason="withdrawn"), withdrawn).reversed == 2
    assert Station.objects.get().withdrawn
    assert sum(entry.quantity for entry in entries()) == 0
    assert withdraw(BY, Station.objects.get()).reversed == 0


def test_what_was_withdrawn_comes_back_when_it_is_entered_again():
    keep(BY, [station()])
    withdraw(BY, Station.objects.get())
    assert keep(BY, [station()]).result == Kept(changed=1)
    assert not Station.objects.get().withdrawn
    assert sum(entry.quantity for entry in entries()) == 1


def test_two_rows_of_one_key_are_refused_and_nothing_is_kept():
    with pytest.raises(DoubleKey, match="LH-001"):
        keep(BY, [station(), station(row=5)])
    assert not Station.objects.exists() and not Entry.objects.exists()


def test_rehearsing_keeps_nothing_and_says_what_would_be_posted():
    keep(BY, [station()])
    rehearsed = keep(BY, [station(opened_on=date(2024, 5, 7)), station("LH-002")], rehearse=True)
    assert (rehearsed.result, rehearsed.posted, rehearsed.reversed) == (Kept(1, 1, 0), 2, 1)
    assert (Station.objects.count(), Entry.objects.count()) == (1, 1)
    assert Station.objects.get().opened_on == date(2024, 5, 6)


def test_a_closed_month_takes_only_what_is_reasoned_and_countersigned():
    keep(BY, [station()])
    close_month(BY, programme=2, area=150800000000, last_area=150899999999, month=202405)
    corrected = [station(opened_on=date(2024, 6, 6)), station("LH-002", opened_on=date(2024, 5, 31))]
    with pytest.raises(PeriodClosed):
        keep(BY, corrected)
    assert Station.objects.count() == 1
    outcome = keep(LATE, corrected)
    assert (outcome.posted, outcome.reversed) == (2, 1)
    kinds = {(entry.kind, entry.occurred) for entry in entries()[1:]}
    assert kinds == {(REVERSAL, 20240506), (NORMAL, 20240606), (SUPPLEMENT, 20240531)}


def test_verification_finds_a_record_changed_behind_the_ledger():
    keep(BY, [station(), station("LH-002")])
    before = Station.objects.values_list("opened_on").get(key="LH-001")[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stations_station SET opened_on = '2024-05-07' WHERE key = 'LH-001'")
    assert [finding.place for finding in verify_records()] == ["stations.Station 1"]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE stations_station SET opened_on = %s WHERE key = 'LH-001'", [before])


def test_verification_finds_a_record_that_is_gone_or_was_slipped_in():
    keep(BY, [station(), station("LH-002")])
    gone = Station.objects.get(key="LH-002")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM stations_station WHERE key = 'LH-002'")
    assert [finding.place for finding in verify_records()] == ["entry 2"]
    Station.objects.bulk_create([gone, station("LH-003", act_id=1, id=77)])
    assert [finding.place for finding in verify_records()] == ["stations.Station 77"]
    Station.objects.filter(key="LH-003").delete()
