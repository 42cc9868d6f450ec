"""Places rest in WGS-84 and remember how they were entered."""

import pytest

from nuanxin.kernel.access import NotAllowed
from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.access.tests.rows import Row
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.places.actions import register_places
from nuanxin.kernel.places.models import Place
from nuanxin.plain.coordinates import Point, distance_m, wgs84_to_gcj02

LINHE = 150802000000


@pytest.fixture
def clerk(divisions):
    admin = Party.objects.create(kind="person", name="管理员")
    party = Party.objects.create(kind="person", name="经办人")
    by = By(Actor(admin.id, admin.name))
    found_administrator(by, admin.id, LINHE)
    grant(by, party.id, "clerk", LINHE)
    return By(Actor(party.id, party.name))


def row(**values):
    return Row(4, {"area": LINHE, "name": "示范驿站", **values})


def test_a_point_from_a_map_program_rests_where_it_is(clerk):
    here = Point(107.40, 40.75)
    shown = wgs84_to_gcj02(here)
    rows = [row(longitude=shown.longitude, latitude=shown.latitude, crs="gcj02", hours="每天 8:00-20:00")]
    assert register_places(clerk, rows).result.fresh == 1
    place = Place.objects.get()
    assert distance_m(Point(place.longitude, place.latitude), here) < 0.25
    assert (place.crs_entered, place.opening_hours) == ("gcj02", "Mo-Su 08:00-20:00")
    assert register_places(clerk, rows).act is None


def test_a_place_may_have_no_point_but_not_half_of_one(clerk):
    assert register_places(clerk, [row()]).result.fresh == 1
    with pytest.raises(ValueError):
        register_places(clerk, [row(longitude=107.4)])


def test_a_place_outside_the_clerks_area_is_refused(clerk):
    with pytest.raises(NotAllowed):
        register_places(clerk, [row(area=150826000000)])
