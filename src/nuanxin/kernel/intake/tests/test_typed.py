"""Typed fields: a line counts once, a change counts what it changed, what was known counts nothing."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from nuanxin.kernel.intake.actions import withdraw
from nuanxin.kernel.intake.declare import Row
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.preview import preview
from nuanxin.kernel.intake.tests.offices import LINHE, PLANTED, drawn, plant
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.models import TypedLot
from nuanxin.kernel.rules.models import ReferenceValue

pytestmark = pytest.mark.usefixtures("sheets")
HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）", "株数"]
FIRST = [
    ["a", "临河区", "2024.5.1", 1, None],
    ["b", "临河区", "2024.5.2", 2, 30],
    ["c", "杭后", "2024.6.1", 3, 1],
]


def lots():
    fields = ("lot", "measure", "area", "month", "lines", "fields", "again")
    return [tuple(each) for each in TypedLot.objects.order_by("pk").values_list(*fields)]


def test_a_new_line_counts_its_filled_cells(clerk, tmp_path):
    (report,) = take(clerk, drawn(tmp_path / "t.xlsx", [HEADER, *FIRST]))
    assert report.taken == [2, 3, 4]
    assert dict(report.outcome.fresh) == {2: 4, 3: 5, 4: 5} and not report.outcome.changed
    assert lots() == [
        (1, PLANTED.number, LINHE, 202405, 2, 9, 0),
        (2, PLANTED.number, 150826000000, 202406, 1, 5, 0),
    ]


def test_a_rehearsal_says_so_and_keeps_nothing(clerk, tmp_path):
    (table,) = preview(clerk, drawn(tmp_path / "t.xlsx", [HEADER, *FIRST])).tables
    assert dict(table.outcome.fresh) == {2: 4, 3: 5, 4: 5}
    assert not lots()


def test_the_same_again_costs_nothing_and_a_change_what_it_changed(clerk, tmp_path):
    take(clerk, drawn(tmp_path / "t.xlsx", [HEADER, *FIRST]))
    take(clerk, drawn(tmp_path / "again.xlsx", [HEADER, *FIRST]))
    assert len(lots()) == 2
    second = [FIRST[0], ["b", "临河区", "2024.6.3", 20, 30], FIRST[2]]
    (report,) = take(clerk, drawn(tmp_path / "mended.xlsx", [HEADER, *second]))
    assert (dict(report.outcome.fresh), dict(report.outcome.changed)) == ({}, {3: 2})
    assert lots()[2:] == [(1, PLANTED.number, LINHE, 202406, 1, 2, 2)]


def test_withdrawing_is_not_typing_nor_is_taking_in_again(clerk, tmp_path):
    path = drawn(tmp_path / "t.xlsx", [HEADER, *FIRST])
    take(clerk, path)
    withdraw(
        By(clerk, reason="withdrawn"), ReferenceValue.record_kind, ReferenceValue.objects.get(key="a").pk
    )
    assert len(lots()) == 2
    take(clerk, path)
    assert [each[5] for each in lots()] == [9, 5, 0]


def test_a_record_without_a_line_counts_its_own_fields(clerk):
    said = {"name": "x", "area": LINHE, "on": date(2024, 5, 1), "cost": 5, "trees": None}
    outcome = plant(By(clerk), [Row(None, said)])
    (line,) = outcome.fresh
    assert line < 0 and outcome.fresh[line] == 6  # area, measure, day, quantity, source, verified


def test_lots_are_append_only(clerk, tmp_path):
    take(clerk, drawn(tmp_path / "t.xlsx", [HEADER, *FIRST]))
    with pytest.raises(DatabaseError), transaction.atomic():
        TypedLot.objects.update(fields=0)


def test_a_column_the_sheet_does_not_have_leaves_what_is_known(clerk, tmp_path):
    take(clerk, drawn(tmp_path / "t.xlsx", [HEADER, *FIRST]))
    said = {"name": "a", "area": LINHE, "on": None, "cost": 700, "trees": None}
    outcome = plant(By(clerk, absent=frozenset({"on"})), [Row(2, said)])
    assert dict(outcome.changed) == {2: 1}
    kept = ReferenceValue.objects.get(key="a")
    assert (kept.on, kept.quantity) == (date(2024, 5, 1), 700)
