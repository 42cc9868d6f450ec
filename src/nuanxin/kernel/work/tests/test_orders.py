"""Orders: opened once, given, fixed by one and passed by another, in time or not; each step kept."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act, Entry
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.kernel.work import queries
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.declare import Move, WorkType
from nuanxin.kernel.work.faults import MoveRefused, SecondPersonNeeded
from nuanxin.kernel.work.models import Step, WorkOrder
from nuanxin.kernel.work.proving import verify_steps
from nuanxin.kernel.work.tests.conftest import REPAIR, TOWN, placed
from nuanxin.plain.words import Words

pytestmark = pytest.mark.django_db
NUMBERS = count()
A, B = "sent-once", "given-once"


@pytest.fixture
def order(people, place):
    return open_order(By(people["keeper"]), "trial.repair", "door", place).result


def moved(by, order, move, **said):
    return move_order(By(by), order.pk, move, **said).result


def standing(measure=9101, until=99999999):
    found = Entry.objects.filter(measure=measure, occurred__lte=until)
    return sum(found.values_list("quantity", flat=True))


def test_an_order_goes_from_hand_to_hand_and_counts_once_a_second_person_passed_it(people, order):
    moved(people["clerk"], order, "give", give_to=people["keeper"].party)
    moved(people["keeper"], order, "fix")
    assert standing() == 0
    done = moved(people["reviewer"], order, "pass")
    assert (done.state, standing(), standing(9102)) == ("passed", 1, 0)
    assert done.ended_on is not None and not queries.orders_open(people["clerk"]).exists()
    steps = [(step.move, step.by_id) for step in Step.objects.all()]
    keeper, clerk, reviewer = (people[name].party for name in ("keeper", "clerk", "reviewer"))
    assert steps == [("open", keeper), ("give", clerk), ("fix", keeper), ("pass", reviewer)]
    assert verify(deep=True) + verify_records() == []


def test_whoever_fixed_it_may_not_pass_it(people, order):
    moved(people["clerk"], order, "give", give_to=people["reviewer"].party)
    moved(people["reviewer"], order, "fix")
    with pytest.raises(SecondPersonNeeded):
        moved(people["reviewer"], order, "pass")
    assert [move.name for move in queries.moves_for(people["reviewer"], WorkOrder.objects.get())] == ["undo"]
    assert standing() == 0


def test_who_fixed_it_again_after_rework_is_who_may_not_pass_it(people, order):
    moved(people["clerk"], order, "give", give_to=people["keeper"].party)
    moved(people["keeper"], order, "fix")
    back = moved(people["reviewer"], order, "fail")
    assert "fixed" not in back.reached
    moved(people["reviewer"], order, "fix")
    with pytest.raises(SecondPersonNeeded):
        moved(people["reviewer"], order, "pass")


def test_whoever_did_it_by_a_slip_takes_it_back_as_long_as_nobody_has_looked(people, place):
    with time_machine.travel(datetime(2026, 9, 29, 2, tzinfo=UTC)) as clock:
        order = open_order(By(people["clerk"]), "trial.repair", "door", place).result
        moved(people["clerk"], order, "give", give_to=people["keeper"].party)
        clock.move_to(datetime(2026, 10, 12, 2, tzinfo=UTC))
        moved(people["keeper"], order, "fix")
        with pytest.raises(MoveRefused, match=r"Only who|只有"):
            moved(people["clerk"], order, "undo")
        back = moved(people["keeper"], order, "undo")
        assert (back.state, back.stopped_at, "fixed" in back.reached) == ("given", None, False)
        assert standing(9102, 20261013) == 1, "the clock runs on"
        moved(people["keeper"], order, "fix")
        moved(people["reviewer"], order, "pass")
        with pytest.raises(MoveRefused):
            moved(people["keeper"], order, "undo")
    assert verify(deep=True) + verify_records() + verify_steps() == []


def test_second_looks_are_counted_passed_or_sent_back_and_nothing_else_is(people, order):
    moved(people["clerk"], order, "give", give_to=people["keeper"].party)
    moved(people["keeper"], order, "fix")
    assert queries.second_looks() == 0
    moved(people["reviewer"], order, "fail")
    moved(people["keeper"], order, "fix")
    moved(people["reviewer"], order, "pass")
    assert queries.second_looks() == 2


def test_the_same_matter_is_said_again_and_opens_no_second_order(people, place, order):
    again = open_order(By(people["clerk"]), "trial.repair", "door", place).result
    other = open_order(By(people["clerk"]), "trial.repair", "heating", place).result
    assert (again.pk, again.said_by) == (order.pk, 2)
    assert other.pk != order.pk
    assert set(queries.orders_about(place)) == {again, other}


def test_a_token_sent_twice_counts_once(people, place):
    first = open_order(By(people["keeper"]), "trial.repair", "door", place, token=A).result
    before = Act.objects.count()
    twice = open_order(By(people["keeper"]), "trial.repair", "door", place, token=A).result
    assert (twice.pk, twice.said_by, Act.objects.count()) == (first.pk, 1, before)
    for _time in range(2):
        moved(people["clerk"], first, "give", give_to=people["keeper"].party, token=B)
    assert Step.objects.count() == 2


def test_what_is_not_the_next_step_is_refused_with_what_it_is_now(people, order):
    with pytest.raises(MoveRefused, match=r"待派|to be given"):
        moved(people["reviewer"], order, "pass")
    with pytest.raises(MoveRefused):
        moved(people["clerk"], order, "give")
    with pytest.raises(MoveRefused):
        moved(people["reviewer"], order, "drop", reason="tired")
    assert moved(people["reviewer"], order, "drop", reason="no_fault").ended_on


def test_nobody_is_given_what_they_have_already(people, place):
    heating = open_order(By(people["keeper"]), "trial.passed_on", "heating", place).result
    moved(people["clerk"], heating, "give", give_to=people["keeper"].party)
    with pytest.raises(MoveRefused, match=r"已经|already"):
        moved(people["clerk"], heating, "give", give_to=people["keeper"].party)
    assert moved(people["clerk"], heating, "give", give_to=people["clerk"].party)
    assert Step.objects.filter(move="give").count() == 2
    assert verify_steps() == []


def test_a_step_is_an_act_even_where_the_order_stays_as_it_is(people, place):
    heating = open_order(By(people["keeper"]), "trial.passed_on", "heating", place).result
    before = Act.objects.count()
    moved(people["clerk"], heating, "look")
    moved(people["clerk"], heating, "look")
    assert Act.objects.count() == before + 2
    assert verify(deep=True) + verify_steps() == []


def test_a_step_that_names_no_act_or_another_orders_act_is_found(people, place, order):
    other = open_order(By(people["keeper"]), "trial.repair", "heating", place).result
    assert verify_steps() == []
    order.steps.update(act_id=other.steps.get().act_id)
    assert [each.place for each in verify_steps()] == [f"order {order.pk}, step 1"]
    order.steps.update(act_id=9_999)
    assert [each.place for each in verify_steps()] == [f"order {order.pk}, step 1"]


def test_who_has_no_role_there_moves_nothing(people, order):
    with pytest.raises(NotAllowed):
        moved(people["keeper"], order, "give", give_to=people["keeper"].party)
    assert not queries.orders_open(people["keeper"]).exists()


def test_an_order_is_returned_only_so_often(people, order):
    for _time in range(2):
        moved(people["clerk"], order, "give", give_to=people["keeper"].party)
        if _time == 0:
            moved(people["keeper"], order, "return", reason="not_ours")
    with pytest.raises(MoveRefused, match="1"):
        moved(people["keeper"], order, "return", reason="not_ours")


def test_deadlines_follow_the_working_calendar(people, place):
    with time_machine.travel(datetime(2026, 9, 29, 2, tzinfo=UTC)):
        by_days = open_order(By(people["clerk"]), "trial.repair", "door", place).result
        by_hours = open_order(By(people["clerk"]), "trial.repair", "heating", place, grade="urgent").result
    assert by_days.due.isoformat() == "2026-10-09T23:59:59+08:00"
    assert by_hours.due - datetime(2026, 9, 29, 4, tzinfo=UTC) < timedelta(seconds=2)
    late = datetime(2026, 10, 10, 1, tzinfo=UTC)
    assert list(queries.orders_overdue(people["clerk"], late)) == [by_hours, by_days]
    assert by_days.overdue(late)


def test_overdue_is_a_stock_from_the_day_after_it_was_due_until_it_was_fixed(people, place):
    with time_machine.travel(datetime(2026, 9, 29, 2, tzinfo=UTC)) as clock:
        order = open_order(By(people["clerk"]), "trial.repair", "door", place).result
        moved(people["clerk"], order, "give", give_to=people["keeper"].party)
        assert [standing(9102, day) for day in (20261009, 20261010)] == [0, 1]
        clock.move_to(datetime(2026, 10, 12, 2, tzinfo=UTC))
        moved(people["keeper"], order, "fix")
        assert [standing(9102, day) for day in (20261010, 20261011, 20261012)] == [1, 1, 0]
        moved(people["reviewer"], order, "fail")
        assert standing(9102, 20261013) == 1
        clock.move_to(datetime(2026, 10, 14, 2, tzinfo=UTC))
        moved(people["keeper"], order, "fix")
        done = moved(people["reviewer"], order, "pass")
    assert [standing(9102, day) for day in (20261013, 20261014)] == [1, 0]
    assert done.overdue(datetime(2026, 10, 13, tzinfo=UTC))
    assert not done.overdue(datetime(2026, 10, 15, tzinfo=UTC))
    assert verify(deep=True) + verify_records() == []


def test_one_sees_what_waits_for_one(people, order):
    """A reviewer could drop what is open; it waits for a reviewer once it is to be looked at."""
    seen = {name: list(queries.orders_for(actor)) for name, actor in people.items()}
    assert seen == {"clerk": [order], "reviewer": [order], "looker": [], "keeper": []}
    assert [move.name for move in queries.moves_for(people["looker"], order)] == ["drop"]
    moved(people["clerk"], order, "give", give_to=people["keeper"].party)
    assert list(queries.orders_for(people["keeper"])) == [order]
    moved(people["keeper"], order, "fix")
    assert list(queries.orders_for(people["looker"])) == [order]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_walk_loses_or_doubles_anything(people, data):
    """Whatever people do with an order about a place of its own, its steps are whole and it counts once."""
    tag, before = f"walk-{next(NUMBERS)}", standing()
    place = placed(people["clerk"], tag)
    order = open_order(By(people["keeper"]), "trial.repair", "door", place, token=tag).result
    for step in range(data.draw(st.integers(0, 8))):
        choices = [
            (actor, move)
            for actor in people.values()
            for move in queries.moves_for(actor, order)
            if not (move.most and order.steps.filter(move=move.name).exists())
        ]
        if not choices:
            break
        actor, move = choices[data.draw(st.integers(0, 99)) % len(choices)]
        said = {"reason": next(iter(move.reasons), ""), "token": f"{tag}-{step}"}
        order = moved(actor, order, move.name, give_to=people["keeper"].party, **said)
    assert standing() - before == (order.state == "passed")
    assert verify_records() == []
    numbers = list(Step.objects.filter(order=order).order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))


def _type(**changed):
    given = {name: getattr(REPAIR, name) for name in REPAIR.__dataclass_fields__}
    return WorkType(**{**given, **changed})


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"states": {"open": Words("开", "open")}}, "no state"),
        ({"opened_by": "king"}, "unknown role"),
        ({"moves": (*REPAIR.moves, REPAIR.moves[0])}, "different names"),
        ({"moves": REPAIR.moves[:1]}, "no end"),
        ({"counts": {"gone": None}}, "no state"),
        ({"moves": (*REPAIR.moves, Move("x", "x", "x", ("open",), "open", "clerk",
                                   apart_from="y"))}, "no move"),
        ({"moves": (*REPAIR.moves, Move("x", "x", "x", ("open",), "open", "king"))}, "unknown role"),
        ({"moves": (*REPAIR.moves, Move("x", "x", "x", ("open",), "open", "clerk", clock="runs"))}, "clock"),
        ({"moves": (*REPAIR.moves, Move("x", "x", "x", ("open",), "open", "clerk",
                                   aside=("given",)))}, "stands aside"),
        ({"moves": tuple(replace(move, aside=move.come_from) for move in REPAIR.moves)}, "nobody is waited"),
    ],
)  # fmt: skip
def test_a_type_that_could_not_be_worked_is_refused(changed, fault):
    if changed.get("moves") == REPAIR.moves[:1]:
        changed = {**changed, "states": {**REPAIR.states}}
        changed["moves"] = (*REPAIR.moves[:1], Move("back", "退", "back", ("given",), "open", "clerk"),
                            Move("l", "l", "l", ("fixed",), "open", "clerk"),
                            Move("m", "m", "m", ("passed",), "open", "clerk"),
                            Move("n", "n", "n", ("dropped",), "open", "clerk"))  # fmt: skip
    with pytest.raises(ValueError, match=fault):
        _type(**changed)


def test_the_area_of_an_order_is_its_records(order):
    assert order.area == TOWN
