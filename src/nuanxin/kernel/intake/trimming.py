"""Trimming 裁边: a worksheet with blanks astray far to the right or below, cut at its last filled cell."""

import re
import zipfile
from collections.abc import Collection, Iterator
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.faults import FileRefused
from nuanxin.kernel.intake.looks import column_of, fills_memory
from nuanxin.kernel.intake.styles import shared_items

_CELL = re.compile(rb"<((?:\w+:)?)c\b([^<>]*?)(?:/>|>((?:(?!<(?:\w+:)?c\b).)*?)</\1c>)", re.S)
_PLACE = re.compile(rb' r="([A-Z]+)(\d+)"')
_VALUE = re.compile(rb"<(?:\w+:)?v[^<>]*>([^<]*)<|<(?:\w+:)?t[^<>]*>([^<]*)<")
_TEXT = re.compile(rb"<(?:\w+:)?t(?: [^<>]*)?>([^<]*)<")
_SHARED = b' t="s"'
_BLANK = " \t\r\n\u3000\u00a0\u200b\ufeff"
_DIMENSION = re.compile(rb"<(?:\w+:)?dimension [^<>]*/>")


def trimmed(content: bytes, members: Collection[str]) -> bytes:
    """Return a workbook whose worksheets named are cut at their last filled cell. Raises FileRefused."""
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as packed, zipfile.ZipFile(made, "w") as fresh:
        blanks = _blank_texts(packed)
        for each in packed.infolist():
            plain = packed.read(each)
            fresh.writestr(each.filename, _cut(plain, blanks) if each.filename in members else plain)
    return made.getvalue()


def _blank_texts(packed: zipfile.ZipFile) -> set[bytes]:
    """Return the numbers of shared texts that hold nothing a reader could see."""
    if "xl/sharedStrings.xml" not in packed.namelist():
        return set()
    items = enumerate(shared_items(packed.read("xl/sharedStrings.xml")))
    return {str(at).encode() for at, item in items if _unseen(b"".join(_TEXT.findall(item)))}


def _unseen(text: bytes) -> bool:
    return not text.decode("utf-8", "replace").strip(_BLANK)


def _cut(sheet: bytes, blanks: set[bytes]) -> bytes:
    width, height = 0, 0
    for letters, number in _filled(sheet, blanks):
        width, height = max(width, column_of(letters) + 1), max(height, int(number))
    if fills_memory(width, height, len(sheet)):
        raise too_wide(width, height)
    return _CELL.sub(lambda cell: _kept(cell, blanks, width, height), _DIMENSION.sub(b"", sheet))


def _filled(sheet: bytes, blanks: set[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for cell in _CELL.finditer(sheet):
        if not _holds_nothing(cell, blanks) and (place := _PLACE.search(cell[2])):
            yield place[1], place[2]


def _kept(cell: re.Match[bytes], blanks: set[bytes], width: int, height: int) -> bytes:
    place = _PLACE.search(cell[2])
    inside = place is None or (column_of(place[1]) < width and int(place[2]) <= height)
    return cell[0] if inside or not _holds_nothing(cell, blanks) else b""


def _holds_nothing(cell: re.Match[bytes], blanks: set[bytes]) -> bool:
    found: Any = _VALUE.search(cell[3] or b"")
    if not found:
        return True
    text = found[1] if found[1] is not None else found[2]
    return text in blanks if _SHARED in cell[2] else _unseen(text)


def too_wide(width: int, height: int) -> FileRefused:
    """Return the refusal of a worksheet whose filled cells stand too far apart."""
    return FileRefused(
        _("A worksheet fills %(width)d columns and %(height)d rows.") % {"width": width, "height": height},
        _("Delete the empty columns to the right and the empty rows below the table, then save."),
    )
