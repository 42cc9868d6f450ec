"""An installation nobody is connected to, and a PostgreSQL beside it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installations, postgres


@pytest.fixture
def installation(loaded_demo: Path, own_data: Path) -> Iterator[Path]:
    """Give a test its own copy of the loaded demonstration, reached by commands only."""
    installations.copy(loaded_demo, own_data)
    yield own_data
    installations.remove(own_data)


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """Name a PostgreSQL server: the one the tests run on, or a throw-away one."""
    if installations.CLUSTER:
        yield installations.CLUSTER
        return
    if postgres.programs() is None and not os.environ.get("CI"):
        pytest.skip("PostgreSQL is not installed on this machine")
    with postgres.cluster() as made:
        yield postgres.address(made)
