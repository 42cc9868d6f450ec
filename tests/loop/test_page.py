"""The page: forty figures from the sheets, each opening to rows that sum to it."""

import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from nuanxin.kernel.bulletins.models import Bulletin, CheckResult, Reading
from nuanxin.kernel.bulletins.readings import citation_of, value_of
from nuanxin.kernel.figures.answers import Ask, drill, evaluate, leaves_of, parts
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.leaves import Leaf
from nuanxin.kernel.figures.shown import printed_value
from nuanxin.kernel.ledger.models import Entry
from nuanxin.plain.units import UNITS

PAGE = list(csv.DictReader((Path(__file__).parent / "page.csv").read_text(encoding="utf-8").splitlines()))


@pytest.fixture
def readings(demo):
    return {(each.figure, each.area, each.period): each for each in Reading.objects.all()}


def test_the_page_has_forty_lines():
    assert len({line["id"] for line in PAGE}) == 40


@pytest.mark.parametrize("line", PAGE, ids=[line["id"] for line in PAGE])
def test_line_of_the_page(readings, line):
    """Each line of the page is on the bulletin, at the precision printed there."""
    reading = readings[line["id"], line["area"], line["period"]]
    definition, value = figure(line["id"]), value_of(reading)
    assert definition.display == line["precision"] or (line["precision"], definition.display) == (
        "exact",
        "rounded",
    )
    theirs, ours = UNITS[line["unit"]], UNITS[definition.unit]
    assert theirs.base == ours.base
    printed = printed_value(definition, value)
    assert Fraction(printed) * ours.factor == Fraction(Decimal(line["value"])) * theirs.factor
    if line["precision"] == "exact":
        assert value == Fraction(Decimal(line["value"])) * theirs.factor
    if line["precision"] == "at_least":
        assert value > Fraction(Decimal(line["value"])) * theirs.factor


def in_leaf(entry: Entry, leaf: Leaf) -> bool:
    """Say whether an entry belongs to a leaf, written apart from the engine's SQL."""
    return (
        entry.measure in leaf.measures
        and any(low <= entry.area <= high for low, high in leaf.spans)
        and leaf.first <= entry.occurred <= leaf.last
    )


def recounted(leaf: Leaf, entries: list[Entry]) -> int:
    """Aggregate rows by hand."""
    assert all(in_leaf(entry, leaf) for entry in entries)
    if leaf.aggregate == "sum":
        return sum(entry.quantity for entry in entries)
    if leaf.aggregate == "count":
        return sum(-1 if entry.kind == 1 else 1 for entry in entries)
    balance: dict[int, int] = {}
    for entry in entries:
        party = getattr(entry, leaf.of)
        if party is not None:
            balance[party] = balance.get(party, 0) + entry.quantity
    return sum(quantity > 0 for quantity in balance.values())


def walked(ask: Ask) -> dict[Leaf, int]:
    """Drill a figure, and the figures it is made of, to the last row; return what the rows make."""
    found: dict[Leaf, int] = {}
    if leaves_of(ask):
        rows = drill(ask, limit=None)
        assert rows.total_rows == len(rows.entries) > 0
        for entry in rows.entries:
            assert entry.act.source is not None and entry.row, f"entry {entry.seq} opens to no sheet line"
        found = {leaf: recounted(leaf, rows.entries) for leaf in leaves_of(ask)}
    for part in parts(ask):
        found |= walked(part.ask)
    return found


@pytest.mark.parametrize("line", PAGE, ids=[line["id"] for line in PAGE])
def test_rows_sum_to_the_figure(readings, line):
    """Every figure opens to rows of the sheets, and the rows make exactly the published value."""
    reading = readings[line["id"], line["area"], line["period"]]
    ask = citation_of(reading).ask
    assert evaluate(ask, walked(ask)) == value_of(reading)


def test_the_sum_that_does_not_add_up_is_caught_and_explained(demo):
    """The parts of the warm project are 3.27 million short of the announced total; a role says why."""
    check = CheckResult.objects.get(bulletin=Bulletin.objects.get(), check_id="works.parts")
    assert not check.passed
    assert check.difference_zh == "327万元"
    assert check.parts_zh == "6.6173亿元"
    assert check.explanation_zh and check.explained_by_zh
