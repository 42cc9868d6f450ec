"""Layouts 已知版式: a worksheet read as its office once said, wherever its header and columns stand today."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, QuerySet

from nuanxin.kernel.intake.books import Page
from nuanxin.kernel.intake.catalogue import all_sheets
from nuanxin.kernel.intake.declare import Sheet
from nuanxin.kernel.intake.headings import Heading
from nuanxin.kernel.intake.matching import Header, Match, headers, matched, top_rows
from nuanxin.kernel.intake.models import Layout
from nuanxin.kernel.intake.office import Office
from nuanxin.kernel.intake.signature import signature


@dataclass(frozen=True, slots=True)
class Learned:
    """What headings were said to mean, (sheet, field) -> keys: by the office itself, and elsewhere."""

    own: Mapping[tuple[str, str], frozenset[str]]
    others: Mapping[tuple[str, str], frozenset[str]]

    def by(self, sheet: str, field: str, key: str) -> str:
        """Return who has said that a heading is that field: "here", "elsewhere", or nobody."""
        place = sheet, field
        if key in self.own.get(place, ()):
            return "here"
        return "elsewhere" if key in self.others.get(place, ()) else ""


def kept(page: Page, office: Office | None, sheets: Sequence[Sheet] | None = None) -> Match | None:
    """Return how a worksheet is read by a layout its office keeps; None where it keeps none for it.

    ``sheets`` narrows what it may be. A layout whose sheet has since got a needed column that nobody has
    shown yet is asked about anew.
    """
    known = {layout.fingerprint: layout for layout in standing(office)} if office else {}
    if not known:
        return None
    for header in headers(page, top_rows(page)):
        layout = known.get(signature(header.headed).fingerprint)
        if layout and layout.depth == header.depth and (found := _read_as(layout, header, sheets)):
            return found
    return None


def standing(office: Office) -> list[Layout]:
    """Return the layouts an office keeps: the newest version of each that is not retired, newest first."""
    newest = versions(office).values("fingerprint").order_by().annotate(newest=Max("version"))
    wanted = {(each["fingerprint"], each["newest"]) for each in newest}
    return [
        each
        for each in versions(office).filter(retired=None).select_related("party")
        if (each.fingerprint, each.version) in wanted
    ]


def versions(office: Office) -> QuerySet[Layout]:
    """Return every version of every layout an office has kept."""
    return Layout.objects.filter(office=office.key)


def learned(office: Office | None) -> Learned:
    """Return what headings were said to mean: by the office itself, and by others without their names."""
    own: dict[tuple[str, str], set[str]] = {}
    others: dict[tuple[str, str], set[str]] = {}
    told = Layout.objects.filter(retired=None).order_by().values_list("office", "sheet", "columns")
    for key, sheet, columns in told:
        into = own if office and key == office.key else others
        for field, (heading, _nth) in columns.items():
            into.setdefault((sheet, field), set()).add(heading)
    return Learned(
        {place: frozenset(keys) for place, keys in own.items()},
        {place: frozenset(keys) for place, keys in others.items()},
    )


def placed(layout: Layout, headed: Sequence[Heading]) -> dict[str, Heading]:
    """Return the heading of each field of a layout in a header of its fingerprint."""
    standing = dict(zip(signature(headed).places(), headed, strict=True))
    named = {field: (key, nth) for field, (key, nth) in layout.columns.items()}
    return {field: standing[place] for field, place in named.items() if place in standing}


def _read_as(layout: Layout, header: Header, sheets: Sequence[Sheet] | None) -> Match | None:
    sheet = next((each for each in sheets or all_sheets() if each.name == layout.sheet), None)
    if sheet is None:
        return None
    columns = placed(layout, header.headed)
    found = {one.field: columns[one.field] for one in sheet.columns if one.field in columns}
    if any(one.required and one.field not in found for one in sheet.columns):
        return None
    return matched(sheet, header, found)
