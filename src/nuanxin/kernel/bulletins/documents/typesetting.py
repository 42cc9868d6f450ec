"""Typesetting 排版: a document's plain data becomes PDF pages, by Typst. The same data, the same bytes."""

import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

import segno
import typst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from nuanxin.kernel.bulletins.documents.contents import Document, Note
from nuanxin.kernel.bulletins.documents.layout import Layout
from nuanxin.kernel.bulletins.documents.typefaces import Typefaces

ROLES = ("text", "title", "mark", "first_level", "second_level", "page_number")
TEMPLATE = "official.typ"


def typeset(document: Document, layout: Layout, typefaces: Typefaces) -> bytes:
    """Return a document as PDF bytes, laid out by the rules, set in the typefaces found."""
    with override(document.language):
        given = {
            "document": _document(document),
            "layout": {**asdict(layout), **_derived(layout)},
            "faces": _faces(document, layout, typefaces),
            "words": words(document.english),
        }
    compiler = typst.Compiler(template(), font_paths=typefaces.fonts)
    inputs = {name: json.dumps(each, ensure_ascii=False) for name, each in given.items()}
    made = compiler.compile(format="pdf", sys_inputs=inputs, timestamp=document.published)
    assert isinstance(made, bytes)  # noqa: S101 (one PDF is bytes; pages of images are lists)
    return made


def template() -> bytes:
    """Return the page's template."""
    return (files("nuanxin.kernel.bulletins.documents") / TEMPLATE).read_bytes()


def drawing(text: str) -> str:
    """Return a QR code as an SVG."""
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, xmldecl=False, scale=4)
    return out.getvalue().decode()


def words(english: bool) -> dict[str, Any]:
    """Return the words of the page itself, in the active language."""
    return {
        "colon": ": " if english else "：",
        "stop": "; " if english else "；",
        "appendix": _("Annex"),
        "proof": _("How to check this document"),
        "qr": _("The signed seal as a QR code"),
        "check": _("Check"),
        "exact": _("Exactly"),
        "typefaces": _("Typefaces"),
        "office_typefaces": _(
            "This file names the office's own typefaces; where one is missing, the computer shows another."
        ),
        "columns": [_("Entry"), _("Day"), _("Place"), _("Quantity"), _("Sheet"), _("Row")],
    }


def counted(note: Note) -> str:
    """Say how many rows are behind a figure and how many are listed."""
    if note.parts:
        return ""
    if note.total_rows <= len(note.rows):
        return ngettext("%(total)d row in all.", "%(total)d rows in all.", note.total_rows) % {
            "total": note.total_rows
        }
    facts = {"shown": len(note.rows), "total": f"{note.total_rows:,}"}
    return _("The newest %(shown)d of %(total)s rows; the rest open on the bulletin's page.") % facts


def _document(document: Document) -> dict[str, Any]:
    found = asdict(document)
    found["english"] = document.english
    day = datetime.fromtimestamp(document.published, UTC)
    found["date"] = [day.year, day.month, day.day]
    if document.appendix.seal:
        found["appendix"]["seal"]["drawing"] = drawing(document.appendix.seal.text)
    for note, drawn in zip(document.appendix.notes, found["appendix"]["notes"], strict=True):
        drawn["counted"] = counted(note)
    return found


def _derived(layout: Layout) -> dict[str, float]:
    return {
        "margin_right": layout.margin_right,
        "margin_bottom": layout.margin_bottom,
        "line_pitch": layout.line_pitch,
    }


def _faces(document: Document, layout: Layout, typefaces: Typefaces) -> dict[str, Any]:
    named = {role: str(getattr(layout, f"{role}_face")) for role in ROLES}
    found: dict[str, Any] = {
        role: {
            "families": typefaces.families(face, latin=document.english),
            "weight": typefaces.found[face].weight,
        }
        for role, face in named.items()
    }
    return {**found, "remarks": list(_remarks(document, dict.fromkeys(named.values()), typefaces))}


def _remarks(document: Document, named: dict[str, None], typefaces: Typefaces) -> Iterator[str]:
    """Yield what the appendix says of typefaces: each that stands in for another, each letter lacking."""
    for name in named:
        found = typefaces.found[name]
        if found.stands_in:
            facts = {"face": found.face.office, "family": found.family}
            yield _("%(face)s is not on the machine that made this PDF; %(family)s stands in.") % facts
    lacking = typefaces.lacking(next(iter(named)), document.text())
    if lacking:
        family = typefaces.found[next(iter(named))].family
        yield _("%(family)s lacks %(letters)s; another typeface shows them.") % {
            "family": family,
            "letters": " ".join(lacking),
        }
