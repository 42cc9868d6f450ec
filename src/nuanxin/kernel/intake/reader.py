"""Reader 读表: the rows below a recognised header, parsed; good ones, bad ones, waiting ones, and finds.

The reader is chosen once a column. A row costs a few microseconds, so that a workbook of hundreds
of thousands of rows is a matter of seconds.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from nuanxin.kernel.intake.body import Body, Progress
from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.doubts import Answers
from nuanxin.kernel.intake.faults import BadRow, CellError
from nuanxin.kernel.intake.matching import Match
from nuanxin.kernel.intake.notices import notices
from nuanxin.kernel.intake.readings import Reading
from nuanxin.kernel.intake.slots import area_of_lines, slots
from nuanxin.kernel.intake.totals import wrong_totals

__all__ = ["Progress", "Reading", "area_of_lines", "collector_paused", "read_table"]


def read_table(
    page: Page, match: Match, progress: Progress | None = None, answers: Answers | None = None
) -> Reading:
    """Read the rows of a recognised worksheet; bad rows are told apart, doubtful ones wait, good ones stand.

    ``progress`` is called now and then with the number of rows gone through; ``answers`` settles doubts.
    Raises FileRefused where reading takes longer than an office would wait.
    """
    reading = Reading(match, page.part)
    try:
        chosen = slots(match, page)
    except CellError as error:
        reading.bad.append(BadRow(match.header_row, "", error.said, error.remedy))
        return reading
    with collector_paused():
        body = Body(reading, chosen, page, answers)
        body.run(progress or (lambda _done: None))
        reading.finds += wrong_totals(body.totals, body.summed(), body.numbers())
        reading.finds += notices(page, match, body.numbers())
        reading.finds.sort(key=lambda find: find.row)
    return reading


@contextmanager
def collector_paused() -> Iterator[None]:
    """Keep Python from searching hundreds of thousands of fresh rows for cycles: they hold none."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()
