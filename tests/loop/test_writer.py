"""The demo sheets in the repository are what their writer draws, to the last cell."""

from pathlib import Path
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile, is_zipfile

from cities.writer.streets import write_streets
from conftest import python
from tests.loop.sheets import SHEETS

DRAW = """
import sys
from pathlib import Path
from cities.writer.__main__ import write_city
write_city(Path(sys.argv[1]))
"""
"""Drawn in a process of its own: libraries that other tests load register XML prefixes of theirs."""


def contents(path: Path) -> dict[str, bytes | str]:
    """Return a file's members, unpacked and canonical: packing and XML's spelling differ by machine."""
    if not is_zipfile(path):
        return {"": path.read_bytes()}
    with ZipFile(path) as book:
        return {name: canonicalize(book.read(name).decode()) for name in book.namelist()}


def test_same_seed_same_sheets(tmp_path: Path) -> None:
    out = tmp_path / "sheets"
    python(tmp_path, "-c", DRAW, str(out))
    drawn, kept = (sorted(path.name for path in folder.iterdir()) for folder in (out, SHEETS))
    assert drawn == kept
    assert [name for name in kept if contents(out / name) != contents(SHEETS / name)] == []


def test_same_seed_same_streets(tmp_path: Path) -> None:
    drawn, kept = tmp_path / "streets", SHEETS.parent / "streets"
    write_streets(drawn)
    assert [path.name for path in drawn.iterdir()] == [path.name for path in kept.iterdir()] == ["linhe.json"]
    assert (drawn / "linhe.json").read_bytes() == (kept / "linhe.json").read_bytes()
