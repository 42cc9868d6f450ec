"""Who calls the API in tests: the demonstration's people and tokens of theirs."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client

from nuanxin.api.actions import make_token
from nuanxin.api.scopes import SCOPES
from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.access.models import Account
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.plain.words import Words
from nuanxin.site.city import Person, enter_people, read_city, settle_people

Tokens = Callable[..., Client]


@pytest.fixture(autouse=True)
def unhurried(settings):
    settings.NUANXIN_API_RATE = settings.NUANXIN_API_RATE_PUBLIC = 1_000_000


@pytest.fixture
def people(demo) -> dict[str, Actor]:
    """The people of the demonstration; ``bayannur`` reads and writes 1508, ``chifeng`` reads 1504."""
    city = read_city(settings.NUANXIN["city"])
    found = settle_people(city)
    reader = Person("chifeng", "赤峰查阅（示例）", Words("", ""))
    more = enter_people(By(Actor(0, "console")), [reader]).result
    found["chifeng"] = Actor(more["chifeng"], "chifeng")
    grant(By(found["security"]), found["chifeng"].party, "reader", 150400000000)
    return found


@pytest.fixture
def token(people) -> Tokens:
    """Return a client that sends a token of somebody, with some scopes (all of them by default)."""

    def made(key: str, *scopes: str, **headers: str) -> Client:
        _token, secret = make_token(By(people[key]), "test", list(scopes or SCOPES), None).result
        return Client(headers={"authorization": f"Bearer {secret}", "accept-language": "en", **headers})

    return made


def account_of(party: int, name: str) -> Account:
    return Account.objects.filter(party_id=party).first() or Account.objects.create(
        username=name, party_id=party
    )
