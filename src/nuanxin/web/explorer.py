"""Explorer 台账查询: entries newest first, narrowed by what stands in the address."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext_lazy as _

from nuanxin.kernel.access import seen
from nuanxin.kernel.access.models import READERS
from nuanxin.kernel.access.ranges import ranges_of
from nuanxin.kernel.areas.codes import FIRST, LAST, full, span
from nuanxin.kernel.areas.tree import names
from nuanxin.kernel.figures.answers import entries_in_order
from nuanxin.kernel.figures.engine import engine
from nuanxin.kernel.figures.snapshots import END
from nuanxin.kernel.ledger.acts import Actor
from nuanxin.kernel.ledger.measures import Measure, all_measures
from nuanxin.kernel.ledger.models import NORMAL, OPENING, REVERSAL, SUPPLEMENT, Act, Entry
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


Ranges = Sequence[tuple[int, int]]


def explore(actor: Actor, query: Mapping[str, str]) -> Found:
    """Return the entries an address asks for, newest first, from before a seq where it names one.

    Only entries of the actor's areas are found, whatever is asked.
    """
    asked, faults = Asked.of(query), list[str]()
    before = whole(query.get("before")) or END
    page = [] if _unreadable(asked, faults) else _found(actor, asked, before)
    shown = page[:LINES_A_PAGE]
    called = names({entry.area for entry in shown}, language())
    following = shown[-1].seq if len(page) > LINES_A_PAGE else None
    return Found(asked, rows_of(shown, called), faults, following, all_measures())


def _unreadable(asked: Asked, faults: list[str]) -> bool:
    """Name each condition that cannot be read; then nothing is found."""
    faults += [text for text in (asked.measure, asked.act, asked.kind) if text and whole(text, -1) < 0]
    try:
        full(asked.area or "15")
    except ValueError:
        faults.append(asked.area)
    return bool(faults)


def _found(actor: Actor, asked: Asked, before: int) -> list[Entry]:
    """Return a page of entries and one more.

    One act or one record is asked of the database, all else of the segments: there a condition that
    few entries meet costs no more than another.
    """
    if asked.act or asked.record:
        return _of_one(actor, asked, before)
    narrowed: dict[str, Ranges] = {
        name: [(int(text), int(text))]
        for name, text in (("measure", asked.measure), ("kind", asked.kind))
        if text
    }
    reach = _narrower(ranges_of(actor, *READERS), asked.area)
    if narrowed or reach != [(FIRST, LAST)]:
        narrowed["area"] = reach
    seen_now = engine().snapshot()
    return entries_in_order(engine().newest(seen_now, narrowed, before, LINES_A_PAGE + 1))


def _narrower(reach: Ranges, area: str) -> Ranges:
    """Return the part of some ranges that lies in an area."""
    if not area:
        return reach
    first, last = span(full(area))
    return [(max(low, first), min(high, last)) for low, high in reach if low <= last and high >= first]


def _of_one(actor: Actor, asked: Asked, before: int) -> list[Entry]:
    entries = seen(actor, Entry.objects.filter(seq__lt=before))
    if asked.act:
        act = Act.objects.filter(number=int(asked.act)).first()
        entries = entries.filter(seq__in=act.lines.values("seq")) if act else entries.none()
    if asked.record:
        kind, _sign, record = asked.record.partition(":")
        entries = entries.filter(record_kind=whole(kind, -1), record=whole(record, -1))
    for name in ("measure", "kind"):
        if text := getattr(asked, name):
            entries = entries.filter(**{name: int(text)})
    if asked.area:
        entries = entries.filter(area__range=span(full(asked.area)))
    return list(entries.select_related("act__source").order_by("-seq")[: LINES_A_PAGE + 1])
