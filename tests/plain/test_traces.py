"""Files carry nothing but what one sees: no place of a photo, no author of a workbook."""

import zipfile
from io import BytesIO

import openpyxl
import pytest
from openpyxl.comments import Comment
from PIL import Image

from nuanxin.plain.traces import TracesKept, office_file_without_traces, picture_without_traces

CANARY = "CANARY张三手机"


def photo(kind: str = "JPEG") -> bytes:
    picture = Image.new("RGB", (40, 20), "red")
    picture.paste("blue", (0, 0, 20, 20))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, CANARY  # held sideways; by whose camera
    exif.get_ifd(0x8825).update({1: "N", 2: (40.0, 45.0, 0.0), 3: "E", 4: (107.0, 23.0, 0.0)})
    out = BytesIO()
    picture.save(out, kind, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_loses_its_place_and_stands_upright(kind):
    content = photo(kind)
    before = Image.open(BytesIO(content)).getexif()
    assert before.get_ifd(0x8825)[2] == (40.0, 45.0, 0.0), "the photo to be tried knows where it was taken"
    bare = picture_without_traces(content)
    after = Image.open(BytesIO(bare))
    assert not dict(after.getexif()) and not after.getexif().get_ifd(0x8825)
    assert CANARY.encode() not in bare and b"Exif" not in bare
    assert (after.format, after.size) == (kind, (20, 40)), "turned as it was held"


def test_what_is_no_picture_is_refused():
    for content in (b"", b"GIF89a", b"<svg/>", photo()[:60]):
        with pytest.raises(TracesKept):
            picture_without_traces(content)


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.properties.creator = book.properties.lastModifiedBy = book.properties.title = CANARY
    book.active["A1"], book.active["A1"].comment = "数量", Comment(CANARY, CANARY)
    book.active["A2"] = 42
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def unpacked(content: bytes) -> bytes:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        return b"\n".join(name.encode() + packed.read(name) for name in packed.namelist())


def test_a_workbook_loses_authors_and_comments_and_keeps_its_cells():
    content = workbook()
    assert CANARY.encode() in unpacked(content)
    bare = office_file_without_traces(content)
    assert CANARY.encode() not in unpacked(bare)
    assert b"docProps" not in unpacked(bare) and b"comments" not in unpacked(bare)
    book = openpyxl.load_workbook(BytesIO(bare))
    assert (book.active["A1"].value, book.active["A2"].value, book.active["A1"].comment) == ("数量", 42, None)


def test_what_is_no_office_file_is_refused():
    with pytest.raises(TracesKept):
        office_file_without_traces(b"PK")
