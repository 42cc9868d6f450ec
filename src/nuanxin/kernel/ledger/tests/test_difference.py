"""The difference between what stands and what should stand, as multisets of lines."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.ledger.posting import Posting, difference

postings = st.lists(
    st.builds(
        Posting,
        measure=st.integers(1, 2),
        area=st.just(150826000000),
        on=st.sampled_from([20240501, 20240502]),
        quantity=st.integers(-1, 2),
        subject=st.sampled_from([None, 7]),
        counterpart=st.none(),
        site=st.none(),
    ),
    max_size=8,
)
standing = postings.map(lambda lines: list(enumerate(lines, 1)))


@given(standing, postings)
def test_what_is_left_and_added_is_what_is_wanted(before, wanted):
    apart = difference(before, wanted)
    gone = {seq for seq, _line in apart.reverse}
    left = [line for seq, line in before if seq not in gone]
    assert Counter([*left, *apart.add]) == Counter(wanted)


@given(standing, postings)
def test_nothing_is_taken_back_to_be_entered_again(before, wanted):
    apart = difference(before, wanted)
    assert not Counter(line for _seq, line in apart.reverse) & Counter(apart.add)


@given(standing)
def test_the_same_again_changes_nothing(before):
    apart = difference(before, [line for _seq, line in before])
    assert apart.reverse == [] and apart.add == []


@given(standing)
def test_wanting_nothing_reverses_all(before):
    assert difference(before, []).reverse == before
