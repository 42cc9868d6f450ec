"""Somebody who may hand in sheets for the city, and a way to read a drawn workbook."""

import pytest
from django.utils.translation import override
from openpyxl import Workbook

from nuanxin.kernel.access.actions import found_administrator, grant
from nuanxin.kernel.areas.models import Area
from nuanxin.kernel.areas.tree import load_divisions
from nuanxin.kernel.intake.reader import read_table
from nuanxin.kernel.intake.tables import recognised
from nuanxin.kernel.intake.tests.offices import (
    CITY,
    FACT,
    HANGJIN_REAR,
    HEADER,
    LINHE,
    PEOPLE,
    PEOPLE_HEADER,
    SHEETS,
    drawn,
)
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.parties.models import Party
from nuanxin.kernel.parties.register import named


@pytest.fixture(scope="session")
def _divisions_once(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock():
        load_divisions()


@pytest.fixture
def divisions(_divisions_once, db):
    if not Area.objects.exists():  # a test of another room emptied the database
        load_divisions()


@pytest.fixture
def clerk(divisions):
    chief, keeper = (
        Party.objects.create(kind="person", name=name, demonstration=True) for name in ("管理员", "科员")
    )
    by = By(Actor(chief.id, chief.name))
    found_administrator(by, chief.id, CITY)
    grant(by, keeper.id, "clerk", CITY)
    return Actor(keeper.id, keeper.name)


@pytest.fixture
def other_clerk(clerk):
    """A clerk of one county in the clerk's city: another office."""
    return _clerk_of("临河科员", LINHE)


@pytest.fixture
def far_clerk(clerk):
    """A clerk of another county still."""
    return _clerk_of("杭后科员", HANGJIN_REAR)


def _clerk_of(name, area):
    chief, keeper = (
        named("person", "管理员"),
        Party.objects.create(kind="person", name=name, demonstration=True),
    )
    grant(By(Actor(chief.id, chief.name)), keeper.id, "clerk", area)
    return Actor(keeper.id, keeper.name)


@pytest.fixture
def sheets(monkeypatch):
    monkeypatch.setattr("nuanxin.kernel.intake.catalogue._sheets", {sheet.name: sheet for sheet in SHEETS})


@pytest.fixture
def read(divisions, tmp_path):
    def read_rows(rows, **options):
        known, others = recognised(drawn(tmp_path / "t.xlsx", rows, **options), SHEETS)
        assert not others, others
        return read_table(*known[0])

    return read_rows


@pytest.fixture
def chinese():
    with override("zh-hans"):
        yield


@pytest.fixture
def english():
    with override("en"):
        yield


@pytest.fixture
def read_file(divisions):
    def read(path, answers=None, sheets=SHEETS):
        known, others = recognised(path, sheets)
        assert not others, others
        return read_table(*known[0], answers=answers)

    return read


@pytest.fixture
def people(read_file, tmp_path):
    return lambda *rows: read_file(drawn(tmp_path / "p.xlsx", [PEOPLE_HEADER, *rows]), sheets=(PEOPLE,))


@pytest.fixture
def built(read_file, tmp_path):
    """Read a workbook that a function has drawn on; the header and two facts stand there first."""

    def build(draw, answers=None):
        book = Workbook()
        sheet = book.active
        for row in (HEADER, FACT, ["南渠林带", *FACT[1:]]):
            sheet.append(row)
        draw(sheet)
        book.save(tmp_path / "b.xlsx")
        return read_file(tmp_path / "b.xlsx", answers)

    return build
