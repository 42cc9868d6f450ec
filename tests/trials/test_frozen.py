"""A published bulletin changed behind the program's back is found, whichever word of it was changed."""

import random
from dataclasses import replace

import pytest
from django.db import connection

from nuanxin.kernel.bulletins.draft import Corrects, read_draft
from nuanxin.kernel.bulletins.models import (
    Bulletin,
    CheckResult,
    Correction,
    Imprint,
    Reading,
    Story,
    Withdrawal,
)
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.bulletins.publishing import publish
from nuanxin.kernel.bulletins.withdrawing import ask_withdrawal, withdraw
from nuanxin.kernel.ledger.acts import By
from nuanxin.site.city import actor, read_city


def changed(value: object, chance: random.Random) -> object:
    """Return something else of the same kind."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + chance.randint(1_000, 2_000)
    text = str(value)
    return text + "零" if not text else text[:-1] + ("1" if text[-1] != "1" else "2")


@pytest.fixture
def corrected(demo, settings):
    """The demonstration with its bulletin corrected by another one, and that one withdrawn."""
    city = read_city(settings.NUANXIN["city"])
    publisher, reviewer = actor(city, "publisher"), actor(city, "reviewer")
    draft = read_draft(city.bulletins[0], city.imprint)
    again = replace(draft, number="2024-05-r1", digest="r1", corrects=Corrects("2024-05", "有误", "wrong"))
    publish(By(publisher, second=reviewer), again)
    ask_withdrawal(By(publisher), "2024-05-r1", "仍有误", "still wrong")
    withdraw(By(reviewer), "2024-05-r1")


@pytest.mark.parametrize(
    "model",
    [Bulletin, Story, Reading, CheckResult, Imprint, Correction, Withdrawal],
    ids=lambda each: each.__name__,
)
def test_any_changed_word_is_found(corrected, model):
    assert verify_bulletins() == []
    chance = random.Random(model.__name__)
    names = [field.attname for field in model._meta.concrete_fields if not field.primary_key]
    for name in (each for each in names if each not in ("bulletin_id", "head_id", "act_id")):
        row = chance.choice(list(model.objects.all()))
        before = getattr(row, name)
        if before is None or hasattr(before, "isoformat") or name == "of_id":
            continue
        model.objects.filter(pk=row.pk).update(**{name: changed(before, chance)})
        assert verify_bulletins() != [], f"{model.__name__}.{name} was changed and not found"
        model.objects.filter(pk=row.pk).update(**{name: before})
    assert verify_bulletins() == []


def test_a_notice_taken_away_or_made_up_is_found(corrected):
    kept = Withdrawal.objects.get()
    Withdrawal.objects.all().delete()
    assert [finding.said for finding in verify_bulletins()] != []
    Withdrawal.objects.bulk_create([kept])
    assert verify_bulletins() == []
    Withdrawal.objects.bulk_create([replaced(kept, "2024-05")])
    assert [finding.place for finding in verify_bulletins()] == ["bulletin 2024-05"]
    Withdrawal.objects.filter(bulletin="2024-05").delete()
    Correction.objects.all().delete()
    assert [finding.place for finding in verify_bulletins()] == ["bulletin 2024-05-r1"]


def replaced(kept: Withdrawal, number: str) -> Withdrawal:
    """Return the same notice about another bulletin."""
    made = Withdrawal.objects.get(pk=kept.pk)
    made.bulletin_id = number
    return made


def test_a_bulletin_taken_away_is_found(demo):
    with connection.cursor() as cursor:
        for table in ("bulletinburden", "checkresult", "reading", "story", "imprint", "bulletin"):
            cursor.execute(f"DELETE FROM bulletins_{table}")
    assert [finding.said for finding in verify_bulletins()] != []
