"""Taps 点按: what a form of a place says, read and done by the action of its sheet."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.cells import tidy
from nuanxin.kernel.intake.declare import Column, Row
from nuanxin.kernel.intake.doubts import Doubt
from nuanxin.kernel.intake.weighing import doubts_about
from nuanxin.kernel.ledger.acts import Actor, By
from nuanxin.kernel.ledger.wording import canonical
from nuanxin.kernel.places.models import Located
from nuanxin.kernel.rounds import Deed, Round
from nuanxin.kernel.work.actions import move_order, open_order
from nuanxin.kernel.work.declare import work_type
from nuanxin.kernel.work.models import WorkOrder
from nuanxin.web.later.counting import LONGEST_AWAY, TapRefused
from nuanxin.web.templatetags.wording import said

LONGEST_TEXT, MOST = 120, 9_999
REPAIR, MOVE = "repair", "move"
"""The two things one may say of any place: that something is wrong, and what became of it."""
CONFIRMED = "confirmed"
"""The reason of an act whose number was asked about and said to be right."""


class TapAsked(TapRefused):
    """A tap whose number is asked about; ``sure`` is the yes to it, sent along with the tap once more."""

    def __init__(self, said: str, sure: str) -> None:
        super().__init__(said)
        self.sure = sure


def tapped(actor: Actor, way: Round, place: Located, sent: QueryDict) -> Callable[[], object]:
    """Return what a form asks to be done, once it is read; TapRefused says what cannot be read."""
    name = sent.get("deed", "")
    if way.work and name == REPAIR:
        matter = sent.get("matter", "")
        if matter not in work_type(way.work).matters:
            raise TapRefused(_("Say what is wrong."))
        return lambda: open_order(By(actor), way.work, matter, place)
    if way.work and name == MOVE:
        order = _order(way, place, sent.get("order", ""))
        return lambda: move_order(By(actor), order.pk, sent.get("move", ""), reason=sent.get("reason", ""))
    try:
        deed = way.deed(name)
    except KeyError:
        raise TapRefused(_("There is nothing of this name to do here.")) from None
    row, absent = _row(way, deed, place, sent), _unasked(way, deed)

    def do() -> object:
        asked = _confirmed(deed, place, row, sent.get("sure", ""))
        return deed.into(By(actor, absent=absent, reason=CONFIRMED if asked else "", note=asked), [row])

    return do


def _confirmed(deed: Deed, place: Located, row: Row, sure: str) -> str:
    """Return what was asked of a number and confirmed, in the house's first language; nothing asked: nothing.

    Raises TapAsked for a number the sheet's checks wonder about, until it comes with the yes to it.
    """
    doubts, typed = doubted(deed, place, row), "|".join(str(row.values[name]) for name in deed.asks)
    if doubts and sure != typed:
        raise TapAsked(" ".join(doubt.said for doubt in doubts), typed)
    return canonical(lambda: " ".join(doubt.again().said for doubt in doubts))


def doubted(deed: Deed, place: Located, row: Row) -> list[Doubt]:
    """Return what is to be asked of a row.

    Of what adds up over a day that is the tap which makes it far too much, and any that is too much alone.
    """
    if not deed.stands:
        return doubts_about(deed.sheet, row)
    (name,), before = deed.asks, deed.stands(place, row.values[deed.day])

    def doubts(number: int) -> list[Doubt]:
        return doubts_about(deed.sheet, replace(row, values={**row.values, name: number}))

    typed = row.values[name] or 0
    found = doubts(before + typed)
    return found if found and (doubts(typed) or not doubts(before)) else []


def _order(way: Round, place: Located, number: str) -> WorkOrder:
    found = WorkOrder.objects.filter(
        kind=way.work, about_kind=place.record_kind, about=place.pk, pk=int(number) if number.isdigit() else 0
    ).first()
    if found is None:
        raise TapRefused(_("There is no such work order here."))
    return found


def _row(way: Round, deed: Deed, place: Located, sent: QueryDict) -> Row:
    """Return the row of the deed's sheet that a form means; fields nobody was asked for are blank."""
    on = _day(sent)
    values: dict[str, Any] = {column.field: None for column in deed.sheet.columns}
    values |= _line(deed, place, on, sent)
    values |= {name: _value(deed.column(name), sent.get(name, ""), _least(deed)) for name in deed.asks}
    values |= {way.place: place.key, deed.day: on}
    if deed.items:
        values[deed.answers] = _in_order(deed, place, on, sent)
    return Row(0, values)


