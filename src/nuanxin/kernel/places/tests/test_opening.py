"""Open now: weekends, holidays, nights and places that are shut for long."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nuanxin.kernel.places.finding import open_at
from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.places.opening import opening
from nuanxin.kernel.places.pauses import Paused
from nuanxin.kernel.rules.calendar import HERE


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("hours", "moment", "open_now", "changes"),
    [
        ("周一至周五 9:00-18:00", "2026-11-26T10:00", True, "2026-11-26T18:00"),
        ("周一至周五 9:00-18:00", "2026-11-27T18:00", False, "2026-11-30T09:00"),
        ("每天 18:00-02:00", "2026-11-27T01:59", True, "2026-11-27T02:00"),
        ("24/7", "2026-11-27T03:00", True, None),
        ("24/7; PH off", "2026-09-30T12:00", True, "2026-10-01T00:00"),
        ("周一至周五 9:00-18:00；节假日休息", "2026-10-01T10:00", False, "2026-10-08T09:00"),
        ("每天 9:00-18:00；节假日 10:00-12:00", "2026-10-02T09:30", False, "2026-10-02T10:00"),
    ],
)
def test_what_a_visitor_is_told(hours, moment, open_now, changes):
    told = opening(parse_hours(hours), at(moment))
    assert (told.open, told.changes) == (open_now, changes and at(changes))


@given(
    st.sampled_from(
        ["周一至周五 9:00-18:00", "每天 18:00-02:00", "Sa 00:00-24:00; PH off", "24/7; PH 9:00-10:00"]
    ),
    st.datetimes(datetime(2026, 1, 2), datetime(2026, 11, 30)),
)
def test_nothing_changes_before_the_moment_that_is_told(hours, moment):
    week, now = parse_hours(hours), moment.replace(tzinfo=HERE)
    told = opening(week, now)
    assume(told.changes is not None)
    just_before = max(now, told.changes - timedelta(minutes=1))
    assert opening(week, just_before).open == told.open
    assert opening(week, told.changes).open != told.open


def pause(first, last=None):
    return Paused(date.fromisoformat(first), date.fromisoformat(last) if last else None, "heating_repair")


@pytest.mark.parametrize(
    ("hours", "moment", "open_now", "changes", "held"),
    [
        ("每天 9:00-18:00", "2026-12-01T10:00", False, "2026-12-06T09:00", True),
        ("每天 9:00-18:00", "2026-12-05T23:00", False, "2026-12-06T09:00", True),
        ("每天 9:00-18:00", "2026-11-30T18:00", False, "2026-12-06T09:00", False),
        ("周一至周五 9:00-18:00", "2026-12-02T10:00", False, "2026-12-07T09:00", True),
        ("24/7", "2026-11-30T10:00", True, "2026-12-01T00:00", False),
        ("24/7", "2026-12-03T10:00", False, "2026-12-06T00:00", True),
        ("每天 20:00-次日8:00", "2026-12-01T07:00", True, "2026-12-01T08:00", False),
        ("每天 20:00-次日8:00", "2026-12-06T07:00", False, "2026-12-06T20:00", False),
    ],
)
def test_an_announced_pause_shuts_a_place_for_whole_days(hours, moment, open_now, changes, held):
    days = pause("2026-12-01", "2026-12-05")
    told = opening(parse_hours(hours), at(moment), [days])
    assert (told.open, told.changes, told.paused) == (open_now, at(changes), days if held else None)


def test_pauses_one_after_the_other_and_one_without_an_end():
    week, now = parse_hours("每天 9:00-18:00"), at("2026-12-01T10:00")
    months = [pause("2026-12-01", "2027-02-28"), pause("2027-03-01", "2027-03-02")]
    assert opening(week, now, months).changes == at("2027-03-03T09:00")
    ended = opening(week, now, [pause("2026-12-01")])
    assert (ended.open, ended.changes) == (False, None)
    assert opening(week, now, [pause("2026-12-01", "9999-12-31")]).changes is None


def test_a_place_of_unknown_hours_is_known_to_be_closed_while_it_pauses():
    days = (pause("2026-12-01", "2026-12-05"),)
    told = open_at("", at("2026-12-05T23:59"), days)
    assert told is not None and (told.open, told.paused) == (False, days[0])
    assert open_at("", at("2026-12-06T00:00"), days) is None
