"""Notices 声明: what must be said of an edition before anybody reads it, in the language that is active."""

from dataclasses import dataclass
from typing import Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from nuanxin.kernel.bulletins.edition import Edition
from nuanxin.kernel.bulletins.wording import english, said_day


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice: its kind, its words, and the number of the bulletin to read instead or beside, if any."""

    kind: Literal["withdrawn", "corrected", "corrects"]
    said: str
    reason: str
    number: str = ""


def notices_of(edition: Edition) -> list[Notice]:
    """Return the notices an edition bears: withdrawn, corrected by another, correcting another."""
    found: list[Notice] = []
    if each := edition.withdrawal:
        day = said_day(timezone.localdate(each.withdrawn_at)) if each.withdrawn_at else ""
        who = {"day": day, "asked": each.asked_by, "confirmed": each.confirmed_by}
        words = _("Withdrawn on %(day)s by %(asked)s, confirmed by %(confirmed)s.") % who
        found.append(Notice("withdrawn", words, _reason(each)))
    if edition.corrected_by:
        words = _("Corrected by bulletin %(number)s, which stands in its place.")
        if edition.corrected_in_vain:
            words = _("Corrected by bulletin %(number)s, which was itself withdrawn.")
        found.append(Notice("corrected", words % {"number": edition.corrected_by}, "", edition.corrected_by))
    if edition.correction:
        number = edition.correction.of_id
        words = _("This bulletin corrects bulletin %(number)s and stands in its place.")
        found.append(Notice("corrects", words % {"number": number}, _reason(edition.correction), number))
    return found


def _reason(thing: object) -> str:
    said = str(getattr(thing, "reason_en" if english() else "reason_zh"))
    return _("Reason: %(said)s") % {"said": said}
