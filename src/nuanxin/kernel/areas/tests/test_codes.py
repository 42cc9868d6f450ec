"""What a code says by its digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.areas import codes

villages = st.integers(11, 82).flatmap(lambda p: st.integers(p * 10**10, (p + 1) * 10**10 - 1))


@given(villages)
def test_every_code_lies_in_the_span_of_all_above_it(code):
    step = code
    while step is not None:
        low, high = codes.span(step)
        assert low <= code <= high
        step = codes.parent(step)


@given(villages)
def test_levels_widen_upwards_and_short_codes_read_back(code):
    assert codes.full(codes.short(code)) == code
    above = codes.parent(code)
    if above is not None:
        assert codes.LEVELS.index(codes.level(above)) < codes.LEVELS.index(codes.level(code))


def test_known_codes():
    assert codes.full("1508") == 150800000000
    assert codes.span(150826000000) == (150826000000, 150826999999)
    assert codes.level(150826100000) == "town"
    assert codes.level(150826100214001) == "grid"
    assert codes.parent(150826100214001) == 150826100214


@pytest.mark.parametrize("text", ["", "8", "15082", "１５", "15o8", "0508"])
def test_what_is_no_code_is_refused(text):
    with pytest.raises(ValueError, match="digits"):
        codes.full(text)
