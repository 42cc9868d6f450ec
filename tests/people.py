"""The people of the demonstration at the door: a test client signed in as one of them."""

from django.conf import settings
from django.test import Client

from nuanxin.kernel.access.actions import EVERYWHERE, Only, grant
from nuanxin.kernel.access.models import Account
from nuanxin.kernel.areas.codes import full
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.parties.models import Party
from nuanxin.site.city import actor, read_city


def account_of(key: str) -> Account:
    """Return the account of a person of the city's settings; where set-up made none, it is made."""
    known = Account.objects.filter(username=key).first()
    return known or Account.objects.create(
        username=key, party_id=actor(read_city(settings.NUANXIN["city"]), key).party
    )


def client_of(key: str, language: str = "zh-CN") -> Client:
    """Return a client signed in as a person of the demonstration, who reads a language."""
    client = Client(headers={"accept-language": language})
    client.force_login(account_of(key))
    return client


def client_over(area: str, role: str = "reader", language: str = "zh-CN") -> Client:
    """Return a client signed in as somebody new with one role over one area."""
    return _new(f"{role}-{area}", role, full(area), EVERYWHERE, language)


def client_keeping(only: Only, area: int, language: str = "zh-CN") -> Client:
    """Return a client signed in as somebody new who keeps one place, or those of an organisation."""
    return _new(f"keeper{str(only).replace('/', '-')}", "keeper", area, only, language)


def _new(name: str, role: str, area: int, only: Only, language: str) -> Client:
    party = Party(kind="person", demonstration=True)
    party.name = f"{name} (demonstration)"
    party.save()
    chief = actor(read_city(settings.NUANXIN["city"]), "security")
    grant(By(chief), party.pk, role, area, only)
    client = Client(headers={"accept-language": language})
    client.force_login(Account.objects.create(username=name, party=party))
    return client
