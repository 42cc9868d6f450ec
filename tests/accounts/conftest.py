"""An office with accounts: the demonstration's people without its data, and a browser for each."""

import pytest
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.test import Client

from nuanxin.kernel.access.models import Account
from nuanxin.kernel.access.ranges import held
from nuanxin.kernel.areas.tests.fixtures import divisions, divisions_loaded
from nuanxin.site.city import read_city, settle_people
from nuanxin.web.catalogues import compile_catalogues

__all__ = ["divisions", "divisions_loaded"]

WORD = "Quiet-river-2741"


@pytest.fixture(scope="package", autouse=True)
def words():
    compile_catalogues()


@pytest.fixture
def city():
    return read_city(settings.NUANXIN["city"])


@pytest.fixture(autouse=True)
def quick_hashes(settings):
    """Hash passwords quickly: these tests make hundreds."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def people(divisions, city):
    """Return the demonstration's accounts by sign-in name; every one has the password ``WORD``."""
    held.changed()
    settle_people(city)
    Account.objects.update(password=make_password(WORD))
    yield {account.username: account for account in Account.objects.select_related("party")}
    held.changed()


@pytest.fixture
def english():
    """Return a browser that speaks English."""
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def browser():
    """Return a maker of browsers, each with its own session."""
    return lambda: Client(headers={"accept-language": "en"})


@pytest.fixture
def as_(people, browser):
    """Return a maker of browsers in which somebody has signed in at the door."""

    def signed(name):
        client = browser()
        answer = client.post("/account/login/", {"login": name, "password": WORD})
        assert answer.status_code == 302, answer.content.decode()
        return client

    return signed
