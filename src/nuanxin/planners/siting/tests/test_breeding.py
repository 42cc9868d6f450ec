"""Islands: what they come to is a plan within the limits and the best; cases are left for better plans."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nuanxin.planners.siting import (
    OPTIMAL,
    Effort,
    Question,
    breeding,
    check_certificate,
    closing,
    most_covered,
    search,
    surroundings,
)
from nuanxin.planners.siting.annealing import Annealing, leg, nearby, standing
from nuanxin.planners.siting.breeding import GROUP, GROUPS, LADDER, TOGETHER, Ladder, bred, island
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.question import impossible
from nuanxin.planners.siting.solving import Solve
from nuanxin.planners.siting.surroundings import widened
from nuanxin.planners.siting.tests.questions import loose_question, plans, random_question, worth
from nuanxin.planners.siting.tests.test_covering import town
from nuanxin.planners.siting.tests.test_surroundings import begun


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**31))
@example(376)
@example(6553)
def test_what_islands_come_to_keeps_the_limits_and_is_brute_forces_best(seed):
    question = random_question(seed)
    if impossible(question):
        return
    solve, level = begun(question, seed % 5)
    if not len(level.left.columns):
        return
    bred(solve, level, run, 1)
    alike = [plan for plan in plans(question) if set(question.forced) - set(question.existing) <= plan]
    assert set(solve.sites.tolist()) in alike
    assert solve.value == worth(question, solve.sites.tolist()) == max(worth(question, p) for p in alike)


@pytest.mark.parametrize("heat", [1.0, 1e3, 1e9])
def test_an_annealing_knows_at_any_heat_how_things_stand(heat):
    cover, weights = town(400, 90, share=0.05)
    solve, level = begun(Question(cover, weights, count=9))
    board, sites = level.board, np.flatnonzero(level.hand.open)
    now, found = standing(board, level.hand.open), level.hand.open.copy()
    near = nearby(board, solve.chance)
    leg(
        board,
        level.hand,
        Annealing(near, now, sites, np.array([heat, 1.0])),
        found,
        0,
        (0, 5000, 9),
        solve.chance,
    )
    again = standing(board, now.open)
    assert sorted(sites) == np.flatnonzero(now.open).tolist() and len(sites) == level.hand.open.sum()
    assert all((one == other).all() for one, other in zip(now[:4], again[:4], strict=True))
    assert (now.losses[now.open] == again.losses[now.open]).all() and (now.used == again.used).all()


def test_what_is_near_a_site_shares_a_row_with_it():
    cover, weights = town(300, 50, share=0.04)
    solve, level = begun(Question(cover, weights, count=9))
    near, columns = nearby(level.board, solve.chance), level.left.cover.by_candidate()
    for site in range(len(near)):
        rows = set(columns.row(site).tolist())
        assert not rows or all(
            rows & set(columns.row(int(other)).tolist()) for other in set(near[site].tolist())
        )


def test_every_pair_of_heats_is_tried_and_then_the_best_most_often():
    cover, weights = town(300, 50, share=0.04)
    solve, level = begun(Question(cover, weights, count=9))
    ladder = Ladder(solve, level)
    for turn in range(len(LADDER)):
        assert ladder.rung(solve.chance) == turn
        ladder.worth[turn].append((900, 1000, 950, 940, 930)[turn])
    taken = Counter(Ladder(solve, level).rung(solve.chance) for _ in range(400))
    assert set(taken) == {0, 1, 2, 3, 4}
    assert taken[1] > taken[2] > taken[3] and taken[1] > 150


def test_an_island_is_a_chain_between_the_same_heats_and_the_next_begins_elsewhere(monkeypatch):
    cover, weights = town(900, 150, share=0.03)
    solve, level = begun(Question(cover, weights, count=15), 7)
    ladder, begins, heats = Ladder(solve, level), [], []
    anneal = breeding.anneal

    def noted(board, hand, near, found, moves, between, *rest):
        begins.append(set(level.left.columns[hand.open].tolist()))
        heats.append(between)
        return anneal(board, hand, near, found, moves, between, *rest)

    monkeypatch.setattr(breeding, "anneal", noted)
    monkeypatch.setattr(breeding, "_close", lambda *_: False)
    monkeypatch.setattr(solve, "effort", replace(solve.effort, seconds=1000.0))
    solve.bound = solve.hoped = 2**40
    for rung in (1, 3):
        island(solve, level, ladder, rung, run)
    each, ended = GROUP * GROUPS, [set(sites.tolist()) for _, sites in solve.learnt.annealed]
    scattered = heats[each]
    assert scattered == tuple(heat * ladder.warm for heat in LADDER[0])
    assert set(heats[:each]) == {tuple(heat * ladder.warm for heat in LADDER[1])}
    assert set(heats[each + 1 :]) == {tuple(heat * ladder.warm for heat in LADDER[3])}
    assert begins[1:each] == ended[: each - 1] and begins[each + 2 :] == ended[each:-1]
    assert begins[each] != ended[each - 1]


def test_a_merger_of_a_group_may_take_so_many_steps(monkeypatch):
    cover, weights = town(900, 150, share=0.03)
    solve, level = begun(Question(cover, weights, count=15), 3)
    solve.bound = solve.hoped = 2**40
    granted = []

    def asked(part: Solve) -> None:
        granted.append(part.until - int(part.steps[0]))
        part.steps[0] += 40

    monkeypatch.setattr(breeding, "shifted", lambda *_: None)
    island(solve, level, Ladder(solve, level), 0, asked)
    assert granted and set(granted) == {breeding.MERGED}
    assert solve.steps[0] == 40 * len(granted)


def test_a_better_plan_found_among_the_cases_begins_them_anew(monkeypatch):
    question = loose_question()
    best = most_covered(question)
    assert best.status == OPTIMAL
    monkeypatch.setattr(closing, "SEEKING", 0)
    solve, level = begun(question)
    level, relaxed = closing.rooted(solve, level)
    monkeypatch.setattr(Solve, "guided", lambda *_: None)
    left = list[int]()

    def seek() -> None:
        if solve.bound < solve.staged and solve.value < best.value:
            left.append(solve.bound)
            solve.value, solve.sites = best.value, best.sites

    while closing.split(solve, *closing.fresh(solve, level, relaxed), 2**60, seek):
        stopped = solve.result()
        assert stopped.value == best.value and stopped.bound > left[0]
        assert check_certificate(question, stopped.certificate) == stopped.bound
    assert len(left) == 1
    told = solve.result()
    assert (told.status, told.value) == (OPTIMAL, best.value)
    assert check_certificate(question, told.certificate) == best.value


@pytest.mark.parametrize(
    ("steps", "islands", "merged"), [(0, 1, 0), (1, TOGETHER, 1), (2**60, TOGETHER + 1, 2)]
)
def test_islands_end_once_the_solver_took_its_steps(monkeypatch, steps, islands, merged):
    cover, weights = town(300, 50, share=0.04)
    solve, level = begun(Question(cover, weights, count=9))
    told, chains = list[int](), list[int]()

    def crossed(solve: Solve, level: object, run: object, steps: int, annealed: list[object]) -> None:
        chains.extend(map(id, annealed))

    def united(solve: Solve, *_: object) -> None:
        told.append(int(solve.steps[0]))
        solve.steps[0] += 1

    monkeypatch.setattr(breeding, "picked", lambda *_, **__: False)
    for name in ("shifted", "settled"):
        monkeypatch.setattr(breeding, name, lambda *_: None)
    monkeypatch.setattr(breeding, "crossed", crossed)
    monkeypatch.setattr(breeding, "united", united)
    monkeypatch.setattr(breeding, "_close", lambda *_: False)
    monkeypatch.setattr(breeding, "IDLE", 99)
    bred(solve, level, run, TOGETHER + 1, steps)
    assert len(told) == merged and len(solve.learnt.islands) == islands
    assert chains == [id(plan) for plan in solve.learnt.annealed if steps]


def test_the_same_seed_breeds_the_same_plans():
    cover, weights = town(900, 150, share=0.03)
    question, found = Question(cover, weights, count=15), list[list[int]]()
    for _ in range(2):
        solve, level = begun(question, 7)
        solve.effort = replace(Effort(seed=7), seconds=1000.0)
        bred(solve, level, run, 2)
        found.append([*solve.sites.tolist(), solve.value, *np.concatenate(solve.learnt.islands).tolist()])
    assert found[0] == found[1]


def test_further_around_a_plan_is_better_and_a_limit_of_steps_holds(monkeypatch):
    monkeypatch.setattr(surroundings, "NEAR", 100)
    cover, weights = town(900, 150, share=0.03)
    values, asked = {}, []

    def counted(part):
        run(part)
        asked.append(part.question.cover.candidates)
        part.steps[0] += 1

    for steps in (0, 1, 10**6):
        solve, level = begun(Question(cover, weights, count=15))
        rng = np.random.default_rng(3)
        opened = np.zeros(len(level.left.columns), bool)
        opened[rng.choice(len(opened), 15, replace=False)] = True
        search.deal(level.board, level.hand, opened)
        before = int(level.hand.used[2])
        asked.clear()
        widened(solve, level, steps, counted)
        assert level.hand.open.sum() == 15
        assert len(asked) == steps or (steps > len(asked) > 15 and max(asked[15:]) > max(asked[:5]))
        values[steps] = int(level.hand.used[2]) - before
    assert values[0] == 0 <= values[1] < values[10**6]
