"""Ranges behave as the sets of numbers they stand for."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from nuanxin.plain.ranges import covers, joined, without

ranges = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 15)).map(lambda r: (r[0], r[0] + r[1])))
one = st.tuples(st.integers(0, 40), st.integers(0, 15)).map(lambda r: (r[0], r[0] + r[1]))


def numbers(some):
    return {n for low, high in some for n in range(low, high + 1)}


@given(ranges)
def test_joining_keeps_the_numbers_in_the_fewest_ranges(some):
    out = joined(some)
    assert numbers(out) == numbers(some)
    assert all(a[1] + 1 < b[0] for a, b in pairwise(out))


@given(ranges, one)
def test_cutting_takes_out_just_the_cut(some, cut):
    assert numbers(without(some, cut)) == numbers(some) - numbers([cut])


@given(ranges, st.integers(0, 60))
def test_covers(some, number):
    assert covers(some, number) == (number in numbers(some))
