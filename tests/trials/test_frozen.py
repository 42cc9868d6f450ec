"""A published bulletin changed behind the program's back is found, whichever word of it was changed."""

import random

import pytest
from django.db import connection

from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Imprint, Reading, Story
from nuanxin.kernel.bulletins.proving import verify_bulletins


def changed(value: object, chance: random.Random) -> object:
    """Return something else of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.randint(1_000, 2_000)
    text = str(value)
    return text + "零" if not text else text[:-1] + ("1" if text[-1] != "1" else "2")


@pytest.mark.parametrize(
    "model", [Bulletin, Story, Reading, CheckResult, Imprint], ids=lambda each: each.__name__
)
def test_any_changed_word_is_found(demo, model):
    assert verify_bulletins() == []
    chance = random.Random(model.__name__)
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    for name in (each for each in names if each not in ("bulletin_id", "head_id", "act_id")):
        row = chance.choice(list(model.objects.all()))
        before = getattr(row, name)
        if before is None or hasattr(before, "isoformat"):
            continue
        model.objects.filter(pk=row.pk).update(**{name: changed(before, chance)})
        assert verify_bulletins() != [], f"{model.__name__}.{name} was changed and not found"
        model.objects.filter(pk=row.pk).update(**{name: before})
    assert verify_bulletins() == []


def test_a_bulletin_taken_away_is_found(demo):
    with connection.cursor() as cursor:
        for table in ("checkresult", "reading", "story", "imprint", "bulletin"):
            cursor.execute(f"DELETE FROM bulletins_{table}")
    assert [finding.said for finding in verify_bulletins()] != []
