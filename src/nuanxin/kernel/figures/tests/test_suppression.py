"""Small numbers of persons are withheld, and no difference from a total gives them away."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.figures import suppression
from nuanxin.kernel.figures.catalogue import all_figures, figure
from nuanxin.kernel.figures.suppression import about_persons, smallest_cell, suppressed

TABLES = st.dictionaries(st.integers(0, 20), st.integers(0, 30).map(Fraction), max_size=12)


def test_the_limit_is_a_rule():
    assert smallest_cell() == 5


@pytest.mark.parametrize(
    ("cells", "hidden"),
    [
        ({"a": 10, "b": 20}, set()),
        ({"a": 3, "b": 20, "c": 9}, {"a", "c"}),
        ({"a": 3, "b": 4, "c": 9}, {"a", "b"}),
        ({"a": 1, "b": 2, "c": 9, "d": 30}, {"a", "b", "c"}),
        ({"a": 0, "b": 20}, set()),
        ({"a": 4}, {"a"}),
        ({}, set()),
    ],
)
def test_what_is_withheld(cells, hidden):
    assert suppressed({key: Fraction(value) for key, value in cells.items()}, 5) == hidden


@given(TABLES)
def test_no_small_number_is_published_or_worked_out_from_the_sum(cells):
    hidden = suppressed(cells, 5)
    assert all(value == 0 or value >= 5 for key, value in cells.items() if key not in hidden)
    missing = sum(value for key, value in cells.items() if key in hidden)
    if hidden and len(hidden) < sum(1 for value in cells.values() if value):
        assert len(hidden) >= 2 and missing >= 5
    for one, other in combinations(sorted(hidden), 2):
        assert missing - cells[one] > 0 or missing - cells[other] > 0


def test_figures_of_persons_are_told_from_others():
    assert about_persons(figure("grid.volunteers"))
    assert not about_persons(figure("stations.open"))
    assert {each.id for each in all_figures() if about_persons(each)} > {"grid.volunteers"}


def test_a_neighbour_of_a_withheld_area_is_withheld_too(monkeypatch):
    """The areas beside share a sum: 3, 9 and 20 are published as 20 alone, whichever of them is asked for."""
    from nuanxin.kernel.figures.answers import Ask
    from nuanxin.plain.periods import Period

    table = {150802001000: Fraction(3), 150802002000: Fraction(9), 150802003000: Fraction(20)}
    monkeypatch.setattr(suppression, "split", lambda ask, by, as_of: list(table.items()))
    monkeypatch.setattr(
        suppression.tree, "path", lambda code: [type("A", (), {"code": c}) for c in (150802000000, code)]
    )
    period = Period.parse("..2024-05-31")
    told = {
        area: suppression.withheld(Ask("grid.volunteers", area, period), value)
        for area, value in table.items()
    }
    assert list(told.values()) == [True, True, False]
    assert suppression.open_split(Ask("grid.volunteers", 150802000000, period), "town") == (
        [(150802003000, Fraction(20))],
        2,
    )
