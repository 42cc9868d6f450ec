"""These tests run where the suite runs on PostgreSQL (``make postgresql``)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import connected
from tests import installations


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(item.path).is_relative_to(Path(__file__).parent) and not installations.CLUSTER:
            item.add_marker(pytest.mark.skip(reason="runs on PostgreSQL: make postgresql"))


@pytest.fixture
def office(own_data: Path, django_db_blocker: pytest.FixtureDef[object]) -> Iterator[Path]:
    """Set up an installation with divisions and people, connect to it, and drop it afterwards."""
    from nuanxin.site.city import read_city
    from nuanxin.site.setup import set_up

    installations.prepare(own_data)
    with connected(own_data, django_db_blocker):
        set_up(read_city(Path("cities/demo")))
        yield own_data
    installations.remove(own_data)
