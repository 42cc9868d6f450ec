"""The burden, checked by hand: each line once, in its month, in the places it was typed."""

import pytest

from nuanxin.kernel.figures.burden import Burden, _found
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.intake.tests.conftest import _divisions_once, clerk, divisions, sheets
from nuanxin.kernel.intake.tests.offices import CITY, PLANTED, drawn

__all__ = ["_divisions_once", "clerk", "divisions", "sheets"]

pytestmark = pytest.mark.usefixtures("sheets")
HEADER = ["项目名称", "旗县区", "开工日期", "投资（元）", "株数"]
WHOLE = (CITY, CITY + 10**8 - 1)


def typed(first, last, low=WHOLE[0], high=WHOLE[1]):
    return _found({1: {(PLANTED.number, low, high, first, last)}}).get(1, Burden())


def test_fields_are_counted_once_in_their_month_and_place(clerk, tmp_path):
    rows = [
        ["a", "临河区", "2024.5.1", 1, None],
        ["b", "杭后", "2024.5.2", 2, 30],
        ["c", "临河区", "2024.6.1", 3, 1],
    ]
    take(clerk, drawn(tmp_path / "一.xlsx", [HEADER, *rows]))
    assert typed(202405, 202405) == Burden(lines=2, fields=9, again=0, places=1)
    assert typed(202406, 202406) == Burden(1, 5, 0, 1)
    assert typed(202405, 202406) == Burden(3, 14, 0, 1)
    assert typed(202405, 202405, 150802000000, 150802999999) == Burden(1, 4, 0, 1)
    take(clerk, drawn(tmp_path / "二.xlsx", [HEADER, rows[0]]))
    assert typed(202405, 202405) == Burden(2, 9, 0, 1)
    assert typed(202301, 202312) == Burden()
