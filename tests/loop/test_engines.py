"""The forty figures of the page come out equal on every engine, and open to rows that sum to them."""

import pytest
from django.conf import settings

from nuanxin.kernel.bulletins.models import Reading
from nuanxin.kernel.bulletins.queries import citation_of, value_of
from nuanxin.kernel.figures.answers import answer, evaluate, split, trend
from nuanxin.kernel.figures.engine import engine, forget_engine
from tests.loop.test_page import PAGE, walked


@pytest.fixture
def published(demo):
    """What the page says, by question."""
    known = {(each.figure, each.area, each.period): each for each in Reading.objects.all()}
    readings = [known[line["id"], line["area"], line["period"]] for line in PAGE]
    return {citation_of(reading).ask: value_of(reading) for reading in readings}


def test_the_page_is_the_same_on_every_engine(published, each_engine):
    assert type(engine()).__name__ == {"duckdb": "DuckEngine", "spark": "SparkEngine"}[each_engine]
    found = answer(published)
    assert {ask: found[ask].value for ask in published} == published


def test_every_figure_opens_on_every_engine(published, each_engine):
    for ask, value in published.items():
        assert evaluate(ask, walked(ask)) == value


@pytest.mark.spark
def test_splits_and_trends_are_those_of_duckdb(published, monkeypatch):
    told = []
    for name in ("duckdb", "spark"):
        monkeypatch.setitem(settings.NUANXIN, "engine", name)
        forget_engine()
        told.append([(split(ask, "county"), trend(ask, 3)) for ask in list(published)[::5]])
    assert told[0] == told[1]
    assert any(counties for counties, _trend in told[0])
