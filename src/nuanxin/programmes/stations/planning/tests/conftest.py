"""A town whose clerk has handed in what plans are made from."""

from datetime import datetime

import pytest
from openpyxl import Workbook

from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import By
from nuanxin.programmes.stations.planning.tests.linhe import BUILDINGS, DEMAND, HALL, HOT_SPOTS, OFFERS, ROOMS
from tests.loop.sheets import clerk


@pytest.fixture
def town(tmp_path):
    """Return a way to hand in sheets as the clerk, who has demand, rooms on offer and one building there."""
    actor = clerk()

    def hand_in(*sheets):
        book = Workbook()
        book.remove(book.active)
        for (title, headings), *rows in sheets:
            page = book.create_sheet(title[:30])
            for cells in ([title], headings, *rows):
                page.append(list(cells))
        path = tmp_path / f"{datetime.now().timestamp()}.xlsx"
        book.save(path)
        return [(bad.row, bad.said) for report in take(actor, path) for bad in report.bad]

    assert hand_in((DEMAND, *HOT_SPOTS), (OFFERS, *ROOMS), (BUILDINGS, HALL)) == []
    hand_in.by = By(actor)
    return hand_in
