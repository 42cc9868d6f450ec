"""The house keeps its rules: one test a rule, named after it."""

import pytest

from tests.house.rules import RULES
from tests.house.tree import ROOT


@pytest.mark.parametrize("name", RULES)
def test_house(name: str) -> None:
    rule = RULES[name]
    found = rule(ROOT)
    assert not found, f"{(rule.__doc__ or '').strip()}\n" + "\n".join(f"  {fault}" for fault in found)
