"""OGC API Features: read back by the client that map makers use."""

from dataclasses import replace

import pytest
from django.test import Client
from openapi_spec_validator import OpenAPIV30SpecValidator
from owslib.ogcapi.features import Features

from nuanxin.kernel import programme as declared
from nuanxin.kernel.areas.tree import REVIEW_NUMBER
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.places.actions import register_places
from nuanxin.kernel.places.models import Place
from tests.api.clients import bring

ROOT = "http://testserver/api/v1/ogc/"
POINTS = {"临河驿站": (150802000000, 107.39, 40.75), "赤峰驿站": (150402000000, 118.95, 42.28)}


@pytest.fixture
def places(people):
    rows = [
        Row(number, {"name": name, "area": area, "longitude": x, "latitude": y})
        for number, (name, (area, x, y)) in enumerate(POINTS.items(), 1)
    ]
    register_places(By(people["clerk"]), rows)
    return Place.objects.all()


def test_a_map_maker_reads_counties_without_a_token(monkeypatch, demo):
    bring(monkeypatch, Client())
    features = Features(ROOT)
    assert any(each.endswith("/conf/core") for each in features.conformance()["conformsTo"])
    assert {"counties", "places"} <= set(features.feature_collections())
    definition = features.api()
    assert not list(OpenAPIV30SpecValidator(definition).iter_errors())
    found = features.collection_items("counties", bbox=[106.0, 40.0, 108.0, 42.0], limit=500)
    codes = {each["id"] for each in found["features"]}
    assert "150826000000" in codes and "150402000000" not in codes
    assert found["numberMatched"] == found["numberReturned"] == len(codes)
    assert all(each["properties"]["review_number"] == REVIEW_NUMBER for each in found["features"])
    one = features.collection_item("counties", "150826000000")
    assert one["properties"]["name_zh"] == "杭锦后旗" and one["geometry"]["type"].endswith("Polygon")


def test_pages_follow_one_another_to_the_end(monkeypatch, demo):
    client, address, found = Client(), "/api/v1/ogc/collections/counties/items?limit=40", []
    while address:
        page = client.get(address).json()
        found += [each["id"] for each in page["features"]]
        address = next((link["href"] for link in page["links"] if link["rel"] == "next"), None)
    assert len(found) == len(set(found)) == page["numberMatched"] == 103


def test_places_need_a_token_and_stay_in_their_areas(monkeypatch, token, places):
    assert Client().get("/api/v1/ogc/collections/places/items").status_code == 401
    for who, names in (
        ("bayannur", {"临河驿站"}),
        ("chifeng", {"赤峰驿站"}),
        ("leader", set(POINTS)),
        ("system", set()),
    ):
        bring(monkeypatch, token(who, "places:read"))
        found = Features(ROOT).collection_items("places", limit=100)
        assert {each["properties"]["name"] for each in found["features"]} == names, who
    foreign = places.get(name="赤峰驿站").pk
    client = token("bayannur")
    assert client.get(f"/api/v1/ogc/collections/places/items/{foreign}").status_code == 404
    assert client.get(f"/api/v1/places/{foreign}").status_code == 404
    assert token("bayannur", "entries:read").get("/api/v1/ogc/collections/places/items").status_code == 403
    boxed = client.get("/api/v1/ogc/collections/places/items?bbox=100,40,110,45").json()
    assert boxed["features"][0]["geometry"]["coordinates"] == pytest.approx([107.39, 40.75])
    assert client.get("/api/v1/places?bbox=0,0,1,1").json()["places"] == []


@pytest.mark.parametrize("public", [True, False])
def test_a_page_with_points_is_open_only_where_it_says_so(monkeypatch, token, public):
    days = next(each for each in declared.programme("industrial_tourism").pages if each.slug == "days")
    page = replace(days, point=("visitors", "in_groups"), public=public)  # any two numbers make a point
    monkeypatch.setattr("nuanxin.api.ogc.collections.all_pages", lambda: [("industrial_tourism", page)])
    address = "/api/v1/ogc/collections/industrial_tourism.days/items"
    stranger, chifeng = Client().get(address), token("chifeng").get(address)
    assert stranger.status_code == (200 if public else 401)
    assert bool(chifeng.json()["features"]) == public
    assert token("leader").get(f"{address}?datetime=2024-01-01/2024-03-31").json()["numberMatched"] > 0
    assert stranger["Cache-Control"].startswith("public" if public else "no-store")
    assert chifeng["Cache-Control"].startswith("public" if public else "private")


def test_an_interval_and_a_box_that_cannot_be_read_are_400(demo):
    for query in ("bbox=1,2,3", "datetime=soon", "limit=0", "colour=red"):
        answer = Client().get(f"/api/v1/ogc/collections/counties/items?{query}")
        assert answer.status_code == 400, query
        assert answer.json()["place"]["name"] in ("bbox", "datetime", "limit", "colour")
