"""Signing in as somebody of the demonstration, for tests that walk through the pages."""

from django.test import Client

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.parties.models import Party
from nuanxin.site.city import read_city


def signed_in(settings, key: str, language: str = "en") -> Client:
    """Return a client signed in as a person of the city's settings."""
    person = read_city(settings.NUANXIN["city"]).person(key)
    party = Party.objects.get(kind="person", name=person.name, area=None)
    account = Account.objects.filter(party=party).first()
    account = account or Account.objects.create(username=f"test-{key}", party=party)
    client = Client(headers={"accept-language": language})
    client.force_login(account, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
