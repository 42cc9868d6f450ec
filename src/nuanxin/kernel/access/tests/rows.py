"""A sheet row as the rooms below intake see it: a number and values."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    number: int
    values: dict[str, Any]