def _unasked(way: Round, deed: Deed) -> frozenset[str]:
    """Return the columns a deed says nothing of: what is known of them stays."""
    spoken = {*deed.asks, way.place, deed.day, deed.answers}
    if deed.lines:
        return frozenset()
    return frozenset(column.field for column in deed.sheet.columns) - spoken


def _day(sent: Mapping[str, str]) -> date:
    """Return the day a tap is about: today, or one not too long ago."""
    text, today = sent.get("other_day") or sent.get("on") or "", localdate()
    try:
        on = date.fromisoformat(text) if text else today
    except ValueError:
        raise TapRefused(_("Write the day such as 2026-05-01.")) from None
    if not today - LONGEST_AWAY <= on <= today:
        raise TapRefused(_("%(day)s is not within the last 60 days; enter it by a sheet.") % {"day": on})
    return on


def _line(deed: Deed, place: Located, on: date, sent: Mapping[str, str]) -> Mapping[str, Any]:
    """Return what is known of the thing a deed is about."""
    if not deed.lines:
        return {}
    lines = deed.lines(place, on)
    at = sent.get("line", "")
    found = [line for line in lines if line_name(line.known) == at]
    if not found:
        raise TapRefused(_("There is no such thing here any more; open the page again."))
    return found[0].known


def line_name(known: Mapping[str, Any]) -> str:
    """Return what a form calls a thing: the first of what is known of it."""
    return str(next(iter(known.values())))


def _in_order(deed: Deed, place: Located, on: date, sent: Mapping[str, str]) -> str:
    """Return the numbers of the items found in order; every item of the list has to be answered."""
    items = deed.items(place, on) if deed.items else ()
    if not items:
        raise TapRefused(_("No checklist was in force here on that day."))
    answers = {item.number: sent.get(f"item_{item.number}", "") for item in items}
    if open_ones := [item for item in items if answers[item.number] not in ("1", "0")]:
        words = {"number": open_ones[0].number, "item": said(open_ones[0].says)}
        raise TapRefused(_("Item %(number)s is not answered yet: %(item)s.") % words)
    return "、".join(str(number) for number, answer in answers.items() if answer == "1")


def _least(deed: Deed) -> int:
    """Return the least number a deed takes: none, but where a tap takes back what was counted."""
    return -MOST if any(step < 0 for step in deed.steps) else 0


def _value(column: Column, text: str, least: int = 0) -> Any:
    """Return what was typed or chosen for a column, a number no less than ``least``; None for nothing."""
    text = tidy(text)[:LONGEST_TEXT]
    if not text:
        if column.required:
            raise TapRefused(_("%(column)s is missing.") % {"column": said(column)})
        return None
    try:
        found = _READ[column.kind](column, text)
    except (ValueError, KeyError):
        words = {"text": text, "column": said(column)}
        raise TapRefused(_("“%(text)s” is no answer to: %(column)s.") % words) from None
    if column.kind == "whole" and found < least:
        raise TapRefused(_("%(column)s cannot be less than none.") % {"column": said(column)})
    return found


def _whole(_column: Column, text: str) -> int:
    number = int(text)
    if abs(number) > MOST:
        raise ValueError("too many for one place and day")
    return number


_READ: Mapping[str, Callable[[Column, str], Any]] = {
    "text": lambda _column, text: text,
    "whole": _whole,
    "day": lambda _column, text: date.fromisoformat(text),
    "yes_no": lambda _column, text: {"1": True, "0": False}[text],
    "choice": lambda column, text: {code: code for code in (column.choices or {}).values()}[text],
}
