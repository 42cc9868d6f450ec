"""What a sheet calls optional may be blank: a row with the needed columns alone is taken and posted."""

from dataclasses import replace

import pytest

from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tables import recognised
from nuanxin.kernel.ledger.acts import By
from nuanxin.site.city import actor, read_city

pytestmark = pytest.mark.django_db


@pytest.fixture
def first_rows(demo, settings):
    """Return the demo city and the first row of each of its sheets."""
    city = read_city(settings.NUANXIN["city"])
    known = [each for path in city.sheets for each in recognised(path)[0]]
    return city, {match.sheet.name: read_table(page, match).rows[0] for page, match in known}


def test_a_row_with_the_needed_columns_alone_is_taken(first_rows):
    city, rows = first_rows
    shown = [sheet for sheet in all_sheets() if sheet.name in rows]
    assert len(shown) > 20
    for sheet in shown:
        said = rows[sheet.name].values
        bare = {one.field: said[one.field] if one.required else one.blank for one in sheet.columns}
        row = replace(rows[sheet.name], number=1, values=bare)
        outcome = sheet.into(By(actor(city, "clerk"), reason="correction"), [row], rehearse=True)
        assert sum((outcome.result.fresh, outcome.result.changed, outcome.result.same)) == 1, sheet.name


def test_most_of_a_station_may_be_unknown():
    register = next(sheet for sheet in all_sheets() if sheet.name == "stations.register")
    assert {one.field for one in register.columns if one.required} == {"number", "name", "area", "opened_on"}
