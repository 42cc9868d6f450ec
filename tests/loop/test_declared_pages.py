"""A page that could not be shown, or would show who it was, is refused where it is declared."""

import json
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.exceptions import FieldDoesNotExist

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.places.models import Place
from nuanxin.kernel.programme import all_pages, page, page_of
from nuanxin.programmes.grid.models import Hazard
from nuanxin.web.kit.asked import Asked
from nuanxin.web.kit.exports import Table, written
from tests.people import account_of


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"columns": ("colour",)}, FieldDoesNotExist),  # no such field
        ({"columns": ("withdrawn",)}, ValueError),  # a field no sheet has words for
        ({"day": "place"}, ValueError),  # text is no day
        ({"measure": "row"}, ValueError),  # not on the sheet
        ({"search": ("handler",)}, ValueError),  # nobody searches persons
        ({"filters": ("verifier",)}, ValueError),  # nor filters by them
    ],
)
def test_a_faulty_page_is_refused(change, error):
    with pytest.raises(error):
        replace(page("grid", "hazards"), **change)


def test_a_record_leads_to_its_page():
    owner, found = page_of(Hazard)
    assert (owner.name, found.slug) == ("grid", "hazards")
    assert found.column("key").zh == "事件编号"
    assert found.need("unhandled").en == "hazards not dealt with yet"
    assert found.need("no such") is None


def test_every_day_a_need_waits_from_is_a_field():
    for _owner, each in all_pages():
        for need in each.needs:
            assert not need.since or each.model_field(need.since)


def test_records_with_a_place_of_their_own_are_points(demo):
    sheet = Sheet("tests.places", "场所", "places", (Column("name", "名称", "name"),), ("name",), print)
    with_point = SimpleNamespace(
        record=Place,
        columns=("name",),
        personal=(),
        sort="-id",
        search=(),
        point=("longitude", "latitude"),
        shape=(),
        need=lambda name: None,
        headed={},
        sheet=sheet,
        column=lambda name: sheet.columns[0],
        model_field=Place._meta.get_field,
    )
    common = {"act_id": 1, "area": 150802001001}
    Place.objects.create(pk=1, key="a", name="here", longitude=107.4, latitude=40.75, **common)
    Place.objects.create(pk=2, key="b", name="nobody knows where", **common)
    told = json.loads(written(Table(with_point, account_of("clerk").actor, Asked()), "geojson"))
    assert [each["properties"]["name"] for each in told["features"]] == ["here"]
    assert told["features"][0]["geometry"]["coordinates"] == [107.4, 40.75]
