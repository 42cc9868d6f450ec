"""What was corrected 更正内容: a paragraph for each figure, as published and as revised."""

from collections.abc import Iterator
from dataclasses import replace

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.changes import Change, changes
from nuanxin.kernel.bulletins.documents.contents import Paragraph
from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.kernel.bulletins.models import Reading
from nuanxin.kernel.bulletins.wording import english, joined, said_span
from nuanxin.kernel.figures.catalogue import figure
from nuanxin.kernel.figures.shown import show

FINER = 2
"""So many decimals more than the figure itself a difference is printed with."""


def corrected_lines(edition: Edition) -> Iterator[Paragraph]:
    """Yield a paragraph for every figure a correction changes; nothing where an edition corrects none."""
    if edition.correction is None:
        return
    found = changes(edition.correction.of.readings.all(), edition.readings)
    language = "en" if english() else "zh-hans"
    called = names({each.cited.ask.area for each in found}, language) if found else {}
    for each in found:
        yield Paragraph((_said(each, called[each.cited.ask.area]),))
    if not found:
        yield Paragraph((_("No figure changed; the text did."),))


def _said(change: Change, place: str) -> str:
    declared, cited = figure(change.cited.figure), change.cited
    name = declared.en if english() else declared.zh
    facts = {
        "figure": name[:1].upper() + name[1:],
        "place": place,
        "span": said_span(cited.ask.period),
        "before": printed(change.before),
        "after": printed(change.after),
        "difference": difference(change),
    }
    if change.before is None:
        return _("%(figure)s (%(place)s, %(span)s): new, %(after)s.") % facts
    if change.after is None:
        return _("%(figure)s (%(place)s, %(span)s): published %(before)s, no longer cited.") % facts
    return (
        _("%(figure)s (%(place)s, %(span)s): published %(before)s, revised %(after)s (%(difference)s).")
        % facts
    )


def printed(reading: Reading | None) -> str:
    """Return a reading as printed in the active language; a dash where there is none."""
    if reading is None:
        return "—"
    spoken = "en" if english() else "zh"
    return joined(getattr(reading, f"number_{spoken}"), getattr(reading, f"unit_{spoken}"))


def difference(change: Change) -> str:
    """Return how far a figure moved, with its sign, in its own unit; a dash where a side has no value."""
    if change.difference is None:
        return "—"
    declared = figure(change.cited.figure)
    finely = replace(declared, display="exact", step=1, decimals=declared.decimals + FINER)
    shown = show(finely, abs(change.difference), "en" if english() else "zh")
    number = shown.number.rstrip("0").rstrip(".") if "." in shown.number else shown.number
    sign = "+" if change.difference > 0 else "−" if change.difference < 0 else "±"
    return f"{sign}{joined(number, shown.unit)}"
