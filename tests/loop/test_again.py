"""The same sheets again, a corrected cell, a late fact: what is published stays, what is revised shows."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from nuanxin.kernel.areas.tree import span
from nuanxin.kernel.bulletins.models import Bulletin
from nuanxin.kernel.bulletins.proving import verify_bulletins
from nuanxin.kernel.bulletins.queries import revised
from nuanxin.kernel.bulletins.text import Citation
from nuanxin.kernel.intake.importing import take
from nuanxin.kernel.ledger.acts import By
from nuanxin.kernel.ledger.closings import close_month
from nuanxin.kernel.ledger.models import NORMAL, REVERSAL, SUPPLEMENT, Act, Entry
from nuanxin.kernel.ledger.store import PeriodClosed
from nuanxin.kernel.ledger.verify import verify
from nuanxin.kernel.ledger.verify_records import verify_records
from nuanxin.site.city import actor, read_city

STATIONS = Citation("stations.open", "1508", "..2024-05-31")
INVESTED = Citation("works.water_investment", "150622", "2024")


@pytest.fixture
def city(demo, settings):
    return read_city(settings.NUANXIN["city"])


def workbook(city, words: str) -> Path:
    """Return the city's sheet whose name holds some words."""
    return next(path for path in city.sheets if words in path.name)


def changed_cell(source: Path, folder: Path, old: object, new: object) -> Path:
    """Copy a workbook with the first cell of a value changed."""
    target = folder / source.name
    book = load_workbook(source)
    cell = next(cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value == old)
    cell.value = new
    book.save(target)
    return target


def sound() -> bool:
    return not (verify() + verify_records() + verify_bulletins())


def test_importing_the_demonstration_twice_posts_nothing(city):
    before = Act.objects.count(), Entry.objects.count()
    for path in city.sheets:
        for report in take(actor(city, "clerk"), path):
            assert report.outcome is None or report.outcome.act is None
    assert (Act.objects.count(), Entry.objects.count()) == before


def test_a_corrected_cell_posts_one_red_and_one_new_entry(city, tmp_path):
    """The bulletin published before keeps its number and shows the revised one beside it."""
    newest = Entry.objects.latest("seq").seq
    path = changed_cell(workbook(city, "温暖工程"), tmp_path, 2536.6, 2636.6)
    take(actor(city, "clerk"), path, reason="correction")
    red, blue = Entry.objects.filter(seq__gt=newest).order_by("seq")
    assert (red.kind, blue.kind) == (REVERSAL, NORMAL)
    assert (red.reverses, blue.corrects) == (blue.corrects, red.reverses)
    assert blue.quantity + red.quantity == 100 * 1_000_000
    assert red.act.reason == "correction"
    reading = revised(Bulletin.objects.get())[INVESTED]
    assert (reading.published.number_zh, reading.now.number_zh) == ("9923", "10,023")
    assert reading.changed
    assert sound()


def test_late_entry_into_a_closed_month_shows_as_revision(city, tmp_path):
    """A closed month refuses a plain late entry, takes a reasoned and countersigned one, and shows it."""
    clerk, reviewer = actor(city, "clerk"), actor(city, "reviewer")
    low, high = span(150800000000)
    close_month(By(reviewer), programme=2, area=low, last_area=high, month=202405)
    source = workbook(city, "暖心驿站登记台账")
    late = tmp_path / source.name
    shutil.copy(source, late)
    book = load_workbook(late)
    _append_station(book.active)
    book.save(late)
    newest = Entry.objects.latest("seq").seq
    with pytest.raises(PeriodClosed, match="2024-05"):
        take(clerk, late)
    assert Entry.objects.latest("seq").seq == newest
    take(clerk, late, reason="late", second=reviewer)
    entry = Entry.objects.get(seq__gt=newest)
    assert (entry.kind, entry.occurred) == (SUPPLEMENT, 20240520)
    reading = revised(Bulletin.objects.get())[STATIONS]
    assert (reading.published.number_zh, reading.now.number_zh, reading.difference) == ("182", "183", 1)
    assert sound()


def _append_station(sheet) -> None:
    """Write one more station under the last numbered row, opened in May 2024."""
    last = max(row for row in range(1, sheet.max_row + 1) if str(sheet.cell(row, 1).value or "").isdigit())
    for merged in [each for each in sheet.merged_cells.ranges if each.min_row > last]:
        sheet.unmerge_cells(str(merged))
    sheet.insert_rows(last + 1)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(last + 1, column).value = sheet.cell(last, column).value
    late = {1: sheet.cell(last, 1).value + 1, 2: "LH-999", 3: "迟报暖心驿站（示例）", 7: "2024.5.20"}
    for column, value in late.items():
        sheet.cell(last + 1, column).value = value


def test_publishing_again_changes_nothing(city):
    from nuanxin.kernel.bulletins.draft import read_draft
    from nuanxin.kernel.bulletins.publishing import PublicationRefused, publish

    before = Act.objects.count()
    draft = read_draft(city.bulletins[0])
    publisher, reviewer = actor(city, "publisher"), actor(city, "reviewer")
    assert publish(By(publisher, second=reviewer), draft).result is None
    with pytest.raises(PublicationRefused):
        publish(By(publisher), draft)
    with pytest.raises(PublicationRefused):
        publish(By(publisher, second=publisher), draft)
    assert Act.objects.count() == before
    assert Bulletin.objects.get().as_of == date(2024, 5, 31)
