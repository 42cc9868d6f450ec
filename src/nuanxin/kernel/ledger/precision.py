"""Precision 精度: how much a record's fields say where they are not exact: about, at least, a month only."""

import json
from collections.abc import Mapping
from types import MappingProxyType

Precision = Mapping[str, str]
"""The fields of a record that are not exact, each with its word (``about``, ``month``)."""

EXACT: Precision = MappingProxyType({})
"""Nothing is inexact; shared, so that exact rows cost nothing."""


def exact() -> Precision:
    """Return the shared precision of what is exact."""
    return EXACT


def precision_text(precision: Precision) -> str:
    """Return a precision as its column keeps it: JSON, in the order in which PostgreSQL keeps an object."""
    if not precision:
        return "{}"
    ordered = sorted(precision, key=lambda name: (len(name.encode()), name))
    return json.dumps({name: precision[name] for name in ordered}, ensure_ascii=False)
