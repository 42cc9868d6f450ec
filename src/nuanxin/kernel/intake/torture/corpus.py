"""Corpus 题库: seeded workbooks with their truth, one after the other, or one quirk alone."""

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.torture import quirks as layout
from nuanxin.kernel.intake.torture import ways_amounts, ways_days, ways_persons, ways_texts
from nuanxin.kernel.intake.torture.canvas import Canvas, Drawn
from nuanxin.kernel.intake.torture.desk import Desk, siblings
from nuanxin.kernel.intake.torture.headers import heading_unit
from nuanxin.kernel.intake.torture.places import places
from nuanxin.kernel.intake.torture.tables import draw_table
from nuanxin.kernel.intake.torture.truth import BookTruth, PartTruth
from nuanxin.kernel.intake.torture.ways import WAYS, Way
from nuanxin.kernel.intake.torture.writers import FORMATS, UNREADABLE

WAY_ROOMS = (ways_amounts, ways_days, ways_persons, ways_texts)
"""The rooms that register ways."""
PARTS = ("Sheet1", "Sheet2", "2024年", "台账", "最终版(2)改", "汇总表")
_TITLED = re.compile("(?<!开发|合作|保税|工业|化园)[市盟县旗区]$")
"""What the names end in that titles begin with; zones of the statistics bureau are none of them."""
FORMAT = 1
"""The version of truth.json."""


class Made(NamedTuple):
    """A generated workbook: its bytes and its truth."""

    content: bytes
    truth: BookTruth


def workbooks(sheets: Sequence[Sheet], seed: int, count: int) -> Iterator[Made]:
    """Yield ``count`` workbooks of a seed; the same ones every time, whatever came before."""
    known = sorted(sheets, key=lambda sheet: sheet.name)
    names, shares = zip(*layout.FORMAT_SHARES.items(), strict=True)
    for number in range(1, count + 1):
        random = Random(f"{seed}:{number}")  # noqa: S311 (chance that repeats is what is wanted)
        (stored,) = random.choices(names, shares)
        sheet, holds = random.choice(known), FORMATS[stored].holds
        found = layout.chosen(random, holds)
        yield _made(random, sheet, stored, found, _ways(random, sheet, holds), number)


def alone(sheets: Sequence[Sheet], name: str, seed: int = 0) -> Made:
    """Return a workbook with one quirk and no other: of a layout, of cells, or a format.

    KeyError where no quirk has the name, or where no sheet can show it.
    """
    known = sorted(sheets, key=lambda sheet: sheet.name)
    for number in range(1, 200):
        random = Random(f"{seed}:{name}:{number}")  # noqa: S311
        stored = name if name in FORMATS else random.choice(("xlsx", "xlsx", "xlsx_openpyxl"))
        needs = set(layout.LAYOUT[name].needs.split()) if name in layout.LAYOUT else set()
        needs |= set(WAYS[name].needs) if name in WAYS else set()
        if not needs <= FORMATS[stored].holds:
            continue
        found = layout.settled(random, {name} & set(layout.LAYOUT), name)
        ways = [WAYS[name]] if name in WAYS else []
        made = _made(random, random.choice(known), stored, found, ways, number)
        if name in FORMATS or name in made.truth.quirks:
            return made
    raise KeyError(name)


def names() -> list[str]:
    """Return the name of every quirk: formats, layouts, ways of cells."""
    return [*FORMATS, *layout.LAYOUT, *WAYS]


