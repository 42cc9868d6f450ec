"""A served process does not walk over what stays."""

import gc

import pytest

from nuanxin.site.collecting import SettingAside, set_aside


@pytest.fixture
def put_back():
    yield
    gc.callbacks[:] = [each for each in gc.callbacks if not isinstance(each, SettingAside)]
    gc.unfreeze()


def test_what_outlives_full_collections_is_set_aside_and_garbage_is_not(put_back):
    gc.unfreeze()
    set_aside(2)
    stays = [[number] for number in range(1000)]
    gc.collect()
    first = gc.get_freeze_count()
    circle = {}
    circle["self"] = circle
    del circle
    found = gc.collect()
    assert first >= len(stays)
    assert found >= 1, "what is new and lost is still found"
    held = gc.get_freeze_count()
    stays += [[number] for number in range(1000)]
    gc.collect()
    assert gc.get_freeze_count() <= held, "after the last time nothing more is set aside"


def test_young_collections_set_nothing_aside(put_back):
    gc.unfreeze()
    set_aside()
    gc.collect(0)
    assert gc.get_freeze_count() == 0
