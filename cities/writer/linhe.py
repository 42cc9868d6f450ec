"""Linhe 临河区: tables as the office of this one county keeps them."""

from cities.writer.divisions import name
from cities.writer.office import MARK, Table


def table_of_linhe(
    title: str, headings: tuple[str, ...], rows: list[list[object]], *, corner: str = "", note: str = ""
) -> Table:
    """Return the one table of a workbook that its social-work office keeps."""
    office = f"{name('150802')}社会工作办公室{MARK}"
    return Table("临河区", title, office, headings, rows, corner=corner, note=note)
