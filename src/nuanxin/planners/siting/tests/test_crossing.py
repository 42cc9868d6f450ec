"""Crossing: annealed plans are brought up by what others open, within the limits, and it comes to an end."""

from nuanxin.planners.siting import Question, breeding, crossing
from nuanxin.planners.siting.covering import run
from nuanxin.planners.siting.tests.questions import worth
from nuanxin.planners.siting.tests.test_covering import town
from nuanxin.planners.siting.tests.test_surroundings import begun


def test_a_plan_is_brought_up_to_the_best_of_what_others_open():
    cover, weights = town(300, 60, share=0.04)
    question = Question(cover, weights, count=6)
    solve, level = begun(question)
    ladder = breeding.Ladder(solve, level)
    breeding.island(solve, level, ladder, run)
    solve.annealed *= 3
    raw = max(value for value, _ in solve.annealed)
    solve.value = -1
    crossing.crossed(solve, level, run, 10_000)
    assert solve.value >= raw and len(solve.sites) <= 6
    assert solve.value == worth(question, solve.sites.tolist())
    assert 1 <= len(solve.islands) <= crossing.MOST


def test_few_annealed_plans_are_left_alone():
    cover, weights = town(300, 60, share=0.04)
    solve, level = begun(Question(cover, weights, count=6))
    before = level.hand.open.copy()
    crossing.crossed(solve, level, run, 10_000)
    assert not solve.islands and (level.hand.open == before).all()
