"""Numbers of people 号码: phones and ID numbers as offices type them, in one form; damaged ones are told."""

import re
from collections.abc import Callable

from django.utils.translation import gettext as _

from nuanxin.kernel.intake.declare import Column
from nuanxin.kernel.intake.doubts import Doubt, Option, tellable
from nuanxin.kernel.intake.faults import CellError

_PHONES = re.compile("电话|手机|联系方式|phone|mobile", re.I)
_IDS = re.compile("身份证|公民身份号码|ID number", re.I)
_PARTED = re.compile(r"[/、;；,，\s]+")
_ABROAD = re.compile(r"^(?:\+|00)?86[-\s]?(?=1\d{10}$|0\d{2,3})")
_MOBILE = re.compile(r"1\d{10}")
_LANDLINE = re.compile(r"(?:0\d{2,3}-?)?\d{7,8}(?:(?:-|转)\d{1,6})?")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def normaliser(column: Column) -> Callable[[str], str] | None:
    """Return what brings the numbers of a column into one form, None for columns of other texts."""
    if column.personal == "particular.phone" or _PHONES.search(column.zh) or _PHONES.search(column.en):
        return phones
    if column.personal == "particular.id_number" or _IDS.search(column.zh) or _IDS.search(column.en):
        return id_number
    return None


def phones(text: str) -> str:
    """Return one phone number or several, with 、 between them; +86 and spaces inside go.

    Raises CellError for digits that are no phone's number, such as one cut short.
    """
    bare = re.sub(r"(?<=\d)[ -](?=\d{4}\b)", "", text) if re.fullmatch(r"[\d +-]+", text) else text
    parts = [_ABROAD.sub("", part) for part in _PARTED.split(bare) if part]
    joined = "".join(parts)
    if len(parts) > 1 and (_MOBILE.fullmatch(joined) or _MOBILE.fullmatch(_ABROAD.sub("", joined))):
        parts = [_ABROAD.sub("", joined)]
    for part in parts:
        if part.isdecimal() and not _MOBILE.fullmatch(part) and not _LANDLINE.fullmatch(part):
            raise CellError(
                _("%(text)s has %(length)d digits, and no phone has.") % {"text": part, "length": len(part)},
                _("Type the whole number, in a column formatted as text."),
                plain=_("The number has %(length)d digits, and no phone has.") % {"length": len(part)},
            )
    return "、".join(parts)


def id_number(text: str) -> str:
    """Return an ID number of 18 signs, or of 15 as it was before 1999, X in capitals.

    Raises CellError where it has another length; Doubt where it ends in noughts as damaged ones do.
    """
    number = re.sub(r"\s", "", text).upper()
    if re.fullmatch(r"\d{15}", number):
        return number
    if not re.fullmatch(r"\d{17}[\dX]", number):
        said = _("An ID number has 18 signs; here stand %(length)d.") % {"length": len(number)}
        raise CellError(said, _("Format the column as text and type the digits again."), plain=said)
    if number.endswith("000") and check_sign(number) != number[-1]:
        raise _lost(number)
    return number


@tellable
def _lost(number: str) -> Doubt:
    return Doubt(
        "id_lost",
        number,
        _("The ID number ends in 000 and its check digit does not fit: its last digits may be lost."),
        [Option("keep", _("it is right as it stands"), number)],
        _("Format the column as text and type the digits again."),
    )


def check_sign(number: str) -> str:
    """Return the check sign of an ID number's first 17 digits (GB 11643-1999, ISO 7064 MOD 11-2)."""
    return "10X98765432"[
        sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False)) % 11
    ]
