"""Bare models hold what Django's own making would have put into them."""

import pytest
from django.db import models

from nuanxin.kernel.ledger.bare import Bare
from nuanxin.kernel.ledger.models import Act
from nuanxin.kernel.ledger.records import record_models

MODELS = sorted(record_models().values(), key=lambda model: model.record_kind)


def held(record):
    """Return what an object holds, whoever made it."""
    state = record.__dict__["_state"]
    return {**{k: v for k, v in record.__dict__.items() if k != "_state"}, "state": (state.adding, state.db)}


def by_django(model, *args, **said):
    made = model.__new__(model)
    models.Model.__init__(made, *args, **said)
    return made


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_a_record_made_by_columns_holds_what_django_would_have_put_there(model):
    said = {"key": "甲", "area": 150802001001, "row": 7, "act_id": 3}
    assert held(model(**said)) == held(by_django(model, **said))
    every = [f"{place}" for place, _field in enumerate(model._meta.concrete_fields)]
    assert held(model(*every)) == held(by_django(model, *every))
    assert held(model.from_db("default", [], every)) != held(model(*every))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_records_share_no_default_that_can_change(model):
    one, other = model(key="甲"), model(key="乙")
    assert one.precision == {}
    assert one.precision is not other.precision
    assert model(key="丙", precision={"on": "month"}).precision == {"on": "month"}


def test_what_is_no_column_is_taken_or_refused_as_django_does():
    model, act = MODELS[0], Act(number=5)
    made = model(key="甲", act=act)
    assert (made.act, made.act_id) == (act, 5)
    assert model(key="甲", pk=9).id == 9
    with pytest.raises(TypeError, match="unheard_of"):
        model(key="甲", unheard_of=1)
    with pytest.raises(TypeError, match="Abstract"):
        Bare()


def test_a_relation_can_be_followed_and_set_afterwards():
    model = MODELS[0]
    made = model(key="甲", act_id=4)
    made.act = Act(number=6)
    assert made.act_id == 6
    made.act_id = 7
    assert "act" not in made._state.fields_cache


def test_a_deferred_column_stays_deferred():
    model = MODELS[0]
    made = model.from_db("default", ["id", "key"], [1, "甲"])
    assert made.get_deferred_fields() >= {"area", "row"}
