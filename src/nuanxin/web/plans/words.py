"""Words 用语: what the pages and their scripts say of runs, plans and places on the map."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

DOING = {
    "gather": gettext_lazy("reading demand, stations and ways"),
    "search": gettext_lazy("looking for a better plan"),
    "bound": gettext_lazy("proving that no plan can be better"),
    "cases": gettext_lazy("ruling out the last cases"),
    "check": gettext_lazy("checking the proof independently"),
    "curve": gettext_lazy("working out the curve: one more, one fewer"),
}
"""What a run is doing, in words."""
FIELDS = {
    "model": gettext_lazy("What the plan shall do"),
    "count": gettext_lazy("New stations"),
    "budget_yuan": gettext_lazy("Budget, yuan a year"),
    "minutes": gettext_lazy("Within minutes"),
    "least_percent": gettext_lazy("Least share of every town"),
    "bands": gettext_lazy("Hours that count"),
    "kinds": gettext_lazy("Demand that counts"),
    "sources": gettext_lazy("Candidates"),
    "grid_m": gettext_lazy("Grid spacing, m"),
    "apart_m": gettext_lazy("New ones apart by, m"),
    "seconds": gettext_lazy("Seconds to try"),
    "seed": gettext_lazy("Seed"),
    "curve": gettext_lazy("Curve up to, stations"),
    "drawn": gettext_lazy("Drawn by hand"),
    "pinned": gettext_lazy("Drawn by hand"),
    "forced": gettext_lazy("Candidates"),
}
"""What the form calls its fields, where a list says which of them is wrong."""


def ground_words(grounds: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the script of the planning map says."""
    return {
        "demand": _("demand"),
        "a_day": _("person-times a day"),
        "existing": _("station in use"),
        "bands": [band["words"] for band in grounds["bands"]],
        "put": {"": _("may be chosen"), "forced": _("in every plan"), "forbidden": _("in none")},
        "drawn": _("Demand drawn %s"),
        "pinned": _("Candidate drawn %s"),
        "map": _("Map of demand, stations and candidates; the tables say the same"),
        "placed": _("Placed at %s. Fill in its row below the map."),
    }


def plan_words() -> dict[str, Any]:
    """Return what the script of a plan's map says."""
    return {
        "map": _("Map of the plan; the tables say the same"),
        "existing": _("station in use"),
        "candidate": _("candidate, not chosen: ask why"),
        "chosen": _("new station. Arrow keys move it, Enter asks what the move costs, Escape puts it back"),
        "states": {
            "was": _("served already"),
            "won": _("served by the plan"),
            "not": _("not served"),
        },
        "a_day": _("person-times a day"),
        "asking": _("Working out what the move changes…"),
        "back": _("Put back where the plan has it."),
        "failed": _("That could not be worked out; load the page anew."),
    }
