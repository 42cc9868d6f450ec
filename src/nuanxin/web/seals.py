"""Seals 封存码: a signed head as a code one can photograph."""

from importlib.resources import files

import segno
from django.utils.safestring import SafeString, mark_safe

from nuanxin.kernel.ledger.models import Head
from nuanxin.kernel.ledger.seals import short_code


def seal_text(head: Head) -> str:
    """Return what the code says: head number, entries, root and short code, in letters a QR packs well."""
    return f"NX HEAD {head.number} {head.entries} {bytes(head.root).hex().upper()} {short_code(head)}"


def checker_text() -> str:
    """Return the stand-alone checker as it is read and run by others."""
    return (files("nuanxin.kernel.ledger") / "standalone_check.py").read_text(encoding="utf-8")


def seal_qr(head: Head) -> SafeString:
    """Return a head's code as an SVG to stand inside a page."""
    code = segno.make(seal_text(head), error="l", micro=False)
    drawn: str = code.svg_inline(border=1, omitsize=True, svgclass=None, lineclass=None, dark="#1f1d1a")
    return mark_safe(drawn)  # noqa: S308 (segno's own drawing of our own text)
