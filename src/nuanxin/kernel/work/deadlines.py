"""Deadlines 时限: when an order is due, by the rule of its grade."""

from datetime import datetime, timedelta
from typing import NamedTuple

from nuanxin.kernel.rules.calendar import HERE, due_after
from nuanxin.kernel.rules.catalogue import rule
from nuanxin.kernel.rules.declare import RuleFault
from nuanxin.kernel.work.declare import WorkType
from nuanxin.kernel.work.models import end_of


class Due(NamedTuple):
    """When an order is due (None: no deadline), and whether every holiday on the way was announced."""

    at: datetime | None
    certain: bool


def due(kind: WorkType, grade: str, start: datetime) -> Due:
    """Return when work that starts at a moment is due; the day it starts is not counted.

    Raises RuleUnknown, and RuleFault for a rule whose unit is no time.
    """
    identity = kind.deadlines.get(grade) or kind.deadlines.get("")
    if not identity:
        return Due(None, certain=True)
    day = start.astimezone(HERE).date()
    said = rule(identity, day)
    count = int(str(said.value))
    match said.unit:
        case "工作日":
            ahead = due_after(day, count)
            return Due(end_of(ahead.on), ahead.certain)
        case "日" | "天":
            return Due(end_of(day + timedelta(days=count)), certain=True)
        case "小时":
            return Due(start + timedelta(hours=count), certain=True)
    raise RuleFault(f"rule {identity} has the unit {said.unit!r}; write 工作日, 日 or 小时")
