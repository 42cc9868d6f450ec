"""Reference values 参考值: the kernel's own sheet, for figures from outside the sheets' reach.

Each row names its measure and its unit, and the place it was published; 已核 says that somebody
has compared it with that place.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from nuanxin.kernel.access import allow, areas_of
from nuanxin.kernel.intake.amounts import Scale, read_amount, unit_named
from nuanxin.kernel.intake.declare import COUNTED, Column, Row, Rows, Sheet
from nuanxin.kernel.intake.faults import CellError, read_each
from nuanxin.kernel.ledger.acts import Act, action
from nuanxin.kernel.ledger.measures import Measure, all_measures
from nuanxin.kernel.ledger.records import Kept
from nuanxin.kernel.rules.models import ReferenceValue
from nuanxin.plain.words import Words

UNIT = Words("没有单位就不成其为数", "a number without a unit says nothing")
SOURCE = Words("外来的数要说明出处", "a figure from elsewhere is told with its source")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A row with its measure found and its quantity in that measure's base unit."""

    row: Row
    measure: Measure
    quantity: int


@action("reference.record_values", zh="登记参考值", en="record reference values")
def record_values(act: Act, rows: Rows) -> Kept:
    """Keep reference values, one a measure, area and day; rows of an unknown measure or unit are refused."""
    allow(act.by.actor, "clerk", areas_of(rows))
    stated = _stated(rows)
    return act.keep(ReferenceValue, map(_record, stated))


def _record(stated: _Stated) -> ReferenceValue:
    said = stated.row.values
    return ReferenceValue(
        key=f"{stated.measure.code}|{said['area']}|{said['on']}",
        area=said["area"],
        row=stated.row.number,
        measure=stated.measure.code,
        on=said["on"],
        quantity=stated.quantity,
        source=said["source"],
        verified=bool(said["verified"]),
    )


def _stated(rows: Rows) -> list[_Stated]:
    """Find each row's measure and quantity; RowsRefused names the rows where that cannot be done."""
    known = {name: measure for measure in all_measures() for name in (measure.code, measure.zh, measure.en)}

    def stated(row: Row) -> _Stated:
        measure = _measure(known, row.values["measure"])
        return _Stated(row, measure, _quantity(measure, row))

    return list(read_each(rows, stated).values())


def _measure(known: dict[str, Measure], name: str) -> Measure:
    found = known.get(name)
    if found is None:
        raise CellError(
            _("No measure is called %(name)s.") % {"name": name},
            _("Write a measure's code or name as the glossary has it."),
        )
    return found


def _quantity(measure: Measure, row: Row) -> int:
    unit = unit_named(row.values["unit"])
    if unit is None or unit.base != measure.base:
        raise CellError(
            _("%(measure)s is not counted in %(unit)s.")
            % {"measure": row.values["measure"], "unit": row.values["unit"]},
            _("Write a unit of the same kind, as the glossary has it."),
        )
    quantity = read_amount(row.values["quantity"], Scale(unit, unit.base))
    if quantity is None:
        raise CellError(_("The value is not stated."), _("Write one number in digits."))
    return quantity


REFERENCE_SHEET = Sheet(
    name="reference.values",
    zh="参考值登记表",
    en="reference values",
    columns=(
        Column("measure", "指标", "measure", aliases=("指标名称", "计量")),
        Column("area", "区域", "area", kind="area", level="village", aliases=("地区",)),
        Column("on", "日期", "day", kind="day", aliases=("截止日期", "统计日期")),
        Column("quantity", "数值", "value", needed=COUNTED),
        Column("unit", "单位", "unit", aliases=("计量单位",), needed=UNIT),
        Column("source", "来源", "source", aliases=("资料来源", "出处"), needed=SOURCE),
        Column("verified", "已核", "verified", kind="yes_no", aliases=("是否已核",)),
    ),
    key=("measure", "area", "on"),
    into=record_values,
)
SHEETS = (REFERENCE_SHEET,)
