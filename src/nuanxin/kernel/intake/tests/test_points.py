"""Points from sheets: taken with their system, refused with the row and the remedy."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.intake.faults import RowsRefused
from nuanxin.kernel.intake.points import points_of


def row(longitude, latitude, crs="wgs84", number=5):
    return Row(number, {"longitude": longitude, "latitude": latitude, "crs": crs})


def test_a_point_is_shifted_from_the_map_it_was_copied_from():
    plain, shifted = points_of([row("107.3876", "40.7437"), row("107.3876", "40.7437", "gcj02", 6)]).values()
    assert plain == (107.3876, 40.7437)
    assert 0.001 < abs(plain[0] - shifted[0]) + abs(plain[1] - shifted[1]) < 0.02


@pytest.mark.parametrize(
    "text", ["107.3876", "107.3876°", "东经107.3876度", "E107.3876", "１０７.3876 °E", 107.3876]
)
def test_degrees_are_read_as_people_write_them(text):
    assert points_of([row(text, "40.7437")])[5] == (107.3876, 40.7437)


def test_a_row_without_a_point_has_none():
    assert points_of([row(None, None, None), row("", " ", None, 6)]) == {5: None, 6: None}


@pytest.mark.parametrize(
    ("longitude", "latitude", "crs", "said"),
    [
        ("107.3876", "40.7437", None, "高德"),
        ("107.3876", None, "wgs84", "一半|half"),
        ("40.7437", "107.3876", "wgs84", "写反|swapped"),
        ("1073876", "40.7437", "wgs84", "107.3876"),
        ("nan", "40.7437", "wgs84", "nan"),
        ("一百零七", "40.7437", "wgs84", "一百零七"),
    ],
)
def test_what_is_no_point_is_refused_by_row(longitude, latitude, crs, said):
    with pytest.raises(RowsRefused) as refused:
        points_of([row("107.3876", "40.7437"), row(longitude, latitude, crs, 9)])
    (bad,) = refused.value.rows
    assert bad.row == 9
    assert any(word in bad.said + bad.remedy for word in said.split("|"))


@given(st.floats(74, 135), st.floats(4, 53))
def test_every_point_of_the_country_is_taken_and_its_swap_refused(longitude, latitude):
    assert points_of([row(repr(longitude), repr(latitude))])[5] == pytest.approx(
        (longitude, latitude), abs=1e-6
    )
    if not (73 <= latitude <= 136):
        with pytest.raises(RowsRefused):
            points_of([row(repr(latitude), repr(longitude))])
