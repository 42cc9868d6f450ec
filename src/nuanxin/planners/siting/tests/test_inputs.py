"""What goes in is refused with its row, or means the same however it was typed."""

import numpy as np
import pytest

from nuanxin.planners.siting import (
    Cover,
    Effort,
    Everyone,
    Farthest,
    Medians,
    Question,
    Reach,
    Refused,
    access,
    by_hours,
    by_steps,
    check_cases,
    check_certificate,
    cover_from_lists,
    cover_of_points,
    fairest,
    fewest_sites,
    floating_catchments,
    least_distance,
    least_distance_limited,
    least_distance_served,
    least_worst,
    least_worst_limited,
    mean_by_area,
    medians_of,
    most_backed,
    most_covered,
    most_covered_fairly,
    most_served,
    reach_by_streets,
    reach_of_points,
    streets,
    worst_town,
)

COVER = cover_from_lists([[0, 1], [1, 2], [0], [1]], 3)
WEIGHTS, METRES = np.array([1, 2, 3, 4]), np.array([3.0, 5, 2, 7, 1, 4])
WHOLE = METRES.astype(np.int64)
REACH = Reach(COVER.starts, COVER.items, METRES, 3)
QUESTION = Question(COVER, WEIGHTS, 1)
ONES, OPEN = np.ones((4, 1)), np.ones((3, 1), bool)
POINTS = np.array([[111.0, 40.0], [111.001, 40.0], [111.002, 40.001]])
EFFORT = Effort(5.0)
COSTS = np.ones(3, np.int64)
HOURS = np.ones((4, 2), np.int64)


def but(array, row, value):
    """Return an array with another value in a row."""
    found = array.astype(type(value)) if isinstance(value, float) else array.copy()
    found[row] = value
    return found


def reach(row, value):
    """Return the reach with other metres beside a pair."""
    return Reach(COVER.starts, COVER.items, but(METRES, row, value), 3)


def everyone(times=HOURS[:, 0], costs=COSTS, **named):
    """Answer the question of fewest sites."""
    return fewest_sites(Everyone(COVER, times, costs, **named), EFFORT)


def medians(**changed):
    """Answer the question of least distance."""
    parts = dict(
        zip(("starts", "items", "costs", "far"), medians_of(*REACH_PARTS, WEIGHTS, 9.0), strict=True)
    )
    return least_distance(Medians(**{**parts, "candidates": 3, "count": 1, **changed}), EFFORT)


