"""Explorer 台账查询: entries newest first, narrowed by what stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.areas.codes import full, span
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.ledger.measures import Measure, all_measures
from nuanxin.kernel.ledger.models import NORMAL, OPENING, REVERSAL, SUPPLEMENT, Entry
from nuanxin.web.paging import whole
from nuanxin.web.rows import Row, rows_of
from nuanxin.web.templatetags.wording import language

LINES_A_PAGE = 50
KINDS = (
    (NORMAL, _("normal")),
    (REVERSAL, _("red reversal")),
    (SUPPLEMENT, _("supplement")),
    (OPENING, _("opening balance")),
)
"""The kinds of an entry, with their words."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked for, as it stands in the address; blank where not asked."""

    measure: str = ""
    area: str = ""
    act: str = ""
    record: str = ""
    kind: str = ""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "Asked":
        """Read it from an address."""
        return cls(**{name: query.get(name, "").strip() for name in cls.__slots__})

    @property
    def query(self) -> str:
        """The same, as an address writes it."""
        return urlencode({name: getattr(self, name) for name in self.__slots__ if getattr(self, name)})


@dataclass(frozen=True, slots=True)
class Found:
    """A page of entries, what was asked, what could not be read of it, and where the next page begins."""

    asked: Asked
    rows: list[Row]
    faults: list[str]
    next: int | None
    measures: list[Measure]


def explore(query: Mapping[str, str]) -> Found:
    """Return the entries an address asks for, newest first, from before a seq where it names one."""
    asked, faults = Asked.of(query), list[str]()
    entries = _narrowed(asked, faults).select_related("act__source").order_by("-seq")
    if before := whole(query.get("before")):
        entries = entries.filter(seq__lt=before)
    page = list(entries[: LINES_A_PAGE + 1])
    shown = page[:LINES_A_PAGE]
    called = names({entry.area for entry in shown}, language())
    following = shown[-1].seq if len(page) > LINES_A_PAGE else None
    return Found(asked, rows_of(shown, called), faults, following, all_measures())


def _narrowed(asked: Asked, faults: list[str]) -> QuerySet[Entry]:
    """Apply each condition that can be read; name each that cannot."""
    entries = Entry.objects.all()
    for name, field in (("measure", "measure"), ("act", "act_id"), ("kind", "kind")):
        if text := getattr(asked, name):
            number = whole(text, -1)
            entries = entries.filter(**{field: number}) if number >= 0 else _fault(entries, faults, text)
    if asked.area:
        try:
            entries = entries.filter(area__range=span(full(asked.area)))
        except ValueError:
            entries = _fault(entries, faults, asked.area)
    if asked.record:
        kind, _sign, record = asked.record.partition(":")
        entries = entries.filter(record_kind=whole(kind, -1), record=whole(record, -1))
    return entries


def _fault(entries: QuerySet[Entry], faults: list[str], text: str) -> QuerySet[Entry]:
    faults.append(text)
    return entries.none()
