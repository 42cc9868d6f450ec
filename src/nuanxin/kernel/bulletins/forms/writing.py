"""Writing 成表: the superior office's file with numbers in it, a comment on each, the rows behind them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from django.utils.translation import gettext as _

from nuanxin.kernel.areas.codes import short
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.documents.notes import definition_of, exact, row_of
from nuanxin.kernel.bulletins.forms.answering import CAUTIONS, REASONS, Found
from nuanxin.kernel.bulletins.forms.appended import Line, append_worksheet, work_out_on_opening
from nuanxin.kernel.bulletins.forms.comments import add_comments, add_links
from nuanxin.kernel.bulletins.forms.package import opened
from nuanxin.kernel.bulletins.forms.patching import filled
from nuanxin.kernel.bulletins.wording import english, said_span
from nuanxin.kernel.figures.answers import Ask
from nuanxin.kernel.figures.catalogue import figure


@dataclass(frozen=True, slots=True)
class Origin:
    """What a filled copy says of itself: title, period in words, sealed to which entry, base address."""

    title: str
    period: str
    seal: str
    address: str = ""


def written(content: bytes, name: str, found: Sequence[Found], origin: Origin) -> bytes:
    """Return a form's file filled. Only cells with a value are touched; FileRefused as ``opened`` says."""
    package, called = opened(content, name), _called(found)
    for part, place in package.worksheets.items():
        here = [each for each in found if each.binding.part == part and each.written is not None]
        if not here:
            continue
        values = {each.binding.cell: each.written for each in here if each.written is not None}
        package.write(place, filled(package.read(place), values))
        answered = {each.binding.cell: each for each in here if each.ask is not None}
        said = {cell: comment(each, called, origin.address) for cell, each in answered.items()}
        if said:
            add_comments(package, place, said)
        if origin.address:
            links = {c: address_of(each.ask, origin.address) for c, each in answered.items() if each.ask}
            add_links(package, place, links)
    append_worksheet(package, _("Rows behind the figures"), _appendix(found, called, origin))
    work_out_on_opening(package)
    return package.packed()


def address_of(ask: Ask, base: str) -> str:
    """Return the public address of a figure's page, below a base (empty: the path alone)."""
    query = f"area={short(ask.area)}&period={quote(str(ask.period), safe='./')}"
    return f"{base.rstrip('/')}/figures/{ask.figure}/?{query}"


def _called(found: Sequence[Found]) -> Mapping[int, str]:
    codes = {each.ask.area for each in found if each.ask}
    codes |= {entry.area for each in found for entry in each.drilled.entries}
    return names(codes, "en" if english() else "zh-hans")


def comment(each: Found, called: Mapping[int, str], base: str) -> str:
    """Return what a filled cell says of its number, in plain words."""
    ask = each.ask
    if ask is None:
        return ""
    asked = figure(ask.figure)
    colon = _(": ")
    lines = [
        asked.en if english() else asked.zh,
        f"{called[ask.area]} · {said_span(ask.period)}{colon}{exact(each.value, asked)}",
        definition_of(asked),
        _("%(count)d rows stand behind it; the first are in the last worksheet.")
        % {"count": each.drilled.total_rows},
        *(_("Note: %(said)s") % {"said": CAUTIONS[code]} for code in each.cautions),
        address_of(ask, base),
    ]
    return "\n".join(lines)


def _appendix(
    found: Sequence[Found], called: Mapping[int, str], origin: Origin
) -> Iterator[tuple[bool, Line]]:
    """Yield the lines of the appendix: what was filled, what stayed blank and why, the rows."""
    yield True, [_("%(title)s: rows behind the figures") % {"title": origin.title}]
    yield False, [f"{origin.period} · {origin.seal}"]
    yield False, [""]
    blank = [each for each in found if each.written is None]
    if blank:
        yield True, [_("Left blank, and why")]
        yield True, [_("Worksheet"), _("Cell"), "", _("Figure"), _("Area"), _("Period"), _("Why")]
        for each in blank:
            name, place, span = _asked(each, called)
            why = str(REASONS[each.reason])
            yield False, [each.binding.part, each.binding.cell, "", name, place, span, why]
        yield False, [""]
    yield True, [_("Filled in")]
    yield True, [
        _("Worksheet"), _("Cell"), _("Value"), _("Figure"), _("Area"), _("Period"), _("Exact value"),
    ]  # fmt: skip
    yield False, ["", _("Entry"), _("Quantity"), _("Day"), _("Area"), _("Row of the sheet"), _("Sheet")]
    for each in found:
        if each.ask is not None and each.written is not None:
            yield from _filled(each, each.ask, called, origin)


def _asked(each: Found, called: Mapping[int, str]) -> tuple[str, str, str]:
    if each.ask is None:
        return each.binding.figure, "", ""
    asked = figure(each.ask.figure)
    return asked.en if english() else asked.zh, called[each.ask.area], said_span(each.ask.period)


def _filled(each: Found, ask: Ask, called: Mapping[int, str], origin: Origin) -> Iterator[tuple[bool, Line]]:
    """Yield the lines of one figure: what was written, what it means, where it opens, its first rows."""
    name, place, span = _asked(each, called)
    asked, bound, drilled = figure(ask.figure), each.binding, each.drilled
    yield False, [""]
    yield True, [bound.part, bound.cell, str(each.written), name, place, span, exact(each.value, asked)]
    yield False, ["", "", "", definition_of(asked)]
    yield False, ["", "", "", address_of(ask, origin.address)]
    for code in each.cautions:
        yield False, ["", "", "", _("Note: %(said)s") % {"said": CAUTIONS[code]}]
    if drilled.total_rows > len(drilled.entries):
        facts = {"shown": len(drilled.entries), "total": drilled.total_rows}
        yield (
            False,
            ["", "", "", _("Rows: %(shown)d of %(total)d; all of them open at the address above.") % facts],
        )
    for entry in drilled.entries:
        row = row_of(entry, called)
        yield False, ["", Decimal(row.seq), row.quantity, row.day, row.place, row.line, row.source]
