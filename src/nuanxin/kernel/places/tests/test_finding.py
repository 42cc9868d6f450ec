"""Finding places: near, open, called; what is held follows the register at once."""

from datetime import datetime

import pytest
from django.db.models import Q

from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.ledger.acts import Act, Action, Actor, By
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.places import finding
from nuanxin.kernel.places.actions import register_places
from nuanxin.kernel.places.models import Place
from nuanxin.kernel.rules.calendar import HERE

pytestmark = pytest.mark.django_db
NOON, NIGHT = (datetime(2026, 11, 26, hour, tzinfo=HERE) for hour in (12, 3))
WITHDRAW = Action("trial.withdraw", "撤回", "withdraw", Act.withdraw)


@pytest.fixture
def keeper(divisions, monkeypatch):
    monkeypatch.setattr(finding, "_shelves", {})
    chief, keeper = (Party.objects.create(kind="person", name=name) for name in "甲乙")
    by = By(Actor(chief.id, chief.name))
    found_administrator(by, chief.id, 150000000000)
    grant(by, keeper.id, "clerk", 150802000000)
    finding.keep_at_hand(Place, lambda _day: Q(), ())
    return Actor(keeper.id, keeper.name)


def placed(keeper, name, latitude, hours):
    where = {"longitude": 107.4, "latitude": latitude} if latitude else {}
    values = {"name": name, "area": 150802001000, "hours": hours, "address": "胜利路", **where}
    register_places(By(keeper), [type("Row", (), {"number": 1, "values": values})])


def test_the_nearest_open_one_is_found(keeper):
    placed(keeper, "近处", 40.751, "每天 8:00-20:00")
    placed(keeper, "远处", 40.760, "24/7")
    placed(keeper, "无址", None, "24/7")
    places = finding.book(Place)
    assert [near.spot.name for near in places.nearest(107.4, 40.75, NOON)] == ["近处", "远处"]
    open_now = places.nearest(107.4, 40.75, NIGHT, 1, lambda near: bool(near.opening and near.opening.open))
    assert [(near.spot.name, round(near.metres or 0)) for near in open_now] == [("远处", 1112)]


def test_places_are_found_by_every_word(keeper):
    placed(keeper, "近处", 40.751, "")
    assert [near.spot.name for near in finding.book(Place).called("近处 胜利", NOON)] == ["近处"]
    assert finding.book(Place).called("近处 东", NOON) == []


def test_what_is_held_follows_the_register(keeper, django_assert_num_queries):
    placed(keeper, "近处", 40.751, "")
    assert len(finding.book(Place).spots) == 1
    with django_assert_num_queries(1):
        finding.book(Place)
    placed(keeper, "远处", 40.760, "")
    assert len(finding.book(Place).spots) == 2
    WITHDRAW(By(keeper, reason="correction"), Place.objects.get(name="近处"))
    assert [spot.name for spot in finding.book(Place).spots] == ["远处"]


def test_other_places_may_stand_in_for_a_register_and_then_it_is_itself_again(keeper):
    placed(keeper, "近处", 40.751, "")
    (spot,) = finding.book(Place).spots
    with pytest.raises(RuntimeError), finding.standing_in(Place, finding.Book([spot] * 3)):
        assert len(finding.book(Place).spots) == 3
        raise RuntimeError("a trial that fails")
    assert finding.book(Place).spots == [spot]
