"""Archives 压缩包: packed files with the same bytes every time."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

_THEN = (2025, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_PROPERTIES = (
    b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties'
    b' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    b' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
    b'<dcterms:created xsi:type="dcterms:W3CDTF">2025-01-01T00:00:00Z</dcterms:created></cp:coreProperties>'
)
"""Written whole: the moment, and prefixes that any library of the process may have registered, would vary."""


def packed(parts: dict[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    """Return a zip archive of these parts, in this order, all of one moment."""
    out = BytesIO()
    with ZipFile(out, "w") as archive:
        for name, part in parts.items():
            kind = ZIP_STORED if name in stored else ZIP_DEFLATED
            archive.writestr(ZipInfo(name, _THEN), part, kind)
    return out.getvalue()


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of a zip archive."""
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def steady(content: bytes) -> bytes:
    """Return an .xlsx file without the moment it was written."""
    return packed({**unpacked(content), _CORE: _PROPERTIES})
