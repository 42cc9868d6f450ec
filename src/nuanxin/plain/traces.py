"""Traces 隐含信息: what files carry besides what one sees: where a photo was taken, who wrote a workbook.

Pictures are painted anew, so that nothing but their points is left. Office files lose their authors,
comments, thumbnails and custom properties, part by part; what one reads in them stays as it was.
"""

import re
import zipfile
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

PICTURES = {"JPEG": "RGB", "PNG": "RGBA", "WEBP": "RGBA"}
"""The kinds of picture taken in, with how their points are kept."""

LARGEST_POINTS = 60_000_000
_JPEG_QUALITY = 88

_PARTS = re.compile(
    r"docProps/.*|.*/comments[^/]*(?:/[^/]*)?\.xml|.*/threadedComments/.*|.*/persons/.*|.*/people\.xml|customXml/.*"
    r"|meta\.xml|Thumbnails/.*|.*/[^/]*drawing[^/]*\.vml",
    re.IGNORECASE,
)
_LINKS = re.compile(rb"<(?:Relationship|Override)\b[^>]*?/>")
_TARGET = re.compile(rb'(?:Target|PartName)="([^"]*)"')
_LEGACY = re.compile(rb"<legacyDrawing\b[^>]*/>")


class TracesKept(ValueError):
    """A file is of no kind that can be freed of its traces; do not keep or show it."""


def picture_without_traces(content: bytes) -> bytes:
    """Return a JPEG, PNG or WebP with its points alone: no EXIF, GPS, XMP, comment, profile or thumbnail.

    It stands as its EXIF said it should be held. Raises TracesKept for anything else.
    """
    try:
        with Image.open(BytesIO(content)) as picture:
            kind = str(picture.format)
            if kind not in PICTURES or picture.width * picture.height > LARGEST_POINTS:
                raise TracesKept(f"{kind}, {picture.width} x {picture.height}")
            upright = ImageOps.exif_transpose(picture).convert(PICTURES[kind])
            bare = Image.frombytes(upright.mode, upright.size, upright.tobytes())
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        raise TracesKept("no picture") from error
    out = BytesIO()
    bare.save(out, kind, **({"quality": _JPEG_QUALITY} if kind == "JPEG" else {}))
    return out.getvalue()


def office_file_without_traces(content: bytes) -> bytes:
    """Return an .xlsx, .docx or .ods without authors, comments, thumbnail and custom properties.

    Raises TracesKept where it is no such file.
    """
    try:
        packed = zipfile.ZipFile(BytesIO(content))
    except zipfile.BadZipFile as error:
        raise TracesKept("no office file") from error
    out = BytesIO()
    with packed, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bare:
        for member in packed.infolist():
            if not _PARTS.fullmatch(member.filename):
                part = zipfile.ZipInfo(member.filename)  # its day is the epoch of zip: no trace either
                part.compress_type = member.compress_type
                bare.writestr(part, _unlinked(member.filename, packed.read(member)))
    return out.getvalue()


def _unlinked(name: str, content: bytes) -> bytes:
    """Return a part without links to parts that are left out."""
    if name.endswith(".rels") or name == "[Content_Types].xml":
        return _LINKS.sub(lambda link: b"" if _left_out(link[0]) else link[0], content)
    if name == "META-INF/manifest.xml":
        return re.sub(
            rb'<manifest:file-entry[^>]*full-path="(?:meta\.xml|Thumbnails/[^"]*)"[^>]*/>', b"", content
        )
    return _LEGACY.sub(b"", content) if name.startswith("xl/worksheets/") else content


def _left_out(link: bytes) -> bool:
    found = _TARGET.search(link)
    target = found[1].decode("utf-8", "replace").lstrip("/") if found else ""
    bare = re.sub(r"^(\.\./)+", "", target)
    return any(_PARTS.fullmatch(each) for each in (bare, f"x/{bare}"))
