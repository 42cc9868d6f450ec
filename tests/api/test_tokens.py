"""Tokens at the page: shown once, kept as a hash, one's own or a machine's, and nothing more than granted."""

import re

from django.db import connection
from django.test import Client

from nuanxin.api.models import ApiToken
from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.parties.models import Party
from tests.people import client_of

SECRET = re.compile(r"nx1_[0-9a-f]{8}_[\w-]{43}")


def made(client, **given):
    page = client.post("/me/tokens/", given).content.decode()
    found = SECRET.search(page)
    return found and found[0]


def caller(secret):
    return Client(headers={"authorization": f"Bearer {secret}"})


def test_a_secret_is_shown_once_and_stands_nowhere(demo):
    client = client_of("leader")
    secret = made(client, name="报表", scope=["figures:read"])
    assert caller(secret).get("/api/v1/me").json()["scopes"] == ["figures:read"]
    assert not SECRET.search(client.get("/me/tokens/").content.decode())
    with connection.cursor() as cursor:
        cursor.execute("SELECT prefix, digest, name, scopes FROM api_apitoken")
        kept = str(cursor.fetchall())
    assert secret.rpartition("_")[2] not in kept
    prefix = ApiToken.objects.get().prefix
    client.post(f"/me/tokens/{prefix}/revoke/")
    assert caller(secret).get("/api/v1/me").status_code == 401


def test_a_form_that_says_too_little_is_told_what_is_missing(demo):
    client = client_of("leader", "en")
    for given, words in (
        ({"name": "", "scope": ["figures:read"]}, "name"),
        ({"name": "x"}, "at least one thing"),
        ({"name": "x", "scope": ["everything"]}, "at least one thing"),
        ({"name": "x", "scope": ["figures:read"], "expires_on": "2020-01-01"}, "past"),
        ({"name": "x", "scope": ["figures:read"], "expires_on": "soon"}, "last day"),
    ):
        assert words in client.post("/me/tokens/", given).content.decode(), given
    assert not ApiToken.objects.exists()


def test_nobody_revokes_anothers_token_but_the_security_administrator(demo):
    secret = made(client_of("leader"), name="x", scope=["figures:read"])
    prefix = ApiToken.objects.get().prefix
    for who in ("clerk", "system", "audit"):
        assert client_of(who).post(f"/me/tokens/{prefix}/revoke/").status_code == 403
    assert caller(secret).get("/api/v1/me").status_code == 200
    client_of("security").post(f"/me/tokens/{prefix}/revoke/")
    assert caller(secret).get("/api/v1/me").status_code == 401


def test_a_machine_sees_what_it_is_granted_and_no_more(people):
    given = {"for": "machine", "name": "上级平台（示例）", "scope": ["entries:read"]}
    secret = made(client_of("system"), **given)
    machine = caller(secret)
    assert machine.get("/api/v1/entries").json()["entries"] == []
    party = Party.objects.get(kind="organisation", public_name="上级平台（示例）").pk
    grant(By(people["security"]), party, "reader", 150800000000)
    areas = {each["area"][:4] for each in machine.get("/api/v1/entries?limit=500").json()["entries"]}
    assert areas == {"1508"}
    assert client_of("leader").post("/me/tokens/", given).status_code == 403
