"""Inexact values 不精确的值: said as what they are: 约5万, 15以上, 2024年5月, 不适用."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nuanxin.kernel.intake.doubts import ABOUT, AT_LEAST, AT_MOST, MONTH, NEARLY, NONE, NOT_APPLICABLE, YEAR


def inexact(text: str, precision: str) -> str:
    """Return a printed value with what its precision says: about, nearly, at least, at most, or why none."""
    words = {"value": text}
    match precision:
        case _ if precision == ABOUT:
            return _("about %(value)s") % words
        case _ if precision == NEARLY:
            return _("nearly %(value)s") % words
        case _ if precision == AT_LEAST:
            return _("%(value)s or more") % words
        case _ if precision == AT_MOST:
            return _("at most %(value)s") % words
        case _ if precision == NOT_APPLICABLE:
            return _("not applicable")
        case _ if precision == NONE:
            return _("none there")
        case _:
            return text


def inexact_day(day: date, precision: str) -> str | None:
    """Return a day of which only its month or year is known as that; None where the day is known."""
    if precision not in (MONTH, YEAR):
        return None
    if (get_language() or "").startswith("en"):
        return f"{day:%B %Y}" if precision == MONTH else f"{day.year}"
    return f"{day.year}年{day.month}月" if precision == MONTH else f"{day.year}年"
