"""Every error says what is wrong, where, and what to do, in the caller's language."""

import pytest
from django.test import Client

from nuanxin.api.actions import revoke_token
from nuanxin.api.models import ApiToken
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import Act

FIGURE = "/api/v1/figures/stations.open/answer"
WRONG = {
    "/api/v1/nothing/here": (404, "unknown-address"),
    "/api/v1/areas?where=15": (400, "unknown-parameter"),
    "/api/v1/areas?within=1": (400, "value-not-understood"),
    "/api/v1/areas/159900000000": (404, "unknown-area"),
    "/api/v1/figures/no.such": (404, "unknown-figure"),
    f"{FIGURE}?area=1508": (400, "value-not-understood"),
    f"{FIGURE}?area=1508&period=2024-13": (400, "value-not-understood"),
    f"{FIGURE}?area=1508&period=..2024-02-31": (400, "value-not-understood"),
    "/api/v1/entries?limit=0": (400, "value-not-understood"),
    "/api/v1/entries?from=yesterday": (400, "value-not-understood"),
    "/api/v1/entries/99999999": (404, "unknown-address"),
    "/api/v1/entries?measure=no.such": (404, "unknown-address"),
    "/api/v1/bulletins/1999-01": (404, "unknown-address"),
    "/api/v1/places?bbox=a,b": (400, "value-not-understood"),
}


@pytest.mark.parametrize("language", ["zh-CN", "en-GB"])
def test_each_names_place_and_remedy(token, language):
    client = token("leader", **{"accept-language": language})
    for address, (status, name) in WRONG.items():
        answer = client.get(address)
        said = answer.json()
        assert (answer.status_code, said["type"].partition("#")[2]) == (status, name), address
        assert answer["Content-Type"] == "application/problem+json"
        assert said["title"] and said["detail"] and said["remedy"] and said["place"]["in"], address
        assert any("\u4e00" <= sign <= "\u9fff" for sign in said["remedy"]) == language.startswith("zh")


def test_methods_that_are_not_there_are_named(token):
    answer = token("leader").delete("/api/v1/areas")
    assert answer.status_code == 405 and "GET" in answer["Allow"] and answer.json()["number"] == 2


def test_a_body_that_is_no_json_is_told(token):
    answer = token("leader").post("/api/v1/figures/answers", b"{", content_type="application/json")
    assert answer.status_code == 400 and answer.json()["errors"][0]["place"]["in"] == "body"


def test_a_place_in_the_body_is_a_pointer(token):
    asks = [{"figure": "stations.open", "area": "1508", "period": "2024"}, {"figure": "no.such"}]
    client = token("leader")
    said = client.post("/api/v1/figures/answers", {"asks": asks}, content_type="application/json").json()
    assert {error["place"]["pointer"] for error in said["errors"]} == {"/asks/1/area", "/asks/1/period"}
    asks[1] |= {"area": "1508", "period": "2024"}
    said = client.post("/api/v1/figures/answers", {"asks": asks}, content_type="application/json").json()
    assert said["place"] == {"in": "body", "pointer": "/asks/1/figure"}


def test_without_a_token_nothing_but_the_public(demo):
    for address in (f"{FIGURE}?area=1508&period=2024", "/api/v1/entries", "/api/v1/places", "/api/v1/me"):
        answer = Client().get(address)
        assert answer.status_code == 401 and answer["WWW-Authenticate"].startswith("Bearer"), address


def test_a_token_revoked_expired_or_mistyped_opens_nothing(token, people):
    client = token("leader")
    assert client.get("/api/v1/me").status_code == 200
    made = ApiToken.objects.get()
    assert made.used_on is not None and len(bytes(made.digest)) == 32
    before = Act.objects.count()
    revoke_token(By(people["leader"]), made.prefix)
    assert Act.objects.count() == before + 1
    assert client.get("/api/v1/me").json()["number"] == 8
    assert Client(headers={"authorization": "Bearer nx1_00000000_x"}).get("/api/v1/areas").status_code == 401


def test_a_closed_account_closes_its_tokens(token, people):
    from tests.api.conftest import account_of

    client, account = token("leader"), account_of(people["leader"].party, "leader")
    assert client.get("/api/v1/me").status_code == 200
    account.is_active = False
    account.save()
    assert client.get("/api/v1/me").status_code == 401


def test_a_session_reads_like_a_token(people):
    from tests.api.conftest import account_of

    client = Client()
    client.force_login(account_of(people["bayannur"].party, "bayannur"))
    said = client.get("/api/v1/me").json()
    assert said["token"] is None and said["areas"] == [{"first": "150800000000", "last": "150899999999"}]


def test_the_limit_is_told_and_kept(token, settings):
    settings.NUANXIN_API_RATE = 3
    client = token("leader")
    answers = [client.get("/api/v1/me") for _ in range(5)]
    assert 429 in {each.status_code for each in answers}
    last = answers[-1]
    assert int(last["Retry-After"]) in range(1, 61) and last.json()["number"] == 12
    assert answers[0]["RateLimit"].startswith('"minute";r=') and "q=3" in answers[0]["RateLimit-Policy"]


def test_processes_count_together(tmp_path):
    from multiprocessing import get_context

    context = get_context("fork")
    workers = [context.Process(target=_count, args=(tmp_path / "rates",)) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    from nuanxin.web.counts import Counts

    assert Counts(tmp_path / "rates").take(77, 1) == 4 * 500 + 1


def test_what_was_counted_often_outlasts_a_flood_of_others(tmp_path):
    from random import Random

    from nuanxin.web.counts import SLOTS, Counts

    counts, chance = Counts(tmp_path / "rates"), Random(5)
    often = [chance.getrandbits(64) | 1 for _ in range(20)]
    for key in often * 3:
        counts.take(key, 7)
    for _ in range(2 * SLOTS):
        assert counts.take(chance.getrandbits(64) | 1, 7) == 1
    assert [counts.seen(key, 7) for key in often] == [3] * 20
    assert [counts.take(key, 7) for key in often] == [4] * 20
    assert [counts.take(key, 8) for key in often] == [1] * 20
    assert [counts.seen(key, 7) for key in often] == [0] * 20


def _count(path):
    from nuanxin.web.counts import Counts

    counts = Counts(path)
    for _ in range(500):
        counts.take(77, 1)
