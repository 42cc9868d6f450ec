"""Whom an answer or a layout is remembered for."""

import pytest

from nuanxin.kernel.access.actions import grant
from nuanxin.kernel.intake.office import KEY_LENGTH, office_of
from nuanxin.kernel.intake.tests.offices import CITY, HANGJIN_REAR, LINHE
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party


@pytest.fixture
def appoint(clerk):
    """Make somebody clerk of some areas."""
    chief = By(Actor(Party.objects.get(kind="person", name_index=_index("管理员")).pk, "管理员"))

    def made(name, *areas, kind="person"):
        party = Party.objects.create(kind=kind, name=name, demonstration=True)
        for area in areas:
            grant(chief, party.pk, "clerk", area)
        return Actor(party.pk, name)

    return made


def _index(name):
    return bytes(next(each for each in Party.objects.all() if each.name == name).name_index)


@pytest.mark.usefixtures("chinese")
def test_clerks_of_one_area_are_one_office(appoint):
    one, other, stranger = appoint("甲", LINHE), appoint("乙", LINHE), appoint("丙", HANGJIN_REAR)
    assert office_of(one) == office_of(other)
    assert office_of(one).name.endswith("临河区")
    assert office_of(stranger) != office_of(one)


def test_the_widest_area_counts_whatever_order_it_was_granted_in(appoint, clerk):
    assert office_of(appoint("甲", LINHE, CITY)) == office_of(clerk)
    assert office_of(appoint("乙", HANGJIN_REAR, LINHE)).area == LINHE


def test_an_organisation_acts_for_itself(appoint):
    firm, neighbour = appoint("示例林场", LINHE, kind="organisation"), appoint("甲", LINHE)
    assert office_of(firm).name == "示例林场"
    assert office_of(firm).area == LINHE
    assert office_of(firm) != office_of(neighbour)
    assert len(office_of(firm).key) <= KEY_LENGTH


def test_who_is_clerk_nowhere_has_no_office(divisions):
    assert office_of(Actor(1, "某人")) is None
