"""The house keeps its rules: one test a rule, named after it."""

import pytest

from tests.house.rules import RULES
from tests.house.telling import Faults, told
from tests.house.tree import ROOT


@pytest.fixture(scope="module")
def found() -> Faults:
    """Return the faults of the tree, told in a process that no other test has touched."""
    return told([ROOT])[ROOT]


@pytest.mark.parametrize("name", RULES)
def test_house(found: Faults, name: str) -> None:
    faults = found.get(name, [])
    assert not faults, f"{(RULES[name].__doc__ or '').strip()}\n" + "\n".join(f"  {each}" for each in faults)
