"""Certificates of the rarer questions: whatever is changed in one is refused, or proves nothing false."""

from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import Effort, Question, Unproven, cover_from_lists, cover_of_points
from nuanxin.planners.siting.capacity import least_distance_served, served_nearest
from nuanxin.planners.siting.case_certificate import check_cases, sealed_cases
from nuanxin.planners.siting.certificate import seal_of
from nuanxin.planners.siting.dominance import Dominated
from nuanxin.planners.siting.everyone import Everyone, check_fewest
from nuanxin.planners.siting.fairness import (
    backed,
    by_town,
    fairest,
    most_backed,
    most_covered_fairly,
    worst_town,
)
from nuanxin.planners.siting.fewest import fewest_sites, greedy
from nuanxin.planners.siting.limits import everybody, fewest_limited
from nuanxin.planners.siting.median_certificate import AGAIN
from nuanxin.planners.siting.programs import Program, Solved

SEEDS = st.integers(0, 2**31)


def some_town(rows=120, sites=25, count=5, seed=3):
    """A question of points, and a coarse town for each row."""
    rng = np.random.default_rng(seed)
    places, offered = rng.uniform(0, 10_000, (rows, 2)), rng.uniform(0, 10_000, (sites, 2))
    cover = cover_of_points(places, offered, 2_500.0, planar=True)
    towns = (places[:, 0] > 5_000).astype(np.int64) * 2 + (places[:, 1] > 5_000)
    return Question(cover, rng.integers(1, 50, rows), count=count), towns, rng


def asked_and_answered():
    """Yield each kind of question in the form of its certificate, with its answer."""
    question, towns, rng = some_town()
    second = question.weights // 3
    yield backed(question, second), most_backed(question, second)
    best = fairest(question, towns)
    yield worst_town(question, towns), best
    least = best.value * 9 // 10
    yield by_town(question, towns, least), most_covered_fairly(question, towns, least)
    seats, metres = rng.integers(100, 600, 25), rng.integers(0, 900, question.cover.pairs)
    yield (
        served_nearest(question, seats, metres, 1_000),
        least_distance_served(question, seats, metres, 1_000),
    )
    reached = np.flatnonzero(question.cover.counts())
    cover = question.cover
    some = Question(
        cover_from(cover, reached),
        question.weights[reached],
        count=20,
        budget=90,
        costs=rng.integers(1, 9, 25),
    )
    yield everybody(some), fewest_limited(some, Effort())


def cover_from(cover, rows):
    """Return a cover of some rows."""
    return cover_from_lists([cover.row(int(row)).tolist() for row in rows], cover.candidates)


@pytest.fixture(scope="module")
def proved():
    """Each kind of question with its answer."""
    return list(asked_and_answered())


def test_every_kind_is_proved_by_cases(proved):
    for numbered, result in proved:
        assert (result.status, result.proof) == ("optimal", "certificate"), type(numbered).__name__
        assert check_cases(numbered, result.certificate) == result.bound == result.value
    assert any(len(result.certificate.nodes.splits) > 3 for _, result in proved), "none took cases"
    assert any(len(result.certificate.nodes.aside) for _, result in proved), "nothing was set aside"


def changed(array, rng):
    """Return an array with one number changed."""
    found = array.copy()
    flat = found.reshape(-1)
    place = int(rng.integers(len(flat)))
    flat[place] += int(rng.choice([-1, 1, 2, 1000]))
    return found


def tampered(certificate, rng):
    """Return a certificate in which one thing is changed."""
    names = ["value", "bound", "sites", *(f.name for f in fields(certificate.nodes))]
    names += ["shares"] if len(certificate.shares) else []
    while True:
        name = str(rng.choice(names))
        if name in ("value", "bound"):
            return replace(certificate, **{name: getattr(certificate, name) + int(rng.choice([-1, 1]))})
        part = certificate if name in ("sites", "shares") else certificate.nodes
        array = getattr(part, name)
        if not array.size:
            continue
        other = replace(part, **{name: changed(array, rng)})
        return other if part is certificate else replace(certificate, nodes=other)


@settings(max_examples=400, deadline=None)
@given(st.integers(0, 4), SEEDS)
def test_whatever_is_changed_is_refused_or_proves_nothing_false(proved, which, seed):
    numbered, result = proved[which]
    other = tampered(result.certificate, np.random.default_rng(seed))
    with pytest.raises(Unproven):
        check_cases(numbered, other)
    try:
        bound = check_cases(numbered, sealed_cases(other))
    except (Unproven, ValueError, IndexError):
        return
    sign = 1 if numbered.value(1) > numbered.value(0) else -1
    assert sign * bound >= sign * result.value, "it says that the best plan there is cannot be"


