"""Somebody who looks after Bayannur, and somebody who sees the whole region."""

import pytest
from django.test import Client

from nuanxin.kernel.access.models import Account
from nuanxin.web.catalogues import compile_catalogues


def signed_in(username: str, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(Account.objects.get(username=username))
    return client


@pytest.fixture(scope="module", autouse=True)
def words():
    compile_catalogues()


@pytest.fixture
def bayannur(demo):
    return signed_in("bayannur")


@pytest.fixture
def leader(demo):
    return signed_in("leader")
