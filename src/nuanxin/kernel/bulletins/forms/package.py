"""Packages 文件包: an .xlsx as the parts it is zipped from; a part nobody touches stays byte for byte."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from posixpath import dirname, join, normpath, relpath
from xml.etree import ElementTree
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.forms.scanning import NotMarkup, escaped, scanned, spliced
from nuanxin.kernel.intake.books import Content, pages
from nuanxin.kernel.intake.faults import FileRefused

LARGEST_BYTES = 20 << 20
TYPES, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MOMENT = (1980, 1, 1, 0, 0, 0)
"""What new parts are dated: the same form filled the same way has the same bytes."""


@dataclass(slots=True)
class Package:
    """An open .xlsx: its parts by name, in order; ``worksheets`` are the parts of those shown, by name."""

    parts: dict[str, bytes]
    known: dict[str, ZipInfo]
    worksheets: dict[str, str]
    changed: dict[str, bytes] = field(default_factory=dict)

    def read(self, name: str) -> bytes:
        """Return a part as it is now; KeyError where there is none."""
        return self.changed[name] if name in self.changed else self.parts[name]

    def has(self, name: str) -> bool:
        """Return whether there is a part of that name."""
        return name in self.changed or name in self.parts

    def write(self, name: str, content: bytes) -> None:
        """Give a part another content, or add it."""
        self.changed[name] = content

    def fresh(self, pattern: str) -> str:
        """Return a name nobody has, from a pattern with ``{}`` for the number."""
        number = 1
        while self.has(pattern.format(number)):
            number += 1
        return pattern.format(number)

    def packed(self) -> bytes:
        """Return the whole as a file: old parts in their order, new ones behind."""
        out = BytesIO()
        with ZipFile(out, "w", ZIP_DEFLATED) as target:
            for name in self.parts:
                target.writestr(self.known[name], self.read(name))
            for name in self.changed.keys() - self.parts.keys():
                fresh = ZipInfo(name, MOMENT)
                fresh.compress_type = ZIP_DEFLATED
                target.writestr(fresh, self.changed[name])
        return out.getvalue()

    # relationships and content types

    def relations(self, part: str) -> str:
        """Return the name of the part that holds a part's relationships."""
        home, _slash, name = part.rpartition("/")
        return f"{home}/_rels/{name}.rels"

    def related(self, part: str, kind: str) -> str | None:
        """Return the part that another one is related to by a kind ("comments"), None where there is none."""
        if not self.has(self.relations(part)):
            return None
        for each in ElementTree.fromstring(self.read(self.relations(part))):  # noqa: S314 (scanned first)
            if each.get("Type", "").endswith(f"/{kind}") and each.get("TargetMode") != "External":
                target = each.get("Target", "")
                return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
        return None

    def target(self, part: str, identity: str) -> str:
        """Return the part that a relation of a part leads to. KeyError where there is none of that id."""
        for each in ElementTree.fromstring(self.read(self.relations(part))):  # noqa: S314 (scanned first)
            if each.get("Id") == identity:
                target = each.get("Target", "")
                return target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
        raise KeyError(identity)

    def relate(self, part: str, kind: str, *targets: str, outside: bool = False) -> list[str]:
        """Relate a part to other ones, or to addresses ``outside``; return the relations' ids."""
        place = self.relations(part)
        empty = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns='
        empty += b'"http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
        content = self.read(place) if self.has(place) else empty
        taken = {int(each) for each in re.findall(rb'\bId="nx([0-9]+)"', content)}
        first = max(taken, default=0) + 1
        mode, lines, ids = ' TargetMode="External"' if outside else "", [], []
        for number, target in enumerate(targets, first):
            to = escaped(target if outside else relpath(target, dirname(part)))
            ids.append(f"nx{number}")
            lines.append(f'<Relationship Id="nx{number}" Type="{RELATIONS}/{kind}" Target="{to}"{mode}/>')
        self.write(place, inserted(content, "".join(lines)))
        return ids

    def declare(self, name: str, kind: str) -> None:
        """Say of what content type a part is."""
        line = f'<Override PartName="/{name}" ContentType="{kind}"/>'
        self.write(TYPES, inserted(self.read(TYPES), line))

    def declare_ending(self, ending: str, kind: str) -> None:
        """Say of what content type parts with an ending are, unless that is said already."""
        if f'Extension="{ending}"'.encode() not in self.read(TYPES):
            line = f'<Default Extension="{ending}" ContentType="{kind}"/>'
            self.write(TYPES, inserted(self.read(TYPES), line, first=True))


def inserted(content: bytes, line: str, *, first: bool = False) -> bytes:
    """Return a document with a child added to its root, last or ``first``, in the root's namespace."""
    markup = scanned(content)
    line = re.sub(r"<(?=\w)", f"<{markup.prefix}", line)
    return spliced(content, [(markup.opened if first else markup.closes, line.encode())])


def opened(content: bytes, name: str) -> Package:
    """Open a superior office's workbook. FileRefused says what to do with one that cannot be filled."""
    if not name.lower().endswith(".xlsx"):
        raise FileRefused(
            _("%(name)s is no .xlsx file.") % {"name": name},
            _("Open it in Excel or WPS, save it as .xlsx, and hand that in."),
        )
    if len(content) > LARGEST_BYTES:
        raise FileRefused(
            _("The file is larger than %(size)s MB.") % {"size": LARGEST_BYTES >> 20},
            _("Delete its pictures, or keep the form alone."),
        )
    try:
        if not content.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
            raise BadZipFile(name)  # a web page or a text under that name has no cells of its own to fill
        pages(Content(name, content))  # guards against locked files and floods
        return _opened(content)
    except (BadZipFile, KeyError, NotMarkup, ElementTree.ParseError, UnicodeDecodeError) as error:
        raise FileRefused(
            _("The file cannot be read as a workbook."),
            _("Open it in Excel or WPS and save it as .xlsx."),
        ) from error


def _opened(content: bytes) -> Package:
    with ZipFile(BytesIO(content)) as packed:
        known = {each.filename: each for each in packed.infolist()}
        parts = {name: packed.read(name) for name in known}
    package = Package(parts, known, {})
    markup = scanned(package.read(WORKBOOK))
    targets = _targets(package)
    for sheet in markup.children("sheet"):
        place = next((value for key, value in sheet.said.items() if key.rpartition(":")[2] == "id"), "")
        part = targets.get(place, "")
        if sheet.said.get("state", "visible") == "visible" and part.startswith("xl/worksheets/"):
            scanned(package.read(part))
            package.worksheets[sheet.said["name"]] = part
    if not package.worksheets:
        raise KeyError("worksheets")
    return package


def _targets(package: Package) -> Mapping[str, str]:
    place = package.relations(WORKBOOK)
    scanned(package.read(place))
    found = {}
    for each in ElementTree.fromstring(package.read(place)):  # noqa: S314 (scanned first)
        target = each.get("Target", "")
        found[each.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return found
