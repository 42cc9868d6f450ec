"""Pages 页面: one declaration, from which list, filters, map, chart, detail with history and exports follow.

Words are said once: a field is called what the sheet it comes from calls its column.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q

from nuanxin.kernel.intake.declare import Column, Sheet
from nuanxin.kernel.ledger.records import Record
from nuanxin.kernel.places.finding import Standing
from nuanxin.kernel.places.models import Located, Pause
from nuanxin.kernel.work.declare import WorkType
from nuanxin.plain.words import Words


@dataclass(frozen=True, slots=True)
class Need:
    """What wants a hand: the records a condition tells, in words, and the day from which they wait.

    ``name`` stands in addresses. ``since`` is a day of the record, blank where it has none. Withdrawn
    records need nothing and are left out by whoever counts.
    """

    name: str
    zh: str
    en: str
    where: Q
    since: str = ""


class DecisionRefused(ValueError):
    """What was to be done with a record cannot be; the text says why and what to do instead."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What one may do with a record on its own page 处理: decide on it, say that it was seen to.

    ``where`` tells the records it can be done with, ``role`` who may in the record's area. ``into`` is the
    action, called with the occasion, the record's number and the reason; it raises DecisionRefused. ``asks``
    is what the reason is called on the form, None where there is none.
    """

    name: str
    zh: str
    en: str
    says: Words
    where: Q
    into: Callable[..., Any]
    role: str = "clerk"
    asks: Words | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The page of one record model.

    ``slug`` stands in addresses; ``zh``/``en`` name the records, ``says`` what one row is. ``columns``
    are fields of the record, the first of them opens it; ``filters`` are those one may narrow by,
    ``search`` texts that are searched. ``day`` dates a record, ``measure`` is what a chart adds up
    (blank: records are counted), ``sort`` the order at first sight. ``personal`` columns are never
    shown in clear, searched or exported. ``headed`` names the sheet's column of a field where it has
    another name there; ``told`` says a field on the record's own page in more words than its value has, a
    line each. ``layout`` writes records as a workbook where some office wants its own layout to
    the last cell; it leaves personal columns out. ``point`` holds the fields of longitude and latitude,
    where a record has them, ``shape`` further fields of coordinates. ``further`` are fields that only a
    record's own page shows, ``decisions`` what one may do with it there.
    """

    slug: str
    zh: str
    en: str
    says: Words
    record: type[Record]
    sheet: Sheet
    columns: tuple[str, ...]
    day: str
    filters: tuple[str, ...] = ()
    search: tuple[str, ...] = ()
    measure: str = ""
    sort: str = "-id"
    personal: tuple[str, ...] = ()
    headed: Mapping[str, str] = field(default_factory=dict)
    told: Mapping[str, Callable[[Any], Words]] = field(default_factory=dict)
    needs: tuple[Need, ...] = ()
    point: tuple[str, ...] = ()
    shape: tuple[str, ...] = ()
    public: bool = False
    layout: Callable[[Sequence[Record]], bytes] | None = None
    further: tuple[str, ...] = ()
    decisions: tuple[Decision, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a page that names a field its record or its sheet does not have."""
        shown = {*self.columns, *self.further, *self.filters, *self.told}
        for name in {*shown, *self.personal, self.measure} - {""}:
            self.model_field(name)
            self.column(name)
        for name in {self.sort.lstrip("-"), *self.search, *self.point, *self.shape}:
            self.model_field(name)
        if not isinstance(self.model_field(self.day), models.DateField):
            raise ValueError(f"page {self.slug}: {self.day} is no day")
        if shown := {*self.personal} & {*self.search, *self.filters}:
            raise ValueError(f"page {self.slug}: {min(shown)} is personal; nobody searches or filters by it")

    def model_field(self, name: str) -> "models.Field[Any, Any]":
        """Return a field of the record; FieldDoesNotExist where it has none of that name."""
        return self.record._meta.get_field(name)  # type: ignore[return-value]

    def column(self, name: str) -> Column:
        """Return the sheet's column of a field; ValueError where the sheet has none."""
        wanted = self.headed.get(name, name)
        for column in self.sheet.columns:
            if column.field == wanted:
                return column
        raise ValueError(f"page {self.slug}: sheet {self.sheet.name} has no column {wanted}")

    def need(self, name: str) -> Need | None:
        """Return a need by the name addresses give it."""
        return next((need for need in self.needs if need.name == name), None)


@dataclass(frozen=True, slots=True)
class Report:
    """What a passer-by may say of a place in one tap, without a name: matters of a kind of work order.

    ``shut`` are said where the place should be open now, ``anytime`` always, ``lacking`` of what is there:
    a yes-or-no field of the record -> its matter.
    """

    work: WorkType
    shut: tuple[str, ...] = ()
    anytime: tuple[str, ...] = ()
    lacking: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a matter the work does not know, and work that wants a role to be opened."""
        if unknown := {*self.shut, *self.anytime, *self.lacking.values()} - set(self.work.matters):
            raise ValueError(f"report to {self.work.name}: {min(unknown)} is no matter of it")
        if self.work.opened_by:
            raise ValueError(f"report to {self.work.name}: only a {self.work.opened_by} may open it")


@dataclass(frozen=True, slots=True)
class Finder:
    """A public page that finds the nearest of a programme's places: no login, no app, nothing stored.

    ``standing`` tells the places in use on a day, ``shows`` are yes-or-no fields of the record that say
    what is there, in the words of the sheet's columns. ``report`` says what a visitor may tell of a place,
    ``mongolian`` is the field of its name in Mongolian, where there is one; ``pauses`` are the records of the
    days on which a place announced that it will not open.
    """

    slug: str
    zh: str
    en: str
    says: Words
    record: type[Located]
    sheet: Sheet
    standing: Standing
    shows: tuple[str, ...] = ()
    report: Report | None = None
    mongolian: str = ""
    pauses: type[Pause] | None = None

    def __post_init__(self) -> None:
        """Refuse a field the record or the sheet does not have."""
        columns = {column.field: column for column in self.sheet.columns}
        for name in filter(None, (*self.shows, self.mongolian)):
            self.record._meta.get_field(name)
        for name in self.shows:
            if name not in columns or columns[name].kind != "yes_no":
                raise ValueError(f"finder {self.slug}: sheet {self.sheet.name} has no yes-or-no {name}")

    def words(self, name: str) -> Column:
        """Return the column a field's words stand in."""
        return {column.field: column for column in self.sheet.columns}[name]
