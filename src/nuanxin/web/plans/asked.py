"""Asked 所问: what the planning form sends, and what it shows of defaults and earlier plans."""

from collections.abc import Mapping, Sequence
from itertools import zip_longest
from typing import Any

from django.http import QueryDict

from nuanxin.kernel.plans.faults import Fault

PLAIN = (
    "model", "count", "budget_yuan", "minutes", "by", "grid_m", "apart_m", "least_percent",
    "fading", "seconds", "seed", "curve",
)  # fmt: skip
MAY_BE_BLANK = ("count", "budget_yuan", "apart_m", "least_percent", "fading")
"""Fields a model may not use: not sent, they are blank, and no default stands in for them."""
LISTS = ("bands", "kinds", "sources")
PLACE = ("name", "longitude", "latitude")
ROWS = {"drawn": (*PLACE, "morning", "noon", "evening", "night"), "pinned": (*PLACE, "cost_yuan", "seats")}
"""What is drawn on the map, and the inputs of one row of it."""
FORCED, FORBIDDEN = "forced", "forbidden"

Form = dict[str, Any]


def form_of(sent: QueryDict) -> Form:
    """Return what a form sent, its rows and lists put together."""
    form: Form = {name: sent.get(name, "").strip() for name in PLAIN if name in sent or name in MAY_BE_BLANK}
    form |= {name: sent.getlist(name) for name in LISTS}
    put = [tuple(said.split(" ", 1)) for said in sent.getlist("put") if " " in said]
    form |= {how: [name for said, name in put if said == how] for how in (FORCED, FORBIDDEN)}
    return form | {rows: _rows(sent, rows) for rows in ROWS}


def _rows(sent: QueryDict, rows: str) -> list[dict[str, str]]:
    columns = [sent.getlist(f"{rows}_{name}") for name in ROWS[rows]]
    found = [dict(zip(ROWS[rows], values, strict=True)) for values in zip_longest(*columns, fillvalue="")]
    return [row for row in found if any(row[name].strip() for name in ROWS[rows])]


def prefilled(defaults: Mapping[str, Any], asked: Mapping[str, Any]) -> Form:
    """Return what the form shows: the defaults, over them what is asked; blanks for what is in neither."""
    form = {name: "" for name in PLAIN} | {name: list[Any]() for name in (*LISTS, *ROWS, FORCED, FORBIDDEN)}
    given = {**defaults, **asked}
    form |= {name: value for name, value in given.items() if value is not None}
    return form


def put_in(candidates: Sequence[Mapping[str, Any]], form: Form) -> list[dict[str, Any]]:
    """Return the candidates, each with how it is put: forced, forbidden, or left to the planner."""
    forced, forbidden = set(form[FORCED]), set(form[FORBIDDEN])
    return [
        {**each, "put": FORCED if each["id"] in forced else FORBIDDEN if each["id"] in forbidden else ""}
        for each in candidates
    ]


def by_field(faults: Sequence[Fault]) -> dict[str, list[Fault]]:
    """Return faults by the field of the form they stand at."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(fault.field, []).append(fault)
    return found
