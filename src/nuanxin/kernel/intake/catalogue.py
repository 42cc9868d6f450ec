"""The sheets the house knows, by name."""

from collections.abc import Iterable

from nuanxin.kernel.intake.declare import Sheet

_sheets: dict[str, Sheet] = {}


def register_sheets(sheets: Iterable[Sheet]) -> None:
    """Make sheets known to intake; a second sheet of one name is an error."""
    for sheet in sheets:
        if _sheets.setdefault(sheet.name, sheet) is not sheet:
            raise ValueError(f"two sheets are named {sheet.name}")


def all_sheets() -> list[Sheet]:
    """Return every registered sheet."""
    return list(_sheets.values())


def sheet(name: str) -> Sheet:
    """Return a sheet by name; KeyError where none is registered."""
    return _sheets[name]
