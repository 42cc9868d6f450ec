"""A page that could not be shown, or would show who it was, is refused where it is declared."""

from dataclasses import replace

import pytest
from django.core.exceptions import FieldDoesNotExist

from nuanxin.kernel.programme import all_pages, page, page_of
from nuanxin.programmes.grid.models import Hazard


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