def write_corpus(sheets: Sequence[Sheet], seed: int, count: int, folder: Path) -> None:
    """Write workbooks into a folder, with truth.json beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for made in workbooks(sheets, seed, count):
        (folder / made.truth.file).write_bytes(made.content)
        files.append(made.truth.as_json())
    told = {"format": FORMAT, "seed": seed, "count": count, "files": files}
    (folder / "truth.json").write_text(
        json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def _ways(random: Random, sheet: Sheet, holds: frozenset[str]) -> list[Way]:
    kinds = {column.kind for column in sheet.columns}
    fit = [each for each in WAYS.values() if each.needs <= holds and kinds & set(each.kinds)]
    return random.sample(fit, min(len(fit), random.choice((0, 2, 4, 6, 8))))


def _made(random: Random, sheet: Sheet, stored: str, found: set[str], ways: list[Way], number: int) -> Made:
    shape = FORMATS[stored]
    if "days_from_1904" in found:
        ways = [each for each in ways if each.name != "day_serial"]
    truth = BookTruth(f"{number:04}{shape.suffix}", [], opens=stored not in UNREADABLE)
    drawn = Drawn([], from_1904="days_from_1904" in found)
    names_of_parts = [random.choice(PARTS)]
    if "month_sheets" in found:
        names_of_parts = [f"{month}月" for month in range(1, random.randint(3, 5))]
    used: set[str] = set()
    for name in names_of_parts:
        canvas = Canvas(name)
        part = PartTruth(name)
        used |= _draw_part(random, sheet, shape.holds, found, ways, canvas, part)
        drawn.canvases.append(canvas)
        truth.worksheets.append(part)
    if "hidden_worksheet" in found:
        canvas, part = Canvas("旧表", hidden=True), PartTruth("旧表", hidden=True)
        _draw_part(random, sheet, shape.holds, set(), [], canvas, part)
        drawn.canvases.append(canvas)
        truth.worksheets.append(part)
    truth.quirks = sorted({stored, *found, *used})
    return Made(shape.write(drawn, random), truth)


def _draw_part(
    random: Random,
    sheet: Sheet,
    holds: frozenset[str],
    found: set[str],
    ways: list[Way],
    canvas: Canvas,
    part: PartTruth,
) -> set[str]:
    """Draw a worksheet's tables; return the ways that were used."""
    left = random.randint(1, 2) if "left_margin" in found else 0
    first = found - {"footer"} if "stacked_tables" in found else found
    desk = _desk(random, sheet, holds, found)
    part.tables.append(draw_table(desk, canvas, first, ways, (0, left), random.randint(4, 22)))
    if "stacked_tables" in found:
        below = canvas.height + 2
        part.tables.append(draw_table(desk, canvas, found, ways, (below, left), random.randint(3, 8)))
    if "side_by_side_tables" in found:
        beside = canvas.width + 1
        part.tables.append(draw_table(desk, canvas, found, ways, (0, beside), random.randint(3, 8)))
    _spoil(random, canvas, found, part)
    return desk.used


def _desk(random: Random, sheet: Sheet, holds: frozenset[str], found: set[str]) -> Desk:
    """Seat an office: the area its title names, and the unit of each quantity."""
    home = ""
    titled = "no_title" not in found or "reporting_line" in found
    if titled and random.random() < 0.7:
        narrow = any(column.level in ("town", "village") for column in sheet.columns if column.kind == "area")
        level = "county" if narrow and random.random() < 0.7 else "prefecture"
        home = random.choice(
            [place for place in places().of_level[level] if _TITLED.search(place.name)]
        ).short
    desk = Desk(random, sheet, "typed" in holds, home)
    line: dict[str, str] = {}
    for column in sheet.columns:
        if column.kind != "quantity":
            continue
        told, unit = heading_unit(column), column.unit
        others = siblings(unit)
        if "other_unit_in_heading" in found and others and random.random() < 0.7:
            unit = random.choice(others)
        elif "unit_line" in found and others and not told:
            unit = line.setdefault(column.unit, random.choice([column.unit, *others]))
        desk.units[column.field] = unit
    return desk


def _spoil(random: Random, canvas: Canvas, found: set[str], part: PartTruth) -> None:
    """Add what lies around a table: stray formats, formatted blanks, filters, locks."""
    declared = {at for table in part.tables for at in table.columns.values()}
    if "stray_format" in found:
        canvas.stray = random.choice(((1_048_575, 16_383), (19, 16_383), (1_048_575, 3)))
    if "blank_formatted_rows" in found:
        canvas.blank_rows = 2_000
    if "hidden_extra_column" in found:
        others = sorted(set(range(canvas.width)) - declared - {0})
        canvas.hidden_columns.update(others[-1:])
    if "filtered" in found and part.tables and part.tables[0].header_rows:
        top = part.tables[0].header_rows[0] - 1
        canvas.filtered = (top, min(declared), canvas.height - 1, max(declared))
    canvas.protected = "protected_sheet" in found