def test_a_case_left_out_is_found(proved):
    for numbered, result in proved:
        nodes = result.certificate.nodes
        split = np.flatnonzero(nodes.splits >= 0)
        if not len(split):
            continue
        children = nodes.children.copy()
        children[split[0], 1] = children[split[0], 0]
        other = sealed_cases(replace(result.certificate, nodes=replace(nodes, children=children)))
        with pytest.raises(Unproven):
            check_cases(numbered, other)
        splits = nodes.splits.copy()
        splits[split[0]] = AGAIN
        other = sealed_cases(replace(result.certificate, nodes=replace(nodes, splits=splits)))
        with pytest.raises(Unproven):
            check_cases(numbered, other)


def test_fewest_sites_are_proved_part_by_part():
    question, _, rng = some_town(rows=60, sites=30)
    lists = [question.cover.row(row).tolist() for row in range(60) if len(question.cover.row(row))]
    both = [*lists, *([site + 30 for site in row] for row in lists)]
    asked = Everyone(cover_from_lists(both, 60), np.ones(len(both), np.int64), rng.integers(2, 9, 60))
    result = fewest_sites(asked)
    assert result.status == "optimal" and result.proof == "certificate"
    assert check_fewest(asked, result.certificate) == result.value
    assert len(result.certificate.parts) >= 2
    twice = replace(result.certificate, parts=result.certificate.parts + result.certificate.parts[:1])
    with pytest.raises(Unproven, match="two parts"):
        check_fewest(asked, replace(twice, seal=seal_of(replace(twice, seal=""))))


def tampered_part(part, name, rng):
    """Return a part in which one thing is changed: its claim, who is outdone by whom, or its cases."""
    if name == "cost":
        return replace(part, cost=part.cost + int(rng.choice([-1, 1])))
    if name == "aside" and rng.random() < 0.5 and len(part.aside.shut):
        return replace(part, aside=replace(part.aside, by=changed(part.aside.by, rng)))
    if name == "aside":
        shut = np.append(part.aside.shut, rng.integers(9)).astype(np.int32)
        by = np.append(part.aside.by, rng.integers(-1, 9)).astype(np.int32)
        return replace(part, aside=replace(part.aside, shut=shut, by=by))
    return replace(part, nodes=replace(part.nodes, **{name: changed(getattr(part.nodes, name), rng)}))


def test_a_site_that_none_outdoes_is_not_set_aside():
    asked = Everyone(cover_from_lists([[0, 1], [1]], 2), np.ones(2, np.int64), np.array([1, 3]))
    part = fewest_sites(asked).certificate.parts[0]
    for aside in (
        Dominated(np.array([1], np.int32), np.array([0], np.int32)),
        Dominated(np.array([0], np.int32), np.array([1], np.int32)),
        Dominated(np.array([1], np.int32), np.array([-1], np.int32)),
    ):
        forged = replace(fewest_sites(asked).certificate, parts=(replace(part, aside=aside),))
        with pytest.raises(Unproven):
            check_fewest(asked, replace(forged, seal=seal_of(replace(forged, seal=""))))


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_a_tampered_certificate_of_fewest_proves_nothing_false(seed):
    rng = np.random.default_rng(seed)
    lists = [rng.choice(9, int(rng.integers(1, 4)), replace=False).tolist() for _ in range(10)]
    asked = Everyone(cover_from_lists(lists, 9), np.ones(10, np.int64), rng.integers(1, 5, 9))
    result = fewest_sites(asked)
    part = result.certificate.parts[0]
    names = [each.name for each in fields(part.nodes) if getattr(part.nodes, each.name).size]
    parts = (
        tampered_part(part, str(rng.choice([*names, "cost", "aside"])), rng),
        *result.certificate.parts[1:],
    )
    other = replace(result.certificate, parts=parts, bound=result.bound + int(rng.integers(0, 2)))
    with pytest.raises(Unproven):
        check_fewest(asked, other)
    try:
        assert check_fewest(asked, replace(other, seal=seal_of(replace(other, seal="")))) <= result.value
    except (Unproven, ValueError, IndexError):
        return


def test_a_better_plan_found_among_the_cases_is_the_one_that_is_proved(monkeypatch):
    monkeypatch.setattr(Program, "solve", lambda *_args: Solved(False, True, None, 0.0))
    better = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        lists = [rng.choice(12, 3, replace=False).tolist() for _ in range(20)]
        asked = Everyone(cover_from_lists(lists, 12), np.ones(20, np.int64), rng.integers(1, 9, 12))
        result = fewest_sites(asked)
        assert check_fewest(asked, result.certificate) == result.bound <= result.value
        begun = greedy(asked.cover, asked.times.copy(), asked.costs)
        better += result.value < int(asked.costs[begun].sum())
    assert better, "no plan was bettered, so nothing was tried"
