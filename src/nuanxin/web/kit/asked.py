"""Asked 所问: what a reader asks of a page, as it stands in the address, so that a link says it all again."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from nuanxin.kernel.areas.tree import find, spans
from nuanxin.kernel.pages import Page
from nuanxin.plain.ranges import Range
from nuanxin.web.paging import whole

VIEWS = ("table", "map", "chart")
STATES = ("standing", "withdrawn", "all")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to a page; blank where nothing was asked.

    ``text`` is searched, ``area`` is how the reader wrote it and ``ranges`` what it means, ``first`` and
    ``last`` bound the day, ``chosen`` holds a value a filter, ``state`` is one of ``STATES``, ``need`` a need
    of the page, ``sort`` a field with ``-`` before it where the highest comes first. ``after`` and
    ``before`` are the record next to which the page begins or ends. ``faults`` name what could not be read.
    """

    text: str = ""
    area: str = ""
    ranges: tuple[Range, ...] = ()
    first: date | None = None
    last: date | None = None
    chosen: Mapping[str, str] = field(default_factory=dict)
    state: str = "standing"
    need: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    view: str = "table"
    after: int = 0
    before: int = 0
    faults: tuple[str, ...] = ()

    @property
    def narrow(self) -> bool:
        """Whether anything narrows the records."""
        said = (self.text, self.area, self.first, self.last, self.chosen, self.need)
        return any(said) or self.state != "standing"

    def query(self, **changes: object) -> str:
        """Return it as an address writes it, without where the page begins, or with some things changed."""
        now = replace(self, **{"after": 0, "before": 0, **changes})  # type: ignore[arg-type]
        pairs: list[tuple[str, object]] = [
            ("q", now.text),
            ("area", now.area),
            ("from", now.first),
            ("to", now.last),
            *now.chosen.items(),
            ("state", "" if now.state == "standing" else now.state),
            ("need", now.need),
            ("sort", now.sort),
            *(("col", name) for name in now.columns),
            ("view", "" if now.view == "table" else now.view),
            ("after", now.after or ""),
            ("before", now.before or ""),
        ]
        return urlencode([(name, value) for name, value in pairs if value])


def asked_of(page: Page, query: QueryDict) -> Asked:
    """Read a question to a page from an address; what cannot be read is named and left out."""
    faults = list[str]()
    area = query.get("area", "").strip()
    sort = query.get("sort", "")
    chosen = {name: value for name in page.filters if (value := query.get(name, ""))}
    columns = tuple(name for name in page.columns if name in query.getlist("col"))
    return Asked(
        text=query.get("q", "").strip()[:80],
        area=area,
        ranges=_ranges(area, faults) if area else (),
        first=_day(query.get("from", ""), faults),
        last=_day(query.get("to", ""), faults),
        chosen={name: value for name, value in chosen.items() if value in choices(page, name)},
        state=_one_of(query.get("state", ""), STATES),
        need=query.get("need", "") if page.need(query.get("need", "")) else "",
        sort=sort if sort.lstrip("-") in sortable(page) else "",
        columns=() if len(columns) == len(page.columns) else columns,
        view=_one_of(query.get("view", ""), VIEWS),
        after=whole(query.get("after")),
        before=whole(query.get("before")),
        faults=tuple(faults),
    )


def choices(page: Page, name: str) -> dict[str, str]:
    """Return what a filter may be, as the address writes it, with its Chinese word ("" for yes and no)."""
    column = page.column(name)
    if column.kind == "yes_no":
        return {"1": "", "0": ""}
    return {code: word for word, code in (column.choices or {}).items()}


def sortable(page: Page) -> set[str]:
    """Return the fields one may sort by: those whose order a reader can follow, none that is personal."""
    return {"id"} | {
        name for name in page.columns if name not in page.personal and not page.model_field(name).is_relation
    }


def _ranges(text: str, faults: list[str]) -> tuple[Range, ...]:
    found = find(text)
    if not found:
        faults.append(_("No area is called “%(text)s”; write its name or its code.") % {"text": text})
        return ((0, 0),)
    return tuple(span for area in found for span in spans(area.code, mapped=True))


def _day(text: str, faults: list[str]) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        faults.append(_("“%(text)s” is no day; write it as 2024-05-31.") % {"text": text[:20]})
        return None


def _one_of(text: str, known: tuple[str, ...]) -> str:
    return text if text in known else known[0]
