"""A sheet of visits with everything that can be doubted about it, and two offices that keep it."""

from pathlib import Path

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.checks import Cumulative, Usual
from nuanxin.kernel.intake.declare import Column, Rows, Sheet
from nuanxin.kernel.intake.tests.offices import PLANTED, drawn
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.rules.models import ReferenceValue

HEADER = ["驿站", "旗县区", "日期", "服务人次", "累计人次"]


@action("tests.visit", zh="登记服务人次", en="record visits")
def visit(act: Act, rows: Rows) -> Kept:
    """Keep visits, one number a station and day."""
    allow(act.by.actor, "clerk", areas_of(rows))
    return act.keep(
        ReferenceValue,
        (
            ReferenceValue(
                key=f"{said['source']}|{said['on']}",
                area=said["area"],
                row=row.number,
                measure=PLANTED.code,
                on=said["on"],
                quantity=said["quantity"],
                source=said["source"],
            )
            for row in rows
            for said in (row.values,)
        ),
    )


VISITS = Sheet(
    name="tests.station_visits",
    zh="驿站服务台账",
    en="visits to stations",
    columns=(
        Column("source", "驿站", "station"),
        Column("area", "旗县区", "county", "area"),
        Column("on", "日期", "day", "day"),
        Column("quantity", "服务人次", "visits", "whole"),
        Column("so_far", "累计人次", "visits so far", "whole"),
    ),
    key=("source", "on"),
    into=visit,
    doubts=(Usual("quantity", by=("source",)), Cumulative("so_far", along="on", by=("source",))),
    record=ReferenceValue,
)


def written(path: Path, *rows: tuple) -> Path:
    """Write a sheet of visits; a row is station, day, visits, and visits so far where somebody counts."""
    lines = [
        [name, "临河区", day, visits, so_far[0] if so_far else None] for name, day, visits, *so_far in rows
    ]
    return drawn(path, [["驿站服务台账"], HEADER, *lines])


def days(name: str, *visits: int, month: int = 5) -> list[tuple]:
    """Return the days of a month at a station, from the first."""
    return [(name, f"2024-{month:02}-{day:02}", number) for day, number in enumerate(visits, 1)]
