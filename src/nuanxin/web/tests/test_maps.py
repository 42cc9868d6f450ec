"""Maps as geometry: shades by value, labels that do not lie on one another, shared borders shared."""

import re
from fractions import Fraction

from nuanxin.kernel.areas.shapes import county_shapes
from nuanxin.web.maps import STEPS, WIDTH, county_map, ground_of


def square(west, south, size=1.0):
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


LEFT, RIGHT = (1, "甲旗", square(100, 40)), (2, "乙旗", square(101, 40))


def drawn(values, shapes=(LEFT, RIGHT)):
    printed = {code: str(value) for code, value in values.items()}
    return county_map(ground_of(shapes), {code: Fraction(value) for code, value in values.items()}, printed)


def test_one_county_with_a_value_is_no_map():
    assert drawn({1: 5}) is None
    assert drawn({1: 5, 2: 0}) is None


def test_a_map_without_shapes_is_no_map():
    assert drawn({1: 5, 2: 3}, shapes=()) is None


def test_the_highest_is_darkest_and_a_county_without_value_is_blank():
    found = drawn({1: 78, 2: 11}, shapes=(LEFT, RIGHT, (3, "丙县", square(102, 40))))
    assert {county.name: county.step for county in found.counties} == {"甲旗": 4, "乙旗": 1, "丙县": 0}
    assert found.blank
    assert [(shade.step, shade.above, shade.upto) for shade in found.shades] == [(1, 0, 20), (4, 60, 80)]


def test_neighbours_share_the_points_of_their_border():
    found = drawn({1: 1, 2: 2})
    places = [set(re.findall(r"[\d.]+ [\d.]+", county.path)) for county in found.counties]
    assert len(places[0] & places[1]) == 2


def test_labels_stand_inside_and_apart():
    found = drawn({1: 7, 2: 9})
    assert all(county.named and county.valued for county in found.counties)
    crowded = drawn({1: 7, 2: 9}, shapes=(LEFT, (2, "乙旗", square(100.4, 40.4, 0.2))))
    assert [county.named for county in crowded.counties] == [True, False]


def test_a_hole_and_islands_are_drawn_as_rings_of_their_own():
    islands = {
        "type": "MultiPolygon",
        "coordinates": [square(100, 40)["coordinates"], square(102, 40)["coordinates"]],
    }
    found = drawn({1: 1, 2: 2}, shapes=((1, "甲旗", islands), RIGHT))
    assert next(county for county in found.counties if county.code == 1).path.count("M") == 2


def test_the_whole_region_draws_in_a_page(demo):
    shapes = county_shapes(150000000000)
    values = {code: Fraction(n + 1) for n, (code, _, _) in enumerate(shapes)}
    found = county_map(ground_of(shapes), values, {code: str(value) for code, value in values.items()})
    assert len(found.counties) == 103
    assert sum(len(county.path) for county in found.counties) < 120_000
    assert all(0 <= county.x <= WIDTH and 0 <= county.y <= found.height for county in found.counties)
    assert {county.step for county in found.counties} <= set(range(STEPS + 1))
