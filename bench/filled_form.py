"""Claim: a superior office's form of 200 bound cells is filled while one waits, whatever the ledger holds.

20 towns and villages by ten columns: sums of a month, of the same month a year before and since January,
counts, stocks, distinct parties, rates year on year and shares. All of it is in the clock: sealing, values,
the newest rows behind each, comments, appendix, the file kept, the copy written. Every turn is another month.
"""

import io
import shutil
from collections.abc import Iterator
from statistics import median
from time import perf_counter, process_time

from openpyxl import Workbook
from openpyxl.styles import Border, Side

from bench import child
from bench.claim import Claim
from bench.freshness import copied
from bench.ledgers import book
from bench.sizes import sizes, target, told
from nuanxin.kernel.ledger.acts import Actor

NAME = "sheets"
ROWS, CELLS = 20, 200
COLUMNS = (
    ("20101", "sum", "form"),
    ("20102", "sum", "year_before"),
    ("20103", "sum", "cumulative"),
    ("20201", "count", "form"),
    ("20202", "count", "cumulative"),
    ("20301", "stock", "up_to"),
    ("20302", "stock", "up_to"),
    ("20401", "distinct", "form"),
    ("20402", "year_before", "form"),
    ("20501", "share", "cumulative"),
)
"""What each column is bound to: a measure, the figure made of it, the span."""


def claims() -> Iterator[Claim]:
    """Fill the form for many months; the first turn, by a process that has read nothing, is told apart."""
    folder = copied(book(sizes().book))
    found = child.call("bench.filled_form:measure", folder, turns=sizes().repeats)
    shutil.rmtree(folder)
    facts = {"size": told(sizes().book), "packages": ("duckdb", "openpyxl", "Django")}
    yield Claim(
        claim=f"a form of {CELLS} bound cells filled: values, rows, comments, appendix, file kept (median)",
        value=found["wall_s"],
        unit="s (wall)",
        to_reach=target("<= 2"),
        peer="a clerk types it",
        cpu_s=found["cpu_s"],
        **facts,  # type: ignore[arg-type]
    )
    yield Claim(
        claim="the same by a process that has read nothing of the ledger yet",
        value=found["cold_s"],
        unit="s (wall)",
        to_reach="",
        **facts,  # type: ignore[arg-type]
    )


def measure(turns: int) -> dict[str, float]:
    """Return seconds a filling took: first, and the median of the turns after it, wall and CPU."""
    from bench.office import opened
    from bench.questions import declare
    from nuanxin.kernel.bulletins.forms.filling import fill

    declare([f"bench.m{number}" for number, _figure, _span in COLUMNS])
    actor = opened()
    hand_in(actor)
    wall, cpu = list[float](), list[float]()
    for turn in range(turns + 1):
        started, used = perf_counter(), process_time()
        filled = fill(actor, "bench", f"2024-{turn + 1:02}", address="https://example.org")
        wall.append(perf_counter() - started)
        cpu.append(process_time() - used)
        written = filled.cells.filter(reason="").count()
        if written != CELLS:
            raise RuntimeError(f"{written} of {CELLS} cells were filled")
    return {"cold_s": wall[0], "wall_s": median(wall[1:]), "cpu_s": median(cpu[1:])}


def hand_in(actor: Actor) -> None:
    """Keep a blank of 20 rows and ten columns and bind all its cells."""
    from bench.synthetic import COUNTY
    from nuanxin.kernel.areas.codes import short
    from nuanxin.kernel.bulletins.forms.actions import About, bind_cells, upload_form
    from nuanxin.kernel.bulletins.forms.binding import Binding
    from nuanxin.kernel.bulletins.forms.patching import named
    from nuanxin.kernel.figures.catalogue import figure
    from nuanxin.kernel.intake.files import keep_file
    from nuanxin.kernel.ledger.acts import By

    blank = keep_file(_blank(ROWS), "bench.xlsx")
    upload_form(By(actor), "bench", COUNTY, blank, About("Bench"))
    bindings = []
    for row, town in enumerate(_areas(), 2):
        for column, (number, kind, span) in enumerate(COLUMNS, 2):
            asked = figure(f"bench.m{number}.{kind}")
            bindings.append(Binding("1", named(row, column), asked.id, short(town), span, asked.unit))
    bind_cells(By(actor), "bench", bindings)


def _areas() -> list[int]:
    """Return twenty areas that there are and that entries lie in: towns of the county, then villages."""
    from bench.synthetic import COUNTY, VILLAGES, towns
    from nuanxin.kernel.areas.tree import within

    known = {each.code for level in ("town", "village") for each in within(COUNTY, level)}
    made = [*towns(), *(town + 200 + number for town in towns() for number in range(VILLAGES))]
    return [code for code in made if code in known][:ROWS]


def _blank(rows: int) -> bytes:
    drawn = Workbook()
    paper, side = drawn.active, Side(style="thin")
    paper.title = "1"
    for row in paper.iter_rows(min_row=1, max_row=rows + 1, max_col=len(COLUMNS) + 1):
        for cell in row:
            cell.border = Border(left=side, right=side, top=side, bottom=side)
    out = io.BytesIO()
    drawn.save(out)
    return out.getvalue()
