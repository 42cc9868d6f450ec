from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.plain.periods import BEGINNING, Period

DAYS = st.dates(date(1950, 1, 1), date(2100, 12, 31))


@given(DAYS, DAYS)
def test_what_is_written_reads_back(one, other):
    period = Period(min(one, other), max(one, other))
    assert Period.parse(str(period)) == period
    assert Period.parse(str(Period(BEGINNING, one))) == Period(BEGINNING, one)


@pytest.mark.parametrize(
    ("text", "year_before", "before"),
    [
        ("2024", "2023", "2023"),
        ("2024Q1", "2023Q1", "2023Q4"),
        ("2024-03", "2023-03", "2024-02"),
        ("2024-02", "2023-02", "2024-01"),  # a leap February against a plain one: whole month both times
        ("2024-01-01/2024-05-31", "2023-01-01/2023-05-31", "2023-08-01/2023-12-31"),
        ("2024-05-10/2024-05-19", "2023-05-10/2023-05-19", "2024-04-30/2024-05-09"),
        ("..2024-02-29", "..2023-02-28", None),
    ],
)
def test_the_span_compared_with(text, year_before, before):
    assert str(Period.parse(text).year_before()) == year_before
    if before:
        assert str(Period.parse(text).before()) == before


def test_year_to_date_begins_in_january():
    assert str(Period.parse("2024-05").year_to_date()) == "2024-01-01/2024-05-31"


@pytest.mark.parametrize("text", ["", "2024-13", "24", "2024Q5", "2024-05-31/2024-05-01", "May 2024", ".."])
def test_what_is_no_period_is_refused_with_the_forms(text):
    with pytest.raises(ValueError, match="is not one of the forms"):
        Period.parse(text)
