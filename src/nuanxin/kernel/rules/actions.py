"""Recording figures that others published."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.measures import measure
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.rules.models import ReferenceValue


class _Row(Protocol):
    @property
    def number(self) -> int: ...
    @property
    def values(self) -> dict[str, Any]: ...


@action("rules.record_reference_values", zh="登记参考值", en="record reference values")
def record_reference_values(act: Act, rows: Sequence[_Row]) -> Kept:
    """Keep reference values and post them under their measures.

    Each row has ``measure`` (code), ``area``, ``on`` (day), ``quantity`` (base units), ``source``
    and, if somebody compared it, ``verified``. One measure, area and day has one value. KeyError
    names a measure that nobody declared.
    """
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(ReferenceValue, _records(rows))


def _records(rows: Sequence[_Row]) -> Iterator[ReferenceValue]:
    for row in rows:
        code, area, on = measure(row.values["measure"]).code, row.values["area"], row.values["on"]
        yield ReferenceValue(
            key=f"{code}:{area}:{on}",
            area=area,
            row=row.number,
            measure=code,
            on=on,
            quantity=row.values["quantity"],
            source=row.values["source"],
            verified=bool(row.values.get("verified")),
        )
