"""An installation nobody is connected to."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import installations


@pytest.fixture
def installation(loaded_demo: Path, own_data: Path) -> Iterator[Path]:
    """Give a test its own copy of the loaded demonstration, reached by commands only."""
    installations.copy(loaded_demo, own_data)
    own_data.chmod(0o700)
    yield own_data
    installations.remove(own_data)
