"""Formats 文件格式: what a file is by its content, whatever its name says; what is no workbook is refused."""

import re
import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.compound import Broken, look_through
from nuanxin.kernel.intake.compound_looks import refuse_far_cells
from nuanxin.kernel.intake.faults import FileRefused

ZIPPED, COMPOUND, HTML, XML, TEXT = "zipped", "compound", "html", "xml", "text"

LARGEST_UNPACKED_BYTES = 2**30
MOST_MEMBERS = 20_000
MOST_COLUMNS = 16_384
"""How many columns a worksheet has in Excel, WPS and LibreOffice alike."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body|table|meta|style|tr|div)\b", re.I)
_XML_SHEET = re.compile(rb"urn:schemas-microsoft-com:office:spreadsheet")
_OTHERS = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}
_NOT_HERE = {".et": "WPS", ".ett": "WPS"}


def kind_of(content: bytes) -> str:
    """Return what a file's content is: zipped, compound, html, xml or text. Raises FileRefused."""
    head = content[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    for mark, name in _OTHERS.items():
        if content.startswith(mark):
            raise _refused(_("The file is a %(kind)s file, not a workbook.") % {"kind": name})
    if content.startswith(_OLE):
        _guard_compound(content)
        return COMPOUND
    if content[:2] == b"PK":
        _guard_zip(content)
        return ZIPPED
    if _XML_SHEET.search(content[:8192]):
        return XML
    if head[:1] == b"<" and _HTML.search(head):
        return HTML
    return TEXT


def refuse_name(suffix: str) -> None:
    """Refuse files whose name says that nobody here can read them. Raises FileRefused."""
    if suffix in _NOT_HERE:
        raise FileRefused(
            _("%(suffix)s is the format of WPS alone.") % {"suffix": suffix},
            _("Open it in WPS, choose Save As, and save it as .xlsx."),
        )


def _guard_compound(content: bytes) -> None:
    """Refuse what is locked, and what is a document of Word; the names of its parts stand in UTF-16."""
    if _named(content, "EncryptedPackage") or _named(content, "EncryptionInfo"):
        raise FileRefused(_("The file is locked by a password."), _("Take the password off and save."))
    if _named(content, "WordDocument"):
        raise _refused(_("The file is a %(kind)s file, not a workbook.") % {"kind": "Word"})
    try:
        look_through(content)
        refuse_far_cells(content)
    except Broken as error:
        raise _refused(_("The file is damaged: it ends too early.")) from error


def _named(content: bytes, part: str) -> bool:
    return part.encode("utf-16-le") in content


def _guard_zip(content: bytes) -> None:
    """Refuse archives that would unpack to a flood, or hold no workbook."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise _refused(_("The file is damaged: it ends too early.")) from error
    if len(members) > MOST_MEMBERS or sum(each.file_size for each in members) > LARGEST_UNPACKED_BYTES:
        raise FileRefused(
            _("The file unpacks to more than %(size)s GB.") % {"size": LARGEST_UNPACKED_BYTES >> 30},
            _("Copy the table into a new workbook."),
        )
    names = {each.filename.lower().lstrip("/") for each in members}
    if "word/document.xml" in names:
        raise _refused(_("The file is a %(kind)s file, not a workbook.") % {"kind": "Word"})
    if "xl/workbook.bin" in names:
        raise _refused(_("The file is a binary workbook (.xlsb), which few programs read."))
    if any(each.flag_bits & 1 for each in members):
        raise FileRefused(_("The file is locked by a password."), _("Take the password off and save."))


def _refused(said: str) -> FileRefused:
    return FileRefused(said, _("Open it in Excel or WPS and save it as .xlsx."))
