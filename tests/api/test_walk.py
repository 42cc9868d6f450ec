"""Who may what: every operation as every role and with every scope; nothing of another county."""

import json
import re

import pytest
from django.test import Client

from nuanxin.api.scopes import SCOPES
from nuanxin.kernel.access.models import ADMINISTRATORS
from nuanxin.kernel.ledger.models import Act, Entry
from tests.api.test_described import NOT_IN_THE_DEMONSTRATION, asked, operations

READING_ROLES = ("leader", "clerk", "reviewer", "publisher", "auditor")
OTHERS = "150400000000"
"""Chifeng: nothing of it is for somebody whose grant is over Bayannur, 1508."""


def walked(client):
    """Ask every operation as its example does; yield it with the answer."""
    for path, method, operation in operations():
        if operation["operationId"] in NOT_IN_THE_DEMONSTRATION or "multipart/form-data" in str(operation):
            continue
        yield operation, asked(client, path, method, operation)


def test_a_stranger_gets_the_public_and_nothing_else(demo):
    for operation, answer in walked(Client()):
        open_to_all = "x-scope" not in operation
        assert answer.status_code == (200 if open_to_all else 401), operation["operationId"]


@pytest.mark.parametrize("role", READING_ROLES)
def test_who_reads_the_whole_gets_everything(token, role):
    client = token(role)
    for operation, answer in walked(client):
        assert answer.status_code == 200, operation["operationId"]


@pytest.mark.parametrize("role", ADMINISTRATORS)
def test_administrators_get_no_record(token, role):
    """Their tokens are good, but no area is theirs to read: what lists is empty, the rest is refused."""
    for operation, answer in walked(token(role)):
        if operation.get("x-scope", "token") == "token":
            assert answer.status_code == 200
            continue
        said = answer.json()
        listed = [value for value in said.values() if isinstance(value, list)]
        empty = answer.status_code == 200 and listed == [[]]
        assert empty or answer.status_code in (403, 404), operation["operationId"]


@pytest.mark.parametrize("scope", SCOPES)
def test_a_scope_opens_its_own_operations(token, scope):
    for operation, answer in walked(token("leader", scope)):
        needed = operation.get("x-scope", "token")
        assert answer.status_code == (200 if needed in ("token", scope) else 403), operation["operationId"]


def test_a_reader_of_one_city_gets_nothing_of_another(token):
    client = token("bayannur")
    assert Entry.objects.filter(area__range=(OTHERS, 150499999999)).exists()
    foreign = Entry.objects.filter(area__range=(OTHERS, 150499999999)).first()
    acts = [each for each in Act.objects.exclude(entries=0) if not _touches(each, 150800000000)]
    refused = [
        f"/api/v1/figures/sand.area_planned/answer?area={OTHERS}&period=2024",
        f"/api/v1/entries?area={OTHERS}",
        f"/api/v1/parties?within={OTHERS}",
        f"/api/v1/parties/counts?area={OTHERS}",
        f"/api/v1/places?within={OTHERS}",
        "/api/v1/figures/stations.open/answer?area=15&period=2024",
        f"/api/v1/entries/{foreign.seq}",
        f"/api/v1/entries/{foreign.seq}/proof",
        f"/api/v1/acts/{acts[0].number}",
    ]
    for address in refused:
        answer = client.get(address)
        assert answer.status_code in (403, 404), (address, answer.content.decode())
        assert "entries" not in answer.json()
    asks = [{"figure": "stations.open", "area": area, "period": "2024"} for area in ("1508", "1504")]
    answer = client.post("/api/v1/figures/answers", {"asks": asks}, content_type="application/json")
    assert answer.status_code == 403 and answer.json()["place"]["pointer"] == "/asks/1/area"


def _touches(act, area):
    return act.lines.filter(area__range=(area, area + 10**8 - 1)).exists()


@pytest.mark.parametrize(("who", "own"), [("bayannur", "1508"), ("chifeng", "1504")])
def test_lists_hold_ones_own_areas_only(token, who, own):
    client = token(who)
    for address in ("/api/v1/entries", "/api/v1/parties", "/api/v1/places"):
        while address:
            answer = client.get(address)
            areas = re.findall(r'"area": "(\d+)"', json.dumps(answer.json()))
            assert all(area.startswith(own) for area in areas), address
            found = re.search(r'<http://testserver([^>]+)>; rel="next"', answer.get("Link", ""))
            address = found and found[1]
    assert client.get("/api/v1/entries").json()["entries"]
    for each in client.get("/api/v1/acts").json()["acts"]:
        assert _touches(Act.objects.get(number=each["number"]), int(own.ljust(12, "0")))


def test_a_share_of_a_wider_whole_is_refused_to_who_may_not_read_the_whole(token):
    address = "/api/v1/figures/sand.share_of_region/answer?area=1504&period=..2024-05-31"
    assert token("chifeng").get(address).status_code == 403
    assert token("leader").get(address).status_code == 200
