"""Corrections 更正: what a correction changed, a line a figure, in the reader's language."""

from collections.abc import Iterable
from dataclasses import dataclass

from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.bulletins.changes import Change, changes
from nuanxin.kernel.bulletins.documents.corrected import difference, printed
from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.web.addresses import figure_address
from nuanxin.web.templatetags.wording import figure_name, language, span


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A figure in two editions: where it opens, what it is, as it was, as it is, how far apart."""

    address: str
    name: str
    place: str
    span: str
    before: str
    after: str
    difference: str


def changed_lines(edition: Edition) -> list[ChangedLine]:
    """Return what an edition changes in the one it corrects; nothing where it corrects none."""
    if edition.correction is None:
        return []
    return lines_of(changes(edition.correction.of.readings.all(), edition.readings))


def lines_of(found: Iterable[Change]) -> list[ChangedLine]:
    """Return changes in words."""
    found = list(found)
    places = names({each.cited.ask.area for each in found}, language()) if found else {}
    return [
        ChangedLine(
            address=figure_address(each.cited.ask),
            name=figure_name(each.cited.figure),
            place=places[each.cited.ask.area],
            span=span(each.cited.ask.period),
            before=printed(each.before),
            after=printed(each.after),
            difference=difference(each),
        )
        for each in found
    ]
