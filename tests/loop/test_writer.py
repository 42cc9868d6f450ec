"""The demo sheets in the repository are what their writer draws, to the last cell."""

from pathlib import Path
from xml.etree.ElementTree import canonicalize
from zipfile import ZipFile, is_zipfile

from cities.writer.__main__ import write_city
from tests.loop.sheets import SHEETS

TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
"""An attribute whose value has a prefix of its own: other libraries register other prefixes."""


def contents(path: Path) -> dict[str, bytes | str]:
    """Return a file's members, unpacked and canonical: packing and XML's spelling differ by machine."""
    if not is_zipfile(path):
        return {"": path.read_bytes()}
    with ZipFile(path) as book:
        texts = ((name, book.read(name).decode()) for name in book.namelist())
        return {
            name: canonicalize(text, rewrite_prefixes=True, qname_aware_attrs={TYPE}) for name, text in texts
        }


def test_same_seed_same_sheets(tmp_path: Path) -> None:
    out = tmp_path / "sheets"
    write_city(out)
    drawn, kept = (sorted(path.name for path in folder.iterdir()) for folder in (out, SHEETS))
    assert drawn == kept
    assert [name for name in kept if contents(out / name) != contents(SHEETS / name)] == []
