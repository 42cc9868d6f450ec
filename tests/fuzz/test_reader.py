"""The reader and what nobody would send it: damaged files, and cells of every sort in any order.

Whatever comes in is read or refused with words; nothing else ever leaves the reader. What the
guided fuzzer found stands here too, drawn anew from a seed.
"""

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from nuanxin.kernel.intake.books import Content, Page, pages
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.matching import Match, recognise
from nuanxin.kernel.intake.reader import Reading, read_table
from nuanxin.kernel.intake.torture.corpus import alone
from tests.fuzz.words import WORDS

GENTLY = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
SUFFIXES = (".xlsx", ".xls", ".ods", ".csv", ".xlsb", ".txt", ".xlsm")
WHOLE = {
    name: alone(all_sheets(), name).content for name in ("xlsx", "xls", "ods", "csv_mixed", "html_named_xls")
}
CELLS = some.one_of(
    some.lists(some.sampled_from(WORDS), min_size=1, max_size=4).map("".join),
    some.text(max_size=12),
    some.floats(),
    some.integers(-10, 2**53).map(float),
    some.dates(),
    some.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(9999, 1, 1)),
    some.times(),
    some.timedeltas(timedelta(0), timedelta(days=9)),
    some.booleans(),
    some.just(""),
)


def _read(found: list[Page]) -> list[Reading]:
    matches = ((page, recognise(page, all_sheets())) for page in found if not page.hidden)
    return [read_table(page, match) for page, match in matches if isinstance(match, Match)]


def _read_or_refused(name: str, content: bytes) -> None:
    try:
        _read(pages(Content(name, content)))
    except FileRefused as refused:
        assert refused.said and refused.remedy


def _page(rows) -> Page:
    return Page("1", len(rows), lambda: ([*row] for row in rows))


@GENTLY
@given(suffix=some.sampled_from(SUFFIXES), content=some.binary(max_size=3_000))
def test_any_bytes_are_read_or_refused(divisions, suffix, content):
    _read_or_refused(f"a{suffix}", content)


@GENTLY
@given(
    name=some.sampled_from(sorted(WHOLE)),
    suffix=some.sampled_from(SUFFIXES),
    edits=some.lists(some.tuples(some.floats(0, 1), some.integers(0, 255)), max_size=12),
    kept=some.floats(0.2, 1),
)
def test_a_damaged_workbook_is_read_or_refused(divisions, name, suffix, edits, kept):
    content = bytearray(WHOLE[name])
    for place, byte in edits:
        content[int(place * (len(content) - 1))] = byte
    _read_or_refused(f"a{suffix}", bytes(content[: int(len(content) * kept)]))


@GENTLY
@given(chosen=some.data())
def test_any_cells_under_a_header_are_taken_told_or_asked_about(divisions, chosen):
    sheet = chosen.draw(some.sampled_from(all_sheets()))
    width = len(sheet.columns)
    body = chosen.draw(some.lists(some.lists(CELLS, min_size=width, max_size=width), max_size=8))
    page = _page([[sheet.zh], [column.zh for column in sheet.columns], *body])
    for reading in _read([page]):
        good = {row.number for row in reading.rows}
        assert good <= set(range(3, 3 + len(body)))
        assert not good & {bad.row for bad in reading.bad if bad.column}
        assert not good & {asked.row for asked in reading.asked}
        assert all(bad.said and bad.remedy for bad in reading.bad)


@pytest.mark.parametrize(
    "cell", [float("nan"), float("inf"), -float("inf"), 1e300, time(8, 30), timedelta(hours=9)]
)
def test_numbers_and_times_of_no_use_are_told(divisions, cell):
    sheet = next(sheet for sheet in all_sheets() if sheet.name == "grid.hazards")
    plain = ["WT1", date(2024, 5, 1), "消防隐患", "150802001001", "东巷1号", "", "", "", ""]
    for at in range(len(sheet.columns)):
        row = [*plain]
        row[at] = cell
        (reading,) = _read([_page([[column.zh for column in sheet.columns], row])])
        assert not [taken for taken in reading.rows if taken.values[sheet.columns[at].field] is cell]


def test_a_chain_of_sectors_in_a_circle_is_refused(divisions):
    """Found by fuzzing: 6 kB of .xls whose sectors run in a circle took 8 GB and the process with it."""
    content = bytearray(WHOLE["xls"])
    table = 512 * (1 + int.from_bytes(content[76:80], "little"))
    directory = content[48:52]  # its list of streams, whose one sector points to itself
    place = table + 4 * int.from_bytes(directory, "little")
    content[place : place + 4] = directory
    with pytest.raises(FileRefused):
        pages(Content("a.xls", bytes(content)))


def test_a_table_of_sectors_cut_short_is_refused(divisions):
    """Found by fuzzing: the Rust reader panics, and a panic is no Exception."""
    content = WHOLE["xls"]
    table = 512 * (1 + int.from_bytes(content[76:80], "little"))
    with pytest.raises(FileRefused):
        pages(Content("a.xls", content[: table + 101]))


@pytest.mark.parametrize("turn", range(60))
def test_a_damaged_archive_is_refused_or_read(divisions, turn):
    """Found by fuzzing: bad checksums, odd headers and negative offsets of .xlsx archives."""
    from random import Random

    random = Random(turn)
    content = bytearray(WHOLE["xlsx"])
    ends = (len(content) - 400, len(content)) if turn % 2 else (0, len(content))
    for _edit in range(4):
        content[random.randrange(*ends)] = random.randrange(256)
    _read_or_refused("a.xlsx", bytes(content))


@pytest.mark.parametrize(
    "content", [b'"' + b"x" * 200_000 + b'"\n', b"a,b\x00c\n1,2\n", b"\xff\xfe" + b"a\x00,\x00b\x00"]
)
def test_odd_csv_is_refused_or_read(divisions, content):
    _read_or_refused("a.csv", content)
