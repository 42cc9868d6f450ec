"""Open now: weekends, holidays, nights and places that are shut for long."""

from datetime import datetime, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nuanxin.kernel.places.hours import parse_hours
from nuanxin.kernel.places.opening import opening
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