REACH_PARTS = (COVER.starts, COVER.items, METRES)
TOWNS = np.array([0, 0, 1, 1])
BOTH = np.ones((3, 2), bool)
REFUSED = {
    "a candidate below 0 to reach everybody from": (
        lambda: everyone(forced=(-1,)),
        "candidate -1 is none of 3",
    ),
    "a candidate beyond": (lambda: everyone(existing=(9,)), "candidate 9 is none of 3"),
    "times in parts": (lambda: everyone(times=np.full(4, 0.5)), "row 0 is 0.5"),
    "times that are no number": (lambda: everyone(times=but(ONES[:, 0], 2, np.nan)), "row 2 is nan"),
    "costs in parts": (lambda: everyone(costs=np.array([0.5, 0.6, 0.7])), "row 0 is 0.5"),
    "costs too large": (lambda: everyone(costs=np.full(3, 2**61)), "larger units"),
    "costs below 0": (lambda: everyone(costs=np.array([1, -2, 1])), "candidate 1 is -2"),
    "a candidate below 0 for the farthest": (
        lambda: least_worst(Farthest(REACH, 1, forced=(-1,)), EFFORT),
        "candidate -1 is none of 3",
    ),
    "NaN metres for the farthest": (
        lambda: least_worst(Farthest(reach(3, np.nan), 1), EFFORT),
        "row 1 is nan",
    ),
    "metres below 0 for the farthest": (
        lambda: least_worst(Farthest(reach(0, -3.0), 1), EFFORT),
        "row 0 is -3",
    ),
    "no number of sites for the farthest": (lambda: least_worst(Farthest(REACH, -1), EFFORT), "-1 sites"),
    "NaN metres under limits": (
        lambda: least_worst_limited(QUESTION, reach(1, np.nan), EFFORT),
        "row 0 is nan",
    ),
    "other candidates under limits": (
        lambda: least_worst_limited(QUESTION, Reach(COVER.starts, COVER.items, METRES, 9), EFFORT),
        "3 candidates, the reach 9",
    ),
    "NaN ways": (lambda: least_distance_limited(QUESTION, but(METRES, 2, np.nan), 9, EFFORT), "row 2 is nan"),
    "ways below 0": (lambda: least_distance_limited(QUESTION, but(WHOLE, 2, -1), 9, EFFORT), "row 1 is -1 m"),
    "ways longer than none": (lambda: least_distance_limited(QUESTION, WHOLE, 4, EFFORT), "row 0 is 5 m"),
    "ways too long to add": (
        lambda: least_distance_limited(Question(COVER, WEIGHTS * 2**35, 1), WHOLE, 10**7, EFFORT),
        "larger units",
    ),
    "NaN metres for costs": (
        lambda: medians_of(*REACH_PARTS[:2], but(METRES, 0, np.nan), WEIGHTS, 9.0),
        "row 0",
    ),
    "weights in parts for costs": (lambda: medians_of(*REACH_PARTS, WEIGHTS * 1.5, 9.0), "row 0 is 1.5"),
    "weights too large for costs": (lambda: medians_of(*REACH_PARTS, WEIGHTS * 2**50, 9.0), "larger units"),
    "a cost below 0": (lambda: medians(costs=np.array([-3, 5, 4, 14, 3, 16])), "row 0 is -3"),
    "medians without rows": (lambda: medians(starts=np.zeros(0, np.int64)), "starts ascend"),
    "half a site": (lambda: medians(count=1.5), "not 1.5"),
    "capacity in parts": (lambda: most_served(QUESTION, np.array([1.5, 2, 2]), EFFORT), "row 0 is 1.5"),
    "capacity below 0": (lambda: most_served(QUESTION, np.array([1, -2, 2]), EFFORT), "candidate 1 is -2"),
    "unserved metres in parts": (
        lambda: least_distance_served(QUESTION, COSTS, WHOLE, 9.5, EFFORT),
        "not 9.5",
    ),
    "a second cover in parts": (lambda: most_backed(QUESTION, WEIGHTS * 0.5, EFFORT), "row 0 is 0.5"),
    "a second cover worth more": (
        lambda: most_backed(QUESTION, but(WEIGHTS, 1, 3), EFFORT),
        "2 in row 1, not 3",
    ),
    "a town below 0": (lambda: fairest(QUESTION, but(TOWNS, 1, -1), EFFORT), "row 1 is -1"),
    "a share of a half": (lambda: most_covered_fairly(QUESTION, TOWNS, 0.5, EFFORT), "not 0.5"),
    "demand by hour below 0": (lambda: by_hours(COVER, but(HOURS, 1, -1), BOTH), "row 1 is -1"),
    "demand by hour in parts": (lambda: by_hours(COVER, HOURS * 0.5, BOTH), "row 0 is 0.5"),
    "a NaN step": (lambda: by_steps(REACH, WEIGHTS, [np.nan, 2.0], [1000, 500]), "zone 0 is nan"),
    "steps as shares": (lambda: by_steps(REACH, WEIGHTS, [1.0, 2.0], [1.0, 0.5]), "row 1 is 0.5"),
    "weights short of a step": (lambda: by_steps(REACH, WEIGHTS[:2], [1.0], [1000]), "not \\(2,\\)"),
    "a step without its part": (lambda: by_steps(REACH, WEIGHTS, [1.0, 2.0], [1000]), "2 limits"),
    "half a candidate": (lambda: cover_from_lists([[0], [0.5]], 3), "row 1 names candidate 0.5"),
    "a candidate far beyond": (lambda: cover_from_lists([[2**40]], 3), "row 0 names"),
    "half a node": (lambda: streets(3, [0, 0.7], [1, 2], [1.0, 2.0]), "row 1 is 0.7"),
    "a node that would wrap": (lambda: streets(3, [0, 2**32], [1, 2], [1.0, 2.0]), "edge 1 from 4294967296"),
    "edges of two lengths": (lambda: streets(3, [0, 1], [1, 2], [1.0]), "\\(2,\\), \\(2,\\), \\(1,\\)"),
    "demand at half a node": (
        lambda: reach_by_streets(streets(3, [0, 1], [1, 2], [1.0, 2.0]), [0.9], [2], 10.0),
        "row 0 is 0.9",
    ),
    "an area below 0": (lambda: access(REACH, ONES, OPEN, but(TOWNS, 3, -1), 4.0), "row 3 is -1"),
    "NaN demand": (lambda: access(REACH, but(ONES, 1, np.nan), OPEN, TOWNS, 4.0), "row 1 is nan"),
    "demand below 0": (
        lambda: floating_catchments(REACH, but(ONES, 1, -1.0), OPEN * 1.0, [5.0]),
        "row 1 is -1",
    ),
    "supply below 0": (lambda: floating_catchments(REACH, ONES, but(OPEN, 2, -1.0), [5.0]), "site 2 is -1"),
    "decay that rises": (
        lambda: floating_catchments(REACH, ONES, OPEN * 1.0, [1.0, 5.0], [0.5, 1.0]),
        "from 1 down",
    ),
    "a mean of what is infinite": (lambda: mean_by_area(but(ONES, 2, np.inf), ONES, TOWNS), "row 2 is inf"),
    "a cover of lists": (
        lambda: most_covered(Question(Cover([0, 1], [0], 3), WEIGHTS[:1], 1)),
        "numpy arrays",
    ),
    "columns of another cover": (
        lambda: most_covered(Question(Cover(COVER.starts, COVER.items, 3, COVER), WEIGHTS, 1)),
        "leave them out",
    ),
    "costs that do not fit": (lambda: most_covered(Question(COVER, WEIGHTS, 1, COSTS[:2])), "each of 3"),
    "a budget in parts": (lambda: Question(COVER, WEIGHTS, costs=COSTS, budget=2.5), "not 2.5"),
    "sites as a mask": (lambda: Question(COVER, WEIGHTS, 1, existing=[True, False, True]), "not True"),
    "three sites too near": (lambda: Question(COVER, WEIGHTS, 1, apart=[[0, 1, 2]]), "of two candidates"),
    "a site too near to itself": (
        lambda: most_covered(Question(COVER, WEIGHTS, 1, apart=[[0, 1], [1, 1]])),
        "pair 1",
    ),
    "a seed below 0": (lambda: Effort(5.0, seed=-1), "0 or more"),
    "no time": (lambda: Effort(None), "a number, not None"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_bad_input_is_refused_with_its_row(name):
    asked, said = REFUSED[name]
    with pytest.raises(Refused, match=said):
        asked()


@pytest.mark.parametrize("count", [1.0, 1.5, float("nan"), float("inf"), "1", True, 2**70, -1])
def test_a_number_of_sites_is_a_whole_number(count):
    with pytest.raises(Refused, match="sites"):
        most_covered(Question(COVER, WEIGHTS, count))


@pytest.mark.parametrize("existing", [(1,), [1], {1}, np.array([1]), (np.int64(1),), (1, 1), iter([1])])
def test_a_question_is_the_same_however_it_was_typed(existing):
    plain = Question(COVER, WEIGHTS, 1, existing=(1,), apart=np.array([[0, 1]], np.int32))
    typed = Question(COVER, WEIGHTS, np.int64(1), existing=existing, apart=[(0, 1)])
    assert typed.digest() == plain.digest() and typed.existing == (1,)
    result = most_covered(typed)
    assert result.value == most_covered(plain).value == 7
    assert check_certificate(plain, result.certificate) == result.value
    assert (
        Everyone(COVER, WEIGHTS, COSTS, forced=[2, 0]).digest()
        == Everyone(COVER, WEIGHTS, COSTS, forced=(0, 2)).digest()
    )


def test_towns_may_be_numbered_like_the_divisions_of_a_country():
    towns = np.array([150_802_000_000, 150_802_000_000, 7, 7])
    result = fairest(QUESTION, towns, EFFORT)
    assert result.value == fairest(QUESTION, TOWNS, EFFORT).value
    assert check_cases(worst_town(QUESTION, towns), result.certificate) == result.value


def test_nobody_is_reached_from_anywhere():
    nobody = Reach(np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0), 3)
    assert (least_worst(Farthest(nobody, 1)).status, least_worst(Farthest(nobody, 1)).value) == ("optimal", 0)
    question = Question(cover_from_lists([], 3), np.zeros(0, np.int64), 1)
    assert least_worst_limited(question, nobody, EFFORT).status == "optimal"


KASHGAR = np.array([[76.0, 39.5], [75.99, 39.47]])
BERLIN = np.array([[13.4, 52.5], [13.41, 52.51]])


@pytest.mark.parametrize(
    ("demand", "candidates", "said"),
    [
        (POINTS[:, ::-1], POINTS, "demand row 0 .* longitude comes first"),
        (KASHGAR, KASHGAR[:, ::-1], "candidate row 0 .* Arctic"),
        (KASHGAR[:, ::-1], KASHGAR[:, ::-1], "demand row 0 .* Arctic"),
        (BERLIN, BERLIN[:, ::-1], "the other way round"),
        (np.array([[111.0, 40.0], [0.0, 0.0]]), POINTS, "demand row 1 is \\(0, 0\\)"),
        (POINTS * 1000, POINTS, "demand row 0"),
        (np.array([["a", "b"]]), POINTS, "are numbers"),
    ],
)
def test_points_that_are_somewhere_else_are_refused(demand, candidates, said):
    for looked in (cover_of_points, reach_of_points):
        with pytest.raises(Refused, match=said):
            looked(demand, candidates, 500.0)


@pytest.mark.parametrize("points", [POINTS, KASHGAR, BERLIN, np.array([[15.6, 78.2], [30.0, 70.0]])])
def test_points_where_somebody_lives_are_taken(points):
    assert cover_of_points(points, points, 5.0).pairs == len(points)
    assert cover_of_points(points, points + np.array([1.0, 0.0]), 5.0).pairs == 0


def test_a_shifted_system_is_refused_with_what_turns_it():
    with pytest.raises(Refused, match="to_wgs84"):
        cover_of_points(POINTS, POINTS, 500.0, system="gcj02")
    assert cover_of_points(POINTS, POINTS, 5.0, system="wgs84").pairs == 3


@pytest.mark.parametrize("radius", [0, -1.0, np.nan, np.inf, None, "500", 1e200, np.array([500.0, 300.0])])
def test_a_radius_is_a_number_above_nought(radius):
    with pytest.raises(Refused, match="metres above 0"):
        cover_of_points(POINTS, POINTS, radius)
    with pytest.raises(Refused, match="metres above 0"):
        reach_of_points(POINTS, POINTS, 500.0, earth_radius_m=radius)
